"""Vectors judged on the same draws of cases: counts by vector and replication, for each target.

Few replications are enough where a share is far from the required one; near it a vector gets more, until some hundreds
of cases are judged. A vector that the file's rules refuse (shares that add up to more than 1, say) is drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from sim.engine.engines import ENGINES
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.statistics.looks import LOOKS
from sim.experiments.unknowns.unknown import Reals
from sim.experiments.unknowns.vectors import Vectors
from sim.model import ModelError
from sim.results.judged import standing

ATTEMPTS = 20
CASES, MORE_CASES = 60, 300
"""Judged cases that make a first impression, and those that are enough near the required share."""
FEWEST, FEW = 2, 8
"""Replications for a first impression, whatever the cases."""
MOST = LOOKS[0]
"""Replications a vector gets at the most."""
CLEAR = 2.5
"""Standard errors between a share and the required one from which on no more replications are needed."""
TOGETHER = 10
"""Vectors of one job: enough that sending the question along with each costs little."""

Counts = NDArray[np.int64]
Counted = tuple[int, int, int]
"""Cases of one replication: on time, judged, undetermined."""


@dataclass(frozen=True)
class TargetCounts:
    """One target under every vector: arrays of (vectors, MOST), 0 where a replication was not run."""

    required: Reals
    """The required share, which may be uncertain itself."""
    on_time: Counts
    judged: Counts
    undetermined: Counts


@dataclass(frozen=True)
class JudgedVectors:
    """All vectors that could be judged."""

    values: Reals
    """(vectors, unknowns), as drawn."""
    targets: dict[str, TargetCounts]
    refused: int
    """Vectors that were refused at every attempt; not among the others."""
    replications: int
    """Replications run, over all vectors."""

    @property
    def count(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class _One:
    attempt: int
    required: dict[str, float]
    counts: dict[str, list[Counted]]


@dataclass(frozen=True)
class _Job:
    """A few vectors, small enough to send to a worker."""

    vectors: Vectors
    first: int
    last: int
    targets: tuple[str, ...]
    fewest: int
    most: int

    def judged(self) -> list[_One | None]:
        settings = self.vectors.settings(self.first, self.last)
        found: list[_One | None] = []
        for number, own in enumerate(settings, start=self.first):
            whatif = self.vectors.whatif.with_settings(own)
            attempt = 0
            while not _runs(whatif):
                attempt += 1
                if attempt == ATTEMPTS:
                    break
                again = self.vectors.settings(number, number + 1, attempt)[0]
                whatif = self.vectors.whatif.with_settings(again)
            found.append(None if attempt == ATTEMPTS else self._one(whatif, attempt))
        return found

    def _one(self, whatif: WhatIf, attempt: int) -> _One:
        required = {target: whatif.scenario.targets[target].required_share.value for target in self.targets}
        program, simulate = whatif.program, ENGINES[whatif.engine_name]
        clocks = {target: program.names.clocks.index(target) for target in self.targets}
        counts: dict[str, list[Counted]] = {target: [] for target in self.targets}
        done, count = 0, self.fewest
        while done < count:
            for replication in range(done, count):
                outcome = simulate(
                    program, seed=whatif.seed, replication=replication, events=False, stop_when_judged=True
                )
                for target, clock in clocks.items():
                    counts[target].append(standing(program, outcome, clock).counts)
            done = count
            if not all(clear(counts[target], required[target]) for target in self.targets):
                count = min(self.most, 2 * count)
        return _One(attempt, required, counts)


def clear(counts: Sequence[Counted], required: float) -> bool:
    """Whether the replications leave little doubt on which side of the required share a vector lies."""
    on_time, cases, _ = np.array(counts, dtype=np.float64).T
    off = on_time - required * cases
    if not cases.any():
        return False
    variance = max(float(off.var(ddof=1)), required * (1.0 - required) * float(cases.mean()), 1e-12)
    return abs(float(off.mean())) * sqrt(len(off) / variance) > CLEAR


def judged_vectors(
    vectors: Vectors,
    count: int,
    base: Evidence,
    targets: Sequence[str],
    crew: Crew,
    tick: Callable[[], None] = lambda: None,
) -> JudgedVectors:
    """The first `count` vectors, each judged on every target.

    `base` tells how many cases a replication judges: its first ones, which are the same whoever asks.
    """
    fewest = min(float(np.mean([one.judged for one in base.of(target, MOST)])) for target in targets)
    start = int(np.clip(ceil(CASES / max(fewest, 1.0)), FEWEST, FEW))
    most = int(np.clip(ceil(MORE_CASES / max(fewest, 1.0)), start, MOST))
    jobs = [
        _Job(vectors, first, min(first + TOGETHER, count), tuple(targets), start, most)
        for first in range(0, count, TOGETHER)
    ]
    ones: list[_One | None] = []
    for some in crew.map(_Job.judged, jobs):
        for one in some:
            ones.append(one)
            tick()
    kept = [(number, one) for number, one in enumerate(ones) if one is not None]
    by_attempt = {attempt: vectors.values(count, attempt) for attempt in {one.attempt for _, one in kept}}
    values = np.array([by_attempt[one.attempt][number] for number, one in kept])
    values = values.reshape(len(kept), len(vectors.unknowns))
    rows = [one for _, one in kept]
    return JudgedVectors(
        values,
        {target: _arrays(rows, target) for target in targets},
        len(ones) - len(kept),
        sum(len(next(iter(one.counts.values()))) for one in rows),
    )


def _runs(whatif: WhatIf) -> bool:
    try:
        _ = whatif.program
    except ModelError:
        return False
    return True


def _arrays(rows: Sequence[_One], target: str) -> TargetCounts:
    columns = [np.zeros((len(rows), MOST), dtype=np.int64) for _ in range(3)]
    for number, row in enumerate(rows):
        counts = row.counts[target]
        for column, told in zip(columns, zip(*counts, strict=True), strict=True):
            column[number, : len(counts)] = told
    return TargetCounts(np.array([row.required[target] for row in rows]), *columns)


def shares(counts: TargetCounts, weights: NDArray[np.float64] | None = None) -> Iterator[Reals]:
    """On-time share of every vector, with undetermined cases late and then on time; nan where nobody is judged.

    `weights` (replications, resamples) says how often each replication counts; shapes are then (vectors, resamples).
    """
    weights = np.ones((counts.judged.shape[1], 1)) if weights is None else weights
    judged = counts.judged @ weights
    with np.errstate(invalid="ignore"):
        yield (counts.on_time @ weights) / judged
        yield ((counts.on_time + counts.undetermined) @ weights) / judged
