"""What a staffing does to the time that no promise counts: from arrival to acceptance, where clocks begin there.

Fewer people at a front window may keep a promise all the better, as the queue then stands in front of its clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.sample_problem import Sample
from sim.experiments.verdicts.judging import hours_at
from sim.experiments.verdicts.verdict import rounded

BEGINS = "accepted"
NOTICED, NOTICED_HOURS = 1.25, 1 / 6
"""A wait has grown that is longer by more than a quarter, and by more than ten minutes."""


@dataclass(frozen=True)
class Unclocked:
    """The median time before acceptance, in hours of the calendar, of the cases that a promise judges."""

    target: str
    now: float
    found: float

    @property
    def grows(self) -> bool:
        return self.found > NOTICED * self.now and self.found - self.now > NOTICED_HOURS

    def to_dict(self) -> dict[str, Any]:
        return {"as_asked": rounded(self.now), "found": rounded(self.found), "grows": self.grows}


def unclocked(sample: Sample, now: WhatIf, found: WhatIf, targets: Sequence[str]) -> tuple[Unclocked, ...]:
    """By target whose clock begins at acceptance, if no other one asked about begins elsewhere for its cases.

    None of those of which half are not accepted before the end.
    """
    stated = now.scenario.targets
    elsewhere = {s for name in targets if stated[name].scope[0] != BEGINS for s in stated[name].services}
    told = []
    for name in targets:
        if stated[name].scope[0] != BEGINS or elsewhere & set(stated[name].services):
            continue
        before, after = (_median(sample, one, name) for one in (now, found))
        if before is not None and after is not None:
            told.append(Unclocked(name, before, after))
    return tuple(told)


def _median(sample: Sample, whatif: WhatIf, target: str) -> float | None:
    judged = sample.evidence(whatif).of(target, sample.replications)
    return hours_at([one.before_acceptance for one in judged], 0.5, sum(one.not_accepted for one in judged))
