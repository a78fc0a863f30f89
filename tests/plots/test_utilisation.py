"""How busy pools are: shares, the guide line, overtime."""

import pytest
from tidy import all_text, assert_tidy, texts

from plots.palette import ARRIVED, FINISHED, OVERDUE
from plots.sheet import A3
from plots.utilisation import SPAN, PoolBar, utilisation
from sim.words.language import Lang

POOLS = [
    PoolBar("综合窗口 One window", "政务服务中心 Service centre", 6, 42, 10.5, 10.5, 0.38),
    PoolBar("登记审核人员 Registrars with a rather long name for this column", "", 2, 14, 11, 1.6, 0),
    PoolBar("never open", "", 0, 0, 0, 0, 0),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tidy(lang: Lang) -> None:
    assert_tidy(utilisation(POOLS, name="企业开办 Start-up", lang=lang, provenance="onewindow"))


def test_shares_and_hours() -> None:
    said = all_text(utilisation(POOLS, name="x", lang="en"))
    busiest = "Busiest: 登记审核人员 Registrars with a rather long name for this column, at work 90.0%"
    assert busiest in said.replace("\n", " ")
    assert "Above 80%: 登记审核人员" in said
    assert "50.0%" in said
    assert "6 × 7 = 42" in said
    assert "+ 0.38 late" in said
    assert "never open" not in said


def test_the_busiest_stands_first() -> None:
    shares = (0.2, 0.9, 0.5, 0.85)
    made = [PoolBar(f"pool {share}", "", 1, 10, 10 * share, 0, 0) for share in shares]
    figure = utilisation(made, name="x", lang="en")
    names = [text for text in texts(figure) if text.startswith("pool ")]
    assert names == ["pool 0.9", "pool 0.85", "pool 0.5", "pool 0.2"]
    assert "Above 80%: pool 0.9, pool 0.85." in all_text(figure)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_never_taller_than_a_page(lang: Lang) -> None:
    made = [PoolBar(f"pool {n:02}", "", 1, 10, n / 10, 0, 0.5) for n in range(40)]
    figure = utilisation(made, name="x", lang=lang, provenance="onewindow")
    assert_tidy(figure)
    assert figure.get_figheight() <= A3
    said = all_text(figure)
    assert "pool 39" in said
    assert "pool 00" not in said
    assert ("16 pools that are less busy" if lang == "en" else "另有16个更空闲的资源池") in said


def test_nothing_above_and_no_overtime() -> None:
    said = all_text(utilisation([PoolBar("a", "", 1, 8, 2, 0, 0)], name="x", lang="zh"))
    assert "没有一处超过80%。" in said
    assert "加办" not in said
    assert "最忙的是a：开放时间的25.0%有事在办" in said


def test_bars_are_as_long_as_the_hours() -> None:
    axes = utilisation([PoolBar("a", "", 2, 16, 4, 4, 0.5)], name="x", lang="en").axes[0]
    widths = {
        colour: [bar.get_width() for bar in axes.patches if bar.get_facecolor()[:3] == _rgb(colour)]  # type: ignore[attr-defined]
        for colour in (FINISHED, ARRIVED, OVERDUE)
    }
    assert widths[FINISHED] == pytest.approx([SPAN / 4])
    assert widths[ARRIVED] == pytest.approx([SPAN / 4])
    assert len(widths[OVERDUE]) == 1


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="no pool is ever open"):
        utilisation(POOLS[2:], name="x", lang="en")
    with pytest.raises(ValueError, match="'fr'"):
        utilisation(POOLS, name="x", lang="fr")  # type: ignore[arg-type]
