"""What will happen to a resting token unless something else does first, and the clocks it stands on.

Mirrors `sim.engine.reference.alarms`, and of `ledgers` what says when a running clock will reach a limit.
"""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.future import one_more_stale
from sim.engine.compiled.jit import apart, rule, shared
from sim.engine.compiled.memory import address_of, at, give, ints, take
from sim.engine.compiled.nouns import (
    Alarm,
    Token,
    calendar_of,
    clock_of,
    closes,
    node_of,
    opens,
    run_of,
    service_of,
    worked_before,
)
from sim.engine.compiled.rounds import post_alarm_at, post_alarm_last
from sim.engine.program import DATES, DAYS, ELAPSED, QUEUED, REACHED, VISITS, WORKING
from sim.worktime import NEVER
from sim.worktime.arithmetic import (
    dates_counted,
    end_of_counted,
    end_of_last_day,
    instant_of,
    natural_date,
    worked,
)

shared(dates_counted, end_of_counted, end_of_last_day, instant_of, natural_date, worked)


LOOK = -1
"""Rank of an alarm at which a visitor looks at the queue."""


@rule
def dates_at(w, instant):
    """Coordinate N: working dates up to an instant."""
    return dates_counted(w.first_day, ints(w.dates_counted, w.dates_count), instant)


@rule
def coordinate(w, kind):
    """E, W, N or D of now; the last W and N asked for are remembered."""
    now = w.now
    if kind in (ELAPSED, QUEUED, VISITS, REACHED):
        return now
    if kind == DAYS:
        return natural_date(now)
    if kind == WORKING:
        if w.worked_at != now:
            office = calendar_of(w, w.office)
            w.worked_at = now
            w.worked = worked(opens(office), closes(office), worked_before(office), now)
        return w.worked
    if w.dates_at != now:
        w.dates_at = now
        w.dates = dates_at(w, now)
    return w.dates


@rule
def mark(w, kind):
    """What `since` keeps: the coordinate, or for N the instant, which tells a holiday from the day before."""
    return w.now if kind == DATES else coordinate(w, kind)


@rule
def deadline(w, kind, coordinate_reached):
    """The instant that belongs to a coordinate: earliest in E and W, 24:00 of the date in N; in D 24:00 of the date,
    or of the next working date if that is a day off."""
    if kind == ELAPSED:
        return coordinate_reached
    if kind == WORKING:
        office = calendar_of(w, w.office)
        return instant_of(opens(office), closes(office), worked_before(office), coordinate_reached)
    counted = ints(w.dates_counted, w.dates_count)
    if kind == DAYS:
        return end_of_last_day(w.first_day, counted, coordinate_reached)
    return end_of_counted(w.first_day, counted, coordinate_reached)


@rule
def begun_at(w, clock, run):
    """The coordinate at which a running clock last started."""
    return dates_at(w, run.since) if clock.coordinate == DATES else run.since


@rule
def reached(w, clock, run, limit):
    """The instant at which a running clock reaches a limit, if it goes on as it does."""
    begun = begun_at(w, clock, run)
    instant = deadline(w, clock.coordinate, begun + max(0, limit - run.value))
    if clock.coordinate == DATES and instant <= run.since:
        # Resumed on a holiday with no day left: a last day on a holiday moves on.
        instant = deadline(w, clock.coordinate, begun + 1)
    return instant


@rule
def deadline_of(w, clock, run, limit):
    """When the clock will reach a limit, running as it does now: NEVER while it stands, 0 if it is over already."""
    if run.phase != r.RUNNING or run.count == 0:
        return NEVER
    whole_days = clock.coordinate == DATES or clock.coordinate == DAYS
    over = limit <= run.over if whole_days else limit < run.value
    if over:
        return 0
    return reached(w, clock, run, limit)


# -- alarms ----------------------------------------------------------------------------------------------


