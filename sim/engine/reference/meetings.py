"""Scheduled meetings (SEMANTICS 4.5): who joined in time is taken, in order, while places and staff last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from heapq import heappop, heappush
from typing import TypeAlias

from sim.engine.prepared import Prepared
from sim.engine.reference.tokens import QUEUED, Token
from sim.worktime import NEVER

Participant: TypeAlias = tuple[int, int, int, int, Token]
"""(joined, case, step, visit, token): the order in which a meeting takes them."""

AS_MANY_AS_COME = -1
NOBODY_FREE = -2


class Meetings:
    """Waiting participants of every session in one replication.

    `take` seizes a unit of each pool of an alternative, or says that one is missing.
    """

    def __init__(
        self,
        prepared: Prepared,
        take: Callable[[int, int], bool],
        start: Callable[[Token, int], None],
        wake_at: Callable[[int], None],
    ) -> None:
        self.prepared = prepared
        self._take = take
        self._start = start
        self._wake_at = wake_at
        sessions = len(prepared.meetings)
        self._queues: list[list[Participant]] = [[] for _ in range(sessions)]
        self._next_wake = [NEVER] * sessions
        self._due: set[int] = set()
        self._last = [NEVER] * sessions
        """Instant of the meeting that was held last."""
        self._places_left = [0] * sessions
        self._short_now = [0] * sessions
        """Of the meeting that was held last: it may take more in a later round of its instant."""
        self.taken = [0] * sessions
        self.short = [0] * sessions
        """Places that stayed empty for lack of staff although somebody waited for them, in the judged window."""

    @property
    def waiting(self) -> bool:
        return bool(self._due)

    def join(self, token: Token, session: int, now: int) -> None:
        """A case waits for the next meeting it is in time for."""
        step = self.prepared.step[token.node]
        heappush(self._queues[session], (now, token.case.number, step, token.visit, token))
        self._look_ahead(session, now)

    def wake(self, now: int) -> None:
        for session, instant in enumerate(self._next_wake):
            if instant <= now:
                self._next_wake[session] = NEVER
                self._due.add(session)

    def hold(self, now: int) -> None:
        """Hold the meetings that are due."""
        for session in sorted(self._due):
            self._hold(session, now)
            if self._queues[session]:
                self._look_ahead(session, now + 1)
        self._due.clear()

    def _look_ahead(self, session: int, after: int) -> None:
        """Be there at the first meeting at or after an instant."""
        meetings = self.prepared.meetings[session]
        index = bisect_left(meetings, after)
        if index < len(meetings) and meetings[index] < self._next_wake[session]:
            self._next_wake[session] = meetings[index]
            self._wake_at(meetings[index])

    def _hold(self, session: int, now: int) -> None:
        prepared = self.prepared
        meetings = prepared.meetings[session]
        index = bisect_left(meetings, now)
        if index == len(meetings) or meetings[index] != now:
            return
        if self._last[session] != now:
            self._last[session] = now
            self._places_left[session] = prepared.places[session][index]
            self._short_now[session] = 0
        queue = self._queues[session]
        judged = prepared.program.judged_from <= now < prepared.program.judged_until
        short = 0
        while queue and self._places_left[session] != 0:
            joined, *_, token = queue[0]
            if token.state != QUEUED:
                heappop(queue)
                continue
            if joined > prepared.meeting_cutoffs[session][index]:
                break
            alternative = self._seized(session, now)
            if alternative == NOBODY_FREE:
                short = self._left_behind(session, index) if judged else 0
                break
            heappop(queue)
            if self._places_left[session] != AS_MANY_AS_COME:
                self._places_left[session] -= 1
            self.taken[session] += judged
            self._start(token, alternative)
        self.short[session] += short - self._short_now[session]
        self._short_now[session] = short

    def _seized(self, session: int, now: int) -> int:
        """The first alternative with free units, now seized; -1 where the session needs none."""
        first = self.prepared.session_alternative[session]
        if first < 0:
            return first
        for alternative in range(first, first + self.prepared.ways[session]):
            if self._take(alternative, now):
                return alternative
        return NOBODY_FREE

    def _left_behind(self, session: int, index: int) -> int:
        """Cases in time for the meeting that has a place but no staff for them."""
        cutoff = self.prepared.meeting_cutoffs[session][index]
        waiting = sum(p[0] <= cutoff and p[4].state == QUEUED for p in self._queues[session])
        places = self._places_left[session]
        return waiting if places == AS_MANY_AS_COME else min(waiting, places)
