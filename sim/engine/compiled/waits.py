"""Clocks of time in queues; mirrors the part of `sim.engine.reference.ledgers` that counts it."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.jit import rare
from sim.engine.compiled.nouns import (
    Token,
    calendar_of,
    clock_of,
    closes,
    need_of,
    node_of,
    opens,
    run_of,
    service_of,
    worked_before,
)
from sim.engine.compiled.shapes import at
from sim.worktime import NEVER
from sim.worktime.arithmetic import instant_of, worked


def _wait(w, token, node, clock, run):
    """What a clock saw of a token's wait up to now, and when that took it beyond its limit (NEVER: not)."""
    hours = calendar_of(w, need_of(w, node.need).hours)
    begun = max(token.enqueued, run.since)
    before = worked(opens(hours), closes(hours), worked_before(hours), begun)
    gained = worked(opens(hours), closes(hours), worked_before(hours), w.now) - before
    left = clock.limit - run.value
    over_at = NEVER
    if gained > 0 and gained > left:
        over_at = max(
            begun, instant_of(opens(hours), closes(hours), worked_before(hours), before + max(0, left))
        )
    return gained, over_at


def stand_up(w, token):
    """A token waits no longer: nobody sees it in the line."""
    if token.seated:
        token.seated = 0
        need_of(w, node_of(w, token.node).need).seated -= 1


@rare
def queue_left(w, case, token):
    """A token is called, or leaves its queue: clocks of time in queues gain what they saw of its wait."""
    service, node = service_of(w, case.service), node_of(w, token.node)
    for place in range(node.waits, node.waits + node.wait_count):
        number = at(w.node_clock, place)
        run = run_of(case, number)
        if run.phase == r.RUNNING:
            gained, over_at = _wait(w, token, node, clock_of(w, service, number), run)
            run.value += gained
            run.late_at = min(run.late_at, over_at)


@rare
def count_waits(w, case, number):
    """Such a clock stops while tokens still wait: it gains what they have waited so far, each of them."""
    clock, run = clock_of(w, service_of(w, case.service), number), run_of(case, number)
    total, late_at = run.value, run.late_at
    address = case.tokens
    while address:
        token = Token(address)
        if token.state == r.QUEUED:
            node = node_of(w, token.node)
            for place in range(node.waits, node.waits + node.wait_count):
                if at(w.node_clock, place) == number:
                    gained, over_at = _wait(w, token, node, clock, run)
                    total += gained
                    late_at = min(late_at, over_at)
        address = token.after
    if total > clock.limit:
        late_at = min(late_at, w.now - 1)  # only together they took longer
    run.value = total
    run.late_at = late_at
