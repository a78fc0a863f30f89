"""A judged year month by month: a good year can hide a bad month.

Only where exactly one calendar year is judged; a case belongs to the month in which it stamped the target's `from`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.frozen import dataclass
from sim.results.judged import standing
from sim.worktime import date_of, instant

MONTHS = 12


@dataclass(frozen=True, eq=False)
class MonthCounts:
    """One target in one replication: judged cases and those on time, January first."""

    judged: Ints
    on_time: Ints


@dataclass(frozen=True)
class Month:
    """A month over all replications."""

    month: int
    """1 to 12."""
    cases: int
    on_time: int

    @property
    def share(self) -> float | None:
        """On-time share; None in a month in which nobody is judged."""
        return self.on_time / self.cases if self.cases else None


def judged_year(program: Program) -> int | None:
    """The calendar year that the judged window is; None when it is none."""
    first = date_of(program.judged_from)
    whole = instant(date(first.year, 1, 1)), instant(date(first.year + 1, 1, 1))
    return first.year if (program.judged_from, program.judged_until) == whole else None


def month_counts(program: Program, outcome: Outcome, clock: int) -> MonthCounts | None:
    """Counts of one target clock by month; None unless a calendar year is judged."""
    year = judged_year(program)
    if year is None:
        return None
    ends = np.array([instant(date(year, month, 1)) for month in range(2, MONTHS + 1)], dtype=np.int64)
    months = np.searchsorted(ends, outcome.stamps[:, program.clock_from[clock]], side="right")
    found = standing(program, outcome, clock)
    return MonthCounts(
        judged=np.bincount(months[found.judged], minlength=MONTHS).astype(np.int64),
        on_time=np.bincount(months[found.on_time], minlength=MONTHS).astype(np.int64),
    )


def months_of(counts: Sequence[MonthCounts]) -> tuple[Month, ...]:
    """The twelve months of several replications together; none where no year is judged."""
    if not counts:
        return ()
    judged, on_time = (sum(getattr(one, name) for one in counts).tolist() for name in ("judged", "on_time"))
    return tuple(Month(number + 1, *both) for number, both in enumerate(zip(judged, on_time, strict=True)))


def worst(months: Sequence[Month]) -> Month | None:
    """The month with the lowest share, the first of several."""
    told = [month for month in months if month.cases]
    return min(told, key=lambda month: month.on_time / month.cases, default=None)
