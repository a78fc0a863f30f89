"""One replication taken apart: rows, open tokens, calendars and draws, read without the engine's own counts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import floor

from engine.office import Raw, compiled
from sim.chance import TABLE_LENGTH, beyond, look_up, replication_key, uniform52, visit_word
from sim.engine.absence import as_run
from sim.engine.conditions import holds
from sim.engine.nodes import SESSION, TASK, TIMER
from sim.engine.outcome import Outcome, Row
from sim.engine.program import FIXED_POINT, Program
from sim.engine.reference import replication
from sim.engine.reference.tokens import QUEUED, TIMING, Case, Scope, Token
from sim.engine.reference.tokens import WORKING as AT_WORK
from sim.worktime import DAY, NEVER, add_work

Span = tuple[int, int]
SEED = 3


@dataclass(frozen=True)
class Start:
    """One task, or case at a meeting, that got a unit."""

    key: tuple[int, int, int, int, int]
    """(class, joined, case, step, visit): its place in the queue."""
    need: int
    alternative: int
    started: int
    release: int
    withdrawn: int
    kept: bool
    """Done at a unit that its case kept: it asked nobody for one."""


class Run:
    """One replication with its insides: cases and tokens as they stood at the end."""

    def __init__(self, raw: Raw) -> None:
        self.program: Program = as_run(compiled(raw), SEED, 0)
        inside = replication.Replication(self.program, SEED, 0, True)
        self.hurried: set[tuple[int, int, int]] = set()
        """(case, node, visit) of work begun in a hurry: whether that was right `test_due` asks."""
        as_it_is = inside.due.hurried

        def noted(token: Token, work: int, now: int) -> int:
            if (made := as_it_is(token, work, now)) != work:
                self.hurried.add((token.case.number, token.node, token.visit))
            return made

        inside.due.hurried = noted  # type: ignore[method-assign]
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

    @cached_property
    def working_dates(self) -> set[int]:
        """Numbers of the dates that count as working, by the differences of the running number."""
        first, counted = self.program.dates_first_day, self.program.dates_counted.tolist()
        return {first + i for i, n in enumerate(counted) if n > (counted[i - 1] if i else 0)}

    def end_of_last_day(self, date: int) -> int:
        """24:00 of a date, or of the first working date after it if it is a day off: walked day by day."""
        last = max(self.working_dates)
        while date not in self.working_dates:
            if date > last:
                return NEVER
            date += 1
        return (date + 1) * DAY

    def pools(self, alternative: int) -> list[int]:
        first = int(self.program.alternative_first[alternative])
        rows = slice(first, first + int(self.program.alternative_count[alternative]))
        found: list[int] = self.program.alternative_pool[rows].tolist()
        return found

    def capacity(self, pool: int, at: int) -> int:
        first = int(self.program.pool_first[pool])
        rows = slice(first, first + int(self.program.pool_count[pool]))
        place = bisect_right(self.program.change_at[rows].tolist(), at)
        return int(self.program.change_capacity[rows][place - 1]) if place else 0

    def uniform(self, row: Row, draw: int | None = None) -> int:
        case = self.cases[row.case]
        s_hi, s_lo = self.program.stream_words[case.stream].tolist()
        draw = int(self.program.nodes.draw[row.node]) if draw is None else draw
        d_hi, d_lo = self.program.draw_words[draw].tolist()
        word = visit_word(case.member, row.visit)
        return uniform52(*replication_key(SEED, 0), case.epoch, word, s_hi ^ d_hi, s_lo ^ d_lo)

    def completion(self, row: Row) -> int:
        """When the work or wait of a row ends, from its draw and the calendar alone."""
        program, node = self.program, row.node
        if program.nodes.clock[node] >= 0:
            return row.completed  # `check_deadlines` looks at these
        if program.nodes.kind[node] == TIMER:
            begun, spent, u = max(row.enqueued, program.start), 0, self.uniform(row)
            if program.nodes.first[node] >= 0:
                spent, u = int(program.nodes.first[node]), beyond(u, int(program.nodes.count[node]))
            length = look_up(self.tables, int(program.nodes.table[node]) * TABLE_LENGTH, u)
            length = max(0, length - spent)
            if program.nodes.calendar[node] < 0:
                return self.at_the_counter(row, begun + length)
            return add_work(*self.calendar(int(program.nodes.calendar[node])), begun, length)
        if program.nodes.kind[node] == SESSION:
            table = int(program.work_table[program.nodes.first[node]])
            return row.started + look_up(self.tables, table * TABLE_LENGTH, self.uniform(row))
        place = (
            int(program.nodes.first[node])
            + row.alternative
            - int(program.need_first[program.nodes.need[node]])
        )
        length = look_up(self.tables, int(program.work_table[place]) * TABLE_LENGTH, self.uniform(row))
        length = self.factored(row, length)
        if (row.case, node, row.visit) in self.hurried:
            made = Fraction(length) * int(program.due_effort[program.nodes.due[node]]) / 1_000_000
            length = floor(made + Fraction(1, 2))
        return self.worked_from(row, length)

    def worked_from(self, row: Row, length: int) -> int:
        """When so much work is done that began with a row."""
        if self.program.alternative_finish[row.alternative]:
            return row.started + length
        calendar = int(self.program.alternative_calendar[row.alternative])
        return add_work(*self.calendar(calendar), row.started, length)

    def factored(self, row: Row, length: int) -> int:
        """The work after every factor that holds, reckoned with fractions."""
        program, node = self.program, row.node
        first = int(program.nodes.factors[node])
        for factor in range(first, first + int(program.nodes.factor_count[node])) if first >= 0 else ():
            condition = int(program.factor_condition[factor])
            at = row.started % DAY
            if not program.factor_from[factor] <= at < program.factor_until[factor]:
                continue
            first_code, codes = int(program.code_first[condition]), int(program.code_count[condition])
            service = int(self.outcome.service[row.case])
            of_service = (program.attribute_service == service).nonzero()[0].tolist()
            known = [int(self.outcome.attributes[a][row.case]) for a in of_service]
            operations = program.code_operation.tolist(), program.code_value.tolist()
            if condition < 0 or holds(*operations, first_code, codes, known, (), [0] * codes) == 1:
                made = Fraction(length) * int(program.factor_value[factor]) / 1_000_000
                length = max(1, floor(made + Fraction(1, 2))) if length else 0
        return length

    def at_the_counter(self, row: Row, ready: int) -> int:
        """A file that is made ready again comes back at once from home, and to a counter when the office is open."""
        names, node = self.program.names, row.node
        step = names.steps[int(self.program.nodes.step[node])]
        if not step.endswith((".prepare", ".away")):
            return ready
        values = names.attribute_values[names.attributes.index("channel")]
        online = values[self.cases[row.case].attributes[0] // FIXED_POINT] == "online"
        if online and not step.endswith(".away"):
            return ready
        opens, closes, _ = self.calendar(self.program.office_calendar)
        return next((max(ready, a) for a, b in zip(opens, closes, strict=True) if b > ready), NEVER)

    def queued(self, row: Row, until: int) -> int:
        """What a row waited for its task while somebody was on duty who might have called it, up to an instant."""
        program = self.program
        left = min(row.started, row.completed, row.withdrawn, until)
        if program.nodes.kind[row.node] != TASK or left <= row.enqueued:
            return 0
        first = int(program.need_first[program.nodes.need[row.node]])
        count = int(program.need_count[program.nodes.need[row.node]])
        ways = [self.pools(alternative) for alternative in range(first, first + count)]
        edges = sorted(
            {row.enqueued, left, *(at for at in program.change_at.tolist() if row.enqueued < at < left)}
        )
        return sum(
            b - a
            for a, b in pairwise(edges)
            if any(all(self.capacity(pool, a) > 0 for pool in pools) for pools in ways)
        )

    def gives_up(self, row: Row) -> int:
        """When whoever waits for this task loses patience; NEVER for the patient."""
        nodes, node = self.program.nodes, row.node
        if nodes.kind[node] != TASK or nodes.patience[node] < 0:
            return NEVER
        draw = self.uniform(row, int(nodes.patience[node]))
        length = look_up(self.tables, int(nodes.table[node]) * TABLE_LENGTH, draw)
        calendar = int(nodes.calendar[node])
        begun = max(row.enqueued, self.program.start)
        return begun + length if calendar < 0 else add_work(*self.calendar(calendar), begun, length)

    @cached_property
    def keeping(self) -> set[int]:
        """Pools whose units some task keeps beyond its own work: rows do not tell until when."""
        nodes, program = self.program.nodes, self.program
        needs = set(nodes.need[nodes.keeps >= 0].tolist())
        firsts = ((int(program.need_first[need]), int(program.need_count[need])) for need in needs)
        return {pool for first, n in firsts for way in range(first, first + n) for pool in self.pools(way)}

    @cached_property
    def starts(self) -> list[Start]:
        nodes = self.program.nodes
        found = [
            Start(
                (int(nodes.queue_class[r.node]), r.enqueued, r.case, int(nodes.step[r.node]), r.visit),
                int(nodes.need[r.node]), r.alternative, r.started, self.completion(r), r.withdrawn,
                nodes.at[r.node] >= 0,
            )
            for r in (*self.rows, *self.open_rows)
            if nodes.kind[r.node] in (TASK, SESSION) and r.alternative >= 0
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


def scopes(scope: Scope) -> Iterable[Scope]:
    yield scope
    for inner in scope.inner:
        yield from scopes(inner)
