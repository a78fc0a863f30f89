"""Verdicts on a required share, with planned looks at 24, 48, 96, 192 and 384 replications.

Every look tests Y_r = on_time_r - required · judged_r two-sided with Hall's t at its own level; the levels
sum to .05, so by Bonferroni a promise exactly at its boundary is called `met` or `not_met` wrongly in at
most about 2.5% of the experiments each. The verdict is that of the first look that decides.

Undetermined cases (still open, limit not reached) are part of judged and not of on_time. They are counted
both ways: `met` must hold with all of them late, `not_met` with all of them on time, and the interval runs
from the all-late low to the all-on-time high.

What no look can see: a disaster that strikes so few replications that none has met it yet. `unseen` bounds
how often a whole replication may fall below the requirement.

Counts are integer arrays, one entry a replication, in the order the replications were drawn. Raises
NobodyJudged, or ValueError for counts or a requirement that cannot be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from sim.experiments.statistics.critical_values import NONE_OF
from sim.experiments.statistics.share_interval import Counts, ShareInterval, ShareTest, checked_counts
from sim.experiments.statistics.skewness_t import critical_t

Verdict = Literal["met", "not_met", "undecided"]

LOOKS = (24, 48, 96, 192, 384)
ALPHAS = (0.001, 0.004, 0.010, 0.015, 0.020)
"""Two-sided level of each look."""

Plan = tuple[tuple[int, float], ...]
"""Looks planned beforehand: (replications, two-sided level) of each."""
PLAN: Plan = tuple(zip(LOOKS, ALPHAS, strict=True))
LEVEL = sum(ALPHAS)
"""Two-sided level of all looks together, or of a single one that was planned instead."""


def single_look(replications: int) -> Plan:
    """One look only, at so many replications, at the level that the looks have together."""
    return ((replications, LEVEL),)


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with the evidence of the look that gave it, or of the last look there was."""

    verdict: Verdict
    look: int
    """Number of replications of the deciding (or last available) look; 0 before the first."""
    alpha: float
    """Two-sided level of that look, and of the interval."""
    value: float
    """Σ on time / Σ judged over the replications used; undetermined cases count as not on time. Or the mean time."""
    low: float
    high: float
    replications: int
    """Replications used: the look's, or all of them before the first look."""
    replications_below: int
    """How many of them fell below the requirement by themselves, undetermined cases late."""
    unseen: float
    """Exact upper bound, at level alpha, of the chance that a whole replication falls below it."""


def decide(
    on_time: ArrayLike,
    judged: ArrayLike,
    required: float,
    undetermined: ArrayLike | None = None,
    plan: Plan = PLAN,
) -> Decision:
    """The verdict of the first look of the plan that decides; `undecided` when none of those available does.

    A look decides only when every share on the far side of the requirement is rejected as well, so the
    verdict and the interval never disagree: met means low > required, not_met means high < required.
    Replications beyond the last available look are not used.
    """
    hits, cases, latest = _checked(on_time, judged, required, undetermined)
    available = [(n, alpha) for n, alpha in plan if n <= len(cases)]
    for n, alpha in available:
        if not cases[:n].any():
            continue
        late, timely = _tests(hits[:n], cases[:n], latest[:n])
        critical = critical_t(n, alpha)
        if float(late.statistic(required)) > critical:
            verdict: Verdict = "met"
        elif float(timely.statistic(required)) < -critical:
            verdict = "not_met"
        else:
            continue
        interval = _interval(late, timely, alpha, required)
        if interval.low > required or interval.high < required:
            return _decision(verdict, n, alpha, interval, hits[:n], cases[:n], required)
    if not available:
        interval = ShareInterval(float(hits.sum() / cases.sum()), 0.0, 1.0)
        if len(cases) >= 2:
            interval = _interval(*_tests(hits, cases, latest), plan[0][1], required)
        return _decision("undecided", 0, plan[0][1], interval, hits, cases, required)
    n, alpha = available[-1]
    interval = _interval(*_tests(hits[:n], cases[:n], latest[:n]), alpha, required)
    return _decision("undecided", n, alpha, interval, hits[:n], cases[:n], required)


