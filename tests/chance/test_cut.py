"""Distributions cut at a least and a largest value: conditioned on what lies between, means exact."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate, stats

from sim.chance import Spec, check_table, exact_mean, table_of
from sim.chance.distributions import MEAN_TOLERANCE, frozen
from sim.chance.errors import Incomplete, Infeasible, TailTooHeavy
from sim.chance.quantile_table import look_up, table_mean

MINUTE = 60e6
TWENTY = 20 * MINUTE

CUTS = {
    "lognormal": Spec(mean=TWENTY, quantiles=((0.9, 45 * MINUTE),), at_least=5 * MINUTE, at_most=60 * MINUTE),
    "lognormal below": Spec(mean=TWENTY, cv=3.0, at_most=TWENTY),
    "lognormal above": Spec(mean=TWENTY, cv=3.0, at_least=TWENTY),
    "exponential": Spec(family="exponential", mean=TWENTY, at_least=5 * MINUTE, at_most=25 * MINUTE),
    "exponential above": Spec(family="exponential", mean=TWENTY, at_least=5 * MINUTE),
    "gamma": Spec(family="gamma", mean=TWENTY, cv=2.0, at_least=MINUTE, at_most=200 * MINUTE),
    "weibull": Spec(family="weibull", mean=TWENTY, cv=1.5, at_most=40 * MINUTE),
    "normal": Spec(family="normal", mean=TWENTY, sd=8 * MINUTE, at_least=5 * MINUTE),
    "triangular": Spec(min=MINUTE, mode=2 * MINUTE, max=9 * MINUTE, at_least=1.5 * MINUTE, at_most=4 * MINUTE),
    "uniform": Spec(min=MINUTE, max=9 * MINUTE, at_most=4 * MINUTE),
    "pareto without a mean": Spec(family="pareto", parameters=(("b", 0.9), ("scale", MINUTE)), at_most=1e4 * MINUTE),
}  # fmt: skip
every_cut = pytest.mark.parametrize("spec", CUTS.values(), ids=CUTS)


@every_cut
def test_quantiles_are_those_of_what_lies_between(spec: Spec) -> None:
    """F of the cut distribution is F of the whole one between the ends, brought to 1."""
    whole = frozen(replace(spec, at_least=None, at_most=None))
    low, high = (float(whole.cdf(end)) for end in (spec.at_least or 0.0, spec.at_most or 1e99))
    for p in (0.001, 0.1, 0.5, 0.9, 0.999):
        assert float(frozen(spec).ppf(p)) == pytest.approx(float(whole.ppf(low + p * (high - low))), rel=1e-9)
        assert float(frozen(spec).isf(p)) == pytest.approx(float(frozen(spec).ppf(1 - p)), rel=1e-9)


@every_cut
def test_mean_is_exact_and_the_table_has_it(spec: Spec) -> None:
    distribution = frozen(spec)
    by_halves = [
        integrate.quad(lambda q, part=part: float(part(q)), 0, 0.5, limit=500, epsrel=1e-9)[0]
        for part in (distribution.ppf, distribution.isf)
    ]
    assert exact_mean(spec) == pytest.approx(sum(by_halves), rel=1e-4)
    assert table_mean(table_of(spec)) == pytest.approx(exact_mean(spec), rel=MEAN_TOLERANCE)


@every_cut
def test_nothing_lies_outside_and_nothing_piles_up(spec: Spec) -> None:
    values = table_of(spec)
    least, most = spec.at_least or 1.0, spec.at_most or np.inf
    assert values[0] >= least
    assert values[-1] <= most
    plain = values.tolist()
    ends = [look_up(plain, 0, int(p * 2**52)) for p in (0.001, 0.999)]
    assert least < ends[0]
    assert ends[1] < most


def test_a_cut_exponential_by_hand() -> None:
    """Memory begins anew: what is above 5 min is 5 min and another exponential."""
    assert exact_mean(CUTS["exponential above"]) == pytest.approx(25 * MINUTE, rel=1e-12)


def test_a_cut_lognormal_by_hand() -> None:
    sigma = np.sqrt(np.log(1 + 9.0))
    median = TWENTY / np.sqrt(10.0)
    z = np.log(TWENTY / median) / sigma
    wanted = TWENTY * stats.norm.cdf(z - sigma) / stats.norm.cdf(z)
    assert exact_mean(CUTS["lognormal below"]) == pytest.approx(wanted, rel=1e-12)


def test_a_factor_scales_the_ends_too() -> None:
    values = table_of(CUTS["exponential"], 2.0)
    assert (values[0], values[-1]) == (10 * MINUTE, 50 * MINUTE)


def test_an_end_beyond_everything_changes_no_quantile() -> None:
    whole = Spec(mean=TWENTY, cv=0.5)
    assert np.abs(table_of(replace(whole, at_most=1e4 * TWENTY)) - table_of(whole)).max() <= 1


@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        (Spec(fixed=MINUTE, at_most=9.0), Incomplete, "a constant is not cut"),
        (Spec(mean=TWENTY, cv=0.5, at_least=9.0, at_most=9.0), Infeasible, "must be below at_most"),
        (Spec(mean=TWENTY, cv=0.5, at_most=0.0), Infeasible, "at_most is 0, must be > 0"),
        (Spec(mean=TWENTY, cv=0.5, at_least=-1.0), Infeasible, "at_least is -1, must be >= 0"),
        (Spec(mean=TWENTY, cv=0.5, at_least=100 * TWENTY), Infeasible, r"leave \S+ of .* 0\.01 or more"),
        (Spec(min=1e6, max=2e6, at_least=3e6), Infeasible, "leave 0 of the distribution"),
        (
            Spec(family="pareto", parameters=(("b", 0.9), ("scale", 1e6)), at_least=2e6),
            TailTooHeavy,
            "no finite mean",
        ),
    ],
)
def test_what_is_refused(spec: Spec, error: type[Exception], message: str) -> None:
    for asked in (table_of, check_table):
        with pytest.raises(error, match=message):
            asked(spec)
