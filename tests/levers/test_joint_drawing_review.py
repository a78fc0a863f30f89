"""Joint drawing review: one reviewing body, one list of comments, one loop."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import play
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.joint_drawing_review import Parameters, apply
from sim.model.blocks import Task, find
from sim.model.scenario import Scenario

from .counters import ids
from .rounds import DECIDED, FIRE, PLAN, built, by_share, round_of, second_time

PLAN_TWICE = round_of("plan", second_time("plan"), rework="1 cd")


def joint(before: Scenario, **changes: Any) -> Scenario:
    stated = {"id": "drawings", "rounds": ("fire_rounds", "plan_rounds"), "into": "desk", "work": "2 wh"}
    return apply(before, Parameters.model_validate(stated | changes))


def test_one_task_of_the_reviewing_body_stands_for_the_reviews() -> None:
    before = built(FIRE, PLAN, DECIDED)
    after = joint(before)
    assert [block.id for block in after.services["main"].flow] == ["drawings", "decided"]
    review = find(after.services["main"].flow, "drawings.review")
    assert isinstance(review, Task)
    assert (review.pool, str(review.work)) == ("desk", "2 wh")
    assert not {"fire_visit", "plan_visit"} & set(ids(after))
    assert {"fire_result", "fire_rework", "plan_rework"} <= set(ids(after))
    assert before == built(FIRE, PLAN, DECIDED)


def test_a_timeline_by_hand() -> None:
    after = joint(built(FIRE, PLAN_TWICE))
    assert play(compile_program(after), "Mon 09:00").rows() == [
        ("drawings.review", "Mon 09:00", "Mon 09:00", "Mon 11:00"),
        ("plan_rework", "Mon 11:00", "Mon 11:00", "Tue 11:00"),
        ("fire_rework", "Mon 11:00", "Mon 11:00", "Wed 11:00"),
        ("drawings.review", "Wed 11:00", "Wed 11:00", "Wed 13:00"),
    ]


def test_what_has_passed_is_neither_asked_nor_put_right_again() -> None:
    rows = play(compile_program(joint(built(FIRE, PLAN))), "Mon 09:00").rows()
    assert [row[0] for row in rows] == ["drawings.review", "fire_rework", "drawings.review"]


def test_a_case_is_reviewed_as_often_as_its_slowest_review_was() -> None:
    before = built(round_of("fire", by_share("fire", 0.5)), round_of("plan", by_share("plan", 0.4)))
    one, other = (
        play(compile_program(each), *["Mon 09:00"] * 20) for each in (before, joint(before, work="5 min"))
    )
    counted = []
    for case in range(20):
        before_, after_ = ([row[0] for row in each.rows(case)] for each in (one, other))
        assert after_.count("drawings.review") == max(
            before_.count("fire_visit"), before_.count("plan_visit")
        )
        counted.append(after_.count("drawings.review"))
    assert set(counted) == {1, 2, 3}


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"into": "dsk"}, "into",
         'no pool is called "dsk"; declared: fire, plan, window, desk; did you mean "desk"?'),
        ({"rounds": ["fire_rounds", "plan_rows"]}, "rounds",
         'no repeat is called "plan_rows"; did you mean "plan_rounds"?'),
        ({"id": "decided_by"}, "id", 'a block is called "decided_by" already'),
    ],
)  # fmt: skip
def test_refusals(changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        joint(built(FIRE, PLAN, {"task": "decided_by", "pool": "desk", "work": "5 min"}), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


SAID: dict[str, Any] = {
    "party": "intermediary",
    "class": 1,
    "pause": "technical review",
    "at_close": "finish",
    "last_start": "30 min",
    "commissioned_by": "applicant",
}


def saying(name: str, said: dict[str, Any]) -> dict[str, Any]:
    loop = round_of(name, second_time(name))
    visit, *rest = loop["do"]
    return {**loop, "do": [{**visit, **said}, *rest]}


def test_the_joint_review_keeps_what_the_reviews_share() -> None:
    after = joint(built(saying("fire", SAID), saying("plan", SAID)))
    review = find(after.services["main"].flow, "drawings.review")
    assert isinstance(review, Task)
    assert review.stated_parties == ("intermediary",)
    assert (review.queue_class, review.pause, review.at_close) == (1, "technical review", "finish")
    assert (str(review.last_start), review.commissioned_by) == ("30 min", "applicant")


@pytest.mark.parametrize("field", SAID)
def test_reviews_that_differ_cannot_be_one(field: str) -> None:
    with pytest.raises(Refusal) as refused:
        joint(built(saying("fire", {field: SAID[field]}), PLAN))
    assert (refused.value.parameter, refused.value.message) == (
        "rounds",
        f"fire_visit, plan_visit differ in {field}; a joint review has only one",
    )


def test_a_review_is_no_elapsed_time() -> None:
    with pytest.raises(
        ValidationError, match='work "2 cd" is in calendar days; work is done in opening hours; allowed'
    ):
        joint(built(FIRE, PLAN), work="2 cd")
