"""Plans: arrivals whose times are stated. Lists of what came, and appointments, as rows of the program.

A row stands for so many cases that may come at one moment, or somewhere in a span. Spans are pieces of the stream's
knots, each of them UNIT long on the value axis from the row's `base` on, so that a random moment is read from them as
that of a sum is (`sim.engine.planned`). The weight says how often each case of the row comes, in 2**-52.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

import numpy as np

from sim.chance import UNIT
from sim.chance.keys import MEMBER_LIMIT
from sim.chance.shares import WHOLE
from sim.engine.compile.columns import ints
from sim.engine.compile.faults import CompileError, LoadError
from sim.engine.compile.profile import Hours, pieces_of, shock_of
from sim.engine.compile.times import Times, midnight
from sim.engine.nodes import Ints
from sim.model.bounds import LISTED, PLACES
from sim.model.channel import Appointments, Channel
from sim.model.listing import Row
from sim.model.quantities import number_text
from sim.model.rules import WEEKDAYS
from sim.worktime import DAY, DayHours, Workdays, date_of

PLACES_AT_ONCE = int(PLACES.most)
"""Epochs of one time of the grid, so that a place keeps its luck however many there are."""


class PlanRow(NamedTuple):
    at: int
    """The moment; -1: somewhere in the span."""
    base: int
    """Where the span begins on the value axis; -1: none, whoever comes more than once does so at the moment."""
    cases: int
    weight: int
    epoch: int
    """Of the first case; the others follow."""


class Plan(NamedTuple):
    rows: tuple[PlanRow, ...]
    knots: tuple[Ints, Ints]

    def cases_within(self, begin: int, end: int) -> float:
        """Cases expected in [begin, end); a span counts where it begins."""
        at, value = self.knots
        starts = (
            row.at if row.at >= 0 else int(at[int(np.searchsorted(value, row.base, side="right")) - 1])
            for row in self.rows
        )
        return sum(
            row.cases * row.weight / WHOLE
            for row, start in zip(self.rows, starts, strict=True)
            if begin <= start < end
        )


def list_plan(channel: Channel, times: Times, load: Fraction, path: str) -> Plan:
    """The plan of a list, moved to the study's dates. Raises CompileError where nothing of it falls into them."""
    assert channel.list is not None
    first, last = midnight(times.study.start), midnight(times.study.horizon)
    everything = moved_rows(channel, times)
    moved = [(row, epoch) for row, epoch in everything if first <= row[0] < last]
    if not moved:
        reach = f"from {date_of(everything[0][0][0])} to {date_of(everything[-1][0][0])}"
        message = (
            f"none of the {channel.list.cases:,} cases of the list comes between {times.study.start} and "
            f"{times.study.horizon}: it reaches {reach}{'' if channel.shift is None else ' as shifted'}; move it with "
            "shift, as in shift: 364 cd"
        )
        raise CompileError(f"{path}.list", message)
    scale = Fraction(str(channel.scale.value)) if channel.scale is not None else Fraction(1)
    knots = _Spans()
    rows_made: list[PlanRow] = []
    hours: Hours = tuple(sorted((channel.hours or {}).items()))
    weights = _Weights(channel, scale, load, path)
    for (begin, length), alike in groupby(moved, key=lambda one: one[0][:2]):
        day = date_of(begin)
        if length:
            base = knots.add(_open_pieces(channel, times, begin, length, hours, path))
        else:
            base = knots.gap_before(begin)
        for (_, _, cases), epoch in alike:
            rows_made.append(PlanRow(-1 if length else begin, base, cases, weights.on(day), epoch))
    return _within_limits(Plan(tuple(rows_made), knots.knots()), load, f"{path}.list")


def moved_rows(channel: Channel, times: Times) -> list[tuple[Row, int]]:
    """Rows at their shifted instants, in order, each with the number of its first case in the whole list."""
    assert channel.list is not None
    days, unit = channel.shift_by
    found = []
    epoch = 0
    moved: dict[int, int] = {}
    for begin, length, cases in channel.list.rows:
        midnight_of = begin // DAY * DAY
        if midnight_of not in moved:
            moved[midnight_of] = (
                midnight_of + days * DAY
                if unit == "cd" or days == 0
                else midnight(_working_days_on(date_of(begin), days, times.workdays))
            )
        found.append(((moved[midnight_of] + begin - midnight_of, length, cases), epoch))
        epoch += cases
    return sorted(found)


def _working_days_on(day: date, days: int, workdays: Workdays) -> date:
    """So many working days after a date, or before it; a day off counts as the next working day."""
    step = timedelta(days=1)
    while not workdays.is_workday(day):
        day += step
    left = abs(days)
    while left:
        day += step if days > 0 else -step
        left -= workdays.is_workday(day)
    return day


