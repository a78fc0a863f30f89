"""The summary of a replication, made of its tables: what the compiled engine adds up as it goes along."""

from __future__ import annotations

import numpy as np

from sim.engine.histogram import histogram, limbs
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, Program
from sim.engine.summary import (
    ACCEPTED,
    ATTEMPTS,
    BACKWARDS,
    BEFORE_ACCEPTANCE,
    DEEMED,
    ELAPSED,
    FINISHED_TOO,
    JUDGED,
    ON_TIME,
    OPEN,
    OPEN_LATE,
    PAUSED,
    STAMPED_AGAIN,
    VALUE,
    VALUED,
    Summary,
    counted_clocks,
    on_mean,
)
from sim.results.judged import judge


def summary_of(program: Program, outcome: Outcome) -> Summary:
    """The summary of one replication."""
    made = Summary.empty(program)
    ended = outcome.outcome >= 0
    last = len(program.names.outcomes)
    how = np.where(ended, outcome.outcome, last)
    np.add.at(made.outcomes, (outcome.stream, how), 1)
    arrived = outcome.stamps[:, ARRIVED]
    inside = (arrived >= program.judged_from) & (arrived < program.judged_until)
    np.add.at(made.window, (outcome.stream[inside], how[inside]), 1)
    changed = outcome.later_outcome >= 0
    np.add.at(made.later, (outcome.stream[changed], outcome.later_outcome[changed]), 1)
    for row, clock in enumerate(counted_clocks(program).tolist()):
        found = judge(program, outcome, clock)
        counts = made.counts[row]
        counts[JUDGED], counts[ON_TIME], counts[VALUED] = found.judged, found.on_time, len(found.values)
        counts[DEEMED], counts[OPEN], counts[OPEN_LATE] = found.deemed, found.open, found.open_over_limit
        counts[ATTEMPTS] = found.attempts
        counts[BACKWARDS], counts[STAMPED_AGAIN] = found.backwards, found.stamped_again
        for name, number in found.not_judged:
            made.not_judged[row, program.names.outcomes.index(name)] = number
        measured = {VALUE: found.values}
        if program.clock_judged[clock] == 1:
            counts[ACCEPTED], counts[FINISHED_TOO] = len(found.before_acceptance), len(found.elapsed)
            measured |= {
                BEFORE_ACCEPTANCE: found.before_acceptance,
                PAUSED: found.paused,
                ELAPSED: found.elapsed,
            }
        for measure, values in measured.items():
            made.sums[row, measure] = limbs(values)
            made.cells[row, measure] = histogram(values)
        if on_mean(program, clock):
            made.sums[row, VALUE] = limbs(np.concatenate([found.values, found.so_far]))
    return Summary(
        tasks=outcome.tasks,
        void_work=outcome.void_work,
        outcomes=made.outcomes,
        window=made.window,
        later=made.later,
        counts=made.counts,
        not_judged=made.not_judged,
        sums=made.sums,
        cells=made.cells,
        busy=outcome.busy,
        served=outcome.served,
        overtime=outcome.overtime,
        session_taken=outcome.session_taken,
        session_short=outcome.session_short,
        held=outcome.held,
        visitors=outcome.visitors,
    )
