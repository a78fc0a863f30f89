"""The verdict with every uncertain number at its favourable end, then at its unfavourable end (SEMANTICS 9.5).

These two are the outermost that the ranges allow; how likely a promise is kept between them, and which number to
measure first, is told by `sim.experiments.unknowns`. Numbers that a rule of the file ties together go as far as all
of their ranges allow; where a rule allows no such end all the same, nothing is told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.experiments.questions.whatif import WhatIf, runs
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import Requirement, requirement
from sim.experiments.statistics.looks import LOOKS, Verdict
from sim.experiments.unknowns.ties import number_lines
from sim.model.provenance import uncertain_numbers
from sim.model.target import Statistic


@dataclass(frozen=True)
class AtEnd:
    """A target with every uncertain number at one end."""

    verdict: Verdict
    value: float
    """On-time share, or the mean in the limit's unit; nan where nobody is judged."""
    undetermined: float = 0.0
    """The part of the judged cases of which nobody can tell; late in it, or with what is known."""
    forbidden: bool = False
    """The file's rules do not allow all numbers at this end at once, so that it cannot be told."""

    def to_dict(self, statistic: Statistic) -> dict[str, Any]:
        value = None if self.value != self.value else round(float(self.value), 6)
        told = {"verdict": self.verdict, "mean" if statistic == "mean" else "on_time_share": value}
        return {**told, "forbidden": True} if self.forbidden else told


@dataclass(frozen=True)
class Dependence:
    """How a target's verdict depends on assumed and borrowed numbers."""

    favourable: AtEnd
    unfavourable: AtEnd
    without_good_end: int = 0
    """Uncertain numbers that stay as stated, because nobody says which of their ends is favourable."""
    moved: int = 0
    """Those that stood at their ends."""
    fixed: int = 0
    """Those that stay as stated, because the file's rules do not let them move alone."""

    @property
    def hangs(self) -> bool | None:
        """Whether the verdict depends on assumptions; None where an end is undecided, which shows neither."""
        ends = (self.favourable.verdict, self.unfavourable.verdict)
        return None if "undecided" in ends else ends[0] != ends[1]


def at_ends(
    whatif: WhatIf, targets: Sequence[str], crew: Crew, tick: Callable[[], None] = lambda: None
) -> dict[str, Dependence]:
    """Verdicts of the first look with all numbers at the favourable and at the unfavourable end."""
    ends, fixed = _ends(whatif, crew)
    best, worst = (_judged(asked, targets, crew, tick) for asked in ends)
    known = len(whatif.assumptions)
    without = len(uncertain_numbers(whatif.stated)) - known
    return {
        target: Dependence(best[target], worst[target], without, known - fixed, fixed) for target in targets
    }


def _ends(whatif: WhatIf, crew: Crew) -> tuple[list[WhatIf], int]:
    """The question at its favourable and at its unfavourable end, and how many numbers do not go along."""
    found = whatif.assumptions
    ends = [
        whatif.with_settings([one.favourable_setting for one in found]),
        whatif.with_settings([one.unfavourable_setting for one in found]),
    ]
    if all(map(runs, ends)):
        return ends, 0
    lines, refused = number_lines(whatif, crew)
    ends = [
        whatif.with_settings([one for line in lines for one in line.settings(line.end(favourable))])
        for favourable in (True, False)
    ]
    return ends, len(refused)


def _judged(asked: WhatIf, targets: Sequence[str], crew: Crew, tick: Callable[[], None]) -> dict[str, AtEnd]:
    if not runs(asked):
        return dict.fromkeys(targets, AtEnd("undecided", float("nan"), forbidden=True))
    evidence = Evidence(asked.program, asked.seed, crew, asked.engine_name)
    evidence.grow(LOOKS[0], tick)
    return {target: _at_end(evidence, target, requirement(asked.scenario, target)) for target in targets}


def _at_end(evidence: Evidence, target: str, needed: Requirement) -> AtEnd:
    found = [needed.counted(judged) for judged in evidence.of(target)]
    cases = sum(judged for _, judged, _ in found)
    if not cases:
        return AtEnd("undecided", float("nan"))
    decision = evidence.decision(target, needed)
    return AtEnd(decision.verdict, decision.value, sum(unknown for _, _, unknown in found) / cases)
