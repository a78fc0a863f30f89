"""The interval of a share: its ends, its shape and how often it holds the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from batches import statistics
from hypothesis import given
from hypothesis import strategies as st
from replication_worlds import WORLDS, Draw

from sim.experiments.statistics.share_interval import NobodyJudged, ShareTest, share_interval
from sim.experiments.statistics.skewness_t import critical_t, hall_rows

Pairs = list[tuple[int, int]]
judged_somebody = st.lists(
    st.integers(0, 60).flatmap(lambda j: st.tuples(st.integers(0, j), st.just(j))), min_size=2, max_size=30
).filter(lambda pairs: any(j for _, j in pairs))


@pytest.mark.parametrize("n", [24, 384])
def test_everybody_and_nobody_on_time(n: int) -> None:
    t2 = critical_t(n, 0.001) ** 2
    width = t2 / (n * 200 + t2)
    judged = np.full(n, 200)
    assert share_interval(judged, judged, 0.001).low == pytest.approx(1 - width, abs=1e-9)
    assert share_interval(judged, judged, 0.001).high == 1.0
    nobody = share_interval(0 * judged, judged, 0.001)
    assert nobody.low == 0.0
    assert nobody.high == pytest.approx(width, abs=1e-9)


def test_ends_solve_the_score_equation_when_replications_agree() -> None:
    # Nine of ten everywhere: no spread, so only the floor counts: n J (p̂ - p)² = t² p (1 - p), as Wilson's.
    n, j, t2 = 30, 10, critical_t(30, 0.05) ** 2
    m = n * j
    roots = np.roots([m + t2, -(2 * m * 0.9 + t2), m * 0.81])
    interval = share_interval([9] * n, [j] * n)
    assert (interval.low, interval.high) == pytest.approx((min(roots), max(roots)), abs=1e-9)


@given(judged_somebody, st.floats(0.01, 0.99))
def test_statistic_is_halls_t_of_the_differences(pairs: Pairs, p: float) -> None:
    on_time, judged = np.array(pairs).T
    y = on_time - p * judged
    direct = hall_rows(y, p * (1 - p) * float(judged.mean()))
    inside = float(ShareTest.of_counts(on_time, judged).statistic(p))
    assert inside == pytest.approx(direct, rel=1e-6, abs=1e-6)


@given(judged_somebody, st.sampled_from([0.001, 0.02, 0.05, 0.3]))
def test_holds_the_estimate_with_some_width(pairs: Pairs, alpha: float) -> None:
    on_time, judged = np.array(pairs).T
    i = share_interval(on_time, judged, alpha)
    assert 0.0 <= i.low <= i.share <= i.high <= 1.0
    assert i.high - i.low > 1e-6


@given(judged_somebody, st.floats(0.005, 0.995))
def test_whatever_is_accepted_lies_inside(pairs: Pairs, p: float) -> None:
    on_time, judged = np.array(pairs).T
    test = ShareTest.of_counts(on_time, judged)
    accepted = abs(float(test.statistic(p))) <= critical_t(len(pairs), 0.05)
    i = test.interval(0.05, probe=p)
    assert not accepted or i.low - 1e-12 <= p <= i.high + 1e-12
    # And the ends are no wider than they must be: just beyond each lies something rejected.
    for end, beyond in ((i.low, i.low - 1e-7), (i.high, i.high + 1e-7)):
        if 1e-6 < end < 1 - 1e-6:
            assert abs(float(test.statistic(beyond))) > critical_t(len(pairs), 0.05) * (1 - 1e-4)


@given(judged_somebody)
def test_mirror(pairs: Pairs) -> None:
    on_time, judged = np.array(pairs).T
    i, late = share_interval(on_time, judged), share_interval(judged - on_time, judged)
    assert (i.low, i.high) == pytest.approx((1 - late.high, 1 - late.low), abs=1e-6)


@given(judged_somebody)
def test_higher_confidence_is_wider(pairs: Pairs) -> None:
    on_time, judged = np.array(pairs).T
    narrow, wide = share_interval(on_time, judged, 0.05), share_interval(on_time, judged, 0.001)
    assert wide.low <= narrow.low + 1e-9
    assert wide.high >= narrow.high - 1e-9


@pytest.mark.parametrize(
    ("on_time", "judged", "message"),
    [
        ([1, 2], [1], "equally long"),
        ([1.0, 2.0], [2, 2], "integer"),
        ([1, 3], [2, 2], r"replication 1: on_time must lie in 0\.\.2"),
        ([-1, 1], [2, 2], "replication 0"),
        ([1], [2], "at least 2 replications, got 1"),
        ([0, 0], [0, 0], "no case was judged in any of 2"),
    ],
)
def test_impossible_counts(on_time: list[int], judged: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        share_interval(on_time, judged)


def test_nobody_judged_has_its_own_name() -> None:
    with pytest.raises(NobodyJudged):
        share_interval([0, 0], [0, 0])


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_coverage(world: Draw) -> None:
    """100 replications, 2,000 experiments: Monte-Carlo error .5 points, 3.3 of them allowed."""
    coverage = _coverage(world, 2000)
    slack = 3.3 * math.sqrt(0.95 * 0.05 / 2000)
    assert 0.93 - slack <= coverage <= 0.97 + slack


def test_intervals_hold_what_their_test_accepts() -> None:
    on_time, judged = WORLDS["skewed"](np.random.default_rng(5), 0.9, (200, 100))
    accepted = np.abs(statistics(on_time, judged, 0.9, 100)) <= critical_t(100, 0.05)
    intervals = [share_interval(a, j) for a, j in zip(on_time, judged, strict=True)]
    assert [i.low <= 0.9 <= i.high for i in intervals] == list(accepted)


def test_ignoring_replications_covers_too_little() -> None:
    """The coverage test can fail: a binomial interval over pooled cases misses the truth most of the time."""
    on_time, judged = WORLDS["skewed"](np.random.default_rng(6), 0.9, (2000, 100))
    share = on_time.sum(axis=1) / judged.sum(axis=1)
    half = 1.96 * np.sqrt(share * (1 - share) / judged.sum(axis=1))
    assert np.mean(np.abs(share - 0.9) <= half) < 0.6


@pytest.mark.verification
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_coverage_in_full(world: Draw) -> None:
    """20,000 experiments: Monte-Carlo error .15 points."""
    coverage = _coverage(world, 20000)
    print(f"\ncoverage of 95% intervals, {world.__name__}: {coverage:.2%}")
    assert 0.93 <= coverage <= 0.97


def _coverage(world: Draw, experiments: int) -> float:
    on_time, judged = world(np.random.default_rng(11), 0.9, (experiments, 100))
    return float(np.mean(np.abs(statistics(on_time, judged, 0.9, 100)) <= critical_t(100, 0.05)))
