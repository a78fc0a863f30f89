"""A distribution cut at a least and a largest value: its draws, as if those outside had been drawn again.

Conditioned, not clipped: nothing piles up at the ends. The quantile of u is the one that the uncut distribution has
of F(low) + u (F(high) - F(low)), so a case keeps its place among the others.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, expm1, inf, isinf
from typing import Any, Protocol

import numpy as np

from sim.chance.errors import Infeasible
from sim.chance.listed import Listed
from sim.chance.usual import Exponential, Lognormal, Uniform
from sim.frozen import dataclass

LEAST_KEPT = 0.01
"""The smallest part of a distribution that a cut may leave: what the quantiles of less are is anybody's guess."""

_LOG_RANGE = 700.0
"""A quadrature over quantiles goes out to the probability e**-700 from either end."""


class Quantiles(Protocol):
    """What is asked of a distribution that is cut."""

    def ppf(self, q: Any) -> Any: ...
    def isf(self, q: Any) -> Any: ...
    def cdf(self, x: Any) -> Any: ...
    def mean(self) -> Any: ...


@dataclass(frozen=True)
class Cut:
    """`base` where it lies between `low` and `high`."""

    base: Quantiles
    low: float
    high: float
    """Infinite: not cut above."""
    below: float
    """Probability that `base` is below `low`."""
    above: float
    """Probability that `base` is above `high`."""

    @property
    def kept(self) -> float:
        """The part of `base` that is left."""
        return 1.0 - self.below - self.above

    def ppf(self, q: Any) -> Any:
        return self._inside(self.base.ppf(self.below + np.asarray(q) * self.kept))

    def isf(self, q: Any) -> Any:
        return self._inside(self.base.isf(self.above + np.asarray(q) * self.kept))

    def cdf(self, x: Any) -> Any:
        return np.clip((self.base.cdf(x) - self.below) / self.kept, 0.0, 1.0)

    def mean(self) -> float:
        match self.base:
            case Lognormal(spread, scale):
                return _lognormal_mean(spread, scale, self.low, self.high) / self.kept
            case Exponential(mean):
                return _exponential_mean(mean, self.low, self.high)
        return _integral(self.ppf) + _integral(self.isf)

    def _inside(self, x: Any) -> Any:
        return np.clip(x, self.low, self.high)


def cut(base: Quantiles, low: float | None, high: float | None) -> Quantiles:
    """The distribution between two values. Raises Infeasible where that leaves too little of it."""
    least, most = 0.0 if low is None else low, inf if high is None else high
    if not least < most:
        raise Infeasible(f"at_least is {least:.6g}, must be below at_most, {most:.6g}")
    if isinstance(base, Listed):
        left = base.between(least, most)
        _check_kept(left.total / base.total)
        return left
    below = 0.0 if low is None else float(base.cdf(low))
    above = 0.0 if high is None else 1.0 - float(base.cdf(high))
    _check_kept(1.0 - below - above)
    if isinstance(base, Uniform):
        bottom, top = max(base.low, least), min(base.low + base.width, most)
        return Uniform(bottom, top - bottom)
    if low is None:
        # What a family has below 0 is nobody's wish; it is told, not cut away.
        least = float(base.ppf(0.0))
    return Cut(base, least, most, below, above)


def _check_kept(kept: float) -> None:
    if not kept >= LEAST_KEPT:
        raise Infeasible(
            f"at_least and at_most leave {max(0.0, kept):.3g} of the distribution, must leave {LEAST_KEPT} or more"
        )


def _lognormal_mean(spread: float, scale: float, low: float, high: float) -> float:
    """E[X; low < X < high]."""
    from scipy.special import ndtr

    def reached(x: float) -> float:
        if x <= 0 or isinf(x):
            return 0.0 if x <= 0 else 1.0
        return float(ndtr(np.log(x / scale) / spread - spread))

    return scale * exp(spread * spread / 2) * (reached(high) - reached(low))


def _exponential_mean(mean: float, low: float, high: float) -> float:
    """The same given that it is between: memory begins anew at `low`."""
    width = (high - low) / mean
    return low + mean if width > _LOG_RANGE else low + mean - (high - low) / expm1(width)


def _integral(quantile: Callable[[Any], Any]) -> float:
    """Integral of a function of the distance q from one end, 0 to one half, by steps of log q."""
    from scipy.integrate import quad

    def inner(t: float) -> float:
        q = 0.5 * exp(-t)
        return q * float(quantile(q))

    value, _ = quad(inner, 0.0, _LOG_RANGE, points=(1, 4, 12, 40, 150), limit=400, epsabs=0.0, epsrel=1e-10)
    return float(value)
