"""Separated intake: a counter takes in, the back office decides, and the file is handed over between them."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, pool, scenario, task, window
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.separated_intake import Parameters, apply
from sim.model.blocks import Task, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"counter": window(), "officer": pool(1), "other": pool(1)}
TWO = [task("intake", "officer", "20 min", intake=True), task("review", "officer", "60 min")]
ONE = [task("handle", "officer", "80 min")]


def built(flow: list[Raw], **more: object) -> Scenario:
    raw = scenario([*flow, {"milestone": "decided"}], pools=dict(POOLS), **more)  # type: ignore[arg-type]
    raw["sessions"] = {"run": {"name": "run", "at": ["11:30", "16:30"]}}
    return Scenario.model_validate(raw)


def apart(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate({"counter": "counter", **stated}))


def test_intake_moves_to_the_counter_and_the_decision_stays() -> None:
    before = built(TWO)
    after = apart(before, intake=["intake"], hand_over="15 min")
    assert ids(after) == ["intake", "intake.hand_over", "review", "decided"]
    intake, review = (find(after.services["main"].flow, name) for name in ("intake", "review"))
    assert isinstance(intake, Task)
    assert isinstance(review, Task)
    assert (intake.pool, review.pool) == ("counter", "officer")
    assert before == built(TWO)


def test_the_second_case_is_taken_in_while_the_first_is_decided() -> None:
    coming = ("Mon 09:00", "Mon 09:00")
    plain, split = (
        play(compile_program(one), *coming)
        for one in (built(TWO), apart(built(TWO), intake=["intake"], hand_over={"session": "run"}))
    )
    assert plain.row("intake", 1)[1:] == ("Mon 09:20", "Mon 09:40")
    assert plain.row("review", 1)[1:] == ("Mon 10:40", "Mon 11:40")
    assert split.rows(1) == [
        ("intake", "Mon 09:00", "Mon 09:20", "Mon 09:40"),
        ("intake.hand_over", "Mon 09:40", "Mon 11:30", "Mon 11:30"),
        ("review", "Mon 11:30", "Mon 12:30", "Mon 13:30"),
    ]


def test_one_step_becomes_two_and_no_work_is_lost() -> None:
    after = apart(built(ONE), split={"handle": 0.25})
    assert ids(after) == ["handle.take_in", "handle", "decided"]
    assert play(compile_program(after), "Mon 09:00").rows() == [
        ("handle.take_in", "Mon 09:00", "Mon 09:00", "Mon 09:20"),
        ("handle", "Mon 09:20", "Mon 09:20", "Mon 10:20"),
    ]


def test_both_parts_have_the_luck_of_the_whole() -> None:
    flow = [task("handle", "officer", {"mean": "80 min", "cv": 0.6})]
    plain, split = (
        play(compile_program(one), "Mon 09:00", seed=5)
        for one in (built(flow), apart(built(flow), split={"handle": 0.3}))
    )
    whole = plain.events[0].completed - plain.events[0].started
    first, rest = (row.completed - row.started for row in split.events)
    assert first + rest == pytest.approx(whole, abs=10)
    assert first == pytest.approx(0.3 * whole, abs=10)


@pytest.mark.parametrize(
    ("flow", "stated", "parameter", "message"),
    [
        (TWO, {"counter": "countr", "intake": ["intake"]}, "counter",
         'no pool is called "countr"; declared: counter, officer, other; did you mean "counter"?'),
        (TWO, {"intake": ["intke"]}, "intake", 'no step is called "intke"; did you mean "intake"?'),
        (TWO, {"intake": ["intake"], "hand_over": {"session": "rn"}}, "hand_over",
         'no session is called "rn"; declared: run; did you mean "run"?'),
        ([*TWO, task("decide", "counter")], {"intake": ["intake"]}, "counter",
         'task "decide" at "counter" is no intake: whoever takes in there would decide too; name a pool that only '
         "takes in"),
        ([task("intake", "counter", intake=True)], {"intake": ["intake"]}, "intake",
         '"intake" is done at "counter" already'),
        ([task("intake", all_of=["officer", "other"])], {"intake": ["intake"]}, "intake",
         '"intake" asks for several pools at once; a counter takes in alone'),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        apart(built(flow), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({}, "state intake"),
        ({"split": {"handle": 1}}, "leaves nothing to one side"),
        ({"intake": ["handle"], "split": {"handle": 0.2}}, "state it once"),
    ],
)
def test_parameters_that_separate_nothing(stated: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        apart(built(ONE), **stated)
