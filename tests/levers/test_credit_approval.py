"""Approval by credit: those of good standing pass by the review and are checked later."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, pool, scenario, task
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.credit_approval import Parameters, apply
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(1), "window": pool(1), "inspector": pool(1)}
FLOW: list[Raw] = [task("intake", "window", "10 min"), task("review", work="3 h"), {"milestone": "decided"}]
CHECK: dict[str, Any] = {
    "pool": "inspector", "work": "1 h", "after": "2 cd", "within": "60 wd", "failed": 0, "rectify": "1 cd",
    "still_failing": 0,
}  # fmt: skip
CREDIT = {"credit": {"values": {"A": 1, "B": 0}}}


def built(flow: list[Raw] | None = None, **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow or FLOW, pools=dict(POOLS), **more))  # type: ignore[arg-type]


def by_credit(before: Scenario, **stated: Any) -> Scenario:
    given = {"id": "trusted", "steps": ["review"], "attribute": "credit", "instant": ["A"], "check": CHECK}
    return apply(before, Parameters.model_validate(given | stated))


def test_the_class_is_an_attribute_that_is_added() -> None:
    before = built()
    after = by_credit(before, classes={"A": 0.2, "B": 0.5, "C": 0.3})
    values = after.services["main"].attributes["credit"].values
    assert values is not None
    assert {name: share.value for name, share in values.items()} == {"A": 0.2, "B": 0.5, "C": 0.3}
    assert ids(after)[:2] == ["intake", "trusted.review"]
    assert "review" in ids(after)
    assert before == built()


def test_a_class_is_approved_at_once_and_checked_two_days_later() -> None:
    after = by_credit(built(attributes=CREDIT), at_once={"pool": "window", "work": "5 min"})
    good = play(compile_program(after), "Mon 09:00")
    assert good.stamp("decided") == "Mon 09:15"
    assert [row for row in good.rows() if not row[0].endswith("_time")] == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("trusted.at_once", "Mon 09:10", "Mon 09:10", "Mon 09:15"),
        ("trusted.check_planned", "Mon 09:15", "Mon 09:15", "Wed 09:15"),
        ("trusted.check", "Wed 09:15", "Wed 09:15", "Wed 10:15"),
    ]
    assert (good.ends(), good.later()) == (("completed", "Mon 09:15"), "-")


def test_the_others_go_as_before() -> None:
    other = by_credit(built(attributes=CREDIT), instant=["B"])
    assert (
        play(compile_program(other), "Mon 09:00").rows() == play(compile_program(built()), "Mon 09:00").rows()
    )


def test_who_fails_the_check_twice_loses_it() -> None:
    failing = by_credit(built(attributes=CREDIT), check=CHECK | {"failed": 1, "still_failing": 1})
    played = play(compile_program(failing), "Mon 09:00")
    assert (played.ends()[0], played.later()) == ("completed", "revoked")


@pytest.mark.parametrize(
    ("stated", "parameter", "message"),
    [
        ({"classes": {"A": 0.5, "B": 0.5}}, "attribute",
         'cases have an attribute "credit" already; take another name'),
        ({"attribute": "credt"}, "attribute",
         'there is no attribute "credt"; allowed: credit, channel; did you mean "credit"?'),
        ({"instant": ["AA"]}, "attribute",
         '"credit" has no value "AA"; allowed: A, B; did you mean "A"?'),
        ({"steps": ["revew"]}, "steps", 'no step is called "revew"; did you mean "review"?'),
        ({"check": CHECK | {"pool": "inspectr"}}, "check",
         'no pool is called "inspectr"; declared: desk, window, inspector; did you mean "inspector"?'),
    ],
)  # fmt: skip
def test_refusals(stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        by_credit(built(attributes=CREDIT), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_a_class_that_the_added_shares_lack() -> None:
    with pytest.raises(Refusal) as refused:
        by_credit(built(), classes={"A": 0.5, "B": 0.5}, instant=["C"])
    assert refused.value.parameter == "instant"


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ({"A": 0.5, "B": 0.4}, "sum to 0.9"),
        ({"A": {"value": 0.5, "range": [0.4, 0.6]}, "B": 0.5}, "no range"),
    ],
)
def test_shares_of_classes(classes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        by_credit(built(), classes=classes)


def test_nobody_is_good_enough_for_a_matter_of_safety() -> None:
    flow = [{"item": "fire", "safety": True, "do": [task("review")]}]
    with pytest.raises(Refusal, match="matter of safety or health: nobody's standing replaces its review"):
        by_credit(built(flow, attributes=CREDIT))
