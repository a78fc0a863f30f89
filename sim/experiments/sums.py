"""A replication in a few numbers: what a long run keeps of it, in memory and on disk."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.outcome import Outcome
from sim.engine.program import SESSION, TASK, WHOLE_DAYS, Ints, Program
from sim.results.judged import judge
from sim.worktime import HOUR, NEVER


@dataclass(frozen=True, eq=False)
class Sums:
    """One replication in a few numbers, whatever its length."""

    tasks: NDArray[np.float64]
    """(task nodes, 3): number enqueued in the judged window, hours waited, hours from start to completion."""
    promises: NDArray[np.float64]
    """(promised items and stages, 3): begun in the judged window and done, of these on time, and their hours (or
    dates) summed."""
    arrived: Ints
    """By service; with those that were open when the study began."""
    finished: Ints
    busy: Ints
    served: Ints
    overtime: Ints
    session_taken: Ints
    session_short: Ints

    def to_json(self) -> str:
        """One line that `from_json` turns back into equal sums."""
        return json.dumps({name: getattr(self, name).tolist() for name in self.__dataclass_fields__})

    @classmethod
    def from_json(cls, text: str) -> Sums:
        """Raises ValueError for anything `to_json` did not write."""
        stated = json.loads(text)
        if not isinstance(stated, dict) or stated.keys() != cls.__dataclass_fields__.keys():
            raise ValueError("these are not the sums of a replication")
        tasks, promises = (
            np.array(stated.pop(name), dtype=np.float64).reshape(-1, 3) for name in ("tasks", "promises")
        )
        return cls(tasks, promises, **{name: np.array(values, dtype=np.int64) for name, values in stated.items()})


def task_nodes(program: Program) -> list[int]:
    """Nodes of tasks and sessions, in the declared order of their steps; a backlog enters by copies of them."""
    steps = program.nodes.step.tolist()
    tasks = [node for node, kind in enumerate(program.nodes.kind.tolist()) if kind in (TASK, SESSION)]
    first = {steps[node]: node for node in reversed(tasks)}
    return [first[step] for step in sorted(first)]


def open_at_start(program: Program) -> Ints:
    """By service: cases of the backlog."""
    service = program.stream_service[program.backlog_stream]
    return np.bincount(service, program.backlog_count, minlength=len(program.names.services)).astype(np.int64)


def summed(program: Program, outcome: Outcome) -> Sums:
    """The sums of one replication; task sums are zero when event rows were not kept."""
    nodes = task_nodes(program)
    tasks = np.zeros((len(nodes), 3))
    if outcome.rows is not None:
        _, node, _, _, enqueued, started, completed, _, _ = outcome.rows.T
        inside = (enqueued >= program.judged_from) & (enqueued < program.judged_until) & (completed != NEVER)
        step = program.nodes.step[node]
        for i, task in enumerate(nodes):
            own = inside & (step == program.nodes.step[task])
            waited, served = (started - enqueued)[own], (completed - started)[own]
            tasks[i] = own.sum(), waited.sum() / HOUR, served.sum() / HOUR
    services = range(len(program.names.services))
    ended = outcome.outcome >= 0
    return Sums(
        tasks=tasks,
        promises=_promises(program, outcome),
        arrived=np.array([(outcome.service == s).sum() for s in services], dtype=np.int64),
        finished=np.array([(ended & (outcome.service == s)).sum() for s in services], dtype=np.int64),
        busy=outcome.busy,
        served=outcome.served,
        overtime=outcome.overtime,
        session_taken=outcome.session_taken,
        session_short=outcome.session_short,
    )


def promised_clocks(program: Program) -> list[int]:
    """Clocks of items and stages that promise a limit."""
    return np.flatnonzero((program.clock_judged == 0) & (program.clock_limit != NEVER)).tolist()


def _promises(program: Program, outcome: Outcome) -> NDArray[np.float64]:
    rows = []
    for clock in promised_clocks(program):
        found = judge(program, outcome, clock)
        unit = 1 if program.clock_coordinate[clock] in WHOLE_DAYS else HOUR
        rows.append((len(found.values), found.on_time, found.values.sum() / unit))
    return np.array(rows, dtype=np.float64).reshape(-1, 3)
