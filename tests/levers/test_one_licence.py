"""One licence for a trade: decisions side by side, one certificate behind the last."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, target, task

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.one_licence import Parameters, apply
from sim.model.blocks import Parallel, Task, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(5), "window": pool(1)}


def licence(name: str, work: str) -> Raw:
    return {"item": name, "do": [task(f"{name}_review", work=work), task(f"{name}_issue", work="20 min")]}


FOOD, FIRE = licence("food", "60 min"), licence("fire", "90 min")
FLOW: list[Raw] = [FOOD, {"milestone": "food_done"}, FIRE, {"milestone": "decided"}]
STATED: dict[str, Any] = {
    "id": "trade",
    "licences": ["food", "fire"],
    "pool": "window",
    "work": "15 min",
    "drop": ["food_issue", "fire_issue"],
}


def built(flow: list[Raw] | None = None, **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow or FLOW, pools=POOLS, **more))  # type: ignore[arg-type]


def joined(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario) -> Played:
    return play(compile_program(scenario), "Mon 09:00")


def test_the_licences_meet_and_one_certificate_is_issued() -> None:
    before = built()
    after = joined(before)
    assert ids(after) == [
        "trade", "food", "food_review", "food_done", "fire", "fire_review", "trade.certificate", "decided",
    ]  # fmt: skip
    fork, certificate = (find(after.services["main"].flow, name) for name in ("trade", "trade.certificate"))
    assert isinstance(fork, Parallel)
    assert isinstance(certificate, Task)
    assert list(fork.branches) == ["food", "fire"]
    assert certificate.pool == "window"
    assert before == built()


def test_a_timeline_by_hand() -> None:
    assert played(built()).rows() == [
        ("food_review", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("food_issue", "Mon 10:00", "Mon 10:00", "Mon 10:20"),
        ("fire_review", "Mon 10:20", "Mon 10:20", "Mon 11:50"),
        ("fire_issue", "Mon 11:50", "Mon 11:50", "Mon 12:10"),
    ]
    after = played(joined(built()))
    assert after.rows() == [
        ("food_review", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("fire_review", "Mon 09:00", "Mon 09:00", "Mon 10:30"),
        ("trade.certificate", "Mon 10:30", "Mon 10:30", "Mon 10:45"),
    ]
    assert (after.stamp("food_done"), after.stamp("decided")) == ("Mon 10:00", "Mon 10:45")


def test_licences_that_are_side_by_side_already_get_the_certificate_only() -> None:
    side = {"parallel": "both", "branches": {"one": [task("call"), FOOD], "other": [FIRE]}}
    after = joined(built([side, {"milestone": "decided"}]))
    assert [block.id for block in after.services["main"].flow] == ["both", "trade.certificate", "decided"]
    assert played(after).ends()[1] == "Mon 11:15"


def test_what_else_is_beside_them_does_not_hold_the_certificate() -> None:
    side = {
        "parallel": "all",
        "branches": {"food": [FOOD], "fire": [FIRE], "long": [task("survey", work="5 h")]},
    }
    after = joined(built([side, {"milestone": "decided"}]))
    assert played(after).row("trade.certificate") == ("Mon 10:30", "Mon 10:30", "Mon 10:45")
    assert played(after).stamp("decided") == "Mon 14:00"


TWICE: Raw = {"parallel": "both", "branches": {"one": [FOOD, FIRE], "other": [task("call")]}}
ASKS: Raw = {
    "choice": "ask",
    "options": [{"when": "stamped.food_done", "do": []}, {"otherwise": True, "do": []}],
}


@pytest.mark.parametrize(
    ("flow", "changes", "parameter", "message"),
    [
        (FLOW, {"licences": ["food", "fir"]}, "licences", 'no step is called "fir"; did you mean "fire"?'),
        (FLOW, {"licences": ["food", "food"]}, "licences", "food, food: a licence stands there twice"),
        (FLOW, {"pool": "windw"}, "pool",
         'no pool is called "windw"; declared: desk, window; did you mean "window"?'),
        (FLOW, {"id": "food"}, "id", 'a block is called "food" already'),
        (FLOW, {"drop": ["food"]}, "drop", '"food" is of the kind item; allowed: task, session, wait, milestone'),
        ([task("food"), FIRE], {"drop": ["food"]}, "drop",
         '"food" is a licence; name the step that issued its certificate'),
        ([FOOD, task("walk"), FIRE], {"drop": []}, "licences",
         "food, fire do not directly follow one another in one list; name under drop what stands between them and "
         "falls away; or make them branches of one parallel"),
        ([FOOD, {"milestone": "food_done"}, {"item": "fire", "do": [ASKS]}], {"drop": []}, "licences",
         '"fire" needs the milestone "food_done" of "food"; it cannot run beside it'),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        joined(built(flow), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_licences_of_one_branch_are_forked_there() -> None:
    after = joined(built([TWICE]))
    assert ids(after)[:3] == ["both", "trade", "food"]
    assert "trade.certificate" in ids(after)


def test_a_stamp_of_issuing_that_is_judged_does_not_fall_away() -> None:
    flow = [FOOD, {"milestone": "issued"}, FIRE]
    judged = {"promise": target("arrived", "issued", "5 wd")}
    with pytest.raises(Refusal, match='target "promise" needs the milestone "issued", which falls away'):
        joined(built(flow, targets=judged), drop=["issued"])
