"""Arrivals more or less regular than Poisson: gaps of a gamma distribution with a stated coefficient of variation.

Gaps are counted in expected arrivals (UNIT), not in minutes, so under a rate that varies a channel of cv 0 has one
arrival for each that is expected, dense where the rate is high. The first gap is what is left of a gap that has
begun before the study (the stationary excess of the gap): then as many arrivals are expected in every span as the
rate says, from the first day on. cv 1 is the Poisson process, cv 0 arrivals like clockwork.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.chance.arrivals import UNIT, Values
from sim.chance.quantile_table import table

Reals = NDArray[np.float64]

LONGEST = 2**44
"""The longest gap a table may hold: 4,096 expected arrivals."""
BISECTIONS = 60


@lru_cache(maxsize=64)
def gap_table(cv: float) -> Values:
    """The quantile table of a gap of mean UNIT; read-only int64."""
    if cv == 0:
        return _kept(np.full_like(table(lambda p: p, least=0, most=1), UNIT))
    from scipy import special

    shape = cv**-2.0

    def quantiles(p: Reals) -> Reals:
        upper = special.gammainccinv(shape, np.minimum(1 - p, 1.0))
        lower = special.gammaincinv(shape, p)
        gaps: Reals = np.where(p > 0.5, upper, lower) / shape * UNIT
        return gaps

    return _kept(table(quantiles, least=1, most=LONGEST))


@lru_cache(maxsize=64)
def first_gap_table(cv: float) -> Values:
    """The quantile table of what is left of a gap that began long ago; read-only int64."""
    if cv == 0:
        return _kept(table(lambda p: p * UNIT, least=1, most=UNIT))
    return _kept(table(lambda p: _excess(p, cv**-2.0) * UNIT, least=1, most=LONGEST))


def _kept(values: Values) -> Values:
    values.setflags(write=False)
    return values


def _excess(p: Reals, shape: float) -> Reals:
    """Quantiles of the stationary excess of a gamma gap of mean 1, by bisection.

    With gap Y its survival is E[(Y - x)+] = G(shape + 1, x) - x G(shape, x), G the survival of the gamma distribution;
    at most 1 - p lies beyond the quantile of p, and the excess is never more likely than 1 for each unit of time.
    """
    from scipy import special

    def beyond(x: Reals) -> Reals:
        whole, longer = special.gammaincc(shape, shape * x), special.gammaincc(shape + 1, shape * x)
        survival: Reals = longer - x * whole
        return survival

    def within(x: Reals) -> Reals:
        whole, longer = special.gammaincc(shape, shape * x), special.gammainc(shape + 1, shape * x)
        reached: Reals = longer + x * whole
        return reached

    low, high = p.copy(), np.full_like(p, LONGEST / UNIT)
    for _ in range(BISECTIONS):
        middle: Reals = 0.5 * (low + high)
        too_far = np.where(p > 0.5, beyond(middle) <= 1 - p, within(middle) >= p)
        low, high = np.where(too_far, low, middle), np.where(too_far, middle, high)
    found: Reals = high
    return found
