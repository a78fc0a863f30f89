"""Many replications, on all cores, in order: the same results whatever the number of workers.

Workers are forked processes that hold the program once; where a platform cannot fork, everything runs here.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from sim.engine.engines import ENGINES
from sim.engine.outcome import Outcome
from sim.engine.program import Program

A = TypeVar("A")
T = TypeVar("T")

Reduce = Callable[[Program, Outcome], T]
"""Turns a replication into what the experiment keeps of it; a function of a module, so that it pickles."""


@lru_cache(maxsize=4)
def _program(_digest: str, pickled: bytes) -> Program:
    """A worker's own copy of a program, unpickled once."""
    program: Program = pickle.loads(pickled)
    return program


@dataclass(frozen=True)
class _Job(Generic[T]):
    """Everything one replication needs, small enough to send along with each."""

    digest: str
    pickled: bytes
    reduce: Reduce[T]
    engine: str
    seed: int
    events: bool
    stop_when_judged: bool

    def __call__(self, replication: int) -> T:
        program = _program(self.digest, self.pickled)
        outcome = ENGINES[self.engine](
            program,
            seed=self.seed,
            replication=replication,
            events=self.events,
            stop_when_judged=self.stop_when_judged,
        )
        return self.reduce(program, outcome)


class Replicator(Generic[T]):
    """Runs replications of one program; replication r is the same whoever runs it, and alone or among others."""

    def __init__(
        self,
        program: Program,
        reduce: Reduce[T],
        *,
        seed: int,
        engine: str = "reference",
        events: bool = False,
        stop_when_judged: bool = True,
        executor: Executor | None = None,
    ) -> None:
        self._run = _Job(
            program.digest, pickle.dumps(program), reduce, engine, seed, events, stop_when_judged
        )
        self._executor = executor

    def results(self, first: int, last: int) -> Iterator[T]:
        """Results of replications first … last − 1, in order, each as soon as its turn has come."""
        return self.of(range(first, last))

    def of(self, replications: Iterable[int]) -> Iterator[T]:
        """Results of these replications, in this order."""
        if self._executor is None:
            yield from map(self._run, replications)
            return
        pending = [self._executor.submit(self._run, replication) for replication in replications]
        try:
            for future in pending:
                yield future.result()
        finally:
            for future in pending:
                future.cancel()


def mapped(executor: Executor | None, function: Callable[[A], T], jobs: Sequence[A]) -> Iterator[T]:
    """`function` of every job, in order, on the executor or here."""
    return executor.map(function, jobs) if executor is not None else map(function, jobs)


@contextmanager
def workers(count: int | None = None) -> Iterator[Executor | None]:
    """An executor over `count` processes (default: the cores this process may use); None for just one."""
    count = available_cores() if count is None else count
    if count <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield None
        return
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def available_cores() -> int:
    """Cores this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
