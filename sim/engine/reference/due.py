"""Work by due dates: the order of a queue, when a request is taken up, and how quickly it is done then."""

from __future__ import annotations

from sim.chance import look_up
from sim.engine.effort import times
from sim.engine.prepared import Prepared
from sim.engine.reference.alarms import Alarms
from sim.engine.reference.draws import Draws
from sim.engine.reference.ledgers import Ledgers
from sim.engine.reference.tokens import Token


class DueDates:
    """What due dates say of the requests of one replication; of most tasks nothing."""

    def __init__(self, prepared: Prepared, ledgers: Ledgers, alarms: Alarms, draws: Draws) -> None:
        self.prepared = prepared
        self.ledgers = ledgers
        self.alarms = alarms
        self.draws = draws

    def stands_by(self, token: Token, now: int) -> int:
        """What a request that asks now stands in its queue by: the time of joining (SEMANTICS 4.1), or its due date."""
        prepared, row = self.prepared, self.prepared.due[token.node]
        if row < 0 or prepared.due_order[row] == 0:
            return token.enqueued
        return self.ledgers.due_date(token.case, prepared.due_clock[row], prepared.due_limit[row], now)

    def left_lying(self, token: Token, now: int) -> bool:
        """Whether a request is left until little enough is left of the limit."""
        prepared, row = self.prepared, self.prepared.due[token.node]
        if row < 0 or prepared.due_table[row] < 0:
            return False
        u = self.draws.uniform(token.case, prepared.due_draw[row], token.visit)
        left = look_up(prepared.tables, prepared.due_table[row], u)
        return self.alarms.leave_lying(token, prepared.due_clock[row], prepared.due_limit[row] - left, now)

    def hurried(self, token: Token, work: int, now: int) -> int:
        """The work, with another effort where little is left of the limit."""
        prepared, row = self.prepared, self.prepared.due[token.node]
        if row < 0 or prepared.due_near[row] < 0:
            return work
        near = self.ledgers.deadline_of(token.case, prepared.due_clock[row], prepared.due_near[row])
        return times(work, prepared.due_effort[row]) if near <= now else work
