"""Verdicts at planned looks: small cases by hand, undetermined cases, monotonicity."""

from __future__ import annotations

import numpy as np
import pytest
from batches import planned
from hypothesis import given, settings
from hypothesis import strategies as st
from replication_worlds import WORLDS, Draw, Ints

from sim.experiments.statistics.looks import ALPHAS, LOOKS, decide, likely_more
from sim.experiments.statistics.share_interval import NobodyJudged, share_interval

NUMBERS = {"met": 1, "undecided": 0, "not_met": -1}
CASES = np.full(384, 200)

experiments = st.tuples(
    st.integers(0, 2**32 - 1),
    st.floats(0.8, 0.98),
    st.sampled_from([24, 48, 96]),
    st.sampled_from(list(WORLDS)),
)


def drawn(seed: int, share: float, n: int, world: str) -> tuple[Ints, Ints]:
    on_time, judged = WORLDS[world](np.random.default_rng(seed), min(share, 0.93), (1, n))
    return on_time[0], judged[0]


def test_levels_share_five_hundredths() -> None:
    assert LOOKS == (24, 48, 96, 192, 384)
    assert sum(ALPHAS) == pytest.approx(0.05)


def test_everybody_on_time_is_met_at_the_first_look() -> None:
    d = decide(CASES, CASES, 0.9)
    assert (d.verdict, d.look, d.replications, d.value, d.high) == ("met", 24, 24, 1.0, 1.0)
    assert d.replications_below == 0
    assert d.unseen == pytest.approx(1 - 0.001 ** (1 / 24))
    assert d.unseen == pytest.approx(0.25, abs=0.001)


def test_everybody_late_is_not_met_at_the_first_look() -> None:
    d = decide(0 * CASES, CASES, 0.9)
    assert (d.verdict, d.look, d.value, d.low) == ("not_met", 24, 0.0, 0.0)
    assert (d.replications_below, d.unseen) == (24, 1.0)


def test_exactly_at_the_requirement_stays_undecided_and_is_not_below() -> None:
    for required, hits in ((0.9, 180), (0.07, 14), (0.7, 140)):
        d = decide(np.full(384, hits), CASES, required)
        assert (d.verdict, d.look, d.alpha, d.replications_below) == ("undecided", 384, 0.020, 0)
        assert d.low < required < d.high


