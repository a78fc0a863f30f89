"""What a replication writes down: event rows, and how much its pools worked in the judged window."""

from __future__ import annotations

from sim.engine.outcome import Row
from sim.engine.prepared import Prepared
from sim.engine.program import VISITOR_COUNTS
from sim.engine.reference.tokens import Token
from sim.worktime.arithmetic import work_between


class Records:
    """Rows (None unless events are kept), and sums by pool."""

    def __init__(self, prepared: Prepared, events: bool) -> None:
        self.prepared = prepared
        self.judged_from = prepared.program.judged_from
        self.judged_until = prepared.program.judged_until
        self.rows: list[Row] | None = [] if events else None
        self.row_count = 0
        self.void_work = 0
        pools = len(prepared.pool_group)
        self.busy = [0] * pools
        self.overtime = [0] * pools
        self.held = [0] * pools
        self.served = [0] * pools
        self.visitors = [[0] * VISITOR_COUNTS for _ in prepared.program.visitor_nodes]

    def row(self, token: Token, completed: int, withdrawn: int) -> None:
        """A task, session or timer has come to its end, one way or the other."""
        if self.rows is not None:
            self.rows.append(
                Row(
                    token.case.number,
                    token.node,
                    token.visit,
                    token.alternative,
                    token.enqueued,
                    token.started,
                    completed,
                    withdrawn,
                    token.row,
                )
            )
        token.row = self.row_count
        self.row_count += 1

    def work(self, alternative: int, start: int, completion: int) -> None:
        """Book the work that falls into the judged window, and what of it is overtime."""
        begin = max(start, self.judged_from)
        end = min(completion, self.judged_until)
        if begin >= end:
            return
        prepared = self.prepared
        for pool in prepared.alternative_pools[alternative]:
            calendar = prepared.calendars[prepared.pool_calendar[pool]]
            inside = work_between(calendar.open_at, calendar.close_at, calendar.worked_before, begin, end)
            self.busy[pool] += inside
            if prepared.alternative_finish[alternative]:
                self.overtime[pool] += end - begin - inside

    def kept(self, alternative: int, start: int, end: int) -> None:
        """Book the open hours in which units were kept and nobody worked at them, as far as the judged window goes."""
        begin, end = max(start, self.judged_from), min(end, self.judged_until)
        if begin >= end:
            return
        for pool in self.prepared.alternative_pools[alternative]:
            on = self.prepared.calendars[self.prepared.pool_calendar[pool]]
            self.held[pool] += work_between(on.open_at, on.close_at, on.worked_before, begin, end)

    def visitor(self, row: int, what: int, now: int) -> None:
        """What a visitor does at a step (-1: no step that needs one)."""
        if row >= 0 and self.judged_from <= now < self.judged_until:
            self.visitors[row][what] += 1

    def completion(self, alternative: int, now: int) -> None:
        """Work of an alternative was completed."""
        if self.judged_from <= now < self.judged_until:
            for pool in dict.fromkeys(self.prepared.alternative_pools[alternative]):
                self.served[pool] += 1
