"""Clocks: one counter and one `since` each (SEMANTICS 6).

A clock runs while at least one token in its scope is held by a listed party and that token's item is not
paused. Its value is what its coordinate has gained over those runs; `late_at` is the instant at which the
value first reached the limit, which is the deadline wherever the clock did not stop again in between.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.prepared import Prepared
from sim.engine.program import DATES, DAYS, FINISHED, QUEUED, VISITS, WHOLE_DAYS
from sim.engine.reference.coordinates import Coordinates
from sim.engine.reference.tokens import QUEUED as IN_QUEUE
from sim.engine.reference.tokens import Case, Token
from sim.worktime import NEVER
from sim.worktime.arithmetic import (
    instant_of,
    worked,
)

IDLE, RUNNING, STOPPED = 0, 1, 2
"""Phases of a clock: before its `from` stamp, after it, after its `to` stamp."""


class Ledgers:
    """The clocks of every case of one replication.

    `undecided_judged` counts clocks of targets that began in the judged window and still run, or whose case still
    does: until both are over, something a verdict reports is not known.
    """

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        program = prepared.program
        self.judged_from = program.judged_from
        self.judged_until = program.judged_until
        self.undecided_judged = 0
        self.clock_changed: Callable[[Case, int, int], None]
        """Told of (case, clock, now) when a clock that has alarms starts, stops or is set back; set by their maker."""
        self._coordinates = Coordinates(prepared)
        self._begins = [_by_stamp(froms) for froms in prepared.clock_from]
        self._ends = [_by_stamp(tos) for tos in prepared.clock_to]

    # -- holding --------------------------------------------------------------------------------------

    def take_up(self, case: Case, node: int, now: int) -> None:
        """Parties of a step begin to hold the case, and its pause, if it is one, begins."""
        if self.prepared.pause[node] == 1:
            self.pause(case, node, now)
        self.hold(case, node, now)

    def let_go(self, case: Case, node: int, now: int) -> None:
        """The step is over: they hold it no longer, and the pause ends."""
        self.release(case, node, now)
        if self.prepared.pause[node] == 1:
            self.resume(case, node, now)

    def hold(self, case: Case, node: int, now: int) -> None:
        """The parties of `node` hold the case from now on."""
        prepared = self.prepared
        service = case.service
        if not prepared.service_pauses[service]:
            for clock in prepared.node_clocks[node]:
                self._start(case, clock, now)
            return
        held, paused = self._of_item(case, prepared.item[node])
        for clock in prepared.node_clocks[node]:
            if prepared.clock_pauses[service][clock]:
                held[clock] += 1
                if paused[clock]:
                    continue
            self._start(case, clock, now)

    def release(self, case: Case, node: int, now: int) -> None:
        """The parties of `node` let the case go."""
        prepared = self.prepared
        service = case.service
        if not prepared.service_pauses[service]:
            for clock in prepared.node_clocks[node]:
                self._stop(case, clock, now)
            return
        held, paused = self._of_item(case, prepared.item[node])
        for clock in prepared.node_clocks[node]:
            if prepared.clock_pauses[service][clock]:
                held[clock] -= 1
                if paused[clock]:
                    continue
            self._stop(case, clock, now)

    def _of_item(self, case: Case, item: int) -> tuple[list[int], list[int]]:
        """By clock: tokens of the item that hold it, and pauses of the item that stop it."""
        held = case.held.get(item)
        if held is None:
            clocks = len(case.count)
            held = case.held[item] = [0] * clocks
            case.paused[item] = [0] * clocks
        return held, case.paused[item]

    def pause(self, case: Case, node: int, now: int) -> None:
        """A pause begins at `node`: clocks that its kind stops lose the tokens of its item."""
        prepared = self.prepared
        held, paused = self._of_item(case, prepared.item[node])
        kind = 1 << prepared.pause_kind[node]
        for clock, counts in enumerate(prepared.clock_counts_pause[case.service]):
            if counts:
                self._start(case, clock, now)
        for clock, kinds in enumerate(prepared.clock_pauses[case.service]):
            if kinds & kind:
                paused[clock] += 1
                if paused[clock] == 1:
                    for _ in range(held[clock]):
                        self._stop(case, clock, now)

    def resume(self, case: Case, node: int, now: int) -> None:
        """A pause at `node` ends; with the last one that stops a clock, the tokens of the item count again."""
        prepared = self.prepared
        held, paused = self._of_item(case, prepared.item[node])
        kind = 1 << prepared.pause_kind[node]
        for clock, counts in enumerate(prepared.clock_counts_pause[case.service]):
            if counts:
                self._stop(case, clock, now)
        for clock, kinds in enumerate(prepared.clock_pauses[case.service]):
            if kinds & kind:
                paused[clock] -= 1
                if paused[clock] == 0:
                    for _ in range(held[clock]):
                        self._start(case, clock, now)

    def _start(self, case: Case, clock: int, now: int) -> None:
        case.count[clock] += 1
        if case.count[clock] == 1 and case.phase[clock] == RUNNING:
            case.since[clock] = self._coordinates.mark(
                self.prepared.clock_coordinate[case.service][clock], now
            )
            if case.alarms:
                self.clock_changed(case, clock, now)

    def _stop(self, case: Case, clock: int, now: int) -> None:
        case.count[clock] -= 1
        if case.count[clock] == 0 and case.phase[clock] == RUNNING:
            self._accrue(case, clock, now)
            if case.alarms:
                self.clock_changed(case, clock, now)

    def _accrue(self, case: Case, clock: int, now: int) -> None:
        """Add what the coordinate gained since the clock last started; note when the limit was reached."""
        kind = self.prepared.clock_coordinate[case.service][clock]
        if kind == VISITS:
            self._count_visit(case, clock, now)
            return
        value = case.value[clock] + self._coordinates.of(kind, now) - self._begun(case, clock)
        limit = self.prepared.clock_limit[case.service][clock]
        if value >= limit and case.late_at[clock] == NEVER:
            deadline = self._reached(case, clock, limit)
            # The last day ends at 24:00: a clock that stops before then is not late, and its deadline moves on.
            if deadline <= now:
                case.late_at[clock] = deadline
        if kind in WHOLE_DAYS and self.prepared.clock_watched[case.service][clock]:
            case.over[clock] = max(case.over[clock], self._limit_over(case, clock, value, now))
        case.value[clock] = value
        case.since[clock] = self._coordinates.mark(kind, now)

    def _count_visit(self, case: Case, clock: int, now: int) -> None:
        """A stay at the counter, since `since`, is over: one more visit, unless the last one was over just before."""
        left = case.over[clock]
        if left < 0 or case.since[clock] - left > self.prepared.clock_apart[case.service][clock]:
            case.value[clock] += 1
            if case.value[clock] > self.prepared.clock_limit[case.service][clock]:
                case.late_at[clock] = min(case.late_at[clock], case.since[clock] - 1)
        case.over[clock] = case.since[clock] = now

    def _limit_over(self, case: Case, clock: int, value: int, now: int) -> int:
        """The largest limit whose last day ended while the clock, now stopping at `value`, ran; -1 if there is none.

        A hand-over on a day off does not move the last day on, as a resumption would: so it must be known.
        """
        since = case.since[clock]
        if self.prepared.clock_coordinate[case.service][clock] == DAYS:
            last = self._coordinates.last_day_over(now)
            return case.value[clock] + last - since if last >= since else -1
        ran_on = since < self._coordinates.deadline(DATES, self._coordinates.of(DATES, now)) <= now
        return value if ran_on else value - 1

    def _begun(self, case: Case, clock: int) -> int:
        """The coordinate at which a running clock last started."""
        since = case.since[clock]
        dates = self.prepared.clock_coordinate[case.service][clock] == DATES
        return self._coordinates.dates(since) if dates else since

    def _reached(self, case: Case, clock: int, limit: int) -> int:
        """The instant at which a running clock reaches a limit, if it goes on as it does."""
        kind = self.prepared.clock_coordinate[case.service][clock]
        begun = self._begun(case, clock)
        deadline = self._coordinates.deadline(kind, begun + max(0, limit - case.value[clock]))
        if kind == DATES and deadline <= case.since[clock]:
            # Resumed on a holiday with no day left: a last day on a holiday moves on.
            deadline = self._coordinates.deadline(kind, begun + 1)
        return deadline

    def deadline_of(self, case: Case, clock: int, limit: int) -> int:
        """When the clock will reach a limit, running as it does now: NEVER while it stands, 0 if it is over already."""
        if case.phase[clock] != RUNNING or case.count[clock] == 0:
            return NEVER
        whole_days = self.prepared.clock_coordinate[case.service][clock] in WHOLE_DAYS
        over = limit <= case.over[clock] if whole_days else limit < case.value[clock]
        return 0 if over else self._reached(case, clock, limit)

    def due_date(self, case: Case, clock: int, limit: int, now: int) -> int:
        """When the limit of a clock is reached; of one that stands, if it ran from now on; of one that is over, now."""
        if case.phase[clock] == STOPPED:
            return now
        if case.late_at[clock] != NEVER:
            return case.late_at[clock]
        if case.phase[clock] == RUNNING and case.count[clock] > 0:
            return self._reached(case, clock, limit)
        kind = self.prepared.clock_coordinate[case.service][clock]
        begun = self._coordinates.of(kind, now)
        due = self._coordinates.deadline(kind, begun + max(0, limit - case.value[clock]))
        return self._coordinates.deadline(kind, begun + 1) if kind == DATES and due <= now else due

    # -- stamps ---------------------------------------------------------------------------------------

    def stamp(self, case: Case, stamp: int, now: int, as_of: int = -1) -> None:
        """Set a stamp, if it is not set yet, and start or stop the clocks that look at it.

        With `as_of` it is dated back to that other stamp, if that is set; so are the clocks it starts or stops (5.4).
        """
        if case.stamps[stamp] != NEVER:
            for clock in self._ends[case.service].get(stamp, ()) if now > case.stamps[stamp] else ():
                case.again[clock] = 1
            return
        dated_back = as_of >= 0 and case.stamps[as_of] != NEVER
        case.stamps[stamp] = case.stamps[as_of] if dated_back else now
        service = case.service
        for clock in self._begins[service].get(stamp, ()):
            if self._judged(case, clock):
                self.undecided_judged += 1
            twin = self.prepared.clock_dated_back[service][clock]
            if dated_back and twin >= 0:
                self._take_over(case, clock, twin, now)
                continue
            if case.stamps[self.prepared.clock_to[service][clock]] != NEVER:
                case.phase[clock] = STOPPED  # its end was reached before its beginning: nothing to count
                continue
            case.phase[clock] = RUNNING
            case.since[clock] = self._coordinates.mark(self.prepared.clock_coordinate[service][clock], now)
            if case.alarms:
                self.clock_changed(case, clock, now)
        stopped = list(self._ends[service].get(stamp, ()))
        for clock in stopped:
            if case.phase[clock] == RUNNING:
                twin = self.prepared.clock_ended_back[service][clock]
                if dated_back and twin >= 0:
                    self._take_over(case, clock, twin, now)
                else:
                    if case.count[clock] > 0:
                        self._accrue(case, clock, now)
                    self._count_waits(case, clock, now)
                case.phase[clock] = STOPPED
                if case.alarms:
                    self.clock_changed(case, clock, now)
                if case.stamps[FINISHED] != NEVER and self._judged(case, clock):
                    self.undecided_judged -= 1
        if stamp == FINISHED:
            for clock, phase in enumerate(case.phase):
                if phase == STOPPED and clock not in stopped and self._judged(case, clock):
                    self.undecided_judged -= 1

    def stamp_anew(self, case: Case, stamp: int, now: int, as_of: int = -1) -> None:
        """Set a stamp of which the last counts, until the case ends: clocks that end there have gone on till now."""
        if case.stamps[stamp] == NEVER or case.stamps[FINISHED] != NEVER:
            self.stamp(case, stamp, now, as_of)
            return
        case.stamps[stamp] = now
        for clock in self._ends[case.service].get(stamp, ()):
            self._bring_up(case, clock, now)
            if case.phase[clock] == RUNNING:
                case.phase[clock] = STOPPED

    def _bring_up(self, case: Case, clock: int, now: int) -> None:
        """A clock that has stopped too soon takes over from the one that went on, as far as that has come by now."""
        other = self.prepared.clock_goes_on[case.service][clock]
        if other >= 0 and case.phase[other] == RUNNING:
            if case.count[other] > 0:
                self._accrue(case, other, now)
            self._take_over(case, clock, other, now)

    def _take_over(self, case: Case, clock: int, twin: int, now: int) -> None:
        """A clock that begins or ends in the past has counted what its twin has, which did so then."""
        case.phase[clock] = case.phase[twin]
        case.value[clock] = case.value[twin]
        case.since[clock] = case.since[twin]
        case.late_at[clock] = case.late_at[twin]
        case.over[clock] = case.over[twin]
        if case.alarms:
            self.clock_changed(case, clock, now)

    def clear(self, case: Case, stamp: int, now: int) -> None:
        """Take a stamp back: a clock that began there has not begun, one that ended there goes on."""
        if case.stamps[stamp] == NEVER:
            return
        service = case.service
        for clock in self._begins[service].get(stamp, ()):
            counted = case.phase[clock] == RUNNING or (
                case.phase[clock] == STOPPED and case.stamps[FINISHED] == NEVER
            )
            if counted and self._judged(case, clock):
                self.undecided_judged -= 1
            case.phase[clock] = IDLE
            case.value[clock] = 0
            case.late_at[clock] = NEVER
            case.over[clock] = -1
            if case.alarms:
                self.clock_changed(case, clock, now)
        for clock in self._ends[service].get(stamp, ()):
            case.again[clock] = 0
            if case.phase[clock] == STOPPED:
                case.phase[clock] = RUNNING
                case.since[clock] = self._coordinates.mark(
                    self.prepared.clock_coordinate[service][clock], now
                )
                if case.alarms:
                    self.clock_changed(case, clock, now)
                if case.stamps[FINISHED] != NEVER and self._judged(case, clock):
                    self.undecided_judged += 1
                self._bring_up(case, clock, now)
        case.stamps[stamp] = NEVER

    def case_ended(self, case: Case) -> None:
        """Nothing of the case goes on: clocks that have not stopped never will."""
        for clock, phase in enumerate(case.phase):
            if phase == RUNNING and self._judged(case, clock):
                self.undecided_judged -= 1

    def settle_open(self, case: Case, now: int) -> None:
        """Bring the running clocks of a case that still goes on up to `now`, the end of the simulation."""
        for clock, phase in enumerate(case.phase):
            if phase == RUNNING and case.count[clock] > 0:
                self._accrue(case, clock, now)
            if phase == RUNNING:
                self._count_waits(case, clock, now)

    # -- time in queues -------------------------------------------------------------------------------

    def queue_left(self, token: Token, now: int) -> None:
        """A token is called, or leaves its queue: clocks of time in queues gain what they saw of its wait."""
        case = token.case
        for clock in self.prepared.queue_clocks[token.node]:
            if case.phase[clock] == RUNNING:
                gained, over_at = self._wait(token, clock, now)
                case.value[clock] += gained
                case.late_at[clock] = min(case.late_at[clock], over_at)

    def _count_waits(self, case: Case, clock: int, now: int) -> None:
        """Such a clock stops while tokens still wait: it gains what they have waited so far, each of them."""
        if self.prepared.clock_coordinate[case.service][clock] != QUEUED:
            return
        total, late_at = case.value[clock], case.late_at[clock]
        for token in case.scope.living():
            if token.state == IN_QUEUE and clock in self.prepared.queue_clocks[token.node]:
                gained, over_at = self._wait(token, clock, now)
                total += gained
                late_at = min(late_at, over_at)
        if total > self.prepared.clock_limit[case.service][clock]:
            late_at = min(late_at, now - 1)  # only together they took longer
        case.value[clock], case.late_at[clock] = total, late_at

    def _wait(self, token: Token, clock: int, now: int) -> tuple[int, int]:
        """What a clock saw of a token's wait up to now, and when that took it beyond its limit (NEVER: not)."""
        case, prepared = token.case, self.prepared
        hours = prepared.need_hours[prepared.need[token.node]]
        begun = max(token.enqueued, case.since[clock])
        before = worked(hours.open_at, hours.close_at, hours.worked_before, begun)
        gained = worked(hours.open_at, hours.close_at, hours.worked_before, now) - before
        left = prepared.clock_limit[case.service][clock] - case.value[clock]
        if gained == 0 or gained <= left:
            return gained, NEVER
        reached = instant_of(hours.open_at, hours.close_at, hours.worked_before, before + max(0, left))
        return gained, max(begun, reached)

    def _judged(self, case: Case, clock: int) -> bool:
        service = case.service
        if self.prepared.clock_judged[service][clock] == 0:
            return False
        begun = case.stamps[self.prepared.clock_from[service][clock]]
        return self.judged_from <= begun < self.judged_until


def _by_stamp(stamps: list[int]) -> dict[int, list[int]]:
    clocks: dict[int, list[int]] = {}
    for clock, stamp in enumerate(stamps):
        clocks.setdefault(stamp, []).append(clock)
    return clocks
