"""Many replications, on all cores, in order: the same results whatever the number of workers.

Workers are forked processes that hold the program once; where a platform cannot fork, everything runs here.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from sim.engine.engines import ENGINES, make_ready
from sim.engine.outcome import Outcome
from sim.engine.program import Program

LONGEST_GOODBYE = 10.0
"""Seconds that interrupted processes are given to leave."""
_PAUSE = 0.05

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
        pending = [
            self._executor.submit(_interruptible, self._run, replication) for replication in replications
        ]
        try:
            for future in pending:
                yield future.result()
        finally:
            for future in pending:
                future.cancel()


def mapped(executor: Executor | None, function: Callable[[A], T], jobs: Sequence[A]) -> Iterator[T]:
    """`function` of every job, in order, on the executor or here."""
    return (
        executor.map(partial(_interruptible, function), jobs) if executor is not None else map(function, jobs)
    )


@contextmanager
def workers(count: int | None = None, *, engine: str = "reference") -> Iterator[Executor | None]:
    """An executor over `count` processes (default: the cores this process may use); None for just one.

    `engine` is loaded before they are forked, so that they share it.

    Whatever interrupts the work also interrupts what the processes are at; they write nothing by themselves.
    """
    make_ready(engine)
    count = available_cores() if count is None else count
    if count <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield None
        return
    with forked(count) as executor:
        yield executor


@contextmanager
def forked(count: int) -> Iterator[Executor]:
    """An executor over `count` forked processes. They end with this one, however it ends: by `kill -9` as well."""
    others = set(multiprocessing.active_children())
    lifeline = os.pipe()
    try:
        with ProcessPoolExecutor(
            count, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=lifeline
        ) as executor:
            with _signals_held_back():
                executor.submit(int).result()  # forks them now, before a thread that shows progress can exist
            try:
                yield executor
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                _interrupt(set(multiprocessing.active_children()) - others)
                raise
    finally:
        for end in lifeline:
            os.close(end)


def _endings() -> list[signal.Signals]:
    """Signals that end a program; a worker leaves them to its parent. Only some systems have them all."""
    return [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Python forgets a Ctrl-C that comes while it forks; held back, it comes right after."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _endings())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(lifeline: int, parents_end: int) -> None:
    """A process starts with the mask it was forked under, and watches whether its parent is there."""
    for number in _endings():
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _endings())
    os.close(parents_end)
    threading.Thread(
        target=_end_with_parent, args=(lifeline,), name="watches the parent", daemon=True
    ).start()


def _end_with_parent(lifeline: int) -> None:
    """Nobody ever writes here: reading ends when the last process that could is gone."""
    os.read(lifeline, 1)
    os._exit(1)


def _interruptible(function: Callable[[A], T], job: A) -> T:
    """A job that SIGINT ends. Between jobs it is ignored: an answer cut off half-way would hang its reader."""
    signal.signal(signal.SIGINT, _stop)
    try:
        return function(job)
    finally:
        _ignore_interrupts()


def _stop(*_: object) -> None:
    _ignore_interrupts()  # first, so that a second Ctrl-C cannot strike what cleans up after this one
    raise KeyboardInterrupt


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _interrupt(processes: Iterable[BaseProcess]) -> None:
    """Interrupt job after job until the processes have left; one may already have taken its next job."""
    for _ in range(round(LONGEST_GOODBYE / _PAUSE)):
        running = [process.pid for process in processes if process.is_alive()]
        if not running:
            return
        for pid in running:
            if pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
        time.sleep(_PAUSE)


def available_cores() -> int:
    """Cores this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
