"""The flat form of a scenario: what an engine runs, and all it may know.

A `Program` is made of int64 arrays and is immutable. Two equal programs give equal tables on any machine;
`digest` names one. Labels shown to people stand in `Names` and enter neither digest nor draw.
"""

from __future__ import annotations

import dataclasses
import hashlib
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.engine.names import Names
from sim.engine.nodes import AGAIN, NODES_LATER, Ints, Nodes
from sim.frozen import dataclass
from sim.model.faults import listed

ELAPSED, WORKING, DATES, DAYS, QUEUED, VISITS, REACHED = range(7)
"""Coordinates of a clock (E, W, N and D): elapsed µs, working µs, working dates counted, natural dates counted; and,
with no coordinate of their own, µs spent in queues while their pools are open (Q), visits or windows, and nothing but
whether `to` is reached."""

WHOLE_DAYS = (DATES, DAYS)
"""Coordinates that count whole dates, the first not counted."""
COUNTS = (*WHOLE_DAYS, VISITS, REACHED)
"""Coordinates that count something; the others count µs."""

ARRIVED, FINISHED = 0, 1
"""Stamps every case has: its arrival, and the end of its flow."""

CONSTANT, ATTRIBUTE, ADD, SUBTRACT, LESS, AT_MOST, EQUAL, NOT_EQUAL, BOTH, EITHER, NOT, STAMPED = range(12)
"""Operations of a condition: a stack machine over fixed-point numbers (1e-6)."""

LATER = (
    "clock_apart", "clock_pooled", "clock_goes_on", "clock_condition", "clock_ended_back",
    "factor_condition", "factor_from", "factor_until", "factor_value",
    "due_clock", "due_limit", "due_order", "due_draw", "due_table", "due_near", "due_effort",
)  # fmt: skip
"""Columns that came later than others: they enter the digest where they say something."""
LATER_AND_EMPTY = (
    "meeting_places", "session_ways", "change_shift", "change_absent", "pool_stay", "pool_words",
    "balk_length", "balk_threshold", "line_first", "line_count", "line", "line_room", "seat_first", "seat_count",
)  # fmt: skip
"""Columns that came later than the others and are empty where nothing uses them."""

COMING = (
    "stream_first_gap", "stream_gap", "stream_size_first", "stream_size_count", "size_cases", "size_threshold",
    "stream_plan_first", "stream_plan_count", "plan_at", "plan_base", "plan_cases", "plan_weight", "plan_epoch",
    "stream_no_show", "stream_late", "stream_late_by", "stream_early", "coming_draw",
)  # fmt: skip
"""Columns of streams that do not come one by one by a rate alone; they enter the digest, by name, where they say so."""

COMING_DRAWS = ("batch size", "comes", "moment", "no show", "late", "off time")
SIZE, COMES, MOMENT, NO_SHOW, LATE, OFF_TIME = range(6)
"""Purposes of the draws of who comes and when: how large a batch is; how often a stated case comes, and at which moment
of its span; whether who booked stays away, is late, and by how much they are off their time."""

CAME, WENT_AWAY, GAVE_UP, COMES_BACK, MISSED = range(5)
"""What visitors do at a step: columns of `Outcome.visitors`."""
VISITOR_COUNTS = 5

FIXED_POINT = 1_000_000


