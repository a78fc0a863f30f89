"""Utilities step in early: their works run beside the project, and only the hook-up is left at the end."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, task, wait

from sim.engine.compile import compile_program
from sim.levers import Refusal, parallel_approval
from sim.levers.early_utilities import Parameters, apply
from sim.model.blocks import Background, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(1), "crew": pool(1, party="utility")}


def utility(name: str, works: str, hook_up: str = "60 min") -> Raw:
    steps = [task(f"{name}_design", "crew", "30 min"), task(f"{name}_works", "crew", works)]
    return {"item": name, "promised": "15 wd", "do": [*steps, task(f"{name}_hook_up", "crew", hook_up)]}


FLOW: list[Raw] = [
    task("planning", work="60 min"),
    {"milestone": "planned"},
    wait("building", "2 cd"),
    utility("water", "3 h"),
    {"milestone": "built"},
]
LINE: Raw = {"early": ["water_design", "water_works"], "hook_up": "water_hook_up"}
STATED: dict[str, Any] = {"start": "planned", "lines": {"water": LINE}}


def built(flow: list[Raw] | None = None, **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow or FLOW, pools=POOLS, **more))  # type: ignore[arg-type]


def early(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario) -> Played:
    return play(compile_program(scenario), "Mon 09:00")


def test_the_works_start_at_the_milestone_in_the_background() -> None:
    before = built()
    after = early(before)
    assert ids(after) == [
        "planning", "planned", "water.early", "water_design", "water_works", "building", "water", "water.early",
        "water_hook_up", "built",
    ]  # fmt: skip
    background = find(after.services["main"].flow, "water.early")
    assert isinstance(background, Background)
    assert background.after == "withdraw"
    assert before == built()


def test_a_timeline_by_hand() -> None:
    assert played(built()).rows() == [
        ("planning", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("building", "Mon 10:00", "Mon 10:00", "Wed 10:00"),
        ("water_design", "Wed 10:00", "Wed 10:00", "Wed 10:30"),
        ("water_works", "Wed 10:30", "Wed 10:30", "Wed 13:30"),
        ("water_hook_up", "Wed 13:30", "Wed 13:30", "Wed 14:30"),
    ]
    after = played(early(built()))
    assert after.rows() == [
        ("planning", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("water_design", "Mon 10:00", "Mon 10:00", "Mon 10:30"),
        ("water_works", "Mon 10:30", "Mon 10:30", "Mon 13:30"),
        ("building", "Mon 10:00", "Mon 10:00", "Wed 10:00"),
        ("water_hook_up", "Wed 10:00", "Wed 10:00", "Wed 11:00"),
    ]
    assert after.stamp("water.started") == "Wed 10:00"


def test_the_hook_up_waits_for_works_that_take_longer() -> None:
    flow = [FLOW[0], FLOW[1], task("roof"), utility("water", "5 h")]
    after = played(early(built(flow)))
    assert after.row("water_works")[2] == "Mon 15:30"
    assert after.row("water_hook_up") == ("Mon 15:30", "Mon 15:30", "Mon 16:30")


def test_an_item_that_is_early_as_a_whole_moves_as_a_whole() -> None:
    flow = [*FLOW[:3], {"item": "outside", "do": [task("dig", "crew")]}, task("water_hook_up", "crew")]
    after = early(built(flow), lines={"water": {"early": ["outside"], "hook_up": "water_hook_up"}})
    assert ids(after) == [
        "planning", "planned", "water.early", "outside", "dig", "building", "water.early", "water_hook_up",
    ]  # fmt: skip
    assert played(after).ends()[1] == "Wed 11:00"


def test_the_end_of_an_item_may_start_them() -> None:
    flow = [{"item": "permit", "do": [FLOW[0]]}, *FLOW[2:]]
    after = early(built(flow), start="permit")
    assert ids(after)[:4] == ["permit", "planning", "water.early", "water_design"]
    assert played(after).row("water_design")[0] == played(after).stamp("permit.done") == "Mon 10:00"


def test_several_lines_and_a_fork_of_the_utilities() -> None:
    flow = [*FLOW[:3], utility("water", "3 h"), utility("gas", "1 h")]
    lines = {"water": LINE, "gas": {"early": ["gas_design", "gas_works"], "hook_up": "gas_hook_up"}}
    one = early(built(flow), lines=lines)
    fork = parallel_approval.Parameters.model_validate({"id": "site", "steps": ["building", "water", "gas"]})
    both = parallel_approval.apply(one, fork)
    assert played(one).ends()[1] == "Wed 12:00"
    assert played(both).row("water_hook_up") == ("Mon 14:00", "Mon 15:00", "Mon 16:00")
    assert played(both).ends()[1] == "Wed 10:00"


SOME: Raw = {
    "choice": "some",
    "options": [{"share": 0.5, "do": [utility("water", "3 h")]}, {"otherwise": True}],
}


@pytest.mark.parametrize(
    ("flow", "changes", "parameter", "message"),
    [
        (FLOW, {"start": "plannd"}, "start", 'no step is called "plannd"; did you mean "planned"?'),
        (FLOW, {"start": "built"}, "start", '"water_hook_up" does not come after "built"'),
        (FLOW, {"lines": {"water": {**LINE, "early": ["water_desing"]}}}, "lines",
         'no step is called "water_desing"; did you mean "water_design"?'),
        (FLOW, {"lines": {"water": {**LINE, "early": ["water_hook_up"]}}}, "lines",
         '"water_hook_up" is the hook-up; it stays where it is'),
        (FLOW, {"lines": {"water": {"early": ["water_hook_up"], "hook_up": "water_works"}}}, "lines",
         '"water_works" does not come after "water_hook_up"'),
        (FLOW, {"lines": {"water": LINE, "gas": LINE}}, "lines", '"water_design" stands there twice'),
        ([*FLOW[:3], SOME], {}, "start",
         '"water_hook_up" stands in choice "some": not every case comes to it exactly once'),
        ([*FLOW, {"milestone": "planned"}], {}, "start", '"planned" stands at 2 places; it must stand at one'),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        early(built(flow), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)
