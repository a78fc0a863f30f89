"""The study's dates, every pool's open hours and capacity, and the arrival rates, as tables of instants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sim.engine.compile.faults import told_at
from sim.model.quantities import Duration
from sim.model.scenario import Calendar, Pool, Scenario
from sim.model.study_dates import StudyDates, study_dates, workdays_of
from sim.worktime import (
    DAY,
    HOUR,
    DayHours,
    OfficeHours,
    OpenHours,
    Workdays,
    WorkingDates,
    day_number,
    instant,
    open_hours,
    working_dates,
    xinjiang_hours,
)

ROUND_THE_CLOCK = "24h"


@dataclass(frozen=True)
class Times:
    """The jurisdiction's calendar, cut to the dates of the study."""

    study: StudyDates
    workdays: Workdays
    office: OfficeHours
    office_hours: OpenHours
    dates: WorkingDates
    wd_hours: float

    @property
    def wd(self) -> int:
        """One working day in working µs."""
        return round(self.wd_hours * HOUR)

    def days(self) -> Iterator[date]:
        day = self.study.start
        while day < self.study.horizon:
            yield day
            day += timedelta(days=1)

    def hours(self, pool: Pool) -> tuple[OfficeHours, Workdays | None]:
        """Hours of a pool and the dates they hold on; None: every date."""
        if pool.hours == "office":
            return self.office, self.workdays
        hours = OfficeHours.parse(pool.hours)
        return hours, None if pool.hours.strip() == ROUND_THE_CLOCK else self.workdays

    def open_hours(self, pool: Pool) -> OpenHours:
        hours, workdays = self.hours(pool)
        worked = open_hours(workdays, hours, self.study.start, self.study.horizon)
        if pool.weekend is None:
            return worked
        return OpenHours.of(sorted([*worked, *self._weekends(DayHours.parse(pool.weekend))]))

    def _weekends(self, hours: DayHours) -> Iterator[tuple[int, int]]:
        """Spans of the Saturdays and Sundays that are neither worked nor part of a holiday."""
        for number in range((self.study.horizon - self.study.start).days + 1):
            day = self.study.start + timedelta(days=number)
            closed = self.workdays.closure(day)
            if closed is not None and closed.kind == "weekend":
                for start, end in hours.spans:
                    yield midnight(day) + start, midnight(day) + end


def times_of(scenario: Scenario) -> Times:
    """Read calendar and study; raises CompileError for a study that no calendar can hold."""
    calendar = scenario.calendar
    workdays = workdays_of(calendar)
    office = office_of(calendar)
    wd_hours = calendar.wd_hours
    with told_at("study.start" if scenario.study.start is not None else "study.year"):
        study = study_dates(scenario)
        return Times(
            study=study,
            workdays=workdays,
            office=office,
            office_hours=open_hours(workdays, office, study.start, study.horizon),
            dates=working_dates(workdays, study.start, study.horizon),
            wd_hours=wd_hours,
        )


def office_of(calendar: Calendar) -> OfficeHours:
    """Office hours: the scenario's own, else those of the region."""
    if calendar.hours is None:
        return xinjiang_hours()
    return OfficeHours(
        DayHours.parse(calendar.hours), tuple(season.of_worktime() for season in calendar.seasons)
    )


def capacity_changes(pool: Pool, hours: OpenHours) -> list[tuple[int, int]]:
    """(instant, capacity) steps of a pool: what its profile says, 0 before its first step and while closed."""
    profile = sorted({0: 0, **pool.profile}.items()) if pool.profile else []
    steady = pool.capacity.value if pool.capacity is not None else 0
    if not profile and steady:
        return [step for open_at, close_at in hours for step in ((open_at, steady), (close_at, 0))]
    changes: list[tuple[int, int]] = []

    def put(at: int, units: int) -> None:
        if changes and changes[-1][0] == at:
            changes.pop()
        if not changes or changes[-1][1] != units:
            changes.append((at, units))

    for open_at, close_at in hours:
        put(open_at, _units_at(profile, open_at) if profile else 0)
        for midnight in range(open_at // DAY * DAY, close_at, DAY):
            for moment, units in profile:
                if open_at < midnight + moment < close_at:
                    put(midnight + moment, units)
        put(close_at, 0)
    return changes


def staffed_hours(changes: list[tuple[int, int]]) -> OpenHours:
    """When somebody is there: a 0 in a profile closes a pool as the end of its hours does (SEMANTICS 4.2)."""
    spans = ((begin, end, units) for (begin, units), (end, _) in pairwise(changes))
    return OpenHours.of((begin, end) for begin, end, units in spans if units > 0)


def _units_at(profile: list[tuple[int, int]], at: int) -> int:
    """Units of a daily step function."""
    return max((begin, units) for begin, units in profile if begin <= at % DAY)[1]


def micros(length: Duration, times: Times) -> int:
    return length.micros(times.wd_hours)


def midnight(day: date) -> int:
    """00:00 of a date."""
    return day_number(day) * DAY


def study_instants(study: StudyDates) -> tuple[int, int, int, int]:
    """(start, judged_from, judged_until, horizon) as instants."""
    return (
        instant(study.start),
        instant(study.judged_from),
        instant(study.judged_until),
        instant(study.horizon),
    )
