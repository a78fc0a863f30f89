"""Planner's numbers against scipy: fits, table means and tails of every family, and what is refused."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from scipy import stats

from sim.chance.distributions import MEAN_TOLERANCE, Spec, exact_mean, frozen, scipy_families, table_of
from sim.chance.errors import Incomplete, Infeasible, TailTooHeavy, UnknownFamily
from sim.chance.keys import draw_words, replication_key, uniform52_many
from sim.chance.quantile_table import HUNDRED_YEARS, look_up, look_up_many, table_mean

MINUTE = 60e6
TWENTY = 20 * MINUTE
Z90 = float(stats.norm.ppf(0.9))

FAMILIES = {
    "lognormal mean p90": Spec(mean=TWENTY, quantiles=((0.9, 45 * MINUTE),)),
    "lognormal cv 3": Spec(mean=TWENTY, cv=3.0),
    "lognormal cv 10": Spec(mean=TWENTY, cv=10.0),
    "lognormal median p95": Spec(quantiles=((0.5, TWENTY), (0.95, 80 * MINUTE))),
    "gamma shape 0.3": Spec(family="gamma", mean=TWENTY, cv=1 / sqrt(0.3)),
    "gamma mean p90": Spec(family="gamma", mean=TWENTY, quantiles=((0.9, 45 * MINUTE),)),
    "gamma median p95": Spec(family="gamma", quantiles=((0.5, TWENTY), (0.95, 80 * MINUTE))),
    "weibull cv 1.5": Spec(family="weibull", mean=TWENTY, cv=1.5),
    "weibull mean p75": Spec(family="weibull", mean=TWENTY, quantiles=((0.75, 25 * MINUTE),)),
    "weibull median p95": Spec(family="weibull", quantiles=((0.5, TWENTY), (0.95, 80 * MINUTE))),
    "normal sd": Spec(family="normal", mean=TWENTY, sd=8 * MINUTE),
    "normal mean p90": Spec(family="normal", mean=TWENTY, quantiles=((0.9, 35 * MINUTE),)),
    "normal median p95": Spec(family="normal", quantiles=((0.5, TWENTY), (0.95, 50 * MINUTE))),
    "exponential": Spec(family="exponential", mean=TWENTY),
    "exponential median": Spec(family="exponential", quantiles=((0.5, TWENTY),)),
    "uniform": Spec(min=0.0, max=TWENTY),
    "triangular": Spec(min=5 * MINUTE, mode=8 * MINUTE, max=30 * MINUTE),
    "scipy gamma": Spec(family="gamma", parameters=(("a", 0.3), ("scale", MINUTE))),
    "scipy pareto 2.5": Spec(family="pareto", mean=TWENTY, parameters=(("b", 2.5),)),
    "scipy pareto 1.5": Spec(family="pareto", mean=TWENTY, parameters=(("b", 1.5),)),
    "scipy lomax 1.8": Spec(family="lomax", mean=TWENTY, parameters=(("c", 1.8),)),
    "scipy beta": Spec(
        family="beta", parameters=(("a", 2.0), ("b", 5.0), ("loc", MINUTE), ("scale", 2 * TWENTY))
    ),
}
every_family = pytest.mark.parametrize("spec", FAMILIES.values(), ids=FAMILIES.keys())


@every_family
def test_table_mean_is_the_exact_mean(spec: Spec) -> None:
    assert MEAN_TOLERANCE == 5e-4
    assert table_mean(table_of(spec)) == pytest.approx(float(frozen(spec).mean()), rel=5e-4)


@every_family
def test_quantiles_from_one_in_a_million_to_all_but_one(spec: Spec) -> None:
    """Within 0.3% of scipy and half a µs of rounding (the cell of a steep lower tail is the worst)."""
    distribution, plain = frozen(spec), table_of(spec).tolist()
    for p in (1e-6, 1e-4, 0.01, 0.1, 0.37, 0.5, 0.63, 0.9, 0.99, 0.9999):
        assert look_up(plain, 0, int(p * 2**52)) == pytest.approx(distribution.ppf(p), rel=3e-3, abs=1.5)
        assert look_up(plain, 0, 2**52 - 1 - int(p * 2**52)) == pytest.approx(
            distribution.isf(p), rel=3e-3, abs=1.5
        )


@every_family
def test_tables_rise_from_one_microsecond_to_a_hundred_years(spec: Spec) -> None:
    values = table_of(spec)
    assert (np.diff(values) >= 0).all()
    assert values[0] >= 1
    assert values[-1] <= HUNDRED_YEARS


@every_family
def test_numbers_given_are_numbers_got(spec: Spec) -> None:
    distribution = frozen(spec)
    for p, value in spec.quantiles:
        assert distribution.ppf(p) == pytest.approx(value, rel=1e-9)
    if spec.mean is not None:
        assert exact_mean(spec) == pytest.approx(spec.mean, rel=1e-9)
    if spec.cv is not None:
        assert distribution.std() / distribution.mean() == pytest.approx(spec.cv, rel=1e-8)
    if spec.sd is not None:
        assert distribution.std() == pytest.approx(spec.sd, rel=1e-8)


@every_family
def test_mean_of_a_hundred_thousand_draws(spec: Spec) -> None:
    """Within 4 standard errors of the table's own mean; its sd is finite whatever the family's."""
    values = table_of(spec)
    k0, k1 = replication_key(20, 25)
    u = uniform52_many(k0, k1, np.arange(100_000), 0, *draw_words("s", "review", "duration"))
    drawn = look_up_many(values, u).astype(float)
    assert abs(drawn.mean() - table_mean(values)) < 4 * drawn.std() / sqrt(drawn.size)


def test_fixed() -> None:
    assert set(table_of(Spec(fixed=0.0)).tolist()) == {0}
    assert set(table_of(Spec(fixed=0.2)).tolist()) == {1}
    assert set(table_of(Spec(fixed=90.5), scale=2.0).tolist()) == {181}
    assert exact_mean(Spec(family="fixed", fixed=7.0)) == 7.0


def test_lognormal_takes_the_smaller_of_two_sigmas() -> None:
    """q / m = exp(z s - s**2 / 2) has the solutions s and 2 z - s."""
    sigma = 0.4
    spec = Spec(mean=1e9, quantiles=((0.9, 1e9 * exp(Z90 * sigma - sigma**2 / 2)),))
    assert frozen(spec).std() / 1e9 == pytest.approx(sqrt(exp(sigma**2) - 1), rel=1e-9)


def test_lognormal_below_its_mean_has_one_sigma() -> None:
    spec = Spec(mean=1e9, quantiles=((0.75, 0.9e9),))
    assert frozen(spec).ppf(0.75) == pytest.approx(0.9e9, rel=1e-9)
    assert exact_mean(spec) == pytest.approx(1e9, rel=1e-9)
    low = Spec(mean=1e9, quantiles=((0.1, 0.5e9),))
    assert frozen(low).ppf(0.1) == pytest.approx(0.5e9, rel=1e-9)


def test_lognormal_limit_is_stated_and_reached() -> None:
    limit = exp(Z90**2 / 2)
    assert frozen(Spec(mean=1e9, quantiles=((0.9, limit * (1 - 1e-9) * 1e9),))).mean() == pytest.approx(1e9)
    with pytest.raises(Infeasible, match=r"p90 / mean = 2\.5 .* at most 2\.2732 \(exp\(z\*\*2 / 2\)\)"):
        frozen(Spec(mean=1e9, quantiles=((0.9, 2.5e9),)))


def test_normal_is_cut_at_zero_and_means_what_it_says() -> None:
    spec = Spec(family="normal", mean=TWENTY, cv=0.8)
    distribution = frozen(spec)
    assert distribution.cdf(0.0) == 0.0
    assert (distribution.mean(), distribution.std()) == pytest.approx((TWENTY, 0.8 * TWENTY), rel=1e-8)
    far = frozen(Spec(family="normal", mean=TWENTY, cv=0.1))
    assert far.ppf(0.9) == pytest.approx(TWENTY * (1 + 0.1 * Z90), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["lognormal", "gamma", "weibull", "normal"]), st.floats(0.05, 0.9), st.floats(0.6, 0.99)
)
def test_any_fit_of_mean_and_quantile_comes_back(family: str, cv: float, p: float) -> None:
    """The quantile of a known member with its mean gives a member with both, and no larger spread."""
    known = frozen(Spec(family=family, mean=1e9, cv=cv))
    value = float(known.ppf(p))
    if 0.98 < value / 1e9 < 1.0001:
        reject()  # hardly any spread, or its mirror image: too near to no spread at all
    fitted = frozen(Spec(family=family, mean=1e9, quantiles=((p, value),)))
    assert (fitted.mean(), fitted.ppf(p)) == pytest.approx((1e9, value), rel=1e-7)
    assert fitted.std() <= known.std() * (1 + 1e-6)


def test_the_peak_of_what_is_feasible_is_not_refused() -> None:
    """The largest p90 / mean of a gamma lies between two points of the search's grid."""
    with pytest.raises(Infeasible) as refused:
        frozen(Spec(family="gamma", mean=1.0, quantiles=((0.9, 5.0),)))
    limit = float(str(refused.value).rsplit(" ", 1)[1])
    ratios = stats.gamma.ppf(0.9, np.linspace(0.05, 0.5, 100_001)) / np.linspace(0.05, 0.5, 100_001)
    assert limit == pytest.approx(ratios.max(), rel=1e-5)
    highest = Spec(family="gamma", mean=1e9, quantiles=((0.9, 1e9 * ratios.max() * (1 - 1e-9)),))
    assert frozen(highest).mean() == pytest.approx(1e9, rel=1e-9)


