"""Does a verdict hang on assumptions? (SEMANTICS 9.5)

Every assumed or borrowed number goes to its favourable end, then to its unfavourable end. If verdicts differ,
each number alone is moved to the end that works against the verdict, on the same cases (common random numbers),
and the one that moves the margin most is named first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from math import isnan

from sim.experiments.evidence import Evidence
from sim.experiments.looks import LOOKS, Verdict
from sim.experiments.replicate import mapped
from sim.experiments.whatif import WhatIf
from sim.model import Setting
from sim.model.provenance import Assumption, assumptions

SCREENING = 2
"""Replications an assumption gets when it is moved alone."""


@dataclass(frozen=True)
class AtEnd:
    """A target with every uncertain number at one end."""

    verdict: Verdict
    share: float


@dataclass(frozen=True)
class Effect:
    """One uncertain number moved alone to the end that works against the verdict."""

    path: str
    kind: str
    value: str
    moved_to: str
    margin_change: float
    """Change of (on-time share − required share)."""


@dataclass(frozen=True)
class Dependence:
    """How a target's verdict depends on assumed and borrowed numbers."""

    favourable: AtEnd
    unfavourable: AtEnd
    effects: tuple[Effect, ...]
    """Largest first; empty when no screening was needed or affordable."""

    @property
    def hangs(self) -> bool:
        return self.favourable.verdict != self.unfavourable.verdict


def uncertain(whatif: WhatIf) -> list[Assumption]:
    """Assumed and borrowed numbers that this question uses: moving one changes the program or a requirement."""
    return assumptions(whatif.stated)


def at_ends(
    whatif: WhatIf, targets: Sequence[str], executor: Executor | None, tick: Callable[[], None] = lambda: None
) -> tuple[dict[str, tuple[AtEnd, AtEnd]], int]:
    """Verdicts of the first look with all numbers at the favourable and at the unfavourable end; tasks simulated."""
    found = uncertain(whatif)
    ends = []
    tasks = 0
    for settings in (
        [assumption.favourable_setting for assumption in found],
        [assumption.unfavourable_setting for assumption in found],
    ):
        moved = whatif.with_settings(settings)
        evidence = Evidence(moved.program, whatif.seed, executor, whatif.engine_name)
        evidence.grow(LOOKS[0], tick)
        tasks += sum(summary.tasks for summary in evidence.summaries)
        ends.append(
            {
                target: _at_end(evidence, target, moved.scenario.targets[target].required_share.value)
                for target in targets
            }
        )
    return {target: (ends[0][target], ends[1][target]) for target in targets}, tasks


def _at_end(evidence: Evidence, target: str, required: float) -> AtEnd:
    if not any(judged.judged for judged in evidence.of(target)):
        return AtEnd("undecided", float("nan"))
    decision = evidence.decision(target, required)
    return AtEnd(decision.verdict, decision.share)


@dataclass(frozen=True)
class Move:
    """One uncertain number to be moved alone; small enough to send to a worker."""

    whatif: WhatIf
    assumption: Assumption
    favourable: bool
    targets: tuple[str, ...]
    base_digest: str

    @property
    def setting(self) -> Setting:
        return self.assumption.favourable_setting if self.favourable else self.assumption.unfavourable_setting

    @property
    def moved_to(self) -> str:
        """The value at that end, or the factor on a distribution."""
        return f"× {self.setting.value}" if self.setting.operation == "*=" else self.setting.value

    def margins(self) -> dict[str, tuple[float | None, float]]:
        """By target: (on-time share, or None where nothing that runs was changed; required share)."""
        moved = self.whatif.with_settings([self.setting])
        required = {target: moved.scenario.targets[target].required_share.value for target in self.targets}
        if moved.program.digest == self.base_digest:
            return {target: (None, share) for target, share in required.items()}
        evidence = Evidence(moved.program, self.whatif.seed, None, self.whatif.engine_name)
        evidence.grow(SCREENING)
        return {target: (evidence.share(target), share) for target, share in required.items()}


def moves_against(whatif: WhatIf, verdicts: dict[str, Verdict]) -> list[Move]:
    """Each uncertain number to the end that works against each verdict (against an undecided one: unfavourable)."""
    return [
        Move(whatif, assumption, favourable, concerned, whatif.program.digest)
        for assumption in uncertain(whatif)
        for favourable in (True, False)
        if (concerned := tuple(t for t, verdict in verdicts.items() if (verdict == "not_met") == favourable))
    ]


def screened(
    whatif: WhatIf,
    base: Evidence,
    moves: Sequence[Move],
    executor: Executor | None,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, tuple[Effect, ...]]:
    """What each move alone does to the margin of the targets it concerns, largest first."""
    effects: dict[str, list[Effect]] = {}
    for move, margins in zip(moves, mapped(executor, Move.margins, moves), strict=True):
        for target, (share, required) in margins.items():
            before = base.share(target, SCREENING)
            change = (before if share is None else share) - required
            change -= before - whatif.scenario.targets[target].required_share.value
            found = move.assumption
            if not isnan(change):  # nobody was judged on one of the two sides
                effect = Effect(found.path, found.kind, found.value, move.moved_to, change)
                effects.setdefault(target, []).append(effect)
        tick()
    return {
        target: tuple(sorted(found, key=lambda effect: (-abs(effect.margin_change), effect.path)))
        for target, found in effects.items()
    }
