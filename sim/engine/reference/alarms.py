"""What will happen to a resting token unless something else does first, at an instant that may still change.

An `until` block's timer, the parts of a limit at which a waiting request gets more urgent (SEMANTICS 4.1, 5.3), and
the patience of who waits (4.6). An alarm on a clock is due when that clock, running as it does now, will have used so
much of its limit; whenever the clock stops, starts or is set back, it is set anew. What SimPy still holds for an
earlier setting is known by its instant and passed by.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.prepared import Prepared
from sim.engine.reference.agenda import TIMED, Item
from sim.engine.reference.ledgers import Ledgers
from sim.engine.reference.tokens import Alarm, Case, Token
from sim.worktime import NEVER

LOOK = -1
"""Rank of an alarm at which a visitor looks at the queue."""


class Alarms:
    """The alarms of every case of one replication."""

    def __init__(
        self,
        prepared: Prepared,
        ledgers: Ledgers,
        post_at: Callable[[int, Item], None],
        post_last: Callable[[Item], None],
    ) -> None:
        self.prepared = prepared
        self.ledgers = ledgers
        self._post_at = post_at
        self._post_last = post_last

    def end_timer(self, token: Token, now: int) -> None:
        """The timer on a clock is over when the limit has passed; what is done at the very limit is in time."""
        clock, limit = self.prepared.clock[token.node], self.prepared.limit[token.node]
        self._add(Alarm(token, clock, limit), now)

    def promote(self, token: Token, now: int) -> None:
        """The request gets the classes its urgency asks for, as its clock uses up the limit."""
        for rank, (clock, limit, queue_class) in enumerate(self.prepared.urgency[token.node], start=1):
            self._add(Alarm(token, clock, limit, queue_class, rank), now)

    def leave_lying(self, token: Token, clock: int, value: int, now: int) -> bool:
        """Whether the request is left until a clock has come so far: not if that is now, or nobody knows when."""
        node, prepared = token.node, self.prepared
        if not now < self.ledgers.deadline_of(token.case, clock, value) < NEVER:
            return False
        token.request = None
        rank = len(prepared.urgency[node]) + 1
        self._add(Alarm(token, clock, value, prepared.queue_class[node], rank, takes_up=True), now)
        return True

    def give_up(self, token: Token, instant: int, now: int) -> None:
        """The request is withdrawn at an instant, if it still waits: now means unless it is served at once."""
        alarm = Alarm(token, due=instant)
        token.case.alarms.append(alarm)
        if instant == now:
            self._post_last(self._item(alarm))
        else:
            self._post(alarm)

    def look_round(self, token: Token, now: int) -> None:
        """The visitor looks at the queue once nothing more can start at this instant."""
        alarm = Alarm(token, rank=LOOK, due=now)
        token.case.alarms.append(alarm)
        self._post_last(self._item(alarm))

    def clock_changed(self, case: Case, clock: int, now: int) -> None:
        """A clock runs otherwise than before."""
        for alarm in case.alarms:
            if alarm.clock == clock:
                self._arm(alarm, now)

    def rings(self, alarm: Alarm, now: int) -> bool:
        """Whether an alarm that was posted for now is still due; it rings once."""
        if alarm.due != now:
            return False
        alarm.due = NEVER
        alarm.token.case.alarms.remove(alarm)
        return True

    def forget(self, token: Token) -> None:
        """The token has gone on: nothing rings for it any more."""
        kept = []
        for alarm in token.case.alarms:
            if alarm.token is token:
                alarm.due = NEVER
            else:
                kept.append(alarm)
        token.case.alarms = kept

    def _add(self, alarm: Alarm, now: int) -> None:
        alarm.token.case.alarms.append(alarm)
        self._arm(alarm, now)

    def _arm(self, alarm: Alarm, now: int) -> None:
        reached = self.ledgers.deadline_of(alarm.token.case, alarm.clock, alarm.limit)
        if reached == NEVER and not alarm.takes_up:
            alarm.due = NEVER
            return
        on_a_timer = self.prepared.clock[alarm.token.node] >= 0
        due = now if reached == NEVER else max(now, reached + 1 if on_a_timer else reached)
        if due != alarm.due:
            alarm.due = due
            self._post(alarm)

    def _post(self, alarm: Alarm) -> None:
        self._post_at(alarm.due, self._item(alarm))

    def _item(self, alarm: Alarm) -> Item:
        token = alarm.token
        step = self.prepared.step[token.node]
        return (TIMED, token.case.number, step, token.visit, token.branch, alarm.rank, alarm)
