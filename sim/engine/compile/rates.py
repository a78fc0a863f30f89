"""Arrival rates as piecewise-linear integrals with a knot at every opening, closing and change (SEMANTICS 2.3).

A rate `/wd` is the mean over a year's working days: the factors of weekday, month and holiday surge are divided
by their own mean over the working days of that year, so a profile moves cases about and adds none. `/month` and
`/year` count every case of the year, `/h` the open hours. Growth is a year on year factor from the study's start, a
shock a factor on the dates it names; these two change how many come.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise

import numpy as np

from sim.chance import UNIT, scaled
from sim.engine.compile.channel_hours import ChannelHours
from sim.engine.compile.columns import ints
from sim.engine.compile.faults import CompileError, LoadError, told_at
from sim.engine.compile.moved import Coming, moved
from sim.engine.compile.profile import (
    Profile,
    YearFactors,
    growth_of,
    pieces_of,
    shock_of,
    unruled,
    weight_of,
    worked_days,
)
from sim.engine.compile.rates_at_once import Reals, plain_knots
from sim.engine.compile.times import Times, midnight
from sim.engine.nodes import Ints
from sim.model.quantities import number_text
from sim.model.rules import WEEKDAYS
from sim.model.scenario import Channel
from sim.worktime import HOUR


def channel_knots(channel: Channel, times: Times, load: Fraction, path: str) -> tuple[Ints, Ints]:
    """(instants, expected arrivals in UNIT) of one channel under a load.

    Raises CompileError for more than can be simulated, and for profiles in which a stated rate would be lost.
    """
    coming = ChannelHours(channel, times)
    knots = plain_knots(channel, times, coming)
    at, value = knots or _knots(channel, times, path, coming)
    with told_at(f"{path}.rate"):
        return ints(at), under_load(_in_units(value), load)


def _in_units(value: list[float] | Reals) -> list[int] | Ints:
    """The nearest whole numbers of UNIT; Python's own where they are too large for a column."""
    scaled_up = np.asarray(value) * UNIT + 0.5
    if np.isfinite(scaled_up).all() and scaled_up.max() < 2.0**62:
        return scaled_up.astype(np.int64)
    return [int(total) for total in scaled_up.tolist()]


def _knots(channel: Channel, times: Times, path: str, coming: ChannelHours) -> tuple[list[int], list[float]]:
    """Instants, and what is expected until then: day by day, with everything that may decide it."""
    day_factors = _DayFactors(channel, times, path, coming)
    hours = tuple(sorted((channel.hours or {}).items()))
    lost: list[date] = []
    days: list[Coming] = []
    for day in times.days():
        expected = day_factors.expected(day)
        if expected <= 0:
            days.append((day, []))
            continue
        pieces, weight = pieces_of(coming.spans(day), hours)
        if coming.ruled:
            pieces = coming.pieces(day, pieces)
            weight = weight_of(pieces)
        if weight <= 0:
            lost.append(day)
            continue
        days.append((day, [(a, b, expected * ((b - a) * factor / weight)) for a, b, factor in pieces]))
    at: list[int] = [midnight(times.study.start)]
    value: list[float] = [0.0]
    for day, parts in days if coming.every is None else moved(days, coming, path):
        begin_of_day = midnight(day)
        for begin, end, amount in parts:
            if begin_of_day + begin > at[-1]:
                at.append(begin_of_day + begin)
                value.append(value[-1])
            at.append(begin_of_day + end)
            value.append(value[-1] + amount)
    if lost:
        more = f" and {len(lost) - 1} more dates" if len(lost) > 1 else ""
        message = (
            f"nobody can come on {lost[0]}{more}: hours has the factor 0 all the time the office is open, so that the "
            "cases of these dates would be lost; give some open hour a factor above 0"
        )
        raise CompileError(f"{path}.hours", message)
    return at, value


def under_load(knots: list[int] | Ints, load: Fraction) -> Ints:
    """Expected arrivals under a load; what only the load makes too many is the load's fault."""
    stated = scaled(knots, Fraction(1))
    if load == 1:
        return stated
    try:
        return scaled(knots, load)
    except ValueError as fault:
        raise LoadError(number_text(float(load)), str(fault)) from fault


