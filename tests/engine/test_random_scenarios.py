"""What must hold in every scenario: desks, order, causes, ledgers, conservation.

Everything is counted again from the event rows, from what is still under way at the end, and from the calendars.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pytest
from hypothesis import HealthCheck, given, settings

from engine.office import Raw, compiled
from engine.random_scenarios import scenarios
from sim.chance import TABLE_LENGTH, look_up, replication_key, uniform52, visit_word
from sim.engine.arrivals import arrivals
from sim.engine.outcome import Outcome, Row
from sim.engine.program import ARRIVED, DATES, ELAPSED, FINISHED, TASK, TIMER, WORKING, Program
from sim.engine.reference import replication, simulate
from sim.engine.reference.tokens import DEAD, FORKED, HOLDING, QUEUED, TIMING, Case, Scope, Token
from sim.engine.reference.tokens import WORKING as AT_WORK
from sim.results import critical_path
from sim.worktime import (
    NEVER,
    add_work,
    closing_after,
    dates_counted,
    end_of_counted,
    instant_of,
    work_between,
    worked,
)

Span = tuple[int, int]
SEED = 3


@dataclass(frozen=True)
class Start:
    """One task that got a unit."""

    key: tuple[int, int, int, int, int]
    """(class, joined, case, step, visit): its place in the queue."""
    need: int
    alternative: int
    started: int
    release: int
    withdrawn: int


class Run:
    """One replication with its insides: cases and tokens as they stood at the end."""

    def __init__(self, raw: Raw) -> None:
        self.program: Program = compiled(raw)
        inside = replication.Replication(self.program, SEED, 0, True)
        self.outcome: Outcome = inside.run(False)
        self.cases: list[Case] = inside.cases
        assert self.outcome.rows is not None
        self.rows = [Row(*row) for row in self.outcome.rows.tolist()]
        self.end = self.outcome.ended_at
        self.tables: list[int] = self.program.tables.ravel().tolist()
        self._calendars: dict[int, tuple[list[int], list[int], list[int]]] = {}

    def tokens(self, case: Case) -> list[Token]:
        def below(scope: Scope) -> Iterable[Token]:
            yield from scope.tokens
            for inner in scope.inner:
                yield from below(inner)

        return list(below(case.scope))

    @cached_property
    def open_rows(self) -> list[Row]:
        """Rows of what is queued, at work or timed at the end: neither completed nor withdrawn."""
        return [
            Row(case.number, t.node, t.visit, t.alternative, t.enqueued, t.started, NEVER, NEVER, t.row)
            for case in self.cases
            for t in self.tokens(case)
            if t.state in (QUEUED, AT_WORK, TIMING)
        ]

    def calendar(self, number: int) -> tuple[list[int], list[int], list[int]]:
        if number not in self._calendars:
            program, first = self.program, int(self.program.calendar_first[number])
            rows = slice(first, first + int(program.calendar_count[number]))
            columns = program.open_at, program.close_at, program.worked_before
            opens, closes, before = (column[rows].tolist() for column in columns)
            self._calendars[number] = opens, closes, before
        return self._calendars[number]

    def pools(self, alternative: int) -> list[int]:
        first = int(self.program.alternative_first[alternative])
        return self.program.alternative_pool[
            first : first + int(self.program.alternative_count[alternative])
        ].tolist()

    def capacity(self, pool: int, at: int) -> int:
        first = int(self.program.pool_first[pool])
        rows = slice(first, first + int(self.program.pool_count[pool]))
        place = bisect_right(self.program.change_at[rows].tolist(), at)
        return int(self.program.change_capacity[rows][place - 1]) if place else 0

    def uniform(self, row: Row) -> int:
        case = self.cases[row.case]
        s_hi, s_lo = self.program.stream_words[case.stream].tolist()
        d_hi, d_lo = self.program.draw_words[self.program.nodes.draw[row.node]].tolist()
        word = visit_word(case.member, row.visit)
        return uniform52(*replication_key(SEED, 0), case.epoch, word, s_hi ^ d_hi, s_lo ^ d_lo)

    def completion(self, row: Row) -> int:
        """When the work or wait of a row ends, from its draw and the calendar alone."""
        program, node = self.program, row.node
        if program.nodes.kind[node] == TIMER:
            length = look_up(self.tables, int(program.nodes.table[node]) * TABLE_LENGTH, self.uniform(row))
            if program.nodes.calendar[node] < 0:
                return row.enqueued + length
            return add_work(*self.calendar(int(program.nodes.calendar[node])), row.enqueued, length)
        place = (
            int(program.nodes.first[node])
            + row.alternative
            - int(program.need_first[program.nodes.need[node]])
        )
        length = look_up(self.tables, int(program.work_table[place]) * TABLE_LENGTH, self.uniform(row))
        if program.alternative_finish[row.alternative]:
            return row.started + length
        return add_work(
            *self.calendar(int(program.alternative_calendar[row.alternative])), row.started, length
        )

    @cached_property
    def starts(self) -> list[Start]:
        nodes = self.program.nodes
        found = [
            Start(
                (int(nodes.queue_class[r.node]), r.enqueued, r.case, int(nodes.step[r.node]), r.visit),
                int(nodes.need[r.node]), r.alternative, r.started, self.completion(r), r.withdrawn,
            )
            for r in (*self.rows, *self.open_rows)
            if nodes.kind[r.node] == TASK and r.started != NEVER
        ]  # fmt: skip
        # Void work of cases that are over has its row; nothing at work is in two places.
        return sorted(found, key=lambda start: (start.started, start.key))


def union(spans: Iterable[Span]) -> list[Span]:
    """Ascending spans, those that touch or overlap as one; empty ones dropped."""
    joined: list[Span] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((begin, end))
    return joined


def without(span: Span, holes: list[Span]) -> list[Span]:
    left, parts = span[0], []
    for begin, end in holes:
        if end > left and begin < span[1]:
            parts.append((left, min(begin, span[1])))
            left = max(left, end)
    return [(a, b) for a, b in (*parts, (left, span[1])) if a < b]


def check_rows(run: Run) -> None:
    nodes = run.program.nodes
    stamps = run.outcome.stamps
    last = 0
    for number, row in enumerate(run.rows):
        ended = min(row.completed, row.withdrawn)
        assert (row.completed == NEVER) != (row.withdrawn == NEVER)
        assert last <= ended < run.program.horizon
        last = ended
        assert row.enqueued <= row.started or row.started == NEVER
        if row.completed != NEVER:
            assert row.started <= row.completed == run.completion(row)
        elif row.started != NEVER:
            assert row.withdrawn <= run.completion(row)
    for number, row in enumerate((*run.rows, *run.open_rows)):
        assert row.enabled_by < number
        if row.enabled_by < 0:
            assert row.enqueued == stamps[row.case, ARRIVED]
        else:
            parent = run.rows[row.enabled_by]
            assert parent.case == row.case
            assert parent.completed == row.enqueued
    for row in run.open_rows:
        if row.started != NEVER:
            assert run.completion(row) >= run.end
        assert nodes.kind[row.node] in (TASK, TIMER)
    assert (
        max(Counter((r.case, r.node, r.visit) for r in (*run.rows, *run.open_rows)).values(), default=1) == 1
    )


def check_desks(run: Run) -> None:
    program = run.program
    held: dict[int, list[Start]] = {}
    for start in run.starts:
        for pool in run.pools(start.alternative):
            held.setdefault(pool, []).append(start)
            capacity = run.capacity(pool, start.started)
            assert capacity > 0, "started off shift"
            last_start = int(program.alternative_last_start[start.alternative])
            if last_start:
                opens, closes, _ = run.calendar(int(program.pool_calendar[pool]))
                assert start.started + last_start <= closing_after(opens, closes, start.started)
            busy = sum(s.started <= start.started < s.release for s in held[pool])
            assert busy <= capacity or start.release == start.started
    check_order(run)
    check_idle(run, held)
    check_use(run, held)


def check_order(run: Run) -> None:
    """Of one need, nobody starts before one that stood before it in the queue and is still there."""
    for need in range(len(run.program.need_group)):
        own = [start for start in run.starts if start.need == need]
        for place, later in enumerate(own):
            for other in own[place + 1 :]:
                waiting = other.key[1] < later.started < other.started
                assert not (waiting and other.key < later.key)


def check_idle(run: Run, held: dict[int, list[Start]]) -> None:
    """Where nothing is reserved, nobody waits while a unit that would do is free."""
    program, nodes = run.program, run.program.nodes
    joint = {
        int(program.pool_group[run.pools(a)[0]])
        for a in range(len(program.alternative_first))
        if len(run.pools(a)) > 1
    }
    for row in (*run.rows, *run.open_rows):
        need = int(nodes.need[row.node])
        if nodes.kind[row.node] != TASK or int(program.need_group[need]) in joint:
            continue
        until = min(row.started, row.withdrawn, run.end)
        first = int(program.need_first[need])
        for alternative in range(first, first + int(program.need_count[need])):
            (pool,) = run.pools(alternative)
            if program.alternative_last_start[alternative]:
                continue
            mine = held.get(pool, [])
            edges = {row.enqueued, *(s.release for s in mine)}
            f = int(program.pool_first[pool])
            edges |= set(program.change_at[f : f + int(program.pool_count[pool])].tolist())
            for at in edges:
                if row.enqueued <= at < until:
                    assert sum(s.started <= at < s.release for s in mine) >= run.capacity(pool, at)


def check_use(run: Run, held: dict[int, list[Start]]) -> None:
    program, outcome = run.program, run.outcome
    first, last = program.judged_from, program.judged_until
    for pool in range(len(program.names.pools)):
        calendar = run.calendar(int(program.pool_calendar[pool]))
        busy = overtime = served = 0
        for start in held.get(pool, []):
            begin, end = max(start.started, first), min(start.release, last)
            if begin < end:
                inside = work_between(*calendar, begin, end)
                busy += inside
                overtime += (end - begin - inside) * int(program.alternative_finish[start.alternative])
            served += first <= start.release < last
        assert (outcome.busy[pool], outcome.overtime[pool], outcome.served[pool]) == (busy, overtime, served)
    void = sum(start.withdrawn != NEVER and start.release < run.program.horizon for start in run.starts)
    assert outcome.void_work == void


def check_cases(run: Run) -> None:
    program, outcome = run.program, run.outcome
    came = list(arrivals(program, replication_key(SEED, 0)))
    assert [(c.stream, c.epoch, c.member) for c in run.cases] == [(a.stream, a.epoch, a.member) for a in came]
    assert outcome.stamps[:, ARRIVED].tolist() == [a.instant for a in came]
    ended = outcome.outcome >= 0
    assert (ended == (outcome.stamps[:, FINISHED] != NEVER)).all()
    assert not (outcome.later_outcome[~ended] >= 0).any()
    for case in run.cases:
        living = [token for token in run.tokens(case) if token.state != DEAD]
        resting = [token for token in living if token.state in (QUEUED, AT_WORK, TIMING)]
        if case.outcome < 0:
            assert resting, "a case that is open has something under way"
        for token in living:
            if token.state == FORKED:
                assert any(t.branches is not None and t.branches.waiting is token for t in living), (
                    "a fork of nobody"
                )
            elif token.state == HOLDING:
                background = int(program.nodes.background[token.node])
                running = [s for s in scopes(case.scope) if s.background == background]
                assert len(running) == case.running_backgrounds[background] > 0
                assert all(scope.living() for scope in running), "held by nobody"
        if case.outcome >= 0:
            goes_on = {id(t) for s in scopes(case.scope) if s.continues for t in s.living()}
            assert all(id(token) in goes_on for token in living)
            critical_path(program, outcome, case.number)


def scopes(scope: Scope) -> Iterable[Scope]:
    yield scope
    for inner in scope.inner:
        yield from scopes(inner)


def check_ledgers(run: Run) -> None:
    program, nodes, outcome = run.program, run.program.nodes, run.outcome
    own: dict[int, list[Row]] = {case.number: [] for case in run.cases}
    for row in (*run.rows, *run.open_rows):
        own[row.case].append(row)
    office = run.calendar(program.office_calendar)
    days = program.dates_first_day, program.dates_counted.tolist()
    for case in run.cases:
        until = min(int(outcome.stamps[case.number, FINISHED]), run.end)

        def span(row: Row, until: int = until) -> Span:
            return row.enqueued, min(row.completed, row.withdrawn, until)

        pauses: dict[int, list[Span]] = {}
        for row in own[case.number]:
            if nodes.pause[row.node] == 1:
                pauses.setdefault(int(nodes.item[row.node]), []).append(span(row))
        pauses = {item: union(spans) for item, spans in pauses.items()}
        for clock, name in enumerate(program.names.clocks):
            if program.clock_service[clock] != case.service:
                continue
            if name == "paused":
                spans = union(part for parts in pauses.values() for part in parts)
            else:
                first = program.node_clock_first
                spans = union(
                    part
                    for row in own[case.number]
                    if clock
                    in program.node_clock[
                        first[row.node] : first[row.node] + program.node_clock_count[row.node]
                    ]
                    for part in (
                        without(span(row), pauses.get(int(nodes.item[row.node]), []))
                        if program.clock_pausable[clock]
                        else [span(row)]
                    )
                )
            kind, limit = int(program.clock_coordinate[clock]), int(program.clock_limit[clock])
            value, late_at = 0, NEVER
            for begin, end in spans:
                if kind == ELAPSED:
                    gain, reached = end - begin, begin + limit - value
                elif kind == WORKING:
                    gain = work_between(*office, begin, end)
                    reached = instant_of(*office, worked(*office, begin) + limit - value)
                else:
                    assert kind == DATES
                    gain = dates_counted(*days, end) - dates_counted(*days, begin)
                    reached = end_of_counted(*days, dates_counted(*days, begin) + max(0, limit - value))
                    if reached <= begin:
                        reached = end_of_counted(*days, dates_counted(*days, begin) + 1)
                value += gain
                if late_at == NEVER and value >= limit and reached <= end:
                    late_at = reached
            assert outcome.clock_value[case.number, clock] == value, (name, case.number)
            assert outcome.clock_late_at[case.number, clock] == late_at, (name, case.number)


def check_stopping_early(run: Run) -> None:
    early = simulate(run.program, seed=SEED, replication=0, stop_when_judged=True)
    assert early.rows is not None
    assert run.outcome.rows is not None
    assert early.rows.tobytes() == run.outcome.rows[: len(early.rows)].tobytes()
    arrived = early.stamps[:, ARRIVED]
    judged = (
        (early.service == 0) & (arrived >= run.program.judged_from) & (arrived < run.program.judged_until)
    )
    size = len(arrived)
    assert (early.outcome[judged] == run.outcome.outcome[:size][judged]).all()


def check(raw: Raw) -> None:
    run = Run(raw)
    check_rows(run)
    check_desks(run)
    check_cases(run)
    check_ledgers(run)
    check_stopping_early(run)


RELAXED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@given(scenarios())
@settings(max_examples=150, deadline=None, suppress_health_check=RELAXED, derandomize=True)
def test_what_always_holds(raw: Raw) -> None:
    check(raw)


@pytest.mark.verification
@given(scenarios())
@settings(max_examples=5000, deadline=None, suppress_health_check=RELAXED)
def test_what_always_holds_in_thousands(raw: Raw) -> None:
    check(raw)
