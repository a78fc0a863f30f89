"""The usual case of a rate: no rule has a say, and all dates are worked out at once."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.compile.channel_hours import ChannelHours
from sim.engine.compile.columns import ints
from sim.engine.compile.profile import Hours, Profile, growth_of, pieces_of, shock_of, worked_days
from sim.engine.compile.times import Times, midnight
from sim.engine.nodes import Ints
from sim.model.scenario import Channel
from sim.worktime import Opening, Workdays

Reals = NDArray[np.float64]


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
def _year(profile: Profile, workdays: Workdays, year: int) -> _Year | None:
    """None where no working day is left."""
    worked = worked_days(profile, workdays, year)
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


def plain_knots(channel: Channel, times: Times, coming: ChannelHours) -> tuple[Ints, Reals] | None:
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
    rate, profile, study = channel.batches, Profile.of(channel), times.study
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
