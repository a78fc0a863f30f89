"""The interval of a quantile of durations pooled over replications.

Cases of one replication share queues and backlogs, so pooled order statistics are far too sure. Here every
candidate x is judged by replications: Y_r(x) = count_r(values <= x) - p · n_r is tested for mean 0 with
Hall's t, variance at least p (1 - p) · mean(n). x is kept as the p-quantile unless F(x) is significantly
below p or F just before x is significantly above it, so ties and atoms (many cases at 0) need no special
treatment.

Values are integers (µs) or anything that sorts like them; open cases count as +∞ in n_r, and a bound among
them is None ("not reached"). The ends are the outermost kept candidates found by repeated 64-fold section
of the pooled values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiments.statistics.share_interval import NobodyJudged
from sim.experiments.statistics.skewness_t import Floats, critical_t, hall_rows

Values = NDArray[np.int64]
Indices = NDArray[np.int64]

_SECTIONS = 64


@dataclass(frozen=True, slots=True)
class QuantileInterval:
    """A quantile and its interval in µs, low <= estimate <= high; None lies beyond every finished case."""

    estimate: int | None
    low: int | None
    high: int | None


def quantile_interval(
    values: Sequence[ArrayLike], p: float, open_cases: ArrayLike | None = None, alpha: float = 0.05
) -> QuantileInterval:
    """The p-quantile over all replications, with its interval at level 1 - alpha.

    values: one ascending int64 array a replication (may be empty), at least 2 replications;
    open_cases: unfinished cases a replication, none by default.
    The estimate is the smallest value with at least a share p of all cases at or below it.
    """
    if not 0.0 < p < 1.0:
        raise ValueError(f"p must lie between 0 and 1, got {p}")
    samples = [np.asarray(sample, dtype=np.int64) for sample in values]
    for r, sample in enumerate(samples):
        if sample.ndim != 1 or (sample[1:] < sample[:-1]).any():
            raise ValueError(f"replication {r}: values must be one-dimensional and ascending")
    finished = np.array([len(sample) for sample in samples], dtype=np.int64)
    still = np.zeros_like(finished) if open_cases is None else np.asarray(open_cases, dtype=np.int64)
    if still.shape != finished.shape or (still < 0).any():
        raise ValueError(f"open_cases must hold {len(finished)} counts >= 0, got {still}")
    totals = finished + still
    critical = critical_t(len(samples), alpha)
    if not totals.any():
        raise NobodyJudged(len(samples))
    pooled = np.sort(np.concatenate(samples))
    candidates = pooled[np.append(True, pooled[1:] != pooled[:-1])] if pooled.size else pooled
    least_variance = p * (1.0 - p) * float(totals.mean())

    def statistic(where: Indices) -> Floats:
        """Hall's t of F(candidate) = p for candidates by index, from counts of shape (index, replication)."""
        xs = candidates[where]
        counts = np.stack([np.searchsorted(sample, xs, side="right") for sample in samples], axis=-1)
        return hall_rows(counts - p * totals, least_variance)

    # The slack keeps ⌈p · n⌉ where p · n is whole but not in floating point (0.07 · 100).
    rank = int(np.ceil(p * float(totals.sum()) - 1e-9))
    estimate = int(pooled[max(rank, 1) - 1]) if rank <= pooled.size else None
    first = _first(lambda where: statistic(where) >= -critical, len(candidates))
    beyond = _last(lambda where: statistic(where) <= critical, len(candidates)) + 1
    return QuantileInterval(
        estimate=estimate,
        low=int(candidates[first]) if first < len(candidates) else None,
        high=int(candidates[beyond]) if beyond < len(candidates) else None,
    )


def _first(holds: Callable[[Indices], NDArray[np.bool_]], size: int) -> int:
    """The first index that holds, as seen by repeated section; size where none does."""
    before, found = -1, size
    while found - before > 1:
        grid = _sections(before, found)
        hits = np.flatnonzero(holds(grid))
        k = int(hits[0]) if hits.size else len(grid)
        before = int(grid[k - 1]) if k > 0 else before
        found = int(grid[k]) if k < len(grid) else found
    return found


def _last(holds: Callable[[Indices], NDArray[np.bool_]], size: int) -> int:
    """The last index that holds, as seen by repeated section; -1 where none does."""
    return size - 1 - _first(lambda where: holds(size - 1 - where), size)


def _sections(before: int, after: int) -> Indices:
    """At most 64 indices strictly between the two."""
    return np.unique(np.linspace(before + 1, after - 1, min(_SECTIONS, after - before - 1)).astype(np.int64))
