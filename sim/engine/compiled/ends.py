"""How branches, backgrounds, races and cases end, and what is withdrawn then (SEMANTICS 5.2)."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.alarms import forget
from sim.engine.compiled.booked import write_row
from sim.engine.compiled.cases import close_if_over
from sim.engine.compiled.desks import leave
from sim.engine.compiled.flow import carry, let_go
from sim.engine.compiled.future import one_more_stale
from sim.engine.compiled.ledgers import resume, stamp_case
from sim.engine.compiled.memory import longer
from sim.engine.compiled.nouns import Case, Forking, Scope, Token, node_of
from sim.engine.compiled.persons import free_visitor, leaves
from sim.engine.compiled.shapes import at, put
from sim.engine.compiled.stays import keeps_nothing
from sim.engine.compiled.tokens import bury, running, within
from sim.engine.compiled.waits import queue_left, stand_up
from sim.engine.nodes import END, EXPLICIT, FIRST, JOIN
from sim.engine.program import FINISHED
from sim.worktime import NEVER


def arrive(w, address):
    """A structural item: a branch, a background or the case has come to its end."""
    token = Token(address)
    node = node_of(w, token.node)
    case_address = token.case
    case = Case(case_address)
    if node.kind == END:
        _finish(w, case_address, node.outcome, address, node.mode != EXPLICIT)
    elif node.kind == JOIN:
        _join(w, case, address, node)
    else:
        row = token.row
        Scope(token.scope).leaving = 1
        bury(w, case, address)
        _no_longer_running(w, case, row)
        if case.outcome >= 0:
            if node.outcome >= 0:
                case.later_outcome = node.outcome
            close_if_over(w, case_address)


def _finish(w, case_address, outcome, by, natural):
    """The case ends: its tokens are withdrawn, continuing backgrounds spared at a natural end."""
    case = Case(case_address)
    row = Token(by).row
    keeps_nothing(w, case, by)
    bury(w, case, by)
    if case.tokens:
        _withdraw(w, case, case.root, natural)
    if case.outcome >= 0:
        case.later_outcome = outcome
    else:
        case.outcome = outcome
        case.finished_by = row
        stamp_case(w, case, FINISHED, w.now, -1)
    if natural and case.tokens:
        _leave(case, case.root, True)
        _no_longer_running(w, case, row)
        free_visitor(w, case, row)
    close_if_over(w, case_address)


def _join(w, case, address, node):
    token = Token(address)
    scope, fork, row = token.scope, Forking(token.fork), token.row
    fork_address = token.fork
    bury(w, case, address)
    fork.pending -= 1
    if node.mode == FIRST:
        branch = case.scopes
        while branch:
            if Scope(branch).fork == fork_address:
                won = branch == scope
                _withdraw(w, case, branch, won)
                _leave(case, branch, won)
            branch = Scope(branch).after
        _no_longer_running(w, case, row)
        free_visitor(w, case, row)
    elif fork.pending > 0:
        return
    waiting = fork.waiting
    Token(waiting).row = row
    carry(w, waiting, node.following)


# -- withdrawal ------------------------------------------------------------------------------------------


def _withdraw(w, case, root, spare_continuing):
    """Take out the tokens of a scope, in canonical order; work under way runs on without effect."""
    count = 0
    address = case.tokens
    while address:
        if within(Token(address).scope, root, spare_continuing):
            w.scratch, w.scratch_room = _with_room(w.scratch, w.scratch_room, count)
            put(w.scratch, count, address)
            count += 1
        address = Token(address).after
    _sort(w, w.scratch, count)
    for place in range(count):
        _withdraw_one(w, case, at(w.scratch, place))


def _withdraw_one(w, case, address):
    token = Token(address)
    node = node_of(w, token.node)
    state = token.state
    keeps_nothing(w, case, address)
    leaves(case, address)
    if case.alarms:
        forget(w, case, address)
    if state == r.QUEUED:
        leave(w, node)
        stand_up(w, token)
        queue_left(w, case, token)
    if state == r.QUEUED or state == r.WORKING or state == r.TIMING:
        let_go(w, case, node)
        write_row(w, token, NEVER, w.now)
    elif state == r.HOLDING and node.pause == 1:
        resume(w, case, node)
    if state == r.TIMING and node.clock < 0:
        one_more_stale(w)
    bury(w, case, address)


def _leave(case, root, spare_continuing):
    """Mark the backgrounds of a scope that have not come to their end: nobody need wait for them."""
    address = case.scopes
    while address:
        scope = Scope(address)
        if scope.background >= 0 and within(address, root, spare_continuing):
            scope.leaving = 1
        address = scope.after


def _no_longer_running(w, case, row):
    """Backgrounds are done or withdrawn: whoever waits for the last instance of one goes on."""
    count = 0
    address = case.scopes
    while address:
        scope = Scope(address)
        if scope.leaving:
            scope.leaving = 0
            background = scope.background
            scope.background = -1
            if background >= 0 and running(case, background) == 0:
                count = _those_that_hold(w, case, background, count)
        address = scope.after
    _sort(w, w.ready, count)
    for place in range(count):
        address = at(w.ready, place)
        token = Token(address)
        node = node_of(w, token.node)
        if node.pause == 1:
            resume(w, case, node)
        token.row = max(token.row, row)
        carry(w, address, node.following)


def _those_that_hold(w, case, background, count):
    address = case.tokens
    while address:
        token = Token(address)
        if token.state == r.HOLDING and node_of(w, token.node).background == background:
            w.ready, w.ready_room = _with_room(w.ready, w.ready_room, count)
            put(w.ready, count, address)
            count += 1
        address = token.after
    return count


def _with_room(address, room, count):
    if count < room:
        return address, room
    return longer(address, max(32, 2 * room)), max(32, 2 * room)


def _sort(w, addresses, count):
    """Tokens by (step, visit, branch)."""
    for place in range(1, count):
        address = at(addresses, place)
        here = place
        while here > 0 and _precedes(w, Token(address), Token(at(addresses, here - 1))):
            put(addresses, here, at(addresses, here - 1))
            here -= 1
        put(addresses, here, address)


def _precedes(w, a, b):
    step, other = node_of(w, a.node).step, node_of(w, b.node).step
    if step != other:
        return step < other
    if a.visit != b.visit:
        return a.visit < b.visit
    return a.branch < b.branch
