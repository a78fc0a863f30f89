"""Vectors judged on the same draws of cases: counts by vector and replication, for each target.

A few replications are enough where a share is far from the required one; near it a vector gets more. Few replications
have an error that all vectors share, which would pass into "kept" whole. So it is taken out: what the base question's
share on the same replications is off from its share on many of them is taken off the vector's too (ratio estimator).
A vector that the file's rules refuse (shares that add up to more than 1, say) is drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from sim.engine.summary import counted_clocks
from sim.experiments.questions.whatif import WhatIf, runs
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.replications import summarising
from sim.experiments.running.requirement import Counted, Requirement, requirement
from sim.experiments.running.worker import Shared
from sim.experiments.statistics.skewness_t import critical_t
from sim.experiments.store.kept import kept
from sim.experiments.unknowns.unknown import Reals
from sim.experiments.unknowns.vectors import Vectors
from sim.model import Setting
from sim.model.target import Statistic

ATTEMPTS = 20
SIZES = (4, 8)
"""Replications a vector gets: the next size wherever those before leave a target open."""
MOST = SIZES[-1]
BASE = 96
"""Replications of the base question that tell what the first ones are off."""
UNCLEAR = 0.1
"""Chance at which a share that is as required looks clear."""
TOGETHER = 4
"""Vectors of one job."""

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Base:
    """One target of the base question: arrays of (replications,), the first MOST of them those of the vectors."""

    achieved: Counts
    """Cases on time; or the time of all cases, in the clock's numbers, of undetermined ones what is known."""
    judged: Counts
    undetermined: Counts

    @property
    def count(self) -> int:
        return len(self.judged)


@dataclass(frozen=True)
class TargetCounts:
    """One target under every vector: arrays of (vectors, MOST), 0 where a replication was not run."""

    required: Reals
    """The required share, or the limit of the mean in the clock's numbers; it may be uncertain itself."""
    achieved: Counts
    judged: Counts
    undetermined: Counts
    run: Counts
    """(vectors,): replications run."""
    base: Base
    statistic: Statistic = "share"


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
    """In the clock's numbers."""
    counts: dict[str, list[Counted]]


_Job = tuple[int, list[Setting]]
"""Number and settings of a vector."""


@dataclass(frozen=True)
class _Judge:
    """Judges one vector after the other."""

    vectors: Vectors
    base: dict[str, Base]
    """By target."""

    def judged(self, job: _Job) -> _One | None:
        number, settings = job
        whatif = self.vectors.whatif.with_settings(settings)
        attempt = 0
        while not runs(whatif):
            attempt += 1
            if attempt == ATTEMPTS:
                return None
            again = self.vectors.settings(number, number + 1, attempt)[0]
            whatif = self.vectors.whatif.with_settings(again)
        return self._one(whatif, attempt)

    def _one(self, whatif: WhatIf, attempt: int) -> _One:
        """Every target on as many replications as it needs, whatever others are asked beside it."""
        required = {target: requirement(whatif.scenario, target) for target in self.base}
        program = whatif.program
        run = summarising(whatif.seed, whatif.engine_name, stop_when_judged=True)
        counted = counted_clocks(program).tolist()
        rows = {target: counted.index(program.names.clocks.index(target)) for target in self.base}
        counts: dict[str, list[Counted]] = {target: [] for target in self.base}
        still_open, done = set(self.base), 0
        for size in SIZES:
            for replication in range(done, size):
                made = run(program, replication)
                for target in still_open:
                    counts[target].append(required[target].summed(made, rows[target]))
            done = size
            still_open = {t for t in still_open if not clear(counts[t], required[t], self.base[t])}
            if not still_open:
                break
        return _One(attempt, {name: one.in_clock for name, one in required.items()}, counts)


@kept
def _judged(judge: Shared[_Judge], jobs: Sequence[_Job]) -> list[_One | None]:
    return [judge.value.judged(job) for job in jobs]


def clear(counts: Sequence[Counted], needed: Requirement, base: Base) -> bool:
    """Whether the replications leave little doubt on which side of what is required a vector lies."""
    achieved, cases, unknown = np.array(counts, dtype=np.float64).T
    if not cases.any():
        return False
    count = len(cases)
    stated = float(base.achieved.sum() / max(base.judged.sum(), 1))
    luck = base.achieved - stated * base.judged
    value = float(achieved.sum() / cases.sum())
    if needed.share is None:
        together = value / stated if stated > 0 else 0.0
        off = achieved - needed.in_clock * cases - together * luck[:count]
        if unknown.any() and off.mean() <= 0:
            return False
        least = 0.0
    else:
        together = _together(value, stated)
        off = achieved - needed.share * cases - together * luck[:count]
        least = needed.share * (1.0 - needed.share) * float(cases.mean()) / 4  # so few may agree by chance
    variance = max(float(off.var(ddof=1)), least, 1e-12) / count
    variance += together**2 * float(luck.var(ddof=1)) / base.count if base.count > 1 else 0.0
    return abs(float(off.mean())) > critical_t(count, UNCLEAR) * sqrt(variance)


def _together(share: float, stated: float) -> float:
    """How far a vector's share moves with the base's: a case that is late in one is late in the other if either can."""
    if share <= stated:
        return share / stated if stated > 0 else 0.0
    return (1.0 - share) / (1.0 - stated)


