"""When a clock of one case ran and when it stood, read off its event rows and pauses (SEMANTICS 6).

The ledgers of the engine keep only a sum; this keeps the runs, so that the clock can be read at any instant.
Two things no row tells: a `to` stamp that a restart cleared, and what is still under way when the simulation ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from sim.engine.absence import ran
from sim.engine.outcome import Outcome, Row
from sim.engine.prepared import prepared
from sim.engine.program import DATES, DAYS, ELAPSED, QUEUED, WHOLE_DAYS, Program
from sim.frozen import dataclass
from sim.model.law import PAUSE_KINDS, kind_of
from sim.results.pauses import Pause, end_of
from sim.results.waits import waiting
from sim.worktime import DAY
from sim.worktime.arithmetic import dates_counted, natural_date, worked

ClockState = Literal["ahead", "running", "standing", "over"]
"""Before its `from` stamp; counting; between two runs; after its `to` stamp."""

Span = tuple[int, int]


@dataclass(frozen=True)
class ClockRuns:
    """One clock of one case. A clock that is a sum of others counts each of them."""

    program: Program
    coordinate: int
    begun: int
    stopped: int
    """Instants of its `from` and `to` stamps, NEVER where there is none."""
    runs: tuple[tuple[Span, ...], ...]
    """Of each clock added up: stretches [begin, end) in which it ran, in order; of a clock of time in queues: of each
    wait, the stretches in which its pools were open."""

    def bends(self, stopped: int, end: int) -> list[int]:
        """Instants up to `end` at which its course may bend, where it is read as far as `stopped`."""
        calendar = prepared(self.program).calendars[self.program.office_calendar]
        whole = self.coordinate in WHOLE_DAYS
        midnights = range((self.begun // DAY + 1) * DAY, stopped, DAY) if whole else ()
        edges = [at for spans in self.runs for span in spans for at in span]
        opening = [*calendar.open_at, *calendar.close_at]
        inside = {at for at in (*edges, *opening, *midnights) if self.begun < at < stopped}
        return sorted({self.begun, stopped, end} | inside)

    def state(self, at: int) -> ClockState:
        """What the clock does from `at` on."""
        if at < self.begun:
            return "ahead"
        if at >= self.stopped:
            return "over"
        return "running" if any(a <= at < b for spans in self.runs for a, b in spans) else "standing"

    def value(self, at: int) -> int | None:
        """What it has counted by `at`: µs, or dates; None before it began."""
        if at < self.begun:
            return None
        return sum(
            coordinate(self.program, self.coordinate, min(at, b))
            - coordinate(self.program, self.coordinate, a)
            for spans in self.runs
            for a, b in spans
            if a < at
        )


def clock_runs(
    program: Program,
    outcome: Outcome,
    case: int,
    clock: int,
    rows: Iterable[tuple[int, Row]],
    pauses: Sequence[Pause],
) -> ClockRuns:
    """The runs of a clock (its number in the program) of a case, from the rows and pauses of that case."""
    program = ran(program, outcome)
    own = list(rows)
    first, count = int(program.clock_sum_first[clock]), int(program.clock_sum_count[clock])
    parts = [int(part) for part in program.clock_sum[first : first + count]] or [clock]
    begun = int(outcome.stamps[case, program.clock_from[clock]])
    stopped = int(outcome.stamps[case, program.clock_to[clock]])
    if program.clock_coordinate[clock] == QUEUED:
        waits = tuple(span for part in parts for span in _waits(program, part, begun, stopped, own))
        return ClockRuns(program, QUEUED, begun, stopped, waits)
    return ClockRuns(
        program,
        int(program.clock_coordinate[clock]),
        begun,
        stopped,
        tuple(_runs(program, part, begun, stopped, own, pauses) for part in parts),
    )


def coordinate(program: Program, kind: int, at: int) -> int:
    """E, W, N or D of an instant (SEMANTICS 6.1)."""
    if kind in (ELAPSED, QUEUED):
        return at
    if kind == DAYS:
        return natural_date(at)
    lists = prepared(program)
    if kind == DATES:
        return dates_counted(program.dates_first_day, lists.dates_counted, at)
    office = lists.calendars[program.office_calendar]
    return worked(office.open_at, office.close_at, office.worked_before, at)


def _waits(
    program: Program, clock: int, begun: int, stopped: int, rows: list[tuple[int, Row]]
) -> Iterator[tuple[Span, ...]]:
    for _, row in rows:
        if clock in _clocks_of(program, row.node):
            joined_at, left = max(row.enqueued, begun), min(row.started, end_of(row), stopped)
            stretches = waiting(program, row.node, joined_at, left) if joined_at < left else []
            yield tuple((begin, end) for begin, end, is_open in stretches if is_open)


def _clocks_of(program: Program, node: int) -> list[int]:
    first, count = int(program.node_clock_first[node]), int(program.node_clock_count[node])
    clocks: list[int] = program.node_clock[first : first + max(0, count)].tolist()
    return clocks


def _runs(
    program: Program,
    clock: int,
    begun: int,
    stopped: int,
    rows: list[tuple[int, Row]],
    pauses: Sequence[Pause],
) -> tuple[Span, ...]:
    held: list[Span] = []
    kinds = int(program.clock_pauses[clock])
    stopping = [pause for pause in pauses if kinds >> PAUSE_KINDS.index(kind_of(pause.reason)) & 1]
    for _, row in rows:
        if clock not in _clocks_of(program, row.node):
            continue
        spans = [(max(row.enqueued, begun), min(end_of(row), stopped))]
        item = int(program.nodes.item[row.node])
        for pause in stopping:
            if pause.item == item:
                spans = [rest for span in spans for rest in _without(span, (pause.begin, pause.end))]
        held += spans
    return tuple(joined(held))


def _without(span: Span, gap: Span) -> list[Span]:
    return [(span[0], min(span[1], gap[0])), (max(span[0], gap[1]), span[1])]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same stretches of time in order, overlapping and touching ones as one, empty ones dropped."""
    made: list[Span] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if made and begin <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((begin, end))
    return made
