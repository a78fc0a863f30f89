"""A program laid out for the kernel, and a world for each replication that runs it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance import exponential_table, replication_key
from sim.engine.compiled import records as r
from sim.engine.nodes import Ints
from sim.engine.opening import need_hours
from sim.engine.planned import planned
from sim.engine.program import QUEUED, SIZE, VISITOR_COUNTS, Program
from sim.engine.summary import Summary, counted_clocks
from sim.worktime import NEVER

Records = NDArray[np.void]

SLICE = 2**20
"""Events between two looks at whether somebody wants to stop."""
SUMMED = ("outcomes", "window", "later", "counts", "not_judged", "sums")
"""Tables of a summary that are small: they lie with what else a replication writes to."""


class Layout:
    """The records of a program: made once, and never written to. Keeps every array it names an address of.

    For `summing`, of those clocks alone that a summary reads: who holds a case how long is told case by case.
    """

    def __init__(self, program: Program, summing: bool) -> None:
        self.program = program
        self._runs = _read_by_summary(program) if summing else np.ones(len(program.clock_service), dtype=bool)
        self._kept: list[NDArray[Any]] = []
        self.world = np.zeros(1, dtype=r.WORLD)
        service_of_clock = program.clock_service
        order = np.argsort(service_of_clock, kind="stable")
        order = order[self._runs[order]]
        first_clock = np.searchsorted(service_of_clock[order], np.arange(len(program.service_entry)))
        local = np.full(len(service_of_clock), -1)
        local[order] = np.arange(len(order)) - first_clock[service_of_clock[order]]
        self._local = local
        self._scalars(program)
        self._vectors(program)
        self._name("nodes", self._nodes(program))
        self._name("calendars", self._calendars(program))
        self._name("alternatives", self._alternatives(program))
        self._name("services", self._services(program, first_clock))
        self._name("clocks", self._clocks(program, order))
        self._name("attributes", self._attributes(program))
        self._name("codes", _columns(r.CODE, first=program.code_first, count=program.code_count))
        self.parts: dict[str, tuple[int, int]] = {}
        self.planned_streams: list[int] = np.flatnonzero(program.stream_plan_count >= 0).tolist()
        self.summed = Summary.empty(program) if summing else None
        self.fresh, self.leading = self._fresh(program)

    # -- addresses ------------------------------------------------------------------------------------

    def _address(self, array: NDArray[Any]) -> int:
        """Where an array stands in memory, for as long as this layout lives."""
        whole = np.ascontiguousarray(array)
        self._kept.append(whole)
        return int(whole.ctypes.data)

    def _name(self, field: str, array: NDArray[Any]) -> None:
        self.world[field] = self._address(array)

    def _scalars(self, program: Program) -> None:
        world = self.world
        for name in ("start", "horizon", "judged_from", "judged_until", "reserve_after"):
            world[name] = getattr(program, name)
        world["office"] = program.office_calendar
        world["first_day"] = program.dates_first_day
        world["dates_count"] = len(program.dates_counted)
        world["pool_count"] = len(program.pool_group)
        world["need_count"] = len(program.need_group)
        world["group_count"] = int(program.pool_group.max(initial=-1)) + 1
        world["session_count"] = len(program.session_first)
        world["stream_count"] = len(program.stream_service)
        world["stamp_count"] = len(program.names.stamps)
        world["attribute_count"] = len(program.attribute_service)
        world["clock_count"] = len(program.clock_service)
        running = program.clock_service[self._runs]
        world["clocks_most"] = int(np.bincount(running, minlength=1).max(initial=0))
        world["item_count"] = len(program.names.items)
        world["backlog_groups"] = len(program.backlog_stream)
        names = program.names
        world["outcome_count"] = len(names.outcomes)
        world["accepted_stamp"] = _place("accepted", names.stamps)
        world["deemed_stamp"] = _place("deemed", names.stamps)
        world["deemed_outcome"] = _place("deemed", names.outcomes)

    def _vectors(self, program: Program) -> None:
        for name in r.PROGRAM_COLUMNS.split():
            self._name(name, getattr(program, name))
        self._name("urgency_clock", self._numbered_within(program.urgency_clock))
        self._name("due_clock", self._numbered_within(program.due_clock))
        self._name("node_clock", self._numbered_within(self._node_clocks(program)))
        self._name("clock_sum", self._numbered_within(program.clock_sum))
        self._name("service_attribute", np.argsort(program.attribute_service, kind="stable"))
        self._name("exponential", exponential_table())

    def _node_clocks(self, program: Program) -> Ints:
        """Clocks by node, those that count time in its queue behind the others; notes how many each node has."""
        nodes = len(program.node_clock_count)
        owner = np.repeat(np.arange(nodes), np.maximum(program.node_clock_count, 0))
        runs = self._runs[program.node_clock]
        owner, clocks = owner[runs], program.node_clock[runs]
        in_queue = program.clock_coordinate[clocks] == QUEUED
        self._held = np.bincount(owner, minlength=nodes)
        self._waits = np.bincount(owner[in_queue], minlength=nodes)
        ordered: Ints = clocks[np.lexsort((in_queue, owner))]
        return ordered

    def _numbered_within(self, clocks: Ints) -> Ints:
        """Clocks by their numbers within their services."""
        if len(self._local) == 0:
            return np.full_like(clocks, -1)
        numbered: Ints = np.where(clocks >= 0, self._local[clocks], -1)
        return numbered

    # -- records that never change ----------------------------------------------------------------------

    def _nodes(self, program: Program) -> Records:
        nodes = program.nodes
        made = np.zeros(len(nodes.kind), dtype=r.NODE)
        for name in r.NODE.names or ():
            if hasattr(nodes, name):
                made[name] = getattr(nodes, name)
        made["clock"] = self._numbered_within(nodes.clock)
        count, waits = self._held, self._waits
        first = np.cumsum(count) - count
        made["clocks"], made["clock_count"] = first, count - waits
        made["waits"], made["wait_count"] = first + count - waits, waits
        made["clears"], made["clear_count"] = program.clear_first, np.maximum(program.clear_count, 0)
        return made

    def _calendars(self, program: Program) -> Records:
        """Those of the program, and behind them the hours of each need, where a clock counts time in queues."""
        made = np.zeros(len(program.calendar_first), dtype=r.CALENDAR)
        for name in ("open_at", "close_at", "worked_before"):
            made[name] = self._slices(getattr(program, name), program.calendar_first)
        made["count"] = program.calendar_count
        if not self._waits.any():
            return made
        hours = np.zeros(len(program.need_group), dtype=r.CALENDAR)
        for need, own in enumerate(need_hours(program)):
            for name in ("open_at", "close_at", "worked_before"):
                hours[name][need] = self._address(getattr(own, name))
            hours["count"][need] = len(own.open_at)
        return np.concatenate([made, hours])

    def _slices(self, vector: Ints, first: Ints) -> Ints:
        """Addresses of parts of a vector."""
        return self._address(vector) + first * vector.itemsize

    def _alternatives(self, program: Program) -> Records:
        return _columns(
            r.ALTERNATIVE,
            pools=program.alternative_first,
            pool_count=program.alternative_count,
            calendar=program.alternative_calendar,
            last_start=program.alternative_last_start,
            finish=program.alternative_finish,
        )

    def _services(self, program: Program, first_clock: Ints) -> Records:
        services = len(program.service_entry)
        attributes = np.bincount(program.attribute_service, minlength=services)
        return _columns(
            r.SERVICE,
            entry=program.service_entry,
            pauses=program.service_pauses,
            clocks=first_clock,
            clock_count=np.bincount(program.clock_service[self._runs], minlength=services),
            attributes=np.cumsum(attributes) - attributes,
            attribute_count=attributes,
        )

    def _clocks(self, program: Program, order: Ints) -> Records:
        looked_at = np.zeros(len(program.clock_service), dtype=np.int64)
        looked_at[program.nodes.clock[program.nodes.clock >= 0]] = 1
        looked_at[program.urgency_clock] = 1
        looked_at[program.due_clock] = 1
        twins = program.clock_dated_back[looked_at == 1]
        looked_at[twins[twins >= 0]] = 1
        counted = np.full(len(program.clock_service), -1, dtype=np.int64)
        counted[counted_clocks(program)] = np.arange(len(counted_clocks(program)))
        counted = np.where(program.clock_pooled >= 0, counted[program.clock_pooled], counted)
        return _columns(
            r.CLOCK,
            begins=program.clock_from[order],
            ends=program.clock_to[order],
            coordinate=program.clock_coordinate[order],
            limit=program.clock_limit[order],
            judged=program.clock_judged[order],
            pauses=program.clock_pauses[order],
            counts_pause=program.clock_counts_pause[order],
            dated_back=self._numbered_within(program.clock_dated_back)[order],
            ended_back=self._numbered_within(program.clock_ended_back)[order],
            goes_on=self._numbered_within(program.clock_goes_on)[order],
            condition=program.clock_condition[order],
            watched=looked_at[order],
            number=order,
            counted=counted[order],
            sums=program.clock_sum_first[order],
            sum_count=program.clock_sum_count[order],
            apart=program.clock_apart[order],
        )

    def _attributes(self, program: Program) -> Records:
        count = len(program.attribute_service)
        return _columns(
            r.ATTRIBUTE,
            kind=program.attribute_kind,
            first=program.attribute_first,
            count=program.attribute_count,
            table=program.attribute_table,
            draw=program.attribute_draw,
            channel=np.arange(count) * (program.attribute_channel.shape[1] if count else 0),
        )

    # -- what a replication writes to: as it stands before it begins ---------------------------------------

    def _fresh(self, program: Program) -> tuple[Ints, Ints]:
        """The world and all it writes to, in one vector; and the words of it that lead to another place in it.

        These hold the distance from its first word, as nobody knows yet where a copy of it will stand.
        """
        groups, streams = self._groups(program), self._streams(program)
        own = {
            "pools": self._pools(program),
            "sessions": self._sessions(program),
            "needs": self._needs(program),
            "groups": groups,
            "streams": streams,
            "touched_groups": np.zeros(max(1, len(groups)), dtype=np.int64),
            "coming": np.zeros(max(1, len(streams)), dtype=np.int64),
            "blocks": self._blocks(program),
            "visitors": np.zeros(max(1, len(program.visitor_nodes) * VISITOR_COUNTS), dtype=np.int64),
            "condition_stack": np.zeros(int(program.code_count.max(initial=1)), dtype=np.int64),
        }
        if self.summed:
            own |= {f"sum_{name}": getattr(self.summed, name) for name in SUMMED}
        world, words = self.world, len(r.WORLD.names or ())
        for field, part in own.items():
            self.parts[field] = (words, words + part.nbytes // r.WORD)
            world[field] = words * r.WORD
            words = self.parts[field][1]
        world["now"] = program.start
        world["worked_at"] = world["dates_at"] = NEVER
        world["summing"], world["keep_cases"] = bool(self.summed), not self.summed
        fixed = int(world["stamp_count"][0]) + int(world["attribute_count"][0])
        world["out_words"] = r.CASE_WORDS + fixed + 3 * len(program.clock_service)
        vectors = [part.view(np.int64).ravel() for part in (world, *own.values())]
        return np.concatenate(vectors), np.array([_WORD_OF[field] for field in own])

    def _blocks(self, program: Program) -> Ints:
        """(first free block, words of a block) of every kind of block; no block is there yet."""
        words = [kind.itemsize // r.WORD for kind in (r.TOKEN, r.SCOPE, r.FORKING, r.ALARM, r.CASE, r.STAY)]
        stamps, attributes, clocks, items = (
            int(self.world[field][0])
            for field in ("stamp_count", "attribute_count", "clocks_most", "item_count")
        )
        words[r.CASES] += stamps + attributes + clocks * (r.RUN.itemsize // r.WORD)
        words[r.CASES] += (items + 1) * clocks * 2 if program.service_pauses.any() else 0
        return np.array([[0, count] for count in words], dtype=np.int64)

    def _pools(self, program: Program) -> Records:
        made = np.zeros(len(program.pool_group), dtype=r.POOL)
        made["calendar"], made["group"] = program.pool_calendar, program.pool_group
        made["changes"] = self._slices(program.change_at, program.pool_first)
        made["capacities"] = self._slices(program.change_capacity, program.pool_first)
        made["change_count"] = program.pool_count
        for pool, (first, count) in enumerate(zip(program.pool_first, program.pool_count, strict=True)):
            made["next_change"][pool] = program.change_at[first] if count else NEVER
        return made

    def _needs(self, program: Program) -> Records:
        made = np.zeros(len(program.need_group), dtype=r.NEED)
        made["hours"] = len(program.calendar_first) + np.arange(len(made))
        made["group"], made["first"], made["count"] = (
            program.need_group,
            program.need_first,
            program.need_count,
        )
        made["tickets"][program.nodes.need[program.nodes.ticket >= 0]] = 1
        for need, (first, count) in enumerate(zip(program.need_first, program.need_count, strict=True)):
            if len(program.line_room):
                made["line"][need], made["line_count"][need] = (
                    program.line_first[need],
                    program.line_count[need],
                )
                shared = len(program.seat_first) > 0
                made["seats"][need] = program.seat_first[need] if shared else made["line"][need]
                made["seat_count"][need] = program.seat_count[need] if shared else made["line_count"][need]
            made["room"][need] = program.line_room[need] if len(program.line_room) else -1
            made["joint"][need] = (program.alternative_count[first : first + count] > 1).any()
        return made

    def _groups(self, program: Program) -> Records:
        made = np.zeros(int(self.world["group_count"][0]), dtype=r.GROUP)
        made["number"] = np.arange(len(made))
        made["next_wake"] = NEVER
        for members, what, vector in (
            (program.need_group, "need", "group_need"),
            (program.pool_group, "pool", "group_pools"),
        ):
            count = np.bincount(members, minlength=len(made))
            made[f"{what}_count"] = count
            made[f"{what}s"] = np.cumsum(count) - count
            self._name(vector, np.argsort(members, kind="stable"))
        return made

    def _sessions(self, program: Program) -> Records:
        made = np.zeros(len(program.session_first), dtype=r.SESSION)
        made["meetings"] = self._slices(program.meeting_at, program.session_first)
        made["cutoffs"] = self._slices(program.meeting_cutoff, program.session_first)
        made["places"] = self._slices(program.places_by_meeting, program.session_first)
        made["count"] = program.session_count
        made["alternative"], made["ways"] = program.session_alternative, program.ways_by_session
        made["next_wake"] = made["last"] = NEVER
        return made

    def _streams(self, program: Program) -> Records:
        made = np.zeros(len(program.stream_service), dtype=r.STREAM)
        made["service"], made["batch"] = program.stream_service, program.stream_batch
        made["knots"] = self._slices(program.knot_at, program.stream_knot_first)
        made["values"] = self._slices(program.knot_value, program.stream_knot_first)
        made["count"] = program.stream_knot_count
        made["words_hi"], made["words_lo"] = program.stream_words[:, 0], program.stream_words[:, 1]
        arrival_hi, arrival_lo = program.draw_words[program.arrival_draw]
        made["arrival_hi"], made["arrival_lo"] = made["words_hi"] ^ arrival_hi, made["words_lo"] ^ arrival_lo
        made["first_gap"], made["gap"] = program.stream_first_gap, program.stream_gap
        made["sizes"], made["size_count"] = program.stream_size_first, program.stream_size_count
        if len(program.coming_draw):
            size_hi, size_lo = program.draw_words[program.coming_draw[SIZE]]
            made["size_hi"], made["size_lo"] = made["words_hi"] ^ size_hi, made["words_lo"] ^ size_lo
        made["epoch"] = made["planned_count"] = -1
        made["otherwise"] = (
            (program.stream_gap >= 0) | (program.stream_size_count >= 0) | (program.stream_plan_count >= 0)
        )
        return made


def _place(name: str, names: tuple[str, ...]) -> int:
    return names.index(name) if name in names else -1


def _columns(dtype: np.dtype[Any], **columns: Ints) -> Records:
    made = np.zeros(len(next(iter(columns.values()))), dtype=dtype)
    for name, column in columns.items():
        made[name] = column
    return made


def _read_by_summary(program: Program) -> NDArray[np.bool_]:
    """By clock: whether a summary counts it, something waits for it or hangs on it, or one of these takes it over."""
    read: NDArray[np.bool_] = (program.clock_judged != 0) | (program.clock_counts_pause == 1)
    read[counted_clocks(program)] = True
    read[program.clock_pooled >= 0] = True
    for column in (program.nodes.clock, program.urgency_clock, program.due_clock):
        read[column[column >= 0]] = True
    known = -1
    while known < (count := int(read.sum())):
        known = count
        for twin in (program.clock_dated_back, program.clock_ended_back, program.clock_goes_on):
            read[twin[read & (twin >= 0)]] = True
        for clock in np.flatnonzero(read & (program.clock_sum_count > 0)):
            first = program.clock_sum_first[clock]
            read[program.clock_sum[first : first + program.clock_sum_count[clock]]] = True
    return read


@lru_cache(maxsize=8)
def layout(program: Program, summing: bool = False) -> Layout:
    """The records of `program`, made once a process."""
    return Layout(program, summing)


class World:
    """One replication of a program: memory of its own, which the kernel works on."""

    def __init__(
        self,
        program: Program,
        *,
        seed: int,
        replication: int,
        rows: bool,
        stop_when_judged: bool,
        summing: bool = False,
    ) -> None:
        self._layout = made = layout(program, summing)
        self._memory = made.fresh.copy()
        self.address: int = self._memory.ctypes.data
        self._memory[made.leading] += self.address
        self["k0"], self["k1"] = key = replication_key(seed, replication)
        self._planned = [planned(program, key, stream) for stream in made.planned_streams]
        for stream, lines in zip(made.planned_streams, self._planned, strict=True):
            own = self._records("streams", r.STREAM)[stream]
            own["planned"], own["planned_count"] = lines.ctypes.data, len(lines)
        self["stop_when_judged"], self["keep_rows"] = stop_when_judged, rows
        self["slice"] = SLICE
        if made.summed:
            self._cells = np.zeros(made.summed.cells.shape, dtype=np.int64)
            self["sum_cells"] = self._cells.ctypes.data

    def __getitem__(self, field: str) -> int:
        return int(self._memory[_WORD_OF[field]])

    def __setitem__(self, field: str, value: int) -> None:
        self._memory[_WORD_OF[field]] = value

    @property
    def pools(self) -> Records:
        return self._records("pools", r.POOL)

    @property
    def sessions(self) -> Records:
        return self._records("sessions", r.SESSION)

    @property
    def visitors(self) -> Ints:
        """As in `Outcome`."""
        begin, _ = self._layout.parts["visitors"]
        rows = len(self._layout.program.visitor_nodes)
        return self._memory[begin : begin + rows * VISITOR_COUNTS].reshape(rows, VISITOR_COUNTS)

    def summed(self) -> dict[str, Any]:
        """The tables of a `Summary` to which cases were added."""
        tables = {"cells": self._cells}
        for name in SUMMED:
            begin, end = self._layout.parts[f"sum_{name}"]
            tables[name] = self._memory[begin:end].reshape(getattr(self._layout.summed, name).shape).copy()
        return tables

    def _records(self, field: str, kind: np.dtype[Any]) -> Records:
        begin, end = self._layout.parts[field]
        return self._memory[begin:end].view(kind)


_WORD_OF = {name: place for place, name in enumerate(r.WORLD.names or ())}
"""Where a field of the world stands."""
