"""Means over replications: by hand, against plain formulas, and coverage of the pooled ratio."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiments.statistics.mean_interval import mean_interval, ratio_interval
from sim.experiments.statistics.share_interval import NobodyJudged
from sim.experiments.statistics.skewness_t import critical_t


def test_mean_by_hand() -> None:
    # 1, 2, 3: mean 2, error 1/√3, t(2) at 95% = 4.3027.
    i = mean_interval([1, 2, 3])
    assert i.estimate == 2.0
    assert (i.low, i.high) == pytest.approx((2 - 4.3027 / math.sqrt(3), 2 + 4.3027 / math.sqrt(3)), abs=1e-4)


def test_ratio_by_hand() -> None:
    # 10/1, 20/2, 60/3: 90/6 = 15; without each: 80/5 = 16, 70/4 = 17.5, 30/3 = 10; mean 14.5,
    # error² = 2/3 (1.5² + 3² + 4.5²) = 21.
    i = ratio_interval([10, 20, 60], [1, 2, 3])
    assert i.estimate == 15.0
    assert i.high - 15.0 == pytest.approx(critical_t(3, 0.05) * math.sqrt(21))


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=30), st.integers(1, 50))
def test_equal_counts_make_the_ratio_a_mean(sums: list[int], count: int) -> None:
    ratio = ratio_interval(sums, [count] * len(sums))
    mean = mean_interval([s / count for s in sums])
    for a, b in ((ratio.low, mean.low), (ratio.estimate, mean.estimate), (ratio.high, mean.high)):
        assert a == pytest.approx(b, rel=1e-9, abs=1e-7)


def test_too_little_to_tell() -> None:
    assert mean_interval([4.0]).high == math.inf
    only_one = ratio_interval([0, 12, 0], [0, 3, 0])
    assert (only_one.estimate, only_one.low, only_one.high) == (4.0, -math.inf, math.inf)
    with pytest.raises(NobodyJudged):
        ratio_interval([0, 0], [0, 0])
    with pytest.raises(ValueError, match="not empty"):
        mean_interval([])
    with pytest.raises(ValueError, match=r"counts must be >= 0, got -1"):
        ratio_interval([1, 1], [1, -1])
    with pytest.raises(ValueError, match="equally long"):
        ratio_interval([1, 1], [1])


def test_coverage_of_the_ratio() -> None:
    """2,000 experiments of 100 replications whose busy ones are slower: Monte-Carlo error .5 points."""
    rng = np.random.default_rng(9)
    held = 0
    for _ in range(2000):
        busy = rng.random(100) < 0.5
        counts = rng.poisson(np.where(busy, 300, 150))
        sums = counts * (np.where(busy, 8.0, 5.0) + rng.normal(0.0, 1.0, 100))
        i = ratio_interval(sums, counts)
        held += i.low <= (300 * 8.0 + 150 * 5.0) / 450 <= i.high
    assert 0.93 - 0.016 <= held / 2000 <= 0.97 + 0.013
