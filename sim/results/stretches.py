"""What a row of a case was made of, one stretch after another: its queue, its work, both without nights."""

from __future__ import annotations

from sim.engine.nodes import SESSION, TIMER
from sim.engine.outcome import Row
from sim.engine.prepared import prepared
from sim.engine.program import Program
from sim.frozen import dataclass
from sim.results.pauses import end_of
from sim.results.waits import waiting


@dataclass(frozen=True)
class Stretch:
    """[begin, end) of a step, µs; cause as in a critical path, `queue` meaning all time from enqueue to start."""

    cause: str
    begin: int
    end: int


def stretches(program: Program, row: Row) -> list[Stretch]:
    """Queue, then work, both without nights; the whole of a wait; a pause over both."""
    step = int(program.nodes.step[row.node])
    kind = program.nodes.kind[row.node]
    pause, party = program.names.pauses[step], program.names.step_parties[step]
    over = end_of(row)
    if kind == TIMER:
        cause = pause or (f"wait_{party}" if party else "wait")
        return [Stretch(cause, row.enqueued, over)] if row.enqueued < over else []
    started = min(row.started, over)
    found = []
    if row.enqueued < started and (pause or kind == SESSION):
        found.append(Stretch(pause or "session", row.enqueued, started))
    elif row.enqueued < started:
        found += [
            Stretch("queue", begin, end)
            for begin, end, is_open in waiting(program, row.node, row.enqueued, started)
            if is_open
        ]
    if started < over:
        found += [Stretch("work", a, b) for a, b in _worked(program, row, started, over)]
    return found


def _worked(program: Program, row: Row, begin: int, end: int) -> list[tuple[int, int]]:
    lists = prepared(program)
    if row.alternative < 0 or lists.alternative_finish[row.alternative]:
        return [(begin, end)]
    calendar = lists.calendars[lists.alternative_calendar[row.alternative]]
    return [
        (max(opens, begin), min(closes, end))
        for opens, closes in zip(calendar.open_at, calendar.close_at, strict=True)
        if max(opens, begin) < min(closes, end)
    ]
