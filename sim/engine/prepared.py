"""A `Program` as Python lists, which the interpreter reads several times faster than arrays."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.chance import TABLE_LENGTH
from sim.engine.nodes import FORK, Ints, Nodes
from sim.engine.opening import need_hours
from sim.engine.program import QUEUED, Program


def slices(first: Ints, count: Ints, *columns: Ints) -> list[list[tuple[int, ...]]]:
    """Rows of flat `columns`, cut by (first, count): one list of tuples an owner."""
    lists = [column.tolist() for column in columns]
    return [
        list(zip(*(column[f : f + n] for column in lists), strict=True)) if n > 0 else []
        for f, n in zip(first.tolist(), count.tolist(), strict=True)
    ]


def cut(first: Ints, count: Ints, column: Ints) -> list[list[int]]:
    flat = column.tolist()
    return [flat[f : f + n] if n > 0 else [] for f, n in zip(first.tolist(), count.tolist(), strict=True)]


class Calendar:
    """Open intervals of one calendar, ready for `sim.worktime.arithmetic`."""

    __slots__ = ("close_at", "open_at", "worked_before")

    def __init__(self, open_at: Sequence[int], close_at: Sequence[int], worked_before: Sequence[int]) -> None:
        self.open_at = open_at
        self.close_at = close_at
        self.worked_before = worked_before


def _lists(columns: Nodes | Program) -> dict[str, Any]:
    """Every column by its name. Quantile tables, which are large, are flattened by who needs them."""
    named = {field.name: getattr(columns, field.name) for field in dataclasses.fields(columns)}
    return {
        name: column.tolist()
        for name, column in named.items()
        if isinstance(column, np.ndarray) and name != "tables"
    }


class Prepared:
    """Lists by node, need, pool, stream, clock: every column of `Nodes` and of `Program` under its own name, and more.

    Tables stand one behind the other; what points at one holds its offset.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.__dict__.update(_lists(program.nodes) | _lists(program))
        nodes = program.nodes
        self.calendars = [
            Calendar(*columns)
            for columns in zip(
                cut(program.calendar_first, program.calendar_count, program.open_at),
                cut(program.calendar_first, program.calendar_count, program.close_at),
                cut(program.calendar_first, program.calendar_count, program.worked_before),
                strict=True,
            )
        ]
        self.tables: list[int] = program.tables.ravel().tolist()
        self.table: list[int] = (nodes.table * TABLE_LENGTH).tolist()
        self.work_table: list[int] = (program.work_table * TABLE_LENGTH).tolist()
        self.options: list[tuple[int, int, int]] = list(
            zip(self.option_threshold, self.option_condition, self.option_entry, strict=True)
        )
        self.branches = [
            self.branch_entry[f : f + n] if kind == FORK else []
            for kind, f, n in zip(self.kind, self.first, self.count, strict=True)
        ]
        self.clears = cut(program.clear_first, program.clear_count, program.clear_stamp)
        self.codes: list[tuple[int, int]] = list(zip(self.code_first, self.code_count, strict=True))
        self.changes_at = cut(program.pool_first, program.pool_count, program.change_at)
        self.capacities = cut(program.pool_first, program.pool_count, program.change_capacity)
        self.alternatives = [
            list(range(f, f + n)) for f, n in zip(self.need_first, self.need_count, strict=True)
        ]
        self.alternative_pools = cut(
            program.alternative_first, program.alternative_count, program.alternative_pool
        )
        self.lines = cut(program.line_first, program.line_count, program.line)
        self.seats = cut(program.seat_first, program.seat_count, program.line) or self.lines
        self.group_needs: list[list[int]] = [[] for _ in range(max(self.pool_group, default=-1) + 1)]
        for need, group in enumerate(self.need_group):
            self.group_needs[group].append(need)
        self.group_pools: list[list[int]] = [[] for _ in self.group_needs]
        for pool, group in enumerate(self.pool_group):
            self.group_pools[group].append(pool)
        self.meetings = cut(program.session_first, program.session_count, program.meeting_at)
        self.meeting_cutoffs = cut(program.session_first, program.session_count, program.meeting_cutoff)
        self.places = cut(program.session_first, program.session_count, program.places_by_meeting)
        self.ways: list[int] = program.ways_by_session.tolist()
        self.draws = [
            [(int(s_hi ^ d_hi), int(s_lo ^ d_lo)) for d_hi, d_lo in program.draw_words.tolist()]
            for s_hi, s_lo in program.stream_words.tolist()
        ]
        self.service_attributes: list[list[int]] = [[] for _ in self.service_entry]
        for attribute, service in enumerate(self.attribute_service):
            self.service_attributes[service].append(attribute)
        self.attribute_table: list[int] = (program.attribute_table * TABLE_LENGTH).tolist()
        self.backlog_stamps = cut(
            program.backlog_stamp_first, program.backlog_stamp_count, program.backlog_stamp
        )
        self._prepare_clocks(program)

    if TYPE_CHECKING:
        attribute_channel: list[list[int]]
        backlog_attribute: list[list[int]]

        def __getattr__(self, column: str) -> list[int]: ...

    def joined(self, node: int, now: int, waited: bool) -> int:
        """Now, or when a case of the backlog came to where it stands, unless its visitor was elsewhere."""
        since = self.since[node]
        return since if since >= 0 and not waited else now

    def _prepare_clocks(self, program: Program) -> None:
        """Clocks are numbered within their service, so that a case carries only its own."""
        self.service_clocks: list[list[int]] = [[] for _ in self.service_entry]
        local = []
        for clock, service in enumerate(program.clock_service.tolist()):
            local.append(len(self.service_clocks[service]))
            self.service_clocks[service].append(clock)

        def by_service(column: Ints) -> list[list[int]]:
            return [[int(column[clock]) for clock in clocks] for clocks in self.service_clocks]

        def within(column: Ints) -> list[list[int]]:
            return [[local[clock] if clock >= 0 else -1 for clock in clocks] for clocks in by_service(column)]

        self.clock_coordinate = by_service(program.clock_coordinate)
        self.clock_from = by_service(program.clock_from)
        self.clock_to = by_service(program.clock_to)
        self.clock_limit = by_service(program.clock_limit)
        self.clock_apart = by_service(program.clock_apart)
        self.clock_judged = by_service(program.clock_judged)
        self.clock_pauses = by_service(program.clock_pauses)
        self.clock_counts_pause = by_service(program.clock_counts_pause)
        self.clock_dated_back = within(program.clock_dated_back)
        self.clock_ended_back = within(program.clock_ended_back)
        self.clock_goes_on = within(program.clock_goes_on)
        self.clock: list[int] = [local[clock] if clock >= 0 else -1 for clock in program.nodes.clock.tolist()]
        """The clock a TIMER runs on, numbered within its service; -1: none."""
        urgency = slices(
            program.nodes.urgency_first,
            program.nodes.urgency_count,
            program.urgency_clock,
            program.urgency_limit,
            program.urgency_class,
        )
        self.urgency = [[(local[clock], limit, rank) for clock, limit, rank in rows] for rows in urgency]
        self.due_clock: list[int] = [local[clock] for clock in program.due_clock.tolist()]
        self.due_table: list[int] = (program.due_table * TABLE_LENGTH).tolist()
        looked_at = {
            *program.nodes.clock.tolist(), *program.urgency_clock.tolist(), *program.due_clock.tolist()
        }  # fmt: skip
        looked_at |= {int(program.clock_dated_back[clock]) for clock in looked_at if clock >= 0}
        self.clock_watched = [[clock in looked_at for clock in clocks] for clocks in self.service_clocks]
        """Whether some node looks at the clock, or at the one it is the twin of, while it runs."""
        by_node = cut(program.node_clock_first, program.node_clock_count, program.node_clock)
        queued = set(np.flatnonzero(program.clock_coordinate == QUEUED).tolist())
        self.node_clocks = [[local[clock] for clock in clocks if clock not in queued] for clocks in by_node]
        self.queue_clocks = [[local[clock] for clock in clocks if clock in queued] for clocks in by_node]
        """By node: clocks that count the time in its queue."""
        self.need_hours = (
            [Calendar(*map(np.ndarray.tolist, hours)) for hours in need_hours(program)] if queued else []
        )


@lru_cache(maxsize=8)
def prepared(program: Program) -> Prepared:
    """The lists of `program`, made once a process."""
    return Prepared(program)
