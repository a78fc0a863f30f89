"""Targets whose outcome whoever wrote the flow has set: no queue, no staff and no load can change it.

Found on the program, without running it. From the stamps a target begins with every way through the flow is followed
to the stamp it ends with. Along a way a case is late for certain (a decision at once that goes to the back office), or
in time for certain (nothing that the clock counts lies there, or waits whose lengths are bounded), or neither can be
said: then nothing is said of the target. Where ways differ, and one share alone leads to them, it is the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from sim.engine.prepared import cut
from sim.engine.program import (
    AGAIN,
    ARRIVED,
    CHOICE,
    DONE,
    ELAPSED,
    END,
    FINISHED,
    FIRST,
    FORK,
    JOIN,
    MILESTONE,
    REACHED,
    SESSION,
    TASK,
    TIMER,
    VISITS,
    WORKING,
    Program,
)
from sim.worktime import NEVER

Kind = Literal["always", "never", "share"]
MOST_WAYS = 20_000
"""Steps followed; a flow of more ways is not judged."""


class _UnknownError(Exception):
    """Nothing can be said without running it."""


@dataclass(frozen=True)
class Construction:
    """How the outcome is set: every case keeps the target, none does, or as many as the share of a step says."""

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
        if len(deciders) != 1 or -1 in deciders or len(program.clocks_of(clock)) > 1:
            return None
        return Construction("share", program.names.steps[next(iter(deciders))])
    return Construction("always") if kept else Construction("never") if late else None


@dataclass(frozen=True)
class _Found:
    """What may come of the ways from a node on; `deciders` are steps whose shares lead to both, -1 a condition."""

    kept: bool = False
    late: bool = False
    deciders: frozenset[int] = frozenset()

    @property
    def single(self) -> bool:
        return not (self.kept and self.late)


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
        self.steps = 0

    @cached_property
    def found(self) -> _Found:
        program, nodes = self.program, self.program.nodes
        if self.coordinate == VISITS:
            return self._windows()
        if program.clock_sum_count[self.clock] and self.coordinate != REACHED:
            raise _UnknownError
        service = program.clock_service[self.clock]
        if self.begins == ARRIVED:
            return self._from(int(program.service_entry[service]), 0, 0, frozenset())
        own = (nodes.service == service) & (nodes.kind == MILESTONE) & (nodes.stamp == self.begins)
        starts = np.flatnonzero(own).tolist()
        if not starts or (nodes.as_of[starts] >= 0).any():
            raise _UnknownError
        ways = [self._from(int(nodes.following[node]), 0, 0, frozenset()) for node in starts]
        return _either(ways, -1)

    def _windows(self) -> _Found:
        """No case can be at more windows than there are, nor come more often than there are steps it comes to."""
        nodes, windows = self.program.nodes, int(self.program.clock_sum_count[self.clock])
        own = nodes.service == self.program.clock_service[self.clock]
        goes_round = bool((own & (nodes.kind == AGAIN)).any())
        most = windows or (self.limit + 1 if goes_round else len(self.counts))
        if most <= self.limit:
            return _Found(kept=True)
        raise _UnknownError

    def _from(self, node: int, least: int, most: int, loops: frozenset[int]) -> _Found:
        """From a node on, where the clock shows at least and at most so much there; `loops` are gone round already."""
        nodes = self.program.nodes
        while True:
            self.steps += 1
            if self.steps > MOST_WAYS:
                raise _UnknownError
            kind, following = int(nodes.kind[node]), int(nodes.following[node])
            if kind == MILESTONE and nodes.stamp[node] == self.ends:
                return self._there(least, most)
            if kind == END:
                return self._ended(least, most)
            if kind in (DONE, JOIN):
                raise _UnknownError  # inside a branch: what the others do decides too
            if kind in (TASK, SESSION, TIMER) and node in self.counts:
                if self.limit == 0 and self.coordinate == ELAPSED:
                    return _Found(late=True)
                if kind != TIMER:
                    raise _UnknownError
                least, most = self._waited(node, least, most)
            if kind in (TASK, TIMER) and int(nodes.target[node]) >= 0:
                raise _UnknownError  # who gives up
            if kind == FORK:
                following = self._past(node)
            elif kind == CHOICE:
                return self._choice(node, least, most, loops)
            elif kind == AGAIN:
                return self._again(node, least, most, loops)
            node = following

    def _there(self, least: int, most: int) -> _Found:
        if most <= self.limit or self.coordinate == REACHED:
            return _Found(kept=True)
        if least > self.limit:
            return _Found(late=True)
        raise _UnknownError

    def _ended(self, least: int, most: int) -> _Found:
        """The case is over; who has not got there by then is late, or not judged."""
        if self.ends == FINISHED:
            return self._there(least, most)
        return _Found(late=self.coordinate == REACHED or least > self.limit)

    def _waited(self, node: int, least: int, most: int) -> tuple[int, int]:
        nodes = self.program.nodes
        in_office = nodes.calendar[node] >= 0
        if nodes.clock[node] >= 0 or self.coordinate not in (ELAPSED, WORKING):
            raise _UnknownError
        if in_office != (self.coordinate == WORKING) or nodes.condition[node] >= 0 or nodes.pause[node] == 1:
            raise _UnknownError
        table = self.program.tables[nodes.table[node]]
        return least + int(table.min()), most + int(table.max())

    def _past(self, fork: int) -> int:
        """What follows a fork none of whose branches counts; a branch that may matter makes it unknown."""
        nodes = self.program.nodes
        first, count = int(nodes.first[fork]), int(nodes.count[fork])
        seen: set[int] = set()
        ahead = self.program.branch_entry[first : first + count].tolist()
        while ahead:
            node = ahead.pop()
            if node < 0 or node in seen:
                continue
            seen.add(node)
            kind = int(nodes.kind[node])
            if node in self.counts or kind == END or (kind == MILESTONE and nodes.stamp[node] == self.ends):
                raise _UnknownError
            if kind in (JOIN, DONE):
                continue
            ahead.append(int(nodes.following[node]))
            if kind in (AGAIN, TASK, TIMER):
                ahead.append(int(nodes.target[node]))
            begun, some = int(nodes.first[node]), int(nodes.count[node])
            if kind == CHOICE:
                ahead += self.program.option_entry[begun : begun + some].tolist()
            if kind == FORK:
                ahead += self.program.branch_entry[begun : begun + some].tolist()
        join = int(nodes.target[fork])
        if nodes.background[fork] >= 0 or join < 0:
            return int(nodes.following[fork])
        if nodes.mode[join] == FIRST:
            raise _UnknownError
        return int(nodes.following[join])

    def _choice(self, node: int, least: int, most: int, loops: frozenset[int]) -> _Found:
        program, nodes = self.program, self.program.nodes
        rows = range(int(nodes.first[node]), int(nodes.first[node]) + int(nodes.count[node]))
        by_share = nodes.draw[node] >= 0
        ways, before = [], 0
        for row in rows:
            reach = int(program.option_threshold[row])
            if not by_share or reach > before:
                ways.append(self._from(int(program.option_entry[row]), least, most, loops))
            before = max(before, reach)
        return _either(ways, int(nodes.step[node]) if by_share else -1)

    def _again(self, node: int, least: int, most: int, loops: frozenset[int]) -> _Found:
        """A case that goes round comes here again; what clears the stamps of the target begins it anew."""
        program, nodes = self.program, self.program.nodes
        on = self._from(int(nodes.following[node]), least, most, loops)
        if node in loops or int(nodes.target[node]) < 0:
            return on
        first, count = int(nodes.first[node]), int(nodes.count[node])
        goes = nodes.condition[node] >= 0 or program.again_threshold[first : first + count].any()
        if not goes:
            return on
        clears = cut(program.clear_first, program.clear_count, program.clear_stamp)[node]
        if {self.begins, self.ends} & set(clears) or (self.limit and self.coordinate != REACHED):
            raise _UnknownError
        round_ = self._from(int(nodes.target[node]), least, most, loops | {node})
        return _either([on, round_], -1 if nodes.condition[node] >= 0 else int(nodes.step[node]))
