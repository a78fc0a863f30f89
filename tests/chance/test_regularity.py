"""Gaps more or less regular than Poisson: their mean and spread, Poisson at 1, and how many come in a span."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.chance.arrivals import UNIT, exponential_table, running_sums
from sim.chance.keys import draw_words, replication_key
from sim.chance.quantile_table import GRID, table_mean
from sim.chance.regularity import first_gap_table, gap_table

WORDS = draw_words("startup/hall", "", "arrival")
CVS = (0.0, 0.01, 0.3, 0.7, 1.6, 5.0)


@pytest.mark.parametrize("cv", CVS)
def test_gaps_have_the_mean_of_one_arrival_and_what_is_left_of_one_the_mean_theory_gives(cv: float) -> None:
    assert table_mean(gap_table(cv)) / UNIT == pytest.approx(1.0, abs=1e-4)
    assert table_mean(first_gap_table(cv)) / UNIT == pytest.approx((1 + cv * cv) / 2, rel=1e-4)
    for table in (gap_table(cv), first_gap_table(cv)):
        assert (np.diff(table) >= 0).all()
        assert table[0] >= 1


def test_one_is_poisson_first_gap_and_all() -> None:
    for table in (gap_table(1.0), first_gap_table(1.0)):
        assert np.abs(table - exponential_table()).max() <= 2


def test_quantiles_are_those_of_a_gamma_distribution() -> None:
    exact = stats.gamma.ppf(GRID[1:-1], 4.0, scale=0.25) * UNIT
    assert np.abs(gap_table(0.5)[1:-1] - exact).max() <= 1.0 + 1e-9 * exact.max()


def counts(cv: float, spans: int, span: float) -> np.ndarray:
    """Arrivals in [0, span) of expected arrivals, in so many replications."""
    found = []
    for replication in range(spans):
        sums = running_sums(
            *replication_key(5, replication),
            *WORDS,
            0,
            int(4 * span) + 40,
            0,
            (first_gap_table(cv), gap_table(cv)),
        )
        found.append(int((sums < span * UNIT).sum()))
    return np.array(found)


@pytest.mark.parametrize("cv", [0.0, 0.5, 1.6])
def test_as_many_come_in_a_span_as_are_expected_from_the_beginning_on(cv: float) -> None:
    """However short the span, since the first gap is what is left of one that began before."""
    for span in (0.4, 3.5):
        found = counts(cv, 3000, span)
        assert abs(found.mean() - span) < 4 * max(found.std(), 0.3) / np.sqrt(3000)


def test_a_clock_counts_the_same_in_every_replication() -> None:
    assert set(counts(0.0, 50, 20.0).tolist()) == {20}


@pytest.mark.parametrize("cv", [0.5, 1.6])
def test_counts_spread_by_the_square_of_the_coefficient(cv: float) -> None:
    """The variance of a long count is cv² times its mean, and a constant: (1 − cv⁴) / 6 for gamma gaps (Cox)."""
    span = 200.0
    found = counts(cv, 1500, span)
    theory = cv * cv * span + (1 - cv**4) / 6
    assert found.var(ddof=1) == pytest.approx(theory, rel=4 * np.sqrt(2 / 1500), abs=0.1)
    assert abs(found.mean() - span) < 4 * np.sqrt(theory / 1500)


def test_sums_do_not_depend_on_chunks() -> None:
    tables = first_gap_table(0.5), gap_table(0.5)
    key = replication_key(5, 0)
    whole = running_sums(*key, *WORDS, 0, 100, 0, tables)
    first = running_sums(*key, *WORDS, 0, 37, 0, tables)
    rest = running_sums(*key, *WORDS, 37, 63, int(first[-1]), tables)
    assert (np.concatenate([first, rest]) == whole).all()
