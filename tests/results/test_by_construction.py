"""Targets that whoever wrote the flow has answered already, and others that only look so."""

from __future__ import annotations

import pytest
from engine.office import Raw, compiled, counted_target, pool, scenario, target, task, wait, window
from engine.random_scenarios import scenarios
from hypothesis import HealthCheck, Phase, given, reject, settings

from sim.engine.compile.faults import CompileError
from sim.engine.engines import ENGINES
from sim.results.by_construction import Construction, by_construction
from sim.results.judged import judge

POOLS = {"desk": window(), "tax": window(), "back": pool(9)}
IN, OUT = {"milestone": "in"}, {"milestone": "out"}
BACK = task("review", "back", "5 min")


def choice(*do: Raw, by: Raw | None = None) -> Raw:
    return {"choice": "which", "options": [{**(by or {"share": 0.3}), "do": list(do)}, {"otherwise": True}]}


def found(*flow: Raw, limit: str = "0 wh", clock: str = "working", **more: object) -> Construction | None:
    raw = scenario(
        [task("intake"), IN, *flow, OUT],
        pools=POOLS,
        attributes={
            "kind": {"values": {"x": 0.5, "y": 0.5, "nobody": 0}},
            "size": {"number": {"min": 0, "max": 7}},
        },
        targets={"t": target("in", "out", limit, clock, **more)},
    )
    program = compiled(raw)
    return by_construction(program, program.names.clocks.index("t"))


KIND = {"when": "kind == 'x'"}
ALWAYS, NEVER, WHICH = Construction("always"), Construction("never"), Construction("share", "which")
STATED = Construction("stated")


@pytest.mark.parametrize(
    ("flow", "told"),
    [
        ([], ALWAYS),
        ([task("decide")], ALWAYS),
        ([BACK], NEVER),
        ([choice(BACK)], WHICH),
        ([choice(BACK), BACK], NEVER),
        ([choice(BACK, by=KIND)], STATED),
        ([choice(BACK, by=KIND), choice(task("decide"), by=KIND), BACK], NEVER),
        ([choice(BACK), {**choice(BACK), "choice": "other"}], STATED),
        ([choice(BACK, by={"when": "size > 3"})], None),
        ([choice({"milestone": "m"}), choice(BACK, by={"when": "stamped.m"})], None),
        ([{"parallel": "both", "branches": {"a": [task("decide")], "b": [task("enter", "tax")]}}], ALWAYS),
        ([{"parallel": "both", "branches": {"a": [task("decide")], "b": [BACK]}}], NEVER),
        ([{"parallel": "both", "branches": {"a": [task("decide")], "b": [choice(BACK)]}}], WHICH),
        ([{"race": "first", "branches": {"a": [task("decide")], "b": [BACK]}}], None),
        ([{"repeat": "rounds", "do": [task("decide")], "again": 0.2, "maximum": 3}], ALWAYS),
    ],
)
def test_at_once_is_a_matter_of_the_flow(flow: list[Raw], told: Construction | None) -> None:
    assert found(*flow) == told


def test_only_the_ways_of_the_cases_that_are_judged_count() -> None:
    """A choice is as its conditions say: kinds that never come, and those that are not judged, go no way."""
    flow = [
        choice(BACK, by=KIND),
        choice(by={"when": "kind == 'y'"}),
        choice(BACK, by={"when": "kind == 'nobody'"}),
    ]
    flow = [{**one, "choice": f"c{number}"} for number, one in enumerate(flow)]
    assert found(*flow, when="kind == 'y'") == ALWAYS
    assert found(*flow, when="kind != 'y'") == NEVER
    assert found(*flow, when="channel == 'hall'") == STATED
    assert found(*flow, when="size > 3") is None


@pytest.mark.parametrize(
    ("flow", "limit", "told"),
    [
        ([], "1 wh", ALWAYS),
        ([wait("notice", "3 wh")], "4 wh", ALWAYS),
        ([wait("notice", "3 wh")], "2 wh", NEVER),
        ([wait("notice", {"min": "1 wh", "max": "3 wh"})], "2 wh", None),
        ([choice(wait("notice", "3 wh"))], "2 wh", WHICH),
        ([BACK], "4 wh", None),
        ([wait("notice", "3 h")], "4 wh", None),
    ],
)
def test_time_is_one_where_nobody_queues(flow: list[Raw], limit: str, told: Construction | None) -> None:
    assert found(*flow, limit=limit) == told


def test_a_mean_is_never_told() -> None:
    assert found(limit="1 wh", judged="mean", required_share=None) is None


def test_who_gets_there_and_how_many_windows_there_are() -> None:
    there = scenario(
        [choice({"milestone": "there"}), task("decide")],
        pools=POOLS,
        targets={"t": counted_target("reached", to="there"), "w": counted_target("windows", "1 window")},
    )
    program = compiled(there)
    assert by_construction(program, 0) == WHICH
    assert by_construction(program, 1) == ALWAYS
    two = scenario(
        [task("intake"), choice(task("tax", "tax"))],
        pools=POOLS,
        targets={"w": counted_target("windows", "1 window")},
    )
    assert by_construction(compiled(two), 0) is None


def test_nobody_comes_more_often_than_there_are_steps_to_come_to() -> None:
    def visits(*flow: Raw) -> Construction | None:
        raw = scenario(flow, pools=POOLS, targets={"v": counted_target("visits", "1 visit")})
        return by_construction(compiled(raw), 0)

    assert visits(task("intake"), BACK) == ALWAYS
    assert visits(task("intake"), BACK, task("collect")) is None
    assert visits({"repeat": "rounds", "do": [task("intake")], "again": 0.2, "maximum": 3}) is None


SET = {
    "all": target("arrived", "finished", "0 wh", "working"),
    "some": target("m2", "last", "0 wh", "working", when="channel == 'hall'"),
    "there": counted_target("reached", to="m1"),
}


@pytest.mark.verification
@given(scenarios())
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
def test_what_is_said_of_random_flows_is_what_happens(raw: Raw) -> None:
    try:
        program = compiled({**raw, "targets": {**raw["targets"], **SET}})
    except CompileError:  # a target that ends before it begins
        reject()
    said = {name: by_construction(program, program.names.clocks.index(name)) for name in SET}
    made = ENGINES["compiled"](program, seed=3, replication=0, events=True, stop_when_judged=False)
    for name, one in said.items():
        found = judge(program, made, program.names.clocks.index(name))
        if one == ALWAYS:
            assert found.on_time + found.undetermined == found.judged
        if one == NEVER:
            assert found.on_time == 0
