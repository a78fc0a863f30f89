"""The agenda: instant by instant, round by round (SEMANTICS 3), in slices that Python can interrupt (11.2)."""

from __future__ import annotations

from sim.chance import instant_of_sum
from sim.engine.compiled import records as r
from sim.engine.compiled.alarms import LOOK, rings
from sim.engine.compiled.booked import book_completion
from sim.engine.compiled.cases import create_case, write_open_cases
from sim.engine.compiled.desks import ask, dispatch, free
from sim.engine.compiled.draws import arrival_gap
from sim.engine.compiled.ends import arrive
from sim.engine.compiled.flow import carry, complete, give_up
from sim.engine.compiled.future import drop_first, is_stale, next_due
from sim.engine.compiled.jit import entry
from sim.engine.compiled.memory import drop, drop_chunks
from sim.engine.compiled.nouns import (
    Alarm,
    Case,
    Token,
    World,
    due_at,
    group_of,
    need_of,
    node_of,
    session_of,
    stream_of,
)
from sim.engine.compiled.otherwise import next_otherwise
from sim.engine.compiled.records import UNDER_WAY_WORDS, WORD
from sim.engine.compiled.rounds import (
    begin_last,
    begin_round,
    find_places,
    item_of,
    post_alarm_at,
    post_token,
)
from sim.engine.compiled.shapes import at, ints, put
from sim.engine.compiled.stays import serve_stay, stay_worked
from sim.engine.compiled.tokens import forget_token
from sim.engine.compiled.touching import touch
from sim.engine.compiled.visitors import goes_away, sit_down
from sim.engine.limits import MOST_ROUNDS
from sim.engine.program import GAVE_UP, WENT_AWAY
from sim.worktime import NEVER

# -- who comes -------------------------------------------------------------------------------------------


def _next_epoch(w, stream):
    """Who comes next by the stream, and when."""
    if stream.otherwise:
        next_otherwise(w, stream)
        return
    stream.epoch += 1
    stream.sum += arrival_gap(w, stream)
    stream.next_at = instant_of_sum(
        ints(stream.knots, stream.count), ints(stream.values, stream.count), stream.sum
    )


def _comes_before(w, a, b):
    first, second = stream_of(w, a).next_at, stream_of(w, b).next_at
    return first < second or (first == second and a < b)


def _sink_stream(w, place):
    """`coming` is a heap of the streams by their next arrival."""
    while True:
        below = 2 * place + 1
        if below >= w.coming_count:
            return
        if below + 1 < w.coming_count and _comes_before(w, at(w.coming, below + 1), at(w.coming, below)):
            below += 1
        here, there = at(w.coming, place), at(w.coming, below)
        if not _comes_before(w, there, here):
            return
        put(w.coming, place, there)
        put(w.coming, below, here)
        place = below


def _admit(w):
    """Create the cases that come now."""
    while w.next_arrival == w.now:
        number = at(w.coming, 0)
        stream = stream_of(w, number)
        for member in range(stream.member, stream.member + stream.batch):
            create_case(w, number, stream.epoch, member, w.now, -1)
        _next_epoch(w, stream)
        _sink_stream(w, 0)
        w.next_arrival = stream_of(w, at(w.coming, 0)).next_at


