"""Pools, their queues, and dispatch (SEMANTICS 4).

Requests wait by *need*: the pools a task accepts and its rule for closing time. All requests of one need are
served or blocked alike, so dispatch looks only at the head of each need, in one global order per group of
linked pools: (queue class, joined, case, step, visit).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from heapq import heapify, heappop, heappush
from typing import TypeAlias

from sim.engine.prepared import Prepared
from sim.engine.reference.meetings import Meetings
from sim.engine.reference.tokens import QUEUED, Token
from sim.worktime import NEVER
from sim.worktime.arithmetic import add_work, closing_after

Request: TypeAlias = tuple[int, int, int, int, int, Token]
"""(queue class, joined, case, step, visit, token): compared in this order; no two agree before the token."""


_NOTHING: Mapping[int, int] = {}


class Desks:
    """Busy units and waiting requests of every pool in one replication."""

    def __init__(
        self, prepared: Prepared, start: Callable[[Token, int], None], wake_at: Callable[[int], None]
    ) -> None:
        self.prepared = prepared
        self.called_in_vain: Callable[[Token], bool] = lambda _: False
        """Whether a token's visitor is elsewhere when its number is called."""
        self.start = start
        self.wake_at = wake_at
        pools = len(prepared.pool_group)
        self.busy = [0] * pools
        self._on_duty = [0] * pools
        self._changes_next = [changes[0] if changes else NEVER for changes in prepared.changes_at]
        self._seated = [0] * len(prepared.need_group)
        """By need: visitors who have seen its line, and wait in it."""
        self._queues: list[list[Request]] = [[] for _ in prepared.need_group]
        self._touched: set[int] = set()
        self._next_wake = [NEVER] * len(prepared.group_needs)
        self.meetings = Meetings(prepared, self._take, start, wake_at)
        self._joint = [
            any(len(prepared.alternative_pools[a]) > 1 for a in alternatives)
            for alternatives in prepared.alternatives
        ]

    def capacity(self, pool: int, now: int) -> int:
        """Units on duty at `now`, which never goes back."""
        if now >= self._changes_next[pool]:
            changes = self.prepared.changes_at[pool]
            cursor = bisect_right(changes, now)
            self._on_duty[pool] = self.prepared.capacities[pool][cursor - 1]
            self._changes_next[pool] = changes[cursor] if cursor < len(changes) else NEVER
        return self._on_duty[pool]

    def next_change(self, pool: int, now: int) -> int:
        """The next instant at which the pool's capacity changes."""
        self.capacity(pool, now)
        return self._changes_next[pool]

    def call_again(self, token: Token, now: int) -> None:
        """The visitor is back whose number was called in vain: it counts as before, or is a new one."""
        request: Request = token.request  # type: ignore[assignment]  # it stood in a queue
        anew = self.prepared.ticket[token.node] == 1
        self.ask(token, request[0], now if anew else token.enqueued)

    def ask(self, token: Token, queue_class: int, joined: int) -> None:
        """A token asks for a unit, or asks again in another class; `joined` is what it stands in the queue by."""
        prepared = self.prepared
        node = token.node
        need = prepared.need[node]
        token.parked = False
        request = (queue_class, joined, token.case.number, prepared.step[node], token.visit, token)
        token.request = request
        heappush(self._queues[need], request)
        self._touched.add(prepared.need_group[need])

    def sit_down(self, token: Token) -> None:
        """A visitor stays in the line: others see it."""
        token.seated = True
        self._seated[self.prepared.need[token.node]] += 1

    def stand_up(self, token: Token) -> None:
        """A token waits no longer."""
        if token.seated:
            token.seated = False
            self._seated[self.prepared.need[token.node]] -= 1

    def in_line(self, need: int) -> int:
        """Visitors who wait for a pool that the need asks for too."""
        return sum(self._seated[other] for other in self.prepared.lines[need])

    def in_room(self, need: int) -> int:
        """Visitors who wait in the rooms of its pools."""
        return sum(self._seated[other] for other in self.prepared.seats[need])

    def leave(self, token: Token) -> None:
        """A token no longer asks. Only a joint request may have kept units from others meanwhile."""
        need = self.prepared.need[token.node]
        self.stand_up(token)
        if need >= 0 and self._joint[need]:
            self._touched.add(self.prepared.need_group[need])

    def is_open(self, alternative: int, now: int) -> bool:
        """Whether somebody is on duty in every pool of an alternative."""
        return all(self.capacity(pool, now) > 0 for pool in self.prepared.alternative_pools[alternative])

    def change_of(self, alternative: int, now: int) -> int:
        """The next instant at which a pool of the alternative that is closed may open."""
        pools = self.prepared.alternative_pools[alternative]
        return min(
            (self.next_change(pool, now) for pool in pools if self.capacity(pool, now) == 0), default=NEVER
        )

    def free(self, alternative: int) -> None:
        """One unit of each pool of the alternative is free again."""
        for pool in self.prepared.alternative_pools[alternative]:
            self.busy[pool] -= 1
            self._touched.add(self.prepared.pool_group[pool])

    @property
    def waiting_for_dispatch(self) -> bool:
        return bool(self._touched) or self.meetings.waiting

    def wake(self, now: int) -> None:
        """A capacity changed: groups that asked to be woken by now are looked at again."""
        self.meetings.wake(now)
        for group, instant in enumerate(self._next_wake):
            if instant <= now:
                self._next_wake[group] = NEVER
                self._touched.add(group)

    def dispatch(self, now: int) -> None:
        """Start what can start: meetings that are due, then group by group, until nothing more fits."""
        self.meetings.hold(now)
        touched = sorted(self._touched)
        self._touched.clear()
        for group in touched:
            self._dispatch_group(group, now)

    def _dispatch_group(self, group: int, now: int) -> None:
        needs = self.prepared.group_needs[group]
        if len(needs) == 1:
            self._dispatch_need(needs[0], group, now)
            return
        heads = []
        for need in needs:
            queue = self._queues[need]
            _drop_withdrawn(queue)
            if queue:
                heads.append((*queue[0][:5], need))
        heapify(heads)
        reserved: Counter[int] = Counter()
        joint_blocked = False
        blocked = False
        while heads:
            need = heappop(heads)[5]
            queue = self._queues[need]
            alternative = self._startable(need, reserved, now)
            if alternative < 0:
                blocked = True
                if self._joint[need] and not joint_blocked:
                    joint_blocked = True
                    reserved = self._reserved_by(need, queue[0], now)
                continue
            token = heappop(queue)[5]
            if not self.called_in_vain(token):
                for pool in self.prepared.alternative_pools[alternative]:
                    self.busy[pool] += 1
                self.start(token, alternative)
            _drop_withdrawn(queue)
            if queue:
                heappush(heads, (*queue[0][:5], need))
        if blocked:
            self._ask_for_wake(group, now)

    def _dispatch_need(self, need: int, group: int, now: int) -> None:
        """A group with one need: its queue is the order, and nobody is there to reserve units from."""
        queue = self._queues[need]
        while queue:
            token = queue[0][5]
            if _still_asks(queue[0]):
                alternative = self._startable(need, _NOTHING, now)
                if alternative < 0:
                    self._ask_for_wake(group, now)
                    return
                heappop(queue)
                if not self.called_in_vain(token):
                    for pool in self.prepared.alternative_pools[alternative]:
                        self.busy[pool] += 1
                    self.start(token, alternative)
            else:
                heappop(queue)

    def _take(self, alternative: int, now: int) -> bool:
        """Seize a unit of each pool of an alternative for a meeting; False when one has none free."""
        pools = self.prepared.alternative_pools[alternative]
        if any(self.busy[pool] >= self.capacity(pool, now) for pool in pools):
            return False
        for pool in pools:
            self.busy[pool] += 1
        return True

    def _startable(self, need: int, reserved: Mapping[int, int], now: int) -> int:
        """First alternative, in declared order, whose pools are all open with free, unreserved units."""
        prepared = self.prepared
        for alternative in prepared.alternatives[need]:
            last_start = prepared.alternative_last_start[alternative]
            before, taken = -1, 0
            for pool in prepared.alternative_pools[alternative]:
                taken = taken + 1 if pool == before else 0
                before = pool
                if self.busy[pool] + reserved.get(pool, 0) + taken >= self.capacity(pool, now):
                    break
                if last_start:
                    calendar = prepared.calendars[prepared.pool_calendar[pool]]
                    if now + last_start > closing_after(calendar.open_at, calendar.close_at, now):
                        break
            else:
                return alternative
        return -1

    def _reserved_by(self, need: int, request: Request, now: int) -> Counter[int]:
        """Units that the first blocked joint request keeps for itself, by pool (SEMANTICS 4.4)."""
        prepared = self.prepared
        pools = prepared.alternative_pools[prepared.alternatives[need][0]]
        office = prepared.calendars[prepared.program.office_calendar]
        due = add_work(
            office.open_at,
            office.close_at,
            office.worked_before,
            request[5].enqueued,
            prepared.program.reserve_after,
        )
        if now < due:
            self._wake_group_at(prepared.need_group[need], due)
            return Counter()
        if all(self.capacity(pool, now) > 0 for pool in pools):
            return Counter(pools)
        return Counter()

    def _ask_for_wake(self, group: int, now: int) -> None:
        """Requests stay behind: look again when a capacity of the group changes."""
        self._wake_group_at(
            group, min(self.next_change(pool, now) for pool in self.prepared.group_pools[group])
        )

    def _wake_group_at(self, group: int, instant: int) -> None:
        """Look at the group again at `instant`, unless it will be looked at before that anyway."""
        if instant < self._next_wake[group]:
            self._next_wake[group] = instant
            self.wake_at(instant)


def _still_asks(request: Request) -> bool:
    """Whether the token still waits with this request: not served or withdrawn since, nor in another class."""
    token = request[5]
    return token.state == QUEUED and token.request is request and not token.parked


def _drop_withdrawn(queue: list[Request]) -> None:
    while queue and not _still_asks(queue[0]):
        heappop(queue)
