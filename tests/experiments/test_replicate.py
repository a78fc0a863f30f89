"""Replications come in order and are the same whoever runs them, however many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from small_hall import hall

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.running.evidence import Evidence, next_look
from sim.experiments.running.replicate import Replicator, mapped, workers
from sim.experiments.statistics.looks import LOOKS

Facts = tuple[int, int, bytes, bytes]


def facts(_program: Program, outcome: Outcome) -> Facts:
    rows = b"" if outcome.rows is None else outcome.rows.tobytes()
    return outcome.replication, outcome.tasks, outcome.stamps.tobytes(), rows


def replicated(program: Program, spans: Sequence[tuple[int, int]], cores: int, seed: int = 1) -> list[Facts]:
    with workers(cores) as executor:
        one = Replicator(program, facts, seed=seed, events=True, executor=executor)
        return [result for first, last in spans for result in one.results(first, last)]


def test_workers_and_chunks_change_nothing(tmp_path: Path) -> None:
    program = hall(tmp_path).program
    alone = replicated(program, [(0, 6)], 1)
    assert [replication for replication, *_ in alone] == list(range(6))
    assert len(set(alone)) == 6
    assert replicated(program, [(0, 6)], 2) == alone
    assert replicated(program, [(0, 1), (1, 4), (4, 4), (4, 6)], 2) == alone
    assert replicated(program, [(5, 6)], 1) == alone[5:]
    assert replicated(program, [(0, 6)], 1, seed=2) != alone


def test_evidence_grows_to_the_same(tmp_path: Path) -> None:
    program = hall(tmp_path).program
    grown = []
    for cores, steps in ((1, (6,)), (2, (2, 3, 3, 6))):
        with workers(cores) as executor:
            evidence = Evidence(program, 1, executor, "reference")
            for count in steps:
                evidence.grow(count)
            grown.append([(j.judged, j.on_time, j.values.tolist()) for j in evidence.of("kept")])
    assert grown[0] == grown[1]
    assert len(grown[0]) == 6


def test_evidence_never_shrinks_and_ticks_once_each(tmp_path: Path) -> None:
    evidence = Evidence(hall(tmp_path).program, 1, None, "reference")
    ticks: list[int] = []
    evidence.grow(3, lambda: ticks.append(1))
    evidence.grow(2, lambda: ticks.append(1))
    assert (len(evidence.summaries), len(ticks)) == (3, 3)


def test_one_worker_is_this_process() -> None:
    with workers(1) as executor:
        assert executor is None
    assert list(mapped(None, str, [3, 1])) == ["3", "1"]
    with workers(2) as executor:
        assert executor is not None
        assert list(mapped(executor, str, [3, 1])) == ["3", "1"]


def test_a_failure_in_a_worker_comes_back(tmp_path: Path) -> None:
    def run() -> None:
        with workers(2) as executor:
            list(Replicator(hall(tmp_path).program, failing, seed=1, executor=executor).results(0, 4))

    with pytest.raises(ZeroDivisionError):
        run()


def failing(_program: Program, _outcome: Outcome) -> float:
    return 1 / 0


def test_next_look() -> None:
    assert LOOKS == (24, 48, 96, 192, 384)
    assert next_look(24, 10_000) == 48
    assert next_look(24, 47) is None
    assert next_look(384, 10_000) is None
