"""One replication: cases come, their tokens move through the flow, work and waiting take time.

When something happens is the agenda's business (SEMANTICS 3), who gets a unit the desks' (4), which clocks run
the ledgers' (6). Here stands what each node of the flow does to a token (5).
"""

from __future__ import annotations

from collections.abc import Generator

import simpy

from sim.chance import replication_key
from sim.engine.arrivals import Arrival, arrivals, backlog
from sim.engine.nodes import (
    AGAIN,
    ANEW,
    CHOICE,
    DONE,
    END,
    EXPLICIT,
    FIRST,
    FORK,
    HOLD,
    JOIN,
    MILESTONE,
    RELEASE,
    REPEAT,
    SESSION,
    TASK,
    TIMER,
)
from sim.engine.outcome import Outcome
from sim.engine.prepared import prepared
from sim.engine.program import ARRIVED, COMES_BACK, FINISHED, GAVE_UP, WENT_AWAY, Program
from sim.engine.reference.agenda import COMPLETION, STRUCTURAL, TIMED, Agenda, Item
from sim.engine.reference.alarms import LOOK, Alarms
from sim.engine.reference.backgrounds import Backgrounds
from sim.engine.reference.desks import Desks
from sim.engine.reference.draws import Draws
from sim.engine.reference.due import DueDates
from sim.engine.reference.ledgers import Ledgers
from sim.engine.reference.records import Records
from sim.engine.reference.stays import Stays
from sim.engine.reference.tables import outcome_of
from sim.engine.reference.tokens import (
    DEAD,
    ELSEWHERE,
    FORKED,
    HOLDING,
    MOVING,
    QUEUED,
    TIMING,
    WORKING,
    Alarm,
    Branches,
    Case,
    Scope,
    Token,
    new_case,
)  # fmt: skip
from sim.engine.reference.visitors import Visitors
from sim.engine.summary import Advance, unheard
from sim.worktime import NEVER
from sim.worktime.arithmetic import add_work

SLICE = 1024
"""Steps of SimPy between two words on how far the replication is."""


