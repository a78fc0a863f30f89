"""No fire inspection: the round falls away, or the joint visit is made without its inspectors."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, scenario, task

from sim.levers.fire_inspection_dropped import Parameters, apply
from sim.levers.joint_acceptance import Parameters as Joint
from sim.levers.joint_acceptance import apply as joined
from sim.model.blocks import Task, walk
from sim.model.scenario import Scenario
from sim.model.steps import Twin

from .bypass import CHECK, YES_NO, by_kind, refused, steps_of, timeline
from .counters import ids
from .rounds import DECIDED, FIRE, PLAN, POOLS, at_once, round_of

ARCHIVE = round_of("archive", at_once("archive"))
ARCHIVE["do"][0]["pool"] = "desk"


def built(*flow: Raw) -> Scenario:
    raw = scenario(flow or (FIRE, PLAN, DECIDED), pools=dict(POOLS), attributes=YES_NO)
    return Scenario.model_validate(raw)


def together(before: Scenario, *more: str) -> Scenario:
    rounds = ["fire_rounds", "plan_rounds", *more]
    stated = {"id": "joint", "rounds": rounds, "visit": {"mean": "2 wh", "cv": 0.5}, "within": "9 cd"}
    return joined(before, Joint.model_validate(stated))


def dropped(before: Scenario, **changes: Any) -> Scenario:
    stated = {"id": "ordinary", "steps": ["fire_rounds"], "when": "kind == 'simple'"}
    return apply(before, Parameters.model_validate(stated | changes))


def test_the_round_has_a_way_around_it() -> None:
    before = built()
    assert ids(dropped(before))[:3] == ["ordinary.fire_rounds", "fire_rounds", "fire_visit"]
    assert before == built()


def test_a_timeline_by_hand() -> None:
    before, after = (timeline(by_kind(each, "simple")) for each in (built(), dropped(built())))
    assert before.stamp("decided") == "Wed 12:00"  # two visits an hour each, two days between, and the plan
    assert after.rows() == [("plan_visit", "Mon 09:00", "Mon 09:00", "Mon 10:00")]


def test_other_projects_are_inspected_as_before() -> None:
    for before in (built(), together(built()), together(built(FIRE, PLAN, ARCHIVE), "archive_rounds")):
        played = [timeline(by_kind(each, "other")).rows() for each in (before, dropped(before))]
        assert played[0] == played[1]


def test_the_joint_visit_is_made_without_them() -> None:
    before = together(built(FIRE, PLAN, ARCHIVE), "archive_rounds")
    after = dropped(before)
    visits = {b.id: b for b in walk(after.services["main"].flow) if isinstance(b, Task) and b.all_of}
    assert {name: visit.all_of for name, visit in visits.items()} == {
        "ordinary.visit": ("plan", "desk"),
        "joint.visit": ("fire", "plan", "desk"),
    }
    assert isinstance(visits["ordinary.visit"], Twin)
    assert (visits["ordinary.visit"].twin_of, visits["ordinary.visit"].work) == (
        "joint.visit",
        visits["joint.visit"].work,
    )


def test_without_fire_nothing_of_it_is_put_right() -> None:
    """The same visit with the same luck, and no second one; the fire inspectors stay at home."""
    before, after = (
        timeline(by_kind(each, "simple")) for each in (together(built()), dropped(together(built())))
    )
    assert "fire_rework" in steps_of(before)
    assert steps_of(after) == ["ordinary.visit"]
    assert after.row("ordinary.visit") == before.row("joint.visit")
    assert after.stamp("decided") == after.row("ordinary.visit")[2]
    assert (after.stamp("fire_passed"), after.pool("served", "fire")) == ("Mon 09:00", 0)


def test_filed_projects_are_sampled() -> None:
    check = CHECK | {"pool": "fire", "share": 0.3}
    for before in (built(), together(built())):
        played = timeline(by_kind(dropped(before, check=check), "simple"), *["Mon 09:00"] * 60)
        assert 8 < sum("ordinary.check" in steps_of(played, case) for case in range(60)) < 30


def test_the_check_follows_the_acceptance() -> None:
    played = timeline(by_kind(dropped(together(built()), check=CHECK | {"pool": "fire"}), "simple"))
    assert played.row("ordinary.check_planned")[0] == played.row("ordinary.visit")[2]


def test_inspectors_who_come_for_another_round_too_are_needed() -> None:
    plan = {**PLAN, "do": [{**PLAN["do"][0], "pool": "fire"}, *PLAN["do"][1:]]}
    before = together(built(FIRE, plan, ARCHIVE), "archive_rounds")
    message = 'the inspectors of "fire_rounds" come for other rounds too: fire'
    assert refused(lambda: dropped(before)) == ("steps", message)


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"steps": ["fire_round"]}, "steps", 'no step is called "fire_round"; did you mean "fire_rounds"?'),
        ({"when": "kind == 'ordinary'"}, "when", '"kind" has no value "ordinary"; allowed: simple, other'),
        ({"check": CHECK}, "check", 'no pool is called "inspector"; declared: fire, plan, window, desk'),
    ],
)  # fmt: skip
def test_refusals(changes: Raw, parameter: str, message: str) -> None:
    assert refused(lambda: dropped(built(), **changes)) == (parameter, message)


def test_a_stamp_a_permit_waits_for_is_there() -> None:
    needs: Raw = {"choice": "permit", "options": [
        {"when": "stamped.fire_passed", "do": [task("certificate", "desk", "10 min")]}, {"otherwise": True, "do": []},
    ]}  # fmt: skip
    assert steps_of(timeline(by_kind(dropped(built(FIRE, needs)), "simple"))) == ["certificate"]
