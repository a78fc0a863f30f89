"""What the kernel works on: the records of a program, and those of a world that runs it.

Fields named like columns of `Program` mean what they mean there. Addresses and numbers are both int64; a comment says
which record an address leads to.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from sim.engine.nodes import Nodes

WORD = 8
"""Bytes of an int64."""


def record(fields: str) -> np.dtype[Any]:
    """A record of int64 fields, by their names."""
    return np.dtype([(name, np.int64) for name in fields.split()], align=True)


IDLE, RUNNING, STOPPED = 0, 1, 2
"""Phases of a clock: before its `from` stamp, after it, after its `to` stamp."""

MOVING, QUEUED, WORKING, TIMING, HOLDING, FORKED, DEAD, ELSEWHERE = range(8)
"""Where a token is."""

COMPLETION, STRUCTURAL, TIMED = 0, 1, 2
"""Kinds of items of a round, in their order."""

TOKEN_DUE, ALARM_DUE, GROUP_DUE, SESSION_DUE = range(4)
"""What is due at an instant: a token's work or wait, an alarm, a look at a group of pools, a meeting."""

TOKENS, SCOPES, FORKS, ALARMS, CASES, STAYS = range(6)
"""Kinds of blocks of memory."""

GOES_ON, AT_REST, NO_REST = range(3)
"""How a slice of the kernel ends: for now, for good, or in an instant that does not come to rest."""

# -- the program: never written to ----------------------------------------------------------------------

NODE = record(
    " ".join(field.name for field in dataclasses.fields(Nodes))
    + " clocks clock_count waits wait_count clears clear_count"
)
"""`clocks`: place in `node_clock`, clocks numbered within their service; `waits`: those of time in queues, behind them;
`clears`: place in `clear_stamp`."""

CALENDAR = record("open_at close_at worked_before count")
ALTERNATIVE = record("pools pool_count calendar last_start finish")
"""`pools`: place in `alternative_pool`."""

SERVICE = record("entry pauses clocks clock_count attributes attribute_count")
"""`clocks`: number of its first clock; `attributes`: place in `service_attribute`."""

CLOCK = record(
    "begins ends coordinate limit judged pauses counts_pause dated_back ended_back goes_on condition watched number"
    " counted sums sum_count apart"
)
"""By service, then as declared: `begins` and `ends` are stamps, `number` is the clock's own in the program.

`counted`: its row in a summary, -1 if it has none; `sums`: place in `clock_sum`, clocks numbered in their service."""

ATTRIBUTE = record("kind first count table draw channel")
"""`channel`: place in `attribute_channel`, by stream."""

CODE = record("first count")

CONSTANT = (NODE, CALENDAR, ALTERNATIVE, SERVICE, CLOCK, ATTRIBUTE, CODE)

# -- the program, and how far a replication has come with it: copied for each --------------------------

POOL = record(
    "calendar group changes capacities change_count cursor on_duty next_change busy reserved worked overtime served"
    " held"
)
NEED = record(
    "hours group first count joint standing queue queue_count queue_room"
    " seated line line_count seats seat_count room tickets"
)
"""`line`, `seats`: places in `line`; `seated`: who has seen its line, and waits; `room`: -1, as many as come."""
GROUP = record("number needs need_count pools pool_count next_wake touched")
SESSION = record(
    "meetings cutoffs count places alternative ways queue queue_count queue_room next_wake due last places_left"
    " short_now taken short"
)
STREAM = record(
    "service batch knots values count words_hi words_lo arrival_hi arrival_lo sum epoch next_at"
    " member otherwise first_gap gap sizes size_count size_hi size_lo planned planned_count line"
)
"""`words_*`: name words of the stream; `arrival_*` and `size_*`: those of its arrivals and of the size of a batch.

Next come `batch` cases of `epoch`, from `member` on. `otherwise`: 1 unless they come by a rate, one by one or so many,
as a Poisson process. `sizes`: place in `size_cases` and `size_threshold`; `planned`: lines (instant, epoch, member) of
a stream whose arrivals are stated, `line` the one behind the next; a `planned_count` of -1: it has a rate."""

# -- what moves ------------------------------------------------------------------------------------------

CASE = record(
    "number service stream epoch member outcome later_outcome attempts finished_by"
    " tokens last_token scopes last_scope root forks alarms last_alarm stays person staying before after"
    " stamps attributes clocks held"
)
"""`tokens` … `alarms` head lists; `before` and `after` are the cases that came before and after, of those at hand.

`stamps`, `attributes`, `clocks` and `held` are vectors in the same block: by stamp, by attribute of the service, a
`RUN` by clock of the service, and by (item, clock) how many tokens hold it and how many pauses stop it."""

