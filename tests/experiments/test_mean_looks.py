"""Verdicts on a mean: error rates at the limit, what undetermined cases do, and times in which there is no chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from sim.experiments.statistics.looks import LOOKS
from sim.experiments.statistics.mean_looks import decide_mean, likely_more_for_mean
from sim.experiments.statistics.share_interval import NobodyJudged

CASES = 40
EXPERIMENTS = 300


def drawn(seed: int, mean: float, count: int = LOOKS[-1]) -> tuple[np.ndarray, np.ndarray]:
    """Replications with a luck of their own, so that their means are skewed and their cases depend on each other."""
    rng = np.random.default_rng(seed)
    judged = rng.poisson(CASES, count)
    luck = rng.gamma(4.0, mean / 4.0, count)
    return luck * judged, judged


def verdicts(mean: float, experiments: int = EXPERIMENTS) -> list[str]:
    found = []
    for seed in range(experiments):
        times, judged = drawn(seed, mean)
        found.append(decide_mean(times, judged, 10.0, np.zeros_like(judged)).verdict)
    return found


@pytest.mark.parametrize(
    "experiments", [EXPERIMENTS, pytest.param(20 * EXPERIMENTS, marks=pytest.mark.verification)]
)
def test_at_the_limit_each_verdict_is_rare(experiments: int) -> None:
    found = verdicts(10.0, experiments)
    most = int(binom.ppf(0.999, experiments, 0.025))
    assert found.count("met") <= most
    assert found.count("not_met") <= most


def test_away_from_the_limit_it_is_decided() -> None:
    assert verdicts(8.0, 100).count("met") >= 95
    assert verdicts(12.0, 100).count("not_met") >= 95


def test_the_verdict_and_the_interval_agree() -> None:
    for seed, mean in enumerate((7.0, 9.9, 10.1, 13.0)):
        times, judged = drawn(seed, mean)
        found = decide_mean(times, judged, 10.0, np.zeros_like(judged))
        assert found.low <= found.value <= found.high
        assert (found.verdict == "met") == (found.high <= 10.0)
        assert (found.verdict == "not_met") == (found.low > 10.0)


def test_a_time_without_chance_is_decided_by_itself() -> None:
    judged = np.full(24, 5)
    unknown = np.zeros_like(judged)
    at_limit = decide_mean(3.0 * judged, judged, 3.0, unknown)
    assert (at_limit.verdict, at_limit.look, at_limit.low, at_limit.high) == ("met", 24, 3.0, 3.0)
    assert decide_mean(3.0 * judged, judged, 2.9, unknown).verdict == "not_met"


def test_one_open_case_keeps_a_mean_from_being_met_but_not_from_being_missed() -> None:
    times, judged = drawn(1, 5.0, 24)
    unknown = np.zeros_like(judged)
    assert decide_mean(times, judged, 10.0, unknown).verdict == "met"
    unknown[3] = 1
    found = decide_mean(times, judged, 10.0, unknown)
    assert (found.verdict, found.high, found.replications_below) == ("undecided", math.inf, 1)
    assert likely_more_for_mean(times, judged, 10.0, unknown) is None
    assert decide_mean(times, judged, 3.0, unknown).verdict == "not_met"


def test_more_replications_would_decide_what_is_near_the_limit() -> None:
    times, judged = drawn(5, 9.3, 24)
    unknown = np.zeros_like(judged)
    assert decide_mean(times, judged, 10.0, unknown).verdict == "undecided"
    more = likely_more_for_mean(times, judged, 10.0, unknown)
    assert more is None or 24 + more in LOOKS


def test_nobody_judged_and_arrays_that_do_not_fit() -> None:
    with pytest.raises(NobodyJudged):
        decide_mean([0.0, 0.0], [0, 0], 1.0, [0, 0])
    with pytest.raises(ValueError, match="equally long"):
        decide_mean([1.0, 2.0], [1], 1.0, [0])
