"""Which input explains how much of a response's variance (Sobol' 1993), with the noise of replications taken out.

`first` is the part of the variance that an input explains alone, `total` the part that would be left if all others were
known: with what it does together with others. Both are the estimators of Saltelli et al. 2010 (Comput. Phys. Commun.
181) on two samples of places and their mixtures. The replications are halved at random; every product of two responses
takes one from each half, so that noise, which the halves do not share, adds nothing on the average.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 1000


@dataclass(frozen=True)
class Index:
    """A part of the variance, with its interval by the bootstrap over places."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Indices:
    """Of all inputs, in order."""

    first: tuple[Index, ...]
    total: tuple[Index, ...]
    deviation: float
    """Standard deviation of the response over the inputs, without noise."""
    noise: float
    """The part of the observed variance that is noise."""
    rows: int
    """Places of each sample that all inputs could be told by."""


def places(inputs: int, count: int, random: np.random.Generator) -> Floats:
    """(inputs + 2, count, inputs): the two samples A and B, then A with one input after the other taken from B."""
    from scipy.stats import qmc

    both = qmc.Sobol(2 * inputs, seed=random).random(count)
    first, second = both[:, :inputs], both[:, inputs:]
    mixed = [np.where(np.arange(inputs) == number, second, first) for number in range(inputs)]
    return np.stack([first, second, *mixed])


def indices(sums: Floats, counts: Floats, random: np.random.Generator) -> Indices | None:
    """From (samples, places, replications) as `places` orders the samples; nan where there is no response.

    None where fewer than two places are left, or nothing varies but noise.
    """
    order = random.permutation(sums.shape[2])
    halves = [order[0::2], order[1::2]]
    with np.errstate(invalid="ignore", divide="ignore"):
        f = np.stack([sums[..., half].sum(axis=2) / counts[..., half].sum(axis=2) for half in halves])
    f = f[:, :, np.isfinite(f).all(axis=(0, 1))]
    rows = f.shape[2]
    if rows < 2:
        return None
    f = f - f[:, :2].mean(axis=(1, 2), keepdims=True)
    everywhere = np.ones((1, rows)) / rows
    variance = float(_variance(f, everywhere)[0])
    seen = float((f[:, :2] ** 2).mean())
    if variance <= 1e-12 * max(seen, 1e-300):
        return None
    weights = random.multinomial(rows, np.full(rows, 1 / rows), RESAMPLES) / rows
    told = [_told(f, weight) for weight in (everywhere, weights)]
    (first, total), (firsts, totals) = told
    return Indices(
        first=_with_intervals(first[0], firsts),
        total=_with_intervals(total[0], totals),
        deviation=float(np.sqrt(variance)),
        noise=float(np.clip(1 - variance / seen, 0.0, 1.0)),
        rows=rows,
    )


def _variance(f: Floats, weights: Floats) -> Floats:
    """Of the response, by resample: the covariance of the halves over both samples."""
    a, b = f[0, :2], f[1, :2]
    product = weights @ (a * b).mean(axis=0)
    found: Floats = product - (weights @ a.mean(axis=0)) * (weights @ b.mean(axis=0))
    return found


def _told(f: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """First and total indices by resample and input."""
    a, b, mixed = f[:, 0], f[:, 1], f[:, 2:]
    variance = _variance(f, weights)[:, None]
    first = (b[0] * (mixed[1] - a[1]) + b[1] * (mixed[0] - a[0])) / 2
    total = (a[0] - mixed[0]) * (a[1] - mixed[1]) / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return (weights @ first.T) / variance, (weights @ total.T) / variance


def _with_intervals(values: Floats, resamples: Floats) -> tuple[Index, ...]:
    low, high = np.nanquantile(resamples, (0.025, 0.975), axis=0)
    return tuple(Index(*map(float, one)) for one in zip(values, low, high, strict=True))
