"""Alternatives beside a base: tidy in both languages, told right, marked by shape, and open ends that show."""

from __future__ import annotations

import pytest
from tidy import all_text, assert_tidy

from plots.paired_differences import SHAPE, Cell, Group, Row, paired_differences
from plots.results.comparisons import cell_of
from sim.experiments.comparing.comparison import SHARE, Difference, Judgement
from sim.pages.comparisons import hardly
from sim.words.language import Lang

BETTER = Cell("68.3% → 80.4%", 0.121, 0.05, 0.19, "better", "+12.1 [+5.0, +19.0]")
WORSE = Cell("0.445 → 0.797", 0.352, 0.343, 0.361, "worse")
UNCLEAR = Cell("0.960 → 0.959", -0.001, -0.02, 0.018, "unclear")
SAME = Cell("100.0% → 100.0%", 0.0, -0.002, 0.002, "same")
WITHIN = Cell("68.3% → 68.0%", -0.003, -0.006, 0.001, "within", "−0.3 [−0.6, +0.1]")
IDENTICAL = Cell("0.445 → 0.445", 0.0, 0.0, 0.0, "identical")
OPEN = Cell("0.960 → –", None, 0.3, None, "worse")
UNKNOWN = Cell("0.960 → –", None, None, None, "unknown")

LONG = "登记窗口增设两个并实行容缺受理同时办理 two more registration counters, and papers may follow"
ROWS = (
    Row("one clerk more", (BETTER, UNCLEAR, UNCLEAR)),
    Row(LONG, (SAME, WORSE, OPEN)),
    Row("again", (IDENTICAL, IDENTICAL, IDENTICAL)),
    Row("nobody", (UNKNOWN, UNKNOWN, UNKNOWN)),
)
GROUPS = [
    Group("A company started in 0.5 working day", "the whole · limit 0.5 wd", "wd", ROWS),
    Group(
        "企业开办全程网上办理并于半个工作日内办结的承诺，叙述得相当长，以至于一行写不下" * 2, "", "wd", ROWS
    ),
]
HOURS = Group(
    "B", "limit 20 h", "h", (Row("x", (UNCLEAR, Cell("20 → 31", 11.0, 8.0, 14.0, "worse"), UNKNOWN)),)
)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "groups", [GROUPS, GROUPS[:1] * 4, [HOURS], [HOURS, Group("A", "", "wd", ROWS[:1])]], ids=range(4)
)
def test_tidy(groups: list[Group], lang: Lang) -> None:
    figure = paired_differences(
        groups,
        name="葛店 Gedian",
        lang=lang,
        notes=["24 intervals hold together at 95%."],
        provenance="onewindow",
    )
    assert_tidy(figure)


def test_counted_and_told() -> None:
    said = all_text(paired_differences(GROUPS, name="x", lang="zh"))
    assert "与基准相比，2项承诺的按时办结率：“one clerk more”2项改善（至多12.1个百分点）；" in said.replace(
        "\n", ""
    )
    assert "“again”与基准相同；“nobody”2项无法比较" in said.replace("\n", "")
    assert "68.3% → 80.4%\n+12.1 [+5.0, +19.0]\n" in said
    assert said.count("未见差别") == 1 + 2  # in the key, and in each block
    assert said.count(" 相同") == 2 * 3
    assert "按时办结率（百分点）" in said
    assert "平均用时（工作日）" in said
    english = all_text(paired_differences(GROUPS[:1], name="x", lang="en"))
    assert "Share on time in 1 targets" not in english
    assert "Share on time against the base: one clerk more – better by 12.1 points; " in english.replace(
        "\n", " "
    )


