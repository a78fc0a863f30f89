"""What each node of the flow does to a token (SEMANTICS 5); mirrors `sim.engine.reference.replication`."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.alarms import end_timer, forget, give_up_at, promote_in_time
from sim.engine.compiled.booked import write_row
from sim.engine.compiled.desks import ask, leave
from sim.engine.compiled.draws import end_of_wait, once_more, option
from sim.engine.compiled.due import left_lying
from sim.engine.compiled.jit import apart, rare
from sim.engine.compiled.ledgers import clear_stamp, hold, pause, release, resume, stamp_anew, stamp_case
from sim.engine.compiled.meetings import join_session
from sim.engine.compiled.memory import longer
from sim.engine.compiled.nouns import Case, Token, node_of
from sim.engine.compiled.persons import comes, free_visitor, step_over
from sim.engine.compiled.records import WORD
from sim.engine.compiled.rounds import post_token, post_token_at
from sim.engine.compiled.shapes import at, put
from sim.engine.compiled.stays import ask_stay, begin_stay, end_stay, stay_worked
from sim.engine.compiled.tokens import new_fork, new_scope, new_token, running
from sim.engine.compiled.visitors import come, count_visitor
from sim.engine.compiled.waits import queue_left, stand_up
from sim.engine.nodes import (
    AGAIN,
    ANEW,
    CHOICE,
    FIRST,
    FORK,
    HOLD,
    MILESTONE,
    RELEASE,
    REPEAT,
    SESSION,
    TASK,
    TIMER,
)
from sim.engine.program import COMES_BACK
from sim.worktime import NEVER

FRAME_WORDS = 4
"""Of a FORK whose branches are being started: the token, its fork record, the next branch, the node."""


def _push(w, depth, address):
    """Begin a FORK: the token waits for its branches, or for a background goes on behind it."""
    token = Token(address)
    node = node_of(w, token.node)
    if (depth + 1) * FRAME_WORDS > w.branching_room:
        w.branching_room = max(64, 2 * w.branching_room)
        w.branching = longer(w.branching, w.branching_room)
    fork = 0
    if node.background < 0:
        fork = new_fork(w, Case(token.case), address, node.count)
        token.state = r.FORKED
    frame = w.branching + depth * FRAME_WORDS * WORD
    put(frame, 0, address)
    put(frame, 1, fork)
    put(frame, 2, 0)
    put(frame, 3, token.node)
    return depth + 1


def _branch(w, address, fork, node, index):
    """The token of one branch."""
    token = Token(address)
    case = Case(token.case)
    scope = token.scope
    if node.background >= 0:
        continues = at(w.background_continues, node.background)
        scope = new_scope(w, case, token.scope, 0, continues, node.background)
    elif node_of(w, node.target).mode == FIRST:
        scope = new_scope(w, case, token.scope, fork, 0, -1)
    branch = new_token(w, token.case, case, token.visit, index, scope, fork, -1, token.row)
    if node.background < 0:
        Token(branch).stay = token.stay
    return branch


def _move(w, address, number):
    """Move a token from node to node until it rests; True if it has come to a FORK."""
    token = Token(address)
    case = Case(token.case)
    token.state = r.MOVING
    while True:
        token.node = number
        node = node_of(w, number)
        kind = node.kind
        if node.in_person >= 0 and kind != AGAIN and not comes(w, case, address, token, node):
            return False
        if kind == TASK:
            _enter_task(w, case, address, token, node)
            return False
        if kind == TIMER:
            _enter_timer(w, case, address, token, node)
            return False
        if kind == SESSION:
            _line_up(w, case, token, node)
            join_session(w, node.session, node.step, address, token)
            return False
        if kind == FORK:
            return True
        if kind == MILESTONE:
            if node.mode == ANEW:
                stamp_anew(w, case, node.stamp, w.now, node.as_of)
            else:
                stamp_case(w, case, node.stamp, w.now, node.as_of)
            number = node.following
        elif kind == CHOICE:
            number = option(w, case, token, node)
        elif kind == REPEAT:
            token.visit = token.visit * node.radix + max(0, node.count)
            number = node.following
        elif kind == AGAIN:
            number = _again(w, case, token, node)
        elif kind == HOLD:
            if running(case, node.background) > 0:
                token.state = r.HOLDING
                if node.pause == 1:
                    pause(w, case, node)
                return False
            number = node.following
        elif kind == RELEASE:
            end_stay(w, case, token)
            free_visitor(w, case, token.row)
            number = node.following
        else:
            post_token(w, r.STRUCTURAL, address, token)
            return False


def _again(w, case, token, node):
    """Once more round the loop, or out of it."""
    visits = token.visit % node.radix
    if visits + 1 < node.radix and once_more(w, case, token, node, visits):
        for place in range(node.clears, node.clears + node.clear_count):
            clear_stamp(w, case, at(w.clear_stamp, place))
        count_visitor(w, node.in_person, COMES_BACK)
        if node.mode == 1:
            case.attempts += 1
        token.visit += 1
        return node.target
    token.visit //= node.radix
    return node.following


# -- entering and leaving a step -------------------------------------------------------------------------


def _enter_task(w, case, address, token, node):
    _line_up(w, case, token, node)
    if node.at >= 0:
        ask_stay(w, case, token, node.at)
        return
    if not left_lying(w, case, address, token, node):
        ask(w, case, address, token, node.queue_class)
    if node.in_person >= 0:
        come(w, case, token)
    if node.urgency_count > 0:
        promote_in_time(w, case, address, node)
    if node.patience >= 0:
        give_up_at(w, case, address, end_of_wait(w, case, token, node, node.patience))


def _line_up(w, case, token, node):
    token.state = r.QUEUED
    token.enqueued = node.since if node.since >= 0 and not token.waited else w.now
    token.started = NEVER
    token.alternative = -1
    _take_up(w, case, node)


def _enter_timer(w, case, address, token, node):
    token.state = r.TIMING
    token.enqueued = token.started = node.since if node.since >= 0 and not token.waited else w.now
    token.alternative = -1
    _take_up(w, case, node)
    if node.clock >= 0:
        end_timer(w, case, address, node)
        return
    post_token_at(w, end_of_wait(w, case, token, node, node.draw), r.TIMED, address, token)


def _take_up(w, case, node):
    """Parties of a step begin to hold the case, and its pause, if it is one, begins."""
    if node.pause == 1:
        pause(w, case, node)
    hold(w, case, node)


def let_go(w, case, node):
    release(w, case, node)
    if node.pause == 1:
        resume(w, case, node)


def complete(w, address):
    """A token's work or wait is over."""
    token = Token(address)
    node = node_of(w, token.node)
    let_go(w, Case(token.case), node)
    write_row(w, token, w.now, NEVER)
    if token.desk:
        stay_worked(w, Case(token.case), token)
    if node.keeps >= 0:
        begin_stay(w, Case(token.case), address, token)
    step_over(w, Case(token.case), address, token, node)
    carry(w, address, node.following)


@rare
def give_up(w, address, how):
    """A token has waited as long as it will, or goes away at once."""
    token = Token(address)
    case = Case(token.case)
    node = node_of(w, token.node)
    forget(w, case, address)
    count_visitor(w, node.in_person, how)
    leave(w, node)
    stand_up(w, token)
    queue_left(w, case, token)
    let_go(w, case, node)
    write_row(w, token, NEVER, w.now)
    step_over(w, case, address, token, node)
    carry(w, address, node.target)


@apart
def carry(w, address, number):
    """Move a token to rest, and with it every branch it starts on the way, each before the next."""
    depth = 0
    while True:
        if _move(w, address, number):
            depth = _push(w, depth, address)
        while depth > 0:
            frame = w.branching + (depth - 1) * FRAME_WORDS * WORD
            fork_node = node_of(w, at(frame, 3))
            index = at(frame, 2)
            if index < fork_node.count:
                put(frame, 2, index + 1)
                address = _branch(w, at(frame, 0), at(frame, 1), fork_node, index)
                number = at(w.branch_entry, fork_node.first + index)
                break
            depth -= 1
            if fork_node.background >= 0:
                address = at(frame, 0)
                number = fork_node.following
                break
        else:
            return
