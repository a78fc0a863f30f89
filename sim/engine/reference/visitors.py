"""Visitors: what they do besides being served (SEMANTICS 4.5a)."""

from __future__ import annotations

from sim.engine.prepared import Prepared
from sim.engine.program import CAME
from sim.engine.reference.alarms import Alarms
from sim.engine.reference.desks import Desks
from sim.engine.reference.draws import Draws
from sim.engine.reference.records import Records
from sim.engine.reference.tokens import Token


class Visitors:
    """The visitors of one replication."""

    def __init__(
        self, prepared: Prepared, desks: Desks, alarms: Alarms, draws: Draws, records: Records
    ) -> None:
        self.prepared, self.desks, self.alarms = prepared, desks, alarms
        self.draws, self.records = draws, records

    def come(self, token: Token, now: int) -> None:
        """A visitor comes to a queue and looks at it; who stands there since before the study has seen it."""
        self.records.visitor(self.prepared.in_person[token.node], CAME, now)
        if self.prepared.since[token.node] >= 0:
            self.desks.sit_down(token)
        else:
            self.alarms.look_round(token, now)

    def look(self, token: Token) -> bool:
        """Whether a visitor who sees the line goes away; who does not is seen in it."""
        if self.draws.goes_away(token, self.desks.in_line(self.prepared.need[token.node])):
            return True
        self.desks.sit_down(token)
        return False
