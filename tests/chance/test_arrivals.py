"""Arrivals: sums that never depend on chunks, instants inside the knots, and more load never later."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.chance.arrivals import (
    UNIT,
    exact_load,
    exponential_table,
    instant_of_sum,
    instants_of,
    running_sums,
    scaled,
)
from sim.chance.keys import draw_words, replication_key, uniform52_many
from sim.chance.quantile_table import GRID, table_mean
from sim.chance.shares import threshold
from sim.worktime.instants import NEVER

HOUR = 3_600_000_000
KEY = replication_key(11, 0)
WORDS = draw_words("startup/hall", "", "arrival")


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


@st.composite
def knots(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Up to eight segments of at most 40 years, flat or rising by less than 2**21 arrivals."""
    size = draw(st.integers(1, 8))
    steps = draw(st.lists(st.integers(1, 2**50), min_size=size, max_size=size))
    rise = st.just(0) | st.integers(1, 2**20) | st.integers(1, 2**52)
    rises = draw(st.lists(rise, min_size=size, max_size=size).filter(any))
    start = draw(st.integers(-(2**50), 2**51))
    return start + np.cumsum([0, *steps]), np.cumsum([0, *rises])


@st.composite
def knots_and_sums(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[int]]:
    at, value = draw(knots())
    near = st.sampled_from(value.tolist()).flatmap(lambda v: st.integers(max(0, v - 2), v + 2))
    sums = draw(st.lists(st.integers(0, int(value[-1]) + 5) | near, min_size=1, max_size=20))
    return at, value, sums


def test_exponential_table() -> None:
    """Each knot within half a unit of -ln(1 - p) in units, and a mean of 1 within 5e-5."""
    values = exponential_table()
    lower, upper = GRID <= 0.5, GRID > 0.5
    assert np.abs(values[lower] + np.log1p(-GRID[lower]) * UNIT).max() <= 1.0
    assert np.abs(values[upper] + np.log(1 - GRID[upper]) * UNIT).max() <= 0.5 + 1e-4
    assert table_mean(values) / UNIT == pytest.approx(1.0, abs=5e-5)
    assert (np.diff(values) >= 0).all()
    assert values[0] == 1


def test_sums_do_not_depend_on_chunks() -> None:
    whole = running_sums(*KEY, *WORDS, 0, 100, 0)
    first = running_sums(*KEY, *WORDS, 0, 37, 0)
    rest = running_sums(*KEY, *WORDS, 37, 63, int(first[-1]))
    assert (np.concatenate([first, rest]) == whole).all()
    assert (np.diff(whole) > 0).all()
    assert whole.dtype == np.int64
    assert running_sums(*KEY, *WORDS, 5, 0, 9).shape == (0,)


def test_gaps_are_exponential() -> None:
    gaps = np.diff(running_sums(*KEY, *WORDS, 0, 20_001, 0)) / UNIT
    assert stats.kstest(gaps, "expon").pvalue > 1e-4


