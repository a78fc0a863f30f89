"""Differences between two questions under common random numbers, from pairs of replications.

Replication r of one question and replication r of the other share their seed, so the pair is one observation and
replications are the sample. A share and a mean are ratios Σ sums / Σ counts over replications; their
pseudo-values come from the delete-one-replication jackknife (SEMANTICS 10.2), and the difference has the
pseudo-values' differences, compared with Student's t on n - 1 degrees of freedom.

A quantile is not smooth in the replications: taking one out moves it by a few order statistics, a different few
in each question, so its plain jackknife forgets that the questions are paired (in a prototype it covered up to 100%,
with intervals up to three times too wide). Instead the share of cases at or below the quantile is jackknifed, and
carried over by the slope of the pooled quantile function around it (Bahadur's representation; slope by symmetric
differences with the bandwidth of Hall and Sheather 1988, J. R. Stat. Soc. B 50, 381-391). Where there is no slope
(whole dates, atoms, an end that too few cases reached) the two quantiles get an interval each, at half the level,
and the difference is what these allow.

Units are those of the input. A pair that was never judged has NaN for an estimate, an error that cannot be told is
inf.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from sim.experiments.statistics.quantile_interval import Values, quantile_interval
from sim.experiments.statistics.skewness_t import Floats, critical_t

Ends = tuple[float, float]
Sums = tuple[ArrayLike, ArrayLike]
"""Sums and counts, one entry a replication."""
Spans = tuple[Sequence[Values], ArrayLike]
"""Ascending values and the number of cases without one, one entry a replication."""

FLAT = 1e-9
"""Pseudo-values that differ by less than this part of the estimates are equal but for rounding."""

SEED = 20250407
DRAWS = 100_000
_ROWS = 5_000


@dataclass(frozen=True, eq=False)
class Paired:
    """A quantity in two questions, with its pseudo-values by replication."""

    before: float
    after: float
    pseudo_before: Floats
    pseudo_after: Floats
    least_error: float = 0.0
    """What the error is at least: equal replications do not make a difference certain."""
    apart: Callable[[float], Ends] | None = None
    """Ends of the difference at a level, where pseudo-values say nothing of it."""

    @property
    def difference(self) -> float:
        return self.after - self.before

    @cached_property
    def deviations(self) -> Floats:
        """Of the difference's pseudo-values from their mean; zeros where they differ by rounding only."""
        if not (np.isfinite(self.pseudo_before).all() and np.isfinite(self.pseudo_after).all()):
            return np.full(len(self.pseudo_before), math.inf)
        own = self.pseudo_after - self.pseudo_before
        own = own - own.mean()
        return own if _spread(own) > self._rounding else np.zeros_like(own)

    @property
    def _rounding(self) -> float:
        return FLAT * max(abs(self.before), abs(self.after))

    @cached_property
    def error(self) -> float:
        """Standard error of the difference.

        A difference alike in every replication may yet be absent from about three in n (the rule of three), so its
        error is not below a part 1 / (n + 1) of it.
        """
        n = len(self.deviations)
        if math.isinf(self.deviations[0]):
            return math.inf
        error = math.sqrt(float((self.deviations**2).sum()) / (n * (n - 1)))
        return max(error or abs(self.difference) / (n + 1), self.least_error)

    @property
    def telling(self) -> bool:
        """Whether the replications say anything of the difference."""
        known = (math.isfinite(self.before), math.isfinite(self.after))
        return any(known) if self.apart is not None else all(known) and math.isfinite(self.error)

    @property
    def correlation(self) -> float | None:
        """Of the two questions' pseudo-values; None where one does not vary."""
        if not self._varies:
            return None
        return float(np.corrcoef(self.pseudo_before, self.pseudo_after)[0, 1])

    @property
    def worth(self) -> float | None:
        """How many independent pairs of replications a pair was worth: the variance without pairing over that with it.

        None where one question, or the difference, does not vary.
        """
        if not self._varies or not self.deviations.any():
            return None
        apart = self.pseudo_before.var(ddof=1) + self.pseudo_after.var(ddof=1)
        return float(apart) / len(self.deviations) / self.error**2

    @property
    def _varies(self) -> bool:
        both = (self.pseudo_before, self.pseudo_after)
        return all(bool(np.isfinite(own).all()) and _spread(own) > self._rounding for own in both)

    def interval(self, critical: Critical) -> Ends:
        """Ends of the difference; they may be infinite, and NaN where there is no difference to speak of."""
        if self.apart is not None:
            return self.apart(critical.alpha)
        half = critical.t * self.error
        return self.difference - half, self.difference + half


