"""What is left of a time that has run for a while: a conditional draw by the same uniform."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.chance import Spec, beyond, draws_within, look_up, table_of
from sim.chance.quantile_table import look_up_many
from sim.chance.shares import WHOLE

MEAN = 3_600_000_000
TABLE: list[int] = table_of(Spec("exponential", mean=float(MEAN))).tolist()
FIXED: list[int] = table_of(Spec(fixed=float(MEAN))).tolist()
uniform = st.integers(0, WHOLE - 1)


@given(st.integers(0, 40 * MEAN))
def test_the_border_between_draws_within_and_beyond(length: int) -> None:
    within = draws_within(TABLE, 0, length)
    assert within == 0 or look_up(TABLE, 0, within - 1) <= length
    assert within == WHOLE or look_up(TABLE, 0, within) > length


@given(uniform, st.integers(0, 40 * MEAN))
def test_a_draw_that_goes_on_exceeds_what_has_passed(u: int, length: int) -> None:
    within = draws_within(TABLE, 0, length)
    moved = beyond(u, within)
    assert within <= moved < WHOLE or (within == WHOLE and moved == WHOLE - 1)
    if within < WHOLE:
        assert look_up(TABLE, 0, moved) > length


@given(uniform, uniform, st.integers(0, 5 * MEAN))
def test_the_order_of_draws_is_kept(one: int, other: int, length: int) -> None:
    within = draws_within(TABLE, 0, length)
    low, high = sorted((one, other))
    assert beyond(low, within) <= beyond(high, within)


def test_nothing_has_passed() -> None:
    assert draws_within(TABLE, 0, 0) == 0
    for u in (0, 1, WHOLE // 3, WHOLE - 1):
        assert beyond(u, 0) == u


def test_a_fixed_time_has_its_rest_left_or_nothing() -> None:
    assert draws_within(FIXED, 0, MEAN - 1) == 0
    assert draws_within(FIXED, 0, MEAN) == WHOLE
    assert beyond(5, WHOLE) == WHOLE - 1


@pytest.mark.parametrize("passed", [0.1, 1.0, 3.0])
def test_an_exponential_has_no_memory(passed: float) -> None:
    """What is left is distributed as the whole, whatever has passed; 200,000 draws know a mean to a quarter percent."""
    u = np.random.Generator(np.random.PCG64(7)).integers(0, WHOLE, 200_000)
    spent = int(passed * MEAN)
    within = draws_within(TABLE, 0, spent)
    moved = np.array([beyond(int(one), within) for one in u.tolist()], dtype=np.int64)
    left = look_up_many(np.array(TABLE), moved) - spent
    assert left.min() > 0
    assert left.mean() == pytest.approx(MEAN, rel=0.01)
    assert left.std() == pytest.approx(MEAN, rel=0.02)
