"""The interval of a pooled quantile: by hand, against every candidate, and its coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom  # type: ignore[attr-defined]

from sim.experiments.statistics.quantile_interval import QuantileInterval, quantile_interval
from sim.experiments.statistics.share_interval import NobodyJudged
from sim.experiments.statistics.skewness_t import critical_t, hall_rows

P90 = 1.2815515655446004
worlds = st.lists(
    st.tuples(st.lists(st.integers(0, 50), max_size=12).map(sorted), st.integers(0, 3)),
    min_size=2,
    max_size=12,
).filter(lambda world: any(values or still for values, still in world))


def by_trying_all(values: list[list[int]], still: list[int], p: float, alpha: float) -> QuantileInterval:
    """The definition: every pooled value tested one by one."""
    totals = [len(v) + s for v, s in zip(values, still, strict=True)]
    pooled = sorted(x for v in values for x in v)
    critical, floor = critical_t(len(values), alpha), p * (1 - p) * sum(totals) / len(totals)

    def t(x: int) -> float:
        return float(
            hall_rows([sum(y <= x for y in v) - p * n for v, n in zip(values, totals, strict=True)], floor)
        )

    tried = [(x, t(x)) for x in sorted(set(pooled))]
    low = next((x for x, g in tried if g >= -critical), None)
    kept = [k for k, (_, g) in enumerate(tried) if g <= critical]
    beyond = kept[-1] + 1 if kept else 0
    rank = max(1, math.ceil(p * sum(totals) - 1e-9))
    return QuantileInterval(
        pooled[rank - 1] if rank <= len(pooled) else None,
        low,
        tried[beyond][0] if beyond < len(tried) else None,
    )


@settings(deadline=None)
@given(worlds, st.sampled_from([0.1, 0.5, 0.9, 0.95]), st.sampled_from([0.02, 0.05, 0.3]))
def test_equals_trying_every_value(world: list[tuple[list[int], int]], p: float, alpha: float) -> None:
    values, still = [v for v, _ in world], [s for _, s in world]
    # At most 51 candidates: one round of sections sees them all.
    assert quantile_interval(values, p, still, alpha) == by_trying_all(values, still, p, alpha)


def test_median_of_equal_replications_by_hand() -> None:
    # 25 replications of 1..100: F(x) - 1/2 = (x - 50)/100 everywhere, no spread but the floor of 25 a case.
    # Kept while √25 |x - 50| / √(100 / 4) <= t(24) = 2.064, so from 48 to 52; just before 53 F is still kept.
    values = [np.arange(1, 101)] * 25
    assert quantile_interval(values, 0.5) == QuantileInterval(50, 48, 53)


def test_an_atom_is_its_own_interval() -> None:
    values = [[0] * 70 + list(range(1, 31))] * 30
    assert quantile_interval(values, 0.5) == QuantileInterval(0, 0, 0)


def test_open_cases_are_longer_than_anything() -> None:
    values = [np.arange(1, 91)] * 30
    assert quantile_interval(values, 0.5, [10] * 30).estimate == 50
    out_of_reach = quantile_interval(values, 0.9, [10] * 30)
    assert (out_of_reach.estimate, out_of_reach.high) == (90, None)
    assert quantile_interval(values, 0.95, [10] * 30).estimate is None
    assert quantile_interval([[], []], 0.5, [3, 4]) == QuantileInterval(None, None, None)


def test_many_values_need_several_rounds() -> None:
    rng = np.random.default_rng(3)
    values = [np.sort(rng.integers(0, 10**9, 150)) for _ in range(24)]
    assert quantile_interval(values, 0.9) == by_trying_all([list(v) for v in values], [0] * 24, 0.9, 0.05)


def test_bad_input() -> None:
    with pytest.raises(ValueError, match="replication 1: values must be one-dimensional and ascending"):
        quantile_interval([[1, 2], [2, 1]], 0.5)
    with pytest.raises(ValueError, match="p must lie between 0 and 1, got 1"):
        quantile_interval([[1], [2]], 1.0)
    with pytest.raises(ValueError, match="open_cases must hold 2 counts"):
        quantile_interval([[1], [2]], 0.5, [1])
    with pytest.raises(NobodyJudged):
        quantile_interval([[], []], 0.5)


@settings(deadline=None)
@given(worlds, st.sampled_from([0.1, 0.5, 0.9]))
def test_ordered(world: list[tuple[list[int], int]], p: float) -> None:
    i = quantile_interval([v for v, _ in world], p, [s for _, s in world])
    low, estimate, high = (math.inf if x is None else x for x in (i.low, i.estimate, i.high))
    assert low <= estimate <= high


def coverages(experiments: int, seed: int) -> tuple[float, float]:
    """Of the P90 at 95%: these intervals, and pooled order statistics. 100 replications of 200 cases.

    The log of a duration is a replication's part (sd .5) plus a case's part (sd .8).
    """
    rng = np.random.default_rng(seed)
    truth = 1e9 * math.exp(math.hypot(0.5, 0.8) * P90)
    ranks = binom.ppf([0.025, 0.975], 20000, 0.9).astype(int)
    ours = pooled = 0
    for _ in range(experiments):
        logs = 0.5 * rng.standard_normal((100, 1)) + 0.8 * rng.standard_normal((100, 200))
        values = np.sort((1e9 * np.exp(logs)).astype(np.int64), axis=1)
        i = quantile_interval(list(values), 0.9)
        assert i.low is not None
        assert i.high is not None
        ours += i.low <= truth <= i.high
        low, high = np.sort(values, axis=None)[ranks]
        pooled += int(low <= truth <= high)
    return ours / experiments, pooled / experiments


def test_coverage() -> None:
    """300 experiments: Monte-Carlo error 1.3 points, allowed for 3.3 times around 93-97%."""
    ours, pooled = coverages(300, seed=4)
    assert 0.93 - 0.042 <= ours <= 0.97 + 0.030
    assert pooled < 0.5


@pytest.mark.verification
def test_coverage_in_full() -> None:
    """5,000 experiments: Monte-Carlo error .3 points."""
    ours, pooled = coverages(5000, seed=5)
    print(f"\ncoverage of 95% intervals of the P90: {ours:.1%}; pooled order statistics {pooled:.1%}")
    assert 0.93 <= ours <= 0.97
    assert pooled < 0.5
