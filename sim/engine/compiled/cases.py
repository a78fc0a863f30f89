"""Cases: how they come, and what is written down of them when they are over."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.booked import book_open_stays
from sim.engine.compiled.draws import draw_attributes
from sim.engine.compiled.jit import apart, rare
from sim.engine.compiled.ledgers import case_ended, settle_open, stamp_case
from sim.engine.compiled.memory import give, longer, take
from sim.engine.compiled.nouns import Case, Token, clock_of, run_of, service_of, stream_of
from sim.engine.compiled.records import WORD
from sim.engine.compiled.rounds import post
from sim.engine.compiled.shapes import at, put
from sim.engine.compiled.summing import add_case
from sim.engine.compiled.tokens import give_back_scopes, new_scope, new_token
from sim.engine.program import ARRIVED
from sim.worktime import NEVER

_HEAD, _RUN_WORDS = r.CASE.itemsize, r.RUN.itemsize // WORD


def create_case(w, stream, epoch, member, instant, group):
    """A case comes, or is one of a group of the backlog (-1: it is not)."""
    address = take(w, r.CASES)
    case = Case(address)
    service = service_of(w, stream_of(w, stream).service)
    case.number = w.case_count
    w.case_count += 1
    w.events += 1
    case.service = stream_of(w, stream).service
    case.stream = stream
    case.epoch = epoch
    case.member = member
    case.outcome = -1
    case.later_outcome = -1
    case.attempts = 1
    case.finished_by = -1
    case.tokens = case.last_token = 0
    case.scopes = case.last_scope = 0
    case.alarms = case.last_alarm = 0
    case.forks = 0
    case.stays = case.person = case.staying = 0
    _furnish(w, address, case, service)
    case.before = w.last_case
    case.after = 0
    if w.last_case:
        Case(w.last_case).after = address
    else:
        w.cases = address
    w.last_case = address
    _make_room(w)
    draw_attributes(w, case)
    case.root = new_scope(w, case, 0, 0, 0, -1)
    token_address = new_token(w, address, case, 0, 0, case.root, 0, service.entry, -1)
    stamp_case(w, case, ARRIVED, instant, -1)
    if group >= 0:
        _as_it_stands(w, case, Token(token_address), service, group, instant)
    post(w, r.TIMED, r.TOKEN_DUE, token_address, Token(token_address).serial)


def _furnish(w, address, case, service):
    """Vectors of a case, in its own block: nothing has happened yet."""
    place = address + _HEAD
    case.stamps = place
    for stamp in range(w.stamp_count):
        put(case.stamps, stamp, NEVER)
    case.attributes = case.stamps + w.stamp_count * WORD
    case.clocks = case.attributes + w.attribute_count * WORD
    for number in range(service.clock_count):
        run = run_of(case, number)
        run.count = 0
        run.since = 0
        run.value = 0
        run.late_at = NEVER
        run.phase = r.IDLE
        run.over = -1
        run.again = 0
    case.held = case.clocks + w.clocks_most * _RUN_WORDS * WORD
    if service.pauses:
        for word in range((w.item_count + 1) * w.clocks_most * 2):
            put(case.held, word, 0)


@rare
def _as_it_stands(w, case, token, service, group, arrived):
    """What a case of the backlog brings with it: how far it has come, and what is known of it."""
    token.node = at(w.backlog_entry, group)
    case.attempts = at(w.backlog_attempts, group)
    first = at(w.backlog_stamp_first, group)
    for place in range(first, first + at(w.backlog_stamp_count, group)):
        stamp_case(w, case, at(w.backlog_stamp, place), arrived, -1)
    for place in range(service.attribute_count):
        number = at(w.service_attribute, service.attributes + place)
        stated = at(w.backlog_attribute, group * w.attribute_count + number)
        if stated >= 0:
            put(case.attributes, place, stated)


def close_if_over(w, case_address):
    """A finished case of which nothing goes on any more is written down, and its block is free again."""
    case = Case(case_address)
    if case.tokens == 0:
        case_ended(w, case)
        write_case(w, case)
        _remove(w, case_address, case)


def _remove(w, address, case):
    if case.before:
        Case(case.before).after = case.after
    else:
        w.cases = case.after
    if case.after:
        Case(case.after).before = case.before
    else:
        w.last_case = case.before
    give_back_scopes(w, case)
    give(w, r.CASES, address)


@rare
def write_open_cases(w):
    """Write down the cases that still go on when the simulation ends."""
    address = w.cases
    while address:
        case = Case(address)
        settle_open(w, case)
        book_open_stays(w, case)
        write_case(w, case)
        address = case.after


# -- a line a case: fixed words, stamps, attributes, then value, late_at and again of every clock of the program ---


def _make_room(w):
    if w.keep_cases and w.case_count > w.out_room:
        w.out_room = max(256, 2 * w.out_room)
        w.out = longer(w.out, w.out_room * w.out_words)


@apart
def write_case(w, case):
    if w.summing:
        add_case(w, case)
    if not w.keep_cases:
        return
    line = w.out + case.number * w.out_words * WORD
    put(line, 0, case.service)
    put(line, 1, case.stream)
    put(line, 2, case.epoch)
    put(line, 3, case.member)
    put(line, 4, case.outcome)
    put(line, 5, case.later_outcome)
    put(line, 6, case.attempts)
    put(line, 7, case.finished_by)
    line += r.CASE_WORDS * WORD
    for stamp in range(w.stamp_count):
        put(line, stamp, at(case.stamps, stamp))
    line += w.stamp_count * WORD
    for place in range(w.attribute_count):
        put(line, place, -1)
    service = service_of(w, case.service)
    for place in range(service.attribute_count):
        put(line, at(w.service_attribute, service.attributes + place), at(case.attributes, place))
    line += w.attribute_count * WORD
    for number in range(w.clock_count):
        put(line, number, -1)
        put(line, w.clock_count + number, NEVER)
        put(line, 2 * w.clock_count + number, 0)
    for local in range(service.clock_count):
        run = run_of(case, local)
        if run.phase != r.IDLE:
            number = clock_of(w, service, local).number
            put(line, number, run.value)
            put(line, w.clock_count + number, run.late_at)
            put(line, 2 * w.clock_count + number, run.again)
