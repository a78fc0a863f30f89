"""The national scaling study: as many cases and halls as documented, staffed within the documented range."""

from __future__ import annotations

import pytest

from sim.chance import replication_key
from sim.engine.arrivals import stream_instants
from sim.experiments.questions.whatif import load
from sim.experiments.runs.hall_classes import hall_classes, program_of
from sim.experiments.runs.many_halls import run_halls

YEAR = 33_000_000
"""24.808 million in three quarters of 2023, times 4/3."""


def test_halls_and_cases_of_a_year_are_those_documented() -> None:
    asked = load("national/market_entities")
    classes = hall_classes(asked.scenario)
    assert sum(one.halls for one in classes) == 3058
    cases = {"enterprise": 0.0, "individual": 0.0}
    program = asked.program
    key = replication_key(1, 0)
    for stream, service in enumerate(program.stream_service.tolist()):
        at = stream_instants(program, key, stream)
        inside = ((at >= program.judged_from) & (at < program.judged_until)).sum()
        cases[program.names.services[service]] += int(inside)
    halls = sum(one.halls * one.size for one in classes)
    assert halls == pytest.approx(3058, rel=0.01)
    assert sum(cases.values()) * halls == pytest.approx(YEAR, rel=0.03)
    assert cases["enterprise"] / sum(cases.values()) == pytest.approx(0.30, abs=0.02)


def test_staff_sees_as_many_cases_as_documented() -> None:
    """Where rounding does not decide: 7.3 (Ankang) to 14.7 (Tianfu) cases an employee and day."""
    asked = load("national/market_entities")
    for one in hall_classes(asked.scenario):
        a_day = 43.4 * one.size / sum(units for _, units in one.units)
        if one.size >= 1:
            assert 7.0 <= a_day <= 14.8, one


def test_a_few_halls_of_every_kind() -> None:
    """Lean halls gain by size; with usual staff every size keeps the half day, and the law is kept nearly always."""
    asked = load("national/market_entities", set=["halls.number=48"])
    made = run_halls(asked)
    row = made.row_of("nat-enterprise-half-day")
    share = {(one.hall.size, one.hall.staffing): one.share(row) or 0.0 for one in made.classes}
    assert 0.2 < share[0.5, 0.7] < share[2, 0.7] < 0.95
    assert all(found > 0.95 for (_, staffing), found in share.items() if staffing >= 1)
    law = next(target for target in made.targets if target.target == "nat-individual-law")
    assert law.share is not None
    assert law.share > 0.99


def test_every_hall_compiles() -> None:
    asked = load("national/market_entities")
    digests = {program_of(asked, one).digest for one in hall_classes(asked.scenario)[::5]}
    assert len(digests) == 5
