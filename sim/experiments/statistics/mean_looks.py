"""Verdicts on a mean, with the planned looks and levels of those on a share (`looks`).

The mean is that of cases, Σ time / Σ judged over replications; its interval is Hall's of the scores
(time_r - mean · judged_r) / mean(judged), one a replication, so that cases of one replication may depend on each other
as they like. Met means that the whole interval is within the limit, not met that all of it is beyond.

Of undetermined cases (still open, say) only a bound from below is known, the time up to now, and that is what they
count with. How long they will take has no bound, so while there is one among the replications looked at the interval
has no upper end: such a mean can be `not_met`, never `met`.

Times are floats in one unit, counts integers, one entry a replication, in the order the replications were drawn.
Raises NobodyJudged, or ValueError for arrays that do not fit each other.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from sim.experiments.statistics.looks import LOOKS, PLAN, Decision, Plan, Verdict, upper_bound
from sim.experiments.statistics.share_interval import Counts, NobodyJudged
from sim.experiments.statistics.skewness_t import Floats, critical_t, hall_ends


def decide_mean(
    times: ArrayLike, judged: ArrayLike, limit: float, undetermined: ArrayLike, plan: Plan = PLAN
) -> Decision:
    """The verdict of the first look of the plan that decides; `undecided` when none of those available does.

    times: of all judged cases, the undetermined ones with what is known. Replications beyond the last available look
    are not used.
    """
    sums, cases, unknown = _checked(times, judged, undetermined)
    available = [(n, alpha) for n, alpha in plan if n <= len(cases)]
    found = None
    for n, alpha in available:
        if not cases[:n].any():
            continue
        found = _look(sums[:n], cases[:n], unknown[:n], limit, n, alpha)
        if found.verdict != "undecided":
            return found
    if found is not None:
        return found
    return _look(sums, cases, unknown, limit, 0, plan[0][1])


def likely_more_for_mean(
    times: ArrayLike, judged: ArrayLike, limit: float, undetermined: ArrayLike
) -> int | None:
    """How many more replications would likely decide, were mean and variance to stay as they are; see `likely_more`."""
    sums, cases, unknown = _checked(times, judged, undetermined)
    n = len(cases)
    if decide_mean(sums, cases, limit, unknown).verdict != "undecided":
        return 0
    mean = float(sums.sum() / cases.sum())
    if n < 2 or (mean <= limit and unknown.any()):
        return None
    error = float(_scores(sums, cases).std(ddof=1))
    if error == 0.0:
        return next((look - n for look in LOOKS if look > n), None)
    signal = abs(mean - limit) / error
    return next(
        (
            look - n
            for look, alpha in PLAN
            if look > n and math.sqrt(look) * signal >= critical_t(look, alpha)
        ),
        None,
    )


def _checked(times: ArrayLike, judged: ArrayLike, undetermined: ArrayLike) -> tuple[Floats, Counts, Counts]:
    sums = np.asarray(times, dtype=np.float64)
    cases, unknown = (np.asarray(counts, dtype=np.int64) for counts in (judged, undetermined))
    if sums.ndim != 1 or not sums.shape == cases.shape == unknown.shape:
        raise ValueError(
            f"times, judged and undetermined must be one-dimensional and equally long, "
            f"got {sums.shape}, {cases.shape} and {unknown.shape}"
        )
    if not cases.any():
        raise NobodyJudged(len(cases))
    return sums, cases, unknown


def _scores(sums: Floats, cases: Counts) -> Floats:
    """What each replication adds to the error of the mean; they sum to 0."""
    scores: Floats = (sums - sums.sum() / cases.sum() * cases) / cases.mean()
    return scores


def _look(sums: Floats, cases: Counts, unknown: Counts, limit: float, look: int, alpha: float) -> Decision:
    mean = float(sums.sum() / cases.sum())
    low, high = 0.0, math.inf
    if len(cases) >= 2:
        low, high = hall_ends(mean + _scores(sums, cases), critical_t(len(cases), alpha))
        low, high = max(0.0, min(low, mean)), max(high, mean)
    if unknown.any():
        high = math.inf
    verdict: Verdict = "met" if high <= limit else "not_met" if low > limit else "undecided"
    beyond = int(np.count_nonzero((sums > limit * (1 + 1e-12) * cases) | (unknown > 0)))
    return Decision(
        verdict=verdict if look else "undecided",
        look=look,
        alpha=alpha,
        value=mean,
        low=low,
        high=high,
        replications=len(cases),
        replications_below=beyond,
        unseen=upper_bound(beyond, int(np.count_nonzero(cases)), alpha),
    )
