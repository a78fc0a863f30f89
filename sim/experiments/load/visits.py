"""How often a task is asked for: by the cases that come in the judged window, expected, without simulating a queue.

A case's way through the flow is a chain: shares at choices and repeats are drawn anew at each visit, and conditions
read attributes that are drawn once. So cases are split into *worlds*, one for each combination of the attributes that
some condition reads, and every world's cases are carried down the flow. That is exact, but for numeric attributes,
which stand at a few hundred quantiles.

It says nothing where time decides the way: a race, an `until` or an `end` that breaks off work in another branch, a
background withdrawn at the end, a condition on milestones. There the visits are counted in a simulation of the same
program in which no unit is ever missing, and the result says that they were measured.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.engines import ENGINES
from sim.engine.expected import expected_arrivals
from sim.engine.nodes import (
    AGAIN,
    ALWAYS,
    CHOICE,
    DONE,
    END,
    EXPLICIT,
    FIRST,
    FORK,
    HOLD,
    JOIN,
    MILESTONE,
    RELEASE,
    REPEAT,
    SESSION,
    TASK,
    TIMER,
    Ints,
)
from sim.engine.program import STAMPED, Program, UnknownNode
from sim.experiments.load.worlds import Reals, Worlds, held_in, operations_of, streams_of
from sim.worktime import NEVER

Mixed = dict[int, dict[tuple[bool, ...], float]]

NEGLIGIBLE = 1e-12
"""A share of the cases that is not followed any further round a repeat."""
MEASURED = 4
"""Replications in which visits are counted where they cannot be reckoned."""
ROOM = 1_000_000
"""Units of a pool that never makes anybody wait."""
STRAIGHT = (TASK, SESSION, TIMER, HOLD, MILESTONE, RELEASE)
"""Nodes from which every case goes on to the one that follows."""


@dataclass(frozen=True, eq=False)
class Visits:
    """Visits of each node by the cases expected in the judged window, batches and load included."""

    expected: Reals
    measured: frozenset[int]
    """Services whose visits were counted in a simulation."""
    impatient: Mapping[int, frozenset[int]]
    """By node: the tasks on the way there, itself among them, at which a case may give up waiting."""
    mixed: Mapping[int, Mapping[tuple[bool, ...], float]]
    """By TASK with factors: of which of them the conditions hold, and how many visits there are of each kind."""


def visits_of(program: Program, engine: str = "reference", seed: int = 1) -> Visits:
    """Reckoned service by service; `engine` counts those that cannot be."""
    expected = np.zeros(len(program.nodes.kind))
    measured = set()
    mixed: Mixed = {}
    for service in range(len(program.service_entry)):
        if not _reckoned(program, service, expected, mixed):
            measured.add(service)
    if measured:
        _count(program, measured, engine, seed, expected, mixed)
    return Visits(expected, frozenset(measured), _impatient(program), mixed)


def reached(program: Program, entries: Sequence[int]) -> set[int]:
    """Nodes that a case at one of these may come to, these included."""
    found: set[int] = set()
    waiting = list(entries)
    while waiting:
        node = waiting.pop()
        if node >= 0 and node not in found:
            found.add(node)
            waiting += next_nodes(program, node)
    return found


def next_nodes(program: Program, node: int) -> Iterator[int]:
    """Nodes that may come behind one, however a case gets there; -1: none."""
    nodes = program.nodes
    kind, first, count = int(nodes.kind[node]), int(nodes.first[node]), int(nodes.count[node])
    yield int(nodes.following[node])
    if kind in (TASK, AGAIN):
        yield int(nodes.target[node])
    elif kind == CHOICE:
        yield from program.option_entry[first : first + count].tolist()
    elif kind == FORK:
        yield int(nodes.target[node])
        yield from program.branch_entry[first : first + count].tolist()


def _impatient(program: Program) -> dict[int, frozenset[int]]:
    """By node: tasks that a case gives up waiting for, and that lead there."""
    found: dict[int, set[int]] = {}
    for task in np.flatnonzero((program.nodes.kind == TASK) & (program.nodes.target >= 0)).tolist():
        for node in reached(program, [task]):
            found.setdefault(node, set()).add(task)
    return {node: frozenset(tasks) for node, tasks in found.items()}


# -- reckoned -------------------------------------------------------------------------------------------------


def _reckoned(program: Program, service: int, expected: Reals, mixed: Mixed) -> bool:
    """Add a service's visits; False, and nothing added, where they cannot be reckoned."""
    entry = int(program.service_entry[service])
    inside = reached(program, [entry])
    if not _decided_by_draws(program, inside):
        return False
    worlds = Worlds.of(program, service, _conditions(program, inside))
    if worlds is None:
        return False
    _Walk(program, worlds, expected, mixed).from_entry(entry)
    return True


def _conditions(program: Program, inside: set[int]) -> list[int]:
    nodes = program.nodes
    found = {int(nodes.condition[node]) for node in inside if nodes.kind[node] == AGAIN}
    for node in inside:
        if nodes.kind[node] == CHOICE and nodes.draw[node] < 0:
            first = int(nodes.first[node])
            found |= set(program.option_condition[first : first + int(nodes.count[node])].tolist())
        found |= set(_factor_conditions(program, node))
    return sorted(condition for condition in found if condition >= 0)


