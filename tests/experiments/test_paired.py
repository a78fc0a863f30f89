"""Paired differences: by hand, their limits, and coverage of single and simultaneous intervals."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from paired_worlds import WORLDS
from scipy.stats import binom

from sim.experiments.statistics.paired import (
    Critical,
    Paired,
    bandwidth,
    least_share_error,
    paired_quantile,
    paired_ratio,
    simultaneous,
)
from sim.experiments.statistics.skewness_t import critical_t

LAST = np.iinfo(np.int64).max


def by_leaving_out(estimate: Callable[[list[int]], float], n: int) -> tuple[float, list[float]]:
    """An estimate from all replications and its pseudo-values, by the definition."""
    everything = list(range(n))
    whole = estimate(everything)
    return whole, [n * whole - (n - 1) * estimate([r for r in everything if r != out]) for out in everything]


def test_a_ratio_by_hand() -> None:
    before, after, counts, more = [10, 20, 60, 12], [4, 10, 30, 9], [1, 2, 3, 2], [1, 2, 4, 2]
    pair = paired_ratio((before, counts), (after, more))

    def difference(kept: list[int]) -> float:
        first = sum(before[r] for r in kept) / sum(counts[r] for r in kept)
        return sum(after[r] for r in kept) / sum(more[r] for r in kept) - first

    whole, pseudo = by_leaving_out(difference, 4)
    assert pair.difference == pytest.approx(whole) == pytest.approx(53 / 9 - 102 / 8)
    assert pair.error == pytest.approx(np.std(pseudo, ddof=1) / 2)
    low, high = pair.interval(Critical(critical_t(4, 0.05), 0.05))
    assert high - whole == pytest.approx(3.18245 * pair.error, rel=1e-5)
    assert whole - low == pytest.approx(high - whole)


def test_pairing_by_hand() -> None:
    # One case a replication: 1, 2, 3, 4 against 2, 3, 4, 6; differences 1, 1, 1, 2 with mean 1.25 and sd 0.5.
    pair = paired_ratio(([1, 2, 3, 4], [1] * 4), ([2, 3, 4, 6], [1] * 4))
    assert (pair.difference, pair.error) == (pytest.approx(1.25), pytest.approx(0.25))
    assert pair.correlation == pytest.approx(np.corrcoef([1, 2, 3, 4], [2, 3, 4, 6])[0, 1])
    # Variances 5/3 and 35/12 without pairing, 1/4 with it.
    assert pair.worth == pytest.approx((5 / 3 + 35 / 12) / 0.25)


def test_a_constant_difference_is_not_certain() -> None:
    pair = paired_ratio(([10, 20, 30], [1] * 3), ([11, 21, 31], [1] * 3))
    assert pair.deviations.tolist() == [0, 0, 0]
    assert pair.error == pytest.approx(1 / 4)
    assert pair.worth is None


def test_too_little_to_tell() -> None:
    nobody = paired_ratio(([0, 0], [0, 0]), ([1, 2], [1, 1]))
    assert math.isnan(nobody.difference)
    assert not nobody.telling
    one_only = paired_ratio(([0, 5], [0, 1]), ([1, 2], [1, 1]))
    assert (one_only.error, one_only.telling, one_only.correlation) == (math.inf, False, None)
    with pytest.raises(ValueError, match="at least 2 replications, got 1"):
        paired_ratio(([1], [1]), ([1], [1]))


def test_the_least_error_of_a_share_by_hand() -> None:
    # Nobody of 998 turned: 1/1000 each way, variance (2/1000) / 1000; at 1.96 that is 2.77 / 1000.
    sides = (([900] * 2, [1000] * 2), ([900] * 2, [1000] * 2))
    assert least_share_error((0, 0), 998, *sides) == pytest.approx(math.sqrt(2) / 1000)
    # 11 turned one way and 3 the other, of 98: 12/100 and 4/100.
    few = (([40] * 2, [49] * 2), ([44] * 2, [49] * 2))
    assert least_share_error((11, 3), 98, *few) == pytest.approx(math.sqrt((0.16 - 0.08**2) / 100))
    # Hardly a case matched: two samples of 2,000 with a share of about .9.
    share = 1801 / 2002
    assert least_share_error((0, 0), 1, *sides) == pytest.approx(math.sqrt(2 * share * (1 - share) / 2002))


def quantiles(before: list[list[int]], after: list[list[int]], p: float, **more: bool) -> Paired:
    """Of cases that are all judged in both; LAST has no value."""
    spans = []
    for side in (before, after):
        kept = [np.array(sorted(v for v in own if v < LAST), dtype=np.int64) for own in side]
        spans.append((kept, [sum(v == LAST for v in own) for own in side]))
    match = tuple(np.array([v for own in side for v in own], dtype=np.int64) for side in (before, after))
    return paired_quantile(spans[0], spans[1], (match[0], match[1]), p, **more)


def test_a_quantile_by_hand() -> None:
    rng = np.random.default_rng(5)
    before = [sorted(rng.integers(0, 10_000, 40).tolist()) for _ in range(6)]
    after = [[v * 2 for v in own] for own in before]
    pair = quantiles(before, after, 0.5)
    pooled = sorted(v for own in before for v in own)
    assert (pair.before, pair.after) == (pooled[119], 2 * pooled[119])
    shares = [sum(v <= pooled[119] for v in own) / 40 for own in before]
    # Equal sizes: a pseudo-value of the share below is the replication's own, so replications are no more alike
    # than cases are unless their shares spread by more than √(.25 / 40).
    alike = max(1.0, np.var(shares, ddof=1) * 40 / 0.25)
    width = bandwidth(0.5, 240 / alike)
    ends = [pooled[math.ceil(240 * share - 1e-9) - 1] for share in (0.5 - width, 0.5 + width)]
    slope = (ends[1] - ends[0]) / (2 * width)
    assert pair.pseudo_before == pytest.approx([pooled[119] - slope * (share - 0.5) for share in shares])
    assert pair.pseudo_after == pytest.approx([2 * value for value in pair.pseudo_before])
    # No case changed sides of the median, and the error is not below what that leaves possible.
    assert pair.error >= 2 * slope * math.sqrt(2) / 242


def test_the_bandwidth_by_hand() -> None:
    # z = 1.6449, density .10314: (1.5 · .010637 / 6.4110 / 20,000)^(1/3) · 1.95996^(2/3) = .0049925 · 1.5662.
    assert bandwidth(0.95, 20_000) == pytest.approx(0.0078194, rel=1e-4)
    assert bandwidth(0.95, 10) == pytest.approx(0.04)


def test_a_quantile_that_hardly_any_case_moves_is_not_sure() -> None:
    """The one case at the quantile gets quicker: the quantile moves, replications do not say that it would again."""
    rng = np.random.default_rng(2)
    before = [rng.integers(0, 1_000_000, 100).tolist() for _ in range(16)]
    at = sorted(v for own in before for v in own)[1519]
    after = [[v - 200 if v == at else v for v in own] for own in before]
    pair = quantiles(before, after, 0.95)
    assert pair.difference < 0
    low, high = pair.interval(Critical(critical_t(16, 0.05), 0.05))
    assert low < 0 < high


def test_quantiles_without_a_slope_have_an_interval_each() -> None:
    one = Critical(critical_t(30, 0.05), 0.05)
    dates = quantiles([[3] * 90 + [5] * 10] * 30, [[2] * 90 + [4] * 10] * 30, 0.5, dates=True)
    assert (dates.difference, dates.interval(one)) == (-1, (-1, -1))
    # Half of the cases take 2 and half 3 days: the median may be either.
    even = quantiles([[2] * 50 + [3] * 50] * 30, [[2] * 50 + [3] * 50] * 30, 0.5, dates=True)
    assert even.interval(one) == (-1, 1)
    # An atom that is no date moves by 10 in every replication: not certain either.
    atom = quantiles([[50] * 100] * 30, [[40] * 100] * 30, 0.5)
    half = critical_t(30, 0.05) * 10 / 31
    assert atom.interval(one) == (pytest.approx(-10 - half), pytest.approx(-10 + half))


def test_a_quantile_that_is_not_reached() -> None:
    one = Critical(critical_t(30, 0.05), 0.05)
    before = [list(range(100))] * 30
    after = [list(range(80)) + [LAST] * 20] * 30
    pair = quantiles(before, after, 0.9)
    assert (pair.before, pair.telling) == (89, True)
    assert math.isnan(pair.after)
    low, high = pair.interval(one)
    assert low == pytest.approx(
        79 - 91, abs=1
    )  # beyond 79, the largest value; the base's P90 is at most 91 or so
    assert high == math.inf
    nowhere = quantiles(after, after, 0.9)
    assert not nowhere.telling
    nobody = quantiles([[]] * 3, [[1]] * 3, 0.9)
    assert not nobody.telling or math.isnan(nobody.interval(one)[0])


def columns(deviations: np.ndarray) -> list[Paired]:
    """A pair for each column: a base of 0 and these values, one case a replication."""
    n = len(deviations)
    return [paired_ratio(([0] * n, [1] * n), (own, [1] * n)) for own in deviations.T]


def test_simultaneous_between_one_comparison_and_bonferroni() -> None:
    rng = np.random.default_rng(1)
    own = rng.standard_normal((50, 1))
    alike = simultaneous(columns(np.repeat(own, 8, axis=1)), 50)
    assert alike.t == pytest.approx(critical_t(50, 0.05), abs=0.02)
    # Uncorrelated to the last bit: Šidák's value, within the Monte-Carlo error of 100,000 draws.
    apart = np.linalg.qr(np.hstack((np.ones((50, 1)), rng.standard_normal((50, 8)))))[0][:, 1:]
    free = simultaneous(columns(apart), 50)
    assert free.t == pytest.approx(critical_t(50, 1 - 0.95 ** (1 / 8)), abs=0.025)
    assert critical_t(50, 0.05) < alike.t < free.t <= critical_t(50, 0.05 / 8) + 0.001
    assert simultaneous(columns(own), 50) == Critical(critical_t(50, 0.05), 0.05)
    assert free.alpha == pytest.approx(1 - 0.95 ** (1 / 8), rel=0.03)


def test_simultaneous_is_the_same_every_time_and_rounded() -> None:
    pairs = columns(np.random.default_rng(3).standard_normal((24, 5)))
    first = simultaneous(pairs, 24)
    assert first == simultaneous(pairs, 24)
    assert round(first.t, 3) == first.t
    # As many pairs as replications or more: the correlations are singular, which must not matter.
    assert simultaneous(columns(np.random.default_rng(3).standard_normal((6, 12))), 6).t > first.t


def test_pairs_without_deviations_count_as_independent() -> None:
    still = paired_ratio(([5] * 40, [9] * 40), ([5] * 40, [9] * 40), least_error=0.001)
    assert simultaneous([still] * 8, 40).t == pytest.approx(critical_t(40, 1 - 0.95 ** (1 / 8)), abs=0.025)


def covered(name: str, experiments: int, seed: int, n: int = 100) -> tuple[np.ndarray, float, float]:
    """Shares of experiments in which each 95% interval holds, all simultaneous ones, and all ordinary ones."""
    world = WORLDS[name]
    truth = world.truth().ravel()
    rng = np.random.default_rng(seed)
    one = Critical(critical_t(n, 0.05), 0.05)
    own, all_of_them, at_once = np.zeros(len(truth)), 0, 0
    for _ in range(experiments):
        pairs = world.drawn(rng, n, 200)
        held = _held(pairs, truth, one)
        own += held
        all_of_them += bool(_held(pairs, truth, simultaneous(pairs, n, draws=4000)).all())
        at_once += bool(held.all())
    return own / experiments, all_of_them / experiments, at_once / experiments


def _held(pairs: list[Paired], truth: np.ndarray, critical: Critical) -> np.ndarray:
    ends = np.array([pair.interval(critical) for pair in pairs])
    return (ends[:, 0] <= truth + 1e-9) & (truth - 1e-9 <= ends[:, 1])


@pytest.mark.verification
def test_coverage() -> None:
    """75 experiments in each of two worlds: the band is 93-97%, widened by what a rate at its edge may show by chance.

    By chance means once in a thousand (binomial). The nine single rates of a world are alike, so their mean has
    hardly less spread than one of them; the ordinary intervals show what the simultaneous ones are for.
    """
    least, most = (float(binom.ppf(q, 150, rate)) / 150 for q, rate in ((0.001, 0.93), (0.999, 0.97)))
    found = [covered(name, 75, seed=21) for name in ("slow and quick replications", "hardly touched")]
    assert least <= np.mean([own.mean() for own, _, _ in found]) <= most
    assert least <= np.mean([together for _, together, _ in found]) <= most
    assert np.mean([at_once for _, _, at_once in found]) < least


@pytest.mark.verification
@pytest.mark.parametrize("name", WORLDS)
def test_coverage_in_full(name: str) -> None:
    """2,000 experiments: Monte-Carlo error .5 points."""
    own, together, at_once = covered(name, 2000, seed=22)
    told = " ".join(f"{rate:.1%}" for rate in own)
    print(f"\n{name}: single {told}; together {together:.1%} (ordinary intervals {at_once:.1%})")
    # A P95 of whole dates jumps: its interval holds more often than it must, and those with it.
    most = (
        np.where(np.arange(len(own)) % 3 == 2, 1.0, 0.97) if WORLDS[name].dates else np.full(len(own), 0.97)
    )
    assert ((own >= 0.93) & (own <= most)).all()
    assert 0.93 <= together <= most.max()
    assert at_once < together