@dataclass(frozen=True, eq=False)
class Program:
    """See the module's text. Compared by identity; compare `digest` for content."""

    start: int
    judged_from: int
    judged_until: int
    horizon: int
    """Instants: first arrival possible, judged window [from, until), and the exclusive end of everything."""

    nodes: Nodes
    work_table: Ints
    """TASK rows point here: the quantile table of the task under each alternative of its need."""
    option_threshold: Ints
    option_condition: Ints
    option_entry: Ints
    again_threshold: Ints
    branch_entry: Ints
    clear_first: Ints
    clear_count: Ints
    clear_stamp: Ints
    """Stamps an AGAIN clears: slices by node."""

    urgency_clock: Ints
    urgency_limit: Ints
    urgency_class: Ints
    """The queue class a waiting request has from when its clock reaches the limit."""

    factor_condition: Ints
    """Condition a case must fulfil; -1: every case does."""
    factor_from: Ints
    factor_until: Ints
    """µs after midnight between which the work must begin."""
    factor_value: Ints
    """In millionths."""

    due_clock: Ints
    due_limit: Ints
    """The clock whose limit is looked at, and that limit."""
    due_order: Ints
    """1: a request stands in its queue by its due date; 0: by when it joined."""
    due_draw: Ints
    due_table: Ints
    """Draw and table of how much of the limit is left, in what the clock counts, when a request is taken up;
    -1: at once."""
    due_near: Ints
    due_effort: Ints
    """What the clock has reached when work is hurried, and the factor on it, in millionths; -1: never."""
    balk_length: Ints
    balk_threshold: Ints
    """From so many waiting on, visitors whose draw is below the threshold go away."""

    code_first: Ints
    code_count: Ints
    code_operation: Ints
    code_value: Ints

    tables: Ints
    """Quantile tables, one a row."""

    calendar_first: Ints
    calendar_count: Ints
    open_at: Ints
    close_at: Ints
    worked_before: Ints
    dates_first_day: int
    dates_counted: Ints
    """Working dates of the jurisdiction, for coordinate N and the last days of D."""
    office_calendar: int

    pool_first: Ints
    pool_count: Ints
    change_at: Ints
    change_capacity: Ints
    """Capacity of each pool as a step function of time; 0 while closed."""
    change_shift: Ints
    """By step: number of the date its shift began on, -1 while closed; empty where no unit is ever absent."""
    change_absent: Ints
    """By step: the share of units that are absent at random, of 2**52; empty likewise (`sim.engine.absence`)."""
    pool_stay: Ints
    """Share, of 2**52, of those absent on a date of duty who are so on the next; -1: each date for itself."""
    pool_words: Ints
    """(pools, 2): name words of a pool's absences."""
    pool_calendar: Ints
    pool_group: Ints

    need_group: Ints
    need_first: Ints
    need_count: Ints
    alternative_first: Ints
    alternative_count: Ints
    alternative_calendar: Ints
    alternative_pool: Ints
    """A pool that gives n units at once stands n times in a row."""
    alternative_last_start: Ints
    """No start later than this many µs before closing; 0: no such rule."""
    alternative_finish: Ints
    """1: work under way at closing is finished; 0: it is suspended overnight."""
    line_first: Ints
    line_count: Ints
    line: Ints
    """By need: the needs whose visitors wait in one line with its own, as they ask for a pool in common; empty where
    no step needs the visitor."""
    line_room: Ints
    """By need: places to wait in; -1: as many as come."""
    seat_first: Ints
    seat_count: Ints
    """Rows of `line` by need: needs whose visitors take places in the same rooms; none: those of its line."""
    reserve_after: int
    """Working µs on the office calendar that a blocked joint request waits before it reserves units."""

    session_first: Ints
    session_count: Ints
    meeting_at: Ints
    meeting_cutoff: Ints
    """Meetings of each session in order: the instant, and the latest instant to have joined."""
    session_places: Ints
    """Cases a meeting takes at most; -1: as many as come."""
    meeting_places: Ints
    """The same by meeting, where a rule changes it for some; else empty."""
    session_alternative: Ints
    """Alternative whose pools give a unit each for every case taken; -1: none."""

    session_ways: Ints
    """How many alternatives from that one on a session may choose between; empty: one."""

    service_entry: Ints
    service_pauses: Ints
    background_continues: Ints

    stream_service: Ints
    stream_batch: Ints
    stream_knot_first: Ints
    stream_knot_count: Ints
    knot_at: Ints
    knot_value: Ints
    stream_words: Ints
    """(streams, 2): name words of the stream."""
    stream_first_gap: Ints
    stream_gap: Ints
    """Tables of the first gap and of all others, in UNIT; -1: exponential."""
    stream_size_first: Ints
    stream_size_count: Ints
    """Of a random batch: rows of `size_*`; -1: `stream_batch` cases."""
    size_cases: Ints
    size_threshold: Ints
    stream_plan_first: Ints
    stream_plan_count: Ints
    """Of a stream whose arrivals are stated: rows of `plan_*`, in order of time; -1: it has a rate."""
    plan_at: Ints
    """The moment at which a row's cases come; -1: at random in its span."""
    plan_base: Ints
    """Where the row's span of one UNIT begins among the stream's knot values; -1: it has none."""
    plan_cases: Ints
    plan_weight: Ints
    """How often each of its cases comes, in 2**-52: the whole part for sure, once more with the rest as its chance."""
    plan_epoch: Ints
    """Of its first case; the others follow, those that come again are further members."""
    stream_no_show: Ints
    stream_late: Ints
    """Of appointments: thresholds of who does not come, and of who comes late; -1: nobody."""
    stream_late_by: Ints
    stream_early: Ints
    """Tables: how long after the moment the late come, and the others before it; -1: at the moment."""
    coming_draw: Ints
    """Draws of `COMING_DRAWS`; none where no stream asks for one."""
    draw_words: Ints
    """(draws, 2): name words of step and purpose."""
    arrival_draw: int

    attribute_service: Ints
    attribute_kind: Ints
    """0 by thresholds, 1 by quantile table, 2 the channel's number."""
    attribute_first: Ints
    attribute_count: Ints
    attribute_threshold: Ints
    attribute_table: Ints
    attribute_draw: Ints
    attribute_channel: Ints
    """(attributes, streams): value of the attribute where the channel gives it."""

    backlog_stream: Ints
    """One row a group of equal cases that are open at `start`, in the order they stand in a queue."""
    backlog_epoch: Ints
    backlog_member: Ints
    """Member of the first case of the group; the others follow."""
    backlog_count: Ints
    backlog_arrived: Ints
    """Instant before `start`; milestones passed so far get it too."""
    backlog_entry: Ints
    backlog_attempts: Ints
    backlog_stamp_first: Ints
    backlog_stamp_count: Ints
    backlog_stamp: Ints
    """Milestones passed, besides the arrival."""
    backlog_attribute: Ints
    """(groups, attributes): value of the attribute; -1: drawn as for any case."""

    clock_service: Ints
    clock_coordinate: Ints
    clock_from: Ints
    clock_to: Ints
    clock_limit: Ints
    clock_judged: Ints
    """1: a target's clock; 0: a promised limit of an item or stage, or a ledger; 2: the clock of a target as it runs
    if the stamp it begins or ends with is dated back."""
    clock_dated_back: Ints
    """The clock whose value this one takes over where the stamp it begins with is dated back; -1: none."""
    clock_ended_back: Ints
    """The clock whose value this one takes over where the stamp it ends with is dated back; -1: none."""
    clock_goes_on: Ints
    """Where the last stamp it ends with counts: the clock like this one that runs to the end of the case; else -1."""
    clock_condition: Ints
    """Condition a case must fulfil to be judged; -1: none."""
    clock_sum_first: Ints
    clock_sum_count: Ints
    clock_sum: Ints
    """Clocks whose values make the value of this one, by clock; none: it runs itself."""
    clock_apart: Ints
    """Of a clock of visits: longer apart than so many µs are two visits; else -1."""
    clock_pooled: Ints
    """The clock of another service whose cases are judged together with this one's; else -1."""
    clock_pauses: Ints
    """Bit set of the kinds of pauses that stop the clock."""
    clock_counts_pause: Ints
    """1: the clock of paused time itself."""
    node_clock_first: Ints
    node_clock_count: Ints
    node_clock: Ints

    names: Names

    @cached_property
    def digest(self) -> str:
        """BLAKE2b of every number, in declared order: equal digests, equal tables."""
        hasher = hashlib.blake2b(digest_size=16)
        backlog = len(self.backlog_stream) > 0
        for field in dataclasses.fields(self):
            # Without a backlog its columns say nothing, and the digest is what it was before there were any.
            if field.name == "names" or (field.name.startswith("backlog_") and not backlog):
                continue
            # Nor do columns that hold nothing but "none", which came later than the others.
            if field.name in LATER_AND_EMPTY and len(getattr(self, field.name)) == 0:
                continue
            if field.name not in (*LATER, *COMING) or (getattr(self, field.name) >= 0).any():
                hasher.update(field.name.encode() if field.name in COMING else b"")
                _add(hasher, getattr(self, field.name))
        for words in self.names.identities:
            hasher.update(words.encode() + b"\0")
        return hasher.hexdigest()

    @cached_property
    def target_clocks(self) -> list[int]:
        """A clock a target, as declared: of several services, the first one's, which holds what all of them came to."""
        return np.flatnonzero((self.clock_judged == 1) & (self.clock_pooled < 0)).tolist()

    def services_of(self, clock: int) -> Ints:
        """Services whose cases a clock is about."""
        services: Ints = self.clock_service[self.clocks_of(clock)]
        return services

    def clocks_of(self, clock: int) -> list[int]:
        """A clock and those of other services that are judged together with it."""
        return [clock, *np.flatnonzero(self.clock_pooled == clock).tolist()]

    @cached_property
    def ways_by_session(self) -> Ints:
        """Alternatives each session may choose between."""
        return self.session_ways if len(self.session_ways) else np.ones_like(self.session_first)

    @cached_property
    def visitor_nodes(self) -> Ints:
        """By row of `Outcome.visitors`: the node of its step."""
        there = (self.nodes.in_person >= 0) & (self.nodes.kind != AGAIN)
        rows, first = np.unique(self.nodes.in_person[there], return_index=True)
        assert rows.tolist() == list(range(len(rows)))
        found: Ints = np.flatnonzero(there)[first]
        return found

    @cached_property
    def mean_units(self) -> NDArray[np.int64] | NDArray[np.float64]:
        """By step of the pools: units on duty, less those absent on average."""
        if not len(self.change_absent):
            return self.change_capacity
        return self.change_capacity * (1 - self.change_absent / 2.0**52)

    @cached_property
    def places_by_meeting(self) -> Ints:
        """Cases each meeting takes at most; -1: as many as come."""
        if len(self.meeting_places):
            return self.meeting_places
        return np.repeat(self.session_places, self.session_count)

    def __repr__(self) -> str:
        return f"Program({self.digest}: {listed(self.names.services, 4)}; {len(self.names.steps)} steps)"


class UnknownNode(ValueError):  # noqa: N818 - said as what it is
    """Code that must know every kind of node has met one it does not; the text says where."""

    def __init__(self, program: Program, node: int, where: str) -> None:
        step = program.names.steps[program.nodes.step[node]]
        super().__init__(f'{where}: unknown kind of node, {program.nodes.kind[node]} (step "{step}")')


def _add(hasher: hashlib.blake2b, value: object) -> None:
    if isinstance(value, Nodes):
        for field in dataclasses.fields(value):
            if field.name not in NODES_LATER or (getattr(value, field.name) >= 0).any():
                _add(hasher, getattr(value, field.name))
        return
    array = np.asarray(value, dtype="<i8")
    hasher.update(np.asarray(array.shape, dtype="<i8").tobytes())
    hasher.update(array.tobytes())
