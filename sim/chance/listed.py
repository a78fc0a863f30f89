"""Listed values with weights: what was measured, drawn as it was measured.

A `Listed` holds entries that rise and do not overlap; each is one value, or a class from `low` to `high` within which
every value is as likely. Its row has the length of a quantile table and says so by a first number below 0:

    [-n, reach 1 .. n, low 1 .. n, rise 1 .. n, 0 ...]

A uniform u in [0, 2**52) draws the first entry with u < reach, and within a class the value in proportion. So values
that were never listed are never drawn, which a table read by interpolation could not keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.chance.errors import Incomplete, Infeasible
from sim.chance.shares import WHOLE, threshold
from sim.frozen import dataclass

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]

Entry = tuple[float, float, float]
"""(low, high, weight); low == high is one value."""

_WIDE = 1 << 42
_LIMB = (1 << 20) - 1


@dataclass(frozen=True)
class Listed:
    """Entries by rising value; weights need not sum to 1."""

    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        if not self.entries:
            raise Incomplete("no value is listed with a weight above 0")
        for (low, high, _), (following, _, _) in zip(self.entries, self.entries[1:], strict=False):
            if following < high or following == low:
                raise Infeasible(f"the listed values from {low:.6g} and from {following:.6g} overlap")

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Listed:
        """In any order; equal ones are added up, and what has no weight is left out."""
        added: dict[tuple[float, float], float] = {}
        for low, high, weight in entries:
            added[low, high] = added.get((low, high), 0.0) + weight
        return cls(tuple(sorted((*ends, weight) for ends, weight in added.items() if weight > 0)))

    @property
    def total(self) -> float:
        """All weights together."""
        return sum(weight for _, _, weight in self.entries)

    def mean(self) -> float:
        return sum((low + high) / 2 * weight for low, high, weight in self.entries) / self.total

    def ppf(self, q: Any) -> Any:
        low, high, weight = (np.array(column) for column in zip(*self.entries, strict=True))
        reach = np.cumsum(weight) / self.total
        place = np.minimum(np.searchsorted(reach, q, side="right"), len(reach) - 1)
        before = reach - weight / self.total
        part = np.clip((np.asarray(q) - before[place]) / (reach - before)[place], 0.0, 1.0)
        return low[place] + (high - low)[place] * part

    def isf(self, q: Any) -> Any:
        return self.ppf(1.0 - np.asarray(q))

    def cdf(self, x: Any) -> Any:
        below = np.zeros(np.shape(x))
        for low, high, weight in self.entries:
            part = (
                np.asarray(x) >= low if low == high else np.clip((np.asarray(x) - low) / (high - low), 0, 1)
            )
            below = below + weight * part
        return below / self.total

    def between(self, least: float, most: float) -> Listed:
        """What lies between two values, of a class the part of it that does. Raises Incomplete where nothing does."""
        kept = []
        for low, high, weight in self.entries:
            bottom, top = max(low, least), min(high, most)
            if low == high and least <= low <= most:
                kept.append((low, high, weight))
            elif bottom < top:
                kept.append((bottom, top, weight * (top - bottom) / (high - low)))
        return Listed(tuple(kept))


def row_of(listed: Listed, scale: float, length: int) -> Ints:
    """The row of `scale` times the values, floor(x + 1/2); what is above 0 is at least 1.

    Where there are more values than a row holds, those that lie closest together are drawn as their mean.
    """
    most = (length - 1) // 3
    low, high, weight = (np.array(column, dtype=np.float64) for column in zip(*listed.entries, strict=True))
    if len(low) > most:
        if (low != high).any():
            raise Infeasible(f"{len(low):,} classes are listed; allowed: {most}")
        low, weight = _gathered(low, weight, most)
        high = low
    bottom, top = _whole(scale * low), _whole(scale * high)
    weights = [Fraction(one) for one in weight.tolist()]
    total, reached, reach = sum(weights, Fraction(0)), Fraction(0), []
    for one in weights:
        reached += one
        reach.append(threshold(reached / total))
    row = np.zeros(length, dtype=np.int64)
    count = len(reach)
    row[0] = -count
    row[1 : 1 + count] = reach
    row[1 + count : 1 + 2 * count] = bottom
    row[1 + 2 * count : 1 + 3 * count] = top - bottom
    return row


def _whole(values: Reals) -> Ints:
    return np.where(values > 0, np.maximum(np.floor(values + 0.5), 1.0), 0.0).astype(np.int64)


def _gathered(value: Reals, weight: Reals, most: int) -> tuple[Reals, Reals]:
    """At most so many values: neighbours that are close and light become one, at their mean, until they fit."""
    while (surplus := len(value) - most) > 0:
        light = weight[:-1] * weight[1:] / (weight[:-1] + weight[1:])
        cost = light * np.diff(value) ** 2
        # No value goes to both sides at once: of two neighbouring pairs the cheaper one, of equal ones the first.
        before, behind = np.append(np.inf, cost[:-1]), np.append(cost[1:], np.inf)
        dear = cost > np.partition(cost, surplus - 1)[surplus - 1]
        pairs = np.flatnonzero((cost < before) & (cost <= behind) & ~dear)
        pairs = np.sort(pairs[np.argsort(cost[pairs], kind="stable")[:surplus]])
        both = weight[pairs] + weight[pairs + 1]
        value = value.copy()
        value[pairs] = (value[pairs] * weight[pairs] + value[pairs + 1] * weight[pairs + 1]) / both
        weight = weight.copy()
        weight[pairs] = both
        value, weight = np.delete(value, pairs + 1), np.delete(weight, pairs + 1)
    return value, weight


def read_row(row: Sequence[int], offset: int, u: int) -> int:
    """The value at u in [0, 2**52) of the row that begins at `offset`. Integers only; fits int64."""
    count = -row[offset]
    first, last = 0, count - 1
    while first < last:
        middle = (first + last) >> 1
        if u < row[offset + 1 + middle]:
            last = middle
        else:
            first = middle + 1
    low = row[offset + 1 + count + first]
    rise = row[offset + 1 + 2 * count + first]
    if rise == 0:
        return low
    before = 0
    if first > 0:
        before = row[offset + first]
    passed, width = u - before, row[offset + 1 + first] - before
    if width >= _WIDE:
        passed, width = passed >> 10, width >> 10
    part = (passed << 20) // width
    return low + (rise >> 20) * part + (((rise & _LIMB) * part) >> 20)


def read_row_many(row: Ints, u: Ints) -> Ints:
    """`read_row` elementwise on an int64 array of uniforms, with offset 0; the same integers."""
    count = -int(row[0])
    reach, low, rise = row[1 : 1 + count], row[1 + count : 1 + 2 * count], row[1 + 2 * count : 1 + 3 * count]
    place = np.minimum(np.searchsorted(reach, u, side="right"), count - 1)
    before = np.append(0, reach)[place]
    passed, width = u - before, np.maximum(reach[place] - before, 1)
    wide = width >= _WIDE
    part = (np.where(wide, passed >> 10, passed) << 20) // np.where(wide, width >> 10, width)
    values: Ints = low[place] + (rise[place] >> 20) * part + (((rise[place] & _LIMB) * part) >> 20)
    return values


def points_of(row: Ints) -> tuple[Reals, Reals] | None:
    """The values of a row of single values, and the chance of each; None of any other row or table."""
    count = -int(row[0])
    if count <= 0 or row[1 + 2 * count : 1 + 3 * count].any():
        return None
    chance = np.diff(row[1 : 1 + count], prepend=0).astype(np.float64) / float(WHOLE)
    return row[1 + count : 1 + 2 * count].astype(np.float64), chance


def row_moments(row: Ints) -> tuple[float, float]:
    """Mean and mean square of what a row gives."""
    count = -int(row[0])
    chance = np.diff(row[1 : 1 + count], prepend=0).astype(np.float64) / float(WHOLE)
    low = row[1 + count : 1 + 2 * count].astype(np.float64)
    high = low + row[1 + 2 * count : 1 + 3 * count]
    mean = float((chance * (low + high) / 2).sum())
    return mean, float((chance * (low * low + low * high + high * high) / 3).sum())