def _without_luck(share: Reals, on_same: Reals, on_many: Reals) -> Reals:
    """Vectors' shares, less what the base's on the same replications is off from its share on many.

    The ratio estimator of on-time cases where the vector has fewer of them than the base, else of late cases.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        fewer = share * (on_many / on_same)
        more = 1.0 - (1.0 - share) * ((1.0 - on_many) / (1.0 - on_same))
        found = np.where(share <= on_same, fewer, more)
    return np.clip(np.where(np.isfinite(found), found, share), 0.0, 1.0)


def judged_vectors(
    vectors: Vectors,
    count: int,
    base: Evidence,
    targets: Sequence[str],
    crew: Crew,
    tick: Callable[[], None] = lambda: None,
) -> JudgedVectors:
    """The first `count` vectors, each judged on every target. `base` holds BASE replications of the question."""
    stated = {target: requirement(vectors.whatif.scenario, target) for target in targets}
    known = {target: _base(base, target, stated[target]) for target in targets}
    return crew.once(
        JudgedVectors,
        (judged_vectors, vectors, count, known),
        lambda: _all_judged(vectors, count, known, stated, crew, tick),
    )


def _all_judged(
    vectors: Vectors,
    count: int,
    known: dict[str, Base],
    stated: dict[str, Requirement],
    crew: Crew,
    tick: Callable[[], None],
) -> JudgedVectors:
    numbered = list(enumerate(vectors.settings(0, count)))
    jobs = [numbered[first : first + TOGETHER] for first in range(0, count, TOGETHER)]
    ones: list[_One | None] = []
    for some in crew.map_shared(_judged, _Judge(vectors, known), jobs):
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
        {target: _arrays(rows, target, base, stated[target].statistic) for target, base in known.items()},
        len(ones) - len(kept),
        sum(max(map(len, one.counts.values())) for one in rows),
    )


def _base(evidence: Evidence, target: str, needed: Requirement) -> Base:
    told = [needed.counted(one) for one in evidence.of(target, BASE)]
    achieved, judged, undetermined = np.array(told, dtype=np.int64).T
    return Base(achieved, judged, undetermined)


def _arrays(rows: Sequence[_One], target: str, base: Base, statistic: Statistic) -> TargetCounts:
    columns = [np.zeros((len(rows), MOST), dtype=np.int64) for _ in range(3)]
    for number, row in enumerate(rows):
        counts = row.counts[target]
        for column, told in zip(columns, zip(*counts, strict=True), strict=True):
            column[number, : len(counts)] = told
    run = np.array([len(row.counts[target]) for row in rows], dtype=np.int64)
    achieved, judged, undetermined = columns
    required = np.array([row.required[target] for row in rows])
    return TargetCounts(required, achieved, judged, undetermined, run, base, statistic)


@dataclass(frozen=True)
class Weights:
    """How often each replication counts in a resample: (replications, resamples)."""

    vectors: Reals
    base: Reals


def as_run(base: Base) -> Weights:
    """Every replication once."""
    return Weights(np.ones((MOST, 1)), np.ones((base.count, 1)))


def resampled(base: Base, random: np.random.Generator, resamples: int) -> Weights:
    """Replications drawn again: those of each size among themselves, as a vector has all of them or none.

    One fewer than there are is drawn, which makes up for what drawing from a sample takes off the variance.
    """
    blocks, first = [], 0
    for size in SIZES:
        blocks.append(_drawn(size - first, random, resamples))
        first = size
    return Weights(np.concatenate(blocks), _drawn(base.count, random, resamples))


def _drawn(count: int, random: np.random.Generator, resamples: int) -> Reals:
    if count < 2:
        return np.ones((count, resamples))
    often = random.multinomial(count - 1, np.full(count, 1 / count), resamples).T
    made: Reals = np.asarray(often * (count / (count - 1)), dtype=np.float64)
    return made


def shares(counts: TargetCounts, weights: Weights) -> Iterator[Reals]:
    """On-time share of every vector, with undetermined cases late and then on time; nan where nobody is judged.

    Of shape (vectors, resamples).
    """
    ran = (np.arange(MOST) < counts.run[:, None]).astype(np.float64)
    base = counts.base
    same = slice(0, MOST)
    judged = counts.judged @ weights.vectors
    judged_same = ran @ _padded(base.judged[same], weights.vectors)
    judged_base = base.judged @ weights.base
    for own, stated in (
        (counts.achieved, base.achieved),
        (counts.achieved + counts.undetermined, base.achieved + base.undetermined),
    ):
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (own @ weights.vectors) / judged
            on_many = (stated @ weights.base) / judged_base
            on_same = (ran @ _padded(stated[same], weights.vectors)) / judged_same
        yield _without_luck(share, on_same, on_many)


def means(counts: TargetCounts, weights: Weights) -> tuple[Reals, NDArray[np.bool_]]:
    """Mean time of every vector, in the clock's numbers, and whether some case's is not known; as `shares`.

    What the base's mean on the same replications is off from its mean on many is taken off (ratio estimator).
    """
    ran = (np.arange(MOST) < counts.run[:, None]).astype(np.float64)
    base = counts.base
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (counts.achieved @ weights.vectors) / (counts.judged @ weights.vectors)
        on_many = (base.achieved @ weights.base) / (base.judged @ weights.base)
        same = [ran @ _padded(column[:MOST], weights.vectors) for column in (base.achieved, base.judged)]
        steadied = mean * (on_many / (same[0] / same[1]))
    found: Reals = np.where(np.isfinite(steadied), steadied, mean)
    return found, counts.undetermined @ weights.vectors > 0


def _padded(counts: Counts, weights: Reals) -> Reals:
    """Weighted counts of the vectors' replications; 0 for those that the base does not have."""
    made: Reals = np.zeros(weights.shape)
    made[: len(counts)] = counts[:, None] * weights[: len(counts)]
    return made
