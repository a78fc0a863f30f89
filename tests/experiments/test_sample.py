"""The sample problem: one answer a question, nothing simulated twice, and fresh seeds that know nothing of it."""

from __future__ import annotations

from pathlib import Path

from small_hall import hall

from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import ShareRequired
from sim.experiments.running.sample_problem import CERTAIN, REPLICATIONS, Sample, fresh_seed, required
from sim.experiments.statistics.looks import LOOKS
from sim.model import parse_setting

SPAN = "service: main, from: submitted, to: decided"
AT_THE_BOUNDARY = f"kept: {{{SPAN}, limit: 1.13 wh, clock: working, required_share: 0.66}}"
NOT_FAR_ABOVE = f"kept: {{{SPAN}, limit: 1.13 wh, clock: working, required_share: 0.63}}"


class Counted:
    """A sample that counts its replications."""

    def __init__(self, replications: int = 4, seed: int = 1) -> None:
        self.units = 0
        self.sample = Sample(replications, seed, Crew(1), self._tick)

    def _tick(self, units: int) -> None:
        self.units += units


def test_a_question_is_simulated_once_whoever_asks(tmp_path: Path) -> None:
    asked, counted = hall(tmp_path), Counted()
    assert not counted.sample.knows(asked)
    first = counted.sample.value(asked, "kept")
    assert counted.units == 4
    assert counted.sample.knows(asked)
    for other in (asked, load(asked.reference), load(asked.reference, load=1), load(asked.reference, seed=1)):
        assert counted.sample.value(other, "kept") == first
        assert counted.sample.keeps(other, "broken") is False
    assert counted.units == 4
    counted.sample.evidence(asked, 6)
    assert counted.units == 6
    assert counted.sample.value(asked, "kept") == first  # of the sample's own replications, as before


def test_another_question_is_another_program(tmp_path: Path) -> None:
    asked, counted = hall(tmp_path), Counted()
    counted.sample.evidence(asked)
    counted.sample.evidence(asked.with_settings([parse_setting("pools.desk.capacity-=1")]))
    assert counted.units == 8


def test_a_required_share_changes_the_answer_and_no_replication(tmp_path: Path) -> None:
    asked, counted = hall(tmp_path), Counted()
    strict = asked.with_settings([parse_setting("targets.kept.required_share=1")])
    assert counted.sample.keeps(asked, "kept")
    assert required(strict, "kept") == ShareRequired(1.0)
    assert counted.sample.value(strict, "kept") == counted.sample.value(asked, "kept")
    assert counted.units == 4


def test_the_share_is_that_of_a_check_under_the_same_seed(tmp_path: Path) -> None:
    asked = hall(tmp_path)
    evidence = Evidence(asked.program, 7, Crew(1), asked.engine_name)
    evidence.grow(5)
    assert Sample(5, 7, Crew(1)).value(asked, "broken") == evidence.value("broken", required(asked, "broken"))


def test_fresh_draws_are_others_and_count_too(tmp_path: Path) -> None:
    asked, counted = hall(tmp_path), Counted()
    assert counted.sample.fresh is counted.sample.fresh
    assert counted.sample.fresh.seed == fresh_seed(1) != 1
    assert fresh_seed(fresh_seed(5)) == 5
    own, fresh = (s.evidence(asked).of("kept") for s in (counted.sample, counted.sample.fresh))
    assert [one.judged for one in own] != [one.judged for one in fresh]
    assert counted.units == 8


def test_what_others_had_simulated_is_taken_over(tmp_path: Path) -> None:
    asked, counted = hall(tmp_path), Counted()
    evidence = Evidence(asked.program, 1, Crew(1), asked.engine_name)
    evidence.grow(4)
    counted.sample.learn(evidence)
    assert counted.sample.knows(asked)
    assert counted.sample.evidence(asked) is evidence
    assert counted.units == 0


def test_verdicts_on_either_side(tmp_path: Path) -> None:
    asked, sample = hall(tmp_path), Sample(REPLICATIONS, 1, Crew(1))
    assert sample.verdict(asked, "kept", "met", 96) == "met"
    assert sample.verdict(asked, "kept", "not_met", 96) == "met"
    assert sample.verdict(asked, "broken", "met", 96) == "not_met"
    assert len(sample.evidence(asked).summaries) == LOOKS[0]  # both far away: the first look decides


def replications_of(asked: WhatIf, hoped: str, most: int) -> tuple[str, int]:
    counted = Counted(LOOKS[0])
    return counted.sample.verdict(asked, "kept", hoped, most), counted.units  # type: ignore[arg-type]


def test_looks_that_would_hardly_help_are_not_taken(tmp_path: Path) -> None:
    boundary = hall(tmp_path, kept=AT_THE_BOUNDARY)
    share = Sample(LOOKS[0], 1, Crew(1)).value(boundary, "kept")
    assert 0.66 < share < 0.68
    assert replications_of(boundary, "not_met", LOOKS[-1]) == ("undecided", LOOKS[0])
    verdict, units = replications_of(
        boundary, "met", LOOKS[-1]
    )  # hoped for until the second look sees otherwise
    assert (verdict, units) == ("undecided", LOOKS[1])


def test_looks_that_may_decide_are_taken_towards_the_hoped_side_only(tmp_path: Path) -> None:
    near = hall(tmp_path, kept=NOT_FAR_ABOVE)
    verdict, units = replications_of(near, "met", LOOKS[-1])
    assert verdict == "met"
    assert units in LOOKS[1:]
    assert replications_of(near, "not_met", LOOKS[-1]) == ("undecided", LOOKS[0])
    assert replications_of(near, "met", LOOKS[0]) == ("undecided", LOOKS[0])


def test_a_verdict_does_not_depend_on_who_asked_before(tmp_path: Path) -> None:
    """Another target's verdict needed more replications: this one still looks at its own first."""
    near, counted = hall(tmp_path, kept=NOT_FAR_ABOVE), Counted(LOOKS[0])
    counted.sample.evidence(near, LOOKS[-1])
    assert counted.sample.verdict(near, "kept", "met", LOOKS[0]) == "undecided"


def test_strength_is_1_where_the_replications_would_just_decide(tmp_path: Path) -> None:
    asked, sample = hall(tmp_path, kept=NOT_FAR_ABOVE), Sample(LOOKS[0], 1, Crew(1))
    assert sample.strength(asked, "kept", 96) == 0.0  # nothing simulated, and nothing is for the asking
    assert not sample.knows(asked)
    sample.evidence(asked)
    by_look = [sample.strength(asked, "kept", look) for look in LOOKS]
    assert by_look == sorted(by_look)
    _, needed = replications_of(asked, "met", LOOKS[-1])
    assert by_look[LOOKS.index(needed)] > 0.8
    assert by_look[0] < 1
    assert sample.strength(asked, "broken", 96) < -5
    with_certainty = asked.with_settings([parse_setting("targets.broken.required_share=1")])
    assert sample.strength(with_certainty, "broken", 96) >= -CERTAIN


def test_nobody_judged(tmp_path: Path) -> None:
    nobody = hall(tmp_path, channels="channels: {hall: {rate: 0 /wd}}")
    sample = Sample(4, 1, Crew(1))
    assert sample.value(nobody, "kept") != sample.value(nobody, "kept")  # nan
    assert not sample.keeps(nobody, "kept")
    assert sample.verdict(nobody, "kept", "met", 96) == "undecided"
    assert sample.strength(nobody, "kept", 96) == 0.0
