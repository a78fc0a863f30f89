"""Hour list: limits counted in working hours; the flow stays, the clock and the unit change."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, scenario, target, task
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.hour_list import Parameters, apply
from sim.model.blocks import Item, find
from sim.model.scenario import Scenario
from sim.results.judged import judge

FLOW: list[Raw] = [
    {"item": "licence", "promised": "2 wd", "do": [task("review", work="9 h")]},
    {"item": "seal", "do": [task("seal", work="5 min")]},
    {"milestone": "decided"},
]


def built(targets: Raw | None = None, **more: object) -> Scenario:
    stated = {
        "kept": target("arrived", "decided", "1 wd", "statutory"),
        "hours": target("arrived", "decided", "4 wh"),
        "days": target("arrived", "decided", "3 cd", "elapsed"),
    }
    return Scenario.model_validate(scenario(FLOW, targets=targets or stated, **more))  # type: ignore[arg-type]


def in_hours(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate(stated))


def test_the_clock_becomes_working_and_the_value_stays() -> None:
    before = built()
    after = in_hours(before, targets=["kept"], parts=["licence"])
    assert (str(after.targets["kept"].limit.value), after.targets["kept"].clock) == ("8 wh", "working")
    item = find(after.services["main"].flow, "licence")
    assert isinstance(item, Item)
    assert item.promised is not None
    assert (str(item.promised.value), item.clock) == ("16 wh", "working")
    assert {name: after.targets[name] for name in ("hours", "days")} == {
        name: before.targets[name] for name in ("hours", "days")
    }
    assert before == built()


def test_the_same_events_are_judged_by_another_clock() -> None:
    """Mon 09:00 to Tue 10:05: on the first working date after, and yet 9 h 5 min."""
    plain, hours = (
        play(compile_program(one), "Mon 09:00") for one in (built(), in_hours(built(), targets=["kept"]))
    )
    assert plain.rows() == hours.rows()
    assert (plain.clock("kept"), hours.clock("kept")) == (1, 545)
    judged = [judge(each.program, each.outcome, 0).on_time for each in (plain, hours)]
    assert judged == [1, 0]


def test_a_limit_stated_anew_and_ranges_in_days() -> None:
    promise = target("arrived", "decided", "2 wd", "statutory")
    promise["limit"] = {"value": "2 wd", "range": ["1 wd", "3 wd"]}
    after = in_hours(built({"kept": promise}), targets=["kept"])
    ends = after.targets["kept"].limit.range
    assert ends is not None
    assert [str(end) for end in ends] == ["8 wh", "24 wh"]
    other = in_hours(built(), targets=["kept", "days"], limits={"kept": "6 wh", "days": "20 wh"})
    assert [str(other.targets[name].limit.value) for name in ("kept", "days")] == ["6 wh", "20 wh"]
    assert str(in_hours(built(), targets=["kept"], hours_a_day=7).targets["kept"].limit.value) == "7 wh"


@pytest.mark.parametrize(
    ("stated", "parameter", "message"),
    [
        ({"targets": ["kpt"]}, "targets",
         'no target is called "kpt"; declared: kept, hours, days; did you mean "kept"?'),
        ({"parts": ["licnce"]}, "parts", 'no step is called "licnce"; did you mean "licence"?'),
        ({"parts": ["seal"]}, "parts", '"seal" promises no limit'),
        ({"targets": ["hours"]}, "targets",
         '"hours" is counted in working time already: 4 wh are 4 wh'),
        ({"targets": ["days"]}, "targets",
         '"days" has the limit 3 cd, which is no working time; state it under limits in wh'),
    ],
)  # fmt: skip
def test_refusals(stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        in_hours(built(), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_a_limit_in_days_on_the_working_clock_is_so_already() -> None:
    with pytest.raises(Refusal, match="1 wd are 8 wh"):
        in_hours(built({"kept": target("arrived", "decided", "1 wd")}), targets=["kept"])


def test_clocks_that_are_added_up_change_together() -> None:
    one = target("arrived", "decided", "3 wd", "statutory")
    targets = {"a": one, "b": {**one, "parties": ["government"]}, "sum": {**one, "sum_of": ["a", "b"]}}
    with pytest.raises(Refusal, match='"sum" adds up the clocks of a, b; name all of them, or none'):
        in_hours(built(targets), targets=["sum"])
    after = in_hours(built(targets), targets=["sum", "a", "b"])
    assert {name: t.clock for name, t in after.targets.items()} == dict.fromkeys(targets, "working")
    compile_program(after)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({}, "state targets, or parts"),
        ({"targets": ["kept"], "limits": {"kept": "1 wd"}}, "not in working hours"),
        ({"targets": ["kept"], "limits": {"kep": "4 wh"}}, 'not named; did you mean "kept"'),
    ],
)
def test_faulty_parameters(stated: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        in_hours(built(), **stated)