RUN = record("count since value late_at phase over again")
"""One clock of one case. `over`: the largest limit in whole days whose last day is over; `again`: 1 where the stamp it
ended with came once more later."""

TOKEN = record(
    "link serial number case visit branch scope fork node row state enqueued started alternative request"
    " seated waited parked called_class"
    " stay desk before after"
)
"""`serial` names the token for what is due later: a block that is used again bears another. 0 when free.

`stay`: the innermost STAY it is in; `desk`: the one whose units its task waits for, or is done by; `link` is free
memory's own."""

STAY = record("link number owner alternative outer working idle_since over in_person after")
"""Units that a token keeps; `owner`, `outer` and `working` are addresses, or 0; `after`: the next of its case."""

SCOPE = record("parent fork continues background leaving after")
"""`fork`: of a race's branch, its FORKING."""

FORKING = record("waiting pending after")
"""One entry of a FORK whose JOIN waits: the token that waits, and how many branches are still out."""

ALARM = record("link serial token clock limit queue_class rank takes_up due before after")

# -- the world -------------------------------------------------------------------------------------------

PROGRAM_SCALARS = "start horizon judged_from judged_until reserve_after office first_day dates_count"
PROGRAM_VECTORS = (
    "nodes calendars alternatives services clocks attributes codes"
    " urgency_clock due_clock node_clock clock_sum group_need group_pools service_attribute exponential"
)
"""Made of the program's columns."""
PROGRAM_COLUMNS = (
    "tables work_table option_threshold option_condition option_entry again_threshold branch_entry clear_stamp"
    " urgency_limit urgency_class balk_length balk_threshold line"
    " factor_condition factor_from factor_until factor_value"
    " due_limit due_order due_draw due_table due_near due_effort"
    " code_operation code_value dates_counted alternative_pool draw_words"
    " attribute_threshold attribute_channel background_continues size_cases size_threshold"
    " backlog_stream backlog_epoch backlog_member backlog_count backlog_arrived backlog_entry backlog_attempts"
    " backlog_stamp_first backlog_stamp_count backlog_stamp backlog_attribute"
)
"""Columns of the program, as they stand there."""
COUNTS = (
    "pool_count need_count group_count session_count stream_count stamp_count attribute_count clock_count clocks_most"
    " item_count backlog_groups outcome_count accepted_stamp deemed_stamp deemed_outcome"
)
STATE = (
    "pools needs groups sessions streams k0 k1 now undecided stop_when_judged begun ended_at slice events"
    " future future_count future_room stale"
    " posted posted_count posted_room last last_count last_room round round_count round_room"
    " coming coming_count next_arrival"
    " touched touched_groups sessions_due blocks chunks serials cases last_case case_count"
    " visitors condition_stack scratch scratch_room ready ready_room branching branching_room"
    " worked_at worked dates_at dates"
    " keep_rows rows row_count row_room void_work"
    " keep_cases out out_room out_words"
    " summing sum_outcomes sum_window sum_later sum_counts sum_not_judged sum_sums sum_cells"
    " stuck"
)
WORLD = record(f"{PROGRAM_SCALARS} {PROGRAM_VECTORS} {PROGRAM_COLUMNS} {COUNTS} {STATE}")

DUE = record("at what whom serial")
"""One entry of the future: `whom` leads to a token or an alarm, or is a group or session."""

ITEM = record("kind number step visit branch rank what whom serial")
"""One item of a round; all up to `rank` is its place in it."""

REQUEST = record("queue_class joined number step visit token request")
"""One entry of a queue; all up to `visit` is its place in it. Outdated when the token asks with another `request`."""

# -- tables as text --------------------------------------------------------------------------------------

TABLE = record("columns column_count row rows out room longest minutes thousands")
"""`row`: the next to be written; `out`, `room`: where the letters go, and for how many there is room; `longest`: those
of no line are more."""

COLUMN = record("kind values stride separator names width day year_and_month day_of_month")
"""`values`: its first, the others `stride` words apart; `names`: `width` words each; `day`: whose text is kept."""

ROW_WORDS = 9
UNDER_WAY_WORDS = 6
PLANNED_WORDS = 3
"""Words of a line of stated arrivals."""
CASE_WORDS = 8
"""Words of a case's line that every program has: service … finished_by."""
