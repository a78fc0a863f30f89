"""Combined surveying: one commission, one survey, and everybody uses its result."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, target, task, wait

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.combined_surveying import Parameters, apply
from sim.model.blocks import Task, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {
    "desk": pool(5),
    "surveyor": pool(1, party="intermediary"),
    "institute": pool(1, party="intermediary"),
}


def survey(name: str, where: str = "surveyor", **more: object) -> list[Raw]:
    commission = wait(f"{name}_commission", "1 wd", party="intermediary")
    return [commission, task(f"{name}_survey", where, "2 wh", **more)]


FLOW: list[Raw] = [
    *survey("plan"),
    {"item": "planning", "do": [task("planning_check")]},
    *survey("land", "institute"),
    {"item": "land", "do": [task("land_check")]},
    {"milestone": "decided"},
]
STATED: dict[str, Any] = {
    "id": "joint", "surveys": ["plan_survey", "land_survey"], "into": "surveyor", "work": "3 wh",
    "commissions": ["plan_commission", "land_commission"],
}  # fmt: skip


def built(*flow: Raw, **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow or FLOW, pools=POOLS, **more))  # type: ignore[arg-type]


def combined(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario) -> Played:
    return play(compile_program(scenario), "Mon 09:00")


def test_one_commission_and_one_survey_stand_where_the_first_stood() -> None:
    before = built()
    after = combined(before)
    assert ids(after) == [
        "plan_commission", "joint", "planning", "planning_check", "land", "land_check", "decided",
    ]  # fmt: skip
    joint = find(after.services["main"].flow, "joint")
    assert isinstance(joint, Task)
    assert (joint.pool, str(joint.work)) == ("surveyor", "3 wh")
    assert before == built()


def test_a_timeline_by_hand() -> None:
    assert played(built()).rows() == [
        ("plan_commission", "Mon 09:00", "Mon 09:00", "Mon 17:00"),
        ("plan_survey", "Mon 17:00", "Tue 09:00", "Tue 11:00"),
        ("planning_check", "Tue 11:00", "Tue 11:00", "Tue 12:00"),
        ("land_commission", "Tue 12:00", "Tue 12:00", "Wed 12:00"),
        ("land_survey", "Wed 12:00", "Wed 12:00", "Wed 14:00"),
        ("land_check", "Wed 14:00", "Wed 14:00", "Wed 15:00"),
    ]
    assert played(combined(built())).rows() == [
        ("plan_commission", "Mon 09:00", "Mon 09:00", "Mon 17:00"),
        ("joint", "Mon 17:00", "Tue 09:00", "Tue 12:00"),
        ("planning_check", "Tue 12:00", "Tue 12:00", "Tue 13:00"),
        ("land_check", "Tue 13:00", "Tue 13:00", "Tue 14:00"),
    ]


def test_surveys_in_branches_become_one_before_the_fork() -> None:
    beside = {
        "parallel": "both",
        "branches": {
            "plan": [*survey("plan"), task("planning_check")],
            "land": [*survey("land"), task("land_check")],
        },
    }
    after = combined(built(beside))
    assert ids(after) == ["plan_commission", "joint", "both", "planning_check", "land_check"]
    assert played(after).ends() == ("completed", "Tue 13:00")


def test_a_fork_and_an_item_that_held_nothing_else_go_with_their_surveys() -> None:
    beside = {"parallel": "both", "branches": {"plan": survey("plan"), "land": survey("land")}}
    assert ids(combined(built(beside))) == ["plan_commission", "joint"]
    apart = [{"item": name, "do": survey(name)} for name in ("plan", "land")]
    assert ids(combined(built(*apart))) == ["plan", "plan_commission", "joint"]


def test_a_dropped_application_falls_away_and_the_joint_survey_keeps_what_they_share() -> None:
    flow = [
        *survey("plan", commissioned_by="applicant"),
        task("apply_again"),
        *survey("land", commissioned_by="applicant"),
    ]
    after = combined(built(*flow), drop=["apply_again"])
    joint = find(after.services["main"].flow, "joint")
    assert isinstance(joint, Task)
    assert (ids(after), joint.commissioned_by) == (["plan_commission", "joint"], "applicant")


CHOICE: Raw = {
    "choice": "some", "options": [{"share": 0.5, "do": survey("plan")}, {"otherwise": True, "do": []}]
}  # fmt: skip


@pytest.mark.parametrize(
    ("flow", "changes", "parameter", "message"),
    [
        (FLOW, {"surveys": ["plan_survey", "land_survy"]}, "surveys",
         'no step is called "land_survy"; did you mean "land_survey"?'),
        (FLOW, {"surveys": ["plan_survey", "land_commission"]}, "surveys",
         '"land_commission" is of the kind wait; allowed: task'),
        (FLOW, {"surveys": ["plan_survey", "plan_survey"]}, "surveys",
         "plan_survey, plan_survey: a survey stands there twice"),
        (FLOW, {"into": "surveyors"}, "into", 'no pool is called "surveyors"; declared: desk, surveyor, institute; '
         'did you mean "surveyor"?'),
        (FLOW, {"id": "planning"}, "id", 'a block is called "planning" already'),
        (FLOW, {"commissions": ["commission"]}, "commissions",
         'no step is called "commission"; did you mean "plan_commission"?'),
        (FLOW, {"drop": ["again"]}, "drop", 'no step is called "again"'),
        ([CHOICE, *survey("land")], {}, "surveys",
         '"plan_survey" stands in choice "some": not every case comes to it exactly once'),
        ([*survey("plan", commissioned_by="applicant"), *survey("land")], {}, "surveys",
         "plan_survey, land_survey differ in commissioned_by; a joint survey has only one"),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        combined(built(*flow), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_a_stamp_a_target_needs_does_not_fall_away() -> None:
    flow = [*survey("plan"), {"item": "measured", "do": survey("land")}]
    judged = {
        "service": "main",
        "item": "measured",
        "limit": "5 wd",
        "clock": "working",
        "required_share": 0.9,
    }
    with pytest.raises(Refusal, match='target "promise" judges the item "measured", which falls away'):
        combined(built(*flow, targets={"promise": judged}))
    kept = target("arrived", "finished", "5 wd")
    assert "measured" not in ids(combined(built(*flow, targets={"promise": kept})))
