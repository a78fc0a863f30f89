"""What replications say about targets: counts and values per replication, gathered as they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.running.crew import Crew
from sim.experiments.running.growth import Growth, Spells, growth_of, spells_of
from sim.experiments.running.replications import Simulated
from sim.experiments.running.requirement import Requirement
from sim.experiments.running.size import refuse_too_large
from sim.experiments.statistics.looks import PLAN, Decision, Plan
from sim.experiments.statistics.quantile_interval import QuantileInterval, quantile_interval
from sim.experiments.statistics.share_interval import NobodyJudged
from sim.experiments.store.kept import kept
from sim.results.by_month import Month, MonthCounts, month_counts, months_of
from sim.results.judged import Judged, judge
from sim.results.pools import PoolUse, pool_use

NOMINAL_TASKS_PER_SECOND = 33_000
"""What a budget of one second buys: about what two workers of the reference engine do on a small machine.

A budget is an amount of work, not of wall time, so that a result never depends on how busy a machine was.
"""
DEFAULT_BUDGET = 60.0
"""Nominal seconds that the verdicts of one scenario may take unless stated."""


@dataclass(frozen=True)
class JudgedReplication:
    """One replication: every target judged, and what the pools did."""

    judged: tuple[Judged, ...]
    busy: Ints
    served: Ints
    overtime: Ints
    held: Ints
    tasks: int
    months: tuple[MonthCounts, ...]
    """The same targets by month, where a calendar year is judged."""
    spells: tuple[Spells, ...]
    """The same targets at the window's beginning and at its end, which tells whether a queue grows."""


@kept
def judged_replication(program: Program, outcome: Outcome) -> JudgedReplication:
    """All that experiments ask of one replication."""
    months = (month_counts(program, outcome, clock) for clock in target_clocks(program))
    return JudgedReplication(
        judged=tuple(judge(program, outcome, clock) for clock in target_clocks(program)),
        busy=outcome.busy,
        served=outcome.served,
        overtime=outcome.overtime,
        held=outcome.held,
        tasks=outcome.tasks,
        months=tuple(counts for counts in months if counts is not None),
        spells=tuple(spells_of(program, outcome, clock) for clock in target_clocks(program)),
    )


def target_clocks(program: Program) -> list[int]:
    """Clocks that belong to targets, not to promised parts or to the ledgers every case has."""
    return program.target_clocks


class Evidence:
    """Replications of one program under one seed, in order; more can always be added."""

    def __init__(
        self,
        program: Program,
        seed: int,
        crew: Crew,
        engine: str,
    ) -> None:
        self.program = program
        self.targets = [program.names.clocks[clock] for clock in target_clocks(program)]
        self.summaries: list[JudgedReplication] = []
        self._run = Simulated(judged_replication, seed, engine)
        self._crew = crew

    def grow(self, count: int, tick: Callable[[], None] = lambda: None) -> None:
        """Have at least `count` replications."""
        missing = range(len(self.summaries), count)
        if missing:
            refuse_too_large(self.program, len(missing), min(len(missing), self._crew.workers))
        for summary in self._crew.replicate(self._run, self.program, missing):
            self.summaries.append(summary)
            tick()

    def of(self, target: str, first: int | None = None) -> list[Judged]:
        """The target's judged cases, by replication; the first so many."""
        index = self.targets.index(target)
        return [summary.judged[index] for summary in self.summaries[:first]]

    def months(self, target: str, first: int | None = None) -> tuple[Month, ...]:
        """The target's judged year by month; empty unless one is judged."""
        index = self.targets.index(target)
        return months_of([summary.months[index] for summary in self.summaries[:first] if summary.months])

    def growth(self, target: str, first: int | None = None) -> Growth | None:
        """Whether a queue of the target's cases grew within the window; None where nobody came."""
        index = self.targets.index(target)
        return growth_of(self.program, [summary.spells[index] for summary in self.summaries[:first]])

    def decision(
        self, target: str, needed: Requirement, plan: Plan = PLAN, first: int | None = None
    ) -> Decision:
        """The verdict of all replications, or of the first so many."""
        return needed.decision(self.of(target, first), plan)

    def decisions(
        self,
        asked: Mapping[str, Requirement],
        budget: float = DEFAULT_BUDGET,
        plan: Plan = PLAN,
        tick: Callable[[], None] = lambda: None,
    ) -> dict[str, Decision]:
        """The verdicts, by looks until all are decided or the budget is used up; none where nobody is judged.

        `budget` is in nominal seconds; at least one look is always taken. Every command that tells what holds at stated
        values tells these.
        """
        self.grow(plan[0][0], tick)
        most = max(plan[0][0], int(budget * NOMINAL_TASKS_PER_SECOND / max(1.0, self.tasks_per_replication)))
        while True:
            found: dict[str, Decision] = {}
            for target, needed in asked.items():
                with suppress(NobodyJudged):
                    found[target] = self.decision(target, needed, plan)
            look = next_look(len(self.summaries), most, plan)
            if look is None or all(one.verdict != "undecided" for one in found.values()):
                return found
            self.grow(look, tick)

    def value(self, target: str, needed: Requirement, first: int | None = None) -> float:
        """On-time share or mean, undetermined cases late or with what is known; nan when nobody is judged."""
        return needed.value(self.of(target, first))

    def quantile(self, target: str, p: float, alpha: float, first: int) -> QuantileInterval:
        """Quantile of the clock's value; a case without a value is later than any."""
        judged = self.of(target, first)
        return quantile_interval([j.values for j in judged], p, [j.missing for j in judged], alpha)

    @property
    def tasks_per_replication(self) -> float:
        return float(np.mean([summary.tasks for summary in self.summaries]))

    def pools(self, first: int) -> list[PoolUse]:
        """How busy the pools were, over the first so many replications."""
        return pool_use(self.program, self.summaries[:first])


def next_look(replications: int, most: int, plan: Plan = PLAN) -> int | None:
    """The first look after so many replications that the allowance still holds."""
    return next((look for look, _ in plan if replications < look <= most), None)
