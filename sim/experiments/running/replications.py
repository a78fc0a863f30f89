"""How a replication is run, and what is kept of it: what a crew is asked to do, small enough to send to a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import numpy as np

from sim.engine.engines import ENGINES
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.summary import Advance, Summary, unheard
from sim.experiments.store.kept import Kept, Numbered, kept_of
from sim.experiments.store.store import Shelf, Store
from sim.results.summarised import summary_of
from sim.worktime import date_of

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Reduce = Callable[[Program, Outcome], T]
"""Turns a replication into what the experiment keeps of it; a function of a module, so that it pickles."""


class Run(Protocol[T_co]):
    """Runs one replication of a program. `advance` hears how far it is, and may raise, which ends it."""

    lets_others_run: ClassVar[bool]
    """Whether it leaves Python's lock to other threads while it computes, so that threads do as well as processes."""

    @property
    def kept(self) -> Kept | None:
        """What a store keeps of a replication; None: nothing."""

    @property
    def told(self) -> Mapping[str, Any]:
        """What besides the program makes the result, as the manifest of a store tells it."""

    def __call__(self, program: Program, replication: int, advance: Advance = unheard) -> T_co: ...


@dataclass(frozen=True)
class Simulated(Generic[T]):
    """A replication whole, and what `reduce` makes of it.

    Both are Python for a good part of the time, on the compiled engine as well: tables are made of what it leaves.
    """

    reduce: Reduce[T]
    seed: int
    engine: str = "reference"
    events: bool = False
    stop_when_judged: bool = True

    lets_others_run: ClassVar[bool] = False

    @property
    def kept(self) -> Kept | None:
        return kept_of(self.reduce)

    @property
    def told(self) -> Mapping[str, Any]:
        until = "judged" if self.stop_when_judged else "horizon"
        return {"seed": self.seed, "engine": self.engine, "until": until, "events": self.events}

    def __call__(self, program: Program, replication: int, advance: Advance = unheard) -> T:
        outcome = ENGINES[self.engine](
            program,
            seed=self.seed,
            replication=replication,
            events=self.events,
            stop_when_judged=self.stop_when_judged,
            advance=advance,
        )
        return self.reduce(program, outcome)


@dataclass(frozen=True)
class Summarised:
    """A replication of the compiled engine in tables of fixed size: nearly all of the time is the kernel's."""

    seed: int
    stop_when_judged: bool = False

    lets_others_run: ClassVar[bool] = True
    kept: ClassVar[Kept | None] = None
    told: ClassVar[Mapping[str, Any]] = {}

    def __call__(self, program: Program, replication: int, advance: Advance = unheard) -> Summary:
        from sim.engine.compiled import summarise

        return summarise(
            program,
            seed=self.seed,
            replication=replication,
            stop_when_judged=self.stop_when_judged,
            advance=advance,
        )


def summarising(seed: int, engine: str, *, stop_when_judged: bool = False) -> Run[Summary]:
    """What makes the summary of a replication: the same one on either engine."""
    if engine == "compiled":
        return Summarised(seed, stop_when_judged)
    return Simulated(summary_of, seed, engine, stop_when_judged=stop_when_judged)


def on_shelves(
    store: Store, what: Kept, told: Mapping[str, Any], wanted: Iterable[tuple[Program, int]]
) -> Iterator[tuple[Numbered, tuple[Program, int]]]:
    """The place of every replication in a store."""
    shelf: Shelf | None = None
    digest = ""
    for program, number in wanted:
        if shelf is None or program.digest != digest:
            digest = program.digest
            shelf = store.shelf({**described(program), **told, "keeps": what.name}, what.kind)
        yield Numbered(shelf, number), (program, number)


def described(program: Program) -> dict[str, Any]:
    """A program, for those who look through a store; its digest says all."""
    names = program.names
    targets = [names.clocks[clock] for clock in np.flatnonzero(program.clock_judged == 1).tolist()]
    judged = [date_of(program.judged_from).isoformat(), date_of(program.judged_until - 1).isoformat()]
    return {
        "program": program.digest, "services": list(names.services), "targets": targets, "judged": judged
    }  # fmt: skip
