"""Which assumption a verdict hangs on first, found by group screening (SEMANTICS 9.5).

All uncertain numbers are moved to the ends that work against a verdict: each half of them, then each half of the half
with the larger effect, down to a single number (sequential bifurcation, Bettonvil and Kleijnen 1997, with each group
moved on its own and on the cases of the base). Where moving more numbers against a verdict never helps it, a group's
effect bounds that of each member; so groups with a smaller effect than that number need not be cut, and the others are.

The effect is measured where the verdict is made: the clock's quantile at the required share, over the limit. Up to 1 it
is kept. Unlike the share on time it still moves when everything is on time, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.engine.program import Ints
from sim.experiments.evidence import Evidence
from sim.experiments.looks import Verdict
from sim.experiments.replicate import mapped
from sim.experiments.whatif import WhatIf
from sim.model import Setting
from sim.model.provenance import Assumption
from sim.results.judged import Judged
from sim.worktime import HOUR

JUDGED = 40
"""Judged cases that make a quantile worth comparing."""
FEWEST, MOST = 2, 8
"""Replications a group gets."""
Bound: TypeAlias = tuple[float, int, int]
"""(minus the effect, first, last) of a group of uncertain numbers."""
CERTIFYING = 0.2
"""Share of the affordable tasks that may go into making certain of what was found."""
LONGEST = 4.0
"""What a case that has not come to its end counts as, in limits, and the most that any counts."""


@dataclass(frozen=True)
class Effect:
    """One uncertain number moved alone to the end that works against the verdict."""

    path: str
    kind: str
    value: str
    moved_to: str
    before: float
    """Quantile at the required share over the limit, as stated, from all replications; at most `LONGEST`."""
    after: float
    """The same, changed by what moving the number did on the first `replications`."""
    replications: int
    certain: bool
    """Whether the search went through; else another number may move the verdict more."""

    @property
    def flips(self) -> bool:
        """Whether the quantile crosses the limit."""
        return (self.before <= 1) != (self.after <= 1)


@dataclass(frozen=True)
class Group:
    """Uncertain numbers moved together; small enough to send to a worker."""

    whatif: WhatIf
    members: tuple[Assumption, ...]
    favourable: bool
    targets: tuple[str, ...]
    replications: int

    def quantiles(self) -> tuple[dict[str, float], int]:
        """(by target, its quantile over its limit; tasks simulated)."""
        moved = self.whatif.with_settings([_setting(member, self.favourable) for member in self.members])
        evidence = Evidence(moved.program, self.whatif.seed, None, self.whatif.engine_name)
        evidence.grow(self.replications)
        found = {target: over_limit(moved, evidence.of(target), target) for target in self.targets}
        return found, sum(summary.tasks for summary in evidence.summaries)


def over_limit(whatif: WhatIf, judged: Sequence[Judged], target: str) -> float:
    """The clock's quantile at the required share, over the limit; what has not ended counts as `LONGEST`."""
    stated = whatif.scenario.targets[target]
    program = whatif.program
    limit = int(program.clock_limit[program.names.clocks.index(target)])
    unfinished = sum(one.missing for one in judged)
    values = over(np.sort(np.concatenate([one.against_limit for one in judged])), limit)
    rank = ceil(stated.required_share.value * (len(values) + unfinished)) - 1
    return min(LONGEST, float(values[rank])) if 0 <= rank < len(values) else LONGEST


def over(values: Ints, limit: int) -> NDArray[np.float64]:
    """Clock values over their limit: at most 1 in time. Under a limit of 0 every hour away counts as one limit more."""
    return values / limit if limit else 1.0 + values / HOUR


def replications_for(base: Evidence, targets: Sequence[str]) -> int:
    """How many replications a group gets, from the judged cases of the target that has fewest."""
    fewest = min(float(np.mean([one.judged for one in base.of(target)])) for target in targets)
    return int(np.clip(ceil(JUDGED / max(fewest, 1.0)), FEWEST, MOST))


def screened(
    whatif: WhatIf,
    base: Evidence,
    uncertain: Sequence[Assumption],
    verdicts: Mapping[str, Verdict],
    affordable: int,
    executor: Executor | None,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Effect]:
    """By target, the number that moves it most; none where `affordable` tasks were too few to find one."""
    if not verdicts or not uncertain:
        return {}
    return _Search(whatif, base, tuple(uncertain), dict(verdicts), affordable, executor, tick).found()


