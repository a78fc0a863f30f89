"""Queues: heaps of requests by (class, joined, case, step, visit) (SEMANTICS 4.1).

The queue of a need and that of a session are kept alike: `owner` is either record.
"""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.memory import longer
from sim.engine.compiled.nouns import Token, request_at

_WORDS = r.REQUEST.itemsize // 8


def before(a, b):
    if a.queue_class != b.queue_class:
        return a.queue_class < b.queue_class
    if a.joined != b.joined:
        return a.joined < b.joined
    if a.number != b.number:
        return a.number < b.number
    if a.step != b.step:
        return a.step < b.step
    return a.visit < b.visit


def _swap(a, b):
    a.queue_class, b.queue_class = b.queue_class, a.queue_class
    a.joined, b.joined = b.joined, a.joined
    a.number, b.number = b.number, a.number
    a.step, b.step = b.step, a.step
    a.visit, b.visit = b.visit, a.visit
    a.token, b.token = b.token, a.token
    a.request, b.request = b.request, a.request


def join_queue(w, owner, queue_class, joined, step, address, token):
    """A token asks; what it asked before counts no longer."""
    if owner.queue_count == owner.queue_room:
        owner.queue_room = max(16, 2 * owner.queue_room)
        owner.queue = longer(owner.queue, owner.queue_room * _WORDS)
    w.serials += 1
    token.request = w.serials
    token.parked = 0
    place = owner.queue_count
    owner.queue_count = place + 1
    request = request_at(owner, place)
    request.queue_class = queue_class
    request.joined = joined
    request.number = token.number
    request.step = step
    request.visit = token.visit
    request.token = address
    request.request = token.request
    while place > 0:
        above = (place - 1) >> 1
        if not before(request_at(owner, place), request_at(owner, above)):
            return
        _swap(request_at(owner, place), request_at(owner, above))
        place = above


def still_asks(request):
    """Whether the token still waits with this request: not served or withdrawn since, nor in another class."""
    token = Token(request.token)
    return token.state == r.QUEUED and token.request == request.request


def drop_head(owner):
    last = owner.queue_count - 1
    owner.queue_count = last
    if last == 0:
        return
    _swap(request_at(owner, 0), request_at(owner, last))
    place = 0
    while True:
        below = 2 * place + 1
        if below >= last:
            return
        if below + 1 < last and before(request_at(owner, below + 1), request_at(owner, below)):
            below += 1
        if not before(request_at(owner, below), request_at(owner, place)):
            return
        _swap(request_at(owner, place), request_at(owner, below))
        place = below


def drop_withdrawn(owner):
    """Take outdated requests off the head. Whether any is left."""
    while owner.queue_count > 0:
        if still_asks(request_at(owner, 0)):
            return True
        drop_head(owner)
    return False
