"""One case's story: clocks, limit, closed hours, and nothing on top of anything."""

from datetime import date, datetime, timedelta

import pytest
from tidy import all_text, assert_tidy

from plots import DayInfo
from plots.case_clocks import ClockLine
from plots.case_gantt import MANY, StepRow, Stretch, case_gantt
from plots.palette import FINISHED, OVERDUE
from plots.sheet import A3
from sim.words.language import Lang

MONDAY = datetime(2025, 4, 28)
LABOUR = {"zh": "劳动节", "en": "Labour Day"}


def at(day: int, hour: float) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


def days(number: int = 40) -> list[DayInfo]:
    made = []
    for offset in range(number):
        when = MONDAY.date() + timedelta(days=offset)
        if date(2025, 5, 1) <= when <= date(2025, 5, 5):
            made.append(DayInfo(when, False, "national", LABOUR))
        elif when.weekday() >= 5:
            made.append(DayInfo(when, False, "weekend"))
        else:
            made.append(DayInfo(when, True, "workday"))
    return made


CHECKED = (Stretch("queue", at(0, 8), at(0, 9)), Stretch("work", at(0, 9), at(0, 10)))
MET = (Stretch("session", at(0, 15), at(1, 10)), Stretch("work", at(1, 10), at(1, 11)))
ROWS = [
    StepRow("网上预审 Online check", "Registrars", CHECKED),
    StepRow("Papers corrected", "applicant", (Stretch("补正 supplement", at(0, 10), at(0, 15)),)),
    StepRow("Meeting", "Panel", MET),
]
OPEN = [(at(d, 9), at(d, 17)) for d in range(3)]
LATE = ClockLine(
    "A company started in 0.5 working day",
    ((at(0, 9), 0), (at(0, 10), 1), (at(0, 15), 1), (at(0, 17), 3), (at(1, 9), 3), (at(1, 11), 5)),
    False, "wh", 8, 4, at(1, 10),
)  # fmt: skip


def story(lang: Lang = "en", **changed: object) -> object:
    stated: dict[str, object] = {
        "arrived": at(0, 8), "end": at(1, 11), "finished": True, "case": "17", "name": "企业开办 Start-up",
        "open_hours": OPEN, "provenance": "onewindow",
    }  # fmt: skip
    rows, clock = changed.pop("rows", ROWS), changed.pop("clock", LATE)
    return case_gantt(rows, clock, days(), lang=lang, **(stated | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tidy_short_story(lang: Lang) -> None:
    figure = story(lang)
    assert_tidy(figure)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("number", [3, MANY + 5])
def test_tidy_long_story_over_a_holiday(lang: Lang, number: int) -> None:
    rows = [
        StepRow(f"Step {i}", "pool", (Stretch("wait_applicant", at(i, 9), at(i + 2, 9)),))
        for i in range(number)
    ]
    clock = ClockLine("whole days", ((at(0, 9), 0), (at(7, 0), 1), (at(8, 0), 2)), True, "wd", 1, 20, None)
    figure = story(lang, rows=rows, clock=clock, end=at(number + 2, 9))
    assert_tidy(figure)  # type: ignore[arg-type]
    assert ("劳动节" if lang == "zh" else "Labour Day") in all_text(figure).replace("\n", " ")  # type: ignore[arg-type]


def test_what_is_told() -> None:
    said = all_text(story())  # type: ignore[arg-type]
    assert "This case took 27 hours; work on it took 2 hours" in said
    assert (
        "A company started in 0.5 working day: 5 working hours on its clock, limit 4 working hours, late"
        in said
    )
    assert "reached 29 Apr 10:00" in said
    assert "1.12 calendar days" in said  # 27 of 24 hours: 1.125
    said = all_text(story("zh", finished=False, clock=None))  # type: ignore[arg-type]
    assert "这一件已历时27小时，其中经办合计2小时，尚未办结" in said
    assert "时限" not in said


def test_the_clock_is_flat_while_it_stands() -> None:
    lower = story().axes[1]  # type: ignore[attr-defined]
    (line,) = [line for line in lower.lines if line.get_color() == FINISHED and len(line.get_xdata()) == 6]
    x0 = at(0, 0).toordinal()
    assert [round(24 * (x - x0), 6) for x in line.get_xdata()] == [9, 10, 15, 17, 33, 35]
    assert list(line.get_ydata()) == pytest.approx([0, 1 / 8, 1 / 8, 3 / 8, 3 / 8, 5 / 8])
    (cross,) = [line for line in lower.lines if line.get_marker() == "X"]
    assert cross.get_color() == OVERDUE
    assert (24 * (cross.get_xdata()[0] - x0), cross.get_ydata()[0]) == pytest.approx((34, 0.5))


def test_in_time_is_not_marked() -> None:
    clock = ClockLine("c", ((at(0, 9), 0), (at(0, 10), 1)), False, "wh", 8, 4, None)
    figure = story(clock=clock)
    assert "limit 4 working hours, on time" in all_text(figure)  # type: ignore[arg-type]
    assert not [line for line in figure.axes[1].lines if line.get_marker() == "X"]  # type: ignore[attr-defined]


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="rows is empty"):
        story(rows=[])
    with pytest.raises(ValueError, match="2025-06-07 is in the window but not in days"):
        story(end=at(40, 1))
    with pytest.raises(ValueError, match="'fr'"):
        story("fr")  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("number", [50, 120])
def test_never_taller_than_a_page(number: int, lang: Lang) -> None:
    spans = [(at(n / 10, 9), at(n / 10, 9 + (n + 1) / 20)) for n in range(number)]
    rows = [StepRow(f"Step {n}", "Panel", (Stretch("work", *span),)) for n, span in enumerate(spans)]
    figure = story(lang, rows=rows, end=at(13, 11))
    assert_tidy(figure)  # type: ignore[arg-type]
    assert figure.get_figheight() <= A3  # type: ignore[attr-defined]
    said = all_text(figure).split("\n")  # type: ignore[arg-type]
    assert f"Step {number - 1}" in said
    assert ("Step 0" in said) == (number == 50)  # the shortest is what goes first
    told = "steps that took less time are not shown." if lang == "en" else "用时更短的环节未画"
    assert any(told in line for line in said) == (number == 120)
