"""What the finished cases of one service did: who came to which step, how long it took, and who was last at a join."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sim.engine.absence import ran
from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, FINISHED, Program
from sim.frozen import dataclass
from sim.results.waits import times_of_rows
from sim.worktime import NEVER

RARE = 0.05
FEW = 3
"""Joins that fewer of the cases, or so few, come to with two branches or more say nothing of who is last."""


@dataclass(frozen=True, eq=False)
class Traces:
    """Completed rows of the finished cases that arrived in the window, in the order they were completed."""

    cases: int
    case: Ints
    """Numbered through over the replications."""
    step: Ints
    waited: Ints
    """In the queue, in the hours of the pool; see `sim.results.waits`."""
    worked: Ints
    begun: Ints
    ended: Ints
    """When the row was enqueued, and completed."""
    numbers: dict[str, int]
    """Step number by id."""

    @classmethod
    def of(cls, program: Program, outcomes: Sequence[Outcome], service: str) -> Traces:
        """Raises ValueError when event rows were not kept."""
        own = program.names.services.index(service)
        columns: list[list[Ints]] = [[], [], [], [], [], []]
        cases = before = 0
        for outcome in outcomes:
            if outcome.rows is None:
                raise ValueError("event rows were not kept: run with detail 'events'")
            arrived = outcome.stamps[:, ARRIVED]
            counted = (outcome.service == own) & (outcome.stamps[:, FINISHED] != NEVER)
            counted &= (arrived >= program.judged_from) & (arrived < program.judged_until)
            cases += int(counted.sum())
            rows = outcome.rows
            rows = rows[counted[rows[:, 0]] & (rows[:, 6] != NEVER)]
            times = times_of_rows(ran(program, outcome), rows)
            named = rows[:, 0] + before, program.nodes.step[rows[:, 1]]
            found = (*named, times.queued, times.worked, rows[:, 4], rows[:, 6])
            for column, values in zip(columns, found, strict=True):
                column.append(values)
            before += len(counted)
        case, step, waited, worked, begun, ended = (np.concatenate(column) for column in columns)
        steps = set(program.nodes.step[program.nodes.service == own].tolist())
        numbers = {name: n for n, name in enumerate(program.names.steps) if n in steps}
        return cls(cases, case, step, waited, worked, begun, ended, numbers)

    def _rows(self, steps: Iterable[str]) -> np.ndarray:
        return np.isin(self.step, [self.numbers[step] for step in steps if step in self.numbers])

    def share(self, steps: Iterable[str]) -> float:
        """Share of the cases that came to any of these steps."""
        return len(np.unique(self.case[self._rows(steps)])) / self.cases if self.cases else 0.0

    def repeated(self, steps: Iterable[str]) -> float:
        """Largest share of the cases that came to one of these steps more than once."""
        shares = [0.0]
        for step in steps:
            _, visits = np.unique(self.case[self._rows([step])], return_counts=True)
            shares.append(float((visits > 1).sum()) / self.cases if self.cases else 0.0)
        return max(shares)

    def means(self, step: str) -> tuple[float, float]:
        """Mean waiting and work of a visit, µs."""
        own = self._rows([step])
        return (float(self.waited[own].mean()), float(self.worked[own].mean())) if own.any() else (0.0, 0.0)

    def elapsed(self, steps: Iterable[str]) -> float:
        """Mean µs from the first of these steps to the last, of the cases that came to any; 0 where none did."""
        own = self._rows(steps)
        cases, number = np.unique(self.case[own], return_inverse=True)
        if not len(cases):
            return 0.0
        first, last = np.full(len(cases), NEVER), np.zeros(len(cases), dtype=np.int64)
        np.minimum.at(first, number, self.begun[own])
        np.maximum.at(last, number, self.ended[own])
        return float((last - first).mean())

    def lasts(self, branches: Sequence[Sequence[str]]) -> list[float | None]:
        """Of the cases that came to two branches or more: the share whose last row there is of each branch.

        None for each where hardly any case did.
        """
        branch = np.full(len(self.case), -1)
        for number, steps in enumerate(branches):
            branch[self._rows(steps)] = number
        inside = branch >= 0
        case, branch = self.case[inside], branch[inside]
        pairs = np.unique(np.stack([case, branch], axis=1), axis=0)
        joined, counts = np.unique(pairs[:, 0], return_counts=True)
        joined = joined[counts > 1]
        if len(joined) < max(RARE * self.cases, FEW):
            return [None] * len(branches)
        # Rows stand in the order they were completed, so a case's last one here closed the join.
        _, first_of_reversed = np.unique(case[::-1], return_index=True)
        last = len(case) - 1 - first_of_reversed
        last = last[np.isin(case[last], joined)]
        return [float((branch[last] == number).sum()) / len(joined) for number in range(len(branches))]