def _begin(w):
    """The backlog is there, and every stream knows its first arrival."""
    for group in range(w.backlog_groups):
        first = at(w.backlog_member, group)
        for member in range(first, first + at(w.backlog_count, group)):
            number, epoch = at(w.backlog_stream, group), at(w.backlog_epoch, group)
            create_case(w, number, epoch, member, at(w.backlog_arrived, group), group)
    w.coming_count = w.stream_count
    for number in range(w.stream_count):
        put(w.coming, number, number)
        stream = stream_of(w, number)
        if stream.count or stream.otherwise:
            _next_epoch(w, stream)
        else:
            stream.next_at = NEVER
    for place in range(w.stream_count // 2 - 1, -1, -1):
        _sink_stream(w, place)
    w.next_arrival = stream_of(w, at(w.coming, 0)).next_at if w.coming_count else NEVER


# -- what is due -----------------------------------------------------------------------------------------


def _collect_due(w):
    """Post what is due now."""
    while next_due(w) == w.now:
        entry_due = due_at(w, 0)
        what, whom, serial = entry_due.what, entry_due.whom, entry_due.serial
        drop_first(w)
        if what == r.GROUP_DUE:
            group = group_of(w, whom)
            if group.next_wake <= w.now:
                group.next_wake = NEVER
                touch(w, group)
        elif what == r.SESSION_DUE:
            session = session_of(w, whom)
            if session.next_wake <= w.now:
                session.next_wake = NEVER
                session.due = 1
                w.sessions_due = 1
        elif is_stale(what, whom, serial, w.now):
            w.stale = max(0, w.stale - 1)
        elif what == r.ALARM_DUE:
            post_alarm_at(w, w.now, whom, Alarm(whom))
        else:
            token = Token(whom)
            post_token(
                w, r.COMPLETION if token.state == r.WORKING or token.state == r.DEAD else r.TIMED, whom, token
            )


def _carry_item(w, item):
    address = item.whom
    if item.what == r.ALARM_DUE:
        if Alarm(address).serial == item.serial:
            _ring(w, address)
        return
    token = Token(address)
    if token.serial != item.serial:
        return
    if item.kind == r.COMPLETION:
        _complete_work(w, address, token)
    elif item.kind == r.STRUCTURAL:
        arrive(w, address)
    elif token.state == r.TIMING:
        w.events += 1
        complete(w, address)
    elif token.state == r.MOVING or token.state == r.ELSEWHERE:
        carry(w, address, token.node)
    elif token.state == r.QUEUED and token.desk:
        serve_stay(w, Case(token.case), token.desk)


def _complete_work(w, address, token):
    w.events += 1
    if token.alternative >= 0:
        if token.desk == 0 and (token.state == r.DEAD or node_of(w, token.node).keeps < 0):
            free(w, token.alternative)
        book_completion(w, token.alternative)
    if token.state == r.DEAD:
        w.void_work += token.alternative >= 0
        if token.desk:
            stay_worked(w, Case(token.case), token)
        forget_token(w, address)
    else:
        complete(w, address)


def _ring(w, alarm_address):
    """A timer on a clock is over, a request gets more urgent, or whoever waits gives up."""
    alarm = Alarm(alarm_address)
    address, clock, queue_class, takes_up = alarm.token, alarm.clock, alarm.queue_class, alarm.takes_up
    rank = alarm.rank
    token = Token(address)
    if not rings(w, Case(token.case), alarm):
        return
    if token.state == r.TIMING:
        w.events += 1
        complete(w, address)
    elif clock >= 0:
        if not (takes_up and token.request):  # a promotion has taken it up before
            ask(w, Case(token.case), address, token, queue_class)
    elif rank != LOOK:
        give_up(w, address, GAVE_UP)
    elif goes_away(w, Case(token.case), token):
        give_up(w, address, WENT_AWAY)
    else:
        sit_down(w, token)


def _settle(w):
    """Rounds until none is left, then dispatch, until both are at rest. False if it does not come to rest."""
    rounds = 0
    while w.posted_count or w.touched or w.sessions_due or w.last_count:
        if not (w.posted_count or w.touched or w.sessions_due):
            begin_last(w)
        while w.posted_count:
            begin_round(w)
            for place in range(w.round_count):
                _carry_item(w, item_of(w, place))
            rounds += 1
            if rounds > MOST_ROUNDS:
                find_places(w)
                w.stuck = item_of(w, 0).step
                return False
        dispatch(w)
    return True


@entry
def run_slice(address):
    """Go on for `slice` events or to the end. How it stands then: GOES_ON, AT_REST or NO_REST."""
    w = World(address)
    if not w.begun:
        w.begun = 1
        _begin(w)
    enough = w.events + w.slice
    while w.events < enough:
        instant = w.now
        if w.posted_count == 0:
            instant = min(next_due(w), w.next_arrival)
        all_judged = w.stop_when_judged and w.undecided == 0
        if instant >= w.horizon or (all_judged and instant >= w.judged_until):
            # Not the instant of whatever comes next: that may be something that no longer matters to anybody.
            w.ended_at = max(w.judged_until, w.now) if all_judged else w.horizon
            w.now = w.ended_at
            write_open_cases(w)
            return r.AT_REST
        w.now = instant
        _admit(w)
        _collect_due(w)
        if not _settle(w):
            return r.NO_REST
    return r.GOES_ON


# -- afterwards ------------------------------------------------------------------------------------------


@entry
def under_way(address, found, room):
    """How many tokens are at rest; (case, step, node, visit, enqueued, started) of each, for which `found` has room."""
    w = World(address)
    count = 0
    case_address = w.cases
    while case_address:
        case = Case(case_address)
        token_address = case.tokens
        while token_address:
            token = Token(token_address)
            if token.state != r.MOVING and token.state != r.FORKED:
                if count < room:
                    line = found + count * UNDER_WAY_WORDS * WORD
                    put(line, 0, token.number)
                    put(line, 1, node_of(w, token.node).step)
                    put(line, 2, token.node)
                    put(line, 3, token.visit)
                    put(
                        line,
                        4,
                        NEVER if token.state == r.HOLDING or token.state == r.ELSEWHERE else token.enqueued,
                    )
                    put(line, 5, token.started)
                count += 1
            token_address = token.after
        case_address = case.after
    return count


@entry
def give_back(address):
    """Give all memory back that the world took."""
    w = World(address)
    drop_chunks(w)
    for number in range(w.need_count):
        drop(need_of(w, number).queue)
    for number in range(w.session_count):
        drop(session_of(w, number).queue)
    drop(w.future)
    drop(w.posted)
    drop(w.last)
    drop(w.round)
    drop(w.scratch)
    drop(w.ready)
    drop(w.branching)
    drop(w.rows)
    drop(w.out)
    return 0
