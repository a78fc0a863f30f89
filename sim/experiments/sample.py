"""The sample problem: every what-if on the same replications, so that each has one answer (SEMANTICS 9.3).

Searches for a load, a staffing or a number at which a verdict turns would never end if each look at the same point
could say something else. So they solve a fixed sample: so many replications of one seed, whose shares on time
are plain numbers. What they find is then confirmed on fresh seeds.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from functools import cached_property

from sim.experiments.evidence import Evidence, next_look
from sim.experiments.looks import LOOKS, Verdict, likely_more
from sim.experiments.share_interval import NobodyJudged
from sim.experiments.whatif import WhatIf

REPLICATIONS = LOOKS[0]
"""Replications of a sample, unless stated."""
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
        executor: Executor | None,
        tick: Callable[[int], None] = lambda _units: None,
    ) -> None:
        """`tick` is told the number of replications simulated, after each question."""
        self.replications = replications
        self.seed = seed
        self._executor = executor
        self._tick = tick
        self._known: dict[str, Evidence] = {}

    @cached_property
    def fresh(self) -> Sample:
        """The same under other draws."""
        return Sample(self.replications, fresh_seed(self.seed), self._executor, self._tick)

    def evidence(self, whatif: WhatIf, replications: int | None = None) -> Evidence:
        """The replications of a question, at least so many (default: those of the sample)."""
        program = whatif.program
        found = self._known.get(program.digest)
        if found is None:
            found = Evidence(program, self.seed, self._executor, whatif.engine_name)
            self._known[program.digest] = found
        wanted = self.replications if replications is None else replications
        missing = wanted - len(found.summaries)
        if missing > 0:
            found.grow(wanted)
            self._tick(missing)
        return found

    def share(self, whatif: WhatIf, target: str) -> float:
        """On-time share of the sample, undetermined cases late; nan when nobody is judged."""
        return self.evidence(whatif).share(target, self.replications)

    def keeps(self, whatif: WhatIf, target: str) -> bool:
        """Whether the target is met on the sample: its share is at least the required one."""
        return self.share(whatif, target) >= required(whatif, target)

    def verdict(self, whatif: WhatIf, target: str, hoped: Verdict, most: int) -> Verdict:
        """The verdict by looks, of at most `most` replications.

        Looks that would hardly reach the verdict hoped for are not taken: the answer is `undecided` then, which
        claims nothing.
        """
        needed = required(whatif, target)
        look = LOOKS[0]
        while True:
            evidence = self.evidence(whatif, look)
            try:
                found = evidence.decision(target, needed).verdict
            except NobodyJudged:
                return "undecided"
            following = next_look(look, most)
            if found != "undecided" or following is None:
                return found
            judged = evidence.of(target)
            share = evidence.share(target)
            more = likely_more(
                [one.on_time for one in judged],
                [one.judged for one in judged],
                needed,
                [one.undetermined for one in judged],
            )
            if more is None or len(judged) + more > most or (share >= needed) != (hoped == "met"):
                return "undecided"
            look = following


def required(whatif: WhatIf, target: str) -> float:
    """The share of cases a target requires on time."""
    return whatif.scenario.targets[target].required_share.value
