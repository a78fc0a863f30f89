"""What kept the pools busy in the judged window: cases of the services, or the pool's other work."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.engine.absence import ran
from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.frozen import dataclass
from sim.model.scenario import other_service
from sim.results.pools import duty
from sim.worktime import HOUR, OpenHours


@dataclass(frozen=True)
class PoolHours:
    """Unit-hours of a pool on one of its open days, mean of the judged window and of the replications."""

    pool: str
    units: float
    """Mean units on duty while open."""
    available: float
    own: float
    """Inside opening hours, for cases of the services."""
    other: float
    """Inside opening hours, for the pool's other work."""
    overtime: float


def pool_hours(program: Program, outcomes: Sequence[Outcome]) -> list[PoolHours]:
    """Every pool in declared order. Raises ValueError when event rows were not kept."""
    found = []
    for pool, name in enumerate(program.names.pools):
        on_duty, open_for, dates = duty(program, pool)
        one = HOUR * dates if dates else HOUR
        busy = float(np.mean([outcome.busy[pool] for outcome in outcomes])) / one
        other = float(np.mean([_other_work(program, outcome, pool) for outcome in outcomes])) / one
        overtime = float(np.mean([outcome.overtime[pool] for outcome in outcomes])) / one
        units = on_duty / open_for if open_for else 0.0
        found.append(PoolHours(name, units, on_duty / one, busy - other, other, overtime))
    return found


def _other_work(program: Program, outcome: Outcome, pool: int) -> int:
    """µs of open hours in the judged window that a pool spent on its other work."""
    if outcome.rows is None:
        raise ValueError("event rows were not kept: run with detail 'events'")
    name = program.names.pools[pool]
    other = next((service for service in program.names.services if _is_other_work(service, name)), None)
    if other is None:
        return 0
    own = outcome.rows[outcome.service[outcome.rows[:, 0]] == program.names.services.index(other)]
    begin = np.clip(own[:, 5], program.judged_from, program.judged_until)
    end = np.clip(own[:, 6], program.judged_from, program.judged_until)
    run = ran(program, outcome)
    spent = 0
    for alternative in np.unique(own[:, 3]).tolist():
        if alternative >= 0 and program.names.alternatives[alternative] == name:
            first = int(run.alternative_first[alternative])
            calendar = _calendar(run, int(run.pool_calendar[run.alternative_pool[first]]))
            rows = own[:, 3] == alternative
            spent += int((_worked(calendar, end[rows]) - _worked(calendar, begin[rows])).sum())
    return spent


def _is_other_work(service: str, pool: str) -> bool:
    """Whether a service is what else a pool does, or the pool that it is a unit of."""
    return any(service == other_service(owner) for owner in (pool, pool.rpartition(".")[0]))


def hands_on(program: Program, rows: Ints) -> Ints:
    """µs of work in completed rows (columns as in `Row`): without the nights of work that is suspended.

    A wait is all work; what is waited for before a start is not.
    """
    worked = rows[:, 6] - rows[:, 5]
    for alternative in np.unique(rows[:, 3]).tolist():
        if alternative < 0 or program.alternative_finish[alternative]:
            continue
        own = rows[:, 3] == alternative
        calendar = _calendar(program, int(program.alternative_calendar[alternative]))
        worked[own] = _worked(calendar, rows[own, 6]) - _worked(calendar, rows[own, 5])
    return worked


def _calendar(program: Program, number: int) -> OpenHours:
    rows = slice(int(program.calendar_first[number]), None)
    count = int(program.calendar_count[number])
    columns = program.open_at[rows], program.close_at[rows], program.worked_before[rows]
    return OpenHours(*(column[:count] for column in columns))


def _worked(calendar: OpenHours, at: Ints) -> Ints:
    return worked_until(calendar.open_at, calendar.close_at, calendar.worked_before, at)


def worked_until(opens: Ints, closes: Ints, before: Ints, at: Ints) -> Ints:
    """Working µs of a calendar, as the columns of a program hold one, up to each instant."""
    i = np.searchsorted(opens, at, side="right") - 1
    return np.where(i < 0, 0, before[i] + np.minimum(at, closes[i]) - opens[i])
