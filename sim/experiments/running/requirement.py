"""What a target asks of its judged cases: that a share of them is on time, or that their mean time is within the limit.

Both turn replications into one value, say whether that value will do, and give the verdict by looks. A value is a share
from 0 to 1, or a mean in the limit's unit. Everything that judges a target asks its requirement, so that a mean is
never taken for a share.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.engine.compile.clocks import coordinate_of
from sim.engine.program import COUNTS
from sim.engine.summary import JUDGED, ON_TIME, VALUE, Summary
from sim.experiments.statistics.looks import PLAN, Decision, Plan, Verdict, decide, likely_more
from sim.experiments.statistics.mean_looks import decide_mean, likely_more_for_mean
from sim.model.scenario import Scenario
from sim.model.target import Statistic, Target
from sim.results.judged import Judged
from sim.worktime import HOUR

Reals = NDArray[np.float64]
Counted = tuple[int, int, int]
"""One replication: what counts (cases on time; or the time of all judged cases, in the clock's numbers, the
undetermined ones with what is known), judged cases, undetermined cases."""


@dataclass(frozen=True)
class Requirement(ABC):
    """What is required of a target's judged cases."""

    level: float
    """The required share, or the limit of the mean in its own unit."""

    statistic: Statistic = "share"
    unit_name: str = ""
    """Of a mean: the limit's unit."""
    of_time: bool = True
    """Whether it is time that is measured, and nothing counted."""

    @property
    def in_clock(self) -> float:
        """The required share, or the limit of the mean in the clock's numbers."""
        return self.level

    @property
    def share(self) -> float | None:
        """The required share; None where the mean is judged."""
        return self.level if self.statistic == "share" else None

    def to_dict(self) -> dict[str, float | None]:
        """As documents say it."""
        if self.statistic == "share":
            return {"required_share": self.level}
        return {"required_share": None, "required_mean": self.level}

    @abstractmethod
    def counted(self, judged: Judged) -> Counted:
        """What one replication adds."""

    @abstractmethod
    def summed(self, made: Summary, row: int) -> Counted:
        """The same from the summary of a replication."""

    @abstractmethod
    def helps(self, judged: Judged) -> float:
        """A number whose sum over replications, by case, grows as the target is kept better; in the value's unit."""

    @abstractmethod
    def better(self, value: float, by: float) -> float:
        """A value that is better by so much."""

    @abstractmethod
    def keeps(self, value: float) -> bool:
        """Whether a value will do; nan never does."""

    @abstractmethod
    def verdict(self, low: float, high: float) -> Verdict:
        """What an interval of values says."""

    @abstractmethod
    def value(self, judged: Sequence[Judged]) -> float:
        """The value of replications, undetermined cases late or with what is known; nan when nobody is judged."""

    @abstractmethod
    def decision(self, judged: Sequence[Judged], plan: Plan = PLAN) -> Decision:
        """The verdict by looks. Raises NobodyJudged."""

    @abstractmethod
    def decision_of(self, counted: Sequence[Counted], plan: Plan = PLAN) -> Decision:
        """The same of what `counted` or `summed` tells."""

    @abstractmethod
    def more(self, judged: Sequence[Judged]) -> int | None:
        """How many more replications would likely decide (`likely_more`)."""

    @abstractmethod
    def off(self, judged: Sequence[Judged]) -> tuple[Reals, Reals, float]:
        """By replication, by how much it does better than required, at worst and at best; and a least variance."""

    @abstractmethod
    def perhaps(self, judged: Sequence[Judged]) -> bool:
        """Whether the value would do if every undetermined case did as well as it can."""


