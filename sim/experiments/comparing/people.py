"""What an alternative takes in people: units more or fewer than the base has, pool by pool.

Counted in units of the base's day: hours on the roster in the judged window, over the hours in which the pool is open.
One more window all day is +1, one more in the mornings about +0.5, the same people for longer hours a part of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.experiments.questions.whatif import WhatIf
from sim.model.staff import pool_named
from sim.results.costs import unit_hours

LEAST = 0.005
"""Of a unit: what is less is no change."""


@dataclass(frozen=True)
class PoolMoved:
    """One pool whose roster is not the base's."""

    pool: str
    name: tuple[str, str]
    """Chinese, English."""
    before: float
    after: float
    """Units, in the mean over the hours in which the base's pool is open; of a pool that only one has, over its own."""

    @property
    def more(self) -> float:
        return self.after - self.before


def people_moved(base: WhatIf, other: WhatIf) -> tuple[PoolMoved, ...]:
    """Pools of people whose roster an alternative changes, those of the base first."""
    return tuple(_moved(base, other))


def _moved(base: WhatIf, other: WhatIf) -> Iterator[PoolMoved]:
    before, after = _hours(base), _hours(other)
    for pool in dict.fromkeys((*before, *after)):
        (had, own), (has, theirs) = before.get(pool, (0.0, 0.0)), after.get(pool, (0.0, 0.0))
        day = own or theirs
        if day and abs(has - had) / day >= LEAST:
            names = (base if pool in before else other).program.names
            yield PoolMoved(pool, names.label("pool", pool), had / day, has / day)


def _hours(whatif: WhatIf) -> dict[str, tuple[float, float]]:
    """Of pools that are people: hours of all units, and hours in which the pool is open."""
    found = unit_hours(whatif.program).tolist()
    return {
        name: (units, day)
        for name, (units, day) in zip(whatif.program.names.pools, found, strict=True)
        if pool_named(whatif.scenario, name).kind != "system"
    }
