"""How long a row waited, worked and rested: the one home of these three times.

elapsed = queued + rested + worked + held over

queued      from joining a queue to the start, in the hours of its pools (`sim.engine.opening`); of a session, in office
            hours
rested      the same stretch outside them: nights, weekends, a file handed in after closing
worked      hands-on: from the start to the completion, in the hours of the work (all of it, if it is finished after
            closing)
held over   the rest of that stretch: the nights of work that is suspended
"""

from __future__ import annotations

import numpy as np

from sim.engine.nodes import SESSION, TASK, Ints
from sim.engine.opening import Hours, need_hours
from sim.engine.program import Program
from sim.frozen import dataclass
from sim.results.busy import hands_on


@dataclass(frozen=True)
class Times:
    """µs of each row; see the module's text."""

    queued: Ints
    rested: Ints
    worked: Ints
    elapsed: Ints


def times_of_rows(program: Program, rows: Ints) -> Times:
    """Times of completed rows (columns as in `sim.engine.outcome.Row`)."""
    waited = queued(program, rows)
    return Times(
        queued=waited,
        rested=rows[:, 5] - rows[:, 4] - waited,
        worked=hands_on(program, rows),
        elapsed=rows[:, 6] - rows[:, 4],
    )


def queued(program: Program, rows: Ints) -> Ints:
    """µs in a queue of every row, until it was started or withdrawn; 0 of a wait."""
    found = np.zeros(len(rows), dtype=np.int64)
    node, joined = rows[:, 1], rows[:, 4]
    left = rows[:, 5:8].min(axis=1)
    kinds, needs = program.nodes.kind[node], program.nodes.need[node]
    hours = need_hours(program)
    for need in np.unique(needs[kinds == TASK]).tolist():
        own = (kinds == TASK) & (needs == need)
        found[own] = hours[need].until(left[own]) - hours[need].until(joined[own])
    own = kinds == SESSION
    office = _office(program)
    found[own] = office.until(left[own]) - office.until(joined[own])
    return found


def waiting(program: Program, node: int, joined: int, left: int) -> list[tuple[int, int, bool]]:
    """The stretch from joining a task's queue to leaving it, cut where its pools open and close: (begin, end, open)."""
    hours = need_hours(program)[int(program.nodes.need[node])]
    edges = [at for bounds in (hours.open_at, hours.close_at) for at in bounds.tolist() if joined < at < left]
    cuts = [joined, *sorted(edges), left]
    starts = np.array(cuts[:-1], dtype=np.int64)
    is_open = hours.until(starts + 1) > hours.until(starts)
    return [
        (begin, end, bool(on))
        for begin, end, on in zip(cuts[:-1], cuts[1:], is_open, strict=True)
        if begin < end
    ]


def _office(program: Program) -> Hours:
    first = int(program.calendar_first[program.office_calendar])
    rows = slice(first, first + int(program.calendar_count[program.office_calendar]))
    return Hours(program.open_at[rows], program.close_at[rows], program.worked_before[rows])
