"""A record instead of an approval: instant below the threshold, and as before above it."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, pool, scenario, target, task

from sim.levers.record_instead import Parameters, apply
from sim.model.blocks import Choice, find
from sim.model.scenario import Scenario

from .bypass import CHECK, refused, steps_of, timeline

PERMIT: Raw = {
    "item": "permit",
    "promised": "5 wd",
    "do": [task("review", work="4 h"), task("sign", work="20 min")],
}
SMALL: Raw = {"area": {"number": 400}}
LARGE: Raw = {"area": {"number": 500}}
POOLS = {"desk": pool(2), "inspector": pool(2), "machine": pool(9, kind="system", hours="24h")}


def built(attributes: Raw = SMALL, *flow: Raw) -> Scenario:
    steps = flow or (task("intake", work="10 min"), PERMIT, {"milestone": "permitted"})
    targets = {"permit": target("arrived", "permitted", "5 h", "elapsed")}
    return Scenario.model_validate(scenario(steps, pools=POOLS, attributes=attributes, targets=targets))


def recorded(before: Scenario, **changes: Any) -> Scenario:
    stated = {"id": "small", "steps": ["review", "sign"], "when": "area < 500"}
    return apply(before, Parameters.model_validate(stated | changes))


def test_the_approval_is_one_way_and_the_record_the_other() -> None:
    before = built()
    choice = find(recorded(before).services["main"].flow, "small.review")
    assert isinstance(choice, Choice)
    ways = [[block.id for block in option.do] for option in choice.options]
    assert ways == [["small.recorded"], ["review", "sign"]]
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """Below 500 square metres nobody reviews: done when the intake is, and the item takes no time at all."""
    assert timeline(built()).stamp("permitted") == "Mon 13:30"
    played = timeline(recorded(built()))
    assert played.rows() == [("intake", "Mon 09:00", "Mon 09:00", "Mon 09:10")]
    assert {played.stamp(s) for s in ("permit.started", "small.recorded", "permit.done", "permitted")} == {
        "Mon 09:10"
    }


def test_at_the_threshold_it_is_approved() -> None:
    assert timeline(recorded(built(LARGE))).rows() == timeline(built(LARGE)).rows()


def test_a_system_enters_the_record_after_hours_too() -> None:
    """Intake is finished after closing; the machine needs nobody."""
    machine = {"pool": "machine", "work": "5 min"}
    before = built(
        SMALL, task("intake", work="10 min", at_close="finish"), PERMIT, {"milestone": "permitted"}
    )
    played = timeline(recorded(before, record=machine), "Mon 16:55")
    assert played.row("small.record") == ("Mon 17:05", "Mon 17:05", "Mon 17:10")
    assert timeline(before, "Mon 16:55").stamp("permitted") == "Tue 13:20"


def test_what_was_recorded_may_be_checked() -> None:
    played = timeline(recorded(built(), check=CHECK | {"failed": 1, "still_failing": 1}))
    assert [step for step in steps_of(played) if step != "small.check_time"] == [
        "intake", "small.check_planned", "small.check", "small.rectify", "small.recheck",
    ]  # fmt: skip
    assert (played.ends(), played.later()) == (("completed", "Mon 09:10"), "revoked")


def test_in_a_loop_nothing_can_be_recorded_once() -> None:
    loop: Raw = {"repeat": "rounds", "again": 0.3, "maximum": 2, "do": [PERMIT]}
    before = built(SMALL, loop, {"milestone": "permitted"})
    message = '"review" stands in repeat "rounds"; what stands in its place is done once a case'
    assert refused(lambda: recorded(before)) == ("steps", message)


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"steps": ["revue"]}, "steps", 'no step is called "revue"; did you mean "review"?'),
        ({"when": "aera < 500"}, "when",
         'there is no attribute "aera"; allowed: area, channel; did you mean "area"?'),
        ({"record": {"pool": "machin", "work": "1 min"}}, "record",
         'no pool is called "machin"; declared: desk, inspector, machine; did you mean "machine"?'),
        ({"id": "area", "when": None, "share": 0.5}, "id",
         'cases have an attribute "area" already; take another name'),
    ],
)  # fmt: skip
def test_refusals(changes: Raw, parameter: str, message: str) -> None:
    assert refused(lambda: recorded(built(), **changes)) == (parameter, message)


def test_a_stamp_only_some_get_in_the_review_is_not_given_to_all() -> None:
    result: Raw = {"choice": "result", "options": [
        {"share": 0.1, "do": [{"milestone": "failed"}]}, {"otherwise": True, "do": [{"milestone": "passed"}]},
    ]}  # fmt: skip
    gate: Raw = {"choice": "gate", "options": [
        {"when": "stamped.failed", "do": [{"end": "refused"}]}, {"otherwise": True, "do": []},
    ]}  # fmt: skip
    before = built(SMALL, task("review"), result, gate, {"milestone": "permitted"})
    message = (
        '"failed" is needed elsewhere, and not every case gets it here; name steps that stamp it for all'
    )
    assert refused(lambda: recorded(before, steps=["review", "result"])) == ("steps", message)
    assert timeline(recorded(before, steps=["review"])).stamp("permitted") == "Mon 09:00"


def test_matters_of_safety_are_refused() -> None:
    before = built(
        SMALL, task("intake", work="10 min"), {**PERMIT, "safety": True}, {"milestone": "permitted"}
    )
    parameter, message = refused(lambda: recorded(before))
    assert parameter == "steps"
    assert message.startswith(
        '"review" belongs to item "permit", which is a matter of safety or health: a record'
    )
