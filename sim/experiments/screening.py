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

import numpy as np

from sim.experiments.evidence import Evidence
from sim.experiments.looks import Verdict
from sim.experiments.replicate import mapped
from sim.experiments.whatif import WhatIf
from sim.model import Setting
from sim.model.provenance import Assumption
from sim.results.judged import Judged

JUDGED = 40
"""Judged cases that make a quantile worth comparing."""
FEWEST, MOST = 2, 8
"""Replications a group gets."""
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
    """Quantile at the required share over the limit, as stated; at most `LONGEST`."""
    after: float
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
    values = np.sort(np.concatenate([one.values for one in judged])) / limit
    rank = ceil(stated.required_share.value * (len(values) + unfinished)) - 1
    return min(LONGEST, float(values[rank])) if 0 <= rank < len(values) else LONGEST


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
    search = _Search(whatif, base, tuple(uncertain), dict(verdicts), affordable, executor, tick)
    return {target: effect for target in verdicts if (effect := search.of(target)) is not None}


class _Search:
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
        self.left = affordable
        self.replications = replications_for(base, list(verdicts))
        self.cost = int(base.tasks_per_replication * self.replications)
        self.before = {t: over_limit(whatif, base.of(t, self.replications), t) for t in verdicts}
        self._known: dict[tuple[bool, int, int], dict[str, float]] = {}

    def of(self, target: str) -> Effect | None:
        """Down the half with the larger effect to a single number, then back to every group that may hide a larger one."""
        favourable = self.verdicts[target] == "not_met"
        best: tuple[float, int] | None = None
        groups = [(0, -float("inf"), 0, len(self.uncertain))]
        while groups:
            depth, effect, first, last = heappop(groups)
            if best is not None and -effect <= best[0]:
                continue
            if last - first == 1 and depth < 0:
                best = -effect, first
                groups = [(0, *rest) for _, *rest in groups]  # from now on, the largest bound first
                heapify(groups)
                continue
            middle = (first + last + 1) // 2
            halves = [(a, b) for a, b in ((first, middle), (middle, last)) if a < b]
            if not self._moved(favourable, halves):
                return None if best is None else self._effect(target, favourable, best[1], certain=False)
            for a, b in halves:
                change = self._known[favourable, a, b][target] - self.before[target]
                against = -change if favourable else change
                if against > 0:
                    heappush(groups, (depth - 1 if best is None else 0, -against, a, b))
        return None if best is None else self._effect(target, favourable, best[1], certain=True)

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

    def _effect(self, target: str, favourable: bool, index: int, *, certain: bool) -> Effect:
        member = self.uncertain[index]
        setting = _setting(member, favourable)
        return Effect(
            path=member.path,
            kind=member.kind,
            value=member.value,
            moved_to=f"× {setting.value}" if setting.operation == "*=" else setting.value,
            before=self.before[target],
            after=self._known[favourable, index, index + 1][target],
            replications=self.replications,
            certain=certain,
        )


def _setting(member: Assumption, favourable: bool) -> Setting:
    return member.favourable_setting if favourable else member.unfavourable_setting
