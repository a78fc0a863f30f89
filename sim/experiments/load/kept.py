"""How long units are kept for others' work: what a `stay` asks of its pool besides the work that is done there.

A kept unit is as little free as a busy one, so the time counts as work offered. It is reckoned without queues, pauses
and meetings, and of steps side by side only the longest way counts: never more than the time a unit is kept, so a pool
that is called overloaded is so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from sim.engine.nodes import FIRST, FORK, JOIN, RELEASE, TASK
from sim.engine.program import Program
from sim.experiments.load.visits import next_nodes
from sim.experiments.load.worlds import Reals


def kept_besides(program: Program, visits: Reals, work: Mapping[int, float]) -> dict[int, float]:
    """By task that keeps its units: mean µs for which a visit keeps each of them besides the work at them, at least.

    `work`: least mean µs of a visit to each task.
    """
    nodes = program.nodes
    found = {}
    for keeper in np.flatnonzero((nodes.kind == TASK) & (nodes.keeps >= 0)).tolist():
        if visits[keeper] > 0:
            stay = int(nodes.keeps[keeper])
            releases = np.flatnonzero((nodes.kind == RELEASE) & (nodes.keeps == stay)).tolist()
            spent = _longest(program, visits, work, stay, [int(nodes.following[keeper])], releases)
            found[keeper] = spent / float(visits[keeper])
    return found


def _longest(
    program: Program,
    visits: Reals,
    work: Mapping[int, float],
    stay: int,
    entries: Sequence[int],
    ends: Collection[int],
) -> float:
    """Expected µs of all visits on the way from the entries to the ends, those at the kept unit left out."""
    nodes = program.nodes
    total = 0.0
    seen: set[int] = set(ends)
    waiting = list(entries)
    while waiting:
        node = waiting.pop()
        if node < 0 or node in seen:
            continue
        seen.add(node)
        if nodes.kind[node] != FORK:
            own = nodes.kind[node] == TASK and nodes.at[node] != stay
            total += float(visits[node]) * work.get(node, 0.0) if own else 0.0
            waiting += next_nodes(program, node)
            continue
        join = int(nodes.target[node])
        if join < 0:  # a background goes on by itself
            waiting.append(int(nodes.following[node]))
            continue
        joins = np.flatnonzero((nodes.kind == JOIN) & (nodes.step == nodes.step[join])).tolist()
        first = int(nodes.first[node])
        branches = program.branch_entry[first : first + int(nodes.count[node])].tolist()
        ways = [_longest(program, visits, work, stay, [entry], joins) for entry in branches]
        total += 0.0 if nodes.mode[join] == FIRST else max(ways, default=0.0)
        waiting += [int(nodes.following[one]) for one in joins]
    return total