def steady_knots(
    changes: list[tuple[int, int]], per_unit_micro: Fraction, load: Fraction
) -> tuple[Ints, Ints]:
    """Arrivals in proportion to the units on duty: `per_unit_micro` expected a unit and µs."""
    at = [instant for instant, _ in changes]
    scale, divisor = per_unit_micro.numerator * UNIT, per_unit_micro.denominator
    spans = ((after[0] - before[0]) * before[1] for before, after in pairwise(changes))
    knots = [unit_micros * scale // divisor for unit_micros in accumulate(spans, initial=0)] if at else []
    return ints(at), under_load(knots, load) if knots else ints([])


class _DayFactors:
    """Expected arrivals of each date."""

    def __init__(self, channel: Channel, times: Times, path: str, coming: ChannelHours) -> None:
        self.coming = coming
        self.channel = channel
        self.path = path
        self.times = times
        self._rate = channel.batches
        self._profile = Profile.of(channel)
        off = channel.off_days.value if channel.off_days is not None else 1.0
        self._off = off if channel.around_the_clock else 0.0
        self._years: dict[int, YearFactors] = {}

    def expected(self, day: date) -> float:
        rate = self._rate
        if rate.amount == 0:
            return 0.0
        if day.year not in self._years:
            self._years[day.year] = self._year(day.year)
        year = self._years[day.year]
        factor = year.of[day]
        if factor == 0:
            return 0.0
        if rate.per == "wd":
            level = rate.amount / year.norm
        elif rate.per == "year":
            level = rate.amount / year.total
        elif rate.per == "month":
            level = 12 * rate.amount / year.total
        else:
            hours = sum(end - begin for begin, end in self.coming.spans(day)) / HOUR
            level = rate.amount * hours / year.norm
        return (
            level
            * factor
            * growth_of(self.channel, day, self.times.study.start)
            * shock_of(self.channel, day)
        )

    def _year(self, year: int) -> YearFactors:
        """The factors of a year, what the rules change among them."""
        channel, workdays = self.channel, self.times.workdays
        plain = unruled(self._profile, self._off, workdays, year)
        if plain is None:
            raise self._nobody(year)
        if not self.coming.ruled:
            return plain
        worked = worked_days(self._profile, workdays, year)
        ruled = {day: self._ruled(day, factor, worked[day] is not None) for day, factor in plain.of.items()}
        counted = sum(
            factor for day, factor in ruled.items() if worked[day] is not None or not channel.around_the_clock
        )
        if counted <= 0:
            raise CompileError(
                f"{self.path}.rules", f"nobody can come in {year}: no date is left with a factor above 0"
            )
        on_duty = sum(factor is not None for factor in worked.values())
        return YearFactors(ruled, counted / on_duty, sum(ruled.values()))

    def _ruled(self, day: date, factor: float, worked: bool) -> float:
        """The factor of a date under the rules: nobody comes where it is closed, and where a rule opens a day off as
        many as `weekdays` or a rule's factor says."""
        spans = self.coming.spans(day)
        if not spans:
            return 0.0
        own = self.coming.factor(day)
        if not worked and not self.channel.around_the_clock:
            stated = (self.channel.weekdays or {}).get(WEEKDAYS[day.weekday()])
            by_day = stated if stated is not None else 0.0 if own is None else 1.0
            factor = float((self.channel.months or {}).get(day.month, 1.0)) * float(by_day)
        pieces, before = pieces_of(spans, tuple(sorted((self.channel.hours or {}).items())))
        after = weight_of(self.coming.pieces(day, pieces))
        return factor * (1.0 if own is None else own) * (after / before if before else 1.0)

    def _nobody(self, year: int) -> CompileError:
        """The fault of profiles that leave no working day of a year."""
        weekdays = {str(name): factor for name, factor in (self.channel.weekdays or {}).items()}
        months = self.channel.months or {}
        profile = (
            "weekdays" if not any(weekdays.get(name, 1.0) for name in WEEKDAYS[:5])
            else "months" if not any(months.get(month, 1.0) for month in range(1, 13))
            else ""
        )  # fmt: skip
        said = f"{profile} gives" if profile else "calendar and profiles together give"
        message = (
            f"nobody can come: {said} every working day of {year} the factor 0, so that the stated rate would be "
            "lost; allowed: some factor above 0 (or a rate of 0)"
        )
        return CompileError(f"{self.path}.{profile}".rstrip("."), message)
