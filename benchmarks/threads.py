"""One thread and two over replications of the compiled engine, beside what a bare loop gains in the same run."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import sim
from benchmarks.bare_loop import tables, with_draws
from benchmarks.mm5 import mm5_program
from benchmarks.rounds import Turn, interleaved, ratios
from benchmarks.rows import Budget, Measurement, Options, Row, Text
from sim.engine.compiled import summarise
from sim.engine.program import Program

NAMES: dict[str, Text] = {
    "start-up": ("企业开办情景：2 线程对 1 线程", "start-up scenario, 2 threads against 1"),
    "mm5": ("M/M/5：2 线程对 1 线程", "M/M/5, 2 threads against 1"),
}


def elapsed(job: Callable[[int], object], jobs: int, threads: int) -> Turn:
    """Seconds on the clock for so many jobs; processor time would say nothing about threads."""

    def turn(number: int) -> float:
        todo = range(jobs * number, jobs * (number + 1))
        with ThreadPoolExecutor(threads) as executor:
            executor.submit(job, 0).result()
            begin = perf_counter()
            for _ in executor.map(job, todo):
                pass
            return perf_counter() - begin

    return turn


def replication_of(program: Program) -> Callable[[int], object]:
    return lambda replication: summarise(program, seed=1, replication=replication)


def measure(options: Options) -> Sequence[Row]:
    """Every contender with one thread and with two, all of them in every round."""
    if len(os.sched_getaffinity(0)) < 2:
        reason = ("只有一个核", "there is only one core")
        return [
            Row(f"threads/{key}", what, "", budget=Budget(0.9), skipped=reason) for key, what in NAMES.items()
        ]
    jobs, cases = (4, 2_000) if options.quick else (16, 200_000)
    gaps, works = tables()
    contenders: dict[str, tuple[Callable[[int], object], int]] = {
        "start-up": (replication_of(sim.load("gedian/startup").program), jobs if options.quick else 600),
        "mm5": (replication_of(mm5_program(cases)), jobs),
        "loop": (lambda seed: with_draws(4 * cases, seed, gaps, works), jobs),
    }
    turns = {
        f"{name} {threads}": elapsed(job, number, threads)
        for name, (job, number) in contenders.items()
        for threads in (1, 2)
    }
    found = interleaved(turns, options.rounds)
    gain = {name: ratios(found[f"{name} 1"], found[f"{name} 2"]) for name in contenders}
    loop = statistics.median(gain["loop"])
    rows = []
    for key, what in NAMES.items():
        own = statistics.median(gain[key])
        note = (
            f"引擎快 {own:.2f} 倍，裸循环快 {loop:.2f} 倍",
            f"the engine gains {own:.2f}×, the bare loop {loop:.2f}×",
        )
        rows.append(
            Row(f"threads/{key}", what, "", ratios(list(gain[key]), list(gain["loop"])), Budget(0.9), note)
        )
    return rows


MEASUREMENT = Measurement("threads", ("线程", "Threads"), measure)
