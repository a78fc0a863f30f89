"""The sample problem: every what-if on the same replications, so that each has one answer (SEMANTICS 9.3).

Searches for a load, a staffing or a number at which a verdict turns would never end if each look at the same point
could say something else. So they solve a fixed sample: so many replications of one seed, whose shares on time
are plain numbers. What they find is then confirmed on fresh seeds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property

import numpy as np

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence, next_look
from sim.experiments.running.requirement import Requirement, requirement
from sim.experiments.statistics.looks import ALPHAS, LOOKS, Verdict
from sim.experiments.statistics.share_interval import NobodyJudged
from sim.experiments.statistics.skewness_t import critical_t

REPLICATIONS = LOOKS[0]
"""Replications of a sample, unless stated."""
CERTAIN = 100.0
"""The most that a strength can be."""
_OTHER = 0x9E3779B97F4A7C15
"""What turns a seed into the fresh one; any odd number would do."""


def fresh_seed(seed: int) -> int:
    """The seed that confirms what was found under `seed`."""
    return seed ^ _OTHER


class Sample:
    """Questions that differ in what is asked, never in their draws; each is simulated once, whoever asks."""

    def __init__(
        self,
        replications: int,
        seed: int,
        crew: Crew,
        tick: Callable[[int], None] = lambda _units: None,
        held: int | None = None,
    ) -> None:
        """`tick` is told of replications simulated, as they come. At most `held` questions are kept, if stated:
        what was not asked for longest is forgotten, and simulated again when it is."""
        self.replications = replications
        self.seed = seed
        self.tasks = 0
        """Tasks simulated so far."""
        self._held = held
        self._crew = crew
        self._tick = tick
        self._known: dict[str, Evidence] = {}

    @cached_property
    def fresh(self) -> Sample:
        """The same under other draws."""
        return Sample(self.replications, fresh_seed(self.seed), self._crew, self._tick, self._held)

    def learn(self, evidence: Evidence) -> None:
        """Take over replications of this seed that somebody else had simulated."""
        self._known[evidence.program.digest] = evidence

    def knows(self, whatif: WhatIf) -> bool:
        """Whether the question has been simulated, so that asking it again costs nothing."""
        found = self._known.get(whatif.program.digest)
        return found is not None and len(found.summaries) >= self.replications

    def evidence(self, whatif: WhatIf, replications: int | None = None) -> Evidence:
        """The replications of a question, at least so many (default: those of the sample)."""
        program = whatif.program
        found = self._known.pop(program.digest, None)
        if found is None:
            found = Evidence(program, self.seed, self._crew, whatif.engine_name)
        self._known[program.digest] = found
        if self._held is not None and len(self._known) > self._held:
            del self._known[next(iter(self._known))]
        found.grow(self.replications if replications is None else replications, lambda: self._done(found))
        return found

    def _done(self, evidence: Evidence) -> None:
        self.tasks += evidence.summaries[-1].tasks
        self._tick(1)

    def value(self, whatif: WhatIf, target: str) -> float:
        """On-time share or mean of the sample (`Requirement.value`)."""
        return self.evidence(whatif).value(target, required(whatif, target), self.replications)

    def keeps(self, whatif: WhatIf, target: str) -> bool:
        """Whether the target is met on the sample."""
        return required(whatif, target).keeps(self.value(whatif, target))

    def strength(self, whatif: WhatIf, target: str, most: int) -> float:
        """How clearly the replications there are take a side: 1 is just enough for `most` of the same kind to decide.

        Above 0 where the target is kept, below where it is broken; 0 when undetermined cases leave it open, nobody
        is judged, or nothing has been simulated.
        """
        found = self._known.get(whatif.program.digest)
        judged = [] if found is None else found.of(target)
        if len(judged) < 2:
            return 0.0
        late, timely, least = required(whatif, target).off(judged)
        if late.mean() <= 0.0 <= timely.mean():
            return 0.0
        off = late if late.mean() > 0.0 else timely
        variance = max(float(off.var(ddof=1)), least)
        if variance == 0.0:
            return float(np.copysign(CERTAIN, off.mean()))
        look = max((look for look in LOOKS if look <= most), default=LOOKS[0])
        statistic = float(off.mean()) * math.sqrt(look / variance)
        return float(np.clip(statistic / critical_t(look, ALPHAS[LOOKS.index(look)]), -CERTAIN, CERTAIN))

    def verdict(self, whatif: WhatIf, target: str, hoped: Verdict | None, most: int) -> Verdict:
        """The verdict by looks, of at most `most` replications.

        Looks that would hardly reach the verdict hoped for, if any is, are not taken: the answer is `undecided` then,
        which claims nothing. Replications that others had simulated beyond a look are not looked at.
        """
        needed = required(whatif, target)
        look = LOOKS[0]
        while True:
            evidence = self.evidence(whatif, look)
            judged = evidence.of(target, look)
            try:
                found = needed.decision(judged).verdict
            except NobodyJudged:
                return "undecided"
            following = next_look(look, most)
            if found != "undecided" or following is None:
                return found
            if hoped is None:
                look = following
                continue
            more = needed.more(judged)
            hopeful = needed.keeps(needed.value(judged)) == (hoped == "met")
            if more is None or look + more > most or not hopeful:
                return "undecided"
            look = following


def required(whatif: WhatIf, target: str) -> Requirement:
    """What a target requires of its cases."""
    return requirement(whatif.scenario, target)
