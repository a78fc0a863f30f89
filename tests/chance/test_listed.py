"""Listed values: drawn with their weights to the last of 2**52 uniforms, and no value that was not listed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.chance import Spec, check_table, draws_within, exact_mean, look_up, table_of
from sim.chance.distributions import frozen
from sim.chance.errors import Incomplete, Infeasible
from sim.chance.listed import Listed, row_of
from sim.chance.quantile_table import TABLE_LENGTH, look_up_many, moments, table_mean
from sim.chance.shares import WHOLE

MINUTE = 60_000_000


def points(*entries: tuple[float, float]) -> Spec:
    return Spec(values=tuple((value * MINUTE, value * MINUTE, weight) for value, weight in entries))


def test_each_value_has_its_share_of_the_uniforms() -> None:
    row = table_of(points((12, 3), (5, 1), (40, 4))).tolist()
    for value, below in ((5, 0), (12, WHOLE // 8), (40, WHOLE // 2)):
        assert draws_within(row, 0, value * MINUTE - 1) == below
    assert [look_up(row, 0, u) // MINUTE for u in (0, WHOLE // 8 - 1, WHOLE // 8, WHOLE // 2, WHOLE - 1)] == [
        5, 5, 12, 40, 40
    ]  # fmt: skip


def test_nothing_else_is_ever_drawn() -> None:
    listed = [1, 2, 3, 90, 1000]
    row = table_of(points(*((value, 1 + value % 7) for value in listed)))
    u = np.random.default_rng(7).integers(0, WHOLE, 100_000)
    assert set(look_up_many(row, u).tolist()) == {value * MINUTE for value in listed}


def test_a_class_is_even_between_its_ends() -> None:
    row = table_of(Spec(values=((0.0, 8e8, 1.0), (8e8, 8e8 + 2.0**40, 1.0))))
    assert [look_up(row, 0, WHOLE // 16 * n) for n in range(8)] == [10**8 * n for n in range(8)]
    upper = [look_up(row, 0, WHOLE // 2 + WHOLE // 16 * n) - 8 * 10**8 for n in range(8)]
    assert upper == [2**37 * n for n in range(8)]
    assert look_up(row, 0, WHOLE - 1) <= 8e8 + 2**40


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    ends = sorted(draw(st.sets(st.integers(0, 10**13), min_size=2, max_size=9)))
    entries = []
    for low, high in zip(ends[::2], ends[1::2], strict=False):
        high = draw(st.sampled_from([low, high]))
        entries.append((float(low), float(high), draw(st.sampled_from([0.1, 1, 3, 1e6, 1e-7]))))
    return Spec(values=tuple(draw(st.permutations(entries))))


@given(specs(), st.lists(st.integers(0, WHOLE - 1), min_size=2, max_size=20))
@settings(max_examples=200, deadline=None)
def test_one_by_one_or_many_and_rising(spec: Spec, uniforms: list[int]) -> None:
    row = table_of(spec)
    drawn = [look_up(row.tolist(), 0, u) for u in uniforms]
    assert look_up_many(row, np.array(uniforms)).tolist() == drawn
    assert [look_up([-5, -5, *row.tolist()], 2, u) for u in uniforms] == drawn
    assert sorted(drawn) == [look_up(row.tolist(), 0, u) for u in sorted(uniforms)]
    for u, value in zip(uniforms, drawn, strict=True):
        assert value == pytest.approx(float(frozen(spec).ppf(u / WHOLE)), rel=1e-6, abs=2 + 1e13 / 2**20)


@given(specs())
@settings(max_examples=100, deadline=None)
def test_the_mean_is_exact(spec: Spec) -> None:
    total = sum(Fraction(weight) for _, _, weight in spec.values)
    wanted = sum(Fraction(low + high) / 2 * Fraction(weight) for low, high, weight in spec.values) / total
    assert exact_mean(spec) == pytest.approx(float(wanted), rel=1e-12, abs=1e-6)
    row = table_of(spec)
    assert table_mean(row) == pytest.approx(float(wanted), rel=1e-6, abs=1)
    assert moments(row)[0] == table_mean(row)


def test_moments_by_hand() -> None:
    mean, square = moments(table_of(Spec(values=((2e6, 2e6, 1.0), (4e6, 10e6, 3.0)))))
    assert mean == pytest.approx((2e6 + 3 * 7e6) / 4)
    assert square == pytest.approx((4e12 + 3 * (16 + 40 + 100) / 3 * 1e12) / 4)


def test_values_in_any_order_and_twice_are_one() -> None:
    assert (table_of(points((7, 1), (3, 2), (7, 4))) == table_of(points((3, 2), (7, 5)))).all()


def test_a_factor_scales_and_zero_stays_zero() -> None:
    row = table_of(points((0, 1), (1e-9, 1), (5, 2)), 1.5).tolist()
    assert [look_up(row, 0, WHOLE * eighths // 8) for eighths in (0, 2, 4)] == [0, 1, int(7.5 * MINUTE)]


def test_more_values_than_a_row_holds() -> None:
    """Neighbours are drawn as their mean: the mean stays, the far ones keep their own."""
    rng = np.random.default_rng(3)
    values = np.unique(np.round(rng.lognormal(3, 1, 20_000), 3))
    weights = rng.integers(1, 5, len(values))
    listed = Listed.of([(v * MINUTE, v * MINUTE, float(w)) for v, w in zip(values, weights, strict=True)])
    row = row_of(listed, 1.0, TABLE_LENGTH)
    assert -row[0] == (TABLE_LENGTH - 1) // 3
    assert table_mean(row) == pytest.approx(listed.mean(), rel=1e-9)
    assert look_up(row, 0, WHOLE - 1) == round(values[-1] * MINUTE)
    for p in (0.01, 0.1, 0.5, 0.9, 0.99, 0.999):
        assert look_up(row, 0, int(p * WHOLE)) == pytest.approx(
            float(listed.ppf(p)), abs=0.01 * listed.mean()
        )


def test_a_cut_keeps_what_lies_between() -> None:
    spec = Spec(values=((5e6, 5e6, 1.0), (10e6, 20e6, 4.0), (30e6, 30e6, 1.0)), at_least=5e6, at_most=15e6)
    assert frozen(spec) == Listed(((5e6, 5e6, 1.0), (10e6, 15e6, 2.0)))
    assert exact_mean(spec) == pytest.approx((5e6 + 2 * 12.5e6) / 3)


@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        (points((5, 0)), Incomplete, "no value is listed"),
        (Spec(values=((1e6, 3e6, 1.0), (2e6, 4e6, 1.0))), Infeasible, "overlap"),
        (Spec(values=((1e6, 3e6, 1.0), (1e6, 1e6, 1.0))), Infeasible, "overlap"),
        (Spec(values=((3e6, 1e6, 1.0),)), Infeasible, "no listed value"),
        (Spec(values=((-1.0, 1e6, 1.0),)), Infeasible, "no listed value"),
        (Spec(values=((4e15, 4e15, 1.0),)), Infeasible, "100 years"),
        (Spec(values=((1e6, 1e6, 1.0),), mean=5e6), Incomplete, "stand alone"),
        (Spec(values=((1e6, 1e6, 1.0),), at_least=2e6), Incomplete, "no value is listed"),
        (Spec(values=tuple((n * 1e6, (n + 1) * 1e6, 1.0) for n in range(900))), Infeasible, "allowed: 854"),
    ],
)
def test_what_is_refused(spec: Spec, error: type[Exception], message: str) -> None:
    for asked in (table_of, check_table):
        with pytest.raises(error, match=message):
            asked(spec)
