"""Pools, their queues, and dispatch (SEMANTICS 4); mirrors `sim.engine.reference.desks`.

Requests wait by need. All of one need are served or blocked alike, so dispatch looks only at the head of each.
"""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.draws import working_end
from sim.engine.compiled.due import stands_by
from sim.engine.compiled.future import due_later
from sim.engine.compiled.jit import rare
from sim.engine.compiled.meetings import hold_meetings
from sim.engine.compiled.nouns import (
    Token,
    alternative_of,
    calendar_of,
    closes,
    group_of,
    need_of,
    node_of,
    opens,
    pool_of,
    request_at,
)
from sim.engine.compiled.persons import called_in_vain
from sim.engine.compiled.queues import before, drop_head, drop_withdrawn, join_queue
from sim.engine.compiled.shapes import at, put
from sim.engine.compiled.touching import touch
from sim.engine.compiled.work import capacity, start_work
from sim.worktime import NEVER
from sim.worktime.arithmetic import closing_after

FREE, ASKED, PASSED_OVER = range(3)
"""How a need fares in one dispatch of its group: nobody waits or it was served, it may start, it is blocked."""


def ask(w, case, address, token, queue_class):
    """A token asks for a unit, or asks again in another class; it keeps its time of joining (4.1)."""
    node = node_of(w, token.node)
    need = need_of(w, node.need)
    join_queue(w, need, queue_class, stands_by(w, case, token, node), node.step, address, token)
    group = group_of(w, need.group)
    # Whoever joins others is as blocked as they are, unless the group is looked at anyway.
    if need.queue_count == 1 or group.need_count > 1:
        touch(w, group)


def leave(w, node):
    """A token no longer asks. Only a joint request may have kept units from others meanwhile."""
    if node.need >= 0:
        need = need_of(w, node.need)
        if need.joint:
            touch(w, group_of(w, need.group))


def free(w, number):
    """One unit of each pool of the alternative is free again."""
    alternative = alternative_of(w, number)
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        pool = pool_of(w, at(w.alternative_pool, place))
        pool.busy -= 1
        touch(w, group_of(w, pool.group))


def dispatch(w):
    """Start what can start: meetings that are due, then group by group, until nothing more fits."""
    hold_meetings(w)
    count = w.touched
    for place in range(1, count):
        number = at(w.touched_groups, place)
        here = place
        while here > 0 and at(w.touched_groups, here - 1) > number:
            put(w.touched_groups, here, at(w.touched_groups, here - 1))
            here -= 1
        put(w.touched_groups, here, number)
    # Work that is started touches no group: what is touched now is all there is.
    w.touched = 0
    for place in range(count):
        group = group_of(w, at(w.touched_groups, place))
        group.touched = 0
        _dispatch_group(w, group)


def _dispatch_group(w, group):
    if group.need_count == 1:
        _dispatch_need(w, group, need_of(w, at(w.group_need, group.needs)))
        return
    for place in range(group.needs, group.needs + group.need_count):
        need = need_of(w, at(w.group_need, place))
        need.standing = ASKED if drop_withdrawn(need) else FREE
    for place in range(group.pools, group.pools + group.pool_count):
        pool_of(w, at(w.group_pools, place)).reserved = 0
    joint_blocked = False
    blocked = False
    while True:
        need = _first_in_order(w, group)
        if need.standing != ASKED:
            break
        alternative = _startable(w, need)
        if alternative < 0:
            blocked = True
            need.standing = PASSED_OVER
            if need.joint and not joint_blocked:
                joint_blocked = True
                _reserve(w, group, need)
            continue
        _start_head(w, need, alternative)
        if not drop_withdrawn(need):
            need.standing = FREE
    if blocked:
        _ask_for_wake(w, group)


def _first_in_order(w, group):
    """The need whose head comes first of all that may still start; any other when there is none."""
    first = need_of(w, at(w.group_need, group.needs))
    for place in range(group.needs + 1, group.needs + group.need_count):
        need = need_of(w, at(w.group_need, place))
        if need.standing == ASKED and (
            first.standing != ASKED or before(request_at(need, 0), request_at(first, 0))
        ):
            first = need
    return first


def _dispatch_need(w, group, need):
    """A group with one need: its queue is the order, and nobody is there to reserve units from."""
    while drop_withdrawn(need):
        alternative = _startable(w, need)
        if alternative < 0:
            _ask_for_wake(w, group)
            return
        _start_head(w, need, alternative)


@rare
def _missed(w, need):
    """Whether the head's number is called in vain; then it is taken off."""
    request = request_at(need, 0)
    address = request.token
    Token(address).called_class = request.queue_class
    if not called_in_vain(w, address):
        return False
    drop_head(need)
    return True


def _start_head(w, need, number):
    if need.tickets and _missed(w, need):
        return
    alternative = alternative_of(w, number)
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        pool_of(w, at(w.alternative_pool, place)).busy += 1
    address = request_at(need, 0).token
    drop_head(need)
    start_work(w, address, number)


def _startable(w, need):
    """First alternative, in declared order, whose pools are all open with a free, unreserved unit."""
    for number in range(need.first, need.first + need.count):
        if _has_free_units(w, alternative_of(w, number)):
            return number
    return -1


def _has_free_units(w, alternative):
    before, taken = -1, 0
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        number = at(w.alternative_pool, place)
        taken = taken + 1 if number == before else 0
        before = number
        pool = pool_of(w, number)
        if pool.busy + pool.reserved + taken >= capacity(w, pool):
            return False
        if alternative.last_start:
            on = calendar_of(w, pool.calendar)
            if w.now + alternative.last_start > closing_after(opens(on), closes(on), w.now):
                return False
    return True


@rare
def _reserve(w, group, need):
    """The first blocked joint request keeps a unit of each pool for itself, once it has waited (SEMANTICS 4.4)."""
    due = working_end(w, w.office, Token(request_at(need, 0).token).enqueued, w.reserve_after)
    if w.now < due:
        _wake_at(w, group, due)
        return
    alternative = alternative_of(w, need.first)
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        if capacity(w, pool_of(w, at(w.alternative_pool, place))) == 0:
            return
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        pool_of(w, at(w.alternative_pool, place)).reserved += 1


def _ask_for_wake(w, group):
    """Requests stay behind: look again when a capacity of the group changes."""
    instant = NEVER
    for place in range(group.pools, group.pools + group.pool_count):
        pool = pool_of(w, at(w.group_pools, place))
        capacity(w, pool)
        instant = min(instant, pool.next_change)
    _wake_at(w, group, instant)


def _wake_at(w, group, instant):
    """Look at the group again at `instant`, unless it will be looked at before that anyway."""
    if instant < group.next_wake:
        group.next_wake = instant
        due_later(w, instant, r.GROUP_DUE, group.number, 0)
