"""Visitors: what they do besides being served (SEMANTICS 4.5a)."""

from __future__ import annotations

from sim.engine.prepared import Prepared
from sim.engine.program import CAME, MISSED
from sim.engine.reference.agenda import TIMED, Agenda
from sim.engine.reference.alarms import Alarms
from sim.engine.reference.draws import Draws
from sim.engine.reference.records import Records
from sim.engine.reference.tokens import ELSEWHERE, QUEUED, Case, Token


class Visitors:
    """The visitors of one replication."""

    def __init__(
        self, prepared: Prepared, agenda: Agenda, alarms: Alarms, draws: Draws, records: Records
    ) -> None:
        self.prepared, self.agenda, self.desks, self.alarms = prepared, agenda, agenda.desks, alarms
        self.draws, self.records = draws, records
        self.desks.called_in_vain = self.called_in_vain

    def come(self, token: Token, now: int) -> None:
        """A visitor comes to a queue and looks at it; who stands there since before the study has seen it."""
        if self.prepared.since[token.node] >= 0 and not token.waited:
            self.desks.sit_down(token)
        else:
            self.alarms.look_round(token, now)

    def look(self, token: Token) -> bool:
        """Whether a visitor who sees the line goes away; who does not is seen in it."""
        need = self.prepared.need[token.node]
        if self.draws.goes_away(token, self.desks.in_line(need), self.desks.in_room(need)):
            return True
        self.desks.sit_down(token)
        return False

    # -- one person is in one place at a time -----------------------------------------------------------

    def has(self, token: Token) -> bool:
        """Whether the visitor is free for a token's step: at no other, and in no stay but those it is in."""
        case, stay = token.case, token.stay
        if case.person is not None:
            return False
        while stay is not None and stay is not case.staying:
            stay = stay.outer
        return stay is case.staying

    def comes(self, token: Token) -> bool:
        """Whether a token goes to its step; else it waits until its visitor is free. A number needs nobody yet."""
        case = token.case
        if self.prepared.ticket[token.node] < 0 and case.person is not token:
            if not self.has(token):
                token.state, token.waited = ELSEWHERE, True
                token.enqueued = self.agenda.now
                return False
            case.person = token
        self.records.visitor(self.prepared.in_person[token.node], CAME, self.agenda.now)
        return True

    def called_in_vain(self, token: Token) -> bool:
        """Whether a visitor is elsewhere whose number is called; who is not comes."""
        if self.prepared.ticket[token.node] < 0:
            return False
        if self.has(token):
            token.case.person = token
            return False
        token.parked = True
        self.records.visitor(self.prepared.in_person[token.node], MISSED, self.agenda.now)
        return True

    def leaves(self, token: Token) -> None:
        """A token's step is over, one way or the other."""
        if token.case.person is token:
            token.case.person = None

    def free(self, case: Case, row: int) -> None:
        """The visitor may be free, through what `row` tells: the step that has waited longest is next to have it.

        Where none waits, numbers that were called in vain count again.
        """
        step = self.prepared.step
        tokens = [token for token in case.scope.living() if token.state in (ELSEWHERE, QUEUED)]
        tokens = [token for token in tokens if self.has(token)]
        waiting = [token for token in tokens if token.state == ELSEWHERE]
        if waiting:
            token = min(waiting, key=lambda t: (t.enqueued, step[t.node], t.visit, t.branch))
            case.person = token
            token.row = max(token.row, row)
            self.agenda.post((TIMED, case.number, step[token.node], token.visit, token.branch, 0, token))
            return
        for token in tokens:
            if token.parked:
                self.desks.call_again(token, self.agenda.now)
