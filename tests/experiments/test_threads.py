"""Jobs on threads: results in order, the bar by parts, and nobody left running."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from sim.engine.summary import Advance
from sim.experiments.running.threads import AHEAD, Job, in_order


class Bar:
    def __init__(self) -> None:
        self.done = 0.0
        self.steps = 0
        self._lock = threading.Lock()

    def advance(self, units: float = 1) -> None:
        with self._lock:
            self.done += units
            self.steps += 1

    def extend(self, _units: int) -> None:
        raise AssertionError


def job(number: int, begun: list[int]) -> Job[int]:
    def done(advance: Advance) -> int:
        begun.append(number)
        time.sleep(0.002 * (number % 3))
        advance(0.25)
        advance(0.5)
        return number

    return done


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_order_and_the_bar_moves_within_a_job(threads: int) -> None:
    bar, begun = Bar(), []
    assert list(in_order((job(n, begun) for n in range(20)), threads, bar)) == list(range(20))
    assert bar.done == pytest.approx(20)
    assert bar.steps == 60


def test_only_so_many_are_begun_ahead() -> None:
    begun: list[int] = []
    results = in_order((job(n, begun) for n in range(100)), 2, Bar())
    next(results)
    time.sleep(0.1)
    assert len(begun) <= 1 + 2 * AHEAD
    results.close()  # type: ignore[attr-defined]


def test_who_stops_waiting_stops_the_jobs() -> None:
    def endless(advance: Advance) -> int:
        while True:
            time.sleep(0.001)
            advance(0.5)

    def fails(_advance: Advance) -> int:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        list(in_order([fails, endless, endless], 2, Bar()))


def test_an_interruption_that_another_thread_hears_first_still_ends_it() -> None:
    def hears(advance: Advance) -> int:
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        for _ in range(1000):
            time.sleep(0.01)
            advance(0.5)
        return 0

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(in_order([hears, hears], 2, Bar()))
    assert time.monotonic() - begun < 5
