"""What a visitor does besides being served; mirrors `_come` and `_ring` of `sim.engine.reference.replication`."""

from __future__ import annotations

from sim.engine.compiled.alarms import look_round
from sim.engine.compiled.draws import uniform
from sim.engine.compiled.jit import rare
from sim.engine.compiled.nouns import need_of, node_of
from sim.engine.compiled.shapes import address_of, at, put
from sim.engine.program import VISITOR_COUNTS


def count_visitor(w, row, what):
    """What a visitor does at a step (-1: no step that needs one)."""
    if row >= 0 and w.judged_from <= w.now < w.judged_until:
        place = row * VISITOR_COUNTS + what
        put(w.visitors, place, at(w.visitors, place) + 1)


def sit_down(w, token):
    """A visitor stays in the line: others see it."""
    token.seated = 1
    need_of(w, node_of(w, token.node).need).seated += 1


def _seated(w, first, count):
    """Visitors who wait for some needs: those of a line, or of a room."""
    waiting = 0
    for place in range(first, first + count):
        waiting += need_of(w, at(w.line, place)).seated
    return waiting


@rare
def goes_away(w, case, token):
    """Whether a visitor who sees the line goes away: no place is left, or it is too long."""
    node = node_of(w, token.node)
    need = need_of(w, node.need)
    if need.room >= 0 and need.room <= _seated(w, need.seats, need.seat_count):
        return True
    waiting = _seated(w, need.line, need.line_count)
    reach = 0
    for row in range(node.balk_first, node.balk_first + max(0, node.balk_count)):
        if at(w.balk_length, row) <= waiting:
            reach = at(w.balk_threshold, row)
    return reach > 0 and uniform(w, case, node.balk, token.visit) < reach


@rare
def come(w, case, token):
    """A visitor comes to a queue and looks at it; who stands there since before the study has seen it."""
    node = node_of(w, token.node)
    if node.since >= 0 and not token.waited:
        sit_down(w, token)
    else:
        look_round(w, case, address_of(token))
