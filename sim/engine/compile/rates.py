"""Arrival rates as piecewise-linear integrals with a knot at every opening, closing and change (SEMANTICS 2.3).

A rate `/wd` is the mean over a year's working days: the factors of weekday, month and holiday surge are divided
by their own mean over the working days of that year, so a profile moves cases about and adds none. `/month` and
`/year` count every case of the year, `/h` the open hours. Growth is a year on year factor from the study's start, a
shock a factor on the dates it names; these two change how many come.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.chance import UNIT, scaled
from sim.engine.compile.channel_hours import ChannelHours
from sim.engine.compile.columns import ints
from sim.engine.compile.faults import CompileError, LoadError, told_at
from sim.engine.compile.moved import Coming, moved
from sim.engine.compile.times import Times, midnight
from sim.engine.nodes import Ints
from sim.model.quantities import number_text
from sim.model.rules import WEEKDAYS
from sim.model.scenario import Channel
from sim.worktime import HOUR, OpenHours, Opening, Workdays

Reals = NDArray[np.float64]


def channel_knots(channel: Channel, times: Times, load: Fraction, path: str) -> tuple[Ints, Ints]:
    """(instants, expected arrivals in UNIT) of one channel under a load.

    Raises CompileError for more than can be simulated, and for profiles in which a stated rate would be lost.
    """
    coming = ChannelHours(channel, times)
    knots = _plain_knots(channel, times, coming)
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
            weight = _weight(pieces)
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


Hours = tuple[tuple[int, float], ...]


@lru_cache(maxsize=1024)
def pieces_of(spans: tuple[tuple[int, int], ...], hours: Hours) -> tuple[list[tuple[int, int, float]], float]:
    """Parts of a date with the factor of the hour profile, and their weight in all."""
    pieces = [
        (begin, end, _moment_factor(hours, begin))
        for first, last in spans
        for begin, end in pairwise(
            sorted({first, last, *(moment for moment, _ in hours if first < moment < last)})
        )
    ]
    return pieces, _weight(pieces)


def _weight(pieces: list[tuple[int, int, float]]) -> float:
    return sum((end - begin) * factor for begin, end, factor in pieces)


def _moment_factor(hours: Hours, moment: int) -> float:
    """The hour profile: a step function of the time of day, 0 before its first step; 1 where none is stated."""
    return (
        1.0 if not hours else next((float(value) for begin, value in reversed(hours) if begin <= moment), 0.0)
    )


class _Profile(NamedTuple):
    """What of a channel decides how the cases of a year are spread over its dates, rules apart."""

    months: tuple[tuple[int, float], ...]
    weekdays: tuple[tuple[str, float], ...]
    surge: tuple[int, tuple[float, ...]] | None

    @classmethod
    def of(cls, channel: Channel) -> _Profile:
        surge = channel.after_holiday
        return cls(
            tuple((channel.months or {}).items()),
            tuple((str(name), float(factor)) for name, factor in (channel.weekdays or {}).items()),
            None if surge is None else (surge.closed_days, tuple(map(float, surge.factors))),
        )


@lru_cache(maxsize=256)
def _worked(profile: _Profile, workdays: Workdays, year: int) -> Mapping[date, float | None]:
    """Factor of every working day of a year, None on other dates. Kept: experiments ask for it hundreds of times."""
    by_month, by_weekday = dict(profile.months), dict(profile.weekdays)
    plain = sum(by_weekday.get(name, 1.0) for name in WEEKDAYS[:5]) / 5
    found: dict[date, float | None] = {}
    day = date(year, 1, 1)
    while day.year == year:
        found[day] = None
        if workdays.is_workday(day):
            weekday = by_weekday.get(WEEKDAYS[day.weekday()], 1.0)
            if by_weekday and workdays.is_makeup(day):
                weekday = plain
            found[day] = float(by_month.get(day.month, 1.0)) * weekday * _surge(workdays, profile.surge, day)
        day += timedelta(days=1)
    return found


def _surge(workdays: Workdays, surge: tuple[int, tuple[float, ...]] | None, day: date) -> float:
    """Factor of the first working days after a closure of at least so many days."""
    if surge is None:
        return 1.0
    closed_days, factors = surge
    for factor in factors:
        before = day - timedelta(days=1)
        closed = 0
        while not workdays.is_workday(before):
            closed += 1
            before -= timedelta(days=1)
        if closed >= closed_days:
            return factor
        day = before
    return 1.0


class _YearFactors(NamedTuple):
    """Factors of every date of a year on a channel's profile."""

    of: dict[date, float]
    norm: float
    """Mean of the working days."""
    total: float


