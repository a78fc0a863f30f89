"""Joint acceptance: one loop of the rounds, its deadline, whose luck is kept, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, target, task, wait
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.joint_acceptance import Parameters, apply
from sim.model.blocks import Parallel, Repeat, Task, Wait, find, walk
from sim.model.scenario import Scenario

from .counters import ids
from .rounds import DECIDED, FIRE, PLAN, at_once, built, by_share, round_of, second_time

ROUNDS = ("fire_rounds", "plan_rounds")


def joint(before: Scenario, **changes: Any) -> Scenario:
    stated: dict[str, Any] = {"id": "joint", "rounds": ROUNDS, "visit": "90 min", "within": "15 cd"}
    return apply(before, Parameters.model_validate(stated | changes))


def played(scenario: Scenario, *coming: str) -> Played:
    return play(compile_program(scenario), *(coming or ("Mon 09:00",)))


def rows(scenario: Scenario) -> list[tuple[str, str, str]]:
    """(activity, started, completed) of what was completed."""
    return [
        (activity, started, done)
        for activity, _, started, done in played(scenario).rows()
        if not done.startswith("x")
    ]


def test_the_rounds_become_one_loop_that_holds_each_step_once() -> None:
    before = built(FIRE, PLAN, DECIDED)
    after = joint(before)
    assert [block.id for block in after.services["main"].flow] == ["joint", "decided"]
    moved = [one for one in ids(after) if not one.startswith("joint")]
    for step in ("fire_visit", "fire_result", "fire_rework", "plan_visit", "plan_rework"):
        assert moved.count(step) == 1
    loop, visit = (find(after.services["main"].flow, name) for name in ("joint", "joint.visit"))
    assert isinstance(loop, Repeat)
    assert isinstance(visit, Task)
    assert (str(loop.again_when), loop.maximum) == ("not stamped.fire_passed or not stamped.plan_passed", 3)
    assert visit.all_of == ("fire", "plan")
    assert before == built(FIRE, PLAN, DECIDED)


def test_before_each_inspection_follows_the_other() -> None:
    assert rows(built(FIRE, PLAN)) == [
        ("fire_visit", "Mon 09:00", "Mon 10:00"),
        ("fire_rework", "Mon 10:00", "Wed 10:00"),
        ("fire_visit", "Wed 10:00", "Wed 11:00"),
        ("plan_visit", "Wed 11:00", "Wed 12:00"),
    ]


def test_after_all_come_at_once_and_only_what_failed_is_inspected_again() -> None:
    assert rows(joint(built(FIRE, PLAN))) == [
        ("joint.visit", "Mon 09:00", "Mon 10:30"),
        ("fire_rework", "Mon 10:30", "Wed 10:30"),
        ("fire_visit", "Wed 10:30", "Wed 11:30"),
    ]


def test_late_rework_brings_everybody_again_and_who_passed_stays_passed() -> None:
    after = joint(built(FIRE, PLAN), within="1 cd")
    assert rows(after) == [
        ("joint.visit", "Mon 09:00", "Mon 10:30"),
        ("joint.deadline", "Mon 10:30", "Tue 10:30"),
        ("fire_rework", "Mon 10:30", "Wed 10:30"),
        ("joint.visit", "Wed 10:30", "Wed 12:00"),
    ]
    assert played(after).stamp("plan_passed") == "Mon 10:30"
    assert played(after).ends() == ("completed", "Wed 12:00")


FORKED: Raw = {"parallel": "two", "branches": {"a": [wait("fire_rework", "2 cd")]}}


@pytest.mark.parametrize(
    "between",
    [
        [wait("fire_rework", "2 cd")],
        [FORKED],
        [FORKED, *[{"parallel": name, "branches": {"a": []}} for name in ("then", "last")]],
        [FORKED, {"repeat": "checks", "again": 1, "maximum": 3, "do": [{"parallel": "all", "branches": {"a": []}}]}],
    ],
)  # fmt: skip
def test_rework_that_ends_with_the_deadline_is_in_time(between: list[Raw]) -> None:
    fire = {**FIRE, "between": between}
    after = joint(built(fire, PLAN), within="2 cd")
    assert ("fire_visit", "Wed 10:30", "Wed 11:30") in rows(after)
    assert played(after).stamp("joint.late") == "-"


def test_rework_of_all_stands_side_by_side() -> None:
    plan = round_of("plan", second_time("plan"), rework="1 cd")
    assert rows(joint(built(FIRE, plan))) == [
        ("joint.visit", "Mon 09:00", "Mon 10:30"),
        ("plan_rework", "Mon 10:30", "Tue 10:30"),
        ("fire_rework", "Mon 10:30", "Wed 10:30"),
        ("fire_visit", "Wed 10:30", "Wed 11:30"),
        ("plan_visit", "Wed 10:30", "Wed 11:30"),
    ]


def test_rework_stops_the_clock_and_what_the_government_does_does_not() -> None:
    fire = {**FIRE, "between": [wait("notice", "60 min", party="government"), wait("fire_rework", "2 cd")]}
    limit = {"limit": target("arrived", "finished", "9 cd", "elapsed")}
    before, after = built(fire, PLAN, targets=limit), joint(built(fire, PLAN, targets=limit))
    # 9:00 to Wed 12:00 and the notice, and nothing is paused; then visit, notice and second visit alone.
    assert played(before).clock("limit") == 2 * 24 * 60 + 3 * 60 + 60
    assert played(after).clock("limit") == 90 + 60 + 60
    paused = {b.id: b.pause for b in walk(after.services["main"].flow) if isinstance(b, Wait)}
    assert paused["fire_rework"] == "整改 rectification"
    assert paused["notice"] is None
    still = joint(built(fire, PLAN, targets=limit), pause=False)
    assert played(still).clock("limit") == 90 + 60 + 2 * 24 * 60 + 60


def test_a_case_keeps_its_luck() -> None:
    """Each case is inspected as often as before, the first inspection of each now at the joint visit."""
    flow = [round_of("fire", by_share("fire", 0.5)), round_of("plan", by_share("plan", 0.4))]
    before = built(*flow)
    coming = ["Mon 09:00"] * 20
    one, other = played(before, *coming), played(joint(before, within="60 cd"), *coming)
    visits = [
        [sum(row[0] == f"{name}_visit" for row in each.rows(case)) for each in (one, other)]
        for case in range(20)
        for name in ("fire", "plan")
    ]
    assert all(separate == again + 1 for separate, again in visits)
    assert {separate for separate, _ in visits} == {1, 2, 3}


def test_the_deadline_is_held_by_nobody() -> None:
    fire = {**FIRE, "between": [wait("fire_rework", "2 cd", party="intermediary")]}
    for within in ("1 cd", "15 cd"):
        after = played(joint(built(fire, PLAN), within=within))
        assert after.clock("held_applicant") == 0
        assert after.clock("held_intermediary") == 2 * 24 * 60


def test_branches_of_a_parallel_and_items_of_their_own_are_joined_too() -> None:
    parts = {
        "fire": [{"item": "fire_item", "do": [FIRE]}],
        "plan": [task("plan_apply", "window"), PLAN],
    }
    flow = {"parallel": "inspections", "branches": parts}
    assert ids(joint(built(flow, DECIDED), drop=["plan_apply"]))[0] == "joint"
    with_other = {**flow, "branches": {**parts, "lift": [task("lift")]}}
    after = joint(built(with_other), drop=["plan_apply"])
    outer = after.services["main"].flow[0]
    assert isinstance(outer, Parallel)
    assert {name: [b.id for b in inner] for name, inner in outer.branches.items()} == {
        "joint": ["joint"],
        "lift": ["lift"],
    }


def test_applications_fall_away_between_the_rounds_and_within_them() -> None:
    fire = {**FIRE, "do": [task("fire_apply", "window"), *FIRE["do"]]}
    flow = [fire, task("plan_apply", "window"), wait("walk", "30 min"), PLAN]
    after = joint(built(*flow), drop=["fire_apply", "plan_apply", "walk"])
    assert rows(after)[0] == ("joint.visit", "Mon 09:00", "Mon 10:30")
    assert not {"fire_apply", "plan_apply", "walk"} & set(ids(after))


def test_what_stands_before_an_inspection_is_done_at_every_visit() -> None:
    fire = {**FIRE, "do": [wait("fire_date", "30 min", party="government"), *FIRE["do"]]}
    assert rows(joint(built(fire, PLAN))) == [
        ("fire_date", "Mon 09:00", "Mon 09:30"),
        ("joint.visit", "Mon 09:30", "Mon 11:00"),
        ("fire_rework", "Mon 11:00", "Wed 11:00"),
        ("fire_date", "Wed 11:00", "Wed 11:30"),
        ("fire_visit", "Wed 11:30", "Wed 12:30"),
    ]


def test_the_visit_holds_what_its_tasks_hold() -> None:
    fire = {**FIRE, "do": [task("fire_visit", "fire", party="intermediary"), *second_time("fire")]}
    visit = find(joint(built(fire, PLAN)).services["main"].flow, "joint.visit")
    assert isinstance(visit, Task)
    assert visit.stated_parties == ("intermediary", "government")


SHARED = {"repeat": "fire_rounds", "maximum": 3, "between": []}


@pytest.mark.parametrize(
    ("flow", "changes", "parameter", "message"),
    [
        ([FIRE, PLAN], {"rounds": ["fire_rounds", "plan_round"]}, "rounds",
         'no repeat is called "plan_round"; did you mean "plan_rounds"?'),
        ([FIRE, PLAN], {"rounds": ["fire_rounds", "plan_visit"]}, "rounds",
         '"plan_visit" is of the kind task; allowed: repeat'),
        ([FIRE, PLAN], {"rounds": ["fire_rounds", "fire_rounds"]}, "rounds",
         "fire_rounds, fire_rounds: a round stands there twice"),
        ([FIRE, task("apply"), PLAN], {}, "rounds",
         "fire_rounds, plan_rounds stand neither one after another in one list nor as whole branches of one "
         "parallel; name under drop what stands between them and falls away"),
        ([FIRE, PLAN], {"drop": ["aply"]}, "drop", 'no step is called "aply"'),
        ([FIRE, PLAN], {"drop": ["fire_result"]}, "drop",
         '"fire_result" is of the kind choice; allowed: task, session, wait, milestone'),
        ([FIRE, PLAN, task("joint")], {}, "id", 'a block is called "joint" already'),
        ([{**SHARED, "do": [task("fire_visit")], "again": 0.5}, PLAN], {}, "rounds",
         '"fire_rounds" is no loop of rounds; it must end by "again_when: not stamped.<milestone>" alone'),
        ([{**FIRE, "again_when": "not stamped.fire_passed and not stamped.plan_passed"}, PLAN], {}, "rounds",
         '"fire_rounds" is no loop of rounds; it must end by "again_when: not stamped.<milestone>" alone'),
        ([FIRE, {**PLAN, "again_when": "not stamped.decided"}, DECIDED], {}, "rounds",
         '"plan_rounds" ends by the milestone "decided", which is not stamped in its do'),
        ([FIRE, PLAN, {"milestone": "plan_passed"}], {}, "rounds",
         '"plan_rounds" ends by the milestone "plan_passed", which is stamped outside it too'),
        ([{**FIRE, "restart": ["fire_passed"]}, PLAN], {}, "rounds",
         '"fire_rounds" clears fire_passed; a joint loop clears no stamps'),
        ([{**FIRE, "do": [task("look"), *FIRE["do"]]}, PLAN], {}, "rounds",
         '"fire_rounds" must hold exactly one task at the top of its do; it has look, fire_visit; name under drop '
         "those that fall away"),
        ([{**FIRE, "do": at_once("fire")}, PLAN], {}, "rounds",
         '"fire_rounds" must hold exactly one task at the top of its do; it has (none)'),
        ([{**FIRE, "maximum": 2}, PLAN], {}, "rounds",
         '"fire_rounds" is gone through 2 times at most, "plan_rounds" 3; a joint loop has one maximum'),
        ([{"repeat": "outer", "again": 0, "maximum": 2, "do": [FIRE, PLAN]}], {}, "rounds",
         'they stand inside repeat "outer"; a joint loop is gone through once a case'),
        ([{**FIRE, "do": [task("fire_visit", any_of=["fire", "desk"]), *second_time("fire")]}, PLAN], {}, "rounds",
         'task "fire_visit" asks for any_of; a joint visit needs pool or all_of'),
        ([{**FIRE, "do": [task("fire_visit", "fire", rank=1), *second_time("fire")]}, PLAN], {}, "rounds",
         "fire_visit, plan_visit differ in class; a joint visit has only one"),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        joint(built(*flow), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_a_visit_is_no_elapsed_time() -> None:
    with pytest.raises(
        ValidationError, match='work "2 cd" is in calendar days; work is done in opening hours; allowed'
    ):
        joint(built(FIRE, PLAN), visit="2 cd")


def test_every_block_the_lever_makes_has_a_name() -> None:
    fire = {**FIRE, "do": [wait("fire_date", "30 min"), *FIRE["do"]]}
    before = built(fire, PLAN)
    made = [
        block
        for block in walk(joint(before).services["main"].flow)
        if block.id not in {*ids(before), "fire_passed"}
    ]
    assert len(made) > 10
    assert [block.id for block in made if block.name is None or block.name.zh == block.name.en] == []
    kind = next(block for block in made if block.id == "joint.visit_kind")
    assert kind.name is not None
    assert (kind.name.zh, kind.name.en) == ("首次联合核验或复验", "First joint visit or re-inspection")


def test_a_target_that_needs_what_falls_away() -> None:
    flow = [{"item": "fire_item", "do": [FIRE]}, {"milestone": "applied"}, PLAN]
    of_item = {"service": "main", "item": "fire_item", "limit": "5 wd", "required_share": 0.9}
    with pytest.raises(Refusal) as refused:
        joint(built(*flow, targets={"fire": of_item}), drop=["applied"])
    assert refused.value.message == (
        'target "fire" judges the item "fire_item", which falls away; state its from and to as milestones that stay'
    )
    with pytest.raises(Refusal) as refused:
        joint(built(*flow, targets={"span": target("applied", "finished", "5 wd")}), drop=["applied"])
    assert refused.value.message.startswith('target "span" needs the milestone "applied", which falls away')


def test_a_condition_that_needs_what_falls_away() -> None:
    asks = {
        "choice": "asks",
        "options": [{"when": "not stamped.applied", "do": []}, {"otherwise": True, "do": []}],
    }
    with pytest.raises(Refusal) as refused:
        joint(built(FIRE, {"milestone": "applied"}, PLAN, asks), drop=["applied"])
    assert refused.value.message == 'choice "asks" needs the milestone "applied", which falls away'
