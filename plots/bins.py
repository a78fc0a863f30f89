"""Bins of a clock's values. The limit is always an edge, so no bar mixes cases on time with late ones.

All in integer µs. A bin is (edge, edge + width]: a value equal to the limit is on time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

WISHED, MOST = 32, 60
ROUND = tuple(Fraction(text) for text in ("1", "2", "2.5", "5"))
STEPS = tuple(step * Fraction(10) ** power for power in range(-3, 7) for step in ROUND)
"""Widths that read well, as multiples of the unit."""


@dataclass(frozen=True)
class Bins:
    """`counts[i]` values lie in (start + i·width, start + (i + 1)·width]; `beyond` lie above `end`.

    `whole`: values are whole units, so a bar stands for the number at its right edge.
    """

    start: int
    width: int
    counts: NDArray[np.int64]
    beyond: int
    whole: bool

    @property
    def end(self) -> int:
        return self.start + self.width * len(self.counts)

    def of(self, values_us: NDArray[np.int64]) -> Bins:
        """The same bins of other values."""
        bars = len(self.counts)
        counts = _counted(values_us, self.start, self.width, bars)
        return Bins(self.start, self.width, counts[:bars], int(counts[bars]), self.whole)


def fill_bins(values_us: NDArray[np.int64], limit_us: int, unit_us: int) -> Bins:
    """Bin values ≥ 0 to where the body ends or a little past the limit, whichever is later.

    The body ends at the 99.5% point, or at 1½ times the 97% point when the tail is long.
    """
    whole = limit_us % unit_us == 0 and (len(values_us) == 0 or not np.any(values_us % unit_us))
    top = int(values_us.max()) if len(values_us) else 0
    body = min(_quantile(values_us, 0.995), _quantile(values_us, 0.97) * 3 // 2)
    wanted = max(body, limit_us + max(limit_us // 6, 1))
    if top <= wanted * 1.2:
        wanted = max(wanted, top)
    width = _width(wanted, limit_us, unit_us, whole)
    number = min(-(-wanted // width), max(MOST, limit_us // width + 1))
    start = -width if len(values_us) and int(values_us.min()) == 0 and (whole or limit_us == 0) else 0
    bars = number - start // width
    counts = _counted(values_us, start, width, bars)
    return Bins(start, width, counts[:bars], int(counts[bars]), whole)


def _counted(values_us: NDArray[np.int64], start: int, width: int, bars: int) -> NDArray[np.int64]:
    """How many values lie in each bar, and last how many beyond them."""
    index = np.maximum(-(-values_us // width) - 1 - start // width, 0)
    return np.bincount(np.minimum(index, bars), minlength=bars + 1).astype(np.int64)


def _quantile(values_us: NDArray[np.int64], p: float) -> int:
    return int(np.quantile(values_us, p, method="inverted_cdf")) if len(values_us) else 0


def _width(span: int, limit: int, unit: int, whole: bool) -> int:
    """The width nearest to span/WISHED that reads well and divides the limit; else an even part of it."""
    steps = [step for step in STEPS if step.denominator == 1] if whole else STEPS
    widths = [int(step * unit) for step in steps if (step * unit).denominator == 1]
    fits = [width for width in widths if limit % width == 0]
    good = [width for width in fits if 8 <= span / width <= MOST]
    if not good and whole:  # parts of a unit would leave gaps between the bars
        good = [max(width for width in fits if width <= max(span // 8, unit))]
    if good:
        return min(good, key=lambda width: abs(math.log(span / width / WISHED)))
    if limit == 0:
        return -(-span // WISHED)
    parts = max(1, round(WISHED * limit / span))
    return next(limit // part for part in range(parts, 0, -1) if limit % part == 0)
