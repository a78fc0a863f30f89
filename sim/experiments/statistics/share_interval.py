"""The interval of a share Σ on time / Σ judged over replications, by inversion of a Hall test.

For a candidate p, Y_r(p) = on_time_r - p · judged_r is tested for mean 0 with Hall's t, its variance
floored at p (1 - p) · mean(judged), the variance independent cases would give. The interval runs from the
lowest to the highest p that is accepted. It always holds the point estimate (there |g| <= 1/6) and is never
of zero width: where every case is on time and judged is constant it is [nJ / (nJ + t²), 1].

Counts are one entry a replication; a replication that judged nobody contributes Y = 0. Raises NobodyJudged
when no replication judged a case, ValueError for counts that cannot be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.experiments.statistics.skewness_t import Floats, critical_t, hall_statistic

Counts = NDArray[np.int64]

_SECTIONS = 64
_ROUNDS = 7  # 64⁷ > 4e12 sections of a bracket
_OFFSETS = np.geomspace(1e-12, 1.0, 97)
_STEPS = np.linspace(0.0, 1.0, 257)


class NobodyJudged(ValueError):  # noqa: N818 - named after what happened, as the caller reports it
    """No replication judged a single case, so there is no share to speak of."""

    def __init__(self, replications: int) -> None:
        super().__init__(
            f"no case was judged in any of {replications} replications: "
            "the window may be too short, or no case reaches the milestone the limit counts from"
        )


@dataclass(frozen=True, slots=True)
class ShareInterval:
    """A share with its interval; 0 <= low <= share <= high <= 1 and low < high."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ShareTest:
    """Everything the test of a share needs, from counts a replication.

    Moments are of e_r = on_time_r - share · judged_r (whose mean is 0) and j_r = judged_r, so that
    Y(p) = e + (share - p) j keeps its digits near the point estimate.
    """

    replications: int
    share: float
    judged_mean: float
    second: tuple[float, float, float]
    """Sum of ee, ej, jj (centred), divided by n - 1."""
    third: tuple[float, float, float, float]
    """Sum of eee, eej, ejj, jjj (centred), divided by n."""

    @classmethod
    def of_counts(cls, on_time: ArrayLike, judged: ArrayLike) -> ShareTest:
        """Of two integer arrays of equal length >= 2, one entry a replication."""
        hits, cases = checked_counts(on_time, judged)
        n = len(cases)
        if n < 2:
            raise ValueError(f"a share's test needs at least 2 replications, got {n}")
        share = float(hits.sum() / cases.sum())
        j = cases - cases.mean()
        e = hits - share * cases
        e -= e.mean()
        return cls(
            replications=n,
            share=share,
            judged_mean=float(cases.mean()),
            second=(float(e @ e) / (n - 1), float(e @ j) / (n - 1), float(j @ j) / (n - 1)),
            third=(
                float((e * e) @ e) / n,
                float((e * e) @ j) / n,
                float((e * j) @ j) / n,
                float((j * j) @ j) / n,
            ),
        )

    def statistic(self, p: ArrayLike) -> Floats:
        """Hall's t of Y(p), for every candidate p in [0, 1]; positive where the share seems above p."""
        candidates = np.asarray(p, dtype=np.float64)
        d = self.share - candidates
        ee, ej, jj = self.second
        eee, eej, ejj, jjj = self.third
        return hall_statistic(
            self.replications,
            d * self.judged_mean,
            np.maximum(ee + d * (2.0 * ej + d * jj), 0.0),
            eee + d * (3.0 * eej + d * (3.0 * ejj + d * jjj)),
            candidates * (1.0 - candidates) * self.judged_mean,
        )

    def interval(self, alpha: float, probe: float | None = None) -> ShareInterval:
        """From the lowest to the highest accepted p at two-sided level alpha.

        probe is one more candidate to try: where it is accepted, the interval reaches it for certain.
        """
        critical = critical_t(self.replications, alpha)

        def distance_accepted(sign: float) -> Callable[[Floats], NDArray[np.bool_]]:
            return lambda d: np.abs(self.statistic(np.clip(self.share + sign * d, 0.0, 1.0))) <= critical

        below = self.share - probe if probe is not None and probe < self.share else None
        above = probe - self.share if probe is not None and probe > self.share else None
        low = self.share - _farthest(distance_accepted(-1.0), self.share, below)
        high = self.share + _farthest(distance_accepted(1.0), 1.0 - self.share, above)
        return ShareInterval(self.share, max(low, 0.0), min(high, 1.0))


def share_interval(on_time: ArrayLike, judged: ArrayLike, alpha: float = 0.05) -> ShareInterval:
    """The share of cases on time with its interval at level 1 - alpha, from counts a replication."""
    return ShareTest.of_counts(on_time, judged).interval(alpha)


def checked_counts(on_time: ArrayLike, judged: ArrayLike) -> tuple[Counts, Counts]:
    """Both as int64 arrays of one shape, with 0 <= on_time <= judged and somebody judged."""
    hits, cases = np.asarray(on_time), np.asarray(judged)
    if hits.ndim != 1 or hits.shape != cases.shape:
        raise ValueError(
            f"on_time and judged must be one-dimensional and equally long, got {hits.shape} and {cases.shape}"
        )
    for name, counts in (("on_time", hits), ("judged", cases)):
        if counts.size and counts.dtype.kind not in "iu":
            raise ValueError(f"{name} must hold integer counts, got {counts.dtype}")
    wrong = np.flatnonzero((hits < 0) | (hits > cases))
    if wrong.size:
        r = int(wrong[0])
        raise ValueError(f"replication {r}: on_time must lie in 0..{cases[r]} (judged), got {hits[r]}")
    if not cases.any():
        raise NobodyJudged(len(cases))
    return hits.astype(np.int64), cases.astype(np.int64)


def _farthest(accepted: Callable[[Floats], NDArray[np.bool_]], reach: float, probe: float | None) -> float:
    """The largest distance in [0, reach] that is accepted; distance 0 always is.

    A scan first, so that acceptance regions in several pieces are covered from end to end; then sections.
    """
    if reach <= 0.0:
        return 0.0
    scan = np.concatenate((_STEPS, _OFFSETS, 1.0 - _OFFSETS)) * reach
    grid = np.unique(scan if probe is None else np.append(scan, min(probe, reach)))
    near, far = 0.0, reach
    for _ in range(_ROUNDS):
        kept = np.flatnonzero(accepted(grid))
        last = int(kept[-1]) if kept.size else 0
        near = float(grid[last])
        if last == len(grid) - 1:
            return near
        far = float(grid[last + 1])
        grid = np.linspace(near, far, _SECTIONS + 1)
    return near