def _spread(values: Floats) -> float:
    return float(values.max() - values.min())


def paired_ratio(before: Sums, after: Sums, least_error: float = 0.0) -> Paired:
    """Σ sums / Σ counts in both questions: a mean per case, or a share."""
    found = [jackknifed_ratio(*side) for side in (before, after)]
    return Paired(found[0][0], found[1][0], found[0][1], found[1][1], least_error)


def jackknifed_ratio(sums: ArrayLike, counts: ArrayLike) -> tuple[float, Floats]:
    """The ratio and its pseudo-values: NaN without any count, inf where one replication has them all."""
    totals, weights = np.asarray(sums, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    n = len(weights)
    if n < 2:
        raise ValueError(f"a paired difference needs at least 2 replications, got {n}")
    if not weights.any():
        return math.nan, np.full(n, math.nan)
    estimate = float(totals.sum() / weights.sum())
    rest = weights.sum() - weights
    if (rest <= 0).any():
        return estimate, np.full(n, math.inf)
    return estimate, n * estimate - (n - 1) * (totals.sum() - totals) / rest


def least_share_error(turned: tuple[int, int], matched: int, before: Sums, after: Sums) -> float:
    """The error that independent cases would give a difference of shares, so that none is 0.

    By matched cases of which `turned` changed, one way and the other, as Bonett and Price (2012), J. Educ. Behav.
    Stat. 37, 479-488, add one to each: with nobody turned the ends lie at ± 2.8 / matched, close to the rule of three.
    By cases of their own (Agresti and Caffo 2000, Am. Stat. 54, 280-288) where that is less: hardly any case matched.
    """
    up, down = ((count + 1) / (matched + 2) for count in turned)
    paired = (up + down - (up - down) ** 2) / (matched + 2)
    apart = 0.0
    for sums, counts in (before, after):
        hits, cases = float(np.sum(sums)), float(np.sum(counts))
        share = (hits + 1) / (cases + 2)
        apart += share * (1 - share) / (cases + 2)
    return math.sqrt(min(paired, apart))


def paired_quantile(
    before: Spans, after: Spans, match: tuple[Values, Values], p: float, *, dates: bool = False
) -> Paired:
    """The p-quantile over all cases of all replications in both questions; cases without a value come last.

    NaN where it falls among these. `match`: values of the cases judged in both, in one order, where one without a
    value has one above all others. Its error is at least that of a share, by the matched cases that changed sides
    of the quantile. `dates`: values are whole dates, so the quantile jumps.
    """
    first, second = (PooledQuantile.of(values, missing, p) for values, missing in (before, after))
    smooth = not dates and all(math.isfinite(side.slope) and side.slope > 0 for side in (first, second))
    least = 0.0
    if smooth:
        below, still = match[0] <= first.estimate, match[1] <= second.estimate
        crossed = (int((~below & still).sum()), int((below & ~still).sum()))
        shares = [(np.multiply(p, side.cases), side.cases) for side in (first, second)]
        # About as many cases cross one way as the other; each moves the quantile it crosses.
        slope = math.hypot(first.slope, second.slope) / math.sqrt(2)
        least = slope * least_share_error(crossed, len(below), *shares)
    return Paired(
        first.estimate,
        second.estimate,
        first.pseudo,
        second.pseudo,
        least,
        None if smooth else lambda alpha: _apart(before, after, p, alpha, widened=not dates),
    )


@dataclass(frozen=True, eq=False)
class PooledQuantile:
    """The quantile of all values of all replications, with its pseudo-values; NaN and inf where too few have one."""

    estimate: float
    slope: float
    """Of the quantile function; inf where too few cases have a value."""
    pseudo: Floats
    cases: Values
    """By replication."""

    @classmethod
    def of(cls, values: Sequence[Values], missing: ArrayLike, p: float) -> PooledQuantile:
        finished = np.array([len(own) for own in values], dtype=np.int64)
        totals = finished + np.asarray(missing, dtype=np.int64)
        cases = int(totals.sum())
        pooled = np.sort(np.concatenate(values))

        def at(share: float) -> float:
            # The slack keeps ⌈p · n⌉ where p · n is whole but not in floating point.
            rank = max(1, math.ceil(share * cases - 1e-9))
            return float(pooled[rank - 1]) if rank <= len(pooled) else math.inf

        estimate = at(p) if cases else math.inf
        if math.isinf(estimate):
            return cls(math.nan, math.inf, np.full(len(totals), math.inf), totals)
        below = [np.searchsorted(own, estimate, side="right") for own in values]
        share, pseudo = jackknifed_ratio(below, totals)
        # Cases of a replication depend on each other; so many independent ones would tell the share as well.
        alike = max(1.0, float(pseudo.var(ddof=1)) * float(totals.mean()) / (p * (1 - p)))
        # Cases without a value lie beyond all others: among those with one the quantile is a higher one.
        valued = len(pooled) / cases
        if p >= valued:
            return cls(estimate, math.inf, np.full(len(totals), math.inf), totals)
        width = valued * bandwidth(p / valued, len(pooled) / alike)
        slope = (at(p + width) - at(p - width)) / (2 * width)
        return cls(estimate, slope, estimate - slope * (pseudo - share), totals)


def bandwidth(p: float, cases: float) -> float:
    """Shares on either side of p between which the quantile function is taken for straight (Hall and Sheather)."""
    from scipy.special import ndtri

    z = float(ndtri(p))
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    straight = math.cbrt(1.5 * density**2 / (2 * z * z + 1) / cases) * math.cbrt(float(ndtri(0.975)) ** 2)
    return min(straight, 0.8 * p, 0.8 * (1 - p))


def _apart(before: Spans, after: Spans, p: float, alpha: float, *, widened: bool) -> Ends:
    """What an interval for each quantile, at half of alpha, allows the difference to be."""
    if not all(sum(map(len, values)) + int(np.sum(missing)) for values, missing in (before, after)):
        return math.nan, math.nan
    (first, *early), (second, *late) = (_alone(side, p, alpha / 2) for side in (before, after))
    low, high = late[0] - early[1], late[1] - early[0]
    if widened and low == high:
        n = len(before[0])
        half = critical_t(n, alpha) * abs(second - first) / (n + 1)
        return low - half, high + half
    return low, high


def _alone(side: Spans, p: float, alpha: float) -> tuple[float, float, float]:
    """One quantile and the ends of its interval; whatever lies beyond every value is above the largest of them."""
    values, missing = side
    found = quantile_interval(values, p, missing, alpha)
    largest = max((int(own[-1]) for own in values if len(own)), default=0)
    estimate, high = (math.inf if end is None else float(end) for end in (found.estimate, found.high))
    return estimate, float(largest if found.low is None else found.low), high


@dataclass(frozen=True, slots=True)
class Critical:
    """What |t| of a comparison is compared with, and the two-sided level of each at which it stands."""

    t: float
    alpha: float


def simultaneous(
    pairs: Sequence[Paired], replications: int, alpha: float = 0.05, draws: int = DRAWS
) -> Critical:
    """The critical value at which the intervals of all telling pairs hold together with probability 1 - alpha.

    The largest |z| of normal variables with the pseudo-values' correlations, drawn by multiplying these by
    normal multipliers (as many correlations as there are, singular or not), carried over to Student's t at the same
    tail. Pairs whose error does not come from pseudo-values enter as if independent of all others, which by Šidák's
    inequality claims least. Never below the value of one comparison nor above Bonferroni's. Rounded up to .001, so
    that a last bit of arithmetic does not show.
    """
    one = critical_t(replications, alpha)
    if len(pairs) < 2:
        return Critical(one, alpha)

    from scipy.special import ndtr, stdtr

    usable = [
        p.deviations for p in pairs if p.apart is None and math.isfinite(p.error) and p.deviations.any()
    ]
    columns = np.zeros((replications, len(usable)))
    for column, deviations in enumerate(usable):
        columns[:, column] = deviations / math.sqrt(float((deviations**2).sum()))
    alone = len(pairs) - len(usable)
    rng = np.random.Generator(np.random.PCG64(SEED))
    largest = np.empty(draws)
    for first in range(0, draws, _ROWS):
        rows = min(_ROWS, draws - first)
        multipliers = rng.standard_normal((rows, replications + alone))
        z = np.abs(np.hstack((multipliers[:, :replications] @ columns, multipliers[:, replications:])))
        largest[first : first + rows] = z.max(axis=1)
    rank = math.ceil((1 - alpha) * draws) - 1
    z_most = float(np.partition(largest, rank)[rank])
    each = min(alpha, max(2 * float(ndtr(-z_most)), alpha / len(pairs)))
    t = math.ceil(critical_t(replications, each) * 1000 - 1e-6) / 1000
    return Critical(t, 2 * float(stdtr(replications - 1, -t)))
