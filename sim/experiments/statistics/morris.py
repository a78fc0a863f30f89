"""Screening by elementary effects (Morris 1991, Technometrics 33), with the noise of replications taken out.

A trajectory starts somewhere on a grid of the unit cube and moves every input once, in random order; what a step
changes, over its length, is an elementary effect. `mean` and `strength` are their mean and the mean of their absolute
values (Campolongo et al. 2007), `spread` their standard deviation: an effect that differs from place to place depends
on the other inputs. A response is a ratio over replications, and its step a paired difference under common random
numbers, so the noise of each effect is known by the jackknife and taken off the variance of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVELS = 4
STEP = LEVELS / (2 * (LEVELS - 1))
RESAMPLES = 1000


@dataclass(frozen=True)
class Effects:
    """Of one input, over the whole of its range."""

    mean: float
    strength: float
    low: float
    high: float
    """Interval of the strength, by the bootstrap over trajectories."""
    spread: float
    """Without noise; 0 where noise explains it."""
    noise: float
    """Standard deviation of one effect by luck alone."""
    count: int
    """Effects it is told by."""


def trajectories(inputs: int, count: int, random: np.random.Generator) -> Floats:
    """(count, inputs + 1, inputs): places in the unit cube, each differing from the one before in one input."""
    found = np.zeros((count, inputs + 1, inputs))
    for one in found:
        low = random.integers(0, LEVELS // 2, inputs) / (LEVELS - 1)
        up = random.integers(0, 2, inputs).astype(bool)
        one[:] = np.where(up, low, low + STEP)
        for step, moved in enumerate(random.permutation(inputs), start=1):
            one[step:, moved] = low[moved] + STEP if up[moved] else low[moved]
    return found


def middles(places: Floats) -> Floats:
    """Places of a trajectory as quantiles: from the middle of an input's lowest quarter to that of its highest.

    The ends themselves are hardly ever true, and a world in which half of all inputs stand at an end never is.
    """
    found: Floats = (places * (LEVELS - 1) + 0.5) / LEVELS
    return found


def effects(
    places: Floats, sums: Floats, counts: Floats, random: np.random.Generator
) -> list[Effects | None]:
    """Of every input. `sums` and `counts` are (trajectories, places, replications), nan where there is no response.

    None for an input of which not two effects are known.
    """
    moved = np.diff(places, axis=1)
    which = np.abs(moved).argmax(axis=2)
    length = np.take_along_axis(moved, which[..., None], axis=2)[..., 0]
    values, without = _ratios(sums, counts)
    change = np.diff(values, axis=1) / length
    apart = np.diff(without, axis=1) / length[..., None]
    n = sums.shape[2]
    noise = (n - 1) / n * ((apart - apart.mean(axis=2, keepdims=True)) ** 2).sum(axis=2)
    found: list[Effects | None] = []
    for number in range(places.shape[2]):
        own = (which == number) & np.isfinite(change)
        found.append(_effects(change[own], noise[own], random) if own.sum() > 1 else None)
    return found


def _effects(change: Floats, noise: Floats, random: np.random.Generator) -> Effects:
    drawn = change[random.integers(0, len(change), (RESAMPLES, len(change)))]
    low, high = np.quantile(np.abs(drawn).mean(axis=1), (0.025, 0.975))
    variance = float(change.var(ddof=1)) - float(noise.mean())
    return Effects(
        mean=float(change.mean()),
        strength=float(np.abs(change).mean()),
        low=float(low),
        high=float(high),
        spread=float(np.sqrt(max(variance, 0.0))),
        noise=float(np.sqrt(noise.mean())),
        count=len(change),
    )


def _ratios(sums: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Of all replications, and with each of them left out."""
    with np.errstate(invalid="ignore", divide="ignore"):
        whole = sums.sum(axis=2) / counts.sum(axis=2)
        without = (sums.sum(axis=2, keepdims=True) - sums) / (counts.sum(axis=2, keepdims=True) - counts)
    return whole, without
