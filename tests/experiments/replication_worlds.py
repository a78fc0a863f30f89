"""Replication-level worlds with a known share on time, for tests of error rates and coverage.

Each world draws counts of shape (experiments, replications) whose true share Σ E on_time / Σ E judged is the
one asked for. Cases of a replication depend on each other through the replication's own share.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Draw = Callable[[np.random.Generator, float, tuple[int, int]], tuple[Ints, Ints]]


def independent(rng: np.random.Generator, share: float, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    judged = np.full(shape, 200)
    return rng.binomial(judged, share), judged


def beta(rng: np.random.Generator, share: float, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Shares spread by 5 points."""
    return _beta_binomial(rng, share, 0.05, shape)


def skewed(rng: np.random.Generator, share: float, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Shares spread by 8 points with a long tail of bad replications."""
    return _beta_binomial(rng, share, 0.08, shape)


def bimodal(rng: np.random.Generator, share: float, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """One replication in four is 16 points worse than the others."""
    judged = np.full(shape, 200)
    own = share + 0.04 - 0.16 * (rng.random(shape) < 0.25)
    return rng.binomial(judged, own), judged


def busy_is_late(rng: np.random.Generator, share: float, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Replications differ in size, and the busy half (300 cases) is 9 points worse than the quiet (150)."""
    busy = rng.random(shape) < 0.5
    judged = rng.poisson(np.where(busy, 300, 150))
    return rng.binomial(judged, np.where(busy, share - 0.03, share + 0.06)), judged


WORLDS: dict[str, Draw] = {
    world.__name__: world for world in (independent, beta, skewed, bimodal, busy_is_late)
}


def _beta_binomial(
    rng: np.random.Generator, share: float, spread: float, shape: tuple[int, int]
) -> tuple[Ints, Ints]:
    size = share * (1.0 - share) / spread**2 - 1.0
    judged = np.full(shape, 200)
    return rng.binomial(judged, rng.beta(share * size, (1.0 - share) * size, shape)), judged