def test_later_look_decides() -> None:
    # 24 replications that swing between 170 and 194 of 200, then all at 190.
    on_time = np.concatenate((np.tile([170, 194], 12), np.full(360, 190)))
    d = decide(on_time, CASES, 0.9)
    assert (d.verdict, d.look, d.alpha) == ("met", 48, 0.004)
    expected = share_interval(on_time[:48], CASES[:48], 0.004)
    assert (d.low, d.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert d.replications_below == 12


def test_before_the_first_look_nothing_is_decided() -> None:
    d = decide(CASES[:23], CASES[:23], 0.5)
    assert (d.verdict, d.look, d.replications) == ("undecided", 0, 23)
    one = decide(CASES[:1], CASES[:1], 0.5)
    assert (one.verdict, one.low, one.high) == ("undecided", 0.0, 1.0)


def test_replications_past_the_last_look_do_not_count() -> None:
    on_time = np.concatenate((np.full(24, 180), np.zeros(10, dtype=int)))
    d = decide(on_time, CASES[:34], 0.9)
    assert (d.verdict, d.look, d.value) == ("undecided", 24, 0.9)


def test_undetermined_cases_count_both_ways() -> None:
    # 92% on time and 5% open: late they leave 92%, on time they make 97%; 95% lies between.
    on_time, still = np.full(384, 184), np.full(384, 10)
    assert decide(on_time, CASES, 0.95).verdict == "not_met"
    d = decide(on_time, CASES, 0.95, still)
    assert (d.verdict, d.value) == ("undecided", 0.92)
    assert d.low < 0.92
    assert d.high > 0.97
    assert likely_more(on_time, CASES, 0.95, still) is None
    assert decide(on_time, CASES, 0.90, still).verdict == "met"
    assert decide(on_time, CASES, 0.98, still).verdict == "not_met"


def test_not_met_needs_only_the_favourable_count() -> None:
    # All on time: 176 everywhere, t = -4.6. All late: five replications at 0 blur it to -3.5 (-3.77 needed).
    on_time = np.array([0] * 5 + [176] * 19)
    still = 176 - on_time
    assert decide(on_time, CASES[:24], 0.9).verdict == "undecided"
    assert decide(on_time, CASES[:24], 0.9, still).verdict == "not_met"


def test_replications_without_cases_are_no_evidence() -> None:
    judged = np.concatenate((np.zeros(12, dtype=int), np.full(12, 200)))
    d = decide(judged, judged, 0.9)
    assert d.value == 1.0
    assert d.replications_below == 0
    assert d.unseen == pytest.approx(1 - 0.001 ** (1 / 12))
    with pytest.raises(NobodyJudged, match="no case was judged"):
        decide(np.zeros(24, dtype=int), np.zeros(24, dtype=int), 0.9)
    judged_too_late = np.append(np.zeros(24, dtype=int), 5)
    with pytest.raises(NobodyJudged):
        decide(judged_too_late, judged_too_late, 0.9)


@pytest.mark.parametrize("required", [0.0, 1.01, -0.5, float("nan")])
def test_impossible_requirements(required: float) -> None:
    with pytest.raises(ValueError, match="required must lie in"):
        decide(CASES, CASES, required)


def test_impossible_undetermined() -> None:
    with pytest.raises(ValueError, match=r"undetermined must lie in 0\.\.20 \(judged - on_time\), got 21"):
        decide(np.full(24, 180), CASES[:24], 0.9, np.full(24, 21))


def test_all_on_time_required_can_only_fail() -> None:
    assert decide(CASES, CASES, 1.0).verdict == "undecided"
    assert decide(CASES - 1, CASES, 1.0).verdict == "not_met"


def test_likely_more() -> None:
    # 4 above on average, sd 6.13: t is 3.20 at 24 (3.77 needed), 4.52 at 48 (3.02 needed).
    assert likely_more(np.tile([178, 190], 12), CASES[:24], 0.9) == 24
    # 2 above, sd 10.2: 1.92 at 96 (2.63 needed), 2.71 at 192 (2.46 needed); likewise 2 below.
    assert likely_more(np.tile([172, 192], 12), CASES[:24], 0.9) == 168
    assert likely_more(np.tile([168, 188], 12), CASES[:24], 0.9) == 168
    assert likely_more(np.tile([172, 192], 20), CASES[:40], 0.9) == 152
    assert likely_more(np.full(384, 180), CASES, 0.9) is None
    assert likely_more(CASES, CASES, 0.9) == 0
    # Half a case in two hundred above: 390 replications would do, but the last look is at 384.
    assert likely_more(np.tile([180, 181], 192), CASES, 0.9) is None


@settings(deadline=None, max_examples=60)
@given(experiments, st.floats(0.8, 0.98))
def test_verdict_and_interval_agree(experiment: tuple[int, float, int, str], required: float) -> None:
    on_time, judged = drawn(*experiment)
    d = decide(on_time, judged, required)
    assert d.low <= d.value <= d.high
    assert (d.verdict == "met") == (d.low > required)
    assert (d.verdict == "not_met") == (d.high < required)
    assert (likely_more(on_time, judged, required) == 0) == (d.verdict != "undecided")


@settings(deadline=None, max_examples=60)
@given(experiments, st.floats(0.8, 0.98), st.integers(1, 20))
def test_more_on_time_everywhere_never_turns_met_away(
    experiment: tuple[int, float, int, str], required: float, gain: int
) -> None:
    on_time, judged = drawn(*experiment)
    gain = min(gain, int((judged - on_time).min()))
    before, after = decide(on_time, judged, required), decide(on_time + gain, judged, required)
    assert NUMBERS[after.verdict] >= NUMBERS[before.verdict] or before.verdict == "undecided"
    assert not (before.verdict == "met" and after.verdict != "met")


@settings(deadline=None, max_examples=60)
@given(experiments, st.floats(0.8, 0.98), st.integers(0, 2**32 - 1))
def test_more_on_time_anywhere_never_turns_met_into_not_met(
    experiment: tuple[int, float, int, str], required: float, seed: int
) -> None:
    """Of one look; uneven gains may cost certainty, so an early `met` may become `undecided`."""
    seed_drawn, share, _, world = experiment
    on_time, judged = drawn(seed_drawn, share, 24, world)
    better = on_time + np.random.default_rng(seed).integers(0, judged - on_time, endpoint=True)
    if decide(on_time, judged, required).verdict == "met":
        assert decide(better, judged, required).verdict != "not_met"


@settings(deadline=None, max_examples=40)
@given(experiments, st.floats(0.8, 0.98), st.integers(0, 2**32 - 1))
def test_undetermined_cases_join_the_two_extremes(
    experiment: tuple[int, float, int, str], required: float, seed: int
) -> None:
    seed_drawn, share, _, world = experiment
    on_time, judged = drawn(seed_drawn, share, 24, world)
    still = np.random.default_rng(seed).integers(0, judged - on_time, endpoint=True)
    both = decide(on_time, judged, required, still)
    all_late, all_on_time = decide(on_time, judged, required), decide(on_time + still, judged, required)
    assert (both.value, both.low, both.high) == (all_late.value, all_late.low, all_on_time.high)
    assert (both.verdict == "met") == (all_late.verdict == "met")
    assert (both.verdict == "not_met") == (all_on_time.verdict == "not_met")


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_decides_as_the_rules_written_over_arrays(world: Draw) -> None:
    on_time, judged = world(np.random.default_rng(8), 0.91, (40, 384))
    verdicts = [decide(a, j, 0.9).verdict for a, j in zip(on_time, judged, strict=True)]
    assert [NUMBERS[v] for v in verdicts] == list(planned(on_time, judged, 0.9))
