"""The engines by name. All give the same tables; `auto` takes the one that is likely done first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, Protocol

from sim.engine.outcome import Outcome
from sim.engine.program import Program

EngineChoice = Literal["auto", "reference", "compiled"]


class Simulate(Protocol):
    """One replication of a program; see `sim.engine.reference.simulate`."""

    def __call__(
        self, program: Program, *, seed: int, replication: int, events: bool, stop_when_judged: bool
    ) -> Outcome: ...


@cache
def _reference() -> Simulate:
    from sim.engine.reference import simulate

    return simulate


@cache
def _compiled() -> Simulate:
    from sim.engine.compiled import simulate

    return simulate


def reference(program: Program, *, seed: int, replication: int, events: bool, stop_when_judged: bool) -> Outcome:
    """SimPy: for reading, and done first where there is little to do."""
    return _reference()(
        program, seed=seed, replication=replication, events=events, stop_when_judged=stop_when_judged
    )


def compiled(program: Program, *, seed: int, replication: int, events: bool, stop_when_judged: bool) -> Outcome:
    """Numba: the same rules, many times as fast once it is compiled."""
    return _compiled()(
        program, seed=seed, replication=replication, events=events, stop_when_judged=stop_when_judged
    )


ENGINES: Mapping[str, Simulate] = {"reference": reference, "compiled": compiled}


def engine_name(choice: EngineChoice, *, replications: int = 0) -> str:
    """The engine that a choice means.

    `auto` is the compiled one, which is compiled once on a machine, unless so few `replications` are asked for (0: not
    known, or many) that SimPy is done before it is loaded.
    """
    if choice == "auto":
        return "reference" if 0 < replications < 3 else "compiled"
    return choice


def must_compile(engine: str) -> bool:
    """Whether the engine takes its time before its first use on this machine."""
    if engine != "compiled":
        return False
    from sim.engine.compiled.jit import is_cached

    return not is_cached()


def make_ready(engine: str) -> None:
    """Load the engine, and compile it if need be: before processes are forked, which then share it."""
    if engine == "compiled":
        _compiled()
