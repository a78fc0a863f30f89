"""Targets whose outcome whoever wrote the flow has set: no queue, no staff and no load can change it.

Found on the program, without running it. From the stamps a target begins with every way through the flow is followed
to the stamp it ends with. Along a way a case is late for certain (a decision at once that goes to the back office), or
in time for certain (nothing that the clock counts lies there, or waits whose lengths are bounded), or neither can be
said: then nothing is said of the target. Where ways differ by stated shares alone, and by what a case is (its
attributes, its channel, its papers), these are the outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise, product
from typing import Literal

import numpy as np

from sim.chance.keys import UNIFORM_LIMIT
from sim.engine.conditions import holds
from sim.engine.nodes import (
    AGAIN,
    CHOICE,
    DONE,
    END,
    FIRST,
    FORK,
    JOIN,
    MILESTONE,
    SESSION,
    TASK,
    TIMER,
    Ints,
)
from sim.engine.prepared import cut
from sim.engine.program import (
    ARRIVED,
    ATTRIBUTE,
    ELAPSED,
    FINISHED,
    FIXED_POINT,
    REACHED,
    STAMPED,
    VISITS,
    WORKING,
    Program,
)
from sim.frozen import dataclass
from sim.worktime import NEVER

Kind = Literal["always", "never", "share", "stated"]
MOST_WAYS = 20_000
"""Steps followed; a flow of more ways is not judged."""


KIND, UNKNOWN = -2, -1
"""What ways differ by, besides the shares of steps: by what a case is; by what cannot be told beforehand."""
Case = Mapping[int, int]
"""What a case is, as far as its way has asked: values of attributes, numbered within their service."""


class _UnknownError(Exception):
    """Nothing can be said without running it."""


@dataclass(frozen=True)
class Construction:
    """How the outcome is set: every case keeps the target, none does, as many as the share of a step says, or as
    many as several stated shares say, with what cases are."""

    kind: Kind
    step: str = ""
    """Of a share: the choice or repeat whose share it is."""


def by_construction(program: Program, clock: int) -> Construction | None:
    """What the author of the flow has set of a target; None where the process decides, or nobody can tell."""
    if program.clock_limit[clock] == NEVER:
        return None  # a mean
    kept, late, deciders = False, False, set[int]()
    try:
        for own in program.clocks_of(clock):
            found = _Ways(program, own).found
            kept, late = kept or found.kept, late or found.late
            deciders |= found.deciders
    except _UnknownError:
        return None
    if kept and late:
        if UNKNOWN in deciders:
            return None
        if len(deciders) != 1 or KIND in deciders or len(program.clocks_of(clock)) > 1:
            return Construction("stated")
        return Construction("share", program.names.steps[next(iter(deciders))])
    return Construction("always") if kept else Construction("never") if late else None


@dataclass(frozen=True)
class _Found:
    """What may come of the ways from a node on; `deciders` are steps whose shares lead to both, KIND and UNKNOWN."""

    kept: bool = False
    late: bool = False
    deciders: frozenset[int] = frozenset()

    @property
    def single(self) -> bool:
        return not (self.kept and self.late)


@dataclass(frozen=True)
class _Way:
    """How a case came to a node."""

    case: Case
    least: int = 0
    most: int = 0
    """What the clock shows there, at least and at most."""
    loops: frozenset[int] = frozenset()
    """Those that it went round."""
    join: int = -1
    """Where its branch ends; -1: in none."""


def _either(ways: list[_Found], decider: int) -> _Found:
    kept, late = any(way.kept for way in ways), any(way.late for way in ways)
    deciders = frozenset[int]().union(*(way.deciders for way in ways))
    differ = kept and late and len({(way.kept, way.late) for way in ways}) > 1
    return _Found(kept, late, deciders | {decider} if differ else deciders)


class _Ways:
    """The ways of one clock's cases."""

    def __init__(self, program: Program, clock: int) -> None:
        self.program, self.clock = program, clock
        self.coordinate = int(program.clock_coordinate[clock])
        self.limit = int(program.clock_limit[clock])
        self.begins, self.ends = int(program.clock_from[clock]), int(program.clock_to[clock])
        by_node = cut(program.node_clock_first, program.node_clock_count, program.node_clock)
        self.counts = {node for node, clocks in enumerate(by_node) if clock in clocks}
        self.deemed = self._named(END, program.nodes.outcome, program.names.outcomes)
        self.deemed |= self._named(MILESTONE, program.nodes.stamp, program.names.stamps)
        self.steps = 0

    def _named(self, kind: int, column: Ints, names: Sequence[str]) -> set[int]:
        """Nodes that mark a case as granted by silence."""
        if "deemed" not in names:
            return set()
        own = (self.program.nodes.kind == kind) & (column == names.index("deemed"))
        return set(np.flatnonzero(own).tolist())

    @cached_property
    def found(self) -> _Found:
        program, nodes = self.program, self.program.nodes
        if self.coordinate == VISITS:
            return self._windows()
        if program.clock_sum_count[self.clock] and self.coordinate != REACHED:
            raise _UnknownError
        service = program.clock_service[self.clock]
        entry = int(program.service_entry[service])
        judged = int(program.clock_condition[self.clock])
        cases = [{}] if judged < 0 else [case for case, told in self._told([judged], {}) if told[0]]
        if self.begins == ARRIVED:
            return _either([self._from(entry, _Way(case)) for case in cases], KIND)
        own = (nodes.service == service) & (nodes.kind == MILESTONE) & (nodes.stamp == self.begins)
        starts = np.flatnonzero(own).tolist()
        if not starts or (nodes.as_of[starts] >= 0).any():
            raise _UnknownError
        for fork in np.flatnonzero((nodes.service == service) & (nodes.background >= 0)).tolist():
            self._past(fork)  # what began before may go on
        ways = []
        for case in cases:
            there = self._reached([entry], case)
            ways.append([self._from(int(nodes.following[one]), _Way(case)) for one in starts if one in there])
        return _either([_either(own, UNKNOWN) for own in ways], KIND)

    def _windows(self) -> _Found:
        """No case can be at more windows than there are, nor come more often than there are steps it comes to."""
        nodes, windows = self.program.nodes, int(self.program.clock_sum_count[self.clock])
        own = nodes.service == self.program.clock_service[self.clock]
        goes_round = bool((own & (nodes.kind == AGAIN)).any())
        most = windows or (self.limit + 1 if goes_round else len(self.counts))
        if most <= self.limit:
            return _Found(kept=True)
        raise _UnknownError

    def _step(self) -> None:
        self.steps += 1
        if self.steps > MOST_WAYS:
            raise _UnknownError

    def _from(self, node: int, way: _Way) -> _Found:
        """From a node on."""
        nodes = self.program.nodes
        while True:
            self._step()
            kind, following = int(nodes.kind[node]), int(nodes.following[node])
            if node == way.join:
                return _Found(kept=True)
            if node in self.deemed or (kind in (TASK, TIMER) and int(nodes.target[node]) >= 0):
                raise _UnknownError  # granted by silence; or who gives up
            ends = kind == END or (kind == MILESTONE and nodes.stamp[node] == self.ends)
            if ends and way.join < 0:
                return self._ended(way) if kind == END else self._there(way)
            if ends or kind in (DONE, JOIN):
                raise _UnknownError  # inside a branch: what the others do decides too
            if kind in (TASK, SESSION, TIMER) and node in self.counts:
                at_once = self.limit == 0 and self.coordinate == ELAPSED
                if at_once and self._takes_time(node):
                    return _Found(late=True)
                if at_once or kind != TIMER:
                    raise _UnknownError
                way = self._waited(node, way)
            if kind == FORK:
                join = int(nodes.target[node])
                if self.limit == 0 and self.coordinate == ELAPSED and join >= 0 and nodes.mode[join] != FIRST:
                    return self._all_of(node, join, way)
                following = self._past(node)
            elif kind == CHOICE:
                return self._choice(node, way)
            elif kind == AGAIN:
                return self._again(node, way)
            node = following

    def _takes_time(self, node: int) -> bool:
        """Whether what is done at a node never takes none; a program without tables has no lengths yet."""
        program, nodes = self.program, self.program.nodes
        first, count = int(nodes.first[node]), int(nodes.count[node])
        if nodes.kind[node] == TIMER:
            tables = [int(nodes.table[node])]
        else:
            tables = program.work_table[first : first + max(1, count)].tolist()
        return not program.tables.any() or bool((program.tables[tables].min(axis=1) > 0).all())

    def _there(self, way: _Way) -> _Found:
        if way.most <= self.limit or self.coordinate == REACHED:
            return _Found(kept=True)
        if way.least > self.limit:
            return _Found(late=True)
        raise _UnknownError

    def _ended(self, way: _Way) -> _Found:
        """The case is over; who has not got there by then is late, or not judged."""
        if self.ends == FINISHED:
            return self._there(way)
        return _Found(late=self.coordinate == REACHED or way.least > self.limit)

    def _waited(self, node: int, way: _Way) -> _Way:
        nodes = self.program.nodes
        in_office = nodes.calendar[node] >= 0
        if nodes.clock[node] >= 0 or self.coordinate not in (ELAPSED, WORKING):
            raise _UnknownError
        if in_office != (self.coordinate == WORKING) or nodes.condition[node] >= 0 or nodes.pause[node] == 1:
            raise _UnknownError
        table = self.program.tables[nodes.table[node]]
        return replace(way, least=way.least + int(table.min()), most=way.most + int(table.max()))

    def _all_of(self, fork: int, join: int, way: _Way) -> _Found:
        """What is at once is late where any of its branches is."""
        first, count = int(self.program.nodes.first[fork]), int(self.program.nodes.count[fork])
        entries = self.program.branch_entry[first : first + count].tolist()
        parts = [self._from(entry, replace(way, join=join)) for entry in entries if entry >= 0]
        if any(part.late and not part.kept for part in parts):
            return _Found(late=True)
        on = self._from(int(self.program.nodes.following[join]), way)
        if not on.kept or not any(part.late for part in parts):
            return on
        return _Found(True, True, on.deciders.union(*(part.deciders for part in parts)))

    def _past(self, fork: int) -> int:
        """What follows a fork none of whose branches counts; a branch that may matter makes it unknown."""
        program, nodes = self.program, self.program.nodes
        first, count, join = (int(column[fork]) for column in (nodes.first, nodes.count, nodes.target))
        for node in self._reached(
            program.branch_entry[first : first + count].tolist(), {}, ends=(JOIN, DONE)
        ):
            kind = int(nodes.kind[node])
            if node in self.counts or kind == END or (kind == MILESTONE and nodes.stamp[node] == self.ends):
                raise _UnknownError
        if nodes.background[fork] >= 0 or join < 0:
            return int(nodes.following[fork])
        if nodes.mode[join] == FIRST:
            raise _UnknownError
        return int(nodes.following[join])

    def _reached(self, ahead: list[int], case: Case, ends: tuple[int, ...] = ()) -> set[int]:
        """Nodes that such a case may come to from some, up to those of the kinds `ends`."""
        program, nodes = self.program, self.program.nodes
        found = set[int]()
        while ahead:
            node = ahead.pop()
            if node < 0 or node in found:
                continue
            found.add(node)
            kind, first, count = (int(column[node]) for column in (nodes.kind, nodes.first, nodes.count))
            if kind in ends:
                continue
            if kind == CHOICE:
                ahead += [entry for entry, _ in self._options(node, case)]
            ahead.append(int(nodes.following[node]) if kind != CHOICE else -1)
            if kind in (AGAIN, TASK, TIMER):
                ahead.append(int(nodes.target[node]))
            if kind == FORK:
                ahead += program.branch_entry[first : first + count].tolist()
        return found

    def _choice(self, node: int, way: _Way) -> _Found:
        nodes = self.program.nodes
        ways = [
            (case, self._from(entry, replace(way, case=case or way.case)))
            for entry, case in self._options(node, way.case)
        ]
        by = (
            int(nodes.step[node])
            if nodes.draw[node] >= 0
            else UNKNOWN
            if any(case is None for case, _ in ways)
            else KIND
        )
        return _either([found for _, found in ways], by)

    def _options(self, node: int, known: Case) -> list[tuple[int, Case | None]]:
        """Where such a case may go on, and what is known of it there; None: how it goes cannot be told beforehand."""
        program, nodes = self.program, self.program.nodes
        rows = slice(int(nodes.first[node]), int(nodes.first[node]) + int(nodes.count[node]))
        entries = program.option_entry[rows].tolist()
        if nodes.draw[node] >= 0:
            ends = [0, *program.option_threshold[rows].tolist()]
            return [
                (entry, known)
                for entry, (low, high) in zip(entries, pairwise(ends), strict=True)
                if high > low
            ]
        conditions = program.option_condition[rows].tolist()
        try:
            cases = list(self._told([one for one in conditions if one >= 0], known))
        except _UnknownError:
            return [(entry, None) for entry in entries]
        found: list[tuple[int, Case | None]] = []
        otherwise = int(nodes.following[node])
        for case, told in cases:
            held = iter(told)
            taken = (e for c, e in zip(conditions, entries, strict=True) if c < 0 or next(held))
            found.append((next(taken, otherwise), case))
        return found

    def _told(self, conditions: list[int], known: Case) -> Iterator[tuple[Case, list[bool]]]:
        """Which conditions hold, for every kind of case they tell apart. Raises _UnknownError."""
        program, asked = self.program, dict[int, list[int]]()
        operation, value = program.code_operation.tolist(), program.code_value.tolist()
        spans = [(int(program.code_first[one]), int(program.code_count[one])) for one in conditions]
        for row in (row for first, count in spans for row in range(first, first + count)):
            if operation[row] == STAMPED:
                raise _UnknownError
            if operation[row] == ATTRIBUTE:
                number = value[row]
                asked[number] = [known[number]] if number in known else self._values(number)
        for values in product(*asked.values()):
            self._step()
            case = {**known, **dict(zip(asked, values, strict=True))}
            attributes = [case.get(number, 0) for number in range(max(case, default=-1) + 1)]
            yield (
                case,
                [
                    bool(holds(operation, value, first, count, attributes, (), [0] * count))
                    for first, count in spans
                ],
            )

    def _values(self, number: int) -> list[int]:
        """Values that an attribute of the service takes. Raises _UnknownError for numbers."""
        program, service = self.program, self.program.clock_service[self.clock]
        attribute = int(np.flatnonzero(program.attribute_service == service)[number])
        if program.attribute_kind[attribute] == 2:
            return sorted(
                set(program.attribute_channel[attribute, program.stream_service == service].tolist())
            )
        if program.attribute_kind[attribute] == 1:
            raise _UnknownError
        first, count = int(program.attribute_first[attribute]), int(program.attribute_count[attribute])
        ends = [0, *program.attribute_threshold[first : first + count].tolist(), UNIFORM_LIMIT]
        return [FIXED_POINT * value for value, (low, high) in enumerate(pairwise(ends)) if low < high]

    def _again(self, node: int, way: _Way) -> _Found:
        """A case that goes round comes here again; what clears the stamps of the target begins it anew."""
        program, nodes = self.program, self.program.nodes
        on = self._from(int(nodes.following[node]), way)
        if node in way.loops or int(nodes.target[node]) < 0:
            return on
        first, count = int(nodes.first[node]), int(nodes.count[node])
        goes = nodes.condition[node] >= 0 or program.again_threshold[first : first + count].any()
        if not goes:
            return on
        clears = cut(program.clear_first, program.clear_count, program.clear_stamp)[node]
        if {self.begins, self.ends} & set(clears) or (self.limit and self.coordinate != REACHED):
            raise _UnknownError
        round_ = self._from(int(nodes.target[node]), replace(way, loops=way.loops | {node}))
        return _either([on, round_], UNKNOWN if nodes.condition[node] >= 0 else int(nodes.step[node]))
