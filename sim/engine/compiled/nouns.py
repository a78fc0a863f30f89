"""Records by address and by number: `Token(address)`; `node_of(w, 3)` is the fourth node."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.shapes import ints, numbered, pointer

World = pointer(r.WORLD)
Case = pointer(r.CASE)
Token = pointer(r.TOKEN)
Scope = pointer(r.SCOPE)
Forking = pointer(r.FORKING)
Alarm = pointer(r.ALARM)
Stay = pointer(r.STAY)
Table = pointer(r.TABLE)

node_of = numbered("nodes", r.NODE)
calendar_of = numbered("calendars", r.CALENDAR)
alternative_of = numbered("alternatives", r.ALTERNATIVE)
service_of = numbered("services", r.SERVICE)
attribute_of = numbered("attributes", r.ATTRIBUTE)
code_of = numbered("codes", r.CODE)
pool_of = numbered("pools", r.POOL)
need_of = numbered("needs", r.NEED)
group_of = numbered("groups", r.GROUP)
session_of = numbered("sessions", r.SESSION)
stream_of = numbered("streams", r.STREAM)

run_of = numbered("clocks", r.RUN)
"""Of a case: its own state of a clock of its service."""

request_at = numbered("queue", r.REQUEST)
"""Of a need or a session."""

due_at = numbered("future", r.DUE)
clock_at = numbered("clocks", r.CLOCK)
column_of = numbered("columns", r.COLUMN)

ALL = 1 << 40
"""As long as any vector: for functions that do not ask how long it is."""


def clock_of(w, service, clock):
    """Clock of a service, numbered within it."""
    return clock_at(w, service.clocks + clock)


def opens(calendar):
    return ints(calendar.open_at, calendar.count)


def closes(calendar):
    return ints(calendar.close_at, calendar.count)


def worked_before(calendar):
    return ints(calendar.worked_before, calendar.count)


def vector(address):
    """For functions that do not ask for its length."""
    return ints(address, ALL)
