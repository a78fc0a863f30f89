"""What a search for staffing may change: the units of a pool, or those of a part of the day, each within bounds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.next_searches import Unstaffed, unstaffed
from sim.experiments.questions.whatif import WhatIf
from sim.model import Fault, ModelError, parse_setting
from sim.model.names import unknown
from sim.model.staff import owner_of
from sim.results.costs import unit_hours

Bounds = Mapping[str, tuple[int, int] | None]
"""By the name of a seat: the least and the most units, None where the usual ones do."""
LeftOut = Unstaffed | Literal["not_named"]
"""Why a pool stays as it is; `not_named`: others were named to be searched."""
_PART = re.compile(
    r"(?P<pool>[a-z][a-z0-9_]*)@(?:(?P<days>[a-z]{3}(?:,[a-z]{3})*) )?(?P<time>\d\d:\d\d-\d\d:\d\d)"
)


@dataclass(frozen=True)
class Seat:
    """What is staffed: the units of a pool, or a number of units somewhere in its rules, and how many there may be."""

    pool: str
    path: str
    stated: int
    low: int
    high: int
    cost: float
    """Of one unit; 1 where no pool states a cost, so that people are counted. Of a unit that is there for a part of the
    pool's hours, that part of it."""


def with_parts(whatif: WhatIf, stated: Bounds) -> tuple[WhatIf, Bounds]:
    """The question with a rule of its own for every part of the day that is named, and the paths of their units.

    A part is named as `window@mon 14:00-17:00`, or `window@14:00-17:00` for every workday. Until the search changes
    it, as many are on duty then as the pool has. Raises ModelError for what is no such part.
    """
    rules: dict[str, list[str]] = {}
    bounds: dict[str, tuple[int, int] | None] = {}
    for name, ends in stated.items():
        if "@" not in name:
            bounds[name] = ends
            continue
        pool, rule = _rule(whatif, name)
        own = rules.setdefault(pool, [])
        bounds[f"pools.{pool}.rules.{len(own)}.units"] = ends
        own.append(rule)
    settings = [parse_setting(f"pools.{pool}.rules=[{', '.join(own)}]") for pool, own in rules.items()]
    return (whatif.with_settings(settings) if settings else whatif), bounds


def _rule(whatif: WhatIf, name: str) -> tuple[str, str]:
    """The pool, and the rule of a part of the day."""
    part = _PART.fullmatch(name)
    if part is None:
        message = f'"{name}" is not a part of the day; write it as window@mon 14:00-17:00'
        raise ModelError([Fault.of("pool", name, message)])
    pool, pools = part["pool"], whatif.scenario.pools
    if pool not in pools:
        raise ModelError([Fault.of("pool", name, unknown("pool", pool, pools))])
    if pools[pool].rules:
        message = (
            f"the pool has rules already; write one for this time in the file, and name its path, "
            f"as in pools.{pool}.rules.0.units"
        )
        raise ModelError([Fault.of("pool", name, message)])
    count = _count_at(whatif, f"pools.{pool}.capacity")
    days = [f"weekdays: [{part['days']}]"] if part["days"] else []
    return pool, "{" + ", ".join([*days, f'during: "{part["time"]}"', "units: " + str(count)]) + "}"


def seats_of(
    whatif: WhatIf,
    stated: Bounds | Sequence[str] | None,
    targets: Sequence[str],
) -> tuple[WhatIf, tuple[Seat, ...]]:
    """The question, with rules for the parts of the day that are named, and the seats.

    Raises ModelError for what is no number of units, or bounds that hold none.
    """
    named = stated if isinstance(stated, Mapping) else dict.fromkeys(stated or _used(whatif, targets))
    whatif, bounds = with_parts(whatif, named)
    scenario = whatif.scenario
    priced = any(pool.cost is not None for pool in scenario.pools.values())
    seats: list[Seat] = []
    faults: list[Fault] = []
    for name, ends in bounds.items():
        pool, path = (name.split(".")[1], name) if name.startswith("pools.") and name.count(".") > 1 else (
            name, f"pools.{name}.capacity"
        )  # fmt: skip
        if pool not in scenario.pools:
            faults.append(Fault.of("pool", name, unknown("pool", pool, scenario.pools)))
            continue
        count = _count_at(whatif, path)
        if count is None:
            message = (
                f"{path} states no number of units; name the path of one, as in pools.{pool}.rules.0.units"
            )
            faults.append(Fault.of("pool", name, message))
            continue
        low, high = ends if ends is not None else (1, max(2 * count, count + 2))
        if not 0 <= low <= high:
            faults.append(Fault.of("pool", name, f"from {low} to {high} there is no number of units"))
            continue
        cost = scenario.pools[pool].cost
        price = 1.0 if not priced else 0.0 if cost is None else cost.value.amount
        seats.append(Seat(pool, path, count, min(low, high), high, price))
    if faults:
        raise ModelError(faults)
    if not seats:
        raise ModelError([Fault.of("pool", "", "no pool with a number of units works for these targets")])
    shares = _shares(whatif, seats)
    return whatif, tuple(
        replace(seat, cost=seat.cost * part) for seat, part in zip(seats, shares, strict=True)
    )


def _shares(whatif: WhatIf, seats: Sequence[Seat]) -> list[float]:
    """Which part of a pool's hours one unit more would be there, by seat: 1 unless the pool has rules."""
    found = []
    hours = unit_hours(whatif.program)
    for seat in seats:
        number = whatif.program.names.pools.index(seat.pool)
        if not whatif.scenario.pools[seat.pool].rules or not hours[number, 1]:
            found.append(1.0)
            continue
        more = whatif.with_settings([parse_setting(f"{seat.path}={seat.stated + 1}")])
        found.append(round(float((unit_hours(more.program) - hours)[number, 0] / hours[number, 1]), 6))
    return found


def left_out(
    whatif: WhatIf, seats: Sequence[Seat], targets: Sequence[str]
) -> tuple[tuple[str, LeftOut], ...]:
    """The pools that work for the targets' services and stay as they are, and why."""
    staffed = {seat.pool for seat in seats}
    pools = whatif.scenario.pools
    return tuple(
        (name, unstaffed(pools[name]) or "not_named")
        for name in _needed(whatif, targets)
        if name not in staffed
    )


def _used(whatif: WhatIf, targets: Sequence[str]) -> list[str]:
    """The government's pools of people that work for the targets' services."""
    pools = whatif.scenario.pools
    return [name for name in _needed(whatif, targets) if unstaffed(pools[name]) is None]


def _needed(whatif: WhatIf, targets: Sequence[str]) -> list[str]:
    """The pools that work for the targets' services, in the file's order."""
    work, pools = OfferedWork(whatif), whatif.scenario.pools
    services = {service for target in targets for service in whatif.scenario.targets[target].services}
    numbers = {work.program.names.services.index(name) for name in services}
    used = {
        owner_of(pools, work.program.names.pools[pool])
        for offer in work.offers
        if offer.service in numbers
        for together, _ in offer.options
        for pool in together
    }
    return [name for name in pools if name in used]


def _count_at(whatif: WhatIf, path: str) -> int | None:
    """The whole number that stands at a path of the scenario with its levers."""
    value: Any = whatif.scenario
    for step in path.split("."):
        if isinstance(value, (tuple, list)):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(step)
        else:
            value = getattr(value, step, None)
        if value is None:
            return None
    value = getattr(value, "value", value)
    return int(value) if isinstance(value, (int, float)) and float(value).is_integer() else None
