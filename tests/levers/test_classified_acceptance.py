"""Classified acceptance: the builder inspects simple projects, no department attends, a spot check may follow."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, scenario, target, task

from sim.levers.classified_acceptance import Parameters, apply
from sim.model.scenario import Scenario

from .bypass import CHECK, YES_NO, by_kind, not_valid, refused, steps_of, timeline
from .counters import ids
from .rounds import FIRE, PLAN, POOLS

CERTIFICATE = task("certificate", "desk", "30 min")
TARGETS = {"acceptance": target("built", "certified", "9 h", "elapsed", parties=["government"])}


def built() -> Scenario:
    flow = [{"milestone": "built"}, FIRE, PLAN, CERTIFICATE, {"milestone": "certified"}]
    raw = scenario(flow, pools=dict(POOLS), attributes=YES_NO, targets=TARGETS)
    return Scenario.model_validate(raw)


def classified(before: Scenario, **changes: Any) -> Scenario:
    stated = {
        "id": "simple",
        "steps": ["fire_rounds", "plan_rounds"],
        "when": "kind == 'simple'",
        "self_inspection": "4 wh",
    }
    return apply(before, Parameters.model_validate(stated | changes))


def test_the_departments_are_one_way_and_the_builder_the_other() -> None:
    before = built()
    after = ids(classified(before))
    assert after[:4] == ["built", "simple.fire_rounds", "simple.self_inspection", "fire_rounds"]
    assert after[-2:] == ["certificate", "certified"]
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """Two days of rework and two visits become half a day of the owner's, off the government's clock."""
    before, after = (timeline(by_kind(each, "simple")) for each in (built(), classified(built())))
    assert (before.stamp("certified"), before.clock("acceptance")) == ("Wed 12:30", 60 + 60 + 60 + 30)
    assert after.rows() == [
        ("simple.self_inspection", "Mon 09:00", "Mon 09:00", "Mon 13:00"),
        ("certificate", "Mon 13:00", "Mon 13:00", "Mon 13:30"),
    ]
    assert after.clock("acceptance") == 30


def test_other_projects_are_inspected_as_before() -> None:
    played = [timeline(by_kind(each, "other")).rows() for each in (built(), classified(built()))]
    assert played[0] == played[1]


def test_no_inspector_works_for_a_simple_project() -> None:
    played = timeline(by_kind(classified(built()), "simple"), *["Mon 09:00"] * 5)
    assert [played.pool("served", pool) for pool in ("fire", "plan", "desk")] == [0, 0, 5]


def test_a_spot_check_follows_for_a_share() -> None:
    check = CHECK | {"pool": "fire", "share": 0.5, "failed": 1, "still_failing": 1, "outcome": "withdrawn"}
    played = timeline(by_kind(classified(built(), check=check), "simple"), *["Mon 09:00"] * 60)
    checked = ["simple.check" in steps_of(played, case) for case in range(60)]
    assert 18 < sum(checked) < 42
    assert [played.later(case) == "withdrawn" for case in range(60)] == checked
    assert {played.ends(case)[0] for case in range(60)} == {"completed"}


def test_a_share_is_classified_once_for_all_places() -> None:
    before = built()
    apart = before.services["main"].flow
    flow = (apart[0], apart[1], apart[3], apart[2], apart[4])
    service = before.services["main"].model_copy(update={"flow": flow})
    before = before.model_copy(update={"services": {"main": service}})
    played = timeline(classified(before, when=None, share=0.5), *["Mon 09:00"] * 60)
    ways = [
        tuple(
            word in steps_of(played, case) for word in ("simple.self_inspection", "fire_visit", "plan_visit")
        )
        for case in range(60)
    ]
    assert set(ways) == {(True, False, False), (False, True, True)}


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"steps": ["fire_round"]}, "steps", 'no step is called "fire_round"; did you mean "fire_rounds"?'),
        ({"steps": ["fire_visit"]}, "steps",
         '"fire_visit" stands in repeat "fire_rounds"; what stands in its place is done once a case'),
        ({"when": "area < 3000"}, "when", 'there is no attribute "area"; allowed: kind, channel'),
        ({"check": CHECK}, "check", 'no pool is called "inspector"; declared: fire, plan, window, desk'),
    ],
)  # fmt: skip
def test_refusals(changes: Raw, parameter: str, message: str) -> None:
    assert refused(lambda: classified(built(), **changes)) == (parameter, message)


def test_some_projects_must_be_named() -> None:
    stated = {"id": "simple", "steps": ["fire_rounds"], "self_inspection": "1 cd"}
    one = "state exactly one of when (a condition) and share (of all cases)"
    assert not_valid(Parameters, stated) == one
    assert not_valid(Parameters, {**stated, "share": 0.1, "when": "kind == 'simple'"}) == one
