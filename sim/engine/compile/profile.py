"""How the cases of a channel are spread over the dates of a year and the hours of a date, its rules apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from sim.model.rules import WEEKDAYS
from sim.model.scenario import Channel
from sim.worktime import Workdays

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
    return pieces, weight_of(pieces)


def weight_of(pieces: list[tuple[int, int, float]]) -> float:
    return sum((end - begin) * factor for begin, end, factor in pieces)


def _moment_factor(hours: Hours, moment: int) -> float:
    """The hour profile: a step function of the time of day, 0 before its first step; 1 where none is stated."""
    return (
        1.0 if not hours else next((float(value) for begin, value in reversed(hours) if begin <= moment), 0.0)
    )


class Profile(NamedTuple):
    """What of a channel decides how the cases of a year are spread over its dates, rules apart."""

    months: tuple[tuple[int, float], ...]
    weekdays: tuple[tuple[str, float], ...]
    surge: tuple[int, tuple[float, ...]] | None

    @classmethod
    def of(cls, channel: Channel) -> Profile:
        surge = channel.after_holiday
        return cls(
            tuple((channel.months or {}).items()),
            tuple((str(name), float(factor)) for name, factor in (channel.weekdays or {}).items()),
            None if surge is None else (surge.closed_days, tuple(map(float, surge.factors))),
        )


@lru_cache(maxsize=256)
def worked_days(profile: Profile, workdays: Workdays, year: int) -> Mapping[date, float | None]:
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


class YearFactors(NamedTuple):
    """Factors of every date of a year on a channel's profile."""

    of: dict[date, float]
    norm: float
    """Mean of the working days."""
    total: float


@lru_cache(maxsize=256)
def unruled(profile: Profile, off: float, workdays: Workdays, year: int) -> YearFactors | None:
    """Weekday, month and surge; on other days the stated factor of an online channel, and the month's.

    None where no working day is left. Kept, as `worked_days` is.
    """
    worked = worked_days(profile, workdays, year)
    by_month = dict(profile.months)
    on_duty = [factor for factor in worked.values() if factor is not None]
    if not any(on_duty):
        return None
    factors = {
        day: float(by_month.get(day.month, 1.0)) * off if factor is None else factor
        for day, factor in worked.items()
    }
    return YearFactors(factors, sum(on_duty) / len(on_duty), sum(factors.values()))


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
