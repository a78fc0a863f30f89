"""How busy the pools were in the judged window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.program import Program
from sim.frozen import dataclass
from sim.worktime import DAY


@dataclass(frozen=True)
class PoolUse:
    """One pool over the judged window, mean of the replications."""

    pool: str
    label: tuple[str, str]
    """Its name in Chinese and in English."""
    utilisation: float
    """Busy share of the time on duty, overtime apart; over 1 only where work outlasts a cut in capacity."""
    served_per_unit_day: float
    """Tasks completed a unit and working day (cases per window-day)."""
    overtime_hours_per_day: float
    capacity: float
    """Mean units on duty while open, less those absent on average."""
    held: float = 0.0
    """Share of the time on duty in which a unit was kept and nobody worked at it."""


def duty(program: Program, pool: int) -> tuple[int, int, int]:
    """(unit-µs on duty, open µs, dates open) of a pool in the judged window; less those absent on average."""
    first = int(program.pool_first[pool])
    rows = slice(first, first + int(program.pool_count[pool]))
    at = program.change_at[rows]
    capacity, units = program.change_capacity[rows], program.mean_units[rows]
    begin = np.clip(at, program.judged_from, program.judged_until)
    end = np.clip(np.append(at[1:], program.judged_until), program.judged_from, program.judged_until)
    span = end - begin
    on = (span > 0) & (capacity > 0)
    # One span may hold many dates: a pool that never closes has a single one.
    dates = {
        date
        for opens, closes in zip(begin[on].tolist(), end[on].tolist(), strict=True)
        for date in range(opens // DAY, (closes - 1) // DAY + 1)
    }
    return int((span * units).sum()), int(span[on].sum()), len(dates)


def by_time_of_day(program: Program, pool: int, edges: Sequence[int]) -> list[float]:
    """The parts of a pool's unit-time on duty in the judged window between times of day; evenly where it has none."""
    first = int(program.pool_first[pool])
    rows = slice(first, first + int(program.pool_count[pool]))
    at, capacity = program.change_at[rows], program.change_capacity[rows]
    begin = np.clip(at, program.judged_from, program.judged_until)
    end = np.clip(np.append(at[1:], program.judged_until), program.judged_from, program.judged_until)

    def up_to(instant: Ints, edge: int) -> Ints:
        """Time of the days up to an instant that lies before a time of day."""
        return instant // DAY * edge + np.minimum(instant % DAY, edge)

    before = [int(((up_to(end, edge) - up_to(begin, edge)) * capacity).sum()) for edge in edges]
    parts = np.diff(before).astype(np.float64)
    shares: list[float] = (parts / parts.sum() if parts.sum() else np.diff(edges) / DAY).tolist()
    return shares


class PoolCounts(Protocol):
    """What one replication booked on its pools: an `Outcome`, or a summary of one."""

    @property
    def busy(self) -> Ints: ...
    @property
    def served(self) -> Ints: ...
    @property
    def overtime(self) -> Ints: ...
    @property
    def held(self) -> Ints: ...


def pool_use(program: Program, outcomes: Sequence[PoolCounts]) -> list[PoolUse]:
    """Utilisation, throughput and overtime of every pool, in declared order."""
    found = []
    for pool, name in enumerate(program.names.pools):
        on_duty, open_for, dates = duty(program, pool)
        busy = float(np.mean([outcome.busy[pool] for outcome in outcomes]))
        served = float(np.mean([outcome.served[pool] for outcome in outcomes]))
        overtime = float(np.mean([outcome.overtime[pool] for outcome in outcomes]))
        held = float(np.mean([outcome.held[pool] for outcome in outcomes]))
        units = on_duty / open_for if open_for else 0.0
        found.append(
            PoolUse(
                pool=name,
                label=program.names.labels.get(f"pool:{name}", (name, name)),
                utilisation=busy / on_duty if on_duty else 0.0,
                served_per_unit_day=served / (units * dates) if units and dates else 0.0,
                overtime_hours_per_day=overtime / 3.6e9 / dates if dates else 0.0,
                held=held / on_duty if on_duty else 0.0,
                capacity=units,
            )
        )
    return found
