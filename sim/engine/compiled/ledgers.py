"""Clocks: one counter and one `since` each (SEMANTICS 6); mirrors `sim.engine.reference.ledgers`."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.alarms import begun_at, clock_changed, coordinate, deadline, mark, reached
from sim.engine.compiled.jit import apart, rule, shared
from sim.engine.compiled.memory import at, ints, put
from sim.engine.compiled.nouns import clock_of, run_of, service_of
from sim.engine.compiled.records import WORD
from sim.engine.compiled.waits import count_waits
from sim.engine.program import DATES, DAYS, FINISHED, QUEUED, VISITS
from sim.worktime import NEVER
from sim.worktime.arithmetic import last_day_over

shared(last_day_over)

# -- running ---------------------------------------------------------------------------------------------


@rule
def _limit_over(w, clock, run, value):
    """The largest limit whose last day ended while the clock, now stopping at `value`, ran; -1 if there is none.

    A hand-over on a day off does not move the last day on, as a resumption would: so it must be known.
    """
    if clock.coordinate == DAYS:
        last = last_day_over(w.first_day, ints(w.dates_counted, w.dates_count), w.now)
        return run.value + last - run.since if last >= run.since else -1
    ran_on = run.since < deadline(w, DATES, coordinate(w, DATES)) <= w.now
    return value if ran_on else value - 1


@rule
def _start(w, case, service, clock):
    run = run_of(case, clock)
    run.count += 1
    if run.count == 1 and run.phase == r.RUNNING:
        run.since = mark(w, clock_of(w, service, clock).coordinate)
        if case.alarms:
            clock_changed(w, case, clock)


@rule
def _stop(w, case, service, clock):
    run = run_of(case, clock)
    run.count -= 1
    if run.count == 0 and run.phase == r.RUNNING:
        _accrue(w, clock_of(w, service, clock), run)
        if case.alarms:
            clock_changed(w, case, clock)


# -- holding ---------------------------------------------------------------------------------------------


@rule
def _of_item(w, case, item, clock):
    """Address of (tokens that hold, pauses that stop) a clock in an item; item -1 is outside of any."""
    return case.held + ((item + 1) * w.clocks_most + clock) * 2 * WORD


@rule
def hold(w, case, node):
    """The parties of a node hold the case from now on."""
    service = service_of(w, case.service)
    for place in range(node.clocks, node.clocks + node.clock_count):
        clock = at(w.node_clock, place)
        if service.pauses and clock_of(w, service, clock).pauses:
            tally = _of_item(w, case, node.item, clock)
            put(tally, 0, at(tally, 0) + 1)
            if at(tally, 1):
                continue
        _start(w, case, service, clock)


@rule
def release(w, case, node):
    """The parties of a node let the case go."""
    service = service_of(w, case.service)
    for place in range(node.clocks, node.clocks + node.clock_count):
        clock = at(w.node_clock, place)
        if service.pauses and clock_of(w, service, clock).pauses:
            tally = _of_item(w, case, node.item, clock)
            put(tally, 0, at(tally, 0) - 1)
            if at(tally, 1):
                continue
        _stop(w, case, service, clock)


@rule
def pause(w, case, node):
    """A pause begins: clocks that its kind stops lose the tokens of its item."""
    service = service_of(w, case.service)
    for clock in range(service.clock_count):
        if clock_of(w, service, clock).counts_pause:
            _start(w, case, service, clock)
    for clock in range(service.clock_count):
        if clock_of(w, service, clock).pauses & (1 << node.pause_kind):
            tally = _of_item(w, case, node.item, clock)
            put(tally, 1, at(tally, 1) + 1)
            if at(tally, 1) == 1:
                for _ in range(at(tally, 0)):
                    _stop(w, case, service, clock)


@rule
def resume(w, case, node):
    """A pause ends; with the last one that stops a clock, the tokens of the item count again."""
    service = service_of(w, case.service)
    for clock in range(service.clock_count):
        if clock_of(w, service, clock).counts_pause:
            _stop(w, case, service, clock)
    for clock in range(service.clock_count):
        if clock_of(w, service, clock).pauses & (1 << node.pause_kind):
            tally = _of_item(w, case, node.item, clock)
            put(tally, 1, at(tally, 1) - 1)
            if at(tally, 1) == 0:
                for _ in range(at(tally, 0)):
                    _start(w, case, service, clock)


# -- stamps ----------------------------------------------------------------------------------------------


@rule
def stamp_of(case, stamp):
    return at(case.stamps, stamp)


@rule
def _judged(w, case, clock):
    if clock.judged == 0:
        return False
    begun = stamp_of(case, clock.begins)
    return w.judged_from <= begun < w.judged_until


@rule
def _take_over(run, other):
    run.phase = other.phase
    run.value = other.value
    run.since = other.since
    run.late_at = other.late_at
    run.over = other.over


@rule
def _bring_up(w, case, service, clock, run):
    """A clock that has stopped too soon takes over from the one that went on, as far as that has come by now."""
    if clock.goes_on >= 0:
        other = run_of(case, clock.goes_on)
        if other.phase == r.RUNNING:
            if other.count > 0:
                _accrue(w, clock_of(w, service, clock.goes_on), other)
            _take_over(run, other)


@rule
def _begin(w, case, number, clock, dated_back):
    run = run_of(case, number)
    if _judged(w, case, clock):
        w.undecided += 1
    if dated_back and clock.dated_back >= 0:
        # A clock that begins in the past has counted what its twin, which began there, has.
        _take_over(run, run_of(case, clock.dated_back))
    elif stamp_of(case, clock.ends) != NEVER:
        run.phase = r.STOPPED  # its end was reached before its beginning: nothing to count
        return
    else:
        run.phase = r.RUNNING
        run.since = mark(w, clock.coordinate)
    if case.alarms:
        clock_changed(w, case, number)


@rule
def stamp_case(w, case, stamp, instant, as_of):
    """Set a stamp, if it is not set yet, and start or stop the clocks that look at it.

    With `as_of` it is dated back to that other stamp, if that is set, and so are the clocks it starts or stops (5.4).
    """
    service = service_of(w, case.service)
    if stamp_of(case, stamp) != NEVER:
        if instant > stamp_of(case, stamp):
            for number in range(service.clock_count):
                if clock_of(w, service, number).ends == stamp:
                    run_of(case, number).again = 1
        return
    dated_back = as_of >= 0 and stamp_of(case, as_of) != NEVER
    put(case.stamps, stamp, stamp_of(case, as_of) if dated_back else instant)
    for number in range(service.clock_count):
        clock = clock_of(w, service, number)
        if clock.begins == stamp:
            _begin(w, case, number, clock, dated_back)
    for number in range(service.clock_count):
        clock, run = clock_of(w, service, number), run_of(case, number)
        if clock.ends == stamp and run.phase == r.RUNNING:
            if dated_back and clock.ended_back >= 0:
                _take_over(run, run_of(case, clock.ended_back))
            else:
                if run.count > 0:
                    _accrue(w, clock, run)
                if clock.coordinate == QUEUED:
                    count_waits(w, case, number)
            run.phase = r.STOPPED
            if case.alarms:
                clock_changed(w, case, number)
            if stamp_of(case, FINISHED) != NEVER and _judged(w, case, clock):
                w.undecided -= 1
    if stamp == FINISHED:
        for number in range(service.clock_count):
            clock = clock_of(w, service, number)
            if run_of(case, number).phase == r.STOPPED and clock.ends != stamp and _judged(w, case, clock):
                w.undecided -= 1


@rule
def stamp_anew(w, case, stamp, instant, as_of):
    """Set a stamp of which the last one counts, until the case ends: clocks that end there have gone on till now."""
    if stamp_of(case, stamp) == NEVER or stamp_of(case, FINISHED) != NEVER:
        stamp_case(w, case, stamp, instant, as_of)
        return
    put(case.stamps, stamp, instant)
    service = service_of(w, case.service)
    for number in range(service.clock_count):
        clock, run = clock_of(w, service, number), run_of(case, number)
        if clock.ends == stamp:
            _bring_up(w, case, service, clock, run)
            if run.phase == r.RUNNING:
                run.phase = r.STOPPED


@rule
def clear_stamp(w, case, stamp):
    """Take a stamp back: a clock that began there has not begun, one that ended there goes on."""
    if stamp_of(case, stamp) == NEVER:
        return
    service = service_of(w, case.service)
    open_still = stamp_of(case, FINISHED) == NEVER
    for number in range(service.clock_count):
        clock, run = clock_of(w, service, number), run_of(case, number)
        if clock.begins != stamp:
            continue
        counted = run.phase == r.RUNNING or (run.phase == r.STOPPED and open_still)
        if counted and _judged(w, case, clock):
            w.undecided -= 1
        run.phase = r.IDLE
        run.value = 0
        run.late_at = NEVER
        run.over = -1
        if case.alarms:
            clock_changed(w, case, number)
    for number in range(service.clock_count):
        clock, run = clock_of(w, service, number), run_of(case, number)
        if clock.ends == stamp:
            run.again = 0
        if clock.ends == stamp and run.phase == r.STOPPED:
            run.phase = r.RUNNING
            run.since = mark(w, clock.coordinate)
            if case.alarms:
                clock_changed(w, case, number)
            if not open_still and _judged(w, case, clock):
                w.undecided += 1
            _bring_up(w, case, service, clock, run)
    put(case.stamps, stamp, NEVER)


@rule
def case_ended(w, case):
    """Nothing of the case goes on: clocks that have not stopped never will."""
    service = service_of(w, case.service)
    for number in range(service.clock_count):
        if run_of(case, number).phase == r.RUNNING and _judged(w, case, clock_of(w, service, number)):
            w.undecided -= 1


@rule
def settle_open(w, case):
    """Bring the running clocks of a case that still goes on up to now, the end of the simulation."""
    service = service_of(w, case.service)
    for number in range(service.clock_count):
        run = run_of(case, number)
        if run.phase == r.RUNNING and run.count > 0:
            _accrue(w, clock_of(w, service, number), run)
        if run.phase == r.RUNNING and clock_of(w, service, number).coordinate == QUEUED:
            count_waits(w, case, number)


@apart(r.WORLD, r.CLOCK, r.RUN)
def _accrue(w, clock, run):
    """Add what the coordinate gained since the clock last started; note when the limit was reached."""
    if clock.coordinate == VISITS:
        # A stay at the counter is over: one more visit, unless the last one was over just before.
        if run.over < 0 or run.since - run.over > clock.apart:
            run.value += 1
            if run.value > clock.limit:
                run.late_at = min(run.late_at, run.since - 1)
        run.over = run.since = w.now
        return
    value = run.value + coordinate(w, clock.coordinate) - begun_at(w, clock, run)
    if value >= clock.limit and run.late_at == NEVER:
        instant = reached(w, clock, run, clock.limit)
        # The last day ends at 24:00: a clock that stops before then is not late, and its deadline moves on.
        if instant <= w.now:
            run.late_at = instant
    if clock.watched and (clock.coordinate == DATES or clock.coordinate == DAYS):
        run.over = max(run.over, _limit_over(w, clock, run, value))
    run.value = value
    run.since = mark(w, clock.coordinate)
