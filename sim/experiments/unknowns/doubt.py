"""In how many vectors a promise is kept, with an interval, and which number to measure first.

The interval allows for both samples: that of the vectors and that of the cases, which all vectors share. It is the
bootstrap over vectors and replications at once (Owen 2007, "The pigeonhole bootstrap", Ann. Appl. Stat. 1), the base's
replications among them, widened to Wilson's interval of the vectors alone, which also holds where every vector agrees.

How much of the doubt would go if a number were known is the first-order share of the variance of "kept" (0 or 1):
vectors are cut into fifths of the number's values, and the variance between the fifths, less what chance alone puts
there, is set against the whole (epsilon squared, Kelley 1935). No number is named unless "kept" rises or falls with it
more than with any of the numbers by chance (a permutation test of the largest squared rank correlation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiments.unknowns.judging import (
    JudgedVectors,
    TargetCounts,
    Weights,
    as_run,
    means,
    resampled,
    shares,
)
from sim.experiments.unknowns.unknown import Reals, Unknown
from sim.experiments.unknowns.vectors import Vectors, stream
from sim.model.provenance import Sort, uncertain_numbers, unsourced_numbers

CONFIDENCE = 0.95
NORMAL = 1.959963984540054
"""Quantile of the normal distribution for `CONFIDENCE`."""
RESAMPLES = 1000
PARTS = 5
"""Fifths."""
FEWEST = 2 * PARTS
"""Vectors from which a number may stand out."""
NAMED = 3
"""Numbers that are told at the most."""
SURE = 0.9
"""Share of resamples in which the first number leads, for it to be called the first for sure."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Measure:
    """A number whose knowledge would take doubt away."""

    path: str
    tied: int
    """Other places where the same figure stands."""
    kind: str
    sort: Sort
    value: str
    range: tuple[str, str]
    explained: float
    """Share of the doubt that would go if it were known."""
    kept_low: float
    kept_high: float
    """How often the promise is kept in the vectors with its lowest values, and with its highest (a fifth each)."""
    policy: bool
    """A decision, like the required share: it can be asked for, not measured."""


@dataclass(frozen=True)
class Doubt:
    """What one target's verdict is worth, given what is not known."""

    draws: int
    kept: float
    """Share of the vectors in which the promise is kept; undetermined cases count as late."""
    low: float
    high: float
    undetermined: int
    """Vectors of which it cannot be told: cases still open decide, or nobody is judged."""
    refused: int
    """Vectors the file's rules do not allow, left out."""
    numbers: int
    """Uncertain numbers, fitted ones among them."""
    without_source: int
    """Numbers of the scenario that name no source, whether they are estimates or decided."""
    measures: tuple[Measure, ...]
    """Numbers that stand out, the largest first; none where the sample cannot tell."""
    sure: bool
    """Whether the first of them leads clearly."""
    fixed: int = 0
    """Uncertain numbers that stay as stated, because the file's rules do not let them move alone."""
    without_range: int = 0
    """Numbers drawn from the default range, as none is stated."""

    @property
    def perhaps(self) -> float:
        """Share of the vectors in which it is kept, or in which it cannot be told."""
        return self.kept + self.undetermined / self.draws

    @property
    def too_few(self) -> bool:
        """So few draws that no number could stand out."""
        return self.draws < FEWEST

    @property
    def first(self) -> Measure | None:
        """The number to measure first: a decision is none."""
        return next((measure for measure in self.measures if not measure.policy), None)

    def to_dict(self) -> dict[str, Any]:
        return {
            "draws": self.draws,
            "kept": round(self.kept, 6),
            "ci": [round(self.low, 6), round(self.high, 6)],
            "confidence": CONFIDENCE,
            "undetermined": self.undetermined,
            "refused": self.refused,
            "uncertain_numbers": self.numbers,
            "cannot_move": self.fixed,
            "without_source": self.without_source,
            "without_range": self.without_range,
            "measure_first": None if self.first is None else self.first.path,
            "first_for_sure": self.sure,
            "numbers": [
                {
                    "path": one.path,
                    "kind": one.kind,
                    "value": one.value,
                    "range": list(one.range),
                    "share_of_doubt": round(one.explained, 4),
                    "kept_when_lowest": round(one.kept_low, 4),
                    "kept_when_highest": round(one.kept_high, 4),
                    "decision": one.policy,
                }
                for one in self.measures
            ],
        }