def likely_more(
    on_time: ArrayLike, judged: ArrayLike, required: float, undetermined: ArrayLike | None = None
) -> int | None:
    """How many more replications would likely decide, were mean and variance to stay as they are.

    The next look whose critical value the projected t reaches (an even chance, not a promise). 0 when it is
    decided already; None when no look that is left would decide, or when undetermined cases alone keep the
    verdict open.
    """
    hits, cases, latest = _checked(on_time, judged, required, undetermined)
    n = len(cases)
    if decide(on_time, judged, required, undetermined).verdict != "undecided":
        return 0
    if n < 2:
        return None
    all_late = hits - required * cases
    all_on_time = latest - required * cases
    if all_late.mean() <= 0.0 <= all_on_time.mean():
        return None
    y = all_late if all_late.mean() > 0.0 else all_on_time
    variance = max(float(y.var(ddof=1)), required * (1.0 - required) * float(cases.mean()))
    if variance <= 0.0:
        return next((look - n for look in LOOKS if look > n), None)
    signal = abs(float(y.mean())) / math.sqrt(variance)
    for look, alpha in zip(LOOKS, ALPHAS, strict=True):
        if look > n and math.sqrt(look) * signal >= critical_t(look, alpha):
            return look - n
    return None


def _checked(
    on_time: ArrayLike, judged: ArrayLike, required: float, undetermined: ArrayLike | None
) -> tuple[Counts, Counts, Counts]:
    """on_time, judged and on_time with every undetermined case on time."""
    if not 0.0 < required <= 1.0:
        raise ValueError(f"required must lie in (0, 1], got {required}")
    hits, cases = checked_counts(on_time, judged)
    if undetermined is None:
        return hits, cases, hits
    still = np.asarray(undetermined)
    if still.shape != cases.shape or still.dtype.kind not in "iu":
        raise ValueError(
            f"undetermined must hold {len(cases)} integer counts, got {still.dtype} of shape {still.shape}"
        )
    wrong = np.flatnonzero((still < 0) | (hits + still > cases))
    if wrong.size:
        r = int(wrong[0])
        raise ValueError(
            f"replication {r}: undetermined must lie in 0..{cases[r] - hits[r]} (judged - on_time), "
            f"got {still[r]}"
        )
    return hits, cases, hits + still.astype(np.int64)


def _tests(hits: Counts, cases: Counts, latest: Counts) -> tuple[ShareTest, ShareTest]:
    late = ShareTest.of_counts(hits, cases)
    return late, late if np.array_equal(latest, hits) else ShareTest.of_counts(latest, cases)


def _interval(late: ShareTest, timely: ShareTest, alpha: float, required: float) -> ShareInterval:
    lower = late.interval(alpha, required)
    upper = lower if timely is late else timely.interval(alpha, required)
    return ShareInterval(late.share, lower.low, upper.high)


def _decision(
    verdict: Verdict,
    look: int,
    alpha: float,
    interval: ShareInterval,
    hits: Counts,
    cases: Counts,
    required: float,
) -> Decision:
    # The slack keeps a replication exactly at the requirement from counting as below by rounding.
    below = int(np.count_nonzero(hits < cases * (required - 1e-12)))
    return Decision(
        verdict=verdict,
        look=look,
        alpha=alpha,
        value=interval.share,
        low=interval.low,
        high=interval.high,
        replications=len(cases),
        replications_below=below,
        unseen=upper_bound(below, int(np.count_nonzero(cases)), alpha),
    )


def upper_bound(hits: int, n: int, alpha: float) -> float:
    """The one-sided upper bound of Clopper and Pearson (1934) at level alpha."""
    if hits >= n:
        return 1.0
    if hits == 0 and (n, alpha) in NONE_OF:
        return NONE_OF[n, alpha]

    from scipy.special import betaincinv

    return float(betaincinv(hits + 1, n - hits, 1.0 - alpha))