def test_what_hardly_changes_is_told_as_on_the_page() -> None:
    """No change beyond the farther end of the interval, in the title and where it stands; never "unclear"."""
    rows = (Row("fewer", (WITHIN, UNCLEAR, UNCLEAR)),)
    groups = [Group(name, "", "wd", rows) for name in ("A", "B")]
    english = all_text(paired_differences(groups, name="x", lang="en")).replace("\n", " ")
    assert "fewer – no change beyond 0.6 points in 2" in english
    assert "68.3% → 68.0% no change beyond 0.6 " in english
    chinese = all_text(paired_differences(groups, name="x", lang="zh")).replace("\n", "")
    assert "“fewer”2项变化不超过 0.6 个百分点" in chinese
    assert "68.3% → 68.0%变化不超过" in chinese.replace(" 0.6", "")
    assert_tidy(paired_differences(groups, name="x", lang="en"))
    one = all_text(paired_differences(groups[:1], name="x", lang="en")).replace("\n", " ")
    assert "Share on time against the base: fewer – no change beyond 0.6" in one


@pytest.mark.parametrize(
    ("judgement", "high", "drawn"),
    [
        ("unclear", 0.006, "within"),
        ("same", 0.006, "within"),
        ("unclear", 0.03, "unclear"),
        ("better", 0.006, "better"),
    ],
)
def test_the_figure_calls_small_what_the_page_calls_small(
    judgement: Judgement, high: float, drawn: str
) -> None:
    found = Difference(
        "on_time_share", SHARE, 0.683, 0.68, -0.003, -0.005, high, judgement, (900, 900), 0.9, 50.0
    )
    assert cell_of(found, "en").judgement == drawn
    assert hardly(found) == (drawn == "within")


def test_points_and_units() -> None:
    said = all_text(paired_differences([HOURS], name="x", lang="en")).split("\n")
    assert "Mean, hours" in said
    assert "+10" in said
    assert "−2" in said  # points of a share, from -0.02


def test_every_scale_of_its_own_unit_has_numbers() -> None:
    """Where units differ, each target has its numbers and the heading no unit."""
    two = [HOURS, Group("A", "", "wd", ROWS[:1])]
    said = all_text(paired_differences(two, name="x", lang="en")).split("\n")
    assert "Mean" in said
    assert said.count("0") == 2 * 3


def test_shapes_and_sides() -> None:
    axes = paired_differences([Group("A", "", "wd", ROWS)], name="x", lang="en").axes[0]
    drawn = [line.get_marker() for line in axes.lines if line.get_marker() not in ("None", None, "")]
    # One of each in the key, and UNCLEAR twice. An open end has an arrow; a difference not known has no mark.
    assert [drawn.count(SHAPE[one]) for one in ("worse", "unclear")] == [1 + 1, 1 + 2]
    assert drawn.count("o") == 3 + 1 + 1 + 3  # key of better, same and identical; better; same; identical
    assert drawn.count(">") == 1


def test_better_is_right_of_no_difference_in_shares_and_left_in_times() -> None:
    quicker = Cell("0.5 → 0.4", -0.1, -0.2, -0.05, "better")
    group = Group("A", "", "wd", (Row("x", (BETTER, quicker, quicker)),))
    axes = paired_differences([group], name="x", lang="en").axes[0]
    zeros = [text.get_position()[0] for text in axes.texts if text.get_text() == "0"]
    marks = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"][
        1:
    ]  # the first is the key's
    assert [mark > zero for mark, zero in zip(marks, zeros, strict=True)] == [True, False, False]


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="no target, or no alternative"):
        paired_differences([], name="x", lang="en")
    wrong = Cell("", 0.0, 0.0, 0.0, "bad")
    with pytest.raises(ValueError, match="judgement 'bad' of x: must be one of better, worse"):
        paired_differences([Group("A", "", "wd", (Row("x", (wrong, wrong, wrong)),))], name="x", lang="en")
    with pytest.raises(ValueError, match="x of A has 1 cells; allowed: 3"):
        paired_differences([Group("A", "", "wd", (Row("x", (SAME,)),))], name="x", lang="en")
    with pytest.raises(ValueError, match="must be one of zh, en"):
        paired_differences(GROUPS, name="x", lang="fr")  # type: ignore[arg-type]


def test_what_is_counted_is_kept_and_not_on_time() -> None:
    for lang, word in (("en", "on time"), ("zh", "按时")):
        told = all_text(paired_differences([Group("A", "", "visit", ROWS)], name="x", lang=lang))  # type: ignore[arg-type]
        assert word not in told
