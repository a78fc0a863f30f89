"""An interval for an engine's mean from two samples, and what theory makes of it.

The mean of the engine E is the mean of its twin T plus the mean of E - T. The twin is cheap, so its mean
comes from many replications; the difference from a few, run by both with the same draws. The two samples are
independent, their variances add, and degrees of freedom follow Welch and Satterthwaite. A right engine has
no difference at all; a wrong one moves the interval by what it does wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

ALPHA = 1e-4
"""Chance that one check rejects a right engine (two-sided): of a hundred seeds one fails one of 100 checks."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A mean with a t interval at level 1 - ALPHA, beside the value theory gives it."""

    name: str
    theory: float
    value: float
    half_width: float

    @property
    def agrees(self) -> bool:
        return abs(self.value - self.theory) <= self.half_width

    def is_within(self, share: float) -> bool:
        """Whether the half-width is at most this share of theory: a check without power proves nothing."""
        return self.half_width <= share * self.theory

    def __str__(self) -> str:
        return (
            f"{self.name}: theory {self.theory:.6g}, found {self.value:.6g} ± {self.half_width:.3g} "
            f"({self.half_width / self.theory:.2%} of theory)"
        )


def two_samples(name: str, theory: float, twins: Floats, differences: Floats) -> Estimate:
    """`twins`: one value a replication; `differences`: engine less twin, on other replications."""
    parts = [(float(sample.var(ddof=1)) / sample.size, sample.size - 1) for sample in (twins, differences)]
    variance = sum(part for part, _ in parts)
    if variance == 0.0:
        return Estimate(name, theory, float(twins.mean() + differences.mean()), 0.0)
    freedom = variance**2 / sum(part**2 / degrees for part, degrees in parts)
    half = float(stdtrit(freedom, 1.0 - ALPHA / 2.0)) * variance**0.5
    return Estimate(name, theory, float(twins.mean() + differences.mean()), half)


def one_sample(name: str, theory: float, values: Floats) -> Estimate:
    """The engine alone, without a twin."""
    half = float(stdtrit(values.size - 1, 1.0 - ALPHA / 2.0)) * float(values.std(ddof=1)) / values.size**0.5
    return Estimate(name, theory, float(values.mean()), half)