def _factor_conditions(program: Program, node: int) -> list[int]:
    """The condition of each factor on the work of a task; -1 where it holds for every case."""
    first = int(program.nodes.factors[node])
    rows = slice(first, first + int(program.nodes.factor_count[node])) if first >= 0 else slice(0, 0)
    conditions: list[int] = program.factor_condition[rows].tolist()
    return conditions


def _decided_by_draws(program: Program, inside: set[int]) -> bool:
    """Whether no clock, race or withdrawal has a say in which tasks a case comes to."""
    nodes = program.nodes
    for condition in _conditions(program, inside):
        if (program.code_operation[operations_of(program, condition)] == STAMPED).any():
            return False
    ends = any(nodes.kind[node] == END and nodes.mode[node] == EXPLICIT for node in inside)
    for node in inside:
        if nodes.kind[node] != FORK:
            continue
        first = int(nodes.first[node])
        entries = program.branch_entry[first : first + int(nodes.count[node])].tolist()
        join, background = int(nodes.target[node]), int(nodes.background[node])
        if background >= 0:
            kinds = {int(nodes.kind[n]) for n in reached(program, entries)}
            lasting = program.background_continues[background] == 1 and not ends
            if END in kinds or (not lasting and kinds & {TASK, SESSION}):
                return False
            continue
        within = _branches(program, entries)
        kinds = {int(nodes.kind[n]) for n in within}
        joins = [n for n in within if nodes.kind[n] == JOIN and nodes.step[n] == nodes.step[join]]
        if END in kinds:
            return False
        if nodes.mode[join] == FIRST:
            ways = {int(nodes.following[n]) for n in joins}
            if kinds & {TASK, SESSION, FORK, CHOICE, AGAIN} or len(ways) > 1:
                return False
    return True


def _branches(program: Program, entries: Sequence[int]) -> set[int]:
    """Nodes of the branches of a fork with a join, the joins included."""
    nodes = program.nodes
    found: set[int] = set()
    waiting = list(entries)
    depth = {int(entry): 0 for entry in entries}
    while waiting:
        node = waiting.pop()
        if node < 0 or node in found:
            continue
        found.add(node)
        level = depth[node]
        kind = int(nodes.kind[node])
        if kind == JOIN:
            if level == 0:
                continue
            following = [(int(nodes.following[node]), level - 1)]
        elif kind == FORK and nodes.target[node] >= 0:
            first = int(nodes.first[node])
            inner = program.branch_entry[first : first + int(nodes.count[node])].tolist()
            following = [(entry, level + 1) for entry in inner]
        elif kind == DONE:
            continue
        else:
            following = [(other, level) for other in next_nodes(program, node)]
        for other, deeper in following:
            depth.setdefault(other, deeper)
            waiting.append(other)
    return found


