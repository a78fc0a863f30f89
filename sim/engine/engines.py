"""The engines by name. All give the same tables; `auto` takes the one that is likely done first."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Literal, Protocol

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.summary import Advance, unheard

EngineChoice = Literal["auto", "reference", "compiled"]

LOG = logging.getLogger(__name__)
"""Says (INFO) that an engine is being compiled, which keeps its user waiting once on a machine; and (WARNING) that it
cannot be kept, or that what was kept is damaged."""


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
        with _told_of_compiling():
            from sim.engine.compiled import keeping, simulate
        keeping.keep()
        return simulate

    return _apart(load)


def _apart(load: Callable[[], Simulate]) -> Simulate:
    """Load in a thread of its own while this one waits: LLVM pays no heed to Ctrl-C, and its callbacks swallow it."""
    made: list[Simulate] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            made.append(load())
        except BaseException as fault:
            failed.append(fault)

    thread = threading.Thread(target=run, name="loads the engine", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
    if failed:
        raise failed[0]
    return made[0]


@contextmanager
def _told_of_compiling() -> Iterator[None]:
    """Log that the engine is compiled, if it is: numba knows best whether what it kept still serves."""
    from numba.core import event

    class First(event.Listener):
        told = False

        def on_start(self, _event: Any) -> None:
            if not self.told:
                self.told = True
                LOG.info("compiling the engine for this machine, once")

        def on_end(self, _event: Any) -> None:
            pass

    listener = First()
    event.register("numba:compile", listener)  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        event.unregister("numba:compile", listener)  # type: ignore[no-untyped-call]


def reference(
    program: Program,
    *,
    seed: int,
    replication: int,
    events: bool,
    stop_when_judged: bool,
    advance: Advance = unheard,
) -> Outcome:
    """SimPy: for reading, and done first where there is little to do."""
    return _reference()(
        program,
        seed=seed,
        replication=replication,
        events=events,
        stop_when_judged=stop_when_judged,
        advance=advance,
    )


def compiled(
    program: Program,
    *,
    seed: int,
    replication: int,
    events: bool,
    stop_when_judged: bool,
    advance: Advance = unheard,
) -> Outcome:
    """Numba: the same rules, many times as fast once it is compiled."""
    return _compiled()(
        program,
        seed=seed,
        replication=replication,
        events=events,
        stop_when_judged=stop_when_judged,
        advance=advance,
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


def make_ready(engine: str) -> None:
    """Load the engine, and compile it if need be: before processes are forked, which then share it."""
    if engine == "compiled":
        _compiled()
