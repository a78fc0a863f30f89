"""A first glance at every uncertain number, alone at one end: does it change the program, and what does it roughly do?

Two replications say little about a share. They tell which numbers to look at closely and which to test together;
nothing is decided by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.experiments.evidence import Evidence
from sim.experiments.sample import required
from sim.experiments.screening import LONGEST
from sim.experiments.whatif import WhatIf
from sim.model import Setting
from sim.results.judged import Judged

REPLICATIONS = 2


@dataclass(frozen=True)
class Glance:
    """What was seen of a question."""

    digest: str
    required: dict[str, float]
    """By target."""
    lateness: dict[str, float]
    """By target, its clock's mean over its limit; empty where the program is the stated one."""
    tasks: int


@dataclass(frozen=True)
class Look:
    """A question with settings; small enough to send to a worker."""

    whatif: WhatIf
    settings: tuple[Setting, ...]
    targets: tuple[str, ...]
    stated: str
    """Digest of the program without the settings: what does not change it is not simulated."""

    def taken(self) -> Glance:
        moved = self.whatif.with_settings(self.settings)
        program = moved.program
        needed = {target: required(moved, target) for target in self.targets}
        if program.digest == self.stated:
            return Glance(program.digest, needed, {}, 0)
        evidence = Evidence(program, self.whatif.seed, None, self.whatif.engine_name)
        evidence.grow(REPLICATIONS)
        late = {target: lateness(evidence, target) for target in self.targets}
        return Glance(program.digest, needed, late, sum(summary.tasks for summary in evidence.summaries))


def look(whatif: WhatIf, settings: Sequence[Setting], targets: Sequence[str], stated: str) -> Look:
    """The job without what the question has worked out so far, which a worker would only have to read."""
    return Look(replace(whatif), tuple(settings), tuple(targets), stated)


def lateness(evidence: Evidence, target: str) -> float:
    """A target's clock over its limit, mean of the first replications' judged cases; none counts above `LONGEST`."""
    program = evidence.program
    limit = int(program.clock_limit[program.names.clocks.index(target)])
    judged: list[Judged] = evidence.of(target, REPLICATIONS)
    values = np.concatenate([np.minimum(one.values / limit, LONGEST) for one in judged])
    unfinished = sum(one.missing for one in judged)
    cases = len(values) + unfinished
    return float(values.sum() + LONGEST * unfinished) / cases if cases else 0.0
