"""Scheduled meetings as instants: when each is held, and until when one must have joined it (SEMANTICS 4.5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sim.engine.compile.faults import CompileError
from sim.engine.compile.times import Times, micros, midnight
from sim.model.rules import WEEKDAYS, MeetingRule, spans_of
from sim.model.timetable import Meeting
from sim.worktime import instant_of, sort_of, worked

AS_MANY_AS_COME = -1


class Held(NamedTuple):
    """One meeting: when, the instant by which a case must have joined to be taken, and its places."""

    at: int
    cutoff: int
    places: int


def meetings_of(
    name: str, meeting: Meeting, times: Times, staff: Mapping[str, list[tuple[int, int]]]
) -> list[Held]:
    """Every meeting of the study, in order; `staff` gives the capacity steps of its pools.

    Raises CompileError when there is none, or a pool has nobody on duty at any of them.
    """
    found = sorted(
        (midnight(day) + moment, places)
        for day, (moments, places) in _days(meeting, times).items()
        for moment in moments
    )
    if not found:
        raise CompileError(
            f"sessions.{name}", f'session "{name}" is never held between the dates of the study'
        )
    for pool, changes in staff.items():
        if not any(_on_duty(changes, at) for at, _ in found):
            raise CompileError(
                f"sessions.{name}", f'"{pool}" has nobody on duty when session "{name}" is held'
            )
    return [Held(at, _cutoff(at, meeting, times), places) for at, places in found]


def _on_duty(changes: list[tuple[int, int]], at: int) -> int:
    """Units of a capacity step function at an instant."""
    place = bisect_right(changes, at, key=lambda change: change[0])
    return changes[place - 1][1] if place else 0


def _days(meeting: Meeting, times: Times) -> dict[date, tuple[tuple[int, ...], int]]:
    """Times of day and places of the meetings of every date that has some."""
    usual = AS_MANY_AS_COME if meeting.places is None else meeting.places.value
    found: dict[date, tuple[tuple[int, ...], int]] = {}
    moved: set[date] = set()
    for day in times.days():
        own = not meeting.weekdays or WEEKDAYS[day.weekday()] in meeting.weekdays
        works = times.works(day)
        if own and not works and meeting.move is not None:
            moved.add(_next_workday(day, times))
        moments, places = _by_rules(meeting, times, day, meeting.at if own and works else (), usual)
        if moments:
            found[day] = moments, places
    for day in moved - found.keys():
        found[day] = meeting.at, usual
    return found


def _by_rules(
    meeting: Meeting, times: Times, day: date, moments: tuple[int, ...], places: int
) -> tuple[tuple[int, ...], int]:
    """Times and places of a date after the rules of the meeting, one after another."""
    if not meeting.rules:
        return moments, places
    sort = sort_of(times.workdays, day)
    for rule in meeting.rules:
        if rule.when().holds(day, sort):
            moments = _times_left(rule, moments if rule.at is None else rule.at)
            places = places if rule.places is None else rule.places.value
    return moments, places


def _times_left(rule: MeetingRule, moments: tuple[int, ...]) -> tuple[int, ...]:
    if rule.closed is True:
        return ()
    closed = spans_of(rule.closed or None)
    return tuple(moment for moment in moments if not any(a <= moment < b for a, b in closed))


def _next_workday(day: date, times: Times) -> date:
    while not times.works(day):
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
