"""Erlang's loss formula: with `patience: 0` who finds no free desk goes at once, and nobody ever queues."""

from __future__ import annotations

import numpy as np

from sim.engine.engines import ENGINES
from sim.engine.nodes import Ints
from sim.engine.program import Program
from sim.worktime import NEVER

from .estimates import one_sample
from .programs import desk, exponential, program_of, steady, task
from .systems import SEED, window_of

DESKS, RATE, WORK = 2, 16.0, 5.0
"""Desks, cases an hour, mean work in minutes: 4/3 desks' worth of work."""
REPLICATIONS = 24


def erlang_b(servers: int, offered: float) -> float:
    """Share of cases that find every server busy in M/M/c/c."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    return blocked


def loss_system() -> Program:
    serve = task("serve", exponential(WORK), patience="0 min")
    return program_of({"desk": desk(DESKS)}, {"s": (steady(RATE), [serve])}, days=14)


def rows_of(program: Program, engine: str, replication: int) -> Ints:
    outcome = ENGINES[engine](
        program, seed=SEED, replication=replication, events=True, stop_when_judged=False
    )
    assert outcome.rows is not None
    return np.array(outcome.rows, dtype=np.int64).reshape(-1, 9)


def test_the_formula_by_hand() -> None:
    # (a²/2) / (1 + a + a²/2) at a = 4/3: (8/9) / (29/9).
    assert abs(erlang_b(2, 4 / 3) - 8 / 29) < 1e-12


def test_erlangs_loss_formula_holds() -> None:
    program = loss_system()
    begin, end = window_of(program)
    lost = []
    for replication in range(REPLICATIONS):
        rows = rows_of(program, "compiled", replication)
        inside = rows[(rows[:, 4] >= begin) & (rows[:, 4] < end)]
        gone = inside[:, 7] != NEVER
        assert (inside[~gone, 5] == inside[~gone, 4]).all(), "nobody waits"
        assert (inside[gone, 7] == inside[gone, 4]).all(), "nobody waits in vain"
        lost.append(float(gone.mean()))
    estimate = one_sample("share lost", erlang_b(DESKS, RATE * WORK / 60), np.array(lost))
    assert estimate.agrees, str(estimate)
    assert estimate.is_within(0.03), str(estimate)


def test_both_engines_lose_the_same_cases() -> None:
    program = loss_system()
    np.testing.assert_array_equal(rows_of(program, "compiled", 0), rows_of(program, "reference", 0))
