"""When somebody is there to call the next one: the hours of each need, of which every queue is told.

A need is open while an alternative of it is, and an alternative while each of its pools has a unit on duty. Time in a
queue is counted in these hours and nowhere else: a file handed in at night does not queue until morning, it rests.
What lies before the study counts as closed, as no pool is known then.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.program import Program


class Hours(NamedTuple):
    """Open intervals [open_at, close_at), and the µs open before each of them."""

    open_at: Ints
    close_at: Ints
    worked_before: Ints

    def until(self, at: Ints) -> Ints:
        """µs open up to each instant."""
        if not len(self.open_at):
            return np.zeros_like(at)
        place = np.searchsorted(self.open_at, at, side="right") - 1
        inside = np.minimum(at, self.close_at[place]) - self.open_at[place]
        return np.where(place < 0, 0, self.worked_before[place] + inside)


def office_hours(program: Program) -> Hours:
    """The hours of the office calendar."""
    rows = _slice(program.calendar_first, program.calendar_count, program.office_calendar)
    return Hours(program.open_at[rows], program.close_at[rows], program.worked_before[rows])


@lru_cache(maxsize=8)
def need_hours(program: Program) -> tuple[Hours, ...]:
    """The hours of every need, by its number."""
    return tuple(_hours(program, need) for need in range(len(program.need_group)))


def _hours(program: Program, need: int) -> Hours:
    alternatives = _slice(program.need_first, program.need_count, need)
    pools_of = [
        program.alternative_pool[
            _slice(program.alternative_first, program.alternative_count, number)
        ].tolist()
        for number in range(alternatives.start, alternatives.stop)
    ]
    known = {
        pool: _slice(program.pool_first, program.pool_count, pool) for pools in pools_of for pool in pools
    }
    changes = [program.change_at[rows] for rows in known.values()]
    edges = np.unique(np.concatenate([*changes, [program.horizon]]))
    edges = edges[edges <= program.horizon]
    on_duty = {pool: _on_duty(program, rows, edges) for pool, rows in known.items()}
    is_open = np.zeros(len(edges), dtype=np.bool_)
    for pools in pools_of:
        is_open |= np.logical_and.reduce([on_duty[pool] for pool in pools])
    is_open[-1] = False
    before = np.concatenate([[False], is_open[:-1]])
    open_at, close_at = edges[is_open & ~before], edges[~is_open & before]
    lengths = close_at - open_at
    return Hours(open_at, close_at, np.cumsum(lengths) - lengths)


def _on_duty(program: Program, rows: slice, edges: Ints) -> np.ndarray:
    """Whether the pool has a unit on duty from each of the edges on."""
    if rows.start == rows.stop:
        return np.zeros(len(edges), dtype=np.bool_)
    place = np.searchsorted(program.change_at[rows], edges, side="right") - 1
    found: np.ndarray = (place >= 0) & (program.change_capacity[rows][place] > 0)
    return found


def _slice(first: Ints, count: Ints, number: int) -> slice:
    return slice(int(first[number]), int(first[number]) + int(count[number]))
