"""The study's dates, every pool's open hours and capacity, and the arrival rates, as tables of instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise

from sim.engine.compile.faults import CompileError, told_at
from sim.frozen import dataclass
from sim.model.quantities import Duration
from sim.model.rules import hours_rules
from sim.model.scenario import Calendar, Pool, Scenario
from sim.model.study_dates import StudyDates, study_dates, workdays_of
from sim.worktime import (
    DAY,
    HOUR,
    DayHours,
    OfficeHours,
    OpenHours,
    Opening,
    Workdays,
    WorkingDates,
    day_number,
    instant,
    weekend_hours,
    working_dates,
    xinjiang_hours,
)


@dataclass(frozen=True)
class Times:
    """The jurisdiction's calendar, cut to the dates of the study."""

    study: StudyDates
    workdays: Workdays
    office: Opening
    """When the office is open, by date."""
    office_hours: OpenHours
    dates: WorkingDates
    wd_hours: float

    @property
    def wd(self) -> int:
        """One working day in working µs."""
        return round(self.wd_hours * HOUR)

    def days(self) -> Sequence[date]:
        return _dates(self.study.start, self.study.horizon)

    def opening(self, pool: Pool) -> Opening:
        """When a pool is open: the office's hours and rules or hours of its own, its weekends, its rules."""
        own = self.office
        if pool.hours != "office":
            own = Opening(OfficeHours.parse(pool.hours), self.workdays, every_date=pool.every_date)
        weekend = () if pool.weekend is None else (weekend_hours(DayHours.parse(pool.weekend)),)
        return own.with_rules((*weekend, *hours_rules(pool.rules, pool.every_date)))

    def open_hours(self, pool: Pool) -> OpenHours:
        return self.opening(pool).table(self.study.start, self.study.horizon)

    def works(self, day: date) -> bool:
        """Whether it is a working day on which the office opens."""
        if self.study.start <= day < self.study.horizon:
            return day in self._worked
        return self.workdays.is_workday(day) and self.office.is_open(day)

    @cached_property
    def _worked(self) -> frozenset[date]:
        return _worked_dates(self.workdays, self.office, self.study.start, self.study.horizon)


@lru_cache(maxsize=16)
def _dates(first: date, until: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=number) for number in range((until - first).days))


@lru_cache(maxsize=16)
def _worked_dates(workdays: Workdays, office: Opening, first: date, until: date) -> frozenset[date]:
    """Kept, as experiments ask for the same ones by the hundred."""
    return frozenset(day for day in _dates(first, until) if workdays.is_workday(day) and office.is_open(day))


def times_of(scenario: Scenario) -> Times:
    """Read calendar and study; raises CompileError for a study that no calendar can hold."""
    calendar = scenario.calendar
    workdays = workdays_of(calendar)
    office = office_of(calendar, workdays)
    wd_hours = calendar.wd_hours
    with told_at("study.start" if scenario.study.start is not None else "study.year"):
        study = study_dates(scenario)
        times = Times(
            study=study,
            workdays=workdays,
            office=office,
            office_hours=office.table(study.start, study.horizon),
            dates=working_dates(workdays, study.start, study.horizon),
            wd_hours=wd_hours,
        )
    if calendar.rules and not any(times.works(day) for day in times.days()):
        raise CompileError("calendar.rules", "the office is never open between the dates of the study")
    return times


def office_of(calendar: Calendar, workdays: Workdays) -> Opening:
    """Office hours: the scenario's own, else those of the region; and the calendar's rules."""
    hours = (
        xinjiang_hours()
        if calendar.hours is None
        else OfficeHours(
            DayHours.parse(calendar.hours), tuple(season.of_worktime() for season in calendar.seasons)
        )
    )
    return Opening(hours, workdays).with_rules(hours_rules(calendar.rules))


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