def test_counts_are_poisson() -> None:
    """5,000 intervals of 4 expected arrivals: counts against the Poisson law by chi squared."""
    sums = running_sums(*KEY, *WORDS, 0, 20_600, 0)
    counts = np.bincount(sums // (4 * UNIT), minlength=5000)[:5000]
    seen = np.bincount(np.minimum(counts, 10), minlength=11)
    expected = 5000 * np.append(stats.poisson.pmf(np.arange(10), 4), stats.poisson.sf(9, 4))
    assert stats.chisquare(seen, expected).pvalue > 1e-4


def test_thinning_gives_independent_poisson_streams() -> None:
    """Cases that draw a 30% share: exponential gaps of mean 1/0.3, independent of the gaps of the others."""
    sums = running_sums(*KEY, *WORDS, 0, 30_000, 0) / UNIT
    u = uniform52_many(*KEY, np.arange(30_000), 0, *draw_words("startup/hall", "kind", "share"))
    chosen = u < threshold("0.3")
    for kept, share in ((chosen, 0.3), (~chosen, 0.7)):
        assert abs(kept.mean() - share) < 4 * np.sqrt(0.21 / 30_000)
        assert stats.kstest(np.diff(sums[kept]) * share, "expon").pvalue > 1e-4
    edges = np.arange(0, 29_000, 10)
    ours, theirs = np.histogram(sums[chosen], edges)[0], np.histogram(sums[~chosen], edges)[0]
    assert abs(np.corrcoef(ours, theirs)[0, 1]) < 4 / np.sqrt(edges.size)


def test_instants_by_hand() -> None:
    """Two arrivals expected 9-11, none until 14, one 14-15."""
    at, value = ints(9 * HOUR, 11 * HOUR, 14 * HOUR, 15 * HOUR), ints(0, 2 * UNIT, 2 * UNIT, 3 * UNIT)
    sums = ints(
        0, UNIT // 2, UNIT, 2 * UNIT - 1, 2 * UNIT, 2 * UNIT + UNIT // 4, 3 * UNIT - 1, 3 * UNIT, 9 * UNIT
    )
    half, quarter = HOUR // 2, HOUR // 4
    expected = [
        9 * HOUR,
        9 * HOUR + half,
        10 * HOUR,
        11 * HOUR - 1,
        14 * HOUR,
        14 * HOUR + quarter,
        15 * HOUR - 1,
    ]
    assert instants_of(at, value, sums).tolist() == [*expected, NEVER, NEVER]


def test_nobody_comes_at_closing_when_the_division_rounds_up() -> None:
    at, value = ints(0, 10, 20), ints(0, 2**52, 2**52)
    assert instants_of(at, value, ints(2**52 - 1)).tolist() == [9]


@given(knots_and_sums())
def test_scalar_and_array_instants_agree_to_the_last_bit(
    case: tuple[np.ndarray, np.ndarray, list[int]],
) -> None:
    at, value, sums = case
    expected = instants_of(at, value, np.array(sums, dtype=np.int64)).tolist()
    assert [instant_of_sum(at.tolist(), value.tolist(), s) for s in sums] == expected
    assert [instant_of_sum(at, value, np.int64(s)) for s in sums] == expected


@given(knots_and_sums())
def test_instants_lie_inside_rising_segments_in_order(case: tuple[np.ndarray, np.ndarray, list[int]]) -> None:
    at, value, sums = case
    instants = instants_of(at, value, np.array(sorted(sums), dtype=np.int64)).tolist()
    assert all(a <= b for a, b in pairwise(instants))
    for s, instant in zip(sorted(sums), instants, strict=True):
        assert (instant == NEVER) == (s >= value[-1])
        if instant != NEVER:
            i = int(np.searchsorted(at, instant, side="right")) - 1
            assert at[i] <= instant < at[i + 1]
            assert value[i] <= s < value[i + 1]
            exact = Fraction(s - int(value[i]), int(value[i + 1] - value[i])) * int(at[i + 1] - at[i])
            assert abs(instant - int(at[i]) - exact) <= 2


@given(
    knots_and_sums(),
    st.fractions(Fraction(1, 10), 2, max_denominator=1000),
    st.fractions(Fraction(1, 10), 2, max_denominator=1000),
)
def test_more_load_never_brings_a_case_later(
    case: tuple[np.ndarray, np.ndarray, list[int]], a: Fraction, b: Fraction
) -> None:
    at, value, sums = case
    value = value // 2
    less, more = scaled(value, min(a, b)), scaled(value, max(a, b))
    kept = np.array(sums, dtype=np.int64)
    assert (instants_of(at, more, kept) <= instants_of(at, less, kept)).all()


def test_scaled_floors_in_exact_arithmetic() -> None:
    assert scaled([0, 3, 10], exact_load("1.1")).tolist() == [0, 3, 11]
    assert scaled(ints(0, 2**52 + 1), exact_load(1.5)).tolist() == [0, (2**52 + 1) * 3 // 2]
    assert exact_load(1.1) == Fraction(11, 10)


@pytest.mark.parametrize("load", [0, -1, "0.0"])
def test_load_must_be_positive(load: int | str) -> None:
    with pytest.raises(ValueError, match=f"load {load} must be > 0"):
        exact_load(load)


def test_load_keeps_the_limits() -> None:
    with pytest.raises(ValueError, match="in one stretch of open hours; allowed: fewer than 2,097,152"):
        scaled(ints(0, 2**53 - 1), Fraction(2))
    with pytest.raises(ValueError, match="in all; allowed: fewer than 1,073,741,824"):
        scaled(np.arange(600, dtype=np.int64) * 2**52, Fraction(3))


def test_negative_sums_are_refused() -> None:
    with pytest.raises(ValueError, match="sum -1 is below 0"):
        instants_of(ints(0, 1), ints(0, 1), ints(-1))
