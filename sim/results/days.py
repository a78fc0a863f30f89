"""Where the days of a service's cases went: critical paths added up by step, cause and department.

Sums are whole µs, so the parts add up to the elapsed time exactly; nothing here is rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.outcome import Outcome
from sim.engine.prepared import prepared
from sim.engine.program import ARRIVED, FINISHED, Program
from sim.results.critical_path import critical_path
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
    """The finished cases of one service that arrived in the judged window, over all replications."""

    service: str
    cases: int
    unfinished: int
    """Cases that arrived in the window and had not finished at the end: they have no critical path yet."""
    parts: tuple[Spent, ...]
    """In the declared order of the steps."""

    @property
    def elapsed(self) -> int:
        """µs from arrival to end, summed over the cases."""
        return sum(part.elapsed for part in self.parts)

    @property
    def working(self) -> int:
        return sum(part.working for part in self.parts)


def days_spent(
    program: Program,
    outcomes: Sequence[Outcome],
    service: str,
    departments: Mapping[str, str] | None = None,
) -> DaysSpent:
    """Add up the critical paths of `service`; `departments` names who answers for a step, by its id.

    Raises ValueError for a service the program does not hold and when event rows were not kept.
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
    cases = unfinished = 0
    for outcome in outcomes:
        arrived = outcome.stamps[:, ARRIVED]
        inside = (
            (outcome.service == own) & (arrived >= program.judged_from) & (arrived < program.judged_until)
        )
        ended = outcome.stamps[:, FINISHED] != NEVER
        unfinished += int(np.count_nonzero(inside & ~ended))
        for case in np.flatnonzero(inside & ended).tolist():
            cases += 1
            for part in critical_path(program, outcome, case):
                key = part.step, part.cause
                elapsed[key] += part.length
                working[key] += office_time(part.end) - office_time(part.begin)
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
    )
