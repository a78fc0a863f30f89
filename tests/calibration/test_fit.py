"""The search for the least misfit and the regions, on functions whose answer theory knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calibration.calibrate import _kept_where_stated
from calibration.fit import accepted, design, fitted, misfit, poor, regions, threshold
from sim.experiments.running.crew import Crew

ALLOWED = 3.841458820694124
"""The 95% point of chi-squared with one degree of freedom."""


@dataclass(frozen=True)
class Linear:
    """Figures that are linear in the places, observed with noise of one standard deviation."""

    slopes: np.ndarray
    observed: np.ndarray

    def __call__(self, places):
        return self.slopes @ places - self.observed


def found(function, parameters, stated=None):
    stated = np.full(parameters, 0.5) if stated is None else np.asarray(stated, dtype=float)
    points = [stated, *design(parameters, 1)]
    starts = sorted(points, key=lambda point: misfit(function(point)))[:3]
    optimum = fitted(function, starts, stated, Crew(1))
    return optimum, regions(function, optimum, ALLOWED, Crew(1))


def test_one_parameter_is_bounded_where_theory_says():
    """One figure of slope 20 and noise 1: the region is 1.96 / 20 to either side."""
    optimum, (region,) = found(Linear(np.array([[20.0]]), np.array([9.0])), 1)
    assert_allclose(optimum.places, [0.45], atol=1e-3)
    assert_allclose([region.low, region.high], [0.45 - 1.96 / 20, 0.45 + 1.96 / 20], atol=0.004)
    assert not region.low_open
    assert not region.high_open


def test_regions_of_several_are_those_of_least_squares():
    """The profile of a linear fit is ± 1.96 standard errors of the inverse information."""
    slopes = np.array([[30.0, 10.0], [-5.0, 25.0], [20.0, 20.0]])
    truth = np.array([0.4, 0.6])
    optimum, made = found(Linear(slopes, slopes @ truth), 2)
    errors = np.sqrt(np.diag(np.linalg.inv(slopes.T @ slopes)))
    assert_allclose(optimum.places, truth, atol=2e-3)
    for region, place, error in zip(made, truth, errors, strict=True):
        assert_allclose([region.low, region.high], [place - 1.96 * error, place + 1.96 * error], atol=0.006)


def test_a_region_ends_at_its_range_where_the_figures_do_not_cut_it():
    _, (region,) = found(Linear(np.array([[3.0]]), np.array([2.5])), 1)
    assert region.high == 1.0
    assert region.high_open
    assert not region.low_open
    assert_allclose(region.low, 2.5 / 3 - 1.96 / 3, atol=0.004)


def test_a_sum_alone_identifies_neither_of_two():
    """Each may be anywhere, and the optimum stays nearest to the stated places."""
    stated = np.array([0.3, 0.4])
    optimum, made = found(Linear(np.array([[40.0, 40.0]]), np.array([32.0])), 2, stated)
    assert all(region.low <= 0.01 or region.high >= 0.99 for region in made)
    assert_allclose(optimum.places.sum(), 0.8, atol=1e-3)
    assert_allclose(optimum.places, stated + 0.05, atol=0.01)


def test_a_curved_ridge_is_followed_to_its_ends():
    """Only a product is known: the profile has to bend with it."""

    def product(places):
        return np.array([50.0 * ((0.1 + places[0]) * (0.1 + places[1]) - 0.2)])

    _, made = found(product, 2)
    for region in made:  # the other at 1 leaves 0.2 / 1.1 - 0.1, at 0 would need more than 1
        assert_allclose(region.low, 0.2 / 1.1 - 0.1, atol=0.05)
        assert region.high == 1.0


def test_regions_cover_at_the_stated_rate():
    """95% regions of noisy figures hold the truth in 95% of trials, for each parameter."""
    trials = 120
    assert _covered(trials, 11) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / (2 * trials))


@pytest.mark.verification
def test_regions_cover_at_the_stated_rate_in_many_trials():
    trials = 1500
    covered = _covered(trials, 12)
    print(f"covered {covered:.4f} of {2 * trials}")
    assert abs(covered - 0.95) < 3 * np.sqrt(0.95 * 0.05 / (2 * trials)) + 0.005


def _covered(trials, seed):
    random = np.random.default_rng(seed)
    slopes = np.array([[25.0, 8.0], [-6.0, 30.0], [15.0, 15.0]])
    truth = np.array([0.45, 0.55])
    hits = 0
    for _ in range(trials):
        function = Linear(slopes, slopes @ truth + random.standard_normal(3))
        _, made = found(function, 2)
        hits += sum(region.low <= t <= region.high for region, t in zip(made, truth, strict=True))
    return hits / (2 * trials)


def test_another_figure_never_widens_a_region():
    random = np.random.default_rng(3)
    slopes = random.normal(scale=20.0, size=(6, 2))
    truth = np.array([0.5, 0.45])
    before = np.array([np.inf, np.inf])
    for figures in range(2, 7):
        _, made = found(Linear(slopes[:figures], slopes[:figures] @ truth), 2)
        wide = np.array([region.high - region.low for region in made])
        assert (wide <= before + 0.01).all()
        before = wide


def test_accepted_places_fit_and_lie_in_the_regions():
    function = Linear(np.array([[30.0, 10.0], [-5.0, 25.0]]), np.array([18.0, 13.0]))
    optimum, made = found(function, 2)
    kept, tried = accepted(function, optimum, made, threshold(0.0, 0, 2), 32, 5, Crew(1))
    assert len(kept) == 32 <= tried
    for place in kept:
        assert misfit(function(place)) <= optimum.misfit + threshold(0.0, 0, 2)
        assert all(r.low <= p <= r.high for r, p in zip(made, place, strict=True))
    again, _ = accepted(function, optimum, made, threshold(0.0, 0, 2), 32, 5, Crew(1))
    assert_allclose(kept, again)


def test_what_cannot_be_reproduced_widens_the_regions():
    """Two figures of one parameter that lie ten standard deviations apart: a misfit of 50 on one degree of freedom."""
    assert not poor(1.0, 1)
    assert poor(50.0, 1)
    assert_allclose(threshold(50.0, 1), ALLOWED * 50)
    assert_allclose(threshold(1.0, 1), ALLOWED)
    # As many parameters as figures ought to leave no misfit at all: one that stays is a poor fit as well.
    assert poor(50.0, 0)
    assert_allclose(threshold(50.0, 0), ALLOWED * 50)
    assert_allclose(threshold(1.0, 0), ALLOWED)


@pytest.mark.parametrize("slope", [100.0, 700.0, 1000.0, 3000.0])
def test_a_sharp_figure_bounds_as_exactly_as_any(slope):
    """However small the region is against the range, it is as wide as theory says."""
    _, (region,) = found(Linear(np.array([[slope]]), np.array([0.45 * slope])), 1)
    assert_allclose([region.low - 0.45, region.high - 0.45], np.array([-1.96, 1.96]) / slope, rtol=0.06)


def test_a_region_spans_two_optima_that_fit_equally():
    """The figure cannot tell 0.25 from 0.75; the truth may be at either."""

    def hill(places):
        return np.array([100.0 * (places[0] - 0.25) * (places[0] - 0.75)])

    _, (region,) = found(hill, 1)
    assert_allclose([region.low, region.high], [0.21, 0.79], atol=0.01)


def test_vectors_reach_both_ends_of_a_narrow_ridge():
    """Hardly any of the places drawn lie on it, so the ends of the regions stand in."""
    function = Linear(np.array([[500.0, 500.0]]), np.array([450.0]))
    optimum, made = found(function, 2)
    allowed = threshold(0.0, 0, 2)
    kept, _ = accepted(function, optimum, made, allowed, 32, 1, Crew(1))
    differences = [first - second for first, second in kept]
    assert min(differences) < -0.8
    assert max(differences) > 0.8
    assert all(misfit(function(places)) <= optimum.misfit + allowed for places in kept)


def test_what_is_not_identified_goes_back_to_its_stated_place():
    """A weak figure would drag it along; the other is fitted around it. What cannot stay without a misfit does not."""
    stated = np.array([0.5, 0.5])
    weak = Linear(np.array([[20.0, 0.0], [0.0, 0.4]]), np.array([8.0, 0.36]))
    optimum, _ = found(weak, 2, stated)
    assert optimum.places[1] > 0.7
    places, _ = _kept_where_stated(weak, optimum, ["yes", "no"], stated)
    assert_allclose(places, [0.4, 0.5], atol=1e-3)
    ridge = Linear(np.array([[40.0, 40.0]]), np.array([56.0]))
    optimum, _ = found(ridge, 2, stated)
    places, _ = _kept_where_stated(ridge, optimum, ["no", "no"], stated)
    assert_allclose(places, optimum.places)
