"""The engines by name. All give the same tables; `auto` takes the one that is likely done first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, Protocol

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.summary import Advance, unheard

EngineChoice = Literal["auto", "reference", "compiled"]


class Simulate(Protocol):
    """One replication of a program; see `sim.engine.reference.simulate`."""

    def __call__(
        self,
        program: Program,
        *,
        seed: int,
        replication: int,
        events: bool,
        stop_when_judged: bool,
        advance: Advance = unheard,
    ) -> Outcome: ...


@cache
def _reference() -> Simulate:
    from sim.engine.reference import simulate

    return simulate


@cache
def _compiled() -> Simulate:
    def load() -> Simulate:
        from sim.engine.compiled import simulate
        from sim.engine.compiled.machine_code import kernel

        kernel()
        return simulate

    return _apart(load)


def _apart(load: Callable[[], Simulate]) -> Simulate:
    """Load in a thread of its own while this one waits: LLVM pays no heed to Ctrl-C, and its callbacks swallow it.

    An interpreter that ends waits for the thread: it must not take LLVM away in the middle of its work.
    """
    made: list[Simulate] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            made.append(load())
        except BaseException as fault:
            failed.append(fault)

    thread = threading.Thread(target=run, name="loads the engine")
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
    if failed:
        raise failed[0]
    return made[0]


def _when_asked(load: Callable[[], Simulate]) -> Simulate:
    """The engine, loaded when it first runs."""

    def simulate(program: Program, **asked: Any) -> Outcome:
        return load()(program, **asked)

    return simulate


ENGINES: Mapping[str, Simulate] = {"reference": _when_asked(_reference), "compiled": _when_asked(_compiled)}
"""The reference is SimPy: for reading, and done first where there is little to do. Compiled are the same rules as
machine code, many times as fast once they are compiled."""


def engine_name(choice: EngineChoice, *, replications: int = 0) -> str:
    """The engine that a choice means.

    `auto` is the compiled one, which is compiled once on a machine, unless so few `replications` are asked for (0: not
    known, or many) that SimPy is done before it is loaded.
    """
    if choice == "auto":
        return "reference" if 0 < replications < 3 else "compiled"
    return choice


def engine_at_hand(choice: EngineChoice) -> str:
    """The engine for one replication: the compiled one where it is loaded already, else as `engine_name` says.

    For what does not tell which engine it was, since what is loaded depends on what was asked before.
    """
    loaded = choice == "auto" and _compiled.cache_info().currsize
    return "compiled" if loaded else engine_name(choice, replications=1)


def at_hand(engine: str) -> bool:
    """Whether the engine is loaded or kept from an earlier run: else it is compiled first, which takes seconds."""
    if engine != "compiled" or _compiled.cache_info().currsize:
        return True
    from sim.engine.compiled import keeping

    return keeping.is_kept()


def make_ready(engine: str) -> None:
    """Load the engine, and compile it if need be: before processes are forked, which then share it."""
    if engine == "compiled":
        _compiled()
