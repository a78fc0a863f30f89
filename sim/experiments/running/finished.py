"""A finished run, as those see it that take what it holds instead of simulating."""

from __future__ import annotations

from typing import Literal, Protocol

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.questions.whatif import WhatIf

Detail = Literal["events", "cases", "summary"]


class Finished(Protocol):
    """Replications of one question, from 0 on."""

    @property
    def whatif(self) -> WhatIf: ...
    @property
    def program(self) -> Program: ...
    @property
    def outcomes(self) -> tuple[Outcome, ...]: ...
    def needs(self, detail: Detail) -> None:
        """Raises ModelError where the run kept less than this level does."""
