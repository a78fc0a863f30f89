"""What the reference engine's first replications find, told while the other engine is compiled for this machine.

Compiling takes some seconds, once. SimPy needs no compiling: a process of its own runs replications of the same
question until the engine is ready, and what they find is told to the log. Nothing of it goes into an answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from math import isfinite
from threading import Thread

from sim.experiments.questions.alternatives import typed_as_called
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew, StoppedError, available_cores, crew_for
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import Requirement, requirement
from sim.experiments.running.worker import CAN_FORK
from sim.model import ModelError
from sim.model.quantities import Name

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seen:
    """What the replications so far say about one target."""

    target: str
    name: Name | None
    reading: Name | None
    required: Requirement
    value: float


TOLD_AFTER = (1, 4, 16, 64)
"""Replications after which it is told what they find."""


def crew_of(
    whatif: WhatIf, given: Crew | None = None, targets: Sequence[str] | None = None
) -> AbstractContextManager[Crew]:
    """The crew for a question, as of `crew_for`: if its engine has to be compiled, a first look is told meanwhile."""
    return crew_for(whatif.engine_name, given, meanwhile=partial(first_look, whatif, targets))


@contextmanager
def first_look(whatif: WhatIf, targets: Sequence[str] | None = None) -> Iterator[None]:
    """While this lasts, tell what the first replications find of the targets, by default of all.

    Nothing is done where nobody listens, or where there is only one core.
    """
    if not LOG.isEnabledFor(logging.INFO) or not CAN_FORK or available_cores() < 2:
        yield
        return
    asked = list(whatif.scenario.targets) if targets is None else list(targets)
    with Crew(1, on="processes") as crew:
        looks = Thread(target=_looks, args=(whatif, asked, crew), name="looks at the first replications")
        looks.start()
        try:
            yield
        finally:
            crew.stop()
            looks.join()


def _looks(whatif: WhatIf, targets: Sequence[str], crew: Crew) -> None:
    """Until the crew is stopped; what is wrong with the question is told by whoever answers it."""
    with suppress(StoppedError, ModelError):
        evidence = Evidence(whatif.program, whatif.seed, crew, "reference")
        for replications in TOLD_AFTER:
            evidence.grow(replications)
            _tell(whatif, targets, evidence)


def _tell(whatif: WhatIf, targets: Sequence[str], evidence: Evidence) -> None:
    found = []
    for target in targets:
        stated = whatif.scenario.targets[target]
        needed = requirement(whatif.scenario, target)
        value = evidence.value(target, needed)
        if isfinite(value):  # else nobody is judged so far
            found.append(Seen(target, stated.name, stated.reading, needed, value))
    if found:
        told = {"n": len(evidence.summaries), "asked": typed_as_called(whatif), "seen": found}
        LOG.info("first look: %d replications", told["n"], extra={"told": ("first_look", told)})