def doubt_of(vectors: Vectors, judged: JudgedVectors, target: str) -> Doubt:
    """What the judged vectors say of one target. At least one vector must have been judged."""
    counts = judged.targets[target]
    kept, possible = (column[:, 0] for column in _keeps(counts, as_run(counts.base)))
    low, high = _interval(vectors, counts, target, int(kept.sum()), int(possible.sum()))
    measures, sure = _ranking(vectors, judged, target, kept)
    drawn = sum(len(number.paths) for number in vectors.unknowns)
    return Doubt(
        draws=judged.count,
        kept=float(kept.mean()),
        low=low,
        high=high,
        undetermined=int((possible & ~kept).sum()),
        refused=judged.refused,
        numbers=drawn + len(vectors.fitted),
        without_source=len(unsourced_numbers(vectors.whatif.stated)),
        measures=measures,
        sure=sure,
        fixed=len(vectors.fixed),
        without_range=sum(
            number.by_default and number.path not in vectors.fixed + vectors.fitted
            for number in uncertain_numbers(vectors.whatif.stated)
        ),
    )


def _keeps(counts: TargetCounts, weights: Weights) -> tuple[Flags, Flags]:
    """Whether every vector keeps the promise, for sure and perhaps; of shape (vectors, resamples)."""
    if counts.statistic == "mean":
        mean, unknown = means(counts, weights)
        within = mean <= counts.required[:, None] * (1 + 1e-12)
        return within & ~unknown, within | np.isnan(mean)
    late, timely = shares(counts, weights)
    needed = counts.required[:, None] - 1e-12
    return late >= needed, (timely >= needed) | np.isnan(timely)


def _interval(
    vectors: Vectors, counts: TargetCounts, target: str, kept: int, possible: int
) -> tuple[float, float]:
    """At `CONFIDENCE`, from all that cannot be told broken to all of it kept."""
    count = len(counts.judged)
    random = stream("bootstrap", str(vectors.whatif.seed), target)
    weights = resampled(counts.base, random, RESAMPLES)
    rows = _times(random.integers(0, count, (RESAMPLES, count)), count)
    ends = []
    for told in _keeps(counts, weights):
        often = (told * rows).sum(axis=0) / count
        ends.append(np.quantile(often, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]))
    low, high = (
        min(float(ends[0][0]), wilson(kept, count)[0]),
        max(float(ends[1][1]), wilson(possible, count)[1]),
    )
    return low, high


def _times(drawn: NDArray[np.int64], count: int) -> Reals:
    """How often each of `count` comes up in each resample; of shape (count, resamples)."""
    return np.stack([np.bincount(one, minlength=count) for one in drawn], axis=1).astype(np.float64)


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Wilson's (1927) interval of a share at `CONFIDENCE`."""
    share, z2 = hits / count, NORMAL * NORMAL
    centre = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = NORMAL / (1 + z2 / count) * sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    return max(0.0, centre - half), min(1.0, centre + half)


