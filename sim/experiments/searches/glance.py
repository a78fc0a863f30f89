"""A first glance at every uncertain number, alone at one end: does it change the program, and what does it roughly do?

A replication or two say little about a share. They tell which numbers to look at closely and which to test together;
nothing is decided by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import Requirement
from sim.experiments.running.sample_problem import required
from sim.experiments.unknowns.over_limit import LONGEST, over
from sim.model import ModelError, Setting

MOST = 2
"""Replications that a glance may take…"""
CASES = 20
"""…and judged cases that are enough for one."""


@dataclass(frozen=True)
class Glance:
    """What was seen of a question."""

    digest: str
    required: dict[str, Requirement]
    """By target."""
    lateness: dict[str, float]
    """By target, its clock's mean over its limit; empty where the program is the stated one."""
    tasks: int
    refusal: str = ""
    """Why the number may not stand there; the rest is empty then."""


@dataclass(frozen=True)
class Look:
    """A question with settings; small enough to send to a worker."""

    whatif: WhatIf
    settings: tuple[Setting, ...]
    targets: tuple[str, ...]
    replications: int
    stated: str
    """Digest of the program without the settings: what does not change it is not simulated."""

    def taken(self) -> Glance:
        moved = self.whatif.with_settings(self.settings)
        try:
            program = moved.program
        except ModelError as error:
            return Glance("", {}, {}, 0, error.faults[0].message)
        needed = {target: required(moved, target) for target in self.targets}
        if program.digest == self.stated:
            return Glance(program.digest, needed, {}, 0)
        evidence = Evidence(program, self.whatif.seed, Crew(1), self.whatif.engine_name)
        evidence.grow(self.replications)
        late = {
            target: lateness(evidence, target, needed[target], self.replications) for target in self.targets
        }
        return Glance(program.digest, needed, late, sum(summary.tasks for summary in evidence.summaries))


def look(
    whatif: WhatIf, settings: Sequence[Setting], targets: Sequence[str], replications: int, stated: str
) -> Look:
    """The job without what the question has worked out so far, which a worker would only have to read."""
    return Look(replace(whatif), tuple(settings), tuple(targets), replications, stated)


def replications_for(stated: Evidence, targets: Sequence[str]) -> int:
    """How many replications a glance takes, by the target with the fewest judged cases."""
    fewest = min(float(np.mean([one.judged for one in stated.of(target)])) for target in targets)
    return int(np.clip(ceil(CASES / max(fewest, 1.0)), 1, MOST))


def lateness(evidence: Evidence, target: str, needed: Requirement, replications: int) -> float:
    """A target's clock over its limit, mean of the first replications' judged cases; none counts above `LONGEST`."""
    if needed.share is None:
        mean = evidence.value(target, needed, replications)
        return mean / needed.level if mean == mean else 0.0
    program = evidence.program
    limit = int(program.clock_limit[program.names.clocks.index(target)])
    judged = evidence.of(target, replications)
    values = np.concatenate([np.minimum(over(one.against_limit, limit), LONGEST) for one in judged])
    unfinished = sum(one.missing for one in judged)
    cases = len(values) + unfinished
    return float(values.sum() + LONGEST * unfinished) / cases if cases else 0.0
