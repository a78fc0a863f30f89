"""Work in progress week by week: the cases of each service that are open, as a mean over the week's office hours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, FINISHED, Program
from sim.frozen import dataclass
from sim.worktime import DAY

Floats = NDArray[np.float64]

WEEK = 7 * DAY


@dataclass(frozen=True, eq=False)
class Weekly:
    """One replication: mean number of open cases by service and week (services, weeks), and what the pools did."""

    open: Floats
    busy: Ints
    served: Ints
    overtime: Ints
    held: Ints


def weekly(program: Program, outcome: Outcome) -> Weekly:
    """The mean number of cases of each service open in the office hours of each week of the program."""
    edges = np.arange(program.start, program.horizon + 1, WEEK, dtype=np.int64)
    worked = _worked(program, edges)
    hours = np.diff(worked)
    rows = []
    for service in range(len(program.names.services)):
        own = outcome.stamps[outcome.service == service]
        came, went = (np.sort(own[:, stamp]) for stamp in (ARRIVED, FINISHED))
        open_hours = _passed(program, came, worked, edges) - _passed(program, went, worked, edges)
        # In a week without office hours nobody comes or goes at a desk: who is open at its end.
        at_end = np.searchsorted(came, edges[1:], side="right") - np.searchsorted(
            went, edges[1:], side="right"
        )
        rows.append(np.where(hours > 0, np.diff(open_hours) / np.maximum(hours, 1), at_end))
    return Weekly(np.array(rows), outcome.busy, outcome.served, outcome.overtime, outcome.held)


def _passed(program: Program, ordered: Ints, worked: Ints, edges: Ints) -> Floats:
    """Σ of the office hours that have passed since each of the ordered instants, at every edge; µs."""
    count = np.searchsorted(ordered, edges, side="right").astype(np.int64)
    reached = _worked(program, ordered[: count[-1]]).astype(np.float64)
    summed = np.concatenate(([0.0], np.cumsum(reached)))
    return np.asarray(count * worked.astype(np.float64) - summed[count], dtype=np.float64)


def _worked(program: Program, at: Ints) -> Ints:
    """Office hours from the start of the program to each instant, in µs."""
    first = int(program.calendar_first[program.office_calendar])
    rows = slice(first, first + int(program.calendar_count[program.office_calendar]))
    opens, closes, before = program.open_at[rows], program.close_at[rows], program.worked_before[rows]
    last = np.searchsorted(opens, at, side="right") - 1
    inside: Ints = np.where(last < 0, 0, before[last] + np.minimum(at, closes[last]) - opens[last])
    return inside
