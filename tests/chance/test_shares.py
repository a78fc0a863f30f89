"""Shares as thresholds: exact decimals, the edges, and nobody loses by a larger share."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.chance.shares import WHOLE, pick, threshold, thresholds

uniform = st.integers(0, WHOLE - 1)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0, 0),
        (1, WHOLE),
        (0.5, WHOLE // 2),
        ("0.25", WHOLE // 4),
        (Fraction(1, 3), (WHOLE - 1) // 3),
        (Fraction(2, 3), (2 * WHOLE + 1) // 3),
    ],
)
def test_threshold(share: int | float | str | Fraction, expected: int) -> None:
    """2**52 = 1 modulo 3, so a third of it rounds down and two thirds up."""
    assert threshold(share) == expected


@pytest.mark.parametrize("share", [-0.1, 1.0001, "2"])
def test_threshold_refuses_what_is_no_share(share: float | str) -> None:
    with pytest.raises(ValueError, match=f"share {share} is outside"):
        threshold(share)


def test_decimal_shares_sum_exactly() -> None:
    assert thresholds([0.1, 0.2, 0.7])[-1] == WHOLE
    assert thresholds([0.1] * 10)[4] == WHOLE // 2


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.3, 0\.3 sum to 0\.6"):
        thresholds([0.3, 0.3])


def test_pick_by_hand() -> None:
    table = [7, 7, *thresholds([0.25, 0.0, 0.5, 0.25])]
    quarter = WHOLE // 4
    expected = {0: 0, quarter - 1: 0, quarter: 2, 3 * quarter - 1: 2, 3 * quarter: 3, WHOLE - 1: 3}
    assert {u: pick(u, table, 2, 4) for u in expected} == expected


@given(uniform)
def test_never_and_always(u: int) -> None:
    assert pick(u, [threshold(0)], 0, 1) == 1
    assert pick(u, [threshold(1)], 0, 1) == 0


@given(uniform, st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_keeps_those_it_had(u: int, a: float, b: float) -> None:
    small, large = sorted([threshold(a), threshold(b)])
    assert pick(u, [small], 0, 1) >= pick(u, [large], 0, 1)


@given(uniform, st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_a_full_choice_always_picks_a_possible_branch(u: int, weights: list[int]) -> None:
    branches = thresholds([Fraction(weight, sum(weights)) for weight in weights])
    chosen = pick(u, branches, 0, len(branches))
    assert chosen < len(branches)
    assert weights[chosen] > 0
