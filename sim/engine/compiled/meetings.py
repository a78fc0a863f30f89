"""Scheduled meetings (SEMANTICS 4.5); mirrors `sim.engine.reference.meetings`."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.future import due_later
from sim.engine.compiled.jit import rare
from sim.engine.compiled.nouns import alternative_of, pool_of, request_at, session_of
from sim.engine.compiled.queues import drop_head, join_queue, still_asks
from sim.engine.compiled.shapes import at
from sim.engine.compiled.work import capacity, start_work

AS_MANY_AS_COME = -1
NOBODY_FREE = -2


def join_session(w, number, step, address, token):
    """A case waits for the next meeting it is in time for."""
    session = session_of(w, number)
    join_queue(w, session, 0, token.enqueued, step, address, token)
    look_ahead(w, number, session, token.enqueued)


def _first_meeting(session, instant):
    """Index of the first meeting at or after an instant."""
    low, high = 0, session.count
    while low < high:
        middle = (low + high) >> 1
        if at(session.meetings, middle) < instant:
            low = middle + 1
        else:
            high = middle
    return low


def look_ahead(w, number, session, after):
    """Be there at the first meeting at or after an instant."""
    index = _first_meeting(session, after)
    if index < session.count and at(session.meetings, index) < session.next_wake:
        session.next_wake = at(session.meetings, index)
        due_later(w, session.next_wake, r.SESSION_DUE, number, 0)


def hold_meetings(w):
    """Hold the meetings that are due."""
    if not w.sessions_due:
        return
    w.sessions_due = 0
    for number in range(w.session_count):
        session = session_of(w, number)
        if session.due:
            session.due = 0
            _hold(w, session)
            if session.queue_count > 0:
                look_ahead(w, number, session, w.now + 1)


@rare
def _hold(w, session):
    now = w.now
    index = _first_meeting(session, now)
    if index == session.count or at(session.meetings, index) != now:
        return
    if session.last != now:
        session.last = now
        session.places_left = at(session.places, index)
        session.short_now = 0
    judged = w.judged_from <= now < w.judged_until
    short = 0
    while session.queue_count > 0 and session.places_left != 0:
        request = request_at(session, 0)
        if not still_asks(request):
            drop_head(session)
            continue
        if request.joined > at(session.cutoffs, index):
            break
        alternative = _seized(w, session)
        if alternative == NOBODY_FREE:
            short = _left_behind(session, at(session.cutoffs, index)) if judged else 0
            break
        address = request.token
        drop_head(session)
        if session.places_left != AS_MANY_AS_COME:
            session.places_left -= 1
        session.taken += judged
        start_work(w, address, alternative)
    session.short += short - session.short_now
    session.short_now = short


def _seized(w, session):
    """The first alternative with free units, now seized; -1 where the session needs none."""
    if session.alternative < 0:
        return session.alternative
    for number in range(session.alternative, session.alternative + session.ways):
        if _take(w, number):
            return number
    return NOBODY_FREE


def _take(w, number):
    """Seize a unit of each pool of an alternative for a meeting; False when one has none free."""
    alternative = alternative_of(w, number)
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        pool = pool_of(w, at(w.alternative_pool, place))
        if pool.busy >= capacity(w, pool):
            return False
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        pool_of(w, at(w.alternative_pool, place)).busy += 1
    return True


def _left_behind(session, cutoff):
    """Cases in time for the meeting that has a place but no staff for them."""
    waiting = 0
    for place in range(session.queue_count):
        request = request_at(session, place)
        waiting += request.joined <= cutoff and still_asks(request)
    return waiting if session.places_left == AS_MANY_AS_COME else min(waiting, session.places_left)
