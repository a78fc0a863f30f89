"""Worlds of cases in a base and three alternatives under common random numbers, with known truth.

The log of a duration is a replication's part, a case's part (both shared by all four questions), and a shift and some
noise of the alternative's own. A mean, a P95 and a share on time then follow from the normal distribution.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm

from sim.experiments.statistics.paired import Paired, least_share_error, paired_quantile, paired_ratio

Ints = NDArray[np.int64]
HOUR = 3_600_000_000
LAST = np.iinfo(np.int64).max
"""Value of a case that never gets one."""


@dataclass(frozen=True)
class Alternative:
    """log(after) = stretch · log(before) + shift + noise for a part `touched`; a part `lost` never gets a value."""

    shift: float
    noise: float
    stretch: float = 1.0
    lost: float = 0.0
    touched: float = 1.0


BASE = Alternative(0.0, 0.0)


@dataclass(frozen=True)
class World:
    """sd of the log by replication and by case; in `busy` worlds half the replications are larger and slower."""

    replication: float
    case: float
    alternatives: tuple[Alternative, ...]
    busy: bool = False
    dates: bool = False
    limit: float = 2.5
    """Hours; about one case in eight is late."""

    def kinds(self) -> Iterator[tuple[float, float]]:
        """Weight among the cases and mean of the log, of each kind of replication."""
        yield from ((1 / 3, -0.1), (2 / 3, 0.3)) if self.busy else ((1.0, 0.0),)

    def sd(self, changed: Alternative) -> float:
        return float(np.hypot(changed.stretch * np.hypot(self.replication, self.case), changed.noise))

    def below(self, hours: float, changed: Alternative) -> float:
        """Share of all cases with a value of at most so many hours (whole days of 1 h in a `dates` world)."""
        if changed.touched < 1:
            rest = (1 - changed.touched) * self.below(hours, BASE)
            return rest + changed.touched * self.below(hours, replace(changed, touched=1.0))
        hours = float(np.floor(hours)) if self.dates else hours
        sd = self.sd(changed)
        return (1 - changed.lost) * sum(
            weight * float(norm.cdf((np.log(hours) - changed.stretch * mu - changed.shift) / sd))
            for weight, mu in self.kinds()
        )

    def mean(self, changed: Alternative) -> float:
        if changed.touched < 1:
            rest = (1 - changed.touched) * self.mean(BASE)
            return rest + changed.touched * self.mean(replace(changed, touched=1.0))
        sd = self.sd(changed)
        if self.dates:
            return 1 + sum(1 - self.below(k, changed) / (1 - changed.lost) for k in range(1, 400))
        return sum(
            weight * float(np.exp(changed.stretch * mu + changed.shift + sd * sd / 2))
            for weight, mu in self.kinds()
        )

    def p95(self, changed: Alternative) -> float:
        if self.dates:
            return float(next(k for k in range(1, 400) if self.below(k, changed) >= 0.95))
        return float(brentq(lambda x: self.below(x, changed) - 0.95, 1e-3, 1e3))

    def truth(self) -> NDArray[np.float64]:
        """(alternatives, measures): differences of the share on time, and of mean and P95 in µs, or in dates."""
        unit = 1 if self.dates else HOUR
        rows = [
            [
                self.below(self.limit, one) - self.below(self.limit, BASE),
                unit * (self.mean(one) - self.mean(BASE)),
                unit * (self.p95(one) - self.p95(BASE)),
            ]
            for one in self.alternatives
        ]
        return np.array(rows)

    def drawn(self, rng: np.random.Generator, replications: int, cases: int) -> list[Paired]:
        """One experiment: share on time, mean and P95 of the first alternative, then of the next."""
        slow = rng.random(replications) < 0.5 if self.busy else np.zeros(replications, dtype=bool)
        sizes = (
            rng.poisson(np.where(slow, 1.5 * cases, 0.75 * cases))
            if self.busy
            else np.full(replications, cases)
        )
        own = np.where(slow, 0.3, -0.1) if self.busy else np.zeros(replications)
        own = own + self.replication * rng.standard_normal(replications)
        of = np.repeat(np.arange(replications), sizes)
        logs = own[of] + self.case * rng.standard_normal(len(of))
        pairs: list[Paired] = []
        for one in self.alternatives:
            changed = one.stretch * logs + one.shift + one.noise * rng.standard_normal(len(logs))
            after = self._values(np.where(rng.random(len(logs)) < one.touched, changed, logs))
            after[rng.random(len(logs)) < one.lost] = LAST
            pairs += self._paired(of, replications, self._values(logs), after)
        return pairs

    def _values(self, logs: NDArray[np.float64]) -> Ints:
        hours = np.exp(logs)
        return np.ceil(hours).astype(np.int64) if self.dates else (HOUR * hours).astype(np.int64)

    def _paired(self, of: Ints, n: int, before: Ints, after: Ints) -> list[Paired]:
        """As `sim.experiments.comparing.effect` pairs the cases of a target, here with every case in both questions."""
        limit = self.limit if self.dates else self.limit * HOUR
        sizes = np.bincount(of, minlength=n)
        shares, means, spans = [], [], []
        for values in (before, after):
            shares.append((np.bincount(of[values <= limit], minlength=n), sizes))
            valued = values < LAST
            counts = np.bincount(of[valued], minlength=n)
            means.append((np.bincount(of[valued], values[valued], minlength=n), counts))
            ordered = values[np.lexsort((values, of))]
            spans.append(
                ([one[one < LAST] for one in np.split(ordered, np.cumsum(sizes)[:-1])], sizes - counts)
            )
        turned = (before > limit) & (after <= limit), (before <= limit) & (after > limit)
        least = least_share_error((int(turned[0].sum()), int(turned[1].sum())), len(before), *shares)
        return [
            paired_ratio(*shares, least),
            paired_ratio(*means),
            paired_quantile(*spans, (before, after), 0.95, dates=self.dates),
        ]


ALIKE = (Alternative(-0.2, 0.05), Alternative(-0.2, 0.06), Alternative(-0.21, 0.05))
"""Three ways to do nearly the same: their differences move together."""
UNLIKE = (Alternative(-0.2, 0.3), Alternative(0.1, 0.6, 0.7), Alternative(0.0, 0.4, lost=0.015))

WORLDS = {
    "independent cases": World(0.0, 0.8, ALIKE),
    "slow and quick replications": World(0.5, 0.8, ALIKE),
    "hardly paired": World(0.3, 0.8, UNLIKE),
    "long tails": World(0.3, 1.2, (Alternative(-0.2, 0.3), Alternative(-0.1, 0.1), Alternative(0.05, 0.1))),
    "busy is slow": World(
        0.2, 0.6, (Alternative(-0.1, 0.1), Alternative(-0.1, 0.2, 0.9), UNLIKE[2]), busy=True
    ),
    "hardly touched": World(
        0.2,
        0.8,
        (
            Alternative(0.3, 0.3, touched=0.03),
            Alternative(-0.5, 0.0, touched=0.01),
            Alternative(0.0, 0.05, touched=0.3),
        ),
    ),
    "whole dates": World(
        0.3, 0.8, (Alternative(-0.2, 0.2), Alternative(0.1, 0.2), Alternative(-0.02, 0.05)), dates=True
    ),
}
