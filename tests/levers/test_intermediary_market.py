"""Intermediary market: one selection in place of a tender, and firms that work faster."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, task, wait
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.intermediary_market import Parameters, apply
from sim.model.blocks import Task, Wait, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(1), "writer": pool(1, party="intermediary", skills=["reports"])}
REPORT = task("report", "writer", {"fixed": "6 h", "range": [0.5, 2]}, commissioned_by="applicant")
FLOW: list[Raw] = [
    wait("notice", "1 wd", party="applicant"),
    task("bids_opened", work="60 min"),
    {
        "item": "written",
        "do": [REPORT, wait("printing", "2 wh", party="intermediary", commissioned_by="applicant")],
    },
    task("approval"),
]
STATED: dict[str, Any] = {
    "id": "picked",
    "steps": ["report", "printing"],
    "selection": "2 wh",
    "factor": 0.5,
    "drop": ["notice", "bids_opened"],
}


def built(flow: list[Raw] | None = None) -> Scenario:
    return Scenario.model_validate(scenario(flow or FLOW, pools=POOLS))


def picked(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario) -> Played:
    return play(compile_program(scenario), "Mon 09:00")


def test_one_selection_stands_in_place_of_the_tender() -> None:
    before = built()
    after = picked(before)
    assert ids(after) == ["picked", "written", "report", "printing", "approval"]
    selection, report = (find(after.services["main"].flow, name) for name in ("picked", "report"))
    assert isinstance(selection, Wait)
    assert isinstance(report, Task)
    assert (selection.party, selection.commissioned_by) == ("applicant", "applicant")
    assert (report.work.factor, report.work.range) == (0.5, None)
    assert before == built()


def test_a_timeline_by_hand() -> None:
    assert played(built()).rows() == [
        ("notice", "Mon 09:00", "Mon 09:00", "Mon 17:00"),
        ("bids_opened", "Mon 17:00", "Tue 09:00", "Tue 10:00"),
        ("report", "Tue 10:00", "Tue 10:00", "Tue 16:00"),
        ("printing", "Tue 16:00", "Tue 16:00", "Wed 10:00"),
        ("approval", "Wed 10:00", "Wed 10:00", "Wed 11:00"),
    ]
    assert played(picked(built())).rows() == [
        ("picked", "Mon 09:00", "Mon 09:00", "Mon 11:00"),
        ("report", "Mon 11:00", "Mon 11:00", "Mon 14:00"),
        ("printing", "Mon 14:00", "Mon 14:00", "Mon 15:00"),
        ("approval", "Mon 15:00", "Mon 15:00", "Mon 16:00"),
    ]


def test_without_a_tender_the_selection_stands_before_the_first_step() -> None:
    after = picked(built(), drop=[], factor=1, party="intermediary")
    assert ids(after) == ["notice", "bids_opened", "written", "picked", "report", "printing", "approval"]
    assert played(after).clock("held_intermediary") == played(built()).clock("held_intermediary") + 120


def test_a_step_in_a_loop_behind_the_tender_is_picked_for_once() -> None:
    loop = {"repeat": "rounds", "again": 1, "maximum": 2, "do": [REPORT]}
    flow = [FLOW[0], loop]
    after = picked(built(flow), steps=["report"], drop=["notice"])
    assert [row[0] for row in played(after).rows()] == ["picked", "report", "report"]
    with pytest.raises(Refusal) as refused:
        picked(built(flow), steps=["report"], drop=[])
    assert (refused.value.parameter, refused.value.message) == (
        "steps",
        '"report" stands in repeat "rounds": a firm would be picked anew at each visit',
    )


def test_a_step_reached_by_a_skill_is_the_work_of_who_has_it() -> None:
    skilled = {"task": "report", "skill": "reports", "work": "6 h"}
    after = picked(built([FLOW[0], skilled]), steps=["report"], drop=["notice"])
    assert played(after).row("report") == ("Mon 11:00", "Mon 11:00", "Mon 14:00")


@pytest.mark.parametrize(
    ("flow", "changes", "parameter", "message"),
    [
        (FLOW, {"steps": ["reprt"]}, "steps", 'no step is called "reprt"; did you mean "report"?'),
        (FLOW, {"steps": ["approval"]}, "steps",
         '"approval" is work of government; allowed: work of the party intermediary'),
        (FLOW, {"steps": ["written"]}, "steps", '"written" is of the kind item; allowed: task, wait'),
        (FLOW, {"drop": ["notic"]}, "drop", 'no step is called "notic"; did you mean "notice"?'),
        (FLOW, {"drop": ["notice", "report"]}, "drop",
         '"report" is work of an intermediary; only its selection falls away'),
        (FLOW, {"drop": ["approval"]}, "steps", '"report" does not come after "approval"'),
        (FLOW, {"id": "written"}, "id", 'a block is called "written" already'),
        ([*FLOW, wait("copies", "1 wh", party="intermediary")], {"steps": ["report", "copies"]}, "steps",
         "report, copies are commissioned by different parties; pick for each of them on its own"),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        picked(built(flow), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_picking_takes_working_or_elapsed_time() -> None:
    with pytest.raises(ValidationError, match="mixes working time"):
        picked(built(), selection={"min": "1 h", "max": "2 wd"})
