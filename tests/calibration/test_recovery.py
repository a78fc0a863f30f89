"""Figures simulated from known parameters: calibration finds these again, and says what it cannot know."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from recovery_office import TRUE, Truth

from calibration.calibrate import calibrate
from sim.experiments.questions.whatif import load
from sim.experiments.running.crew import Crew

ALL = ("refused", "whole", "half", "slow")


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    return Truth(tmp_path_factory.mktemp("office"))


@cache
def calibrated(truth, kept):
    """What calibration makes of some of the figures, exact ones; each set is calibrated once."""
    return estimated(calibrate(truth.scenario, truth.published(kept, tuple(TRUE)), replications=8))


def estimated(made):
    return made, {estimate.parameter.id: estimate for estimate in made.estimates}


def wide(estimate):
    return estimate.parameter.place(estimate.high) - estimate.parameter.place(estimate.low)


def test_parameters_are_found_again(truth):
    """Exact figures: every region holds the true value, and the value is near it."""
    made, found = calibrated(truth, ALL)
    for key, true in TRUE.items():
        assert found[key].identified == "yes"
        assert found[key].low <= true <= found[key].high
        assert found[key].value == pytest.approx(true, rel=0.2)
    assert made.misfit < made.stated_misfit / 20
    assert made.freedom == 1
    assert not made.poor
    assert all(one.reproduced for one in made.compared)


@pytest.mark.verification
def test_two_waits_of_which_only_the_sum_is_known_are_told_as_such(truth):
    made, found = calibrated(truth, ("refused", "whole"))
    assert found["refuses"].identified == "yes"
    for key, other in (("appointment", "signing"), ("signing", "appointment")):
        assert found[key].identified != "yes"
        assert found[key].together_with == (other,)
        assert found[key].low <= TRUE[key] <= found[key].high
    assert made.freedom == 0


@pytest.mark.verification
def test_a_parameter_no_figure_speaks_of_keeps_its_value_and_range(truth):
    _, found = calibrated(truth, ("refused", "half"))
    signing = found["signing"]
    assert signing.identified == "no"
    assert signing.value == signing.parameter.stated
    assert (signing.low, signing.high) == (signing.parameter.low, signing.parameter.high)


@pytest.mark.verification
def test_more_figures_never_widen_a_region(truth):
    before = None
    for kept in (("refused", "whole"), ("refused", "whole", "half"), ALL):
        _, found = calibrated(truth, kept)
        now = {key: wide(estimate) for key, estimate in found.items()}
        if before is not None:
            assert all(now[key] <= before[key] + 0.03 for key in now)
        before = now


def test_equal_calls_give_equal_results_whatever_runs_them(truth):
    file = truth.published(("refused", "whole"), ("appointment",))
    here = calibrate(truth.scenario, file, replications=4)
    with Crew(2) as pool:
        there = calibrate(truth.scenario, file, replications=4, crew=pool)
    assert here.to_dict() == there.to_dict()


@pytest.mark.verification
def test_regions_cover_the_truth_at_the_stated_rate(truth):
    """Figures with the noise of the cases behind them, other draws each time: 95% of the regions hold the truth."""
    random = np.random.default_rng(5)
    trials, hits, all_ = 40, 0, 0
    for trial in range(trials):
        asked = load(truth.scenario, seed=100 + trial)
        _, found = estimated(calibrate(asked, truth.published(ALL, tuple(TRUE), random), replications=24))
        hits += sum(found[key].low <= true <= found[key].high for key, true in TRUE.items())
        all_ += len(TRUE)
    print(f"{hits} of {all_} regions hold the truth")
    assert hits / all_ >= 0.95 - 3 * (0.95 * 0.05 / all_) ** 0.5
