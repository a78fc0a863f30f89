"""Daily counts by hand, holidays named, and what stands in the figure."""

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

from plots import DayInfo, throughput
from plots.daily_counts import DailyCounts, daily_counts
from plots.date_axis import tick_dates
from plots.days import Run, holiday_runs, within
from plots.save import render
from plots.throughput import finding, means_a_day, week_edges
from sim.words.language import Lang
from tests.plots.conftest import END, FIRST, table


def texts(figure: Figure) -> list[str]:
    found = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        found += [text.get_text() for text in axes.texts]
        found += [text.get_text() for text in axes.get_xticklabels()]
    return found


def test_counts_by_hand() -> None:
    monday = datetime(2025, 4, 21)
    rows = [
        (7, monday - timedelta(hours=1), monday + timedelta(hours=9)),  # Sunday 23:00 to Monday 9:00
        (7, monday, monday + timedelta(days=1)),  # midnights belong to the day they open
        (7, monday + timedelta(hours=30), None),
        (9, monday + timedelta(days=2), None),  # after the window
    ]
    counts = daily_counts(table(rows), date(2025, 4, 21), date(2025, 4, 23))
    assert counts.arrived.tolist() == [[1, 1], [0, 0]]
    assert counts.finished.tolist() == [[1, 1], [0, 0]]
    assert counts.open.tolist() == [[1, 1, 1], [0, 0, 0]]


def test_replications_without_cases_count_as_zero(cases: pl.DataFrame) -> None:
    assert daily_counts(cases, FIRST, END, replications=4).arrived[:, 0].tolist() == [3, 5, 0, 0]
    with pytest.raises(ValueError, match="holds 2"):
        daily_counts(cases, FIRST, END, replications=1)


def test_holidays_join_over_weekends_only() -> None:
    name = {"zh": "节", "en": "Feast"}
    friday = date(2025, 5, 30)
    made = [
        DayInfo(friday, False, "national", name),
        DayInfo(friday + timedelta(1), False, "weekend"),
        DayInfo(friday + timedelta(2), False, "weekend"),
        DayInfo(friday + timedelta(3), False, "national", name),
        DayInfo(friday + timedelta(4), True, "workday"),
        DayInfo(friday + timedelta(5), False, "national", name),
        DayInfo(friday + timedelta(6), False, "stated"),
    ]
    assert holiday_runs(made, "en", "Closed") == [
        Run(friday, friday + timedelta(3), "Feast"),
        Run(friday + timedelta(5), friday + timedelta(5), "Feast"),
        Run(friday + timedelta(6), friday + timedelta(6), "Closed"),
    ]


def test_bad_days_are_named(days: list[DayInfo]) -> None:
    with pytest.raises(ValueError, match="2025-05-12"):
        within(days, FIRST, END + timedelta(1))
    with pytest.raises(ValueError, match="'feast'"):
        DayInfo(FIRST, False, "feast")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="make-up"):
        DayInfo(FIRST, False, "makeup")


@pytest.mark.parametrize("span", [1, 10, 30, 90, 180, 400, 1500, 8000])
def test_ticks_are_few(span: int) -> None:
    ticks, _ = tick_dates(FIRST, FIRST + timedelta(span))
    assert 1 <= len(ticks) <= 13


def test_weekly_means_are_of_whole_weeks() -> None:
    first, end = date(2025, 4, 20), date(2025, 5, 6)  # Sunday to Monday: two whole weeks inside
    daily = np.arange(16.0)[None, :]
    edges = week_edges(first, end)
    assert edges.tolist() == [date(2025, 4, day).toordinal() for day in (21, 28)] + [
        date(2025, 5, 5).toordinal()
    ]
    assert means_a_day(daily, first, edges).tolist() == [[4.0, 11.0]]


