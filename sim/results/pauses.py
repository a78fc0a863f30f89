"""When the clock of a case stood: the pauses its event rows tell of.

A task, session or wait with a `pause` pauses its innermost item from enqueue to end. A `require` with one leaves
no row of its own: its pause is read off the row behind it, which a row of the background enabled, and began when
the last row before it was completed. Left out is what no row tells: a pause still under way when the simulation
ended, and a `require` at the end of a parallel branch that was not the last to arrive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sim.engine.nodes import AGAIN, CHOICE, DONE, END, FORK, HOLD, SESSION, TASK, TIMER
from sim.engine.outcome import Outcome, Row
from sim.engine.program import FINISHED, Program
from sim.frozen import dataclass
from sim.worktime import NEVER

CORRECTION = "补正"
"""A reason that begins so is a correction of papers; every other one is a special procedure."""
ROWS = (TASK, SESSION, TIMER)
"""Kinds of nodes that leave event rows."""


@dataclass(frozen=True)
class Pause:
    """One stretch of a case, [begin, end) in µs, in which the clocks of an item stood still."""

    case: int
    step: str
    item: int
    """Innermost item, or -1: the part of the case that is in no item."""
    reason: str
    begin: int
    end: int

    @property
    def correction(self) -> bool:
        """Whether papers were corrected; else it was a special procedure."""
        return self.reason.startswith(CORRECTION)


def rows_by_case(outcome: Outcome) -> dict[int, list[tuple[int, Row]]]:
    """(number, row) of every case that has rows. Raises ValueError if rows were not kept."""
    if outcome.rows is None:
        raise ValueError("event rows were not kept: run with detail 'events'")
    found: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    for number, values in enumerate(outcome.rows.tolist()):
        found[values[0]].append((number, Row(*values)))
    return found


def end_of(row: Row) -> int:
    """When a row was over: completed or withdrawn."""
    return min(row.completed, row.withdrawn)


class Pauses:
    """The pauses of any case of one program."""

    def __init__(self, program: Program) -> None:
        nodes = program.nodes
        self.program = program
        self._pausing = set(
            node for node in range(len(nodes.kind)) if nodes.pause[node] == 1 and nodes.kind[node] in ROWS
        )
        self._requires = [
            _Require(program, node)
            for node in range(len(nodes.kind))
            if nodes.pause[node] == 1 and nodes.kind[node] == HOLD
        ]

    def of(self, outcome: Outcome, case: int, rows: Iterable[tuple[int, Row]]) -> list[Pause]:
        """Pauses of a case by their beginning, none of zero length; `rows` are those of the case."""
        nodes, names = self.program.nodes, self.program.names
        spans = [(row.node, row.enqueued, end_of(row)) for _, row in rows if row.node in self._pausing]
        if self._requires:
            own = dict(rows)
            for require in self._requires:
                if nodes.service[require.node] == outcome.service[case]:
                    spans += [(require.node, *span) for span in require.spans(outcome, case, own)]
        made = [
            Pause(case, names.steps[step], int(nodes.item[node]), names.pauses[step], begin, end)
            for node, begin, end in spans
            if begin < end
            for step in (int(nodes.step[node]),)
        ]
        return sorted(made, key=lambda pause: (pause.begin, pause.end, pause.step))


class _Require:
    """What stands before and behind one `require` that pauses, and inside the background it waits for."""

    def __init__(self, program: Program, node: int) -> None:
        kind = program.nodes.kind
        self.node = node
        following = _successors(program)
        leading: dict[int, list[int]] = defaultdict(list)
        for at, behind in enumerate(following):
            for one in behind:
                leading[one].append(at)
        self.before = {n for n in _reached([node], leading, kind.tolist()) if kind[n] in ROWS}
        later = _reached([node], dict(enumerate(following)), kind.tolist())
        self.after = {n for n in later if kind[n] in ROWS}
        background = program.nodes.background[node]
        forks = [n for n in range(len(kind)) if kind[n] == FORK and program.nodes.background[n] == background]
        self.inside = {n for fork in forks for n in _all_below(_branches(program, fork), following)}

    def spans(self, outcome: Outcome, case: int, rows: dict[int, Row]) -> Iterator[tuple[int, int]]:
        for row in rows.values():
            outside = row.node in self.after and row.node not in self.inside
            if outside and row.enabled_by >= 0 and rows[row.enabled_by].node in self.inside:
                yield self._reached_at(outcome, case, rows, row.enqueued), row.enqueued
        last = int(outcome.finished_by[case])
        finished = int(outcome.stamps[case, FINISHED])
        if finished != NEVER and last >= 0 and rows[last].node in self.inside:
            begin = self._reached_at(outcome, case, rows, finished)
            elsewhere = (row for row in rows.values() if row.node not in self.inside)
            if all(end_of(row) <= begin for row in elsewhere):
                yield begin, finished

    def _reached_at(self, outcome: Outcome, case: int, rows: dict[int, Row], until: int) -> int:
        """When the case came to the `require`: its arrival if no row stands before it."""
        times = [r.completed for r in rows.values() if r.node in self.before and r.completed <= until]
        return max(times, default=int(outcome.stamps[case, 0]))


def _branches(program: Program, fork: int) -> list[int]:
    first, count = int(program.nodes.first[fork]), int(program.nodes.count[fork])
    return [int(entry) for entry in program.branch_entry[first : first + count]]


def _successors(program: Program) -> list[list[int]]:
    """By node: where its token, or the tokens it starts, may go next."""
    nodes = program.nodes
    found: list[list[int]] = []
    for node, kind in enumerate(nodes.kind.tolist()):
        onward = int(nodes.following[node])
        if kind == CHOICE:
            first, count = int(nodes.first[node]), int(nodes.count[node])
            found.append([int(entry) for entry in program.option_entry[first : first + count]])
        elif kind == AGAIN:
            found.append([int(nodes.target[node]), onward])
        elif kind == TASK and nodes.target[node] >= 0 and nodes.kind[nodes.target[node]] != END:
            found.append([onward, int(nodes.target[node])])  # its visitor may come back another day
        elif kind == FORK:
            found.append(_branches(program, node) + ([onward] if nodes.background[node] >= 0 else []))
        else:
            found.append([] if kind in (END, DONE) else [onward])
    return found


def _reached(starts: list[int], edges: dict[int, list[int]], kinds: list[int]) -> set[int]:
    """Nodes reached from `starts` without passing one that leaves a row; the starts only if reached again."""
    found: set[int] = set()
    todo = [one for start in starts for one in edges.get(start, [])]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            if kinds[node] not in ROWS:
                todo += edges.get(node, [])
    return found


def _all_below(starts: list[int], edges: list[list[int]]) -> set[int]:
    found: set[int] = set()
    todo = list(starts)
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += edges[node]
    return found
