"""One person is in one place at a time (SEMANTICS 4.5c); mirrors `sim.engine.reference.visitors`."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.jit import rare
from sim.engine.compiled.nouns import Case, Stay, Token, group_of, need_of, node_of
from sim.engine.compiled.queues import join_queue
from sim.engine.compiled.rounds import post_token
from sim.engine.compiled.tokens import earlier
from sim.engine.compiled.touching import touch
from sim.engine.compiled.visitors import count_visitor
from sim.engine.program import CAME, MISSED


def _has(case, token):
    """Whether the visitor is free for a token's step: at no other, and in no stay but those it is in."""
    if case.person:
        return False
    stay = token.stay
    while stay and stay != case.staying:
        stay = Stay(stay).outer
    return stay == case.staying


def comes(w, case, address, token, node):
    """Whether a token goes to its step; else it waits until its visitor is free. A number needs nobody yet."""
    if node.ticket < 0 and case.person != address:
        if not _has(case, token):
            token.state = r.ELSEWHERE
            token.waited = 1
            token.enqueued = w.now
            return False
        case.person = address
    count_visitor(w, node.in_person, CAME)
    return True


@rare
def called_in_vain(w, address):
    """Whether a visitor is elsewhere whose number is called; who is not comes."""
    token = Token(address)
    node = node_of(w, token.node)
    if node.ticket < 0:
        return False
    case = Case(token.case)
    if _has(case, token):
        case.person = address
        return False
    token.parked = 1
    count_visitor(w, node.in_person, MISSED)
    return True


def leaves(case, address):
    """A token's step is over, one way or the other."""
    if case.person == address:
        case.person = 0


def step_over(w, case, address, token, node):
    """Its visitor is free for what else waits."""
    if node.in_person >= 0:
        leaves(case, address)
        free_visitor(w, case, token.row)


def _call_again(w, address, token):
    """The visitor is back whose number was called in vain: it counts as before, or is a new one."""
    node = node_of(w, token.node)
    need = need_of(w, node.need)
    joined = w.now if node.ticket == 1 else token.enqueued
    token.parked = 0
    join_queue(w, need, token.called_class, joined, node.step, address, token)
    touch(w, group_of(w, need.group))


@rare
def free_visitor(w, case, row):
    """The visitor may be free, through what `row` tells: the step that has waited longest is next to have it.

    Where none waits, numbers that were called in vain count again.
    """
    first = 0
    address = case.tokens
    while address:
        token = Token(address)
        waits = token.state == r.ELSEWHERE and _has(case, token)
        if waits and (first == 0 or earlier(w, token, Token(first))):
            first = address
        address = token.after
    if first:
        case.person = first
        Token(first).row = max(Token(first).row, row)
        post_token(w, r.TIMED, first, Token(first))
        return
    address = case.tokens
    while address:
        token = Token(address)
        if token.state == r.QUEUED and token.parked and _has(case, token):
            _call_again(w, address, token)
        address = token.after