@pytest.mark.parametrize(
    ("lang", "holiday", "makeup"), [("zh", "劳动节", "调休上班日"), ("en", "Labour Day", "make-up workday")]
)
def test_figure_names_days_and_totals(
    cases: pl.DataFrame, days: list[DayInfo], lang: Lang, holiday: str, makeup: str
) -> None:
    figure = throughput(cases, days, lang=lang, title="T")
    render(figure, ".png")
    written = texts(figure)
    assert holiday in written
    assert written.count(makeup) == 2  # at its day and in the key
    # 13 working days with 3 and 5 arrivals, of which 2 and 4 end the next day.
    told = (
        "收件52件，办完39件，期末在办13件" if lang == "zh" else "52 cases arrived and 39 finished, 21 April"
    )
    assert any(told in text for text in written)
    assert lang == "zh" or any("13 open at the end" in text for text in written)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_steps_hold_the_means_and_the_band(cases: pl.DataFrame, days: list[DayInfo], lang: Lang) -> None:
    upper = throughput(cases, days, lang=lang, title=None).axes[0]
    steps = [patch for patch in upper.patches if isinstance(patch, StepPatch)]
    band, mean = steps[0].get_data(), steps[1].get_data()
    working = [day.working for day in days]
    assert mean.values.tolist() == [4.0 if works else 0.0 for works in working]
    assert band.values.tolist() == [5.0 if works else 0.0 for works in working]
    assert list(np.broadcast_to(band.baseline, len(days))) == [3.0 if works else 0.0 for works in working]


def test_the_last_open_count_is_drawn(cases: pl.DataFrame, days: list[DayInfo]) -> None:
    lower = throughput(cases, days, lang="en", title=None).axes[1]
    line = lower.lines[0].get_ydata()
    open_at_end = (
        cases.filter(pl.col("finished").is_null() | (pl.col("finished") >= datetime(2025, 5, 12))).height / 2
    )
    assert line[0] == 0
    assert line[-1] == open_at_end


def counts(*opened: list[float], arrived: float = 10) -> DailyCounts:
    """Open cases of four weeks, a value a week; as many come each day."""
    left = np.array([[0.0, *np.repeat(weeks, 7)] for weeks in opened])
    came = np.full((len(opened), 28), arrived)
    return DailyCounts(came, came - np.diff(left, axis=1), left)


@pytest.mark.parametrize(
    ("weeks", "en", "zh"),
    [
        ([[120, 200, 270, 340]], "Open cases rise from 120 to 340", "在办件由120件增至340件"),
        ([[340, 300, 270, 120]], "Open cases fall from 340 to 120", "在办件由340件降至120件"),
        ([[100, 130, 90, 112]], "Keeps up: about as many are finished as come, some 112", "办结跟得上收件"),
        # One run up by 80, the other down by 20.
        ([[10, 0, 0, 90], [60, 0, 0, 40]], "Not clear whether it keeps up", "能否跟上尚不能判定"),
        ([[10, 0, 0, 90], [10, 0, 0, 88]], "Open cases rise from 10 to 89", "在办件由10件增至89件"),
    ],
)  # fmt: skip
def test_the_title_says_what_happens(weeks: list[list[float]], en: str, zh: str) -> None:
    assert finding(counts(*weeks), "en").startswith(en)
    assert finding(counts(*weeks), "zh").startswith(zh)


def test_the_finding_stands_above_the_totals(cases: pl.DataFrame, days: list[DayInfo]) -> None:
    head = [text.get_text() for text in throughput(cases, days, lang="en", title="Hall").texts][:3]
    assert head[0] == "Hall"
    assert head[1].startswith("Open cases rise from ")
    assert head[2].startswith("52 cases arrived and 39 finished")
    assert finding(daily_counts(table([]), FIRST, END), "zh") == "这段时间没有收件"


def test_no_cases_and_a_long_window_still_draw() -> None:
    long = [
        DayInfo(FIRST + timedelta(i), i % 7 < 5, "workday" if i % 7 < 5 else "weekend") for i in range(800)
    ]
    assert render(throughput(table([]), long, lang="zh", title=None), ".png")
