"""Scheduled meetings as instants: when each is held, and until when one must have joined it (SEMANTICS 4.5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sim.engine.compile.faults import CompileError
from sim.engine.compile.times import Times, micros, midnight
from sim.model.timetable import Meeting
from sim.worktime import instant_of, worked

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Held(NamedTuple):
    """One meeting, and the instant by which a case must have joined to be taken."""

    at: int
    cutoff: int


def meetings_of(
    name: str, meeting: Meeting, times: Times, staff: Mapping[str, list[tuple[int, int]]]
) -> list[Held]:
    """Every meeting of the study, in order; `staff` gives the capacity steps of its pools.

    Raises CompileError when there is none, or a pool has nobody on duty at any of them.
    """
    found = sorted({midnight(day) + moment for day in _days(meeting, times) for moment in meeting.at})
    if not found:
        raise CompileError(
            f"sessions.{name}", f'session "{name}" is never held between the dates of the study'
        )
    for pool, changes in staff.items():
        if not any(_on_duty(changes, at) for at in found):
            raise CompileError(
                f"sessions.{name}", f'"{pool}" has nobody on duty when session "{name}" is held'
            )
    return [Held(at, _cutoff(at, meeting, times)) for at in found]


def _on_duty(changes: list[tuple[int, int]], at: int) -> int:
    """Units of a capacity step function at an instant."""
    place = bisect_right(changes, at, key=lambda change: change[0])
    return changes[place - 1][1] if place else 0


def _days(meeting: Meeting, times: Times) -> Iterator[date]:
    for day in times.days():
        if meeting.weekdays and WEEKDAYS[day.weekday()] not in meeting.weekdays:
            continue
        if times.workdays.is_workday(day):
            yield day
        elif meeting.move is not None:
            yield _next_workday(day, times)


def _next_workday(day: date, times: Times) -> date:
    while not times.workdays.is_workday(day):
        day += timedelta(days=1)
    return day


def _cutoff(at: int, meeting: Meeting, times: Times) -> int:
    """The latest instant with the stated working time left before the meeting; none before the study."""
    ahead = micros(meeting.cutoff, times)
    if ahead == 0:
        return at
    columns = times.office_hours.open_at, times.office_hours.close_at, times.office_hours.worked_before
    until = worked(*columns, at) - ahead
    return instant_of(*columns, until + 1) - 1 if until >= 0 else midnight(times.study.start) - 1
