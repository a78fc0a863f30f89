"""A backlog taken from a random office is that office: where everybody stands, what is stamped, and how it goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from engine.office import Raw, compiled
from engine.random_scenarios import scenarios
from engine.recount import SEED
from engine.test_random_scenarios import check as what_always_holds
from sim.engine.compile.flow import without_documents
from sim.engine.compile.standing import places_in
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, Program
from sim.engine.reference import simulate
from sim.experiments.runs.backlog import OpenCase, open_cases
from sim.model.backlog import Position
from sim.model.blocks import Task, Until
from sim.model.by_law import filled_in
from sim.model.scenario import Scenario
from sim.worktime import NEVER, instant

THURSDAY = instant(date(2025, 3, 6))
RELAXED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def at_night(raw: Raw) -> Raw:
    """The office with nobody at work at midnight, so that nothing begins at the very instant a study does.

    Nor has anybody no patience at all: whose work is under way at the start would leave before it begins anew.
    """
    patient = json.dumps(raw).replace('"patience": "0 min"', '"patience": "20 min"')
    raw = json.loads(patient.replace('"patience": {"values": {"0 h"', '"patience": {"values": {"1 h"'))
    pools = {**raw["pools"], "c": {**raw["pools"]["c"], "hours": "12:00-20:00"}}
    return {**raw, "pools": pools}


def taken(raw: Raw, program: Program, outcome: Outcome) -> tuple[OpenCase, ...]:
    return open_cases(program, filled_in(Scenario.model_validate(raw)), outcome)


def not_taken(raw: Raw, case: OpenCase) -> bool:
    """A case in an `until` block or a stay, which a backlog refuses: nothing says how much of the clock is used, and
    nobody sits at a window when a study begins. A visitor at two steps at once: nothing says at which they are."""
    if case.service != "main":
        return False
    places = places_in(without_documents(filled_in(Scenario.model_validate(raw)).services["main"].flow))
    stands = [Position.parse(part).place for part in case.at.removesuffix("+finished").split("+")]
    visits = [
        stand for stand in stands if stand in places and getattr(places[stand].block, "in_person", False)
    ]
    return len(visits) > 1 or any(
        stand not in places
        or any(
            (isinstance(block, Until) and inner == "do") or isinstance(block, Task)
            for block, inner in places[stand].around
        )
        for stand in stands
    )


def starting_from(raw: Raw, cases: tuple[OpenCase, ...]) -> Raw:
    rows = [
        {
            "service": case.service, "at": case.at, "arrived": case.arrived, "attributes": dict(case.attributes),
            "attempts": case.attempts,
            **{key: getattr(case, key) for key in ("since", "channel", "stamped") if getattr(case, key)},
        }
        for case in cases
    ]  # fmt: skip
    return {**raw, "study": {**raw["study"], "start": "2025-03-06", "lead_in": "0 wd", "backlog": rows}}


def stamped(program: Program, outcome: Outcome) -> list[set[str]]:
    """Milestones of every case that is under way, by arrival."""
    order = sorted(
        dict.fromkeys(outcome.under_way[:, 0].tolist()), key=lambda case: int(outcome.stamps[case, ARRIVED])
    )
    return [
        {
            program.names.stamps[stamp].removesuffix(" (last)")
            for stamp in np.flatnonzero(outcome.stamps[case] != NEVER)
        }
        for case in order
    ]


def check(raw: Raw) -> int:
    raw = at_night(raw)
    program = compiled(raw)
    warm = simulate(replace(program, horizon=THURSDAY), seed=SEED, replication=0)
    everybody = taken(raw, program, warm)
    cases = tuple(case for case in everybody if not not_taken(raw, case))
    again = starting_from(raw, cases)
    started = compiled(again)
    assert started.start == THURSDAY
    there = simulate(replace(started, horizon=THURSDAY + 1), seed=SEED, replication=0)
    assert taken(again, started, there) == cases
    if len(cases) == len(everybody):
        assert stamped(started, there) == stamped(program, warm)
    assert (there.stamps[:, ARRIVED] < THURSDAY).sum() == len(cases)
    what_always_holds(again)
    return len(cases)


@given(scenarios())
@settings(max_examples=15, deadline=None, suppress_health_check=RELAXED, derandomize=True)
def test_a_backlog_is_the_office_it_was_taken_from(raw: Raw) -> None:
    check(raw)


@pytest.mark.verification
@given(scenarios())
@settings(max_examples=3000, deadline=None, suppress_health_check=RELAXED)
def test_a_backlog_is_the_office_it_was_taken_from_in_thousands(raw: Raw) -> None:
    check(raw)
