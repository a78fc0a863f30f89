"""All targets at a glance: counted right, marked by shape and word, with what is not known told or not."""

import pytest
from tidy import all_text, assert_tidy

from plots.target_board import SHAPE, TargetRow, target_board
from sim.words.language import Lang


def row(name: str = "A", **changed: object) -> TargetRow:
    stated: dict[str, object] = {
        "name": name, "reading": "the whole", "limit": "4 working hours", "required": 0.95, "share": 0.703,
        "interval": (0.616, 0.783), "verdict": "not_met",
    }  # fmt: skip
    return TargetRow(**(stated | changed))  # type: ignore[arg-type]


ROWS = [
    row(
        "开办企业0.5个工作日 A company started in half a working day, told at some length",
        kept=(0.12, 0.09, 0.16),
    ),
    row("B", share=0.9632, interval=(0.951, 0.972), verdict="met", kept=(0.62, 0.57, 0.67)),
    row("C", share=0.9496, interval=(0.93, 0.96), verdict="undecided"),
    row("D", share=None, interval=(0.0, 1.0), verdict="undecided", reading=""),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rows", [ROWS, ROWS[1:3], [ROWS[3]], ROWS * 6])
def test_tidy(rows: list[TargetRow], lang: Lang) -> None:
    figure = target_board(rows, name="葛店", lang=lang, confidence="98% to 99.9%.", provenance="onewindow")
    assert_tidy(figure)


def test_counted_and_told() -> None:
    said = all_text(target_board(ROWS, name="x", lang="zh"))
    assert "4项承诺：1项按假设达标、1项按假设未达标、2项尚不能判定" in said
    assert "未达标　70.3%" in said
    assert "94.96%" in said  # not 95.0% of 95%
    assert "尚不能判定　无可评估办件" in said
    assert said.count("不确定范围内") == 2
    assert "不确定范围内12%做到（9%至16%）" in said
    english = "4 targets: 1 met as assumed, 1 not met as assumed, 2 undecided"
    assert english in all_text(target_board(ROWS, name="x", lang="en"))


def test_no_share_kept_is_rounded_to_a_certainty() -> None:
    sure = row("A", verdict="met", share=0.97, interval=(0.96, 0.98), kept=(0.9975, 0.985, 0.9999))
    assert "kept in >99% of what may be true (98% to >99%)" in all_text(
        target_board([sure], name="x", lang="en")
    )


def test_every_verdict_has_a_shape_of_its_own() -> None:
    assert len(set(SHAPE.values())) == 3
    axes = target_board(ROWS, name="x", lang="en").axes[0]
    drawn = [line.get_marker() for line in axes.lines if line.get_marker() in SHAPE.values()]
    # One beside the word of each row, one on the scale where there is a share, and one dot in the key.
    assert [drawn.count(SHAPE[verdict]) for verdict in ("met", "not_met", "undecided")] == [2 + 1, 2, 3]


@pytest.mark.parametrize(
    ("rows", "least"),
    [
        ([row(share=0.3, interval=(0.2, 0.4))], "0%"),
        (ROWS[1:3], "80%"),
        ([row(share=0.9, interval=(0.6, 0.93))], "50%"),
    ],
)
def test_the_scale_shows_every_share(rows: list[TargetRow], least: str) -> None:
    said = all_text(target_board(rows, name="x", lang="en")).split("\n")
    assert least in said
    assert "100%" in said


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="rows is empty"):
        target_board([], name="x", lang="en")
    with pytest.raises(ValueError, match="verdict 'maybe' of A"):
        target_board([row(verdict="maybe")], name="x", lang="en")
    with pytest.raises(ValueError, match=r"share 1\.2 of A"):
        target_board([row(share=1.2)], name="x", lang="en")
    with pytest.raises(ValueError, match="'fr'"):
        target_board(ROWS, name="x", lang="fr")  # type: ignore[arg-type]
