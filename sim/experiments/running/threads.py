"""Jobs on threads, their results in order: for the compiled engine, which lets other threads run while it does."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

from sim.engine.summary import Advance
from sim.experiments.running.progress import Bar

T = TypeVar("T")

Job = Callable[[Advance], T]
"""Does one unit of work; it tells which share of it is done, and may be stopped when it does."""

AHEAD = 2
"""Jobs a thread that may be begun before their turn: so many results wait in memory, however many jobs there are."""

PATIENCE = 0.1
"""Seconds until whoever waits for a result looks whether it was interrupted."""


class _StoppedError(Exception):
    """Raised inside a job when nobody waits for it any more."""


def in_order(jobs: Iterable[Job[T]], threads: int, bar: Bar) -> Generator[T]:
    """The results of jobs, in their order, whatever the number of threads; each job is one unit of the bar."""
    if threads <= 1:
        for job in jobs:
            yield _done(job, bar, None)
        return
    stop = threading.Event()
    left = iter(jobs)
    pending: deque[Future[T]] = deque()
    with ThreadPoolExecutor(threads) as executor:
        try:
            for job in islice(left, AHEAD * threads):
                pending.append(executor.submit(_done, job, bar, stop))
            while pending:
                # A signal may wake another thread than this one, which alone can act on it: so it looks up.
                while not wait(list(pending)[:1], timeout=PATIENCE).done:
                    pass
                yield pending.popleft().result()
                for job in islice(left, 1):
                    pending.append(executor.submit(_done, job, bar, stop))
        finally:
            stop.set()
            for future in pending:
                future.cancel()


def _done(job: Job[T], bar: Bar, stop: threading.Event | None) -> T:
    told = 0.0

    def advance(share: float) -> None:
        nonlocal told
        if stop is not None and stop.is_set():
            raise _StoppedError
        bar.advance(share - told)
        told = share

    made = job(advance)
    bar.advance(1 - told)
    return made
