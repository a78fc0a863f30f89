"""Cases that are over, added to the tables of a `Summary`; mirrors `sim.results.summarised`."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.draws import condition_holds
from sim.engine.compiled.jit import rule, shared
from sim.engine.compiled.memory import at, put
from sim.engine.compiled.nouns import clock_of, run_of, service_of
from sim.engine.compiled.records import WORD
from sim.engine.histogram import CELLS, LIMB, cell_of
from sim.engine.program import ARRIVED, FINISHED, REACHED, VISITS
from sim.engine.summary import (
    ACCEPTED,
    ATTEMPTS,
    BACKWARDS,
    BEFORE_ACCEPTANCE,
    COUNTS,
    DEEMED,
    ELAPSED,
    FINISHED_TOO,
    JUDGED,
    MEASURES,
    ON_TIME,
    OPEN,
    OPEN_LATE,
    PAUSED,
    STAMPED_AGAIN,
    VALUE,
    VALUED,
)
from sim.worktime import NEVER

shared(cell_of)


@rule
def _more(vector, place, count):
    put(vector, place, at(vector, place) + count)


@rule
def add_case(w, case):
    """Count a case that is over, or open at the end of the simulation, which is then now."""
    line = case.stream * (w.outcome_count + 1) * WORD
    how = case.outcome if case.outcome >= 0 else w.outcome_count
    _more(w.sum_outcomes + line, how, 1)
    _more(w.sum_window + line, how, w.judged_from <= at(case.stamps, ARRIVED) < w.judged_until)
    if case.later_outcome >= 0:
        _more(w.sum_later, case.stream * w.outcome_count + case.later_outcome, 1)
    service = service_of(w, case.service)
    for local in range(service.clock_count):
        clock = clock_of(w, service, local)
        if clock.counted >= 0:
            begun = at(case.stamps, clock.begins)
            asked = clock.condition < 0 or condition_holds(w, case, clock.condition)
            if asked and w.judged_from <= begun < w.judged_until:
                _count(w, case, service, local, clock, begun)


@rule
def _count(w, case, service, local, clock, begun):
    """A case that began in the judged window, on one clock (SEMANTICS 8)."""
    run = run_of(case, local)
    value, late_at = run.value, run.late_at
    reached, finished = at(case.stamps, clock.ends), at(case.stamps, FINISHED)
    if clock.sum_count:
        value, late_at = _added_up(w, case, clock, late_at)
    counts = w.sum_counts + clock.counted * COUNTS * WORD
    deemed = _deemed(w, case, begun, reached, finished)
    if reached < begun:
        _more(counts, BACKWARDS, not deemed)
    elif reached != NEVER:
        _more(counts, VALUED, 1)
        _more(counts, STAMPED_AGAIN, run.again)
        _more(counts, ON_TIME, reached <= late_at and not deemed)
        _measure(w, clock, VALUE, value)
    elif case.outcome < 0:
        _more(counts, OPEN, 1)
        _more(counts, OPEN_LATE, late_at <= w.now)
    elif late_at > finished and not deemed:
        _more(w.sum_not_judged, clock.counted * w.outcome_count + case.outcome, 1)
        return
    if clock.limit == NEVER and clock.judged == 1 and (reached == NEVER or reached < begun):
        _add(w, clock, VALUE, max(value, 0))  # the mean is judged: its time is no shorter than that
    _more(counts, JUDGED, 1)
    _more(counts, DEEMED, deemed)
    _more(counts, ATTEMPTS, case.attempts)
    if clock.judged == 1:
        _more(counts, ACCEPTED, _measure_span(w, case, clock, BEFORE_ACCEPTANCE, w.accepted_stamp))
        _more(counts, FINISHED_TOO, _measure_span(w, case, clock, ELAPSED, FINISHED))
        _measure(w, clock, PAUSED, _paused(w, case, service))


@rule
def _measure(w, clock, measure, value):
    _add(w, clock, measure, value)
    _more(w.sum_cells, (clock.counted * MEASURES + measure) * CELLS + cell_of(value), 1)


@rule
def _add(w, clock, measure, value):
    place = clock.counted * MEASURES + measure
    _more(w.sum_sums, 2 * place, value >> 32)
    _more(w.sum_sums, 2 * place + 1, value & (LIMB - 1))


@rule
def _measure_span(w, case, clock, measure, stamp):
    """From the arrival to a stamp, if the case has it; whether it has."""
    if stamp < 0 or at(case.stamps, stamp) == NEVER:
        return 0
    _measure(w, clock, measure, at(case.stamps, stamp) - at(case.stamps, ARRIVED))
    return 1


@rule
def _paused(w, case, service):
    paused = 0
    for local in range(service.clock_count):
        if clock_of(w, service, local).counts_pause and run_of(case, local).phase != r.IDLE:
            paused = max(paused, run_of(case, local).value)
    return paused


@rule
def _deemed(w, case, begun, reached, finished):
    if w.deemed_outcome >= 0 and case.outcome == w.deemed_outcome and reached >= finished:
        return True
    if w.deemed_stamp < 0:
        return False
    granted = at(case.stamps, w.deemed_stamp)
    return granted != NEVER and begun <= granted <= min(reached, finished)


@rule
def _added_up(w, case, clock, late_at):
    """Value of a clock that is the sum of others, and when it was late; see `sim.engine.sums`."""
    total = 0
    for place in range(clock.sums, clock.sums + clock.sum_count):
        part = run_of(case, at(w.clock_sum, place))
        total += part.value if part.phase != r.IDLE else -1
    to = at(case.stamps, clock.ends)
    over = total > clock.limit or (total == clock.limit and to == NEVER)
    if clock.coordinate == VISITS:
        over = total > clock.limit
    elif clock.coordinate == REACHED:
        over = to == NEVER and at(case.stamps, FINISHED) != NEVER
    if over:
        late_at = min(min(to, at(case.stamps, FINISHED)), w.now) - 1
    return total, late_at
