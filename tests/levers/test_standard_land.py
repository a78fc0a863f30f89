"""Standard land: steps of the scheme fall away, its review loses the rework."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, pool, scenario, task

from sim.levers.standard_land import Parameters, apply
from sim.model.blocks import Repeat, find
from sim.model.scenario import Scenario

from .bypass import YES_NO, by_kind, not_valid, refused, steps_of, timeline
from .counters import ids
from .rounds import POOLS, by_share, round_of, second_time

SCHEME = round_of("fire", second_time("fire"))
PANEL = task("panel", "desk", "2 h")
PERMIT = task("permit", "desk", "30 min")


def built(loop: Raw = SCHEME) -> Scenario:
    flow = [PANEL, loop, PERMIT, {"milestone": "permitted"}]
    raw = scenario(flow, pools={**POOLS, "fire": pool(100)}, attributes=YES_NO)
    return Scenario.model_validate(raw)


def standard(before: Scenario, **changes: Any) -> Scenario:
    stated = {"id": "land", "steps": ["panel"], "loops": ["fire_rounds"], "when": "kind == 'simple'"}
    return apply(before, Parameters.model_validate(stated | changes))


def test_the_loop_stays_and_is_gone_through_once() -> None:
    before = built()
    after = standard(before)
    assert ids(after)[:4] == ["land.panel", "panel", "fire_rounds", "fire_visit"]
    assert ids(after)[-5:] == [
        "fire_rework",
        "fire_rounds.conditions_met",
        "fire_passed",
        "permit",
        "permitted",
    ]
    loop = find(after.services["main"].flow, "fire_rounds")
    assert isinstance(loop, Repeat)
    assert str(loop.again_when) == "(not stamped.fire_passed) and (not (kind == 'simple'))"
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """2 hours of panel, two days of changes and a second review fall away."""
    before, after = (timeline(by_kind(each, "simple")) for each in (built(), standard(built())))
    assert before.rows() == [
        ("panel", "Mon 09:00", "Mon 09:00", "Mon 11:00"),
        ("fire_visit", "Mon 11:00", "Mon 11:00", "Mon 12:00"),
        ("fire_rework", "Mon 12:00", "Mon 12:00", "Wed 12:00"),
        ("fire_visit", "Wed 12:00", "Wed 12:00", "Wed 13:00"),
        ("permit", "Wed 13:00", "Wed 13:00", "Wed 13:30"),
    ]
    assert after.rows() == [
        ("fire_visit", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("permit", "Mon 10:00", "Mon 10:00", "Mon 10:30"),
    ]
    assert after.stamp("fire_passed") == "Mon 10:00"


def test_other_projects_go_the_old_way() -> None:
    played = [timeline(by_kind(each, "other")).rows() for each in (built(), standard(built()))]
    assert played[0] == played[1]


def test_one_and_the_same_share_for_steps_and_loops() -> None:
    before = built(round_of("fire", by_share("fire", 0.9)))
    played = timeline(standard(before, when=None, share=0.5), *["Mon 09:00"] * 60)
    ways = {("panel" in steps_of(played, c), steps_of(played, c).count("fire_visit") > 1) for c in range(60)}
    assert ways == {(False, False), (True, True), (True, False)}


@pytest.mark.parametrize("named", [{"steps": ["panel"]}, {"loops": ["fire_rounds"]}])
def test_either_may_be_all_there_is(named: Raw) -> None:
    stated: Raw = {"steps": None, "loops": None, **named}
    played = timeline(by_kind(standard(built(), **stated), "simple"))
    assert ("panel" in steps_of(played), "fire_rework" in steps_of(played)) == (
        "loops" in named,
        "steps" in named,
    )


@pytest.mark.parametrize(
    ("loop", "changes", "parameter", "message"),
    [
        (SCHEME, {"loops": ["fire_round"]}, "loops",
         'no repeat is called "fire_round"; did you mean "fire_rounds"?'),
        (SCHEME, {"loops": ["permit"]}, "loops", '"permit" is of the kind task; allowed: repeat'),
        (SCHEME, {"steps": ["pannel"]}, "steps", 'no step is called "pannel"; did you mean "panel"?'),
        ({"repeat": "fire_rounds", "again": 0.3, "maximum": 2, "do": [task("visit", "fire")]}, {}, "loops",
         '"fire_rounds" goes again by share; to lose its rework for some cases it must go again by again_when alone'),
    ],
)  # fmt: skip
def test_refusals(loop: Raw, changes: Raw, parameter: str, message: str) -> None:
    assert refused(lambda: standard(built(loop), **changes)) == (parameter, message)


def test_something_must_be_named() -> None:
    message = "state steps (that fall away), loops (that are gone through once), or both"
    assert not_valid(Parameters, {"id": "land", "share": 0.5}) == message
