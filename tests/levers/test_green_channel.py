"""Green channel: selected cases queue in a better class, with the same luck, and interrupt nobody."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, scenario, service, task, window
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.green_channel import Parameters, apply
from sim.model.blocks import Choice, Task, find
from sim.model.scenario import Scenario
from sim.model.steps import Twin

from .counters import ids

KIND = {"kind": {"values": {"small": 0.4, "large": 0.6}}}
FLOW: list[Raw] = [
    task("intake", "counter", {"mean": "40 min", "cv": 0.5}),
    task("review", work="30 min"),
    {"milestone": "decided"},
]


def built(flow: list[Raw] | None = None, **more: object) -> Scenario:
    pools = {"counter": window(), "desk": {"name": "d", "kind": "reviewer", "capacity": 1}}
    return Scenario.model_validate(scenario(flow or FLOW, pools=pools, attributes=KIND, **more))  # type: ignore[arg-type]


def green(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate(stated))


def test_a_choice_between_two_tasks_of_one_luck() -> None:
    before = built()
    after = green(before, tasks=["intake"], when="kind == 'small'")
    assert ids(after) == ["intake.green?", "intake.green", "intake", "review", "decided"]
    first, other = (find(after.services["main"].flow, name) for name in ("intake.green", "intake"))
    assert isinstance(first, Twin)
    assert isinstance(other, Task)
    assert (first.queue_class, other.queue_class, first.drawn_as) == (-1, 0, "intake")
    assert other == find(before.services["main"].flow, "intake")
    assert before == built()


def test_those_selected_go_before_the_others_and_nobody_is_interrupted() -> None:
    channels = {"hall": {"rate": "1 /wd"}, "firms": {"rate": "1 /wd"}}
    before = built([task("intake", "counter", "60 min")], channels=channels)
    coming = (("Mon 09:00", "main.hall"), ("Mon 09:00", "main.hall"), ("Mon 09:10", "main.firms"))
    plain, first = (
        play(compile_program(one), *coming)
        for one in (before, green(before, tasks=["intake"], when="channel == 'firms'"))
    )
    assert [plain.rows(case)[0][2] for case in range(3)] == ["Mon 09:00", "Mon 10:00", "Mon 11:00"]
    assert [first.rows(case)[0] for case in range(3)] == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("intake", "Mon 09:00", "Mon 11:00", "Mon 12:00"),
        ("intake.green", "Mon 09:10", "Mon 10:00", "Mon 11:00"),
    ]


def test_work_is_the_same_to_the_microsecond_with_and_without_the_channel() -> None:
    def work(one: Scenario) -> list[int]:
        events = play(compile_program(one), *["Mon 09:00"] * 12)
        rows = [row for row in events.events if events.activity(row).startswith("intake")]
        return [row.completed - row.started for row in sorted(rows, key=lambda row: row.case)]

    before = built()
    assert work(before) == work(green(before, tasks=["intake"], share=0.5))
    assert len(set(work(before))) == 12


def test_a_share_is_an_attribute_and_holds_at_every_task() -> None:
    after = green(built(), pools=["counter", "desk"], share={"value": 0.5, "range": [0.3, 0.7]})
    values = after.services["main"].attributes["green"].values
    assert values is not None
    assert {name: share.value for name, share in values.items()} == {"yes": 0.5, "no": 0.5}
    played = play(compile_program(after), *["Mon 09:00"] * 12)
    ways = [{name.endswith(".green") for name, *_ in played.rows(case)} for case in range(12)]
    assert all(len(way) == 1 for way in ways)
    assert {True, False} == {next(iter(way)) for way in ways}


def test_cards_never_set_a_request_of_the_channel_back() -> None:
    urgent = task("intake", "counter", "60 min", urgency={"clock": "kept", "classes": {"50%": -1, "90%": -4}})
    after = green(built([urgent]), tasks=["intake"], share=0.5, **{"class": -3})
    first = find(after.services["main"].flow, "intake.green")
    assert isinstance(first, Task)
    assert first.urgency is not None
    assert first.urgency.classes == {0.9: -4}


def test_only_services_that_know_the_condition_have_the_channel() -> None:
    others = {"other": service([task("lookup", "counter", "5 min")])}
    after = green(built(others=others), pools=["counter"], when="kind == 'small'")
    assert isinstance(after.services["main"].flow[0], Choice)
    assert ids(after, "other") == ["lookup"]
    both = green(built(others=others), pools=["counter"], share=0.2)
    assert ids(both, "other") == ["lookup.green?", "lookup.green", "lookup"]
    compile_program(both)


@pytest.mark.parametrize(
    ("stated", "parameter", "message"),
    [
        ({"tasks": ["intke"], "share": 0.2}, "tasks", 'no step is called "intke"; did you mean "intake"?'),
        ({"tasks": ["decided"], "share": 0.2}, "tasks", '"decided" is of the kind milestone; allowed: task'),
        ({"pools": ["dsk"], "share": 0.2}, "pools",
         'no pool is called "dsk"; declared: counter, desk; did you mean "desk"?'),
        ({"tasks": ["intake"], "share": 0.2, "class": 0}, "class",
         'class 0 is not ahead of class 0 of "intake"; allowed: below 0'),
        ({"tasks": ["intake"], "share": 0.2, "id": "kind"}, "id",
         'cases have an attribute "kind" already; take another name'),
        ({"tasks": ["intake"], "when": "kind == 'smal'"}, "when",
         "\"kind\" has no value 'smal'; allowed: small, large; did you mean \"small\"?"),
    ],
)  # fmt: skip
def test_refusals(stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        green(built(), **stated)
    assert refused.value.parameter == parameter
    assert refused.value.message.replace('"smal"', "'smal'") == message


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"share": 0.2}, "state tasks, or pools"),
        ({"tasks": ["intake"]}, "exactly one of when"),
        ({"tasks": ["intake"], "share": 0.2, "when": "kind == 'small'"}, "exactly one of when"),
        ({"tasks": ["intake"], "share": 0}, "share 0 means no case"),
    ],
)
def test_parameters_that_select_nobody(stated: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        green(built(), **stated)
