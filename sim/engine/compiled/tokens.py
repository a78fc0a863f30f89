"""Tokens, the scopes they are withdrawn by, and the blocks they stand in; mirrors `sim.engine.reference.tokens`."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.memory import give, take
from sim.engine.compiled.nouns import Forking, Scope, Token, node_of
from sim.worktime import NEVER


def new_token(w, case_address, case, visit, branch, scope, fork, node, row):
    """A token of a case, behind those it has."""
    address = take(w, r.TOKENS)
    token = Token(address)
    w.serials += 1
    token.serial = w.serials
    token.number = case.number
    token.case = case_address
    token.visit = visit
    token.branch = branch
    token.scope = scope
    token.fork = fork
    token.node = node
    token.row = row
    token.state = r.MOVING
    token.enqueued = NEVER
    token.started = NEVER
    token.alternative = -1
    token.request = 0
    token.seated = 0
    token.waited = 0
    token.parked = 0
    token.stay = 0
    token.desk = 0
    token.before = case.last_token
    token.after = 0
    if case.last_token:
        Token(case.last_token).after = address
    else:
        case.tokens = address
    case.last_token = address
    return address


def _unlink(case, token):
    if token.before:
        Token(token.before).after = token.after
    else:
        case.tokens = token.after
    if token.after:
        Token(token.after).before = token.before
    else:
        case.last_token = token.before


def forget_token(w, address):
    """The block of a token that nothing waits for any more."""
    Token(address).serial = 0
    give(w, r.TOKENS, address)


def bury(w, case, address):
    """A token is dead. Units still work for one that was at work: it is kept until they are done (void work)."""
    token = Token(address)
    _unlink(case, token)
    at_work = token.state == r.WORKING
    token.state = r.DEAD
    if not at_work:
        forget_token(w, address)


def new_scope(w, case, parent, fork, continues, background):
    """What is withdrawn together: the case itself (parent 0), one branch of a race, one background."""
    address = take(w, r.SCOPES)
    scope = Scope(address)
    scope.parent = parent
    scope.fork = fork
    scope.continues = continues
    scope.background = background
    scope.leaving = 0
    scope.after = 0
    if case.last_scope:
        Scope(case.last_scope).after = address
    else:
        case.scopes = address
    case.last_scope = address
    return address


def new_fork(w, case, waiting, pending):
    address = take(w, r.FORKS)
    fork = Forking(address)
    fork.waiting = waiting
    fork.pending = pending
    fork.after = case.forks
    case.forks = address
    return address


def within(scope, root, spare_continuing):
    """Whether a scope is `root` or below it, and no background in between is spared."""
    while scope != root:
        if scope == 0:
            return False
        here = Scope(scope)
        if spare_continuing and here.continues:
            return False
        scope = here.parent
    return True


def running(case, background):
    """Instances of a background that have not come to their end."""
    count = 0
    address = case.scopes
    while address:
        scope = Scope(address)
        count += scope.background == background
        address = scope.after
    return count


def give_back_scopes(w, case):
    address = case.scopes
    while address:
        scope = address
        address = Scope(address).after
        give(w, r.SCOPES, scope)
    address = case.forks
    while address:
        fork = address
        address = Forking(address).after
        give(w, r.FORKS, fork)


def earlier(w, a, b):
    """Whether a token asked before another one of its case."""
    if a.enqueued != b.enqueued:
        return a.enqueued < b.enqueued
    step, other = node_of(w, a.node).step, node_of(w, b.node).step
    if step != other:
        return step < other
    if a.visit != b.visit:
        return a.visit < b.visit
    return a.branch < b.branch
