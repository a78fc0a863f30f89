"""Alternating rounds: every workload once a round, in turned order, so that a slow minute hits all of them."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from time import process_time

from benchmarks.workloads import Workload

MIN_SECONDS = 1.0
"""A workload repeats replications within its turn until it has used this much processor time."""


@dataclass(frozen=True)
class Timing:
    """Tasks a second of one workload by round, and its ratio to the first workload in the same round."""

    name: str
    tasks_per_second: tuple[float, ...]
    ratios: tuple[float, ...]

    @property
    def median_rate(self) -> float:
        return statistics.median(self.tasks_per_second)

    @property
    def median_ratio(self) -> float:
        return statistics.median(self.ratios)


def timed(work: Workload, first_replication: int) -> float:
    """Tasks per second of processor time, which other programs on the machine disturb less than the clock."""
    tasks, replication = 0, first_replication
    begin = process_time()
    while (spent := process_time() - begin) < MIN_SECONDS:
        tasks += work(replication)
        replication += 1
    return tasks / spent


def measured(workloads: Mapping[str, Workload], rounds: int) -> list[Timing]:
    """One untimed replication of each, then the rounds."""
    for work in workloads.values():
        work(0)
    names = list(workloads)
    rates: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            rates[name].append(timed(workloads[name], 1000 * (turn + 1)))
    base = rates[names[0]]
    return [
        Timing(name, tuple(rates[name]), tuple(rate / b for rate, b in zip(rates[name], base, strict=True)))
        for name in names
    ]
