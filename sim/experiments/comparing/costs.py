"""What alternatives cost beside the base, under common random numbers: the rosters, and a case."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any, Generic, Literal, TypeVar

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.costing import per_case_in, rostered_in
from sim.experiments.running.replications import Reduce
from sim.experiments.statistics.mean_interval import mean_interval
from sim.experiments.statistics.paired import Critical, paired_ratio
from sim.experiments.statistics.skewness_t import critical_t
from sim.results.costs import Prices, cost_sums, prices_of

T = TypeVar("T")
Measure = Literal["rostered", "per_case"]
ALPHA = 0.05


@dataclass(frozen=True)
class Spent:
    """One replication in money: rosters with overtime; work and fees of the cases that came in the judged window, and
    how many came (nan: event rows were not kept)."""

    rostered: float
    work_and_fees: float
    cases: float


@dataclass(frozen=True)
class Spending:
    """What a question says of costs, and the services that people come for."""

    prices: Prices
    services: tuple[str, ...]
    digest: str
    """Of its program."""

    def of(self, program: Program, outcome: Outcome) -> Spent:
        rostered = rostered_in(self.prices, program, outcome.overtime)
        if outcome.rows is None:
            return Spent(rostered, math.nan, math.nan)
        own = [program.names.services.index(service) for service in self.services]
        return Spent(rostered, *per_case_in(cost_sums(program, outcome, self.prices), own))


def spending_of(whatif: WhatIf) -> Spending | None:
    """None where no cost is stated."""
    prices = prices_of(whatif.scenario, whatif.program)
    return (
        None if prices is None else Spending(prices, tuple(whatif.scenario.services), whatif.program.digest)
    )


@dataclass(frozen=True)
class AndSpent(Generic[T]):
    """Keeps of a replication what it costs besides, for every question whose program it is."""

    reduce: Reduce[T]
    asked: tuple[Spending | None, ...]

    def __call__(self, program: Program, outcome: Outcome) -> tuple[T, tuple[Spent | None, ...]]:
        spent = tuple(None if one is None else one.of(program, outcome) for one in self.asked)
        return self.reduce(program, outcome), spent


@dataclass(frozen=True)
class ComparedCost:
    """One measure of what an alternative costs; the interval of the difference holds at 95% on its own."""

    alternative: str
    measure: Measure
    currency: str
    before: float
    after: float
    difference: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        ends = [None if not math.isfinite(end) else round(end, 2) for end in (self.low, self.high)]
        return {
            "alternative": self.alternative, "measure": self.measure, "currency": self.currency,
            "before": round(self.before, 2), "after": round(self.after, 2),
            "difference": round(self.difference, 2), "ci": ends,
        }  # fmt: skip


def compared_costs(
    alternative: str, currency: str, before: Sequence[Spent], after: Sequence[Spent]
) -> list[ComparedCost]:
    """Rosters of the judged window, and work and fees a case where both sides know them."""
    paid = [(one.rostered, other.rostered) for one, other in zip(before, after, strict=True)]
    whole = mean_interval([then - first for first, then in paid], ALPHA)
    base, other = (mean(side) for side in zip(*paid, strict=True))
    found = [
        ComparedCost(alternative, "rostered", currency, base, other, whole.estimate, whole.low, whole.high)
    ]
    sides = [([one.work_and_fees for one in side], [one.cases for one in side]) for side in (before, after)]
    pair = paired_ratio(sides[0], sides[1])
    if not math.isnan(pair.difference):
        low, high = pair.interval(Critical(critical_t(len(before), ALPHA), ALPHA))
        found.append(
            ComparedCost(
                alternative, "per_case", currency, pair.before, pair.after, pair.difference, low, high
            )
        )
    return found
