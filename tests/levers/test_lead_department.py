"""A lead department sets due dates: tasks of its stage watch a clock, and hurry as the limit is used up."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, pool, scenario, service, task, wait
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.lead_department import Parameters, apply
from sim.model.blocks import Stage, Task, find
from sim.model.quantities import Name
from sim.model.scenario import Scenario

POOLS = {"desk": pool(1), "crew": pool(1, party="utility")}
OTHERS = {"other": service([task("long")])}
HELD = wait("held", "3 h", party="government")


def stage(*do: Raw, **more: object) -> list[Raw]:
    return [{"stage": "permits", "do": list(do), **more}, {"milestone": "decided"}]


LIMIT = {"promised": "4 wh", "clock": "working"}
ITEMS = stage(
    {"parallel": "both", "branches": {
        "plan": [{"item": "plan", "do": [HELD, task("review")], **LIMIT}],
        "fire": [{"item": "fire", "do": [task("check", "crew")]}],
    }},
    **LIMIT,
)  # fmt: skip


def built(flow: list[Raw]) -> Scenario:
    return Scenario.model_validate(scenario(flow, pools=dict(POOLS), others=OTHERS))


def led(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate({"stage": "permits", **stated}))


def watches(scenario: Scenario, name: str) -> tuple[str, dict[float, int]] | None:
    block = find(scenario.services["main"].flow, name)
    assert isinstance(block, Task)
    return None if block.urgency is None else (block.urgency.clock, dict(block.urgency.classes))


def test_government_tasks_of_the_stage_watch_its_clock_and_others_do_not() -> None:
    before = built(ITEMS)
    after = led(before, department="建设局")
    assert watches(after, "review") == ("permits", {0.5: -1, 0.9: -2})
    assert watches(after, "check") is None
    block = find(after.services["main"].flow, "permits")
    assert isinstance(block, Stage)
    assert block.department == Name(zh="建设局", en="建设局")
    assert after.services["other"] == before.services["other"]
    assert before == built(ITEMS)


def test_or_each_its_item_s() -> None:
    after = led(built(ITEMS), watch="items", cards={"80%": -3})
    assert watches(after, "review") == ("plan", {0.8: -3})


def test_a_check_that_goes_on_after_the_end_is_not_hurried() -> None:
    later = {"background": "later", "after": "continue", "do": [task("recheck")]}
    after = led(built(stage(HELD, task("review"), later, **LIMIT)))
    assert watches(after, "review") == ("permits", {0.5: -1, 0.9: -2})
    assert watches(after, "recheck") is None


def test_a_file_with_a_card_is_taken_before_those_that_came_earlier() -> None:
    flow = stage(HELD, task("review"), **LIMIT)
    coming = ("Mon 09:00", *[("Mon 11:00", "other.hall")] * 4)
    plain, hurried = (play(compile_program(one), *coming) for one in (built(flow), led(built(flow))))
    # In the queue at 12:00 with three of its four hours used: 75%, the yellow card.
    assert plain.row("review") == ("Mon 12:00", "Mon 15:00", "Mon 16:00")
    assert hurried.row("review") == ("Mon 12:00", "Mon 12:00", "Mon 13:00")


def test_a_due_date_the_owner_sets_takes_no_time_itself() -> None:
    flow = stage(HELD, task("review"))
    after = led(built(flow), due={"permits": "4 wh"}, clock="working")
    assert watches(after, "review") == ("permits", {0.5: -1, 0.9: -2})
    played = play(compile_program(after), "Mon 09:00")
    assert played.rows() == play(compile_program(built(flow)), "Mon 09:00").rows()
    assert played.clock("main.permits") == 240


@pytest.mark.parametrize(
    ("flow", "stated", "parameter", "message"),
    [
        (ITEMS, {"stage": "permit"}, "stage", 'no stage is called "permit"; did you mean "permits"?'),
        (ITEMS, {"stage": "plan"}, "stage", '"plan" is of the kind item; allowed: stage'),
        (ITEMS, {"due": {"permits": "3 wd"}}, "due",
         '"permits" promises 4 wh itself; take it away from due, or change it there'),
        (ITEMS, {"due": {"plann": "3 wd"}}, "due", 'no step is called "plann"; did you mean "plan"?'),
        (stage(task("review")), {}, "stage",
         '"permits" promises no limit; state it under due, or watch: items'),
        (stage({"item": "plan", "do": [task("review")]}), {"watch": "items"}, "watch",
         "none of plan promises a limit; state them under due"),
        (stage(task("check", "crew"), **LIMIT), {}, "stage",
         'no task of the government in "permits" is without cards: nothing would change'),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        led(built(flow), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_applied_twice_there_is_nothing_left_to_do() -> None:
    with pytest.raises(Refusal, match="nothing would change"):
        led(led(built(ITEMS)))


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"cards": {"50%": -2, "90%": -1}}, "more urgent"),
        ({"due": {"plan": "3 h"}}, "does not fit clock statutory"),
    ],
)
def test_faulty_parameters(stated: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        led(built(ITEMS), **stated)
