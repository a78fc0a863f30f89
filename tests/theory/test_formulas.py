"""The closed forms at points where they are known by other means."""

from __future__ import annotations

from math import exp, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .formulas import (
    batch_wait,
    cobham_waits,
    erlang_c,
    gim1_wait,
    longest_exceeds,
    mean_numbers_two_halves,
    mean_of_longest,
    mg1_wait,
    mmc_wait,
    mmc_waits_longer,
    random_batch_wait,
)

loads = st.floats(0.05, 0.95)


@given(loads)
def test_one_and_two_servers(load: float) -> None:
    assert isclose(erlang_c(1, load), load)
    assert isclose(erlang_c(2, 2 * load), 2 * load * load / (1 + load))


def test_erlang_c_by_hand() -> None:
    # c = 3, a = 2: (8/6 · 3) / (1 + 2 + 2 + 8/6 · 3) = 4/9
    assert erlang_c(3, 2.0) == pytest.approx(4 / 9)
    assert mmc_wait(3, 2.0, 1.0) == pytest.approx(4 / 9)


@given(loads)
def test_exponential_work_is_a_case_of_general_work(load: float) -> None:
    assert isclose(mmc_wait(1, load, 1.0), mg1_wait(load, 1.0, 1.0))
    assert isclose(mg1_wait(load, 1.0, 0.0), mg1_wait(load, 1.0, 1.0) / 2)


@given(loads)
def test_batches_of_one(load: float) -> None:
    assert isclose(batch_wait(load, 1, 1.0), mg1_wait(load, 1.0, 0.0))


@given(loads)
def test_random_batches_of_one_size_are_batches(load: float) -> None:
    assert isclose(random_batch_wait(load / 4, {4: 1.0}, 1.0, 0.0), batch_wait(load / 4, 4, 1.0))


@given(loads)
def test_gaps_of_cv_1_are_poisson_and_even_ones_wait_less(load: float) -> None:
    assert gim1_wait(load, 1.0, 1.0) == pytest.approx(mmc_wait(1, load, 1.0), rel=1e-6)
    assert gim1_wait(load, 1.0, 0.0) < gim1_wait(load, 1.0, 0.5) < gim1_wait(load, 1.0, 1.0)


@given(st.floats(0.02, 0.45), st.floats(0.02, 0.45), st.floats(0.1, 10.0))
def test_priorities_conserve_work(first: float, second: float, work: float) -> None:
    """Kleinrock: sum of load x wait is the same in any order of service."""
    one = cobham_waits([first / work, second], [work, 1.0])
    other = cobham_waits([second, first / work], [1.0, work])
    assert isclose(first * one[0] + second * one[1], second * other[0] + first * other[1])


def test_equal_works_average_to_first_come_first_served() -> None:
    urgent, ordinary = cobham_waits([0.3, 0.4], [1.0, 1.0])
    assert (0.3 * urgent + 0.4 * ordinary) / 0.7 == pytest.approx(mmc_wait(1, 0.7, 1.0))


def test_waiting_tail_starts_at_erlang_c_and_sums_to_the_mean() -> None:
    assert mmc_waits_longer(3, 2.0, 1.0, 0.0) == pytest.approx(erlang_c(3, 2.0))
    steps = [mmc_waits_longer(3, 2.0, 1.0, (k + 0.5) / 100) / 100 for k in range(5000)]
    assert sum(steps) == pytest.approx(mmc_wait(3, 2.0, 1.0), rel=1e-4)


def test_longest_of_exponentials() -> None:
    assert mean_of_longest(3, 6.0) == pytest.approx(11.0)
    assert longest_exceeds(2, 1.0, 1.0) == pytest.approx(2 * exp(-1) - exp(-2))


def test_two_halves() -> None:
    assert mean_numbers_two_halves(2.0, 2.0, 7.0, 3.0) == pytest.approx((6.0, 6.0))
    # Work much shorter than a half: the number follows the rate. Much longer: it forgets the halves.
    assert mean_numbers_two_halves(1.0, 3.0, 1000.0, 1.0) == pytest.approx((1.0, 3.0), rel=3e-3)
    assert mean_numbers_two_halves(1.0, 3.0, 1.0, 1000.0) == pytest.approx((2000.0, 2000.0), rel=1e-3)
    low, high = mean_numbers_two_halves(1.0, 3.0, 5.0, 4.0)
    assert (low + high) / 2 == pytest.approx(8.0)
