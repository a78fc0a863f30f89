"""MSER on series whose beginning is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiments.statistics.mser import FEWEST, mser

numbers = st.lists(st.floats(-1e6, 1e6), min_size=FEWEST, max_size=60)


@pytest.mark.parametrize(
    ("series", "dropped"),
    [
        ([7.0] * 12, 0),
        ([0.0] + [7.0] * 11, 1),
        ([0.0, 3.0, 5.0] + [7.0] * 9, 3),
        ([7.0] * 11 + [0.0], 0),
        ([1.0, -1.0] * 20, 0),
        ([9.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0], 1),
    ],
)
def test_by_hand(series: list[float], dropped: int) -> None:
    assert mser(series) == dropped


def test_what_is_minimised() -> None:
    """Eight points, cut at 0: Σ(Z - 7/4)² / 64 = 23.5 / 64; cut at 1: 0 / 49."""
    assert mser([0.0] + [2.0] * 7) == 1
    errors = [np.var([0.0, *[2.0] * 7][d:]) / (8 - d) for d in range(3)]
    assert errors[1] == min(errors)


@given(numbers)
def test_no_other_cut_is_better(series: list[float]) -> None:
    values = np.array(series)
    found = mser(series)
    stay = max(FEWEST, -(-len(series) // 4))
    errors = [np.var(values[d:]) / (len(values) - d) for d in range(len(values) - stay + 1)]
    assert errors[found] <= min(errors) * (1 + 1e-9) + 1e-300
    assert 0 <= found <= len(series) - stay


@given(st.lists(st.integers(-1000, 1000), min_size=FEWEST, max_size=60), st.integers(-50, 50))
def test_where_the_series_lies_does_not_matter(series: list[int], shift: int) -> None:
    values = np.array(series, dtype=np.float64)
    assert mser(values * 4.0 + shift) == mser(values + shift) == mser(values)


def test_a_trend_is_never_long_enough() -> None:
    assert mser(np.arange(40.0)) == 30


@pytest.mark.parametrize("fills_in", [2.0, 4.0, 8.0])
def test_an_office_that_fills(fills_in: float) -> None:
    """1 - exp(-t / τ) with a little noise: nearly always cut somewhere between one τ and five."""
    random = np.random.Generator(np.random.PCG64(3))
    weeks = np.arange(80.0)
    found = [mser(1 - np.exp(-weeks / fills_in) + random.normal(0, 0.02, 80)) for _ in range(200)]
    assert min(found) >= fills_in
    assert np.mean([cut <= 5 * fills_in for cut in found]) > 0.75
    assert np.mean([2 * cut > 80 for cut in found]) < 0.1


def test_noise_alone_is_seldom_cut() -> None:
    random = np.random.Generator(np.random.PCG64(4))
    found = [mser(random.normal(0, 1, 52)) for _ in range(1000)]
    assert np.mean([cut == 0 for cut in found]) > 0.5
    assert np.mean([cut <= 10 for cut in found]) > 0.9
    assert np.mean([2 * cut > 52 for cut in found]) < 0.02


def test_too_few_points() -> None:
    with pytest.raises(ValueError, match="a series of 4 points is too short; 5 are needed"):
        mser([1.0] * 4)
