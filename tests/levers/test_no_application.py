"""No application: intake and papers fall away, a system matches, and the applicant confirms."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, pool, scenario, task, wait, window
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.no_application import Parameters, apply
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {
    "desk": pool(1),
    "window": window(),
    "system": {"name": "s", "kind": "system", "capacity": 9, "hours": "24h"},
}
FILE: Raw = {
    "documents": "file",
    "mode": "return",
    "papers": {"plan": {"missing": 1}},
    "do": [{"milestone": "submitted"}, task("intake", "window", "10 min")],
    "prepare": "1 cd",
    "again": 0,
    "maximum": 3,
}
FLOW: list[Raw] = [wait("gather", "2 cd"), FILE, {"milestone": "accepted"}, task("pay", work="30 min")]


def built(flow: list[Raw] | None = None) -> Scenario:
    return Scenario.model_validate(scenario(flow or FLOW, pools=dict(POOLS)))


def given(before: Scenario, **stated: Any) -> Scenario:
    start = {
        "id": "entitled",
        "documents": ["file"],
        "drop": ["gather", "intake"],
        "system": {"pool": "system", "work": "1 min"},
        "confirm": "2 h",
    }
    return apply(before, Parameters.model_validate(start | stated))


def test_match_and_confirmation_stand_in_place_of_the_application() -> None:
    before = built()
    after = given(before)
    assert ids(after) == ["entitled.matched", "entitled.confirm", "file", "submitted", "accepted", "pay"]
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """Two days to gather papers, one to bring what was missing; then nothing of it, at any hour."""
    plain, entitled = (play(compile_program(one), "Mon 09:00") for one in (built(), given(built())))
    assert plain.row("pay")[1:] == ("Thu 09:20", "Thu 09:50")
    assert entitled.rows() == [
        ("entitled.matched", "Mon 09:00", "Mon 09:00", "Mon 09:01"),
        ("entitled.confirm", "Mon 09:01", "Mon 09:01", "Mon 11:01"),
        ("pay", "Mon 11:01", "Mon 11:01", "Mon 11:31"),
    ]
    assert entitled.stamp("submitted") == entitled.stamp("accepted") == "Mon 11:01"


def test_who_declines_ends_there() -> None:
    played = play(compile_program(given(built(), declined=1)), "Mon 09:00")
    assert played.ends() == ("declined", "Mon 11:01")


def test_nobody_waits_for_papers_that_would_have_followed() -> None:
    papers = {"plan": {"missing": 1, "supply": "3 cd", "deferrable": True}}
    tolerant = {
        "documents": "file", "mode": "tolerate", "papers": papers, "deadline": "5 cd", "late": "refuse",
        "gate": "decision", "do": [task("intake", "window")],
    }  # fmt: skip
    flow = [wait("gather", "2 cd"), tolerant, {"require": "file"}, task("pay", work="30 min")]
    after = given(built(flow))
    assert ids(after) == ["entitled.matched", "entitled.confirm", "pay"]
    assert play(compile_program(after), "Mon 09:00").ends() == ("completed", "Mon 11:31")


ASKED = {
    "choice": "late",
    "options": [{"when": "missing.plan", "do": [task("extra")]}, {"otherwise": True, "do": []}],
}
SOMETIMES = {"choice": "some", "options": [{"share": 0.5, "do": [FILE]}, {"otherwise": True, "do": []}]}


@pytest.mark.parametrize(
    ("flow", "stated", "parameter", "message"),
    [
        (FLOW, {"documents": ["fil"]}, "documents", 'no documents is called "fil"; did you mean "file"?'),
        (FLOW, {"drop": ["gathr"]}, "drop", 'no step is called "gathr"; did you mean "gather"?'),
        (FLOW, {"system": {"pool": "desk", "work": "1 min"}}, "system",
         '"desk" is of the kind reviewer and open office; allowed: kind system, hours 24h'),
        (FLOW, {"id": "pay", "system": {"pool": "systm", "work": "1 min"}}, "system",
         'no pool is called "systm"; declared: desk, window, system; did you mean "system"?'),
        ([*FLOW, ASKED], {}, "drop", 'choice "late" asks for the paper "plan", which falls away'),
        ([SOMETIMES, task("pay")], {"drop": []}, "documents",
         '"file" stands in choice "some": not every case comes to it exactly once'),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], stated: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        given(built(flow), **stated)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_nothing_falls_away() -> None:
    with pytest.raises(ValidationError, match="state documents"):
        given(built(), documents=[], drop=[])


def test_a_second_time_there_is_nothing_left() -> None:
    with pytest.raises(Refusal):
        given(given(built()))
