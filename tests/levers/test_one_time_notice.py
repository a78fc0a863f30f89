"""One-time notice: one loop at most, of files and of reviews, whatever it was before."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, scenario, task, wait
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal, joint_acceptance
from sim.levers.one_time_notice import Parameters, apply
from sim.model.blocks import Documents, Repeat, find
from sim.model.scenario import Scenario

from .rounds import DECIDED, FIRE, PLAN, by_share, round_of
from .rounds import built as inspections

FILE: Raw = {
    "documents": "file",
    "mode": "return",
    "papers": {"plan": {"missing": 1}},
    "prepare": "1 cd",
    "again": 1,
    "maximum": 4,
    "do": [task("intake", work="30 min")],
}
REVIEW: Raw = {
    "repeat": "review", "again": 1, "maximum": 3, "do": [task("reading")], "between": [wait("redraw", "1 cd")]
}  # fmt: skip


def built(*flow: Raw) -> Scenario:
    return Scenario.model_validate(scenario(flow))


def told(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate(stated))


def played(scenario: Scenario, *coming: str) -> Played:
    return play(compile_program(scenario), *(coming or ("Mon 09:00",)))


def done(scenario: Scenario, step: str) -> int:
    return [row[0] for row in played(scenario).rows()].count(step)


@pytest.mark.parametrize(
    ("flow", "named"),
    [
        ({**FILE, "again": 0}, {"documents": ["file"]}),
        ({**REVIEW, "again": [0.5, 0]}, {"repeats": ["review"]}),
    ],
)
def test_who_is_told_all_at_once_already_notices_nothing(flow: Raw, named: dict[str, list[str]]) -> None:
    """A chance that `check` or `robustness` moves to 0 must not make the lever unfit."""
    before = built(flow)
    assert compile_program(told(before, **named)).digest == compile_program(before).digest


def test_a_file_comes_back_once() -> None:
    before = built(FILE)
    after = told(before, documents=["file"])
    assert (done(before, "intake"), done(after, "intake")) == (4, 2)
    assert played(after).rows() == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("file.prepare", "Mon 09:30", "Mon 09:30", "Tue 09:30"),
        ("intake", "Tue 09:30", "Tue 09:30", "Tue 10:00"),
    ]
    one, other = (find(each.services["main"].flow, "file") for each in (before, after))
    assert isinstance(one, Documents)
    assert isinstance(other, Documents)
    assert (one.again, other.again) != (None, None)
    assert other.model_copy(update={"again": one.again}) == one
    assert before == built(FILE)


def test_a_loop_is_gone_through_a_second_time_at_most() -> None:
    after = told(built(REVIEW), repeats=["review"])
    assert (done(built(REVIEW), "reading"), done(after, "reading")) == (3, 2)
    by_visit = {**REVIEW, "again": [0, 1]}
    assert done(told(built(by_visit), repeats=["review"]), "reading") == 1
    loop = find(told(built(by_visit), repeats=["review"]).services["main"].flow, "review")
    assert isinstance(loop, Repeat)
    assert [share.value for share in loop.again or ()] == [0, 0]


def test_a_condition_still_decides_of_the_first_loop() -> None:
    review = {**REVIEW, "again_when": "not stamped.arrived"}
    assert done(built(review), "reading") == 1
    assert done(told(built(review), repeats=["review"]), "reading") == 1
    asked = {**REVIEW, "again_when": "stamped.arrived"}
    assert (done(built(asked), "reading"), done(told(built(asked), repeats=["review"]), "reading")) == (3, 2)


ROUNDS = round_of("fire", by_share("fire", 1))


def test_a_review_passes_once_it_was_told_everything() -> None:
    before = inspections(ROUNDS, DECIDED)
    after = told(before, repeats=["fire_rounds"])
    assert (played(before).stamp("fire_passed"), done(before, "fire_visit")) == ("-", 3)
    assert played(after).rows() == [
        ("fire_visit", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("fire_rework", "Mon 10:00", "Mon 10:00", "Wed 10:00"),
        ("fire_visit", "Wed 10:00", "Wed 10:00", "Wed 11:00"),
    ]
    assert played(after).stamp("fire_passed") == "Wed 11:00"


def test_who_passed_at_once_passes_at_once() -> None:
    """The first result is drawn as before."""
    before = inspections(round_of("fire", by_share("fire", 0.5)))
    after = told(before, repeats=["fire_rounds"])
    coming = ["Mon 09:00"] * 20
    one, other = (
        [sum(row[0] == "fire_visit" for row in played(each, *coming).rows(case)) for case in range(20)]
        for each in (before, after)
    )
    assert max(one) == 3
    assert other == [min(visits, 2) for visits in one]


def test_a_stress_value_is_a_chance_of_its_own() -> None:
    stress = {"value": 1, "note": "nobody keeps the rule"}
    assert done(told(built({**FILE, "again": 0.1}), documents=["file"], second=stress), "intake") == 4
    assert done(told(inspections(ROUNDS), repeats=["fire_rounds"], second=stress), "fire_visit") == 3


def test_a_joint_acceptance_still_finds_its_rounds() -> None:
    after = told(inspections(ROUNDS, PLAN), repeats=["fire_rounds"])
    stated = {"id": "joint", "rounds": ["fire_rounds", "plan_rounds"], "visit": "90 min", "within": "15 cd"}
    joint = joint_acceptance.apply(after, joint_acceptance.Parameters.model_validate(stated))
    assert played(joint).stamp("fire_passed") == "Wed 11:30"


OUTER: Raw = {"repeat": "outer", "again": 0.5, "maximum": 2, "do": [ROUNDS]}
BUSY = round_of(
    "fire",
    [
        {
            "choice": "result",
            "options": [
                {"share": 0.5, "do": [task("call", "desk")]},
                {"otherwise": True, "do": [{"milestone": "fire_passed"}]},
            ],
        }
    ],
)
CORRECTED: Raw = {
    "documents": "put_right",
    "mode": "correct",
    "papers": {"a": {"missing": 1, "supply": "1 cd"}},
}


@pytest.mark.parametrize(
    ("flow", "stated", "parameter", "message"),
    [
        (FILE, {"documents": ["fil"]}, "documents", 'no documents is called "fil"; did you mean "file"?'),
        (FILE, {"repeats": ["file"]}, "repeats", '"file" is of the kind documents; allowed: repeat'),
        (CORRECTED, {"documents": ["put_right"]}, "documents",
         '"put_right" is never sent back a second time; allowed: documents of the mode return'),
        (FIRE, {"repeats": ["fire_rounds"]}, "repeats",
         '"fire_rounds" must have again, or end by "again_when: not stamped.<milestone>" with one choice by share that '
         "stamps it"),
        (OUTER, {"repeats": ["fire_rounds"]}, "repeats",
         '"fire_rounds" stands inside repeat "outer"; it must be gone through once a case'),
        (BUSY, {"repeats": ["fire_rounds"]}, "repeats",
         'choice "result" does more than stamp its result: task "call"'),
    ],
)  # fmt: skip
def test_refusals(flow: Raw, stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        told(inspections(flow), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_nothing_named_is_nothing_told() -> None:
    with pytest.raises(ValidationError, match="state documents, repeats or both"):
        told(built(FILE))
