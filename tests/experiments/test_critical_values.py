"""Values kept beside the program are those that scipy reckons."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from sim.chance.normal import ndtri
from sim.chance.quantile_table import CENTRE, GRID
from sim.experiments.statistics.critical_values import NONE_OF, STUDENT_T
from sim.experiments.statistics.looks import PLAN, single_look, upper_bound
from sim.experiments.statistics.skewness_t import critical_t
from sim.experiments.unknowns.judging import SIZES, UNCLEAR


def test_student_t() -> None:
    for (n, probability), value in STUDENT_T.items():
        assert value == pytest.approx(float(special.stdtrit(n - 1, probability)), rel=1e-13)
    planned = {*PLAN, *(look for n, _ in PLAN for look in single_look(n)), *((n, UNCLEAR) for n in SIZES)}
    for n, level in planned:
        assert critical_t(n, level) == STUDENT_T[n, 1 - level / 2]


def test_bounds_of_what_never_happened() -> None:
    for (n, level), value in NONE_OF.items():
        assert value == upper_bound(0, n, level) == pytest.approx(1 - level ** (1 / n), 1e-12)
    assert {*PLAN, *(look for n, _ in PLAN for look in single_look(n))} <= NONE_OF.keys()


@pytest.mark.parametrize(
    "points", [GRID[: CENTRE + 1], 1.0 - GRID[CENTRE + 1 :], np.float64(0.5), GRID[5:99]]
)
def test_quantiles_of_the_normal_distribution(points: np.ndarray) -> None:
    assert np.asarray(ndtri(points)) == pytest.approx(special.ndtri(points), rel=1e-13, abs=1e-15)