class _Walk:
    """Carries the cases of every world down a flow.

    What follows a node has a smaller number, rounds of a repeat apart.
    """

    def __init__(self, program: Program, worlds: Worlds, expected: Reals, mixed: Mixed) -> None:
        self.program = program
        self.worlds = worlds
        self.expected = expected
        self.mixed = mixed
        nodes = program.nodes
        self.again = {
            int(nodes.step[node]): int(node) for node in np.flatnonzero(nodes.kind == AGAIN).tolist()[::-1]
        }
        """By step of a repeat: where a round of it ends; not the copies that a backlog enters by, which come later."""
        self.most = float(worlds.cases.sum())

    def from_entry(self, entry: int) -> None:
        self._sweep({entry: self.worlds.cases}, -1)

    def _sweep(self, flows: dict[int, Reals], stop: int) -> None:
        """Carry what stands at nodes above `stop` on, the highest first; what passes it stays in `flows`."""
        nodes = self.program.nodes
        while (node := max((n for n in flows if n > stop), default=-1)) >= 0:
            flow = flows.pop(node)
            self.expected[node] += flow.sum()
            if nodes.factors[node] >= 0:
                self._mix(node, flow)
            kind, following = int(nodes.kind[node]), int(nodes.following[node])
            first, count = int(nodes.first[node]), int(nodes.count[node])
            if kind in (END, DONE):
                continue
            if kind == FORK:
                for entry in self.program.branch_entry[first : first + count].tolist():
                    _add(flows, entry, flow)
                join = int(nodes.target[node])
                _add(flows, following if join < 0 else int(nodes.following[join]), flow)
            elif kind == JOIN:
                continue  # the fork has carried its cases on
            elif kind == CHOICE:
                self._choose(flows, node, flow)
            elif kind == REPEAT:
                self._rounds(flows, node, flow)
            elif kind in STRAIGHT:
                _add(flows, following, flow)
            else:
                raise UnknownNode(self.program, node, "the expected visits")

    def _mix(self, node: int, flow: Reals) -> None:
        """Note for how many of the cases which conditions of the task's factors hold."""
        always = np.ones(len(flow), dtype=np.bool_)
        held = [always if c < 0 else self.worlds.holds[c] for c in _factor_conditions(self.program, node)]
        kinds, which = np.unique(np.stack(held, axis=1), axis=0, return_inverse=True)
        for kind, visits in zip(kinds.tolist(), np.bincount(which.ravel(), flow).tolist(), strict=True):
            _note(self.mixed, node, tuple(kind), visits)

    def _choose(self, flows: dict[int, Reals], node: int, flow: Reals) -> None:
        program, nodes = self.program, self.program.nodes
        first, count = int(nodes.first[node]), int(nodes.count[node])
        left = flow
        before = 0.0
        for option in range(first, first + count):
            entry = int(program.option_entry[option])
            if nodes.draw[node] >= 0:
                reach = int(program.option_threshold[option]) / 2.0**52
                taken = flow * (reach - before)
                before = reach
            else:
                condition = int(program.option_condition[option])
                taken = left if condition == ALWAYS else left * self.worlds.holds[condition]
            left = left - taken
            _add(flows, entry, taken)
        _add(flows, int(nodes.following[node]), left)

    def _rounds(self, flows: dict[int, Reals], node: int, flow: Reals) -> None:
        """All rounds of a repeat; those that leave it stand behind it."""
        nodes = self.program.nodes
        again = self.again[int(nodes.step[node])]
        entry = int(nodes.following[node])
        for visit in range(int(nodes.radix[node])):
            inner = {entry: flow}
            self._sweep(inner, again)
            flow = inner.get(again, np.zeros_like(flow))
            more = (
                flow * self._again(again, visit)
                if visit + 1 < int(nodes.radix[node])
                else np.zeros_like(flow)
            )
            self.expected[again] += flow.sum()
            _add(flows, int(nodes.following[again]), flow - more)
            if more.sum() <= NEGLIGIBLE * self.most:
                return
            flow, entry = more, int(nodes.target[again])

    def _again(self, node: int, visit: int) -> Reals | float:
        """The share that goes round once more after so many rounds before this one."""
        program, nodes = self.program, self.program.nodes
        condition, shares = int(nodes.condition[node]), int(nodes.count[node])
        if condition >= 0 and (visit == 0 or shares == 0):
            return self.worlds.holds[condition].astype(np.float64)
        return int(program.again_threshold[int(nodes.first[node]) + min(visit, shares - 1)]) / 2.0**52


def _note(mixed: Mixed, node: int, kind: tuple[bool, ...], visits: float) -> None:
    own = mixed.setdefault(node, {})
    own[kind] = own.get(kind, 0.0) + visits


def _add(flows: dict[int, Reals], node: int, flow: Reals) -> None:
    if node >= 0 and flow.any():
        flows[node] = flows[node] + flow if node in flows else flow


# -- measured -------------------------------------------------------------------------------------------------


def _count(
    program: Program, services: set[int], engine: str, seed: int, expected: Reals, mixed: Mixed
) -> None:
    """Add the visits of services by what their cases do where no unit is ever missing."""
    none = np.zeros(0, dtype=np.int64)
    roomy = dataclasses.replace(
        program,
        change_capacity=np.where(program.change_capacity > 0, ROOM, 0),
        session_places=np.full_like(program.session_places, -1),
        meeting_places=none,
        change_shift=none,
        change_absent=none,
    )
    counts = np.zeros_like(expected)
    came = np.zeros(len(program.service_entry))
    for replication in range(MEASURED):
        made = ENGINES[engine](roomy, seed=seed, replication=replication, events=True, stop_when_judged=True)
        assert made.rows is not None
        arrived = made.stamps[:, 0]
        inside = (arrived >= program.judged_from) & (arrived < program.judged_until)
        came += np.bincount(made.service[inside], minlength=len(came))
        rows = made.rows[inside[made.rows[:, 0]] & (made.rows[:, 5] != NEVER)]
        counts += np.bincount(rows[:, 1], minlength=len(counts))
        _count_kinds(program, services, made.attributes, rows, mixed)
    for service in services:
        streams = streams_of(program, service)
        cases = sum(expected_arrivals(program, s, program.judged_from, program.judged_until) for s in streams)
        own = program.nodes.service == service
        expected[own] = counts[own] * (cases / came[service]) if came[service] else 0.0


def _count_kinds(
    program: Program, services: set[int], attributes: Sequence[Ints], rows: Ints, mixed: Mixed
) -> None:
    """Note of every visit of a task with factors which of their conditions hold."""
    for node in np.flatnonzero(program.nodes.factors >= 0).tolist():
        if int(program.nodes.service[node]) not in services:
            continue
        own = np.flatnonzero(program.attribute_service == program.nodes.service[node]).tolist()
        conditions = _factor_conditions(program, node)
        for case in rows[rows[:, 1] == node, 0].tolist():
            world = [int(attributes[one][case]) for one in own]
            kind = [c < 0 or bool(held_in(program, c, [world])[0]) for c in conditions]
            _note(mixed, node, tuple(kind), 1.0)
