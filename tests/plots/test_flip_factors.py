"""Flip factors: every mark where its factor is, the nearest on top, and nothing left out in silence."""

import pytest
from matplotlib.patches import Rectangle
from tidy import all_text, assert_tidy

from plots.flip_factors import ALONE, CHANGED, STAYS, TOGETHER, Scale, flip_factors
from plots.flip_words import FlipRow, FlipSection, sentence
from sim.words.language import Lang


def row(name: str = "税务后台 · 可用于本业务的时间", **changed: object) -> FlipRow:
    stated: dict[str, object] = {
        "name": name, "under": "assumed: 80%", "low": 0.75, "high": 1.25, "old": 0.96, "new": 0.95,
        "label": "76% (×0.95)", "fresh": (1.1, 0.85),
    }  # fmt: skip
    return FlipRow(**(stated | changed))  # type: ignore[arg-type]


ROWS = [
    row(),
    row("Somewhat longer than fits: a service with a long name · a step with a longer one · hands-on time",
        low=0.5, high=2.0, old=1.17, new=1.18, label="×1.18", fresh=(None, 1.3)),
    row("in doubt", low=0.6, high=1.5, old=1.47, new=1.5, label="×1.5", fresh=(1.2, None)),
    row("not asked, nor exact", low=0.57, high=2.48, old=1.0, new=2.48, label="7.8 /wd (×2.48)", exact=False,
        fresh=None),
]  # fmt: skip


def section(rows: list[FlipRow], **changed: object) -> FlipSection:
    stated: dict[str, object] = {
        "name": "Start-up in half a working day", "reading": "the whole", "verdict": "met", "flipped": "not_met",
        "decided": "met", "share": 0.9607, "required": 0.95, "rows": rows, "steady": 41, "unexamined": 3,
    }  # fmt: skip
    return FlipSection(**(stated | changed))  # type: ignore[arg-type]


OTHER = section([row(low=0.8, high=1.3, old=1.19, new=1.2, fresh=(1.1, 1.3), label="3 (×1.2)")],
                name="B", verdict="not_met", flipped="met", share=0.7, unexamined=0)  # fmt: skip
NONE = section([], name="C", verdict="not_met", flipped="met", share=0.7, unexamined=0)
NOBODY = section([], name="D", share=None, steady=0, unexamined=0)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "sections",
    [
        [section(ROWS)], [section(ROWS), OTHER, NONE, NOBODY], [NONE], [NOBODY], [section(ROWS * 5)],
        [section(ROWS * 2)] * 5,
    ],
)  # fmt: skip
def test_tidy(sections: list[FlipSection], lang: Lang) -> None:
    figure = flip_factors(sections, name="葛店", lang=lang, notes=["One at a time."], provenance="onewindow")
    assert_tidy(figure)


def test_what_is_not_drawn_is_counted() -> None:
    said = all_text(flip_factors([section(ROWS * 5, without_factor=2)], name="x", lang="en"))
    assert "On the sample, 22 numbers would each change the verdict alone;\nfresh seeds confirm 10, " in said
    assert f"{20 - ALONE} more flip it farther off" in said
    assert "2 flip it but are stated as 0" in said
    assert "41 do not flip it in their ranges; 3 not examined" in said
    several = all_text(flip_factors([section(ROWS * 2), NONE], name="x", lang="zh"))
    assert "2项承诺中，1项的结论会因单独一项数值而翻转" in several
    assert f"另有{8 - TOGETHER}项要改变得更多才翻转" in several
    assert "没有一项不确定的数值" in all_text(flip_factors([NONE], name="x", lang="zh"))


