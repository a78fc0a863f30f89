"""What a list of arrivals or a grid of appointments holds, and how much of it falls into the study's dates."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sim.engine.compile.plans import Plan, appointment_plan, list_plan, moved_rows
from sim.engine.compile.times import Times, study_instants
from sim.frozen import dataclass
from sim.model.channel import Channel
from sim.worktime import date_of
from sim.worktime.arithmetic import dates_counted


@dataclass(frozen=True)
class StatedArrivals:
    """As stated, at a load of 1; dates are those of the study, after the shift."""

    cases: int
    """Cases of the list, or places of the grid within the study."""
    first: date
    last: date
    inside: int
    """Those that the study holds."""
    closed: int
    """Those of them that come on a day the office is closed."""
    first_closed: date | None
    a_day: float
    """Cases expected in the judged window, a working day of it."""


def stated_arrivals(channel: Channel, times: Times, path: str) -> StatedArrivals:
    """Of a channel that has a list or appointments. Raises CompileError where none of it falls into the study."""
    one = Fraction(1)
    if channel.appointments is not None:
        plan = appointment_plan(channel, times, one, path)
        days = [date_of(row.at) for row in plan.rows]
        a_day = _a_day(plan, times) * (1 - channel.appointments.no_show.value)
        return StatedArrivals(len(days), days[0], days[-1], len(days), 0, None, a_day)
    assert channel.list is not None
    a_day = _a_day(list_plan(channel, times, one, path), times)
    moved = [(date_of(begin), cases) for (begin, _, cases), _ in moved_rows(channel, times)]
    inside = [(day, cases) for day, cases in moved if times.study.start <= day < times.study.horizon]
    closed = [(day, cases) for day, cases in inside if cases and not times.office.is_open(day)]
    return StatedArrivals(
        cases=channel.list.cases,
        first=moved[0][0],
        last=moved[-1][0],
        inside=sum(cases for _, cases in inside),
        closed=sum(cases for _, cases in closed),
        first_closed=closed[0][0] if closed else None,
        a_day=a_day,
    )


def _a_day(plan: Plan, times: Times) -> float:
    _, begin, end, _ = study_instants(times.study)
    counted = (int(dates_counted(times.dates.first_day, times.dates.counted, at - 1)) for at in (begin, end))
    before, until = counted
    return plan.cases_within(begin, end) / max(1, until - before)
