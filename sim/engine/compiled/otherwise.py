"""Streams whose cases come otherwise than one by one at random: apart, so that the others are not slower for them."""

from __future__ import annotations

from sim.chance import instant_of_sum, pick, uniform52
from sim.engine.compiled import records as r
from sim.engine.compiled.draws import arrival_gap, table_value
from sim.engine.compiled.jit import rare
from sim.engine.compiled.nouns import vector
from sim.engine.compiled.shapes import at, ints
from sim.worktime import NEVER


def _gap(w, stream):
    """As `arrival_gap`, by the stream's own tables where it has some."""
    if stream.gap < 0:
        return arrival_gap(w, stream)
    u = uniform52(w.k0, w.k1, stream.epoch, 0, stream.arrival_hi, stream.arrival_lo)
    return table_value(w, stream.first_gap if stream.epoch == 0 else stream.gap, u)


@rare
def next_otherwise(w, stream):
    """Who comes next by the stream, and when: the next line of a plan, or a batch that has a size of its own."""
    if stream.planned_count >= 0:
        line = stream.line
        stream.line = line + 1
        stream.next_at = NEVER
        if line < stream.planned_count:
            stream.next_at = at(stream.planned, r.PLANNED_WORDS * line)
            stream.epoch = at(stream.planned, r.PLANNED_WORDS * line + 1)
            stream.member = at(stream.planned, r.PLANNED_WORDS * line + 2)
        return
    stream.epoch += 1
    stream.sum += _gap(w, stream)
    stream.next_at = instant_of_sum(
        ints(stream.knots, stream.count), ints(stream.values, stream.count), stream.sum
    )
    if stream.size_count >= 0:
        u = uniform52(w.k0, w.k1, stream.epoch, 0, stream.size_hi, stream.size_lo)
        size = pick(u, vector(w.size_threshold), stream.sizes, stream.size_count)
        stream.batch = at(w.size_cases, stream.sizes + size)
