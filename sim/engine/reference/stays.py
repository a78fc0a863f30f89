"""Units that are kept over several steps: a visitor who stays at a window (SEMANTICS 4.5b).

Work at kept units asks nobody: it begins at once if nothing else of the case is done there and somebody is on duty, or
if it follows at once on work that was finished after closing; else when that is so, the one that asked first before.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.prepared import Prepared
from sim.engine.reference.agenda import TIMED, Agenda
from sim.engine.reference.desks import Desks
from sim.engine.reference.records import Records
from sim.engine.reference.tokens import DEAD, QUEUED, Case, Stay, Token
from sim.worktime import NEVER


class Stays:
    """The kept units of one replication."""

    def __init__(
        self,
        prepared: Prepared,
        desks: Desks,
        records: Records,
        start: Callable[[Token, int], None],
        agenda: Agenda,
    ) -> None:
        self.prepared, self.desks, self.records = prepared, desks, records
        self._start, self.agenda = start, agenda

    def begin(self, token: Token, now: int) -> None:
        """The units that have done a task stay with its case."""
        number = self.prepared.keeps[token.node]
        person = self.prepared.in_person[token.node] >= 0
        token.stay = Stay(number, token, token.alternative, token.stay, now, person)
        if person:
            token.case.staying = token.stay

    def end(self, token: Token, now: int) -> None:
        """The innermost stay of a token is over; work that goes on there without effect keeps the units so long."""
        stay = token.stay
        assert stay is not None
        token.stay = stay.outer
        stay.over = True
        if token.case.staying is stay:
            outer = stay.outer
            while outer is not None and not outer.in_person:
                outer = outer.outer
            token.case.staying = outer
        if stay.working is None:
            self.records.kept(stay.alternative, stay.idle_since, now)
            self.desks.free(stay.alternative)

    def withdrawn(self, token: Token, now: int) -> None:
        """A token is taken out: it keeps nothing any more."""
        while token.stay is not None and token.stay.owner is token:
            self.end(token, now)

    def ask(self, token: Token, now: int) -> None:
        """A token asks for work at the units its case keeps."""
        stay = token.stay
        while stay is not None and stay.number != self.prepared.at[token.node]:
            stay = stay.outer
        assert stay is not None, "compiled: it stands in the stay"
        token.desk = stay
        self.serve(stay, now)

    def serve(self, stay: Stay, now: int) -> None:
        """Begin the work that has waited longest for these units, if it may begin."""
        waiting = self._waiting(stay)
        if not waiting or stay.working is not None or stay.over:
            return
        follows = self.prepared.alternative_finish[stay.alternative] and stay.idle_since == now
        if not (follows or self.desks.is_open(stay.alternative, now)):
            self._wait_for_opening(waiting[0], stay, now)
            return
        self.records.kept(stay.alternative, stay.idle_since, now)
        stay.working = waiting[0]
        self._start(waiting[0], stay.alternative)

    def completed(self, token: Token, now: int) -> None:
        """Work at kept units is done, whether it matters or not."""
        stay = token.desk
        assert stay is not None
        stay.working, token.desk = None, None
        stay.idle_since = now
        if stay.over:
            self.desks.free(stay.alternative)
        else:
            self.serve(stay, now)

    def close(self, case: Case, now: int) -> None:
        """The simulation ends: book what is still kept."""
        for token in case.scope.living():
            stay = token.stay
            while stay is not None and stay.owner is token:
                if stay.working is None:
                    self.records.kept(stay.alternative, stay.idle_since, now)
                stay = stay.outer

    def _waiting(self, stay: Stay) -> list[Token]:
        step = self.prepared.step
        found = [
            token for token in stay.owner.case.scope.living() if token.state == QUEUED and token.desk is stay
        ]
        return sorted(found, key=lambda t: (t.enqueued, step[t.node], t.visit, t.branch))

    def _wait_for_opening(self, token: Token, stay: Stay, now: int) -> None:
        opening = self.desks.change_of(stay.alternative, now)
        if opening < NEVER and token.state != DEAD:
            node = token.node
            self.agenda.post_at(
                opening,
                (TIMED, token.case.number, self.prepared.step[node], token.visit, token.branch, 0, token),
            )