@rule
def _new(w, case, token_address, clock, limit, queue_class, rank, due):
    address = take(w, r.ALARMS)
    alarm = Alarm(address)
    w.serials += 1
    alarm.serial = w.serials
    alarm.token = token_address
    alarm.clock = clock
    alarm.limit = limit
    alarm.queue_class = queue_class
    alarm.rank = rank
    alarm.takes_up = 0
    alarm.due = due
    alarm.before = case.last_alarm
    alarm.after = 0
    if case.last_alarm:
        Alarm(case.last_alarm).after = address
    else:
        case.alarms = address
    case.last_alarm = address
    return alarm


@rule
def _gone(w, case, alarm):
    """The alarm has rung, or nobody is there to hear it."""
    if alarm.before:
        Alarm(alarm.before).after = alarm.after
    else:
        case.alarms = alarm.after
    if alarm.after:
        Alarm(alarm.after).before = alarm.before
    else:
        case.last_alarm = alarm.before
    alarm.serial = 0
    if w.now < alarm.due < w.horizon:
        one_more_stale(w)
    give(w, r.ALARMS, address_of(alarm))


@rule
def end_timer(w, case, address, node):
    """The timer on a clock is over when the limit has passed; what is done at the very limit is in time."""
    _arm(w, case, _new(w, case, address, node.clock, node.limit, 0, 0, NEVER))


@rule
def promote_in_time(w, case, address, node):
    """The request gets the classes its urgency asks for, as its clock uses up the limit."""
    for place in range(node.urgency_count):
        row = node.urgency_first + place
        clock, limit, queue_class = (
            at(w.urgency_clock, row),
            at(w.urgency_limit, row),
            at(w.urgency_class, row),
        )
        _arm(w, case, _new(w, case, address, clock, limit, queue_class, place + 1, NEVER))


@rule
def leave_until(w, case, address, node, clock, value):
    """The request is left lying until a clock has come so far, or stops."""
    alarm = _new(w, case, address, clock, value, node.queue_class, max(0, node.urgency_count) + 1, NEVER)
    alarm.takes_up = 1
    _arm(w, case, alarm)


@rule
def give_up_at(w, case, address, instant):
    """The request is withdrawn at an instant, if it still waits: now means unless it is served at once."""
    alarm = _new(w, case, address, -1, 0, 0, 0, instant)
    if instant == w.now:
        post_alarm_last(w, address_of(alarm), alarm)
    else:
        post_alarm_at(w, instant, address_of(alarm), alarm)


@rule
def look_round(w, case, address):
    """The visitor looks at the queue once nothing more can start at this instant."""
    alarm = _new(w, case, address, -1, 0, 0, LOOK, w.now)
    post_alarm_last(w, address_of(alarm), alarm)


@rule
def clock_changed(w, case, clock):
    """A clock runs otherwise than before."""
    address = case.alarms
    while address:
        alarm = Alarm(address)
        if alarm.clock == clock:
            _arm(w, case, alarm)
        address = alarm.after


@rule
def rings(w, case, alarm):
    """Whether an alarm that was posted for now is still due; it rings once."""
    if alarm.due != w.now:
        return False
    _gone(w, case, alarm)
    return True


@rule
def forget(w, case, token_address):
    """The token has gone on: nothing rings for it any more."""
    address = case.alarms
    while address:
        alarm = Alarm(address)
        address = alarm.after
        if alarm.token == token_address:
            _gone(w, case, alarm)


@apart(r.WORLD, r.CASE, r.ALARM)
def _arm(w, case, alarm):
    service = service_of(w, case.service)
    instant = deadline_of(w, clock_of(w, service, alarm.clock), run_of(case, alarm.clock), alarm.limit)
    before = alarm.due
    if instant == NEVER:
        due = w.now if alarm.takes_up else NEVER
    else:
        on_a_timer = node_of(w, Token(alarm.token).node).clock >= 0
        due = max(w.now, instant + 1 if on_a_timer else instant)
    if due != before:
        alarm.due = due
        if w.now < before < w.horizon:
            one_more_stale(w)
        if due != NEVER:
            post_alarm_at(w, due, address_of(alarm), alarm)
