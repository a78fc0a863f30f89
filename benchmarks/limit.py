"""Events a second a core: the compiled engine beside the bare loop, which is the limit."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

import sim
from benchmarks.bare_loop import EVENTS_A_CASE, ready_made, tables, with_draws, without_draws
from benchmarks.events import events_of
from benchmarks.mm5 import mm5_program
from benchmarks.rounds import Work, interleaved, rate, ratios
from benchmarks.rows import Budget, Measurement, Options, Row
from sim.engine.compiled import simulate, summarise
from sim.engine.program import Program

SCENARIO = "gedian/startup"


def engine(program: Program) -> Work:
    """Events of a replication without rows, counted once with rows: the same numbers give the same events."""
    counted: dict[int, int] = {}
    few = 8

    def work(repetition: int) -> int:
        replication = repetition % few
        if replication not in counted:
            counted[replication] = 0
        summarise(program, seed=1, replication=replication)
        return counted[replication]

    for replication in range(few):
        counted[replication] = events_of(
            program, simulate(program, seed=1, replication=replication, events=True)
        )
    return work


def bare(loop: Callable[..., int], cases: int, drawn: Sequence[object]) -> Work:
    """Events of a run of the bare loop."""

    def work(repetition: int) -> int:
        loop(cases, 7919 * repetition, *drawn)  # far apart, so that no two runs share their draws
        return EVENTS_A_CASE * cases

    return work


def measure(options: Options) -> Sequence[Row]:
    """Per second of processor time; the loops run as many cases as the engine, again and again."""
    seconds, cases = (0.05, 2_000) if options.quick else (1.0, 100_000)
    found = interleaved(
        {
            "start-up": rate(engine(sim.load(SCENARIO).program), seconds),
            "mm5": rate(engine(mm5_program(cases)), seconds),
            "draws": rate(bare(with_draws, cases, tables()), seconds),
            "heap": rate(bare(without_draws, cases, ready_made()), seconds),
        },
        options.rounds,
    )
    millions = {name: [value / 1e6 for value in values] for name, values in found.items()}
    draws, heap = (statistics.median(millions[name]) for name in ("draws", "heap"))
    limits = (f"裸循环 {heap:.1f}，连抽样 {draws:.1f}", f"bare loop {heap:.1f}, with draws {draws:.1f}")
    of_loop = ("对只有堆和队列的裸循环", "of the bare loop of heap and queue")
    return [
        Row(
            "limit/start-up",
            ("企业开办情景，单核每秒事件数", "events a second a core, start-up scenario"),
            "M/s",
            tuple(millions["start-up"]),
            Budget(5, 8),
            limits,
        ),
        Row(
            "limit/start-up of the loop",
            ("企业开办情景，与极限之比", "start-up scenario, share of the limit"),
            "",
            ratios(found["start-up"], found["heap"]),
            note=of_loop,
        ),
        Row(
            "limit/mm5",
            ("M/M/5，单核每秒事件数", "events a second a core, M/M/5"),
            "M/s",
            tuple(millions["mm5"]),
            note=limits,
        ),
        Row(
            "limit/mm5 of the loop",
            ("M/M/5，与极限之比", "M/M/5, share of the limit"),
            "",
            ratios(found["mm5"], found["heap"]),
            note=of_loop,
        ),
        Row(
            "limit/bare loop",
            ("裸循环（只有堆和队列），每秒事件数", "bare loop (heap and queue only), events a second"),
            "M/s",
            tuple(millions["heap"]),
        ),
        Row(
            "limit/bare loop with draws",
            ("裸循环（堆、队列、抽样），每秒事件数", "bare loop (heap, queue, draws), events a second"),
            "M/s",
            tuple(millions["draws"]),
        ),
    ]


MEASUREMENT = Measurement("limit", ("离极限有多远", "Distance to the limit"), measure)
