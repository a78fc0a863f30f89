"""Units that are kept over several steps (SEMANTICS 4.5b); mirrors `sim.engine.reference.stays`."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.booked import book_kept
from sim.engine.compiled.desks import free
from sim.engine.compiled.jit import rare
from sim.engine.compiled.memory import give, take
from sim.engine.compiled.nouns import Stay, Token, alternative_of, node_of, pool_of
from sim.engine.compiled.rounds import post_token_at
from sim.engine.compiled.shapes import at
from sim.engine.compiled.tokens import earlier
from sim.engine.compiled.work import capacity, start_work
from sim.worktime import NEVER


@rare
def begin_stay(w, case, address, token):
    """The units that have done a task stay with its case."""
    made = take(w, r.STAYS)
    stay = Stay(made)
    stay.number = node_of(w, token.node).keeps
    stay.owner = address
    stay.alternative = token.alternative
    stay.outer = token.stay
    stay.working = 0
    stay.idle_since = w.now
    stay.over = 0
    stay.in_person = node_of(w, token.node).in_person >= 0
    if stay.in_person:
        case.staying = made
    stay.after = case.stays
    case.stays = made
    token.stay = made


@rare
def end_stay(w, case, token):
    """The innermost stay of a token is over; work that goes on there without effect keeps the units so long."""
    address = token.stay
    stay = Stay(address)
    token.stay = stay.outer
    stay.over = 1
    if case.staying == address:
        outer = stay.outer
        while outer and not Stay(outer).in_person:
            outer = Stay(outer).outer
        case.staying = outer
    if case.stays == address:
        case.stays = stay.after
    else:
        other = case.stays
        while Stay(other).after != address:
            other = Stay(other).after
        Stay(other).after = stay.after
    if stay.working == 0:
        book_kept(w, stay.alternative, stay.idle_since, w.now)
        free(w, stay.alternative)
        give(w, r.STAYS, address)


def keeps_nothing(w, case, address):
    """A token is taken out: it keeps nothing any more."""
    token = Token(address)
    while token.stay and Stay(token.stay).owner == address:
        end_stay(w, case, token)


def _first_waiting(w, case, desk):
    """The token that asked first for these units, 0 if none waits."""
    first = 0
    address = case.tokens
    while address:
        token = Token(address)
        waits = token.state == r.QUEUED and token.desk == desk
        if waits and (first == 0 or earlier(w, token, Token(first))):
            first = address
        address = token.after
    return first


def _opening(w, alternative):
    """0 if somebody is on duty in every pool; else the next instant at which a closed one may open."""
    instant = 0
    for place in range(alternative.pools, alternative.pools + alternative.pool_count):
        pool = pool_of(w, at(w.alternative_pool, place))
        if capacity(w, pool) == 0:
            instant = pool.next_change if instant == 0 else min(instant, pool.next_change)
    return instant


@rare
def serve_stay(w, case, address):
    """Begin the work that has waited longest for these units, if it may begin."""
    stay = Stay(address)
    first = _first_waiting(w, case, address)
    if first == 0 or stay.working or stay.over:
        return
    alternative = alternative_of(w, stay.alternative)
    opening = _opening(w, alternative)
    follows = alternative.finish == 1 and stay.idle_since == w.now
    if opening and not follows:
        if opening < NEVER:
            post_token_at(w, opening, r.TIMED, first, Token(first))
        return
    book_kept(w, stay.alternative, stay.idle_since, w.now)
    stay.working = first
    start_work(w, first, stay.alternative)


def ask_stay(w, case, token, number):
    """A token asks for work at the units its case keeps."""
    address = token.stay
    while Stay(address).number != number:
        address = Stay(address).outer
    token.desk = address
    serve_stay(w, case, address)


@rare
def stay_worked(w, case, token):
    """Work at kept units is done, whether it matters or not."""
    address = token.desk
    stay = Stay(address)
    token.desk = 0
    stay.working = 0
    stay.idle_since = w.now
    if stay.over:
        free(w, stay.alternative)
        give(w, r.STAYS, address)
    else:
        serve_stay(w, case, address)