@lru_cache(maxsize=256)
def _unruled(profile: _Profile, off: float, workdays: Workdays, year: int) -> _YearFactors | None:
    """Weekday, month and surge; on other days the stated factor of an online channel, and the month's.

    None where no working day is left. Kept, as `_worked` is.
    """
    worked = _worked(profile, workdays, year)
    by_month = dict(profile.months)
    on_duty = [factor for factor in worked.values() if factor is not None]
    if not any(on_duty):
        return None
    factors = {
        day: float(by_month.get(day.month, 1.0)) * off if factor is None else factor
        for day, factor in worked.items()
    }
    return _YearFactors(factors, sum(on_duty) / len(on_duty), sum(factors.values()))


class _DayFactors:
    """Expected arrivals of each date."""

    def __init__(self, channel: Channel, times: Times, path: str, coming: ChannelHours) -> None:
        self.coming = coming
        self.channel = channel
        self.path = path
        self.times = times
        self._rate = channel.batches
        self._profile = _Profile.of(channel)
        off = channel.off_days.value if channel.off_days is not None else 1.0
        self._off = off if channel.around_the_clock else 0.0
        self._years: dict[int, _YearFactors] = {}

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

    def _year(self, year: int) -> _YearFactors:
        """The factors of a year, what the rules change among them."""
        channel, workdays = self.channel, self.times.workdays
        plain = _unruled(self._profile, self._off, workdays, year)
        if plain is None:
            raise self._nobody(year)
        if not self.coming.ruled:
            return plain
        worked = _worked(self._profile, workdays, year)
        ruled = {day: self._ruled(day, factor, worked[day] is not None) for day, factor in plain.of.items()}
        counted = sum(
            factor for day, factor in ruled.items() if worked[day] is not None or not channel.around_the_clock
        )
        if counted <= 0:
            raise CompileError(
                f"{self.path}.rules", f"nobody can come in {year}: no date is left with a factor above 0"
            )
        on_duty = sum(factor is not None for factor in worked.values())
        return _YearFactors(ruled, counted / on_duty, sum(ruled.values()))

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
        after = _weight(self.coming.pieces(day, pieces))
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


def growth_of(channel: Channel, day: date, start: date) -> float:
    """The factor of a growth from year to year on a date of a study."""
    growth = channel.growth
    if growth is None:
        return 1.0
    years = (day - start).days / 365.0
    whole = int(years)
    factor = 1.0
    for _ in range(whole):
        factor *= 1.0 + growth.value
    return factor * (1.0 + growth.value * (years - whole))


def shock_of(channel: Channel, day: date) -> float:
    """The factor of the shocks in force on a date, all together."""
    factor = 1.0
    for shock in channel.shocks:
        if shock.holds(day):
            factor *= shock.factor.value
    return factor


# -- the usual case, all dates at once ------------------------------------------------------------------


class _Spread(NamedTuple):
    """How the cases of each date are spread over its pieces: arrays of equal length, one row a piece."""

    day: Ints
    """Which date of the study."""
    begin: Ints
    end: Ints
    share: Reals
    open: NDArray[np.bool_]
    """(dates,): whether anybody can come at all."""


