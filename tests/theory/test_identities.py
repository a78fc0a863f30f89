"""What holds for every single run, to the microsecond: Little's law as accounting, and deterministic queues."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest

import scenarios
from sim.engine.arrivals import Arrival
from sim.engine.compile import compile_program
from sim.engine.nodes import TASK
from sim.engine.outcome import Outcome
from sim.engine.program import FINISHED, Program
from sim.engine.reference import replication, simulate
from sim.model import read
from sim.worktime import NEVER

from .passages import Ints
from .programs import DAY, HOUR, MINUTE, desk, program_of, steady, task
from .stations import working

GEDIAN = Path(scenarios.__file__).parent / "gedian" / "startup.yaml"


@pytest.fixture(scope="module")
def office() -> tuple[Program, Outcome]:
    """A real office calendar and a serial flow: a case is at one step at a time."""
    program = compile_program(read(GEDIAN).build("before"))
    return program, simulate(program, seed=3, replication=0)


def area_under_number(joined: Ints, left: Ints, begin: int, end: int) -> int:
    """Integral over [begin, end) of the number present, by sweeping over its steps."""
    at = np.clip(np.concatenate([joined, left]), begin, end)
    step = np.repeat([1, -1], [len(joined), len(left)])
    order = np.argsort(at, kind="stable")
    number = np.cumsum(step[order])
    return int((number[:-1] * np.diff(at[order])).sum())


def test_littles_law_on_an_office_calendar(office: tuple[Program, Outcome]) -> None:
    """L = lambda W as accounting (Stidham): what the event table says of numbers, the case table says of times."""
    program, outcome = office
    assert outcome.rows is not None
    begin, end = program.judged_from, program.judged_until
    finished = outcome.stamps[:, FINISHED]
    for service, name in enumerate(program.names.services):
        done = (finished != NEVER) & (outcome.service == service)
        rows = outcome.rows[done[outcome.rows[:, 0]]]
        area = area_under_number(rows[:, 4], rows[:, 6], begin, end)
        stay = np.minimum(finished[done], end) - np.maximum(outcome.stamps[done, 0], begin)
        assert area == int(np.maximum(stay, 0).sum()), name
        assert area > 0


def test_held_time_is_the_area_under_the_number_held(office: tuple[Program, Outcome]) -> None:
    program, outcome = office
    assert outcome.rows is not None
    finished = outcome.stamps[:, FINISHED] != NEVER
    parties = np.array(program.names.step_parties)[program.nodes.step[outcome.rows[:, 1]]]
    for clock, name in enumerate(program.names.clocks):
        if not name.startswith("held_"):
            continue
        own = finished & (outcome.service == program.clock_service[clock])
        rows = outcome.rows[own[outcome.rows[:, 0]] & (parties == name.removeprefix("held_"))]
        area = area_under_number(rows[:, 4], rows[:, 6], program.start, program.horizon)
        assert area == int(outcome.clock_value[own, clock].sum())


def test_busy_time_is_the_area_under_the_number_at_work(office: tuple[Program, Outcome]) -> None:
    """Of desks on the office calendar, in its working time."""
    program, outcome = office
    assert outcome.rows is not None
    at_task = (program.nodes.kind[outcome.rows[:, 1]] == TASK) & (outcome.rows[:, 3] >= 0)
    rows = outcome.rows[at_task]
    assert set(program.pool_calendar.tolist()) == {0}
    window = working(program, np.array([program.judged_from, program.judged_until]))
    suspended = 0
    for alternative, (pool,) in enumerate(np.split(program.alternative_pool, len(program.alternative_first))):
        if program.alternative_finish[alternative]:
            continue
        own = rows[rows[:, 3] == alternative]
        spans = working(program, own[:, 5]), working(program, own[:, 6])
        assert area_under_number(*spans, *window.tolist()) == outcome.busy[pool]
        suspended += 1
    assert suspended > 0


# -- nothing left to chance -------------------------------------------------------------------------------


def stated_arrivals(instants: list[int]) -> Iterator[Arrival]:
    yield from (Arrival(instant, 0, epoch, 0) for epoch, instant in enumerate(instants))


def run_with(program: Program, instants: list[int]) -> Ints:
    """Rows (joined, started, completed) of cases that come at these instants after the study's start."""
    coming = [program.start + instant for instant in instants]
    with patch.object(replication, "arrivals", lambda _program, _key: stated_arrivals(coming)):
        rows = simulate(program, seed=1, replication=0).rows
    assert rows is not None
    return rows[np.argsort(rows[:, 0])][:, 4:7] - program.start


@pytest.mark.parametrize(
    ("servers", "gap", "work"), [(1, 10, 10), (1, 10, 12), (1, 10, 3), (2, 10, 25), (3, 7, 22)]
)
def test_deterministic_queue(servers: int, gap: int, work: int) -> None:
    """D/D/c: case k is number k // c at its server and waits (k // c) (work - c gap), if that is positive."""
    program = program_of(
        {"desk": desk(servers)}, {"s": (steady(1), [task("serve", f"{work} min")])}, days=1, lead_in=0
    )
    joined, started, completed = run_with(program, [k * gap * MINUTE for k in range(60)]).T
    waits = [k // servers * max(0, work - servers * gap) * MINUTE for k in range(60)]
    assert (started - joined).tolist() == waits
    assert (completed - started).tolist() == [work * MINUTE] * 60


def test_deterministic_queue_that_sleeps() -> None:
    """Five cases of 3 h on Monday 09:00, a desk open 9 to 17 that carries work overnight."""
    program = program_of(
        {"desk": desk(hours="office")}, {"s": (steady(1), [task("serve", "3 h")])}, days=4, lead_in=0
    )
    rows = run_with(program, [9 * HOUR] * 5)
    monday, tuesday = [9, 12, 15], [10, 13, 16]
    assert rows[:, 1].tolist() == [h * HOUR for h in monday] + [DAY + h * HOUR for h in tuesday[:2]]
    assert rows[:, 2].tolist() == [12 * HOUR, 15 * HOUR, DAY + 10 * HOUR, DAY + 13 * HOUR, DAY + 16 * HOUR]
