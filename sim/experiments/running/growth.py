"""Whether a queue grows within the judged window (SEMANTICS 9.7).

That more cases are open at the end than at the beginning is no sign of it: an office in which every case takes half a
year fills up for half a year. But where a queue grows, those who come later take longer (Little: so many times more
working days as the share of the work that stays behind). So the cases that come in two spells of whole weeks, at the
beginning and at the end of the window, are compared by their office time from arrival to the target's `to`, or to
their end, and by the clock on the wall, as a holiday moves the one and not the other. That sees what the work offered
does not: an office that was empty at first, a season, work that has to wait for other work. The open cases are told
beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, FINISHED, Program
from sim.experiments.statistics.mean_interval import MeanInterval, mean_interval
from sim.experiments.statistics.skewness_t import critical_t
from sim.results.busy import worked_until
from sim.worktime import DAY, HOUR

CONFIDENCE = 0.99
PART = 0.02
"""A queue grows if certainly more than this part of what comes stays behind."""

Spell = tuple[int, int]


@dataclass(frozen=True)
class Spells:
    """One target in one replication: of the first and of the last spell of the window."""

    open_cases: tuple[float, float]
    """Mean number of open cases."""
    came: tuple[int, int]
    hours: tuple[float, float]
    """Office hours of those who came, summed."""
    elapsed: tuple[float, float]
    """Their hours by the clock on the wall, summed."""


@dataclass(frozen=True)
class Growth:
    """How things stood on one target at the beginning and at the end of the window, mean of the replications."""

    open_first: float
    open_last: float
    more_open: MeanInterval
    hours_first: float
    hours_last: float
    """Mean office hours of a case that came then."""
    longer: MeanInterval
    """Hours that one of the last takes longer than one of the first."""
    between: float
    """Office hours from the middle of the one spell to that of the other."""
    longer_elapsed: MeanInterval
    between_elapsed: float
    """The same two by the clock on the wall."""
    spell_days: float

    @property
    def part(self) -> float:
        """The share of what comes that stays behind."""
        return self.longer.estimate / self.between

    @property
    def grows(self) -> bool:
        """By both clocks: over a holiday a wait in natural days takes fewer office hours, and work more days."""
        by_office = self.longer.low > PART * self.between
        return by_office and self.longer_elapsed.low > PART * self.between_elapsed

    def to_dict(self) -> dict[str, Any]:
        """As in `check --json`."""

        def finite(value: float) -> float | None:
            return round(value, 4) if np.isfinite(value) else None

        return {
            "spell_days": finite(self.spell_days),
            "open_first": finite(self.open_first),
            "open_last": finite(self.open_last),
            "open_more": _told(self.more_open),
            "office_hours_first": finite(self.hours_first),
            "office_hours_last": finite(self.hours_last),
            "office_hours_more": _told(self.longer),
            "elapsed_hours_more": _told(self.longer_elapsed),
            "confidence": CONFIDENCE,
            "share_left_behind": finite(self.part),
            "grows": self.grows,
        }


def _told(interval: MeanInterval) -> list[float | None]:
    return [round(x, 4) if np.isfinite(x) else None for x in (interval.estimate, interval.low, interval.high)]


def spells(program: Program) -> tuple[Spell, Spell]:
    """The two spells: a quarter of the window each, in whole weeks; halves of one shorter than two weeks."""
    begin, end = program.judged_from, program.judged_until
    week = 7 * DAY
    length = (end - begin) // 2 if end - begin < 2 * week else max(week, (end - begin) // 4 // week * week)
    return (begin, begin + length), (end - length, end)


def spells_of(program: Program, outcome: Outcome, clock: int) -> Spells:
    """What one replication says of a target."""
    own = np.isin(outcome.service, program.services_of(clock))
    arrived = outcome.stamps[own, ARRIVED]
    gone = np.minimum(outcome.stamps[own, program.clock_to[clock]], outcome.stamps[own, FINISHED])
    gone = np.maximum(np.minimum(gone, outcome.ended_at), arrived)
    found = []
    for begin, end in spells(program):
        present = np.maximum(np.minimum(gone, end) - np.maximum(arrived, begin), 0)
        inside = (arrived >= begin) & (arrived < end)
        came, went = arrived[inside], gone[inside]
        found.append(
            (
                float(present.sum()) / (end - begin),
                len(came),
                float((_office(program, went) - _office(program, came)).sum()) / HOUR,
                float((went - came).sum()) / HOUR,
            )
        )
    (a, n, x, p), (b, m, y, q) = found
    return Spells((a, b), (n, m), (x, y), (p, q))


def _office(program: Program, at: Ints) -> Ints:
    """Office time up to each instant."""
    first = int(program.calendar_first[program.office_calendar])
    rows = slice(first, first + int(program.calendar_count[program.office_calendar]))
    if rows.start == rows.stop:
        return np.zeros_like(at)
    # Straight from the columns: `prepared` makes lists of the whole program, which the compiled engine can do without.
    return worked_until(program.open_at[rows], program.close_at[rows], program.worked_before[rows], at)


def growth_of(program: Program, counted: Sequence[Spells]) -> Growth | None:
    """None where nobody came in one of the spells, or no office was open between them."""
    came = np.array([one.came for one in counted], dtype=np.float64).reshape(-1, 2)
    (begin, until), (later, end) = spells(program)
    middles = np.array([(begin + until) // 2, (later + end) // 2])
    between = float(np.diff(_office(program, middles))[0]) / HOUR
    if not came.sum(axis=0).all() or between <= 0:
        return None
    open_cases = np.array([one.open_cases for one in counted])
    hours = np.array([one.hours for one in counted])
    first, last = hours.sum(axis=0) / came.sum(axis=0)
    return Growth(
        open_first=float(open_cases[:, 0].mean()),
        open_last=float(open_cases[:, 1].mean()),
        more_open=mean_interval(open_cases[:, 1] - open_cases[:, 0], 1 - CONFIDENCE),
        hours_first=float(first),
        hours_last=float(last),
        longer=_difference(hours, came),
        between=between,
        longer_elapsed=_difference(np.array([one.elapsed for one in counted]), came),
        between_elapsed=float(np.diff(middles)[0]) / HOUR,
        spell_days=(until - begin) / DAY,
    )


def _difference(
    sums: np.ndarray[Any, np.dtype[np.float64]], counts: np.ndarray[Any, np.dtype[np.float64]]
) -> MeanInterval:
    """Mean of the second column less that of the first, each a pooled ratio; delete-one-replication jackknife."""
    ratio = sums.sum(axis=0) / counts.sum(axis=0)
    estimate = float(ratio[1] - ratio[0])
    n = len(sums)
    left = counts.sum(axis=0) - counts
    if n < 2 or (left <= 0).any():
        return MeanInterval(estimate, -np.inf, np.inf)
    without = (sums.sum(axis=0) - sums) / left
    apart = without[:, 1] - without[:, 0]
    error = float(np.sqrt((n - 1) / n * ((apart - apart.mean()) ** 2).sum()))
    half = error * critical_t(n, 1 - CONFIDENCE)
    return MeanInterval(estimate, estimate - half, estimate + half)