def _ranking(
    vectors: Vectors, judged: JudgedVectors, target: str, kept: Flags
) -> tuple[tuple[Measure, ...], bool]:
    """Numbers that stand out, the largest first, and whether the first one leads for sure."""
    count = judged.count
    if count < FEWEST or kept.all() or not kept.any():
        return (), False
    moving = [column for column in range(len(vectors.unknowns)) if np.ptp(judged.values[:, column]) > 0]
    if not moving:
        return (), False
    random = stream("ranking", str(vectors.whatif.seed), target)
    outcome = kept.astype(np.float64)
    ranks = np.stack([_ranks(judged.values[:, column]) for column in moving])
    shuffled = np.stack([random.permutation(outcome) for _ in range(RESAMPLES)], axis=1)
    threshold = float(np.quantile(_trend(ranks, shuffled).max(axis=0), CONFIDENCE))
    trend = _trend(ranks, outcome[:, None])[:, 0]
    parts = {column: _parts(judged.values[:, column]) for column in moving}
    standing_out = [column for column, one in zip(moving, trend, strict=True) if one > threshold]
    explained = {column: float(_explained(parts[column], outcome[:, None])[0]) for column in standing_out}
    told = [column for column in standing_out if explained[column] > 0]
    told.sort(key=lambda column: -explained[column])
    measures = tuple(
        _measure(vectors.unknowns[column], parts[column], outcome, explained[column])
        for column in told[:NAMED]
    )
    rivals = [parts[column] for column in told[:NAMED] if not vectors.unknowns[column].policy]
    return measures, bool(rivals) and _leads(rivals, outcome, random)


def _ranks(values: Reals) -> Reals:
    """Ranks, equal values sharing the mean of theirs, centred and scaled to length 1."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts + 1) / 2
    centred = middle[inverse] - middle[inverse].mean()
    scaled: Reals = centred / sqrt(float(centred @ centred))
    return scaled


def _trend(ranks: Reals, outcomes: Reals) -> Reals:
    """Squared correlation of every number's ranks (rows) with every outcome (columns)."""
    centred = outcomes - outcomes.mean(axis=0)
    squared: Reals = (ranks @ centred) ** 2 / (centred**2).sum(axis=0)
    return squared


def _leads(rivals: Sequence[NDArray[np.int64]], outcome: Reals, random: np.random.Generator) -> bool:
    """Whether the first of some numbers explains most in nearly all resamples of the vectors."""
    count = len(outcome)
    won = 0
    for _ in range(RESAMPLES // 5):
        drawn = random.integers(0, count, count)
        again = outcome[drawn][:, None]
        found = [_explained(parts[drawn], again)[0] for parts in rivals]
        won += found[0] >= max(found)
    return bool(won >= SURE * (RESAMPLES // 5))


def _parts(values: Reals) -> NDArray[np.int64]:
    """Which part each vector lies in, by its value: fifths, or one part a value where there are few."""
    distinct = np.unique(values)
    if len(distinct) <= PARTS:
        return np.searchsorted(distinct, values)
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return (ranks * PARTS) // len(values)


def _explained(parts: NDArray[np.int64], outcomes: Reals) -> Reals:
    """Share of the variance of each outcome (columns) that lies between the parts, less what chance puts there."""
    count = len(parts)
    members = np.zeros((int(parts.max()) + 1, count))
    members[parts, np.arange(count)] = 1.0
    sizes = members.sum(axis=1)
    used = sizes > 0
    means = (members[used] @ outcomes) / sizes[used][:, None]
    overall = outcomes.mean(axis=0)
    between = (sizes[used][:, None] * (means - overall) ** 2).sum(axis=0)
    whole = ((outcomes - overall) ** 2).sum(axis=0)
    within = whole - between
    groups = int(used.sum())
    if groups >= count:
        return np.zeros(outcomes.shape[1])
    noise = (groups - 1) * within / (count - groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, (between - noise) / whole, 0.0)


def _measure(number: Unknown, parts: NDArray[np.int64], outcome: Reals, explained: float) -> Measure:
    ends = number.number.range or ("", "")
    return Measure(
        path=number.path,
        tied=len(number.tied),
        kind=str(number.number.kind),
        sort=number.number.sort,
        value=number.number.value,
        range=ends,
        explained=explained,
        kept_low=float(outcome[parts == parts.min()].mean()),
        kept_high=float(outcome[parts == parts.max()].mean()),
        policy=number.policy,
    )
