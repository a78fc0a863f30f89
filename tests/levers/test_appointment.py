"""Appointments: cases come to the counter by booked places, and may be called first."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, scenario, service, task, window
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.appointment import Parameters, apply
from sim.model.blocks import Session, find
from sim.model.scenario import Scenario

from .counters import ids

FLOW: list[Raw] = [task("intake", "window", "60 min"), {"milestone": "accepted"}]
SLOTS: Raw = {"name": "slots", "at": ["09:00", "10:00", "11:00", "12:00"], "places": 1}
CHANNELS = {"hall": {"rate": "1 /wd"}, "app": {"rate": "1 /wd"}}


def built(flow: list[Raw] | None = None, slots: Raw | None = None) -> Scenario:
    others = {"other": service([task("lookup", "window")])}
    raw = scenario(flow or FLOW, pools={"window": window()}, channels=CHANNELS, others=others)
    raw["sessions"] = {"slots": slots or SLOTS, "open": {"name": "open", "at": "09:00"},
                       "staffed": {**SLOTS, "pools": ["window"]}}  # fmt: skip
    return Scenario.model_validate(raw)


def booked(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate({"tasks": ["intake"], "session": "slots", **stated}))


def test_a_slot_stands_in_front_of_the_intake() -> None:
    before = built()
    after = booked(before)
    assert ids(after) == ["intake.booked", "intake", "accepted"]
    slot = find(after.services["main"].flow, "intake.booked")
    assert isinstance(slot, Session)
    assert (slot.meeting, slot.stated_parties) == ("slots", ("applicant",))
    assert after.services["other"] == before.services["other"]
    assert before == built()


def test_the_crowd_of_the_morning_is_spread_and_nobody_queues_in_the_hall() -> None:
    coming = ["Mon 08:30"] * 3
    plain, spread = (play(compile_program(one), *coming) for one in (built(), booked(built())))
    assert [plain.row("intake", case)[:2] for case in range(3)] == [
        ("Mon 08:30", "Mon 09:00"), ("Mon 08:30", "Mon 10:00"), ("Mon 08:30", "Mon 11:00"),
    ]  # fmt: skip
    rows = sorted(spread.row("intake", case) for case in range(3))
    assert rows == [
        ("Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("Mon 10:00", "Mon 10:00", "Mon 11:00"),
        ("Mon 11:00", "Mon 11:00", "Mon 12:00"),
    ]


def test_who_has_booked_is_called_before_those_who_walked_in() -> None:
    coming = (("Mon 09:10", "main.app"), *[("Mon 09:05", "main.hall")] * 3)
    who = {"when": "channel == 'app'"}
    plain = play(compile_program(booked(built(), who=who)), *coming)
    first = play(compile_program(booked(built(), who=who, **{"class": -1})), *coming)
    case = next(row.case for row in first.events if first.activity(row) == "intake.booked")
    assert first.row("intake.booked.called", case) == ("Mon 10:00", "Mon 10:05", "Mon 11:05")
    assert plain.row("intake", case) == ("Mon 10:00", "Mon 12:05", "Mon 13:05")


def test_a_share_books() -> None:
    after = booked(built(), who={"share": 0.5})
    names = {row[0] for row in play(compile_program(after), *["Mon 09:00"] * 12).rows()}
    assert names == {"intake.booked", "intake"}
    assert "booked" in after.services["main"].attributes


@pytest.mark.parametrize(
    ("stated", "parameter", "message"),
    [
        ({"session": "slot"}, "session",
         'no session is called "slot"; declared: slots, open, staffed; did you mean "slots"?'),
        ({"session": "open"}, "session", 'session "open" takes as many as come: booking would limit nothing'),
        ({"session": "staffed"}, "session", 'session "staffed" has staff of its own; a slot needs places only'),
        ({"tasks": ["intke"]}, "tasks", 'no task is called "intke"; did you mean "intake"?'),
        ({"who": {"share": 0.5}, "class": 2}, "class",
         'class 2 is not ahead of class 0 of "intake"; allowed: below 0'),
        ({"who": {"when": "channel == 'apps'"}}, "when",
         '"channel" has no value "apps"; allowed: hall, app; did you mean "app"?'),
    ],
)  # fmt: skip
def test_refusals(stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        booked(built(), **stated)
    assert refused.value.parameter == parameter
    assert refused.value.message.replace("step is", "task is") == message


def test_a_class_needs_others_to_go_before() -> None:
    with pytest.raises(ValidationError, match="state who, or take class away"):
        booked(built(), **{"class": -1})


def test_booked_already() -> None:
    with pytest.raises(Refusal, match=r'a block is called "intake\.booked" already'):
        booked(booked(built()))
