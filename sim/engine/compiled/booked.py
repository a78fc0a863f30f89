"""What a replication writes down: event rows, and how much its pools worked; mirrors `reference.records`."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.memory import longer
from sim.engine.compiled.nouns import Stay, alternative_of, calendar_of, closes, opens, pool_of, worked_before
from sim.engine.compiled.records import WORD
from sim.engine.compiled.shapes import at, put
from sim.worktime.arithmetic import work_between


def write_row(w, token, completed, withdrawn):
    """A task, session or timer has come to its end, one way or the other."""
    if w.keep_rows:
        if w.row_count == w.row_room:
            w.row_room = max(1024, 2 * w.row_room)
            w.rows = longer(w.rows, w.row_room * r.ROW_WORDS)
        row = w.rows + w.row_count * r.ROW_WORDS * WORD
        put(row, 0, token.number)
        put(row, 1, token.node)
        put(row, 2, token.visit)
        put(row, 3, token.alternative)
        put(row, 4, token.enqueued)
        put(row, 5, token.started)
        put(row, 6, completed)
        put(row, 7, withdrawn)
        put(row, 8, token.row)
    token.row = w.row_count
    w.row_count += 1


def book_work(w, number, start, completion, work):
    """Book the work that falls into the judged window, and what of it is overtime.

    `work` is what is done from `start` to `completion`, by the alternative's own calendar unless it is finished at any
    hour: a pool that keeps the same one has worked as long, and nothing has to be looked up.
    """
    begin = max(start, w.judged_from)
    end = min(completion, w.judged_until)
    if begin >= end:
        return
    alternative = alternative_of(w, number)
    known = begin == start and end == completion and not alternative.finish
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        pool = pool_of(w, at(w.alternative_pool, place))
        if known and pool.calendar == alternative.calendar:
            pool.worked += work
            continue
        on = calendar_of(w, pool.calendar)
        inside = work_between(opens(on), closes(on), worked_before(on), begin, end)
        pool.worked += inside
        if alternative.finish:
            pool.overtime += end - begin - inside


def book_kept(w, number, start, until):
    """Book the open hours in which units were kept and nobody worked at them, as far as the judged window goes."""
    begin = max(start, w.judged_from)
    end = min(until, w.judged_until)
    if begin >= end:
        return
    alternative = alternative_of(w, number)
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        pool = pool_of(w, at(w.alternative_pool, place))
        on = calendar_of(w, pool.calendar)
        pool.held += work_between(opens(on), closes(on), worked_before(on), begin, end)


def book_open_stays(w, case):
    """The simulation ends: book what a case still keeps."""
    address = case.stays
    while address:
        stay = Stay(address)
        if stay.working == 0:
            book_kept(w, stay.alternative, stay.idle_since, w.now)
        address = stay.after


def book_completion(w, number):
    """Work of an alternative was completed."""
    if w.judged_from <= w.now < w.judged_until:
        alternative = alternative_of(w, number)
        before = -1
        for place in range(alternative.pools, alternative.pools + alternative.pool_count):
            pool = at(w.alternative_pool, place)
            if pool != before:
                pool_of(w, pool).served += 1
            before = pool
