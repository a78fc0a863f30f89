"""Our lognormal, exponential, uniform and triangular are scipy's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.chance.quantile_table import GRID
from sim.chance.usual import Exponential, Lognormal, Triangular, Uniform

LOWER = np.minimum(GRID, 0.5)
SIZES = st.floats(1, 1e12)

pairs = st.one_of(
    st.tuples(st.floats(1e-3, 5), SIZES).map(lambda x: (Lognormal(*x), stats.lognorm(x[0], scale=x[1]))),
    SIZES.map(lambda x: (Exponential(x), stats.expon(scale=x))),
    st.tuples(SIZES, SIZES).map(lambda x: (Uniform(*x), stats.uniform(loc=x[0], scale=x[1]))),
    st.tuples(st.floats(0, 1), SIZES, SIZES).map(
        lambda x: (Triangular(*x), stats.triang(x[0], loc=x[1], scale=x[2]))
    ),
)


@given(pairs)
def test_quantiles_and_mean_are_scipys_to_the_last_bit(both: tuple[Any, Any]) -> None:
    ours, theirs = both
    assert np.array_equal(ours.ppf(LOWER), theirs.ppf(LOWER))
    assert np.array_equal(ours.isf(LOWER), theirs.isf(LOWER))
    assert ours.mean() == theirs.mean()


@given(pairs)
def test_the_rest_is_scipys(both: tuple[Any, Any]) -> None:
    ours, theirs = both
    assert ours.std() == pytest.approx(theirs.std(), rel=1e-12)
    some = np.array([-1.0, 0.0, *theirs.ppf([0.01, 0.3, 0.5, 0.9]), 2 * theirs.ppf(1 - 1e-12)])
    assert ours.cdf(some) == pytest.approx(theirs.cdf(some), abs=1e-9)
