"""Every contender does the same work: the mean wait of M/M/5 at 0.8 is Erlang's, 0.554 of the mean service time.

A hundred thousand cases put the mean within a few per cent, so one of four servers, or one of six, is far outside.
"""

from __future__ import annotations

import pytest

from benchmarks.bare_loop import ready_made, tables, with_draws, without_draws
from benchmarks.mm5 import LOAD, SERVERS, mm5_program, work_seconds
from benchmarks.rival_simpy import lean, textbook
from sim.engine.compiled import simulate

ERLANG, CASES = 0.554, 100_000


@pytest.mark.parametrize("rival", [lean, textbook])
def test_simpy(rival) -> None:  # type: ignore[no-untyped-def]
    served, waited = rival(CASES, 3)
    assert served == pytest.approx(CASES, rel=0.02)
    assert waited / served / work_seconds(CASES) == pytest.approx(ERLANG, rel=0.1)


def test_ciw() -> None:
    pytest.importorskip("ciw", reason="an oracle of the group bench")
    from benchmarks.rival_ciw import ciw_mm5

    served, waited = ciw_mm5(CASES // 4, 3)
    assert served == pytest.approx(CASES / 4, rel=0.03)
    assert waited / served / work_seconds(CASES // 4) == pytest.approx(ERLANG, rel=0.15)


def test_naga() -> None:
    from benchmarks.__main__ import cache
    from benchmarks.environments import kept
    from benchmarks.rival_naga import PACKAGE, VERSION, naga_mm5

    python = kept(cache(), PACKAGE, VERSION)
    if python is None:
        pytest.skip("its environment is made by the benchmarks")
    _, served, took = naga_mm5(python, CASES // 4, 3)
    assert served == pytest.approx(CASES / 4, rel=0.03)
    assert took / work_seconds(CASES // 4) - 1 == pytest.approx(ERLANG, rel=0.15)


def test_cimba() -> None:
    pytest.importorskip("cimba", reason="an oracle of the group bench")
    from benchmarks import rival_cimba

    each = CASES // rival_cimba.REPLICATIONS
    came, in_line = rival_cimba.run(rival_cimba.Level, each, 3)
    assert came == pytest.approx(CASES, rel=0.02)
    assert in_line / SERVERS / LOAD == pytest.approx(ERLANG, rel=0.1)  # Little's law, in mean service times
    served, took = rival_cimba.run(rival_cimba.Cases, each, 3)
    assert served == pytest.approx(CASES, rel=0.02)
    assert took / work_seconds(each) - 1 == pytest.approx(ERLANG, rel=0.1)


def test_ours() -> None:
    rows = simulate(mm5_program(CASES), seed=1, replication=0, events=True).rows
    assert rows is not None
    assert len(rows) == pytest.approx(CASES, rel=0.02)
    waits = (rows[:, 5] - rows[:, 4]).clip(0, 10**15)
    assert waits.mean() / 1e6 / work_seconds(CASES) == pytest.approx(ERLANG, rel=0.1)


def test_bare_loops() -> None:
    assert with_draws(10 * CASES, 1, *tables()) / 1e9 / (10 * CASES) == pytest.approx(ERLANG, rel=0.05)
    assert without_draws(10 * CASES, 1, *ready_made()) / 1e9 / (10 * CASES) == pytest.approx(ERLANG, rel=0.1)