@lru_cache(maxsize=64)
def _spread(opening: Opening, hours: Hours, first: date, until: date) -> _Spread:
    """Kept: it depends on no rate, and experiments ask for the same one by the hundred."""
    rows: list[tuple[int, int, int, float]] = []
    days = (until - first).days
    open_at_all = np.zeros(days, dtype=np.bool_)
    for number in range(days):
        day = first + timedelta(days=number)
        pieces, weight = pieces_of(opening.on(day), hours)
        if weight > 0:
            start, open_at_all[number] = midnight(day), True
            rows += [(number, start + a, start + b, (b - a) * factor / weight) for a, b, factor in pieces]
    day_of, begin, end, share = zip(*rows, strict=True) if rows else ((), (), (), ())
    return _Spread(ints(day_of), ints(begin), ints(end), np.array(share, dtype=np.float64), open_at_all)


class _Year(NamedTuple):
    """The dates of a year: arrays of (dates,)."""

    worked: NDArray[np.bool_]
    factor: Reals
    """Of working days; 0 on others."""
    month: Reals
    """The month's factor."""
    norm: float
    """Mean factor of the working days."""


@lru_cache(maxsize=256)
def _year(profile: _Profile, workdays: Workdays, year: int) -> _Year | None:
    """None where no working day is left."""
    worked = _worked(profile, workdays, year)
    by_month = dict(profile.months)
    on_duty = [factor for factor in worked.values() if factor is not None]
    if not any(on_duty):
        return None
    return _Year(
        np.array([factor is not None for factor in worked.values()]),
        np.array([factor or 0.0 for factor in worked.values()]),
        np.array([float(by_month.get(day.month, 1.0)) for day in worked]),
        sum(on_duty) / len(on_duty),
    )


def _plain_knots(channel: Channel, times: Times, coming: ChannelHours) -> tuple[Ints, Reals] | None:
    """What `_knots` finds, where no rule has a say and the rate is one of days; else None.

    Every number is made by the same operations in the same order, so that it is the same to the last bit.
    """
    rate, study = channel.batches, times.study
    if coming.ruled or coming.every is not None or rate.amount <= 0 or rate.per == "h":
        return None
    expected = _expected(channel, times)
    if expected is None:
        return None
    hours = tuple(sorted((channel.hours or {}).items()))
    spread = _spread(coming.opening, hours, study.start, study.horizon)
    if (expected[~spread.open] > 0).any() or (expected < 0).any():
        return None
    there = expected[spread.day] > 0
    begin, end = spread.begin[there], spread.end[there]
    until = np.cumsum(expected[spread.day[there]] * spread.share[there])
    gap = begin > np.concatenate(([midnight(study.start)], end))[:-1]
    places = np.arange(1, len(end) + 1) + np.cumsum(gap)
    at = np.full(1 + len(end) + int(gap.sum()), midnight(study.start), dtype=np.int64)
    value = np.zeros(len(at))
    at[places], value[places] = end, until
    before = places[gap] - 1
    at[before], value[before] = begin[gap], value[before - 1]
    return at, value


def _expected(channel: Channel, times: Times) -> Reals | None:
    """Arrivals of each date of the study; None where some year has no working day."""
    rate, profile, study = channel.batches, _Profile.of(channel), times.study
    off = channel.off_days.value if channel.off_days is not None else 1.0
    off = off if channel.around_the_clock else 0.0
    found = []
    for number in range(study.start.year, (study.horizon - timedelta(days=1)).year + 1):
        year = _year(profile, times.workdays, number)
        if year is None:
            return None
        factors = np.where(year.worked, year.factor, year.month * off)
        if rate.per == "wd":
            level = rate.amount / year.norm
        else:
            amount = rate.amount if rate.per == "year" else 12 * rate.amount
            level = amount / sum(factors.tolist())
        first = max(study.start, date(number, 1, 1)).timetuple().tm_yday - 1
        last = min(study.horizon, date(number + 1, 1, 1)) - date(number, 1, 1)
        found.append(level * factors[first : last.days])
    expected = np.concatenate(found)
    if channel.growth is not None:
        expected = expected * np.array([growth_of(channel, day, study.start) for day in times.days()])
    if channel.shocks:
        expected = expected * np.array([shock_of(channel, day) for day in times.days()])
    return expected


def open_span(hours: OpenHours) -> int:
    """Open µs of a table."""
    return int(np.sum(hours.close_at - hours.open_at))