def test_the_title_tells_what_fresh_seeds_confirm() -> None:
    def told(rows: list[FlipRow], lang: Lang = "en") -> str:
        return sentence([section(rows)], lang)

    assert told(ROWS[:2]).endswith("; the nearest is 5.0% away: 税务后台 · 可用于本业务的时间")
    assert told([ROWS[3]]).startswith("One number would change the verdict alone; the nearest is 148% away")
    assert (
        told([ROWS[2]])
        == "On the sample, one number would change the verdict alone; fresh seeds confirm none"
    )
    # Row 1 is confirmed, row 2 in doubt, row 3 was not asked.
    assert "; fresh seeds confirm 1, the nearest 18% away: Somewhat" in told(ROWS[1:])
    assert "样本上有3项数值" in told(ROWS[1:], "zh")
    assert "；新随机数确认1项，最近的是“Somewhat" in told(ROWS[1:], "zh")


def test_a_verdict_that_only_the_sample_gives_is_told_as_such() -> None:
    assert "Target met as stated: 96.1% on time" in all_text(
        flip_factors([section(ROWS)], name="x", lang="en")
    )
    told = all_text(flip_factors([section(ROWS, decided="undecided")], name="x", lang="en"))
    assert "Target met as stated on this sample, by the rules undecided: 96.1% on time" in told


def test_the_marks_stand_at_their_factors() -> None:
    figure = flip_factors([section(ROWS[:2])], name="x", lang="en")
    axes = figure.axes[0]
    scale = Scale(ROWS[:2])
    assert scale(1.0) == pytest.approx((scale(0.5) + scale(2.0)) / 2)  # 1 in the middle of a log scale
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    whole = [bar for bar in bars if bar.get_facecolor() == to_rgba(STAYS)]
    turned = [bar for bar in bars if bar.get_facecolor() == to_rgba(CHANGED["not_met"])]
    assert [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in whole] == [
        pytest.approx((scale(0.75), scale(1.25))), pytest.approx((scale(0.5), scale(2.0))),
    ]  # fmt: skip
    # The verdict has changed from the flip to the end that works against it.
    assert [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in turned] == [
        pytest.approx((scale(0.75), scale(0.95))), pytest.approx((scale(1.18), scale(2.0))),
    ]  # fmt: skip
    whiskers = {tuple(line.get_xdata()) for line in axes.lines if len(set(line.get_ydata())) == 1}
    assert any(ends == pytest.approx((scale(0.85), scale(1.1))) for ends in whiskers)
    # Fresh seeds call the old verdict nowhere: the line goes on to that end of the range.
    assert any(ends == pytest.approx((scale(0.5), scale(1.3))) for ends in whiskers)
    assert whole[0].get_y() < whole[1].get_y()  # downwards


def to_rgba(colour: str) -> tuple[float, ...]:
    from matplotlib.colors import to_rgba as rgba

    return rgba(colour)


def test_doubt_and_ignorance_are_shown() -> None:
    said = all_text(flip_factors([section(ROWS)], name="x", lang="en"))
    assert "×1.5 ?" in said
    assert "in doubt: fresh seeds did not confirm it" in said
    assert "flips somewhere here" in said
    plain = all_text(flip_factors([section(ROWS[:1])], name="x", lang="en"))
    assert "?" not in plain
    assert "somewhere" not in plain


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="sections is empty"):
        flip_factors([], name="x", lang="en")
    with pytest.raises(ValueError, match="verdict 'maybe' of C"):
        flip_factors([section([], name="C", verdict="maybe")], name="x", lang="en")
    with pytest.raises(ValueError, match=r"share 1\.2 of C"):
        flip_factors([section([], name="C", share=1.2)], name="x", lang="en")
    with pytest.raises(ValueError, match=r"factor 0 of a: must be above 0"):
        flip_factors([section([row("a", low=0)])], name="x", lang="en")
    with pytest.raises(ValueError, match=r"factor 0\.5 of a: must lie in its range"):
        flip_factors([section([row("a", new=0.5)])], name="x", lang="en")
    with pytest.raises(ValueError, match="'fr'"):
        flip_factors([NONE], name="x", lang="fr")  # type: ignore[arg-type]
