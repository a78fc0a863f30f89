"""The verdict with every uncertain number at its favourable end, then at its unfavourable end (SEMANTICS 9.5).

These two are the outermost that the ranges allow; how likely a promise is kept between them, and which number to
measure first, is told by `sim.experiments.unknowns`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.statistics.looks import LOOKS, Verdict


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
    without_good_end: int = 0
    """Uncertain numbers that stay as stated, because nobody says which of their ends is favourable."""
    moved: int = 0
    """Those that stood at their ends."""

    @property
    def hangs(self) -> bool | None:
        """Whether the verdict depends on assumptions; None where an end is undecided, which shows neither."""
        ends = (self.favourable.verdict, self.unfavourable.verdict)
        return None if "undecided" in ends else ends[0] != ends[1]


def at_ends(
    whatif: WhatIf, targets: Sequence[str], crew: Crew, tick: Callable[[], None] = lambda: None
) -> dict[str, tuple[AtEnd, AtEnd]]:
    """Verdicts of the first look with all numbers at the favourable and at the unfavourable end."""
    found = whatif.assumptions
    ends = []
    for settings in (
        [assumption.favourable_setting for assumption in found],
        [assumption.unfavourable_setting for assumption in found],
    ):
        moved = whatif.with_settings(settings)
        evidence = Evidence(moved.program, whatif.seed, crew, whatif.engine_name)
        evidence.grow(LOOKS[0], tick)
        ends.append(
            {
                target: _at_end(evidence, target, moved.scenario.targets[target].required_share.value)
                for target in targets
            }
        )
    return {target: (ends[0][target], ends[1][target]) for target in targets}


def _at_end(evidence: Evidence, target: str, required: float) -> AtEnd:
    found = evidence.of(target)
    cases = sum(judged.judged for judged in found)
    if not cases:
        return AtEnd("undecided", float("nan"))
    decision = evidence.decision(target, required)
    return AtEnd(decision.verdict, decision.share, sum(judged.undetermined for judged in found) / cases)
