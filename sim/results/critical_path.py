"""Where the days of one case went: the chain of rows that let each other begin, cut by cause (SEMANTICS 7.2).

The parts sum to the elapsed time of the case exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sim.engine.absence import ran
from sim.engine.nodes import SESSION, TIMER
from sim.engine.outcome import Outcome, Row
from sim.engine.prepared import Prepared, prepared
from sim.engine.program import ARRIVED, FINISHED, Program
from sim.frozen import dataclass
from sim.results.waits import waiting
from sim.worktime import NEVER, worked

WORK, CLOSED, QUEUE, SESSION_CAUSE, BEFORE = "work", "closed", "queue", "session", "before"


@dataclass(frozen=True)
class Part:
    """One stretch of a critical path, [begin, end) in µs."""

    step: str
    cause: str
    """A pause's reason, `session` (until a meeting), `wait_<party>`, `wait` (a deadline), `work`, `closed` (office
    shut), `queue`, or `before`: what a case of the backlog went through before it came to where it stood."""
    begin: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.begin


def critical_path(program: Program, outcome: Outcome, case: int) -> list[Part]:
    """Parts from arrival to the end of a finished case, in order of time, none of zero length.

    Raises ValueError for a case that has not finished or when event rows were not kept.
    """
    if outcome.rows is None:
        raise ValueError("event rows were not kept: run with detail 'events'")
    if outcome.stamps[case, FINISHED] == NEVER:
        raise ValueError(f"case {case} has not finished: it has no critical path yet")
    program = ran(program, outcome)
    lists = prepared(program)
    chain: list[Row] = []
    number = int(outcome.finished_by[case])
    while number >= 0:
        row = outcome.row(number)
        chain.append(row)
        number = row.enabled_by
    parts = _before(program, outcome, case, chain)
    for row in reversed(chain):
        parts += _parts(program, lists, row)
    total = sum(part.length for part in parts)
    assert total == int(outcome.stamps[case, FINISHED] - outcome.stamps[case, ARRIVED])
    return parts


def _before(program: Program, outcome: Outcome, case: int, chain: Sequence[Row]) -> list[Part]:
    """From the arrival to the first row; a case that came in the study is there at its arrival."""
    begun = chain[-1].enqueued if chain else int(outcome.stamps[case, FINISHED])
    step = program.names.steps[int(program.nodes.step[chain[-1].node])] if chain else ""
    return _joined([Part(step, BEFORE, int(outcome.stamps[case, ARRIVED]), begun)])


def _parts(program: Program, lists: Prepared, row: Row) -> list[Part]:
    """The first cause that fits: a pause, a session, a wait, work and what kept it from starting."""
    names, kind = program.names, program.nodes.kind[row.node]
    number = int(program.nodes.step[row.node])
    step = names.steps[number]
    if names.pauses[number]:
        return _joined([Part(step, names.pauses[number], row.enqueued, min(row.completed, row.withdrawn))])
    if kind == SESSION:
        end = min(row.completed, row.withdrawn)
        started = min(row.started, end)
        taken = Part(step, WORK, started, end)
        return _joined([Part(step, SESSION_CAUSE, row.enqueued, started), taken])
    if kind == TIMER:
        party = names.step_parties[number]
        cause, end = f"wait_{party}" if party else "wait", min(row.completed, row.withdrawn)
        return _joined([Part(step, cause, row.enqueued, end)])
    return _task(program, lists, row)


def _task(program: Program, lists: Prepared, row: Row) -> list[Part]:
    """Waiting is `queue` in the hours of the pools that may serve (`sim.engine.opening`), else `closed`; then work, or
    `closed`. A request that was given up only waited."""
    step = program.names.steps[int(program.nodes.step[row.node])]
    given_up = row.started == NEVER
    until = row.withdrawn if given_up else row.started
    parts = [
        Part(step, QUEUE if is_open else CLOSED, begin, end)
        for begin, end, is_open in waiting(program, row.node, row.enqueued, until)
    ]
    if not given_up:
        parts += _worked(lists, step, row._replace(completed=min(row.completed, row.withdrawn)))
    return _joined(parts)


def _worked(lists: Prepared, step: str, row: Row) -> list[Part]:
    """Hands-on stretches and the nights between them; a task finished after closing is work throughout."""
    calendar = lists.calendars[lists.alternative_calendar[row.alternative]]
    inside = worked(calendar.open_at, calendar.close_at, calendar.worked_before, row.completed) - worked(
        calendar.open_at, calendar.close_at, calendar.worked_before, row.started
    )
    if inside == row.completed - row.started or lists.alternative_finish[row.alternative]:
        return [Part(step, WORK, row.started, row.completed)]
    edges = sorted(
        {row.started, row.completed}
        | {
            at
            for bounds in (calendar.open_at, calendar.close_at)
            for at in bounds
            if row.started < at < row.completed
        }
    )
    opens = set(calendar.open_at)
    parts = []
    working = True
    for begin, end in pairwise(edges):
        if begin in opens:
            working = True
        elif begin != row.started:
            working = False
        parts.append(Part(step, WORK if working else CLOSED, begin, end))
    return parts


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Neighbours of one cause as one part; empty parts dropped."""
    joined: list[Part] = []
    for part in parts:
        if part.length == 0:
            continue
        if joined and joined[-1].cause == part.cause and joined[-1].step == part.step:
            joined[-1] = Part(part.step, part.cause, joined[-1].begin, part.end)
        else:
            joined.append(part)
    return joined