def _open_pieces(
    channel: Channel, times: Times, begin: int, length: int, hours: Hours, path: str
) -> list[tuple[int, int, float]]:
    """Where the cases of a count come: in the open hours of its span, on a date by `hours`; else anywhere in it."""
    day = begin // DAY * DAY
    office = ((0, DAY),) if channel.around_the_clock else _hours_on(date_of(begin), times)
    low, high = begin - day, begin - day + length
    cut = tuple((max(low, a), min(high, b)) for a, b in office if a < high and b > low)
    pieces, weight = pieces_of(cut or ((low, high),), hours if length == DAY else ())
    if weight <= 0:
        message = f"hours has the factor 0 all the time that cases of {date_of(begin)} could come"
        raise CompileError(f"{path}.hours", message)
    return [(day + a, day + b, (b - a) * factor / weight) for a, b, factor in pieces if factor > 0]


def _hours_on(day: date, times: Times) -> tuple[tuple[int, int], ...]:
    """Open spans of a date; on a day off those of an ordinary one: whoever came then was seen."""
    return times.office.on(day) or times.office.hours.spans(day)


def appointment_plan(channel: Channel, times: Times, load: Fraction, path: str) -> Plan:
    """The plan of a grid of appointments: a row for each place of each of its times."""
    asked = channel.appointments
    assert asked is not None
    weights = _Weights(channel, Fraction(str(asked.booked.value)), load, path)
    rows: list[PlanRow] = []
    grid = 0
    for day in times.days():
        if not times.office.is_open(day) or (
            asked.weekdays and WEEKDAYS[day.weekday()] not in asked.weekdays
        ):
            continue
        weight = weights.on(day)
        for moment in _grid(asked, times, day):
            for place in range(_places_at(asked, moment)):
                rows.append(PlanRow(midnight(day) + moment, -1, 1, weight, grid * PLACES_AT_ONCE + place))
            grid += 1
        if len(rows) > LISTED:
            message = f"the study has more than {LISTED:,} appointments; allowed: that many"
            raise CompileError(f"{path}.appointments", message)
    if not rows:
        message = (
            f"there is no appointment between {times.study.start} and {times.study.horizon}: no time of the "
        )
        raise CompileError(
            f"{path}.appointments", message + "grid lies within its hours, or none has a place"
        )
    return _within_limits(Plan(tuple(rows), (ints([]), ints([]))), load, f"{path}.appointments")


def _grid(asked: Appointments, times: Times, day: date) -> Iterator[int]:
    """Times of day at which appointments begin, such that all of their span is within the hours."""
    spans = times.office.on(day) if asked.hours is None else DayHours.parse(asked.hours).spans
    every = asked.every.micros(times.wd_hours)
    for first, last in spans:
        yield from range(first, last - every + 1, every)


def _places_at(asked: Appointments, moment: int) -> int:
    if asked.places is not None:
        return asked.places.value
    steps = sorted((asked.profile or {}).items())
    return next((places for begin, places in reversed(steps) if begin <= moment), 0)


class _Weights:
    """How often a case comes on a date, in 2**-52: what is stated, times shocks, times the load."""

    def __init__(self, channel: Channel, stated: Fraction, load: Fraction, path: str) -> None:
        self.channel = channel
        self.stated = stated
        self.load = load
        self.path = path
        self._known: dict[date, int] = {}

    def on(self, day: date) -> int:
        if day not in self._known:
            exact = self.stated * self.load * Fraction(str(shock_of(self.channel, day)))
            if exact > MEMBER_LIMIT - 1:
                said = f"each case would come {float(exact):,.0f} times; allowed: up to {MEMBER_LIMIT - 1:,}"
                if self.load > 1:
                    raise LoadError(number_text(float(self.load)), said)
                raise CompileError(self.path, said)
            self._known[day] = exact.numerator * WHOLE // exact.denominator
        return self._known[day]


class _Spans:
    """Knots of spans that follow one another, each of them UNIT on the value axis."""

    def __init__(self) -> None:
        self._at: list[int] = []
        self._value: list[int] = []
        self._moment = -1

    def add(self, pieces: Sequence[tuple[int, int, float]]) -> int:
        """A span of pieces (from, to, share); where it begins on the value axis."""
        base = self._value[-1] if self._value else 0
        done = 0.0
        for begin, end, share in pieces:
            done += share
            self._knot(begin, self._value[-1] if self._value else 0)
            self._knot(end, base + int(done * UNIT + 0.5))
        self._value[-1] = base + UNIT
        return base

    def gap_before(self, moment: int) -> int:
        """The span from the moment before, on the same date, to this one; the moment itself where it is the first."""
        begin = self._moment
        if begin < 0 or begin // DAY != moment // DAY:
            begin = moment
        self._moment = moment
        begin = max(begin, self._at[-1] if self._at else begin)
        if begin >= moment:
            return self.add([(moment, moment + 1, 1.0)])
        return self.add([(begin, moment, 1.0)])

    def _knot(self, at: int, value: int) -> None:
        if not self._at or at > self._at[-1]:
            self._at.append(at)
            self._value.append(value)

    def knots(self) -> tuple[Ints, Ints]:
        return ints(self._at), ints(self._value)


def _within_limits(plan: Plan, load: Fraction, path: str) -> Plan:
    expected = sum(row.cases * row.weight for row in plan.rows) / WHOLE
    if expected > LISTED:
        said = f"{expected:,.0f} cases would come; allowed: up to {LISTED:,}"
        raise LoadError(number_text(float(load)), said) if load > 1 else CompileError(path, said)
    return plan
