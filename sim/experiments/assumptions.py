"""Does a verdict hang on assumptions? (SEMANTICS 9.5)

Every assumed or borrowed number goes to its favourable end, then to its unfavourable end. If verdicts differ, the
verdict hangs on assumptions; `sim.experiments.screening` finds out on which first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from sim.experiments.evidence import Evidence
from sim.experiments.looks import LOOKS, Verdict
from sim.experiments.screening import Effect
from sim.experiments.whatif import WhatIf


@dataclass(frozen=True)
class AtEnd:
    """A target with every uncertain number at one end."""

    verdict: Verdict
    share: float
    undetermined: float = 0.0
    """The part of the judged cases that were open within the limit when the simulation ended; late in `share`."""


@dataclass(frozen=True)
class Dependence:
    """How a target's verdict depends on assumed and borrowed numbers."""

    favourable: AtEnd
    unfavourable: AtEnd
    first: Effect | None = None
    """The number it hangs on most; None when it hangs on none, or no search was affordable."""

    @property
    def hangs(self) -> bool:
        return self.favourable.verdict != self.unfavourable.verdict


def at_ends(
    whatif: WhatIf, targets: Sequence[str], executor: Executor | None, tick: Callable[[], None] = lambda: None
) -> tuple[dict[str, tuple[AtEnd, AtEnd]], int]:
    """Verdicts of the first look with all numbers at the favourable and at the unfavourable end; tasks simulated."""
    found = whatif.assumptions
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
    found = evidence.of(target)
    cases = sum(judged.judged for judged in found)
    if not cases:
        return AtEnd("undecided", float("nan"))
    decision = evidence.decision(target, required)
    return AtEnd(decision.verdict, decision.share, sum(judged.undetermined for judged in found) / cases)