@pytest.mark.parametrize("factor", [0.37, 1.0, 2.5])
def test_scale_multiplies_every_duration(factor: float) -> None:
    spec = FAMILIES["lognormal mean p90"]
    scaled, plain = table_of(spec, factor).astype(float), table_of(spec).astype(float)
    assert np.abs(scaled - np.minimum(factor * plain, HUNDRED_YEARS)).max() <= 0.5 + 0.5 * factor + 1e-3


@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        (Spec(), Incomplete, "nothing does not say which distribution"),
        (Spec(mean=1e6), Incomplete, "mean does not say"),
        (Spec(mean=1e6, cv=1.0, sd=1.0), Incomplete, "mean, sd, cv does not say"),
        (Spec(family="gamma", mean=1e6), Incomplete, "gamma is given mean; it takes mean and one of"),
        (Spec(family="uniform", mean=1e6), Incomplete, "it takes min and max"),
        (Spec(family="lognorm", mean=1e6, cv=1.0), Incomplete, "did you mean 'lognormal'"),
        (Spec(family="lognormall", mean=1e6, cv=1.0), UnknownFamily, "'lognormall' is unknown.*'lognormal'"),
        (Spec(family="paretto", parameters=(("b", 2.0),)), UnknownFamily, "did you mean 'pareto'"),
        (
            Spec(family="pareto", parameters=(("bb", 2.0), ("scale", 1e6))),
            UnknownFamily,
            "allowed: b, loc, scale",
        ),
        (Spec(family="pareto", parameters=(("scale", 1e6),)), Incomplete, "pareto lacks b"),
        (Spec(family="pareto", parameters=(("b", 2.0),)), Incomplete, "needs either scale"),
        (Spec(family="lognormal", parameters=(("s", 1.0),)), UnknownFamily, "did you mean 'lognorm'"),
        (Spec(parameters=(("s", 1.0),)), Incomplete, "without a family"),
        (
            Spec(family="gamma", parameters=(("a", -1.0), ("scale", 1e6))),
            Infeasible,
            "does not exist with a = -1",
        ),
        (Spec(mean=-1.0, cv=1.0), Infeasible, "mean is -1, must be > 0"),
        (Spec(fixed=float("nan")), Infeasible, "fixed is nan"),
        (Spec(fixed=4e15), Infeasible, "100 years"),
        (Spec(min=5.0, max=5.0), Infeasible, "write fixed"),
        (Spec(min=5.0, mode=9.0, max=8.0), Infeasible, "must rise"),
        (Spec(mean=1e6, quantiles=((1.0, 2e6),)), Infeasible, "p must be between 0 and 1"),
        (Spec(quantiles=((0.5, 2e6), (0.9, 2e6))), Infeasible, "p90 / median = 1, must be above 1"),
        (Spec(mean=1e6, quantiles=((0.9, 1e6),)), Infeasible, "no spread; write fixed"),
        (Spec(mean=1e6, quantiles=((0.4, 1.1e6),)), Infeasible, "at most 1 "),
        (Spec(family="gamma", mean=1e6, quantiles=((0.9, 1.0001e6),)), Infeasible, "no spread"),
        (Spec(family="gamma", mean=1e6, quantiles=((0.9, 5e6),)), Infeasible, r"at most 3\.02"),
        (Spec(family="normal", mean=1e6, cv=1.2), Infeasible, r"at most 0\.99"),
        (
            Spec(family="norm", parameters=(("loc", 1e9), ("scale", 1e9))),
            Infeasible,
            "negative with probability 0.159",
        ),
        (Spec(family="cauchy", parameters=(("scale", 1e6),)), TailTooHeavy, "no finite mean"),
        (Spec(family="pareto", mean=1e9, parameters=(("b", 0.9),)), TailTooHeavy, "has mean inf"),
        (Spec(family="pareto", mean=1e9, parameters=(("b", 1.2),)), TailTooHeavy, "below the exact one"),
    ],
)
def test_what_is_refused(spec: Spec, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        table_of(spec)


def test_scale_must_be_positive() -> None:
    with pytest.raises(Infeasible, match="scaled by 0"):
        table_of(Spec(fixed=1.0), scale=0.0)


def test_exponential_from_a_quantile_by_hand() -> None:
    assert exact_mean(Spec(family="exponential", quantiles=((0.5, 1e9),))) == pytest.approx(
        1e9 / log(2), rel=1e-12
    )


def test_scipy_families_are_found() -> None:
    assert {"gamma", "pareto", "lomax", "weibull_min"} <= set(scipy_families())
