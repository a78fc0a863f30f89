"""How a replication is run, and what is kept of it: what a crew is asked to do, small enough to send to a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

from sim.engine.engines import ENGINES
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.summary import Advance, Summary, unheard
from sim.results.summarised import summary_of

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Reduce = Callable[[Program, Outcome], T]
"""Turns a replication into what the experiment keeps of it; a function of a module, so that it pickles."""


class Run(Protocol[T_co]):
    """Runs one replication of a program. `advance` hears how far it is, and may raise, which ends it."""

    lets_others_run: ClassVar[bool]
    """Whether it leaves Python's lock to other threads while it computes, so that threads do as well as processes."""

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
