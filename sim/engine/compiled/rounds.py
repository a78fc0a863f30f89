"""Items of an instant, posted for its next round and sorted when that comes (SEMANTICS 3.1)."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.future import due_later
from sim.engine.compiled.jit import rare
from sim.engine.compiled.memory import longer
from sim.engine.compiled.nouns import Alarm, Token, node_of
from sim.engine.compiled.shapes import numbered

_WORDS = r.ITEM.itemsize // 8
_FEW = 24
"""Items that are sorted fastest one by one."""


posted_at = numbered("posted", r.ITEM)
item_of = numbered("round", r.ITEM)


def post(w, kind, what, whom, serial):
    """An item for the next round of this instant; `find_places` says where in it, if there are others."""
    if w.posted_count == w.posted_room:
        w.posted_room = max(64, 2 * w.posted_room)
        w.posted = longer(w.posted, w.posted_room * _WORDS)
    item = posted_at(w, w.posted_count)
    w.posted_count += 1
    item.kind = kind
    item.what = what
    item.whom = whom
    item.serial = serial


def post_token(w, kind, address, token):
    """A token's own item: its work or wait is over, or it has come to the end of a branch."""
    post(w, kind, r.TOKEN_DUE, address, token.serial)


def post_token_at(w, instant, kind, address, token):
    """The same, at an instant that may be now."""
    if instant == w.now:
        post_token(w, kind, address, token)
    else:
        due_later(w, instant, r.TOKEN_DUE, address, token.serial)


def post_alarm_at(w, instant, address, alarm):
    if instant == w.now:
        post(w, r.TIMED, r.ALARM_DUE, address, alarm.serial)
    else:
        due_later(w, instant, r.ALARM_DUE, address, alarm.serial)


def post_alarm_last(w, address, alarm):
    """An alarm for a round that begins when nothing more can start at this instant."""
    begin_last(w)
    post_alarm_at(w, w.now, address, alarm)
    begin_last(w)


def begin_last(w):
    """What was kept for last is posted, and the other way round."""
    w.posted, w.last = w.last, w.posted
    w.posted_room, w.last_room = w.last_room, w.posted_room
    w.posted_count, w.last_count = w.last_count, w.posted_count


def begin_round(w):
    """What was posted becomes the round, in order; what it posts belongs to the next."""
    w.round, w.posted = w.posted, w.round
    w.round_room, w.posted_room = w.posted_room, w.round_room
    w.round_count, w.posted_count = w.posted_count, 0
    if w.round_count > 1:
        find_places(w)
        if w.round_count > _FEW:
            _heap_sort(w, w.round_count)
        else:
            _insertion_sort(w, w.round_count)


def find_places(w):
    """What the items of a round are sorted by. A token does not change it while an item of its own is due."""
    for place in range(w.round_count):
        item = item_of(w, place)
        address, rank = item.whom, 0
        if item.what == r.ALARM_DUE:
            address, rank = Alarm(item.whom).token, Alarm(item.whom).rank
        token = Token(address)
        item.number = token.number
        item.step = node_of(w, token.node).step
        item.visit = token.visit
        item.branch = token.branch
        item.rank = rank


def _before(a, b):
    if a.kind != b.kind:
        return a.kind < b.kind
    if a.number != b.number:
        return a.number < b.number
    if a.step != b.step:
        return a.step < b.step
    if a.visit != b.visit:
        return a.visit < b.visit
    if a.branch != b.branch:
        return a.branch < b.branch
    return a.rank < b.rank


def _swap(a, b):
    a.kind, b.kind = b.kind, a.kind
    a.number, b.number = b.number, a.number
    a.step, b.step = b.step, a.step
    a.visit, b.visit = b.visit, a.visit
    a.branch, b.branch = b.branch, a.branch
    a.rank, b.rank = b.rank, a.rank
    a.what, b.what = b.what, a.what
    a.whom, b.whom = b.whom, a.whom
    a.serial, b.serial = b.serial, a.serial


def _insertion_sort(w, count):
    for place in range(1, count):
        here = place
        while here > 0 and _before(item_of(w, here), item_of(w, here - 1)):
            _swap(item_of(w, here), item_of(w, here - 1))
            here -= 1


def _sift(w, place, count):
    while True:
        below = 2 * place + 1
        if below >= count:
            return
        if below + 1 < count and _before(item_of(w, below), item_of(w, below + 1)):
            below += 1
        if not _before(item_of(w, place), item_of(w, below)):
            return
        _swap(item_of(w, place), item_of(w, below))
        place = below


@rare
def _heap_sort(w, count):
    for place in range(count // 2 - 1, -1, -1):
        _sift(w, place, count)
    for last in range(count - 1, 0, -1):
        _swap(item_of(w, 0), item_of(w, last))
        _sift(w, 0, last)
