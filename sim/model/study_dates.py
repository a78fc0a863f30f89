"""The dates a scenario studies: its lead-in and judged window on the calendar of its jurisdiction."""

from __future__ import annotations

from datetime import date, timedelta

from sim.frozen import dataclass
from sim.model.faults import UnfitError
from sim.model.quantities import Duration
from sim.model.scenario import Calendar, Scenario
from sim.worktime import Workdays

LONGEST_STUDY = timedelta(days=40 * 366)


@dataclass(frozen=True)
class StudyDates:
    """The dates of a run: [start, judged_from) leads in, [judged_from, judged_until) is judged."""

    start: date
    judged_from: date
    judged_until: date
    horizon: date


def study_dates(scenario: Scenario) -> StudyDates:
    """The dates a scenario studies. Raises UnfitError for a study that no calendar can hold."""
    study, workdays = scenario.study, workdays_of(scenario.calendar)
    if study.year is not None:
        judged_from, judged_until = date(study.year, 1, 1), date(study.year + 1, 1, 1)
        start = _before(judged_from, study.lead_in, workdays, "study.lead_in")
    else:
        assert study.start is not None
        assert study.window is not None
        start = study.start
        judged_from = _after(start, study.lead_in, workdays, "study.lead_in")
        judged_until = _after(judged_from, study.window, workdays, "study.window")
        if judged_until == judged_from:
            raise UnfitError("study.window", f"the window {study.window} is empty; allowed: one day or more")
    return StudyDates(
        start,
        judged_from,
        judged_until,
        _after(judged_until, study.follow_up, workdays, "study.follow_up"),
    )


def _after(day: date, length: Duration, workdays: Workdays, path: str) -> date:
    """The date `length` whole days (wd or cd) after `day`: as many days lie in [day, result)."""
    left = _whole_days(length, path)
    first = day
    while left > 0:
        if length.unit == "cd" or workdays.is_workday(day):
            left -= 1
        day += timedelta(days=1)
        if day - first > LONGEST_STUDY:
            raise UnfitError(path, f"{length} is longer than 40 years")
    return day


def _before(day: date, length: Duration, workdays: Workdays, path: str) -> date:
    """The last date from which `length` whole days lead to `day`: as many days lie in [result, day)."""
    left = _whole_days(length, path)
    last = day
    while left > 0:
        day -= timedelta(days=1)
        if length.unit == "cd" or workdays.is_workday(day):
            left -= 1
        if last - day > LONGEST_STUDY:
            raise UnfitError(path, f"{length} is longer than 40 years")
    return day


def _whole_days(length: Duration, path: str) -> int:
    if length.unit not in ("wd", "cd") or length.amount != int(length.amount):
        raise UnfitError(path, f"{length} is not a number of whole days; write it in wd or cd")
    return int(length.amount)


def workdays_of(calendar: Calendar) -> Workdays:
    """The working days a scenario's calendar states."""
    return Workdays(
        region=calendar.region,
        off={day: "停止办公" for day in calendar.off},
        work={day: "上班" for day in calendar.work},
    )
