"""Build first: checks behind the building, with the same results, and rework that takes longer there."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, pool, scenario, target, task, wait

from sim.levers.build_first import Parameters, apply
from sim.model.blocks import Item, find
from sim.model.scenario import Scenario

from .bypass import YES_NO, by_kind, refused, steps_of, timeline
from .counters import ids
from .rounds import POOLS, by_share, round_of, second_time

DRAWINGS = round_of("fire", second_time("fire"), work="2 h", rework="1 cd")
PERMIT: Raw = {"item": "permit", "promised": "5 wd", "do": [task("permit_review", "desk", "3 h")]}
BUILD: Raw = {"wait": "build", "for": "3 cd"}
ACCEPT = task("accept", "plan", "1 h")
FILED = task("filing", "desk", "30 min")
WHOLE = {"whole": target("arrived", "accepted", "9 cd", "elapsed")}


def built(*flow: Raw, targets: Raw | None = None) -> Scenario:
    steps = flow or (
        FILED,
        DRAWINGS,
        PERMIT,
        {"milestone": "permitted"},
        BUILD,
        ACCEPT,
        {"milestone": "accepted"},
    )
    pools = {**POOLS, "fire": pool(100), "desk": pool(100)}
    return Scenario.model_validate(scenario(steps, pools=pools, attributes=YES_NO, targets=targets or WHOLE))


def first(given: Scenario, **changes: Any) -> Scenario:
    stated = {"id": "first", "steps": ["fire_rounds", "permit"], "before": "accept"}
    return apply(given, Parameters.model_validate(stated | changes))


def test_the_checks_stand_behind_the_building() -> None:
    before = built()
    after = first(before)
    assert [block.id for block in after.services["main"].flow] == [
        "filing", "first.promised", "permitted", "build", "fire_rounds", "permit", "accept", "accepted",
    ]  # fmt: skip
    assert sorted(ids(after)) == sorted([*ids(before), "first.promised"])
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """Building starts on the first morning and not on the second evening; the checks are made after it."""
    assert timeline(built()).row("build") == ("Tue 16:30", "Tue 16:30", "Fri 16:30")
    played = timeline(first(built(), promise={"pool": "desk", "work": "30 min"}))
    assert played.rows() == [
        ("filing", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("first.signing", "Mon 09:30", "Mon 09:30", "Mon 10:00"),
        ("build", "Mon 10:00", "Mon 10:00", "Thu 10:00"),
        ("fire_visit", "Thu 10:00", "Thu 10:00", "Thu 12:00"),
        ("fire_rework", "Thu 12:00", "Thu 12:00", "Fri 12:00"),
        ("fire_visit", "Fri 12:00", "Fri 12:00", "Fri 14:00"),
        ("permit_review", "Fri 14:00", "Fri 14:00", "Fri 17:00"),
        ("accept", "Fri 17:00", "Mon2 09:00", "Mon2 10:00"),
    ]
    assert (played.stamp("first.promised"), played.clock("main.permit")) == ("Mon 10:00", 0)


def test_late_rework_takes_longer() -> None:
    longer = {"value": 2, "source": "guess"}
    played = timeline(first(built(), longer=longer))
    assert played.row("fire_rework") == ("Thu 11:30", "Thu 11:30", "Sat 11:30")


def test_only_some_projects_build_first() -> None:
    after = first(built(), only={"when": "kind == 'simple'"}, longer=2)
    assert timeline(by_kind(after, "other")).rows() == timeline(by_kind(built(), "other")).rows()
    simple = timeline(by_kind(after, "simple"))
    assert simple.rows() == timeline(first(by_kind(built(), "simple"), longer=2)).rows()


def test_who_checks_early_or_late_has_the_same_luck() -> None:
    flow = (
        FILED,
        round_of("fire", by_share("fire", 0.5), work="1 h"),
        BUILD,
        ACCEPT,
        {"milestone": "accepted"},
    )
    stated: Raw = {"steps": ["fire_rounds"], "only": {"share": 0.5}}
    one, other = (
        timeline(each, *["Mon 09:00"] * 40) for each in (built(*flow), first(built(*flow), **stated))
    )
    moved = 0
    for case in range(40):
        early, late = steps_of(one, case), steps_of(other, case)
        assert early.count("fire_visit") == late.count("fire_visit")
        moved += late.index("build") < late.index("fire_visit")
    assert 10 < moved < 30


def test_a_limit_belongs_to_one_place() -> None:
    after = first(built(), only={"share": 0.5})
    assert isinstance(find(after.services["main"].flow, "permit"), Item)
    played = timeline(after, *["Mon 09:00"] * 20)
    early = [played.clock("main.permit", case) for case in range(20)]
    late = [played.clock("main.first.verified.permit", case) for case in range(20)]
    assert {(a < 0, b < 0) for a, b in zip(early, late, strict=True)} == {(True, False), (False, True)}


NEEDS: Raw = {"choice": "gate", "options": [
    {"when": "stamped.fire_passed", "do": []}, {"otherwise": True, "do": [{"end": "refused"}]},
]}  # fmt: skip
BEGINS = {"late": target("fire_passed", "accepted", "9 cd", "elapsed")}


@pytest.mark.parametrize(
    ("before", "changes", "parameter", "message"),
    [
        (built(), {"steps": ["permitt"]}, "steps", 'no step is called "permitt"; did you mean "permit"?'),
        (built(), {"before": "acept"}, "before", 'no step is called "acept"; did you mean "accept"?'),
        (built(), {"before": "filing"}, "before", '"filing" does not come after "fire_rounds"'),
        (built(), {"steps": ["permit", "permit_review"]}, "steps",
         '"permit_review" stands inside another of the steps; name the outer one only'),
        (built(), {"steps": ["fire_visit"]}, "steps",
         '"fire_visit" stands in repeat "fire_rounds": not every case comes to it exactly once'),
        (built(), {"steps": ["permit"], "longer": 2}, "longer",
         "none of the steps is a loop with a wait between its visits: there is no rework"),
        (built(), {"promise": {"pool": "dsk", "work": "1 min"}}, "promise",
         'no pool is called "dsk"; declared: fire, plan, window, desk; did you mean "desk"?'),
        (built(DRAWINGS, NEEDS, PERMIT, ACCEPT, {"milestone": "accepted"}), {}, "steps",
         'choice "gate" needs the milestone "fire_passed" before the steps are done'),
        (built(targets=BEGINS), {}, "steps",
         'target "late" begins with "fire_passed", which moves; state it by milestones that stay'),
        (built(DRAWINGS, {"background": "survey", "do": [wait("measure", "1 cd")]}, PERMIT, {"require": "survey"},
               ACCEPT, {"milestone": "accepted"}),
         {"steps": ["survey"]}, "steps", 'require "survey" waits for what the steps start, before they are done'),
        (built({"background": "survey", "do": [wait("measure", "1 cd")]}, ACCEPT, {"milestone": "accepted"}),
         {"steps": ["survey"], "only": {"share": 0.5}}, "steps",
         'background "survey" can stand at one place only; move it for every case'),
    ],
)  # fmt: skip
def test_refusals(before: Scenario, changes: Raw, parameter: str, message: str) -> None:
    assert refused(lambda: first(before, **changes)) == (parameter, message)


def test_what_stands_behind_the_acceptance_may_need_the_checks() -> None:
    after = first(built(FILED, DRAWINGS, PERMIT, BUILD, ACCEPT, NEEDS, {"milestone": "accepted"}))
    assert timeline(after).ends()[0] == "completed"
