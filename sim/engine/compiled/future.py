"""What is due later: a heap by instant. What comes of it at one instant is sorted by the round (SEMANTICS 3).

An entry whose token or alarm has gone on meanwhile is stale; when half the heap is, it is swept.
"""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.jit import rare
from sim.engine.compiled.memory import longer
from sim.engine.compiled.nouns import Alarm, Token, due_at
from sim.worktime import NEVER

_WORDS = r.DUE.itemsize // 8
_FEW = 256
"""Stale entries that nobody minds."""


def _copy(here, there):
    here.at = there.at
    here.what = there.what
    here.whom = there.whom
    here.serial = there.serial


def due_later(w, instant, what, whom, serial):
    """Note something for an instant; what lies beyond the horizon is never looked at."""
    if instant >= w.horizon:
        return
    if w.future_count == w.future_room:
        w.future_room = max(1024, 2 * w.future_room)
        w.future = longer(w.future, w.future_room * _WORDS)
    place = w.future_count
    w.future_count = place + 1
    while place > 0:
        above = (place - 1) >> 1
        if due_at(w, above).at <= instant:
            break
        _copy(due_at(w, place), due_at(w, above))
        place = above
    entry = due_at(w, place)
    entry.at = instant
    entry.what = what
    entry.whom = whom
    entry.serial = serial


def _sink(w, place, count):
    """Let the entry at a place down to where it belongs."""
    here = due_at(w, place)
    at, what, whom, serial = here.at, here.what, here.whom, here.serial
    while True:
        below = 2 * place + 1
        if below >= count:
            break
        if below + 1 < count and due_at(w, below + 1).at < due_at(w, below).at:
            below += 1
        if due_at(w, below).at >= at:
            break
        _copy(due_at(w, place), due_at(w, below))
        place = below
    here = due_at(w, place)
    here.at, here.what, here.whom, here.serial = at, what, whom, serial


def next_due(w):
    return due_at(w, 0).at if w.future_count > 0 else NEVER


def drop_first(w):
    last = w.future_count - 1
    w.future_count = last
    if last > 0:
        _copy(due_at(w, 0), due_at(w, last))
        _sink(w, 0, last)


def is_stale(what, whom, serial, at):
    """Whether nobody waits for this any more."""
    if what == r.TOKEN_DUE:
        return Token(whom).serial != serial
    if what == r.ALARM_DUE:
        alarm = Alarm(whom)
        return alarm.serial != serial or alarm.due != at
    return False


def one_more_stale(w):
    """Something noted for later is not waited for any more."""
    w.stale += 1
    if w.stale > _FEW and 2 * w.stale > w.future_count:
        _sweep(w)


@rare
def _sweep(w):
    kept = 0
    for place in range(w.future_count):
        entry = due_at(w, place)
        if not is_stale(entry.what, entry.whom, entry.serial, entry.at):
            _copy(due_at(w, kept), entry)
            kept += 1
    w.future_count = kept
    w.stale = 0
    for place in range(kept // 2 - 1, -1, -1):
        _sink(w, place, kept)
