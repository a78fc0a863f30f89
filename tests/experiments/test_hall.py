"""Hall's statistic: numbers worked by hand, and its symmetries."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from sim.experiments.statistics.skewness_t import critical_t, hall_ends, hall_rows, hall_statistic


def hall_t(sample: ArrayLike, least_variance: float = 0.0) -> float:
    return float(hall_rows(sample, least_variance))


samples = st.lists(st.integers(-1000, 1000), min_size=2, max_size=40)


def test_by_hand() -> None:
    # 0, 0, 3: mean 1, deviations -1, -1, 2; variance 6/2 = 3; third moment (-1 - 1 + 8)/3 = 2.
    s, skewness = 1 / math.sqrt(3), 2 / 3**1.5
    expected = math.sqrt(3) * (s + skewness * s**2 / 3 + skewness**2 * s**3 / 27 + skewness / 18)
    assert hall_t([0, 0, 3]) == pytest.approx(expected, rel=1e-12)
    assert expected == pytest.approx(1.11294, abs=1e-5)


def test_symmetric_sample_gives_student() -> None:
    # 0, 1, 2: mean 1, sd 1, no skewness.
    assert hall_t([0, 1, 2]) == pytest.approx(math.sqrt(3), rel=1e-12)


def test_floor_replaces_sd_in_the_skewness_too() -> None:
    # 0, 0, 3 with variance 12 instead of 3: S halves, skewness falls to an eighth.
    s, skewness = 1 / math.sqrt(12), 2 / 12**1.5
    expected = math.sqrt(3) * (s + skewness * s**2 / 3 + skewness**2 * s**3 / 27 + skewness / 18)
    assert hall_t([0, 0, 3], least_variance=12.0) == pytest.approx(expected, rel=1e-12)
    assert hall_t([0, 0, 3], least_variance=2.0) == hall_t([0, 0, 3])


@pytest.mark.parametrize(("value", "expected"), [(0, 0.0), (3, math.inf), (-3, -math.inf)])
def test_constant_samples(value: int, expected: float) -> None:
    assert hall_t([value] * 5) == expected
    assert hall_t([value] * 5, least_variance=1.0) == pytest.approx(value * math.sqrt(5))


def test_extremes_never_give_nan() -> None:
    g = hall_statistic(9, [1e300, -1e300, 1.0], [1e-300, 1e-300, 1e-320], [-1e-200, 1e-200, -1e-300])
    assert not np.isnan(g).any()
    assert g[0] > 0 > g[1]
    assert float(hall_statistic(9, -1e300, 1e-300, 0.0)) == -np.inf


@pytest.mark.parametrize("bad", [[1.0], [], [1.0, math.inf], [1.0, math.nan]])
def test_bad_samples(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="values"):
        hall_t(bad)


@given(samples)
def test_mirror(values: list[int]) -> None:
    assert hall_t([-v for v in values]) == pytest.approx(-hall_t(values), rel=1e-9, abs=1e-12)


@given(samples, st.integers(1, 100))
def test_unit_free(values: list[int], unit: int) -> None:
    assert hall_t([v * unit for v in values]) == pytest.approx(hall_t(values), rel=1e-6, abs=1e-9)


@given(samples, st.integers(0, 100))
def test_never_falls_as_the_mean_grows(values: list[int], shift: int) -> None:
    before, after = hall_t(values), hall_t([v + shift for v in values])
    assert after >= before - 1e-9 * max(1.0, abs(before)) or after == before


@given(st.lists(samples.filter(lambda v: len(v) >= 5).map(lambda v: v[:5]), min_size=1, max_size=4))
def test_rows_are_samples(rows: list[list[int]]) -> None:
    assert list(hall_rows(rows)) == pytest.approx([hall_t(row) for row in rows], rel=1e-12)


def test_critical_values() -> None:
    # Tables of Student's t: 23 degrees of freedom, two-sided .05 and .001.
    assert critical_t(24, 0.05) == pytest.approx(2.0687, abs=5e-5)
    assert critical_t(24, 0.001) == pytest.approx(3.7676, abs=5e-5)


@given(samples, st.floats(0.1, 4.0))
def test_the_ends_are_where_the_statistic_is_critical(sample: list[int], critical: float) -> None:
    low, high = hall_ends(sample, critical)
    assert low <= high
    if len(set(sample)) == 1:
        assert low == high == sample[0]
        return
    values = np.array(sample, dtype=np.float64)
    assert hall_t(values - low) == pytest.approx(critical, rel=1e-6, abs=1e-6)
    assert hall_t(values - high) == pytest.approx(-critical, rel=1e-6, abs=1e-6)


def test_a_long_tail_upwards_moves_both_ends_up() -> None:
    mostly_nothing = [0.0] * 18 + [0.1, 0.1, 0.2, 0.4, 0.6, 0.9]
    low, high = hall_ends(mostly_nothing, 2.0)
    mean, error = np.mean(mostly_nothing), np.std(mostly_nothing, ddof=1) / math.sqrt(24)
    assert low > mean - 2 * error
    assert high > mean + 2 * error
