"""What a question costs, over its replications: the roster by pool, hands-on work and fees by service and step.

See `sim.results.costs` for what is paid. Money is that of the judged window, mean of a replication; a case's is the
mean of the cases that came in it, with a 95% interval over replications. No verdict looks at any of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.program import Program
from sim.experiments.running.sums import Sums
from sim.experiments.statistics.mean_interval import MeanInterval, ratio_interval
from sim.experiments.statistics.share_interval import NobodyJudged
from sim.results.costs import CASES, FEES, STAFF, Floats, Prices, rostered_hours
from sim.worktime import HOUR


@dataclass(frozen=True)
class PoolCost:
    """One pool, or one of the units it is divided into, in the judged window."""

    pool: str
    per_hour: float
    rostered_hours: float
    overtime_hours: float
    hands_on_hours: float
    """Busy, overtime among them."""

    @property
    def rostered(self) -> float:
        """The roster and the overtime, paid."""
        return self.per_hour * (self.rostered_hours + self.overtime_hours)

    @property
    def hands_on(self) -> float:
        return self.per_hour * self.hands_on_hours

    def to_dict(self) -> dict[str, Any]:
        return {
            "pool": self.pool,
            "per_hour": self.per_hour,
            "rostered_hours": round(self.rostered_hours, 2),
            "overtime_hours": round(self.overtime_hours, 2),
            "hands_on_hours": round(self.hands_on_hours, 2),
            "rostered": round(self.rostered, 2),
            "hands_on": round(self.hands_on, 2),
        }


@dataclass(frozen=True)
class ServiceCost:
    """The cases of a service that came in the judged window: their work, by the hour worked, and their fees."""

    service: str
    cases: float
    staff: float
    fees: float
    per_case: MeanInterval | None
    """None: nobody came."""

    def to_dict(self) -> dict[str, Any]:
        per = self.per_case
        return {
            "service": self.service,
            "cases": round(self.cases, 2),
            "staff": round(self.staff, 2),
            "fees": round(self.fees, 2),
            "per_case": None if per is None else round(per.estimate, 2),
            "ci": None
            if per is None or not np.isfinite(per.low)
            else [round(per.low, 2), round(per.high, 2)],
        }


@dataclass(frozen=True)
class StepCost:
    """One step, for the same cases."""

    service: str
    step: str
    times: float
    staff: float
    fees: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "service": self.service, "step": self.step, "times": round(self.times, 2),
            "staff": round(self.staff, 2), "fees": round(self.fees, 2),
        }  # fmt: skip


@dataclass(frozen=True)
class Costs:
    """All costs of a question; `services` and `steps` are empty where event rows were not kept."""

    currency: str
    pools: tuple[PoolCost, ...]
    """Those with a cost."""
    services: tuple[ServiceCost, ...]
    steps: tuple[StepCost, ...]
    """Those that cost something."""
    per_case: MeanInterval | None
    """Rosters, overtime and all fees, over all cases of the services that came; None where that is not known."""

    @property
    def rostered(self) -> float:
        """Of all pools."""
        return sum(one.rostered for one in self.pools)

    @property
    def fees(self) -> float:
        return sum(one.fees for one in self.services)

    def to_dict(self) -> dict[str, Any]:
        per = self.per_case
        return {
            "currency": self.currency,
            "rostered": round(self.rostered, 2),
            "fees": round(self.fees, 2) if self.services else None,
            "rostered_and_fees_per_case": None if per is None else round(per.estimate, 2),
            "pools": [one.to_dict() for one in self.pools],
            "services": [one.to_dict() for one in self.services],
            "steps": [one.to_dict() for one in self.steps],
        }


def costs_of_sums(prices: Prices, program: Program, sums: Sequence[Sums], services: Sequence[str]) -> Costs:
    """`services`: those that people come for, among whose cases the rosters are divided."""
    known = [one.costs for one in sums if one.costs is not None]
    names = program.names
    own = [names.services.index(service) for service in services]
    per_case = None
    found: list[ServiceCost] = []
    steps: list[StepCost] = []
    if known and len(known) == len(sums):
        table = np.stack(known)
        found = [_service(name, table[:, number]) for number, name in enumerate(names.services)]
        below = table[:, len(names.services) :].mean(axis=0)
        service_of = dict(zip(program.nodes.step.tolist(), program.nodes.service.tolist(), strict=True))
        steps = [
            StepCost(names.services[service_of[step]], names.steps[step], *map(float, below[step]))
            for step in range(len(names.steps))
            if below[step, STAFF] or below[step, FEES]
        ]
        whole = np.array([rostered_in(prices, program, one.overtime) for one in sums])
        per_case = _ratio(whole + table[:, own, FEES].sum(axis=1), table[:, own, CASES].sum(axis=1))
    return Costs(prices.currency, _pools(prices, program, sums), tuple(s for s in found if s.staff or s.fees),
                 tuple(steps), per_case)  # fmt: skip


def rostered_in(prices: Prices, program: Program, overtime: Ints) -> float:
    """Rosters and overtime (µs by pool) of one replication, paid."""
    return float((prices.hour * (rostered_hours(program, prices) + prices.given * overtime / HOUR)).sum())


def per_case_in(costs: Floats, services: Sequence[int]) -> tuple[float, float]:
    """(work and fees, cases) of one replication's cases of some services."""
    return float(costs[services][:, [STAFF, FEES]].sum()), float(costs[services, CASES].sum())


def _pools(prices: Prices, program: Program, sums: Sequence[Sums]) -> tuple[PoolCost, ...]:
    rostered = rostered_hours(program, prices)
    busy, overtime = (
        np.mean([getattr(one, what) for one in sums], axis=0) * prices.given / HOUR
        for what in ("busy", "overtime")
    )
    return tuple(
        PoolCost(
            name, float(prices.hour[n]), float(rostered[n]), float(overtime[n]), float(busy[n] + overtime[n])
        )
        for n, name in enumerate(program.names.pools)
        if prices.hour[n]
    )


def _service(name: str, table: Floats) -> ServiceCost:
    cases, staff, fees = table.mean(axis=0).tolist()
    return ServiceCost(name, cases, staff, fees, _ratio(table[:, STAFF] + table[:, FEES], table[:, CASES]))


def _ratio(sums: Floats, counts: Floats) -> MeanInterval | None:
    try:
        return ratio_interval(sums, counts)
    except NobodyJudged:
        return None