class Replication:
    """The state of one run of a program."""

    def __init__(self, program: Program, seed: int, replication: int, events: bool) -> None:
        self.program = program
        self.prepared = prepared(program)
        self.seed = seed
        self.replication = replication
        self.key = replication_key(seed, replication)
        self.agenda = Agenda(program.start, program.horizon, self._carry_item, program.names.steps)
        self.ledgers = Ledgers(self.prepared)
        self.desks = self.agenda.desks = Desks(self.prepared, self._start_work, self.agenda.wake_at)
        self.alarms = Alarms(self.prepared, self.ledgers, self.agenda.post_at, self.agenda.post_last)
        self.ledgers.clock_changed = self.alarms.clock_changed
        self.draws = Draws(self.prepared, self.key)
        self.due = DueDates(self.prepared, self.ledgers, self.alarms, self.draws)
        self.cases: list[Case] = []
        self.records = Records(self.prepared, events)
        self.stays = Stays(self.prepared, self.desks, self.records, self._start_work, self.agenda)
        self.visitors = Visitors(self.prepared, self.agenda, self.alarms, self.draws, self.records)
        self.backgrounds = Backgrounds(self.prepared, self.ledgers, self.agenda, self._carry)

    def run(self, stop_when_judged: bool, advance: Advance = unheard) -> Outcome:
        env = self.agenda.env
        horizon = self.program.horizon
        judged_until = self.program.judged_until
        env.process(self._arrivals())
        steps = 0
        while (due := env.peek()) < horizon:
            if self._all_judged(stop_when_judged) and due >= judged_until and not self.agenda.settling:
                break
            env.step()
            steps += 1
            if steps % SLICE == 0:
                advance((int(due) - self.program.start) / (horizon - self.program.start))
        # Not the instant of whatever comes next: that may be something that no longer matters to anybody.
        stopped = self._all_judged(stop_when_judged)
        ended_at = max(judged_until, int(env.now)) if stopped else horizon
        for case in self.cases:
            self.ledgers.settle_open(case, ended_at)
            self.stays.close(case, ended_at)
        return outcome_of(
            self.prepared,
            self.cases,
            self.records,
            self.desks.meetings,
            seed=self.seed,
            replication=self.replication,
            ended_at=ended_at,
        )

    def _all_judged(self, stop_when_judged: bool) -> bool:
        return stop_when_judged and self.ledgers.undecided_judged == 0

    # -- instants -------------------------------------------------------------------------------------

    def _arrivals(self) -> Generator[simpy.Event, None, None]:
        """Create each case at its instant, never before; the backlog is there when the study begins."""
        env = self.agenda.env
        for group, case in backlog(self.program):
            self._create(case, group)
        for arrival in arrivals(self.program, self.key):
            if arrival.instant > env.now:
                yield env.timeout(arrival.instant - env.now)
            self._create(arrival)

    def _carry_item(self, item: Item) -> None:
        kind, *_, token = item
        if isinstance(token, Alarm):
            if self.alarms.rings(token, self.agenda.now):
                self._ring(token)
        elif kind == COMPLETION:
            self._complete_work(token)
        elif token.state == DEAD:
            return
        elif kind == STRUCTURAL:
            self._arrive(token)
        elif token.state == TIMING:
            self._complete_timer(token)
        elif token.state in (MOVING, ELSEWHERE):
            self._carry(token, token.node)
        elif token.state == QUEUED and token.desk is not None:
            self.stays.serve(token.desk, self.agenda.now)

    # -- cases ----------------------------------------------------------------------------------------

    def _create(self, arrival: Arrival, group: int = -1) -> None:
        """A case comes, or is one of a group of the backlog."""
        self.agenda.now = max(arrival.instant, self.program.start)
        prepared = self.prepared
        service = int(self.program.stream_service[arrival.stream])
        case = new_case(prepared, len(self.cases), arrival, service)
        self.cases.append(case)
        case.attributes = [self.draws.attribute(case, a) for a in prepared.service_attributes[service]]
        token = Token(case, 0, 0, case.scope, None, prepared.service_entry[service])
        case.scope.tokens.append(token)
        self.ledgers.stamp(case, ARRIVED, arrival.instant)
        if group >= 0:
            self._as_it_stands(case, token, group, arrival.instant)
        self.agenda.post((TIMED, case.number, -1, 0, 0, 0, token))

    def _as_it_stands(self, case: Case, token: Token, group: int, arrived: int) -> None:
        """What a case of the backlog brings with it: how far it has come, and what is known of it."""
        prepared = self.prepared
        token.node = prepared.backlog_entry[group]
        case.attempts = prepared.backlog_attempts[group]
        for stamp in prepared.backlog_stamps[group]:
            self.ledgers.stamp(case, stamp, arrived)
        for place, attribute in enumerate(prepared.service_attributes[case.service]):
            stated = prepared.backlog_attribute[group][attribute]
            case.attributes[place] = stated if stated >= 0 else case.attributes[place]

    def _finish(self, case: Case, outcome: int, by: Token, *, natural: bool) -> None:
        """The case ends: its tokens are withdrawn, continuing backgrounds spared at a natural end."""
        now = self.agenda.now
        by.state = DEAD
        self.stays.withdrawn(by, now)
        self._withdraw(case.scope.living(spare_continuing=natural))
        if case.outcome >= 0:
            case.later_outcome = outcome
        else:
            case.outcome = outcome
            case.finished_by = by.row
            self.ledgers.stamp(case, FINISHED, now)
        if natural:
            self.backgrounds.over(case, case.scope.unfinished(spare_continuing=True), by.row)
            self.visitors.free(case, by.row)
        self._close(case)

    def _close(self, case: Case) -> None:
        """Nothing more is expected of a finished case once no background of it goes on."""
        if not (case.scope.inner and case.scope.living()):
            self.ledgers.case_ended(case)

    def _withdraw(self, tokens: list[Token]) -> None:
        """Take tokens out, in canonical order; work under way runs on without effect."""
        now, step = self.agenda.now, self.prepared.step
        for token in sorted(tokens, key=lambda t: (step[t.node], t.visit, t.branch)):
            state = token.state
            token.state = DEAD
            self.stays.withdrawn(token, now)
            self.visitors.leaves(token)
            if token.case.alarms:
                self.alarms.forget(token)
            if state == QUEUED:
                self.desks.leave(token)
                self.ledgers.queue_left(token, now)
            if state in (QUEUED, WORKING, TIMING):
                self.ledgers.let_go(token.case, token.node, now)
                self.records.row(token, NEVER, now)
            elif state == HOLDING and self.prepared.pause[token.node] == 1:
                self.ledgers.resume(token.case, token.node, now)

    # -- work and waiting -----------------------------------------------------------------------------

    def _start_work(self, token: Token, alternative: int) -> None:
        """Dispatch found units: draw the work, fix the completion."""
        prepared = self.prepared
        now = self.agenda.now
        node = token.node
        self.ledgers.queue_left(token, now)
        self.desks.stand_up(token)
        token.state = WORKING
        token.started = now
        if token.case.alarms:
            self.alarms.forget(token)
        token.alternative = alternative
        meeting = prepared.session[node] >= 0
        option = 0 if meeting else alternative - prepared.alternatives[prepared.need[node]][0]
        table = prepared.work_table[prepared.first[node] + option]
        work = self.due.hurried(token, self.draws.work(token, table, now), now)
        if meeting or prepared.alternative_finish[alternative]:
            completion = now + work
        else:
            calendar = prepared.calendars[prepared.alternative_calendar[alternative]]
            completion = add_work(calendar.open_at, calendar.close_at, calendar.worked_before, now, work)
        if alternative >= 0:
            self.records.work(alternative, now, completion)
        case = token.case
        self.agenda.post_at(
            completion, (COMPLETION, case.number, prepared.step[node], token.visit, token.branch, 0, token)
        )

    def _complete_work(self, token: Token) -> None:
        now = self.agenda.now
        keeps = self.prepared.keeps[token.node] >= 0 and token.state != DEAD
        if token.alternative >= 0:
            if token.desk is None and not keeps:
                self.desks.free(token.alternative)
            self.records.completion(token.alternative, now)
        if token.state == DEAD:
            self.records.void_work += token.alternative >= 0
        else:
            self.ledgers.let_go(token.case, token.node, now)
            self.records.row(token, now, NEVER)
        if token.desk is not None:
            self.stays.completed(token, now)
        if token.state == DEAD:
            return
        if keeps:
            self.stays.begin(token, now)
        self._step_over(token)
        self._carry(token, self.prepared.following[token.node])

    def _step_over(self, token: Token) -> None:
        """Its visitor is free for what else waits."""
        if self.prepared.in_person[token.node] >= 0:
            self.visitors.leaves(token)
            self.visitors.free(token.case, token.row)

    def _complete_timer(self, token: Token) -> None:
        self.ledgers.let_go(token.case, token.node, self.agenda.now)
        self.records.row(token, self.agenda.now, NEVER)
        self._step_over(token)
        self._carry(token, self.prepared.following[token.node])

    # -- the flow -------------------------------------------------------------------------------------

    def _carry(self, token: Token, node: int) -> None:
        """Move a token from node to node until it rests."""
        prepared = self.prepared
        kinds = prepared.kind
        token.state = MOVING
        while True:
            token.node = node
            kind = kinds[node]
            if prepared.in_person[node] >= 0 and kind != AGAIN and not self.visitors.comes(token):
                return
            if kind == TASK:
                self._enter_task(token, node)
                return
            if kind == TIMER:
                self._enter_timer(token, node)
                return
            if kind == SESSION:
                self._line_up(token, node)
                self.desks.meetings.join(token, prepared.session[node], token.enqueued)
                return
            following = prepared.following[node]
            if kind == MILESTONE:
                stamp = self.ledgers.stamp_anew if prepared.mode[node] == ANEW else self.ledgers.stamp
                stamp(token.case, prepared.stamp[node], self.agenda.now, prepared.as_of[node])
            elif kind == CHOICE:
                following = self.draws.option(token)
            elif kind == REPEAT:
                token.visit = token.visit * prepared.radix[node] + max(0, prepared.count[node])
            elif kind == AGAIN:
                following = self._again(token, node)
            elif kind == FORK:
                if not self._fork(token, node):
                    return
            elif kind == RELEASE:
                self.stays.end(token, self.agenda.now)
                self.visitors.free(token.case, token.row)
            elif kind == HOLD:
                if self.backgrounds.hold(token, node):
                    return
            else:
                assert kind in (JOIN, DONE, END)
                case, step = token.case, prepared.step[node]
                self.agenda.post((STRUCTURAL, case.number, step, token.visit, token.branch, 0, token))
                return
            node = following

    def _enter_task(self, token: Token, node: int) -> None:
        now = self.agenda.now
        self._line_up(token, node)
        if self.prepared.at[node] >= 0:
            self.stays.ask(token, now)
            return
        if not self.due.left_lying(token, now):
            self._ask(token, self.prepared.queue_class[node])
        if self.prepared.in_person[node] >= 0:
            self.visitors.come(token, now)
        if self.prepared.urgency[node]:
            self.alarms.promote(token, now)
        if self.prepared.patience[node] >= 0:
            self.alarms.give_up(token, self.draws.end_of_wait(token, self.prepared.patience[node], now), now)

    def _ask(self, token: Token, queue_class: int) -> None:
        self.desks.ask(token, queue_class, self.due.stands_by(token, self.agenda.now))

    def _ring(self, alarm: Alarm) -> None:
        """A timer on a clock is over, a request gets more urgent, or whoever waits gives up."""
        token = alarm.token
        if token.state == TIMING:
            self._complete_timer(token)
        elif alarm.clock >= 0:
            if not (alarm.takes_up and token.request is not None):  # a promotion has taken it up before
                self._ask(token, alarm.queue_class)
        elif alarm.rank != LOOK:
            self._give_up(token, GAVE_UP)
        elif self.visitors.look(token):
            self._give_up(token, WENT_AWAY)

    def _give_up(self, token: Token, how: int) -> None:
        now = self.agenda.now
        self.records.visitor(self.prepared.in_person[token.node], how, now)
        self.alarms.forget(token)
        self.desks.leave(token)
        self.ledgers.queue_left(token, now)
        self.ledgers.let_go(token.case, token.node, now)
        self.records.row(token, NEVER, now)
        self._step_over(token)
        self._carry(token, self.prepared.target[token.node])

    def _line_up(self, token: Token, node: int) -> None:
        token.state = QUEUED
        token.enqueued = self.prepared.joined(node, self.agenda.now, token.waited)
        token.started = NEVER
        token.alternative = -1
        self.ledgers.take_up(token.case, node, self.agenda.now)

    def _enter_timer(self, token: Token, node: int) -> None:
        prepared, now = self.prepared, self.agenda.now
        token.state = TIMING
        token.enqueued = token.started = self.prepared.joined(node, self.agenda.now, token.waited)
        token.alternative = -1
        self.ledgers.take_up(token.case, node, now)
        if prepared.clock[node] >= 0:
            self.alarms.end_timer(token, now)
            return
        end = self.draws.end_of_wait(token, prepared.draw[node], now)
        self.agenda.post_at(
            end, (TIMED, token.case.number, prepared.step[node], token.visit, token.branch, 0, token)
        )

    def _again(self, token: Token, node: int) -> int:
        """Once more round the loop, or out of it."""
        prepared = self.prepared
        radix = prepared.radix[node]
        visits = token.visit % radix
        if visits + 1 < radix and self.draws.again(token, visits):
            now = self.agenda.now
            for stamp in prepared.clears[node]:
                self.ledgers.clear(token.case, stamp, now)
            if prepared.mode[node] == 1:
                token.case.attempts += 1
            self.records.visitor(prepared.in_person[node], COMES_BACK, self.agenda.now)
            token.visit += 1
            return prepared.target[node]
        token.visit //= radix
        return prepared.following[node]

    def _fork(self, token: Token, node: int) -> bool:
        """Start the branches; True if the token itself goes on (a background), False if it waits."""
        prepared = self.prepared
        case = token.case
        background = prepared.background[node]
        entries = prepared.branches[node]
        race = background < 0 and prepared.mode[prepared.target[node]] == FIRST
        branches: Branches | None = None
        if background < 0:
            branches = Branches(token, len(entries), [])
            token.state = FORKED
        for index, entry in enumerate(entries):
            scope = token.scope
            if background >= 0:
                scope = self.backgrounds.started(case, background)
            elif race:
                assert branches is not None
                scope = Scope()
                branches.scopes.append(scope)
            if scope is not token.scope:
                token.scope.inner.append(scope)
            branch = Token(case, token.visit, index, scope, branches, row=token.row)
            branch.stay = token.stay if background < 0 else None
            scope.tokens.append(branch)
            self._carry(branch, entry)
        return background >= 0

    def _arrive(self, token: Token) -> None:
        """A structural item: a branch, a background or the case has come to its end."""
        node = token.node
        prepared = self.prepared
        kind = prepared.kind[node]
        case = token.case
        if kind == END:
            self._finish(case, prepared.outcome[node], token, natural=prepared.mode[node] != EXPLICIT)
            return
        token.state = DEAD
        if kind == JOIN:
            self._join(token, node)
            return
        self.backgrounds.over(case, [token.scope], token.row)
        if case.outcome >= 0:
            if prepared.outcome[node] >= 0:
                case.later_outcome = prepared.outcome[node]
            self._close(case)

    def _join(self, token: Token, node: int) -> None:
        branches = token.branches
        assert branches is not None
        branches.pending -= 1
        waiting = branches.waiting
        if self.prepared.mode[node] == FIRST:
            abandoned: list[Scope] = []
            for scope in branches.scopes:
                won = scope is token.scope
                self._withdraw(scope.living(spare_continuing=won))
                abandoned += scope.unfinished(spare_continuing=won)
            self.backgrounds.over(token.case, abandoned, token.row)
            self.visitors.free(token.case, token.row)
        elif branches.pending > 0:
            return
        waiting.row = token.row
        self._carry(waiting, self.prepared.following[node])
