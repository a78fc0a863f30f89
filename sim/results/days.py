"""Where the days of a service's cases went: critical paths added up by step, cause and department.

Sums are whole µs, so the parts add up to the elapsed time exactly; nothing here is rounded. Of a promise, the parts
are cut to the time in which its clock ran, and add up to what it counted (its `working`, where it counts office hours).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.engine.outcome import Outcome
from sim.engine.prepared import prepared
from sim.engine.program import ARRIVED, FINISHED, Program
from sim.frozen import dataclass
from sim.results.clock_runs import Span, clock_runs
from sim.results.critical_path import critical_path
from sim.results.judged import standing
from sim.results.pauses import Pauses, rows_by_case
from sim.worktime import NEVER, worked


@dataclass(frozen=True)
class Spent:
    """What one step took for one cause on the critical paths of all counted cases together."""

    step: str
    cause: str
    """As in `critical_path`: work, queue, closed, session, wait_<party>, wait, or a pause's reason."""
    department: str
    """Who answers for the step; "" where nobody was named."""
    elapsed: int
    """µs of the calendar."""
    working: int
    """µs of office hours in them."""


@dataclass(frozen=True)
class DaysSpent:
    """The finished cases of one service that arrived in the judged window, over all replications; of a promise, those
    of its judged cases that it has a value of."""

    service: str
    cases: int
    unfinished: int
    """The others: not finished at the end, or without a value of the promise."""
    parts: tuple[Spent, ...]
    """In the declared order of the steps."""
    whole: int
    """µs from arrival to end, summed over the cases."""

    @property
    def elapsed(self) -> int:
        """µs of all parts: the whole, or what of it a promise's clock ran."""
        return sum(part.elapsed for part in self.parts)

    @property
    def working(self) -> int:
        return sum(part.working for part in self.parts)


def days_spent(
    program: Program,
    outcomes: Sequence[Outcome],
    service: str,
    departments: Mapping[str, str] | None = None,
    clock: int | None = None,
) -> DaysSpent:
    """Add up the critical paths of `service`; `departments` names who answers for a step, by its id.

    `clock`: only the time in which that clock of the program ran. Raises ValueError for a service the program does not
    hold and when event rows were not kept.
    """
    names = program.names
    if service not in names.services:
        raise ValueError(f"service {service!r} is not one of {', '.join(names.services)}")
    own = names.services.index(service)
    office = prepared(program).calendars[program.office_calendar]

    def office_time(at: int) -> int:
        return worked(office.open_at, office.close_at, office.worked_before, at)

    elapsed: dict[tuple[str, str], int] = defaultdict(int)
    working: dict[tuple[str, str], int] = defaultdict(int)
    cases = unfinished = whole = 0
    for outcome in outcomes:
        inside, ended = _counted(program, outcome, own, clock)
        unfinished += int(np.count_nonzero(inside & ~ended))
        ran = _ran(program, outcome, clock)
        for case in np.flatnonzero(inside & ended).tolist():
            cases += 1
            whole += int(outcome.stamps[case, FINISHED] - outcome.stamps[case, ARRIVED])
            spans = ran(case)
            for part in critical_path(program, outcome, case):
                key = part.step, part.cause
                for began, over in spans:
                    begin, end = max(part.begin, began), min(part.end, over)
                    if begin < end:
                        elapsed[key] += end - begin
                        working[key] += office_time(end) - office_time(begin)
    place = {step: number for number, step in reversed(list(enumerate(names.steps)))}
    known = departments or {}
    return DaysSpent(
        service,
        cases,
        unfinished,
        tuple(
            Spent(step, cause, known.get(step, ""), elapsed[step, cause], working[step, cause])
            for step, cause in sorted(elapsed, key=lambda key: (place[key[0]], key[1]))
        ),
        whole,
    )


def _counted(
    program: Program, outcome: Outcome, service: int, clock: int | None
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which cases are meant, and which of all have a path and a value."""
    ended = outcome.stamps[:, FINISHED] != NEVER
    if clock is not None:
        found = standing(program, outcome, clock)
        return found.judged, found.valued & ended
    arrived = outcome.stamps[:, ARRIVED]
    inside = (arrived >= program.judged_from) & (arrived < program.judged_until)
    return inside & (outcome.service == service), ended


def _ran(program: Program, outcome: Outcome, clock: int | None) -> Callable[[int], Sequence[Span]]:
    """The stretches in which a clock of a case ran; of a sum of clocks those of each. Without a clock: all time."""
    if clock is None:
        return lambda _: ((-NEVER, NEVER),)
    rows, pauses = rows_by_case(outcome), Pauses(program)

    def spans(case: int) -> list[Span]:
        own = rows.get(case, [])
        found = clock_runs(program, outcome, case, clock, own, pauses.of(outcome, case, own))
        return [span for each in found.runs for span in each]

    return spans
