"""Automatic approval: a system tries every case at any hour, and what it drops waits for the staff."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, pool, scenario, target, task, window

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.automatic_approval import Parameters, apply
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {
    "desk": pool(1),
    "system": {"name": "s", "kind": "system", "capacity": 50, "hours": "24h"},
    "sleepy": {"name": "s", "kind": "system", "capacity": 50},
    "window": window(),
}
FLOW: list[Raw] = [
    {"milestone": "accepted"},
    task("review", work="2 h"),
    task("approve", work="1 h"),
    {"milestone": "decided"},
]
KIND = {"kind": {"values": {"plain": 0.5, "special": 0.5}}}


def built(flow: list[Raw] | None = None) -> Scenario:
    targets = {"kept": target("accepted", "decided", "4 wh")}
    raw = scenario(flow or FLOW, pools=dict(POOLS), targets=targets, attributes=KIND)
    return Scenario.model_validate(raw)


def automatic(before: Scenario, **stated: Any) -> Scenario:
    given = {
        "id": "auto",
        "steps": ["review", "approve"],
        "system": {"pool": "system", "work": "5 min"},
        "share": 1,
    }
    return apply(before, Parameters.model_validate(given | stated))


def test_the_system_stands_before_a_choice_around_the_steps() -> None:
    before = built()
    after = automatic(before, share=0.7)
    assert ids(after) == ["accepted", "auto.tried", "auto.review", "review", "approve", "decided"]
    values = after.services["main"].attributes["auto"].values
    assert values is not None
    assert values["yes"].value == 0.7
    assert before == built()


def test_at_night_the_machine_decides_and_what_it_drops_waits_for_the_morning() -> None:
    settled, dropped = (
        play(compile_program(automatic(built(), share=share)), "Mon 22:00") for share in (1, 1e-9)
    )
    assert settled.rows() == [("auto.tried", "Mon 22:00", "Mon 22:00", "Mon 22:05")]
    assert settled.stamp("decided") == "Mon 22:05"
    assert dropped.rows() == [
        ("auto.tried", "Mon 22:00", "Mon 22:00", "Mon 22:05"),
        ("review", "Mon 22:05", "Tue 09:00", "Tue 11:00"),
        ("approve", "Tue 11:00", "Tue 11:00", "Tue 12:00"),
    ]


def test_stamps_inside_the_steps_are_set_on_either_way() -> None:
    flow = [{"item": "permit", "do": [task("review"), {"milestone": "reviewed"}, task("approve")]}]
    after = automatic(built([*FLOW[:1], *flow, *FLOW[3:]]), steps=["permit"])
    assert play(compile_program(after), "Mon 09:00").stamp("reviewed") == "Mon 09:05"


def test_only_cases_the_condition_holds_for_are_tried() -> None:
    played = play(
        compile_program(automatic(built(), when="kind == 'plain'")), *[f"Mon 09:{m:02}" for m in range(20)]
    )
    seen = {tuple(name for name, *_ in played.rows(case)) for case in range(20)}
    assert seen == {("auto.tried",), ("review", "approve")}


def test_steps_apart_are_both_passed_by() -> None:
    flow = [*FLOW[:2], task("other", "window"), *FLOW[2:]]
    after = automatic(built(flow))
    names = [name for name, *_ in play(compile_program(after), "Mon 09:00").rows()]
    assert names == ["auto.tried", "other"]


@pytest.mark.parametrize(
    ("stated", "parameter", "message"),
    [
        ({"system": {"pool": "sytem", "work": "5 min"}}, "system",
         'no pool is called "sytem"; declared: desk, system, sleepy, window; did you mean "system"?'),
        ({"system": {"pool": "window", "work": "5 min"}}, "system",
         '"window" is of the kind window and open office; allowed: kind system, hours 24h'),
        ({"system": {"pool": "sleepy", "work": "5 min"}}, "system",
         '"sleepy" is of the kind system and open office; allowed: kind system, hours 24h'),
        ({"steps": ["revew"]}, "steps", 'no step is called "revew"; did you mean "review"?'),
        ({"id": "kind"}, "id", 'cases have an attribute "kind" already; take another name'),
        ({"when": "sort == 'plain'"}, "when",
         'there is no attribute "sort"; allowed: kind, channel'),
    ],
)  # fmt: skip
def test_refusals(stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        automatic(built(), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_no_machine_decides_a_matter_of_safety() -> None:
    flow = [{"item": "fire", "safety": True, "do": [task("review"), task("approve")]}]
    with pytest.raises(Refusal) as refused:
        automatic(built([*FLOW[:1], *flow, *FLOW[3:]]))
    assert refused.value.message == (
        '"review" belongs to item "fire", which is a matter of safety or health: no machine decides it'
    )
