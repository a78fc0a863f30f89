"""The distributions most durations have: quantiles and means are scipy's to the last bit, without the weight.

scipy builds a class for every frozen distribution and loads all of scipy.stats for the first one, which together took
longer than simulating.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.chance.normal import ndtri
from sim.frozen import dataclass


@dataclass(frozen=True)
class Lognormal:
    """Durations whose logarithm has the standard deviation `spread` and the mean log(`scale`)."""

    spread: float
    scale: float

    def ppf(self, q: Any) -> Any:
        return np.exp(self.spread * ndtri(q)) * self.scale

    def isf(self, q: Any) -> Any:
        return np.exp(self.spread * -ndtri(q)) * self.scale

    def cdf(self, x: Any) -> Any:
        from scipy.special import ndtr

        positive = np.maximum(np.asarray(x, dtype=np.float64), 0.0) / self.scale
        with np.errstate(divide="ignore"):
            return ndtr(np.log(positive) / self.spread)

    def mean(self) -> float:
        return float(np.sqrt(np.exp(self.spread * self.spread)) * self.scale)

    def std(self) -> float:
        p = np.exp(self.spread * self.spread)
        return float(np.sqrt(p * (p - 1)) * self.scale)


@dataclass(frozen=True)
class Exponential:
    """Durations without memory."""

    scale: float

    def ppf(self, q: Any) -> Any:
        from scipy.special import log1p

        return -log1p(-np.asarray(q)) * self.scale

    def isf(self, q: Any) -> Any:
        return -np.log(q) * self.scale

    def cdf(self, x: Any) -> Any:
        from scipy.special import expm1

        return -expm1(-np.maximum(x, 0.0) / self.scale)

    def mean(self) -> float:
        return self.scale

    def std(self) -> float:
        return self.scale


@dataclass(frozen=True)
class Uniform:
    """Anything between `low` and `low + width` alike."""

    low: float
    width: float

    def ppf(self, q: Any) -> Any:
        return np.asarray(q) * self.width + self.low

    def isf(self, q: Any) -> Any:
        return (1.0 - np.asarray(q)) * self.width + self.low

    def cdf(self, x: Any) -> Any:
        return np.clip((np.asarray(x) - self.low) / self.width, 0.0, 1.0)

    def mean(self) -> float:
        return 0.5 * self.width + self.low

    def std(self) -> float:
        return float(np.sqrt(self.width * self.width / 12))


@dataclass(frozen=True)
class Triangular:
    """From `low` to `low + width`, most often at the part `mode` (0 to 1) of the way."""

    mode: float
    low: float
    width: float

    def ppf(self, q: Any) -> Any:
        q, c = np.asarray(q), self.mode
        return np.where(q < c, np.sqrt(c * q), 1 - np.sqrt((1 - c) * (1 - q))) * self.width + self.low

    def isf(self, q: Any) -> Any:
        return self.ppf(1.0 - np.asarray(q))

    def cdf(self, x: Any) -> Any:
        y, c = np.clip((np.asarray(x) - self.low) / self.width, 0.0, 1.0), self.mode
        rising = y * y / c if c > 0 else np.zeros_like(y)
        falling = 1 - (1 - y) * (1 - y) / (1 - c) if c < 1 else np.ones_like(y)
        return np.where(y < c, rising, falling)

    def mean(self) -> float:
        return (self.mode + 1.0) / 3.0 * self.width + self.low

    def std(self) -> float:
        c = self.mode
        return float(np.sqrt(self.width * self.width * (1.0 - c + c * c) / 18))
