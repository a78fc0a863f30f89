"""Records by number: `node(w, 3)` is the fourth node."""

from __future__ import annotations

from sim.engine.compiled import records as r
from sim.engine.compiled.jit import rule
from sim.engine.compiled.memory import ints

_NODE, _CALENDAR, _ALTERNATIVE = r.NODE.itemsize, r.CALENDAR.itemsize, r.ALTERNATIVE.itemsize
_SERVICE, _CLOCK, _POOL, _NEED = r.SERVICE.itemsize, r.CLOCK.itemsize, r.POOL.itemsize, r.NEED.itemsize
_GROUP, _SESSION, _STREAM, _RUN = r.GROUP.itemsize, r.SESSION.itemsize, r.STREAM.itemsize, r.RUN.itemsize

ALL = 1 << 40
"""As long as any vector: for functions that do not ask how long it is."""


@rule
def node_of(w, number):
    return r.Node(w.nodes + number * _NODE)


@rule
def calendar_of(w, number):
    return r.Calendar(w.calendars + number * _CALENDAR)


@rule
def alternative_of(w, number):
    return r.Alternative(w.alternatives + number * _ALTERNATIVE)


@rule
def service_of(w, number):
    return r.Service(w.services + number * _SERVICE)


@rule
def clock_of(w, service, clock):
    """Clock of a service, numbered within it."""
    return r.Clock(w.clocks + (service.clocks + clock) * _CLOCK)


@rule
def pool_of(w, number):
    return r.Pool(w.pools + number * _POOL)


@rule
def need_of(w, number):
    return r.Need(w.needs + number * _NEED)


@rule
def group_of(w, number):
    return r.Group(w.groups + number * _GROUP)


@rule
def session_of(w, number):
    return r.Session(w.sessions + number * _SESSION)


@rule
def stream_of(w, number):
    return r.Stream(w.streams + number * _STREAM)


@rule
def run_of(case, clock):
    """The case's own state of a clock of its service."""
    return r.Run(case.clocks + clock * _RUN)


@rule
def opens(calendar):
    return ints(calendar.open_at, calendar.count)


@rule
def closes(calendar):
    return ints(calendar.close_at, calendar.count)


@rule
def worked_before(calendar):
    return ints(calendar.worked_before, calendar.count)


@rule
def vector(address):
    """For functions that do not ask for its length."""
    return ints(address, ALL)
