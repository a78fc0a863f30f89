"""A histogram of whole numbers whose cells grow with what they hold: 128 an octave (SEMANTICS 1.4).

Numbers below 256 have a cell each; from there a cell is at most 1/128 of its least number wide, so that its middle is
within 0.4 % of whatever it holds. Cells of any histogram are the same, so histograms add up. Both engines use it.
"""

from __future__ import annotations

import math

import numpy as np

from sim.engine.nodes import Ints

CELLS_AN_OCTAVE = 128
CELLS = 57 * CELLS_AN_OCTAVE
"""Enough for every int64 that is not negative."""

LIMB = 2**32
"""Sums are kept in two limbs, of value >> 32 and of value & (2**32 - 1): neither overflows before 2**31 values."""


def cell_of(value: int) -> int:
    """The cell that holds a value of 0 or more."""
    shift = max(0, value.bit_length() - 8)
    return shift * 128 + (value >> shift)


def cells_of(values: Ints) -> Ints:
    """`cell_of` of many."""
    rest, shift = values.copy(), np.zeros_like(values)
    for step in (32, 16, 8, 4, 2, 1):
        large = rest >> step >= CELLS_AN_OCTAVE
        rest[large] >>= step
        shift[large] += step
    return shift * CELLS_AN_OCTAVE + rest


def histogram(values: Ints) -> Ints:
    """How many of the values each cell holds."""
    return np.bincount(cells_of(values), minlength=CELLS).astype(np.int64)


def limbs(values: Ints) -> tuple[int, int]:
    """The two limbs of the sum of values of 0 or more."""
    return int((values >> 32).sum()), int((values & (LIMB - 1)).sum())


def middle_of(cell: int) -> int:
    """The middle of a cell, rounded down: what its numbers are told as."""
    if cell < 2 * CELLS_AN_OCTAVE:
        return cell
    shift = cell // CELLS_AN_OCTAVE - 1
    least = (cell - shift * CELLS_AN_OCTAVE) << shift
    return least + (1 << shift) // 2


def quantile(counts: Ints, p: float, longer: int = 0) -> int | None:
    """The value that a share `p` of all does not exceed, with so many `longer` than any that were counted.

    The ⌈p n⌉-th of them, to within half a cell; None when that is one of the longer, or of nothing.
    """
    reached = np.cumsum(counts)
    rank = math.ceil(p * (int(reached[-1]) + longer))
    if not 0 < rank <= reached[-1]:
        return None
    return middle_of(int(np.searchsorted(reached, rank)))
