"""Extended hours: opening hours of named pools, weekend service, and clocks that stand still meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, scenario, target, task, window
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.extended_hours import Parameters, apply
from sim.model.scenario import Scenario

DESK: Raw = {"name": "d", "kind": "reviewer", "capacity": 1}
FLOW: list[Raw] = [task("intake", "counter", "60 min"), task("review", work="2 h"), {"milestone": "decided"}]


def built(counter: Raw | None = None, **more: object) -> Scenario:
    pools = {"counter": counter or window(), "desk": DESK}
    targets = {"kept": target("arrived", "decided", "4 wh")}
    return Scenario.model_validate(scenario(FLOW, pools=pools, targets=targets, **more))  # type: ignore[arg-type]


def longer(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate({"pools": ["counter"], **stated}))


def test_only_the_named_pool_changes() -> None:
    before = built()
    after = longer(before, hours="09:00-20:00", weekend="09:00-12:00")
    assert (after.pools["counter"].hours, after.pools["counter"].weekend) == ("09:00-20:00", "09:00-12:00")
    assert after.pools["desk"] == before.pools["desk"]
    assert after.services == before.services
    assert (after.calendar, after.targets) == (before.calendar, before.targets)
    assert before == built()


def test_who_waits_at_closing_is_served_in_the_evening_and_the_desk_goes_on_next_morning() -> None:
    coming = ("Mon 15:30", "Mon 15:30", "Mon 15:30")
    plain, evening = (
        play(compile_program(one), *coming) for one in (built(), longer(built(), hours="09:00-20:00"))
    )
    assert [plain.row("intake", case)[1] for case in range(3)] == ["Mon 15:30", "Mon 16:30", "Tue 09:00"]
    assert [evening.row("intake", case)[1] for case in range(3)] == ["Mon 15:30", "Mon 16:30", "Mon 17:30"]
    # The back office keeps its hours: the third file is reviewed from Tuesday 10:30 on, behind the two before it.
    assert evening.row("review", 0)[1:] == ("Mon 16:30", "Tue 10:30")
    assert evening.row("review", 2) == ("Mon 18:30", "Tue 12:30", "Tue 14:30")


def test_work_in_the_evening_is_on_no_working_clock() -> None:
    played = play(compile_program(longer(built(), hours="09:00-20:00")), "Mon 17:30")
    assert played.rows() == [
        ("intake", "Mon 17:30", "Mon 17:30", "Mon 18:30"),
        ("review", "Mon 18:30", "Tue 09:00", "Tue 11:00"),
    ]
    assert played.clock("kept") == 120


def test_saturday_is_open_and_the_holiday_is_not() -> None:
    after = longer(built(), weekend="09:00-12:00")
    played = play(compile_program(after), "Fri 18:00")
    assert played.rows() == [
        ("intake", "Fri 18:00", "Sat 09:00", "Sat 10:00"),
        ("review", "Sat 10:00", "Mon2 09:00", "Mon2 11:00"),
    ]
    shut = longer(built(calendar={"off": ["2025-03-08"]}), weekend="09:00-12:00")
    assert play(compile_program(shut), "Fri 18:00").row("intake")[1] == "Sun 09:00"


def test_a_saturday_that_is_worked_has_the_hours_of_a_working_day() -> None:
    after = longer(built(calendar={"work": ["2025-03-08"]}), weekend="09:00-12:00")
    assert play(compile_program(after), "Sat 13:00").row("intake")[1] == "Sat 13:00"


def test_staff_over_the_longer_day() -> None:
    after = longer(built(window(2)), hours="09:00-20:00", staff={"09:00": 2, "17:00": 1})
    assert after.pools["counter"].capacity is None
    played = play(compile_program(after), "Mon 18:00", "Mon 18:00")
    assert [played.row("intake", case)[1] for case in range(2)] == ["Mon 18:00", "Mon 19:00"]


def test_round_the_clock_takes_the_weekend_in() -> None:
    after = longer(built(window(weekend="10:00-11:00")), hours="24h")
    assert after.pools["counter"].weekend is None
    assert play(compile_program(after), "Sat 03:00").row("intake")[1] == "Sat 03:00"


@pytest.mark.parametrize(
    ("counter", "stated", "parameter", "message"),
    [
        ({}, {"pools": ["countr"], "hours": "24h"}, "pools",
         'no pool is called "countr"; declared: counter, desk; did you mean "counter"?'),
        ({"hours": "24h"}, {"hours": "08:00-20:00"}, "pools", '"counter" is open round the clock already'),
        ({"hours": "08:00-20:00"}, {"hours": "08:00-20:00"}, "hours", '"counter" is open 08:00-20:00 already'),
        ({}, {"hours": "10:00-20:00"}, "hours",
         '"counter" is open 09:00-17:00, which 10:00-20:00 does not hold; longer hours do'),
        ({}, {"hours": "09:00-12:00 13:00-20:00"}, "hours",
         '"counter" is open 09:00-17:00, which 09:00-12:00 13:00-20:00 does not hold; longer hours do'),
        ({"weekend": "09:00-12:00"}, {"weekend": "09:00-12:00"}, "weekend",
         '"counter" is open 09:00-12:00 at weekends already'),
    ],
)  # fmt: skip
def test_refusals(counter: Raw, stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        longer(built(window(**counter)), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({}, "state hours"),
        ({"hours": "office"}, "what a pool has anyway"),
        ({"hours": "24h", "weekend": "09:00-12:00"}, "open at weekends anyway"),
    ],
)
def test_parameters_that_say_nothing(stated: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        longer(built(), **stated)


def test_visitors_of_saturday_come_from_the_other_days() -> None:
    online = {"rate": "10 /wd", "around_the_clock": True, "off_days": 0.3}
    before = built(channels={"hall": {"rate": "40 /wd"}, "online": online})
    after = longer(before, weekend="09:00-12:00", moved={"value": "10%"})
    plain, moved = (compile_program(one) for one in (before, after))
    assert moved.knot_value[moved.stream_knot_count[0] - 1] == pytest.approx(
        plain.knot_value[plain.stream_knot_count[0] - 1], rel=1e-6
    )
    assert plain.stream_knot_count[0] < moved.stream_knot_count[0]
    by_web = [program.knot_value[program.stream_knot_first[1] :].tolist() for program in (plain, moved)]
    assert by_web[0] == by_web[1]


@pytest.mark.parametrize("hours", [{"hours": "24h"}, {"hours": "09:00-20:00", "weekend": "09:00-12:00"}])
def test_moved_needs_one_sort_of_days(hours: Raw) -> None:
    with pytest.raises(ValidationError, match="state one of hours, weekend"):
        Parameters.model_validate({"pools": ["counter"], "moved": 0.1, **hours})
