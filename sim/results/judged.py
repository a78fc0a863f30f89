"""Who is judged, and was on time (SEMANTICS 8).

Judged are the cases that stamped a target's `from` inside the judged window. On time means: the `to` stamp is
not later than the deadline. A case that ended without `to` is late if its limit had passed by then, otherwise
it is not judged and listed. One of which something was granted by silence between the two (milestone `deemed`), or
that ended `deemed`, is always late. A case still open whose limit has not passed is undetermined, and so is one
that stamped `to` before `from`: its clock never ran.

A target on the mean has no limit for a single case: who ended without `to` is not judged, and of whoever is judged and
not on time (open, backwards, or granted by silence) the time is known only to be no shorter than what its clock shows.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from sim.engine.conditions import holds
from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, DAYS, FINISHED, Program
from sim.frozen import dataclass
from sim.worktime import NEVER


@dataclass(frozen=True, eq=False)
class Judged:
    """One target in one replication."""

    judged: int
    on_time: int
    undetermined: int
    """Judged, and open with the limit not passed, or backwards: counted as late and as on time, both."""
    open: int
    """Judged cases without `to` that have not ended."""
    open_over_limit: int
    deemed: int
    not_judged: tuple[tuple[str, int], ...]
    """Outcomes of cases that ended before `to` and before their limit, with their number."""
    values: Ints
    """Sorted clock values of the judged cases that stamped `to`: µs, or dates (statutory clock)."""
    against_limit: Ints
    """The same where they are held against the limit: a case in time on a last day that moved on from a day off
    counts as the limit, because that day is then the last one (Civil Code 203)."""
    missing: int
    """Judged cases without a value: later than any value one may ask for."""
    so_far: Ints
    """What the clock shows of those, the longest last: a bound from below, 0 where it never ran."""
    before_acceptance: Ints
    """Arrival to `accepted` in µs, of the judged cases that were accepted; sorted."""
    paused: Ints
    """Paused µs of the judged cases, sorted."""
    elapsed: Ints
    """Arrival to end in µs of the judged cases that ended, sorted."""
    not_accepted: int
    not_finished: int
    """Judged cases that `before_acceptance` and `elapsed` do not hold yet: later than any that they do."""
    attempts: int
    """Submissions of the judged cases, summed."""
    backwards: int = 0
    """Judged cases that stamped `to` before `from`: nothing was measured."""
    stamped_again: int = 0
    """Judged cases with a value that stamped `to` once more later."""


@dataclass(frozen=True, eq=False)
class Standing:
    """How every case of a replication stands on one target clock: masks over its rows."""

    judged: NDArray[np.bool_]
    on_time: NDArray[np.bool_]
    valued: NDArray[np.bool_]
    """Stamped `to` after `from`, so the clock has a value; the other judged cases come after any value."""
    excused: NDArray[np.bool_]
    """Ended before `to` and before the limit: not judged."""
    deemed: NDArray[np.bool_]
    still_open: NDArray[np.bool_]
    open_late: NDArray[np.bool_]
    backwards: NDArray[np.bool_]
    """Stamped `to` before `from`."""

    @property
    def undetermined(self) -> NDArray[np.bool_]:
        """Judged cases of which nobody can say whether they were on time."""
        return (self.still_open & ~self.open_late) | self.backwards

    @property
    def counts(self) -> tuple[int, int, int]:
        """Cases on time, judged, undetermined."""
        masks = (self.on_time, self.judged, self.undetermined)
        on_time, judged, undetermined = (int(np.count_nonzero(mask)) for mask in masks)
        return on_time, judged, undetermined


def standing(program: Program, outcome: Outcome, clock: int) -> Standing:
    """Who is judged on a target clock, and who was on time."""
    names = program.names
    stamps = outcome.stamps
    begun = stamps[:, program.clock_from[clock]]
    reached = stamps[:, program.clock_to[clock]]
    late_at = outcome.clock_late_at[:, clock]
    inside = (
        np.isin(outcome.service, program.services_of(clock))
        & (begun >= program.judged_from)
        & (begun < program.judged_until)
    )
    for own in program.clocks_of(clock):
        if program.clock_condition[own] >= 0:
            (rows,) = np.nonzero(inside & (outcome.service == program.clock_service[own]))
            inside[rows] = [asked(program, outcome, own, row) for row in rows.tolist()]
    before = inside & (reached < begun)
    has_value = inside & (reached != NEVER) & ~before
    ended = inside & (reached == NEVER) & (outcome.outcome >= 0)
    still_open = inside & (reached == NEVER) & (outcome.outcome < 0)
    ended_late = ended & (late_at <= stamps[:, FINISHED])
    deemed = np.zeros_like(inside)
    if "deemed" in names.outcomes:
        # Who reached `to` before the end is not what was deemed: an earlier stage may have been kept.
        deemed = (
            inside & (outcome.outcome == names.outcomes.index("deemed")) & (reached >= stamps[:, FINISHED])
        )
    if "deemed" in names.stamps:
        granted = stamps[:, names.stamps.index("deemed")]
        in_between = (granted >= begun) & (granted <= np.minimum(reached, stamps[:, FINISHED]))
        deemed = deemed | (inside & (granted != NEVER) & in_between)
    excused = ended & ~ended_late & ~deemed
    return Standing(
        judged=inside & ~excused,
        on_time=has_value & (reached <= late_at) & ~deemed,
        valued=has_value,
        excused=excused,
        deemed=deemed,
        still_open=still_open,
        open_late=still_open & (late_at <= outcome.ended_at),
        backwards=before & ~deemed,
    )


def asked(program: Program, outcome: Outcome, clock: int, case: int) -> bool:
    """Whether a target is about a case of its service: its condition holds, or it has none."""
    condition = int(program.clock_condition[clock])
    if condition < 0:
        return True
    first, count = int(program.code_first[condition]), int(program.code_count[condition])
    rows = slice(first, first + count)
    operation, value = program.code_operation[rows].tolist(), program.code_value[rows].tolist()
    own = np.flatnonzero(program.attribute_service == program.clock_service[clock]).tolist()
    attributes = [int(outcome.attributes[attribute][case]) for attribute in own]
    return holds(operation, value, 0, count, attributes, (), [0] * count) == 1


def judge(program: Program, outcome: Outcome, clock: int) -> Judged:
    """Count the cases of one target clock."""
    stamps = outcome.stamps
    found = standing(program, outcome, clock)
    judged = found.judged
    dropped = Counter(program.names.outcomes[code] for code in outcome.outcome[found.excused].tolist())
    finished = judged & (stamps[:, FINISHED] != NEVER)
    accepted = _spans(program, stamps, "accepted", judged)
    values = outcome.clock_value[:, clock]
    of_all = np.sort(values[found.valued])
    limit = program.clock_limit[clock]
    moves_on = program.clock_coordinate[clock] == DAYS
    held = np.where(found.on_time, np.minimum(values, limit), values)[found.valued] if moves_on else of_all
    return Judged(
        judged=int(judged.sum()),
        on_time=int(found.on_time.sum()),
        undetermined=int(found.undetermined.sum()),
        open=int(found.still_open.sum()),
        open_over_limit=int(found.open_late.sum()),
        deemed=int(found.deemed.sum()),
        not_judged=tuple(sorted(dropped.items())),
        values=of_all,
        against_limit=np.sort(held) if moves_on else of_all,
        missing=int((judged & ~found.valued).sum()),
        so_far=np.sort(np.maximum(values[judged & ~found.valued], 0)),
        before_acceptance=accepted,
        paused=np.sort(np.maximum(_paused(program, outcome)[judged], 0)),
        elapsed=np.sort((stamps[:, FINISHED] - stamps[:, ARRIVED])[finished]),
        not_accepted=int(judged.sum()) - len(accepted),
        not_finished=int((judged & ~finished).sum()),
        attempts=int(outcome.attempts[judged].sum()),
        backwards=int(found.backwards.sum()),
        stamped_again=int((found.valued & (outcome.stamped_again[:, clock] > 0)).sum()),
    )


def _spans(program: Program, stamps: Ints, milestone: str, rows: np.ndarray) -> Ints:
    """Sorted spans from arrival to a milestone, of the rows that stamped it."""
    if milestone not in program.names.stamps:
        return np.zeros(0, dtype=np.int64)
    at = stamps[:, program.names.stamps.index(milestone)]
    return np.sort((at - stamps[:, ARRIVED])[rows & (at != NEVER)])


def _paused(program: Program, outcome: Outcome) -> Ints:
    """Paused µs of every case: the one ledger of its service that counts pauses."""
    ledgers = np.flatnonzero(program.clock_counts_pause)
    paused: Ints = outcome.clock_value[:, ledgers].max(axis=1, initial=-1)
    return paused
