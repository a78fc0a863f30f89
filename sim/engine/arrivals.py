"""When cases come: every stream's arrivals, merged in canonical order (SEMANTICS 2.3), and who is there already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.chance import UNIT, instants_of, running_sums
from sim.engine.program import Ints, Program

CHUNK = 4096


class Arrival(NamedTuple):
    instant: int
    stream: int
    epoch: int
    """Number of the arrival in its stream: with `member` it names the case, whatever the load."""
    member: int


def arrivals(program: Program, key: tuple[int, int]) -> Iterator[Arrival]:
    """Arrivals before the horizon, ordered by (instant, stream, epoch, member)."""
    instants, streams, epochs = [], [], []
    for stream in range(len(program.stream_service)):
        at = stream_instants(program, key, stream)
        instants.append(at)
        streams.append(np.full(len(at), stream, dtype=np.int64))
        epochs.append(np.arange(len(at), dtype=np.int64))
    if not instants:
        return
    at, stream_of, epoch_of = (np.concatenate(parts) for parts in (instants, streams, epochs))
    order = np.lexsort((epoch_of, stream_of, at))
    batch = program.stream_batch.tolist()
    for instant, stream, epoch in zip(
        at[order].tolist(), stream_of[order].tolist(), epoch_of[order].tolist(), strict=True
    ):
        for member in range(batch[stream]):
            yield Arrival(instant, stream, epoch, member)


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
    parts: list[Ints] = []
    total, epoch = 0, 0
    while True:
        sums = running_sums(*key, s_hi ^ d_hi, s_lo ^ d_lo, epoch, chunk, total)
        instants = instants_of(knot_at, knot_value, sums)
        within = instants < program.horizon
        parts.append(instants[within])
        if not within.all():
            return np.concatenate(parts)
        total, epoch = int(sums[-1]), epoch + chunk
