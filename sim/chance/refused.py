"""What `table_of` would refuse, found out without a table where the distribution is plainly fine.

Reading a file must stay quick, and every quantile of a lognormal or exponential loads scipy. Their tables depend on
the spread alone as long as no quantile of the grid comes near 100 years, and are then well within the tolerance
(`tests/chance/test_refused.py` walks through them).
"""

from __future__ import annotations

from math import exp, inf, isfinite
from statistics import NormalDist

from sim.chance.distributions import Constant, Distribution, Spec, frozen, table_of
from sim.chance.fitting import FITTED, spread_of_quantiles
from sim.chance.quantile_table import HUNDRED_YEARS
from sim.chance.usual import Exponential, Lognormal, Triangular, Uniform

LEAST_MEAN = 1e6
"""Below it, in µs, rounding to whole µs may matter."""
WIDEST = 3.0
FARTHEST_DEVIATION = 7.5
"""Standard deviations from the median to the last quantile of the grid: 7.43."""
FARTHEST_MEANS = 40.0
"""Means from 0 to the last quantile of an exponential: 30."""


def check_table(spec: Spec, scale: float = 1.0) -> None:
    """Raises what `table_of(spec, scale)` raises."""
    if (
        spec.is_cut
        or spec.values
        or not (isfinite(scale) and scale > 0 and _plainly_fine(_nearly(spec), scale))
    ):
        table_of(spec, scale)


def _nearly(spec: Spec) -> Distribution:
    """`frozen(spec)`, but for the last bits of a lognormal through two quantiles."""
    if spec.family not in (None, "lognormal") or len(spec.quantiles) != 2 or len(spec.given()) != 2:
        return frozen(spec)
    (p, low), (q, high) = sorted(spec.quantiles)
    if not (0 < p < q < 1 and 0 < low < high < inf):
        return frozen(spec)
    spread = spread_of_quantiles(FITTED["lognormal"], p, q, high / low)
    return Lognormal(spread, low / exp(spread * NormalDist().inv_cdf(p)))


def _plainly_fine(distribution: Distribution, scale: float) -> bool:
    if not scale * float(distribution.mean()) >= LEAST_MEAN:
        return False
    match distribution:
        case Constant(value):
            return scale * value <= HUNDRED_YEARS
        case Lognormal(spread, median):
            return spread <= WIDEST and scale * median * exp(FARTHEST_DEVIATION * spread) <= HUNDRED_YEARS
        case Exponential(mean):
            return scale * mean * FARTHEST_MEANS <= HUNDRED_YEARS
        case Uniform(low, width):
            return scale * (low + width) <= HUNDRED_YEARS
        case Triangular(_, low, width):
            return scale * (low + width) <= HUNDRED_YEARS
    return False
