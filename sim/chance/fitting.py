"""Families with one shape and one scale: finding the shape from what a planner knows.

Every family here is indexed by a `spread` s > 0 that goes from no spread to a lot, so one search serves all:

    lognormal   s = sigma of the logarithm
    gamma       s = coefficient of variation, shape 1 / s**2
    weibull     s = 1 / shape
    normal      cut at zero at s - 1/s standard deviations from the peak; s -> infinity is the exponential

A ratio of two of (mean, sd, quantile) is free of the scale, hence a function of s alone. The search takes
the first crossing from the narrow end: the solution with the smaller spread. Lognormal is solved in closed
form. scipy is imported inside functions, because importing it takes longer than reading a scenario.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, log1p, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.errors import Infeasible
from sim.chance.usual import Lognormal
from sim.frozen import dataclass

Reals = NDArray[np.float64]

GRID_SIZE = 400


@dataclass(frozen=True)
class Family:
    """`unit(s)` is the family's distribution of spread s and scale 1; s may be an array where it is searched for."""

    name: str
    unit: Callable[[Any], Any]
    narrow: float
    wide: float


def scipy_family(name: str) -> Any:
    """The continuous family of scipy.stats of this name (AttributeError if there is none)."""
    from scipy import stats

    return getattr(stats, name)


def _lognormal(spread: Any) -> Any:
    return Lognormal(spread, 1.0)


def _gamma(spread: Any) -> Any:
    return scipy_family("gamma")(spread**-2.0)


def _weibull(spread: Any) -> Any:
    return scipy_family("weibull_min")(1.0 / spread)


def _normal(spread: Any) -> Any:
    cut = spread - 1.0 / spread
    return scipy_family("truncnorm")(cut, np.inf, loc=-cut)


FITTED: dict[str, Family] = {
    "lognormal": Family("lognormal", _lognormal, 1e-3, 8.0),
    "gamma": Family("gamma", _gamma, 1e-3, 10.0),
    "weibull": Family("weibull", _weibull, 1e-3, 8.0),
    "normal": Family("normal", _normal, 1e-3, 30.0),
}


def quantile_name(p: float) -> str:
    """`p90` for 0.9, `median` for 0.5."""
    return "median" if p == 0.5 else f"p{100 * p:.10g}"


def _no_spread(family: Family, what: str, ratio: float) -> Infeasible:
    return Infeasible(f"{what} = {ratio:.6g} leaves a {family.name} no spread; write fixed for a constant")


def _search(family: Family, what: str, ratio: float, of: Callable[[Any], Any], at_none: float) -> float:
    """The smallest spread with of(spread) = ratio; `at_none` is the ratio in the limit of no spread."""
    from scipy.optimize import brentq, minimize_scalar

    grid: Reals = np.geomspace(family.narrow, family.wide, GRID_SIZE)
    with np.errstate(all="ignore"):
        values = np.asarray(of(grid), dtype=np.float64)
    if (at_none - ratio) * (values[0] - ratio) <= 0:
        raise _no_spread(family, what, ratio)
    # Far quantiles of a very wide family underflow to 0; such spreads are out of reach.
    usable = np.isfinite(values)
    grid, values = grid[usable], values[usable]
    peak = int(np.argmax(values))
    if ratio > values[peak] and 0 < peak < values.size - 1:
        # The peak lies between grid points; what is feasible there must not be refused.
        maximise: Any = minimize_scalar
        bounds = (log(grid[peak - 1]), log(grid[peak + 1]))
        top = maximise(lambda s: -float(of(exp(s))), bounds=bounds, method="bounded", options={"xatol": 1e-9})
        place = peak + int(exp(float(top.x)) > grid[peak])
        grid = np.insert(grid, place, exp(float(top.x)))
        values = np.insert(values, place, float(of(grid[place])))
    crossing = np.flatnonzero((values[:-1] - ratio) * (values[1:] - ratio) <= 0)
    if not crossing.size:
        low, high = min(at_none, float(values.min())), max(at_none, float(values.max()))
        side = f"at most {high:.6g}" if ratio > high else f"at least {low:.6g}"
        raise Infeasible(f"{what} = {ratio:.6g} is out of reach of a {family.name}: it must be {side}")
    i = int(crossing[0])
    solve: Any = brentq
    root = solve(lambda s: float(of(exp(s))) - ratio, log(grid[i]), log(grid[i + 1]), xtol=1e-14, rtol=1e-14)
    return exp(float(root))


def spread_of_cv(family: Family, cv: float) -> float:
    """The spread with sd / mean = cv. Raises Infeasible."""
    if family.name == "lognormal":
        return sqrt(log1p(cv * cv))
    return _search(family, "cv", cv, lambda s: family.unit(s).std() / family.unit(s).mean(), 0.0)


def spread_of_mean_ratio(family: Family, p: float, ratio: float) -> float:
    """The smallest spread with quantile(p) / mean = ratio. Raises Infeasible.

    Lognormal: ratio = exp(z s - s**2 / 2), so s = z -/+ sqrt(z**2 - 2 ln ratio), the smaller that is
    positive.
    """
    what = f"{quantile_name(p)} / mean"
    if family.name != "lognormal":
        return _search(family, what, ratio, lambda s: family.unit(s).ppf(p) / family.unit(s).mean(), 1.0)
    if ratio == 1.0:
        raise _no_spread(family, what, ratio)
    z = NormalDist().inv_cdf(p)
    limit = exp(z * z / 2) if z > 0 else 1.0
    if ratio > limit:
        reason = "exp(z**2 / 2)" if z > 0 else "the mean is never below the median"
        raise Infeasible(
            f"{what} = {ratio:.6g} is out of reach of a lognormal: it must be at most {limit:.6g} ({reason})"
        )
    half_width = sqrt(max(0.0, z * z - 2 * log(ratio)))
    # z - half_width cancels when the spread is small; the product of the two solutions is 2 ln ratio.
    return 2 * log(ratio) / (z + half_width) if ratio > 1 else z + half_width


def spread_of_quantiles(family: Family, p1: float, p2: float, ratio: float) -> float:
    """The spread with quantile(p2) / quantile(p1) = ratio > 1, p1 < p2. Raises Infeasible."""
    if family.name == "lognormal":
        return log(ratio) / (NormalDist().inv_cdf(p2) - NormalDist().inv_cdf(p1))
    what = f"{quantile_name(p2)} / {quantile_name(p1)}"
    return _search(family, what, ratio, lambda s: family.unit(s).ppf(p2) / family.unit(s).ppf(p1), 1.0)
