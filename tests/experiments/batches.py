"""Many experiments at once: the rules of verdicts written again over arrays (experiments, replications)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit
from scipy.stats import binom  # type: ignore[attr-defined]

from sim.experiments.statistics.looks import ALPHAS, LOOKS
from sim.experiments.statistics.skewness_t import Floats, hall_rows

Ints = NDArray[np.int64]


def statistics(on_time: Ints, judged: Ints, p: float, n: int) -> Floats:
    """Hall's t of the first n replications of every experiment."""
    hits, cases = on_time[:, :n], judged[:, :n]
    return hall_rows(hits - p * cases, p * (1.0 - p) * cases.mean(axis=1))


def planned(on_time: Ints, judged: Ints, required: float) -> Ints:
    """+1 met, -1 not_met, 0 undecided, with the planned looks."""
    return _first_decision(on_time, judged, required, LOOKS, ALPHAS)


def peeking(on_time: Ints, judged: Ints, required: float) -> Ints:
    """The same with an ordinary 95% interval after every 12 further replications."""
    looks = tuple(range(24, 385, 12))
    return _first_decision(on_time, judged, required, looks, (0.05,) * len(looks))


def most(experiments: int, rate: float) -> float:
    """The share of experiments a rate of at most `rate` exceeds once in a thousand times."""
    return float(binom.ppf(0.999, experiments, rate)) / experiments


def _first_decision(
    on_time: Ints, judged: Ints, required: float, looks: tuple[int, ...], alphas: tuple[float, ...]
) -> Ints:
    verdicts = np.zeros(len(on_time), dtype=np.int64)
    for n, alpha in zip(looks, alphas, strict=True):
        t = statistics(on_time, judged, required, n)
        critical = stdtrit(n - 1, 1.0 - alpha / 2.0)
        verdicts = np.where(verdicts != 0, verdicts, (t > critical).astype(int) - (t < -critical))
    return verdicts
