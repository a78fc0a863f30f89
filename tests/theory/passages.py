"""Who passed a step when: read from the engine's event rows, or made by a textbook recursion.

All arrays are int64 µs, in order of arrival. The recursions take the engine's arrivals and works (pure
functions of the replication's key) but share no line with its queues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

from sim.chance.keys import uniform52_many
from sim.chance.quantile_table import look_up_many
from sim.engine.arrivals import batch_sizes, stream_instants
from sim.engine.engines import ENGINES
from sim.engine.nodes import TASK
from sim.engine.program import Program
from sim.worktime import NEVER

Ints = NDArray[np.int64]
Key = tuple[int, int]


@dataclass(frozen=True)
class Passages:
    """One entry a case that came before the horizon, in order of arrival."""

    joined: Ints
    started: Ints
    completed: Ints

    @property
    def waits(self) -> Ints:
        return self.started - self.joined

    def inside(self, begin: int, end: int) -> Passages:
        """Those who joined in [begin, end)."""
        kept = (self.joined >= begin) & (self.joined < end)
        return Passages(self.joined[kept], self.started[kept], self.completed[kept])

    def time_between(self, begin: int, end: int) -> int:
        """Case-µs from joining to completion that fall into [begin, end)."""
        return int(np.maximum(np.minimum(self.completed, end) - np.maximum(self.joined, begin), 0).sum())


Run = dict[str, Passages]
"""Passages by step id."""


def engine_run(program: Program, seed: int, replication: int, engine: str) -> Run:
    """Event rows of an engine, one entry a case of the step's service; NEVER where it is open."""
    run_by = ENGINES[engine]
    outcome = run_by(program, seed=seed, replication=replication, events=True, stop_when_judged=False)
    rows = np.array(outcome.rows, dtype=np.int64).reshape(-1, 9)
    case, node = rows[:, 0], rows[:, 1]
    place = np.zeros(len(outcome.service), dtype=np.int64)
    for service in range(len(program.names.services)):
        own = outcome.service == service
        place[own] = np.arange(own.sum())
    run = {}
    for task in np.flatnonzero(program.nodes.kind == TASK).tolist():
        own = node == task
        instants = np.full((3, int((outcome.service == program.nodes.service[task]).sum())), NEVER)
        instants[:, place[case[own]]] = rows[own][:, 4:7].T
        run[program.names.steps[program.nodes.step[task]]] = Passages(*instants)
    return run


# -- the same draws ---------------------------------------------------------------------------------------


def arrivals_of(program: Program, key: Key, stream: int) -> tuple[Ints, Ints, Ints]:
    """(instant, epoch, member) of every case of a stream."""
    at = stream_instants(program, key, stream)
    epoch = np.arange(len(at), dtype=np.int64)
    sizes = batch_sizes(program, key, stream, epoch)
    member = np.concatenate([np.arange(size, dtype=np.int64) for size in sizes.tolist()])
    return np.repeat(at, sizes), np.repeat(epoch, sizes), member


def works_of(program: Program, key: Key, stream: int, step: str, epoch: Ints, member: Ints) -> Ints:
    """Work of each case at a task that stands in no repeat and has one pool."""
    service = int(program.stream_service[stream])
    nodes = program.nodes
    number = program.names.steps.index(step)
    here = (nodes.kind == TASK) & (nodes.step == number) & (nodes.service == service)
    (node,) = np.flatnonzero(here).tolist()
    s_hi, s_lo = program.stream_words[stream].tolist()
    d_hi, d_lo = program.draw_words[nodes.draw[node]].tolist()
    u = uniform52_many(*key, epoch, member << 22, s_hi ^ d_hi, s_lo ^ d_lo)
    return look_up_many(program.tables[program.work_table[nodes.first[node]]], u)


# -- recursions -------------------------------------------------------------------------------------------


def first_come_first_served(joined: Ints, work: Ints, servers: int) -> Passages:
    """Lindley for one server, Kiefer and Wolfowitz for several."""
    if servers == 1:
        done = np.cumsum(work)
        completed = done + np.maximum.accumulate(joined - (done - work))
        return Passages(joined, completed - work, completed)
    free_at = [0] * servers
    started = []
    for at, length in zip(joined.tolist(), work.tolist(), strict=True):
        begin = max(at, free_at[0])
        started.append(begin)
        heapreplace(free_at, begin + length)
    begun = np.array(started, dtype=np.int64)
    return Passages(joined, begun, begun + work)


def by_class(joined: Ints, work: Ints, classes: Sequence[int] | Ints) -> Passages:
    """One server, lowest class first, first come first served within it, nobody interrupted."""
    arrive, length, rank = joined.tolist(), work.tolist(), np.asarray(classes).tolist()
    started = [0] * len(arrive)
    waiting: list[tuple[int, int]] = []
    free_at = following = 0
    while following < len(arrive) or waiting:
        if not waiting:
            free_at = max(free_at, arrive[following])
        while following < len(arrive) and arrive[following] <= free_at:
            heappush(waiting, (rank[following], following))
            following += 1
        case = heappop(waiting)[1]
        started[case] = free_at
        free_at += length[case]
    begun = np.array(started, dtype=np.int64)
    return Passages(joined, begun, begun + work)


def unhindered(joined: Ints, work: Ints) -> Passages:
    """A server for everybody."""
    return Passages(joined, joined, joined + work)
