"""Arrivals whose times are stated, of lists and appointments: who comes in a replication, and when.

Each case of a row comes floor(weight + u) times, u its own uniform: under more load, or a larger scale, everybody who
came still does, at the same moment, with the same luck, and some come once more. The first to come is member 0 of the
epoch, whoever comes once more the next one. Both engines take these arrivals as they are.
"""

from __future__ import annotations

import numpy as np

from sim.chance import instants_of
from sim.chance.keys import VISIT_BITS, uniform52_many
from sim.chance.quantile_table import look_up_many
from sim.chance.shares import WHOLE
from sim.engine.nodes import Ints
from sim.engine.program import COMES, LATE, MOMENT, NO_SHOW, OFF_TIME, Program

UNIFORM_BITS, UNIT_BITS = 52, 32


def is_planned(program: Program, stream: int) -> bool:
    return int(program.stream_plan_count[stream]) >= 0


def planned(program: Program, key: tuple[int, int], stream: int) -> Ints:
    """(instant, epoch, member) of the cases of a stream before the horizon, in order; int64 (cases, 3)."""
    first = int(program.stream_plan_first[stream])
    rows = slice(first, first + int(program.stream_plan_count[stream]))
    draws = _Draws(program, key, stream)
    cases = program.plan_cases[rows]
    row = np.repeat(np.arange(len(cases)), cases)
    epoch = program.plan_epoch[rows][row] + _within(cases)
    copies = (program.plan_weight[rows][row] + draws.of(COMES, epoch, 0)) >> UNIFORM_BITS
    row, epoch, member = np.repeat(row, copies), np.repeat(epoch, copies), _within(copies)
    at = program.plan_at[rows][row]
    base = program.plan_base[rows][row]
    somewhere = (base >= 0) & ((at < 0) | (member > 0))
    if somewhere.any():
        sums = base[somewhere] + (
            draws.of(MOMENT, epoch[somewhere], member[somewhere]) >> (UNIFORM_BITS - UNIT_BITS)
        )
        at = at.copy()
        at[somewhere] = instants_of(*_knots(program, stream), sums)
    comes = np.ones(len(at), dtype=np.bool_)
    if program.stream_no_show[stream] >= 0:
        comes = draws.of(NO_SHOW, epoch, member) >= program.stream_no_show[stream]
    at = np.maximum(at + _off_time(program, stream, draws, epoch, member), program.start)
    comes &= at < program.horizon
    made = np.stack([at, epoch, member], axis=1)[comes]
    return np.ascontiguousarray(made[np.lexsort((made[:, 2], made[:, 1], made[:, 0]))])


def expected_of_plan(program: Program, stream: int, begin: int, end: int) -> float:
    """Cases expected of a planned stream in [begin, end), as stated: nobody early or late."""
    first = int(program.stream_plan_first[stream])
    rows = slice(first, first + int(program.stream_plan_count[stream]))
    at, base = program.plan_at[rows], program.plan_base[rows]
    often = program.plan_cases[rows] * (program.plan_weight[rows] / WHOLE)
    part = ((at >= begin) & (at < end)).astype(np.float64)
    if (spread := at < 0).any():
        low, high = np.interp([begin, end], *_knots(program, stream)) / 2.0**UNIT_BITS
        own = base[spread] / 2.0**UNIT_BITS
        part[spread] = np.clip(high - own, 0, 1) - np.clip(low - own, 0, 1)
    away = max(0, int(program.stream_no_show[stream])) / WHOLE
    return float((often * part).sum()) * (1 - away)


def _knots(program: Program, stream: int) -> tuple[Ints, Ints]:
    first = int(program.stream_knot_first[stream])
    knots = slice(first, first + int(program.stream_knot_count[stream]))
    return program.knot_at[knots], program.knot_value[knots]


def _off_time(program: Program, stream: int, draws: _Draws, epoch: Ints, member: Ints) -> Ints:
    """How much later than their time people come; below 0: earlier."""
    late_by, early = int(program.stream_late_by[stream]), int(program.stream_early[stream])
    off = np.zeros(len(epoch), dtype=np.int64)
    if late_by < 0 and early < 0:
        return off
    u = draws.of(OFF_TIME, epoch, member)
    if early >= 0:
        off = -look_up_many(program.tables[early], u)
    if late_by >= 0:
        late = draws.of(LATE, epoch, member) < program.stream_late[stream]
        off = np.where(late, look_up_many(program.tables[late_by], u), off)
    return off


class _Draws:
    """Uniforms of a stream's cases by purpose."""

    def __init__(self, program: Program, key: tuple[int, int], stream: int) -> None:
        self.key = key
        self.words = program.stream_words[stream]
        self.draws = program.draw_words[program.coming_draw]

    def of(self, purpose: int, epoch: Ints, member: Ints | int) -> Ints:
        hi, lo = (int(word) for word in self.words ^ self.draws[purpose])
        return uniform52_many(*self.key, epoch, np.asarray(member, dtype=np.int64) << VISIT_BITS, hi, lo)


def _within(counts: Ints) -> Ints:
    """0, 1, … for each count, one after another."""
    total = int(counts.sum())
    return np.arange(total, dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
