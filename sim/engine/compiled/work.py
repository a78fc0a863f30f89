"""Units on duty, and the work they do once dispatch has found them (SEMANTICS 4.2)."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.alarms import forget
from sim.engine.compiled.booked import book_work
from sim.engine.compiled.draws import work_of, working_end
from sim.engine.compiled.due import hurried
from sim.engine.compiled.nouns import Case, Token, alternative_of, need_of, node_of
from sim.engine.compiled.rounds import post_token_at
from sim.engine.compiled.shapes import at
from sim.engine.compiled.waits import queue_left, stand_up
from sim.worktime import NEVER


def capacity(w, pool):
    """Units on duty now."""
    while w.now >= pool.next_change:
        pool.on_duty = at(pool.capacities, pool.cursor)
        pool.cursor += 1
        pool.next_change = at(pool.changes, pool.cursor) if pool.cursor < pool.change_count else NEVER
    return pool.on_duty


def start_work(w, address, number):
    """A token has its units: draw the work, fix the completion. `number`: the alternative, -1 for a meeting's own."""
    token = Token(address)
    case = Case(token.case)
    node = node_of(w, token.node)
    now = w.now
    if node.wait_count:
        queue_left(w, case, token)
    stand_up(w, token)
    token.state = r.WORKING
    token.started = now
    if case.alarms:
        forget(w, case, address)
    token.alternative = number
    meeting = node.session >= 0
    option = 0 if meeting else number - need_of(w, node.need).first
    work = hurried(w, case, node, work_of(w, case, token, node, at(w.work_table, node.first + option)))
    if meeting or alternative_of(w, number).finish:
        completion = now + work
    else:
        completion = working_end(w, alternative_of(w, number).calendar, now, work)
    if number >= 0:
        book_work(w, number, now, completion, work)
    w.events += 1
    post_token_at(w, completion, r.COMPLETION, address, token)
