"""The grid, the reading of a table (exact at knots, rising, the same for scalars and arrays), its mean."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.chance.quantile_table import (
    CENTRE,
    GRID,
    HUNDRED_YEARS,
    KNOT_V,
    LAST,
    TABLE_LENGTH,
    TOP,
    look_up,
    look_up_many,
    table,
    table_mean,
)

uniform = st.integers(0, TOP) | st.integers(0, 51).flatmap(lambda b: st.integers(0, 2**b))
either_end = uniform | uniform.map(lambda u: TOP - u)


@st.composite
def rising_tables(draw: st.DrawFn) -> np.ndarray:
    """Non-decreasing tables with flat stretches, small steps and leaps up to 100 years."""
    seed = draw(st.integers(0, 2**32 - 1))
    spread = draw(st.sampled_from([0.3, 3.0, 9.0]))
    ends = np.random.default_rng(seed)
    steps = np.floor(np.exp(ends.normal(0, spread, TABLE_LENGTH)))
    values = np.minimum(np.cumsum(steps), HUNDRED_YEARS).astype(np.int64)
    values[-1] = draw(st.sampled_from([int(values[-1]), HUNDRED_YEARS]))
    return values


def test_grid_is_mirrored_exact_and_refined() -> None:
    assert GRID.shape == (2563,) == (TABLE_LENGTH,)
    assert (np.diff(GRID) > 0).all()
    assert (GRID + GRID[::-1] == 1.0).all()
    assert (GRID[0], GRID[1], GRID[CENTRE], GRID[LAST]) == (2.0**-44, 2.0**-41, 0.5, 1 - 2.0**-44)
    assert [int(p * 2**52) for p in GRID[1 : CENTRE + 1]] == list(KNOT_V[1:])


@settings(max_examples=30)
@given(rising_tables())
def test_reading_is_exact_at_knots(values: np.ndarray) -> None:
    plain = values.tolist()
    for i in range(CENTRE):
        assert look_up(plain, 0, KNOT_V[i]) == plain[i]
        assert look_up(plain, 0, TOP - KNOT_V[i]) == plain[LAST - i]


@given(rising_tables(), either_end, either_end)
def test_reading_never_falls(values: np.ndarray, u: int, w: int) -> None:
    low, high = sorted([u, w])
    plain = values.tolist()
    assert plain[0] <= look_up(plain, 0, low) <= look_up(plain, 0, high) <= plain[-1]
    assert look_up(plain, 0, low) <= look_up(plain, 0, min(low + 1, TOP))


@given(rising_tables(), either_end, st.integers(0, 5))
def test_reading_is_the_interpolation(values: np.ndarray, u: int, offset: int) -> None:
    """Within one unit and 2**-20 of a cell of rational interpolation; at an offset in a list too."""
    v = min(u, TOP - u)
    i = int(np.searchsorted(KNOT_V, v, side="right")) - 1
    plain = values.tolist()
    near, far = (plain[i], plain[i + 1]) if v == u else (plain[LAST - i], plain[LAST - i - 1])
    exact = near + Fraction(v - KNOT_V[i], KNOT_V[i + 1] - KNOT_V[i]) * (far - near)
    read = look_up([-1] * offset + plain, offset, u)
    assert abs(read - exact) <= 1 + Fraction(abs(far - near), 2**20)


@settings(max_examples=30)
@given(rising_tables(), st.lists(either_end, min_size=1, max_size=60))
def test_array_and_int64_scalars_read_the_same(values: np.ndarray, uniforms: list[int]) -> None:
    """numpy integers wrap as compiled code does, and warn when they do: an overflow would fail here."""
    plain = values.tolist()
    expected = [look_up(plain, 0, u) for u in uniforms]
    assert look_up_many(values, np.array(uniforms, dtype=np.int64)).tolist() == expected
    with np.errstate(over="raise"):
        assert [look_up(values, 0, np.int64(u)) for u in uniforms] == expected


@settings(max_examples=10)
@given(rising_tables())
def test_mean_is_that_of_the_interpolation(values: np.ndarray) -> None:
    """Against the trapezium rule over the mirrored knots, in fractions."""
    at = [Fraction(v, 2**52) for v in KNOT_V]
    at += [1 - p for p in at[-2::-1]]
    knots = values.tolist()
    area = sum(((knots[i] + knots[i + 1]) * (at[i + 1] - at[i]) / 2 for i in range(LAST)), Fraction(0))
    assert table_mean(values) == pytest.approx(float(area), rel=1e-15)


def test_values_round_half_up_and_are_clipped() -> None:
    values = table(lambda p: 10.0 * p, least=1, most=8)
    assert values.dtype == np.int64
    assert (values[0], values[CENTRE], values[LAST]) == (1, 5, 8)
    assert table(lambda p: 2.5 + 0 * p, least=0, most=9)[3] == 3


def test_infinite_ends_become_the_cap() -> None:
    values = table(lambda p: np.where(p > 0.9, np.inf, p), least=1, most=HUNDRED_YEARS)
    assert values[-1] == HUNDRED_YEARS


def test_rounding_noise_is_smoothed() -> None:
    noisy = table(lambda p: 1e12 * (1 + p) * (1 + 1e-12 * np.cos(1e6 * p)), least=1, most=HUNDRED_YEARS)
    assert (np.diff(noisy) >= 0).all()


def test_what_is_no_quantile_function_is_refused() -> None:
    with pytest.raises(ValueError, match="decrease by"):
        table(lambda p: 100.0 - 50.0 * p, least=0, most=1000)
    with pytest.raises(ValueError, match="not a number"):
        table(lambda p: np.where(p > 0.5, np.nan, p), least=0, most=1)
    with pytest.raises(ValueError, match="shape"):
        table(lambda p: p[:3], least=0, most=1)
    with pytest.raises(ValueError, match="least 5 is above most 4"):
        table(lambda p: p, least=5, most=4)
