"""Does a verdict hang on assumptions? (SEMANTICS 9.5)

Every assumed or borrowed number goes to its favourable end, then to its unfavourable end. If verdicts differ,
each number alone is moved to the end that works against the verdict, on the same cases (common random numbers),
and the one that moves the margin most is named first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from sim.experiments.evidence import Evidence
from sim.experiments.looks import LOOKS, Verdict
from sim.experiments.whatif import WhatIf
from sim.model.provenance import Assumption, assumptions

SCREENING = 3
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
) -> dict[str, tuple[AtEnd, AtEnd]]:
    """Verdicts of the first look with all numbers at the favourable and at the unfavourable end."""
    found = uncertain(whatif)
    ends = []
    for settings in (
        [assumption.favourable_setting for assumption in found],
        [assumption.unfavourable_setting for assumption in found],
    ):
        moved = whatif.with_settings(settings)
        evidence = Evidence(moved.program, whatif.seed, executor)
        evidence.grow(LOOKS[0], tick)
        ends.append(
            {
                target: _at_end(evidence, target, moved.scenario.targets[target].required_share.value)
                for target in targets
            }
        )
    return {target: (ends[0][target], ends[1][target]) for target in targets}


def _at_end(evidence: Evidence, target: str, required: float) -> AtEnd:
    if not any(judged.judged for judged in evidence.of(target)):
        return AtEnd("undecided", float("nan"))
    decision = evidence.decision(target, required)
    return AtEnd(decision.verdict, decision.share)


def screened(
    whatif: WhatIf,
    base: Evidence,
    verdicts: dict[str, Verdict],
    executor: Executor | None,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, tuple[Effect, ...]]:
    """Each uncertain number alone, at the end against each target's verdict (an undecided one: unfavourable)."""
    effects: dict[str, list[Effect]] = {target: [] for target in verdicts}
    for assumption in uncertain(whatif):
        for favourable in (True, False):
            concerned = [t for t, verdict in verdicts.items() if (verdict == "not_met") == favourable]
            if not concerned:
                continue
            setting = assumption.favourable_setting if favourable else assumption.unfavourable_setting
            moved = whatif.with_settings([setting])
            evidence = base
            if moved.program.digest != whatif.program.digest:
                evidence = Evidence(moved.program, whatif.seed, executor)
                evidence.grow(SCREENING)
            for target in concerned:
                required = moved.scenario.targets[target].required_share.value
                margin = evidence.share(target, SCREENING) - required
                before = base.share(target, SCREENING) - whatif.scenario.targets[target].required_share.value
                effects[target].append(
                    Effect(assumption.path, assumption.kind, assumption.value, setting.value, margin - before)
                )
        tick()
    return {
        target: tuple(sorted(found, key=lambda effect: (-abs(effect.margin_change), effect.path)))
        for target, found in effects.items()
    }
