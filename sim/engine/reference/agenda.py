"""The agenda: what is due, instant by instant (SEMANTICS 3).

An instant is settled in rounds. A round is every item due now, sorted by (kind, case, step, visit, branch, rank),
each carried to rest before the next; what an item posts belongs to the next round. When no round is left the
desks dispatch, and zero-length work they start opens a new round. What is posted last is a round of its own once the
instant is otherwise at rest. SimPy keeps what is due later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

import simpy

from sim.engine.limits import MOST_ROUNDS, TooManyRoundsError
from sim.engine.reference.desks import Desks
from sim.engine.reference.tokens import Alarm, Token

COMPLETION, STRUCTURAL, TIMED = 0, 1, 2
"""Kinds of items: completions beat structure, structure beats timers and arrivals."""

Item: TypeAlias = tuple[int, int, int, int, int, int, Token | Alarm]
"""(kind, case, step, visit, branch, rank, token or an alarm of it); rank 0 unless a token has several alarms."""

SETTLE = 2
"""SimPy priority of settling an instant: after everything that SimPy itself delivers at it."""

_order = itemgetter(0, 1, 2, 3, 4, 5)


class Agenda:
    """Items due now and later. `carry` is called with each item when its turn has come."""

    def __init__(self, start: int, horizon: int, carry: Callable[[Item], None], steps: Sequence[str]) -> None:
        self.env = simpy.Environment(initial_time=start)
        self.now = start
        """The instant being settled; SimPy's own clock, as an int."""
        self.horizon = horizon
        self.settling = False
        """An instant has begun and is not at rest yet."""
        self.desks: Desks
        """Set by whoever makes the desks; they need the agenda to be woken."""
        self._carry = carry
        self._steps = steps
        self._posted: list[Item] = []
        self._last: list[Item] = []

    def post(self, item: Item) -> None:
        """Post an item to the next round of this instant."""
        self._posted.append(item)
        self._settle_soon()

    def post_at(self, instant: int, item: Item) -> None:
        """Post an item: to the next round if it is due now, through SimPy if later."""
        if instant == self.now:
            self._posted.append(item)
        elif instant < self.horizon:
            event = self.env.timeout(instant - self.now, item)
            event.callbacks.append(self._due)

    def post_last(self, item: Item) -> None:
        """Post an item to a round that begins when nothing more can start at this instant."""
        self._last.append(item)

    def wake_at(self, instant: int) -> None:
        """Have the desks looked at again at an instant."""
        if instant < self.horizon:
            self.env.timeout(instant - self.now).callbacks.append(self._woken)

    def _due(self, event: Any) -> None:
        self._posted.append(event.value)
        self._settle_when_complete(event)

    def _woken(self, event: simpy.Event) -> None:
        self.desks.wake(int(self.env.now))
        self._settle_when_complete(event)

    def _settle_when_complete(self, event: simpy.Event) -> None:
        """Settle at once if SimPy has nothing more for this instant, else behind what it still has."""
        if self.env.peek() > self.env.now:
            self._settle(event)
        else:
            self._settle_soon()

    def _settle_soon(self) -> None:
        if not self.settling:
            self.settling = True
            event: Any = simpy.Event(self.env)
            event._ok, event._value = True, None
            event.callbacks.append(self._settle)
            self.env.schedule(event, priority=SETTLE)  # type: ignore[arg-type]  # any int orders events

    def _settle(self, _event: simpy.Event) -> None:
        """Rounds until none is left, then dispatch, until both are at rest."""
        self.settling = True
        self.now = int(self.env.now)
        desks, carry = self.desks, self._carry
        rounds = 0
        while self._posted or desks.waiting_for_dispatch or self._last:
            if not (self._posted or desks.waiting_for_dispatch):
                self._posted, self._last = self._last, self._posted
            while self._posted:
                items, self._posted = self._posted, []
                if len(items) > 1:
                    items.sort(key=_order)
                for item in items:
                    carry(item)
                rounds += 1
                if rounds > MOST_ROUNDS:
                    raise TooManyRoundsError(self._steps[items[0][2]])
            desks.dispatch(self.now)
        self.settling = False
