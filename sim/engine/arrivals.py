"""When cases come: every stream's arrivals, merged in canonical order (SEMANTICS 2.3), and who is there already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.chance import UNIT, instants_of, running_sums
from sim.chance.keys import uniform52_many
from sim.engine.nodes import Ints
from sim.engine.planned import is_planned, planned
from sim.engine.program import SIZE, Program

CHUNK = 4096


class Arrival(NamedTuple):
    instant: int
    stream: int
    epoch: int
    """Number of the arrival in its stream: with `member` it names the case, whatever the load."""
    member: int


def arrivals(program: Program, key: tuple[int, int]) -> Iterator[Arrival]:
    """Arrivals before the horizon, ordered by (instant, stream, epoch, member)."""
    streams = [_of_stream(program, key, stream) for stream in range(len(program.stream_service))]
    if not streams:
        return
    at, epoch, member = np.concatenate(streams).T
    stream_of = np.repeat(np.arange(len(streams)), [len(each) for each in streams])
    order = np.lexsort((member, epoch, stream_of, at))
    columns = (at[order], stream_of[order], epoch[order], member[order])
    yield from map(Arrival._make, zip(*(column.tolist() for column in columns), strict=True))


def _of_stream(program: Program, key: tuple[int, int], stream: int) -> Ints:
    """(instant, epoch, member) of one stream's cases."""
    if is_planned(program, stream):
        return planned(program, key, stream)
    at = stream_instants(program, key, stream)
    epoch = np.arange(len(at), dtype=np.int64)
    sizes = batch_sizes(program, key, stream, epoch)
    member = np.arange(int(sizes.sum()), dtype=np.int64) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.stack([np.repeat(at, sizes), np.repeat(epoch, sizes), member], axis=1)


def batch_sizes(program: Program, key: tuple[int, int], stream: int, epoch: Ints) -> Ints:
    """How many cases come in each epoch of a stream with a rate."""
    first, count = int(program.stream_size_first[stream]), int(program.stream_size_count[stream])
    if count < 0:
        return np.full(len(epoch), program.stream_batch[stream], dtype=np.int64)
    hi, lo = (program.stream_words[stream] ^ program.draw_words[program.coming_draw[SIZE]]).tolist()
    drawn = uniform52_many(*key, epoch, 0, hi, lo)
    reach = program.size_threshold[first : first + count]
    sizes: Ints = program.size_cases[first + np.searchsorted(reach, drawn, side="right")]
    return sizes


def backlog(program: Program) -> Iterator[tuple[int, Arrival]]:
    """(group, case) of every case that is open at the start, in order; its instant lies before the start."""
    columns = (program.backlog_arrived, program.backlog_stream, program.backlog_epoch, program.backlog_member)
    groups = zip(*(column.tolist() for column in columns), program.backlog_count.tolist(), strict=True)
    for group, (arrived, stream, epoch, first, count) in enumerate(groups):
        for member in range(first, first + count):
            yield group, Arrival(arrived, stream, epoch, member)


def stream_instants(program: Program, key: tuple[int, int], stream: int) -> Ints:
    """Instants of one stream's epochs 0, 1, 2 …, as far as the horizon."""
    first = int(program.stream_knot_first[stream])
    knots = slice(first, first + int(program.stream_knot_count[stream]))
    knot_at, knot_value = program.knot_at[knots], program.knot_value[knots]
    if len(knot_at) == 0:
        return np.zeros(0, dtype=np.int64)
    expected = int(knot_value[-1]) // UNIT
    chunk = min(CHUNK, expected + 4 * int(expected**0.5) + 16)
    s_hi, s_lo = program.stream_words[stream].tolist()
    d_hi, d_lo = program.draw_words[program.arrival_draw].tolist()
    tables = int(program.stream_first_gap[stream]), int(program.stream_gap[stream])
    gaps = None if tables[1] < 0 else (program.tables[tables[0]], program.tables[tables[1]])
    parts: list[Ints] = []
    total, epoch = 0, 0
    while True:
        sums = running_sums(*key, s_hi ^ d_hi, s_lo ^ d_lo, epoch, chunk, total, gaps)
        instants = instants_of(knot_at, knot_value, sums)
        within = instants < program.horizon
        parts.append(instants[within])
        if not within.all():
            return np.concatenate(parts)
        total, epoch = int(sums[-1]), epoch + chunk
