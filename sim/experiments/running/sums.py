"""A replication in a few numbers: what a long run keeps of it, in memory and on disk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.absence import ran
from sim.engine.nodes import SESSION, TASK, Ints
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, COUNTS, VISITOR_COUNTS, Program
from sim.engine.summary import on_mean
from sim.results.costs import Prices, cost_sums
from sim.results.judged import judge
from sim.results.waits import times_of_rows
from sim.worktime import HOUR, NEVER

SERVED, QUEUED, RESTED, WORKED, TAKEN, LEFT = range(6)
"""Columns of `Sums.tasks`, of those that joined in the judged window: how many were served; their hours in the queue,
at rest outside the pool's hours, of work and in all (`sim.results.waits`); how many left before they were served."""
TASK_SUMS = 6

BEGUN, EXCUSED, OPEN_YET, KEPT, DONE, USED = range(6)
"""Columns of `Sums.promises` and `Sums.targets`, of the parts or cases that began in the judged window: how many are
judged; ended before they were done and before the limit; are undetermined, mostly open within the limit; were on time;
are done; and their hours (or dates) summed. Where the mean is judged, the last two are of all judged cases, the others
with what they have taken so far."""
PROMISE_SUMS = 6


@dataclass(frozen=True, eq=False)
class Sums:
    """One replication in a few numbers, whatever its length."""

    tasks: NDArray[np.float64]
    """(task nodes, TASK_SUMS)."""
    promises: NDArray[np.float64]
    """(promised items and stages, PROMISE_SUMS)."""
    targets: NDArray[np.float64]
    """(targets, PROMISE_SUMS)."""
    outcomes: Ints
    """(services, outcomes + 1): cases by how they ended, in the last column those that are open at the end; with those
    that were open when the study began."""
    window: Ints
    """The same of the cases that came in the judged window."""
    busy: Ints
    served: Ints
    overtime: Ints
    session_taken: Ints
    session_short: Ints
    held: Ints
    visitors: Ints
    """(steps in person, VISITOR_COUNTS), as in `Outcome`."""
    costs: NDArray[np.float64] | None = None
    """Rows and columns of `sim.results.costs.cost_sums`; None where no cost is stated or event rows were not kept."""

    @property
    def arrived(self) -> Ints:
        """By service; with those that were open when the study began."""
        arrived: Ints = self.outcomes.sum(axis=1)
        return arrived

    def to_json(self) -> str:
        """One line that `from_json` turns back into equal sums."""
        known = (name for name in self.__dataclass_fields__ if getattr(self, name) is not None)
        return json.dumps({name: getattr(self, name).tolist() for name in known})

    @classmethod
    def from_json(cls, text: str) -> Sums:
        """Raises ValueError for anything `to_json` did not write."""
        stated = json.loads(text)
        if not isinstance(stated, dict) or stated.keys() | {"costs"} != cls.__dataclass_fields__.keys():
            raise ValueError("these are not the sums of a replication")
        costs = np.array(stated.pop("costs"), dtype=np.float64) if "costs" in stated else None
        tasks, promises, targets = (
            np.array(stated.pop(name), dtype=np.float64).reshape(-1, width)
            for name, width in (("tasks", TASK_SUMS), ("promises", PROMISE_SUMS), ("targets", PROMISE_SUMS))
        )
        counts = {name: np.array(values, dtype=np.int64) for name, values in stated.items()}
        counts["visitors"] = counts["visitors"].reshape(-1, VISITOR_COUNTS)
        return cls(tasks, promises, targets, **counts, costs=costs)


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


def summed(program: Program, outcome: Outcome, prices: Prices | None = None) -> Sums:
    """The sums of one replication; task sums are zero, and nothing is known of costs, when event rows were not kept."""
    arrived = outcome.stamps[:, ARRIVED]
    inside = (arrived >= program.judged_from) & (arrived < program.judged_until)
    return Sums(
        tasks=_tasks(program, outcome),
        promises=_judged(program, outcome, promised_clocks(program)),
        targets=_judged(program, outcome, target_clocks(program)),
        outcomes=_by_outcome(program, outcome, np.ones_like(inside)),
        window=_by_outcome(program, outcome, inside),
        busy=outcome.busy,
        served=outcome.served,
        overtime=outcome.overtime,
        session_taken=outcome.session_taken,
        session_short=outcome.session_short,
        held=outcome.held,
        visitors=outcome.visitors,
        costs=None if prices is None or outcome.rows is None else cost_sums(program, outcome, prices),
    )


def _tasks(program: Program, outcome: Outcome) -> NDArray[np.float64]:
    nodes = task_nodes(program)
    sums = np.zeros((len(nodes), TASK_SUMS))
    if outcome.rows is None:
        return sums
    program, rows = ran(program, outcome), outcome.rows
    rows = rows[(rows[:, 4] >= program.judged_from) & (rows[:, 4] < program.judged_until)]
    step = program.nodes.step[rows[:, 1]]
    for i, node in enumerate(nodes):
        own = rows[step == program.nodes.step[node]]
        done = own[own[:, 6] != NEVER]
        times = times_of_rows(program, done)
        spent = [span.sum() / HOUR for span in (times.queued, times.rested, times.worked, times.elapsed)]
        sums[i] = len(done), *spent, (own[:, 5] == NEVER).sum()
    return sums


def _by_outcome(program: Program, outcome: Outcome, counted: NDArray[np.bool_]) -> Ints:
    open_column = len(program.names.outcomes)
    found = np.zeros((len(program.names.services), open_column + 1), dtype=np.int64)
    ended = np.where(outcome.outcome >= 0, outcome.outcome, open_column)
    np.add.at(found, (outcome.service[counted], ended[counted]), 1)
    return found


def promised_clocks(program: Program) -> list[int]:
    """Clocks of items and stages that promise a limit."""
    return np.flatnonzero((program.clock_judged == 0) & (program.clock_limit != NEVER)).tolist()


def target_clocks(program: Program) -> list[int]:
    """Clocks of targets."""
    return program.target_clocks


def _judged(program: Program, outcome: Outcome, clocks: Sequence[int]) -> NDArray[np.float64]:
    rows = []
    for clock in clocks:
        found = judge(program, outcome, clock)
        unit = 1 if program.clock_coordinate[clock] in COUNTS else HOUR
        excused = sum(number for _, number in found.not_judged)
        used, done = found.values.sum() / unit, len(found.values)
        if on_mean(program, clock):
            used, done = used + found.so_far.sum() / unit, found.judged
        rows.append((found.judged, excused, found.undetermined, found.on_time, done, used))
    return np.array(rows, dtype=np.float64).reshape(-1, PROMISE_SUMS)
