"""The engines by name. All give the same tables; `auto` takes the one that is likely done first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.reference import simulate as reference

EngineChoice = Literal["auto", "reference"]


class Simulate(Protocol):
    """One replication of a program; see `sim.engine.reference.simulate`."""

    def __call__(
        self, program: Program, *, seed: int, replication: int, events: bool, stop_when_judged: bool
    ) -> Outcome: ...


ENGINES: Mapping[str, Simulate] = {"reference": reference}


def engine_name(choice: EngineChoice) -> str:
    """The engine that a choice means."""
    return "reference" if choice == "auto" else choice
