"""Area assessment: no single assessments inside an assessed area, at one place or side by side."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, pool, scenario, task

from sim.levers.area_assessment import Parameters, apply
from sim.levers.parallel_approval import Parameters as Beside
from sim.levers.parallel_approval import apply as beside
from sim.model.scenario import Scenario

from .bypass import YES_NO, by_kind, refused, steps_of, timeline
from .counters import ids

ENVIRONMENT: Raw = {"item": "environment", "do": [task("report", work="6 h"), task("review", work="1 h")]}
ENERGY: Raw = {"item": "energy", "do": [task("energy_review", work="2 h")]}
LAND: Raw = {"item": "land", "do": [task("land_review", work="3 h")]}
STEPS = ["environment", "energy"]


def built(*flow: Raw) -> Scenario:
    steps = flow or (ENVIRONMENT, LAND, ENERGY, {"milestone": "assessed"})
    raw = scenario(steps, pools={"desk": pool(200)}, attributes=YES_NO)
    return Scenario.model_validate(raw)


def inside(before: Scenario, **changes: Any) -> Scenario:
    stated: Raw = {"id": "area", "steps": STEPS, "when": "kind == 'simple'"}
    return apply(before, Parameters.model_validate(stated | changes))


def test_each_assessment_has_a_way_around_it() -> None:
    before = built()
    assert ids(inside(before)) == [
        "area.environment", "environment", "report", "review", "land", "land_review", "area.energy", "energy",
        "energy_review", "assessed",
    ]  # fmt: skip
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """12 hours in a row become the 3 that no area assessment answers."""
    before, after = (by_kind(each, "simple") for each in (built(), inside(built())))
    assert timeline(before).stamp("assessed") == "Tue 13:00"
    assert timeline(after).rows() == [("land_review", "Mon 09:00", "Mon 09:00", "Mon 12:00")]
    assert timeline(by_kind(inside(built()), "other")).rows() == timeline(before).rows()


def test_side_by_side_only_the_longest_counted() -> None:
    """Beside each other the slowest is the report; without it, the land permit."""
    parallel = Beside(id="stage", steps=("environment", "energy", "land"))
    joined = beside(built(ENVIRONMENT, ENERGY, LAND, {"milestone": "assessed"}), parallel)
    played = [timeline(by_kind(each, "simple")) for each in (joined, inside(joined))]
    assert [each.stamp("assessed") for each in played] == ["Mon 16:00", "Mon 12:00"]


def test_a_project_lies_inside_for_all_its_assessments_or_for_none() -> None:
    played = timeline(inside(built(), when=None, share=0.5), *["Mon 09:00"] * 60)
    ways = [
        ("report" in steps_of(played, case), "energy_review" in steps_of(played, case)) for case in range(60)
    ]
    assert set(ways) == {(True, True), (False, False)}
    assert 18 < ways.count((False, False)) < 42


def test_a_promise_may_be_recorded_in_their_stead() -> None:
    record = {"pool": "desk", "work": "15 min"}
    played = timeline(by_kind(inside(built(), record=record), "simple"))
    assert played.rows() == [
        ("area.record", "Mon 09:00", "Mon 09:00", "Mon 09:15"),
        ("land_review", "Mon 09:15", "Mon 09:15", "Mon 12:15"),
    ]
    assert played.stamp("area.recorded") == "Mon 09:15"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"steps": ["enviroment"]}, 'no step is called "enviroment"; did you mean "environment"?'),
        ({"steps": ["environment", "report"]},
         '"report" stands inside another of the steps; name the outer one only'),
    ],
)  # fmt: skip
def test_refusals(changes: Raw, message: str) -> None:
    assert refused(lambda: inside(built(), **changes)) == ("steps", message)