class _Search:
    """The search for every target; what one has had simulated serves the others."""

    def __init__(
        self,
        whatif: WhatIf,
        base: Evidence,
        uncertain: tuple[Assumption, ...],
        verdicts: dict[str, Verdict],
        affordable: int,
        executor: Executor | None,
        tick: Callable[[], None],
    ) -> None:
        self.whatif = whatif
        self.uncertain = uncertain
        self.verdicts = verdicts
        self.executor = executor
        self.tick = tick
        self.affordable = self.left = affordable
        self.replications = replications_for(base, list(verdicts))
        self.cost = int(base.tasks_per_replication * self.replications)
        self.before = {t: over_limit(whatif, base.of(t, self.replications), t) for t in verdicts}
        self.stated = {t: over_limit(whatif, base.of(t), t) for t in verdicts}
        self._known: dict[tuple[bool, int, int], dict[str, float]] = {}

    def found(self) -> dict[str, Effect]:
        """Every target gets a number first; then those are made certain whose number moves them least."""
        best: dict[str, tuple[int, list[Bound]]] = {}
        for target in self.verdicts:
            dive = self._dive(target)
            if dive is not None:
                best[target] = dive
        self.left = min(self.left, int(CERTIFYING * self.affordable))
        weakest_first = sorted(best, key=lambda target: self._against(target, best[target][0], best[target][0] + 1))
        found = {target: self._certified(target, *best[target]) for target in weakest_first}
        return {target: found[target] for target in self.verdicts if target in found}

    def _dive(self, target: str) -> tuple[int, list[Bound]] | None:
        """Down the half with the larger effect to a single number; and the groups that were passed by."""
        passed: list[Bound] = []
        first, last = 0, len(self.uncertain)
        while True:
            halves = self._halves(target, first, last)
            if not halves:
                return None
            (_, first, last), *other = halves
            passed += other
            if last - first == 1:
                return first, passed

    def _certified(self, target: str, best: int, groups: list[Bound]) -> Effect:
        """Cut every group whose bound exceeds the best number, until none does or the budget is used up."""
        largest = self._against(target, best, best + 1)
        heapify(groups)
        while groups and -groups[0][0] > largest:
            bound, first, last = heappop(groups)
            if last - first == 1:
                best, largest = first, -bound
                continue
            halves = self._halves(target, first, last)
            if halves is None:
                return self._effect(target, best, certain=False)
            for half in halves:
                heappush(groups, half)
        return self._effect(target, best, certain=True)

    def _halves(self, target: str, first: int, last: int) -> list[Bound] | None:
        """The halves of a group that move the verdict at all, largest effect first; None when not affordable."""
        middle = (first + last + 1) // 2
        halves = [(a, b) for a, b in ((first, middle), (middle, last)) if a < b]
        if not self._moved(self.verdicts[target] == "not_met", halves):
            return None
        return sorted((-self._against(target, a, b), a, b) for a, b in halves if self._against(target, a, b) > 0)

    def _against(self, target: str, first: int, last: int) -> float:
        """How far a group moves the quantile against the verdict."""
        favourable = self.verdicts[target] == "not_met"
        change = self._known[favourable, first, last][target] - self.before[target]
        return -change if favourable else change

    def _moved(self, favourable: bool, groups: Sequence[tuple[int, int]]) -> bool:
        """Have the groups simulated; False when that is no longer affordable."""
        new = [group for group in groups if (favourable, *group) not in self._known]
        if len(new) * self.cost > self.left:
            return False
        concerned = tuple(t for t, verdict in self.verdicts.items() if (verdict == "not_met") == favourable)
        jobs = [
            Group(self.whatif, self.uncertain[a:b], favourable, concerned, self.replications) for a, b in new
        ]
        for group, (quantiles, tasks) in zip(new, mapped(self.executor, Group.quantiles, jobs), strict=True):
            self._known[favourable, *group] = quantiles
            self.left -= tasks
            self.tick()
        return True

    def _effect(self, target: str, index: int, *, certain: bool) -> Effect:
        favourable = self.verdicts[target] == "not_met"
        member = self.uncertain[index]
        setting = _setting(member, favourable)
        return Effect(
            path=member.path,
            kind=member.kind,
            value=member.value,
            moved_to=f"× {setting.value}" if setting.operation == "*=" else setting.value,
            before=self.stated[target],
            after=self.stated[target] + self._known[favourable, index, index + 1][target] - self.before[target],
            replications=self.replications,
            certain=certain,
        )


def _setting(member: Assumption, favourable: bool) -> Setting:
    return member.favourable_setting if favourable else member.unfavourable_setting
