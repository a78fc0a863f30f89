"""Quantile tables: a distribution as 2,563 rising integers, read by interpolation from one uniform.

A uniform u in [0, 2**52) is mirrored at one half: v = min(u, 2**52 - 1 - u) measures the distance to the
nearer end. The grid of v is log-linear, so both tails are refined alike:

    cell 0             v in [0, 2**11)           one linear cell to the end value
    cells 1 .. 1280    v in [2**11, 2**51)       40 octaves (by bit length) of 32 equal cells each

Knot i of the lower side stands at table index i, its mirror image at LAST - i, the median (shared) at CENTRE.
The end knots hold the quantiles of 2**-44 and 1 - 2**-44 instead of those of 0 and 1: finite, and for an
exponential tail the mean of the end cell is right within 4% of one mean at a weight of 2**-41.

Reading is exact at every knot but the median, which no v reaches (its neighbours come within 2**-20 of a
cell), non-decreasing in u, and rounds toward the tail's knot by less than one unit on either side, so the
two biases cancel.

No value of a table is below 0. A row that begins below 0 is none: it lists its values (`sim.chance.listed`), and is
read by the same functions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.chance.listed import read_row, read_row_many, row_moments

Values = NDArray[np.int64]
Reals = NDArray[np.float64]

UNIFORM_BITS = 52
TOP = 2**UNIFORM_BITS - 1
HALF = 2**51
FLOOR = 2**11
CELLS = 32
OCTAVES = 40
CENTRE = 1 + OCTAVES * CELLS
LAST = 2 * CENTRE
TABLE_LENGTH = LAST + 1
END_NUMERATOR = 2**8
"""The end knots stand for the probability END_NUMERATOR / 2**52 = 2**-44 from either end."""

FRACTION_BITS = 20
LIMB = (1 << FRACTION_BITS) - 1

HUNDRED_YEARS = 36_525 * 86_400 * 1_000_000
"""The longest span a table may hold, in µs."""


def _lower_knots() -> list[int]:
    """v of each knot of the lower side, index 0 .. CENTRE."""
    inner = [(CELLS + i) << shift for shift in range(6, 6 + OCTAVES) for i in range(CELLS)]
    return [0, *inner, HALF]


KNOT_V: tuple[int, ...] = tuple(_lower_knots())
"""Where the knots of the lower side stand, in units of 2**-52."""

TAIL_NUMERATORS: tuple[int, ...] = (END_NUMERATOR, *KNOT_V[1:])
"""The probability each knot of the lower side stands for, in units of 2**-52."""


def _grid() -> Reals:
    lower = np.array(TAIL_NUMERATORS, dtype=np.float64) / 2.0**UNIFORM_BITS
    return np.concatenate([lower, 1.0 - lower[-2::-1]])


GRID: Reals = _grid()
"""The probability of each table index; every entry, and 1 minus it, is exact in double precision."""
GRID.setflags(write=False)

_STARTS = (0, *range(1, CENTRE, CELLS))
"""The first cell, and the first of each octave."""
_WIDTHS = tuple(KNOT_V[cell + 1] - KNOT_V[cell] for cell in _STARTS)
"""Width of the cells of each: Python integers, as products with spans of µs exceed int64."""


def table(ppf: Callable[[Reals], Reals], *, least: int, most: int) -> Values:
    """Quantiles of GRID, floor(x + 1/2), clipped to [least, most]; int64 of shape (TABLE_LENGTH,).

    Raises ValueError if least > most, if a quantile is not a number, or if quantiles decrease by more than
    rounding (1e-9 of their size, or one unit).
    """
    if least > most:
        raise ValueError(f"least {least} is above most {most}")
    exact = np.asarray(ppf(GRID), dtype=np.float64)
    if exact.shape != GRID.shape:
        raise ValueError(f"the quantile function gave shape {exact.shape}, expected {GRID.shape}")
    bad = np.flatnonzero(np.isnan(exact))
    if bad.size:
        raise ValueError(f"the quantile of p = {GRID[bad[0]]!r} is not a number")
    clipped = np.minimum(np.maximum(exact, float(least)), float(most))
    rising = np.maximum.accumulate(clipped)
    fall = rising - clipped
    worst = int(np.argmax(fall - 1e-9 * rising))
    if fall[worst] > 1.0 + 1e-9 * rising[worst]:
        raise ValueError(f"quantiles decrease by {fall[worst]:.6g} at p = {GRID[worst]!r}")
    whole: Values = np.minimum(np.maximum(np.floor(rising + 0.5).astype(np.int64), least), most)
    return whole


def table_mean(values: Sequence[int] | Values) -> float:
    """Mean of the piecewise-linear interpolation, in exact integer arithmetic up to the last division."""
    if values[0] < 0:
        return row_moments(np.asarray(values, dtype=np.int64))[0]
    knots = np.asarray(values, dtype=np.int64)
    ends = knots[:CENTRE] + knots[1 : CENTRE + 1] + knots[:CENTRE:-1] + knots[LAST - 1 : CENTRE - 1 : -1]
    sums = np.add.reduceat(ends, _STARTS).tolist()  # of 32 cells: below 2**59
    doubled = sum(width * total for width, total in zip(_WIDTHS, sums, strict=True))
    mean: float = doubled / (1 << (UNIFORM_BITS + 1))
    return mean


_CELL = np.array([b - a for a, b in pairwise(KNOT_V)], dtype=np.float64) / 2.0**UNIFORM_BITS
_CELL = np.concatenate([_CELL, _CELL[::-1]])
"""The probability of each cell of a whole table."""


def moments(values: Values) -> tuple[float, float]:
    """Mean and mean square of what a table gives, as floats."""
    if values[0] < 0:
        return row_moments(values)
    a, b = values[:-1].astype(np.float64), values[1:].astype(np.float64)
    return float((_CELL * (a + b) / 2).sum()), float((_CELL * (a * a + a * b + b * b) / 3).sum())


def look_up(table: Sequence[int], offset: int, u: int) -> int:
    """The value at u in [0, 2**52) of the table that begins at `offset`. Integers only; fits int64.

    The fraction of a cell has 20 bits. The rise of a cell is split into 20-bit limbs, so no product exceeds
    the rise itself or 2**40.
    """
    if table[offset] < 0:
        return read_row(table, offset, u)
    v = u
    if u >= HALF:
        v = TOP - u
    if v < FLOOR:
        cell = 0
        part = v << 9
    else:
        # Half of all draws end this loop at once, a quarter after one step, and so on.
        shift = 45
        while v < (32 << shift):
            shift -= 1
        leading = v >> shift
        cell = 32 * shift - 223 + leading
        rest = v - (leading << shift)
        if shift >= 20:
            part = rest >> (shift - 20)
        else:
            part = rest << (20 - shift)
    if u < HALF:
        knot = table[offset + cell]
        rise = table[offset + cell + 1] - knot
        return knot + (rise >> 20) * part + (((rise & LIMB) * part) >> 20)
    knot = table[offset + LAST - cell]
    rise = knot - table[offset + LAST - cell - 1]
    return knot - (rise >> 20) * part - (((rise & LIMB) * part) >> 20)


def look_up_many(table: Values, u: Values) -> Values:
    """`look_up` elementwise on an int64 array of uniforms, with offset 0; the same integers."""
    if table[0] < 0:
        return read_row_many(table, u)
    upper = u >= HALF
    v = np.where(upper, TOP - u, u)
    # frexp of an int below 2**53 is exact: the exponent is the bit length.
    shift = np.maximum(np.frexp(v.astype(np.float64))[1].astype(np.int64) - 6, 6)
    leading = v >> shift
    rest = v - (leading << shift)
    within = np.where(shift >= 20, rest >> np.maximum(shift - 20, 0), rest << np.maximum(20 - shift, 0))
    outermost = v < FLOOR
    cell = np.where(outermost, 0, 32 * shift - 223 + leading)
    part = np.where(outermost, v << 9, within)
    near = np.where(upper, LAST - cell, cell)
    far = np.where(upper, LAST - cell - 1, cell + 1)
    knot = table[near]
    rise = np.abs(table[far] - knot)
    moved = (rise >> 20) * part + (((rise & LIMB) * part) >> 20)
    values: Values = np.where(upper, knot - moved, knot + moved)
    return values