@dataclass(frozen=True)
class ShareRequired(Requirement):
    """So large a share of the judged cases is to be on time."""

    def counted(self, judged: Judged) -> Counted:
        return judged.on_time, judged.judged, judged.undetermined

    def summed(self, made: Summary, row: int) -> Counted:
        return made.standing(row)

    def helps(self, judged: Judged) -> float:
        return judged.on_time

    def better(self, value: float, by: float) -> float:
        return value + by

    def keeps(self, value: float) -> bool:
        return value >= self.level

    def verdict(self, low: float, high: float) -> Verdict:
        return "met" if low >= self.level else "not_met" if high < self.level else "undecided"

    def value(self, judged: Sequence[Judged]) -> float:
        cases = sum(one.judged for one in judged)
        return sum(one.on_time for one in judged) / cases if cases else float("nan")

    def decision(self, judged: Sequence[Judged], plan: Plan = PLAN) -> Decision:
        return self.decision_of([self.counted(one) for one in judged], plan)

    def decision_of(self, counted: Sequence[Counted], plan: Plan = PLAN) -> Decision:
        on_time, cases, undetermined = np.array(counted, dtype=np.int64).reshape(-1, 3).T
        return decide(on_time, cases, self.level, undetermined, plan)

    def more(self, judged: Sequence[Judged]) -> int | None:
        on_time, cases, undetermined = self._columns(judged)
        return likely_more(on_time, cases, self.level, undetermined)

    def off(self, judged: Sequence[Judged]) -> tuple[Reals, Reals, float]:
        cases = np.array([one.judged for one in judged], dtype=np.float64)
        late = np.array([one.on_time for one in judged]) - self.level * cases
        timely = late + np.array([one.undetermined for one in judged])
        return late, timely, self.level * (1.0 - self.level) * float(cases.mean())

    def perhaps(self, judged: Sequence[Judged]) -> bool:
        cases = sum(one.judged for one in judged)
        return sum(one.on_time + one.undetermined for one in judged) >= self.level * cases

    def _columns(self, judged: Sequence[Judged]) -> tuple[list[int], list[int], list[int]]:
        return [j.on_time for j in judged], [j.judged for j in judged], [j.undetermined for j in judged]


@dataclass(frozen=True)
class MeanRequired(Requirement):
    """The mean time of the judged cases is to be at most the limit."""

    unit: float = 1.0
    """What one of the limit's unit is in the clock's numbers."""
    statistic: Statistic = "mean"

    @property
    def in_clock(self) -> float:
        return self.level * self.unit

    def counted(self, judged: Judged) -> Counted:
        known = int(judged.values.sum()) + int(judged.so_far.sum())
        # No case is late by itself: who is not on time is open, came backwards, or was granted by silence.
        return known, judged.judged, judged.judged - judged.on_time

    def summed(self, made: Summary, row: int) -> Counted:
        cases = int(made.counts[row, JUDGED])
        return made.total(row, VALUE), cases, cases - int(made.counts[row, ON_TIME])

    def helps(self, judged: Judged) -> float:
        return -self.counted(judged)[0] / self.unit

    def better(self, value: float, by: float) -> float:
        return value - by

    def keeps(self, value: float) -> bool:
        return value <= self.level

    def verdict(self, low: float, high: float) -> Verdict:
        return "met" if high <= self.level else "not_met" if low > self.level else "undecided"

    def value(self, judged: Sequence[Judged]) -> float:
        known, cases, _ = self._columns(judged)
        return float(known.sum() / cases.sum()) if cases.any() else float("nan")

    def decision(self, judged: Sequence[Judged], plan: Plan = PLAN) -> Decision:
        return self.decision_of([self.counted(one) for one in judged], plan)

    def decision_of(self, counted: Sequence[Counted], plan: Plan = PLAN) -> Decision:
        known, cases, undetermined = np.array(counted, dtype=np.int64).reshape(-1, 3).T
        return decide_mean(known / self.unit, cases, self.level, undetermined, plan)

    def more(self, judged: Sequence[Judged]) -> int | None:
        known, cases, undetermined = self._columns(judged)
        return likely_more_for_mean(known, cases, self.level, undetermined)

    def off(self, judged: Sequence[Judged]) -> tuple[Reals, Reals, float]:
        known, cases, undetermined = self._columns(judged)
        best = self.level * cases - known
        return np.where(undetermined > 0, -np.inf, best), best, 0.0

    def perhaps(self, judged: Sequence[Judged]) -> bool:
        return self.keeps(self.value(judged))

    def _columns(self, judged: Sequence[Judged]) -> tuple[Reals, NDArray[np.int64], NDArray[np.int64]]:
        columns = np.array([self.counted(one) for one in judged], dtype=np.int64).reshape(-1, 3).T
        return columns[0] / self.unit, columns[1], columns[2]


def requirement(scenario: Scenario, target: str) -> Requirement:
    """What a target of the scenario asks."""
    stated = scenario.targets[target]
    if stated.required_share is not None:
        return ShareRequired(stated.required_share.value, of_time=not stated.counted)
    limit = stated.limit.value
    return MeanRequired(
        limit.amount,
        unit=unit_in_clock(stated, scenario.wd_hours),
        unit_name=str(limit.unit),
        of_time=not stated.counted,
    )


def unit_in_clock(target: Target, wd_hours: float) -> float:
    """What one of the limit's unit is, in the clock's numbers."""
    if coordinate_of(target.clock, target.limit.value) in COUNTS:
        return 1.0
    limit = target.limit.value
    return limit.micros(wd_hours) / limit.amount if limit.amount else float(HOUR)
