"""Intervals of means over replications, by Student's t.

A mean per case is the pooled ratio Σ sum / Σ count; its error comes from the delete-one-replication
jackknife, so that cases of one replication may depend on each other as they like. Units are those of the
input. These intervals do not correct for skewness; verdicts never use them. Fewer than two replications
that carry information leave the interval infinite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.experiments.statistics.share_interval import NobodyJudged
from sim.experiments.statistics.skewness_t import critical_t


@dataclass(frozen=True, slots=True)
class MeanInterval:
    """A mean and its interval at the level asked for; the ends may be infinite."""

    estimate: float
    low: float
    high: float


def mean_interval(values: ArrayLike, alpha: float = 0.05) -> MeanInterval:
    """The mean of one value a replication, with Student's t interval at level 1 - alpha."""
    sample = np.asarray(values, dtype=np.float64)
    if sample.ndim != 1 or sample.size == 0:
        raise ValueError(f"values must be one-dimensional and not empty, got shape {sample.shape}")
    n = sample.size
    error = math.inf if n < 2 else float(sample.std(ddof=1)) / math.sqrt(n)
    return _around(float(sample.mean()), error, n, alpha)


def ratio_interval(sums: ArrayLike, counts: ArrayLike, alpha: float = 0.05) -> MeanInterval:
    """Σ sums / Σ counts over replications, with a jackknife t interval at level 1 - alpha.

    sums, counts: one entry a replication; counts >= 0, not all 0 (else NobodyJudged).
    """
    totals, weights = np.asarray(sums, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    if totals.ndim != 1 or totals.shape != weights.shape:
        raise ValueError(
            f"sums and counts must be one-dimensional and equally long, "
            f"got {totals.shape} and {weights.shape}"
        )
    if (weights < 0).any():
        raise ValueError(f"counts must be >= 0, got {weights.min():g}")
    n = weights.size
    if not weights.any():
        raise NobodyJudged(n)
    estimate = float(totals.sum() / weights.sum())
    remaining = weights.sum() - weights
    if (remaining <= 0).any():
        return _around(estimate, math.inf, n, alpha)
    without = (totals.sum() - totals) / remaining
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    return _around(estimate, error, n, alpha)


def _around(estimate: float, error: float, n: int, alpha: float) -> MeanInterval:
    half = math.inf if math.isinf(error) else error * critical_t(n, alpha)
    return MeanInterval(estimate, estimate - half, estimate + half)
