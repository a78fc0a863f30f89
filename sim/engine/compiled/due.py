"""Work by due dates; mirrors `sim.engine.reference.due` and what `ledgers` and `alarms` do for it."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.alarms import coordinate, deadline, deadline_of, leave_until, reached
from sim.engine.compiled.draws import table_value, uniform
from sim.engine.compiled.jit import rare
from sim.engine.compiled.nouns import clock_of, run_of, service_of
from sim.engine.compiled.shapes import at
from sim.engine.effort import times
from sim.engine.program import DATES
from sim.worktime import NEVER


def stands_by(w, case, token, node):
    """What a request that asks now stands in its queue by: the time of joining (SEMANTICS 4.1), or its due date."""
    if node.due < 0 or at(w.due_order, node.due) == 0:
        return token.enqueued
    return _due_date(w, case, at(w.due_clock, node.due), at(w.due_limit, node.due))


@rare
def _due_date(w, case, number, limit):
    """When the limit of a clock is reached; of one that stands, if it ran from now on; of one that is over, now."""
    clock, run = clock_of(w, service_of(w, case.service), number), run_of(case, number)
    if run.phase == r.STOPPED:
        return w.now
    if run.late_at != NEVER:
        return run.late_at
    if run.phase == r.RUNNING and run.count > 0:
        return reached(w, clock, run, limit)
    begun = coordinate(w, clock.coordinate)
    due = deadline(w, clock.coordinate, begun + max(0, limit - run.value))
    if clock.coordinate == DATES and due <= w.now:
        due = deadline(w, clock.coordinate, begun + 1)
    return due


def left_lying(w, case, address, token, node):
    """Whether a request is left until little enough is left of the limit."""
    if node.due < 0 or at(w.due_table, node.due) < 0:
        return False
    left = table_value(w, at(w.due_table, node.due), uniform(w, case, at(w.due_draw, node.due), token.visit))
    number, value = at(w.due_clock, node.due), at(w.due_limit, node.due) - left
    instant = deadline_of(w, clock_of(w, service_of(w, case.service), number), run_of(case, number), value)
    if not w.now < instant < NEVER:
        return False
    token.request = 0
    leave_until(w, case, address, node, number, value)
    return True


def hurried(w, case, node, work):
    """The work, with another effort where little is left of the limit."""
    if node.due < 0 or at(w.due_near, node.due) < 0:
        return work
    number = at(w.due_clock, node.due)
    clock, run = clock_of(w, service_of(w, case.service), number), run_of(case, number)
    if deadline_of(w, clock, run, at(w.due_near, node.due)) <= w.now:
        return times(work, at(w.due_effort, node.due))
    return work
