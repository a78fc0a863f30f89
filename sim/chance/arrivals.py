"""When cases come: a Poisson process of unit rate, carried to the clock by an integrated rate.

Epoch n of a stream is at T(S_n), S_n the running sum of draws keyed by n, exponential ones unless others are asked for
(`sim.chance.regularity`), in units of 2**-32 of an expected arrival. The integrated rate is piecewise linear with
integer knots: at instant knot_at[i] (µs, strictly increasing) knot_value[i] arrivals (in UNIT, non-decreasing, the
first 0) are expected since the first knot.

More load raises every knot and leaves the sums alone, so a case keeps its luck and never comes later.

Limits: 2**30 expected arrivals in all (sums stay below 2**62), and less than 2**21 on one segment, so that
the division below is the correctly rounded one and keeps the order of two loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.chance.keys import uniform52_many
from sim.chance.quantile_table import CENTRE, TAIL_NUMERATORS, UNIFORM_BITS, look_up_many
from sim.worktime.instants import NEVER

UNIT = 2**32
"""One expected arrival."""

SEGMENT_LIMIT = 2**53
TOTAL_LIMIT = 2**62

Values = NDArray[np.int64]


@lru_cache(maxsize=1)
def exponential_table() -> Values:
    """The quantile table of an exponential of mean UNIT; read-only int64.

    Logarithms are `decimal`'s, which rounds correctly, so the table is the same on every machine.
    """
    context = Context(prec=40, rounding=ROUND_FLOOR)
    whole = Decimal(2**UNIFORM_BITS)

    def rounded(survival: int) -> int:
        depth = context.ln(context.divide(Decimal(survival), whole))
        return int(
            context.subtract(Decimal("0.5"), context.multiply(depth, Decimal(UNIT))).to_integral_value(
                rounding=ROUND_FLOOR
            )
        )

    lower = [max(1, rounded(2**UNIFORM_BITS - tail)) for tail in TAIL_NUMERATORS]
    upper = [rounded(tail) for tail in reversed(TAIL_NUMERATORS[:CENTRE])]
    values = np.array(lower + upper, dtype=np.int64)
    values.setflags(write=False)
    return values


def running_sums(
    k0: int,
    k1: int,
    hi: int,
    lo: int,
    first_epoch: int,
    count: int,
    start_sum: int,
    gaps_by: tuple[Values, Values] | None = None,
) -> Values:
    """S_n of epochs first_epoch .. first_epoch + count - 1, in UNIT; int64 (count,), strictly rising.

    `start_sum` is S of the epoch before (0 before epoch 0); `hi, lo` are the stream's draw words for
    arrivals. Taken in any chunks the sums are the same. `gaps_by` are the tables of the first gap and of all others;
    None: a Poisson process.
    """
    epochs = np.arange(first_epoch, first_epoch + count, dtype=np.int64)
    uniforms = uniform52_many(k0, k1, epochs, 0, hi, lo)
    first, others = gaps_by if gaps_by is not None else (exponential_table(), exponential_table())
    gaps = look_up_many(others, uniforms)
    if count and first_epoch == 0:
        gaps[:1] = look_up_many(first, uniforms[:1])
    sums: Values = start_sum + np.cumsum(gaps, dtype=np.int64)
    return sums


def instants_of(knot_at: Values, knot_value: Values, sums: Values) -> Values:
    """The instant of each sum (>= 0): knot + floor(((S - L_i) / (L_(i+1) - L_i)) * step), in IEEE doubles.

    Segment i is the last with L_i <= S, so a sum on a flat stretch comes at the next opening, and the
    result is kept below the segment's end: nobody comes at the instant of closing. NEVER for S >= the last
    knot value. Raises ValueError for a negative sum.
    """
    if sums.size and int(sums.min()) < 0:
        raise ValueError(f"sum {int(sums.min())} is below 0")
    last = knot_value.size - 1
    found = np.searchsorted(knot_value, sums, side="right") - 1
    beyond = found >= last
    i = np.minimum(found, last - 1)
    step = knot_at[i + 1] - knot_at[i]
    rise = np.where(beyond, 1, knot_value[i + 1] - knot_value[i])
    above = np.where(beyond, 0, sums - knot_value[i])
    share = above.astype(np.float64) / rise.astype(np.float64)
    moved = np.floor(share * step.astype(np.float64)).astype(np.int64)
    return np.where(beyond, NEVER, knot_at[i] + np.minimum(moved, step - 1))


def instant_of_sum(knot_at: Sequence[int] | Values, knot_value: Sequence[int] | Values, s: int) -> int:
    """`instants_of` for one sum s >= 0, to the last bit. Scalar and free of Python objects."""
    last = len(knot_value) - 1
    if s >= knot_value[last]:
        return NEVER
    low = 0
    high = last
    while high - low > 1:
        middle = (low + high) >> 1
        if knot_value[middle] <= s:
            low = middle
        else:
            high = middle
    step = knot_at[low + 1] - knot_at[low]
    above = float(s - knot_value[low])
    rise = float(knot_value[low + 1] - knot_value[low])
    moved = int(above / rise * float(step))
    if moved >= step:
        moved = step - 1
    return knot_at[low] + moved


def exact_load(load: str | int | float | Decimal | Fraction) -> Fraction:
    """A load multiplier as the decimal a person wrote: 1.1 is 11/10. ValueError unless it is positive."""
    exact = load if isinstance(load, Fraction) else Fraction(str(load))
    if exact <= 0:
        raise ValueError(f"load {load} must be > 0")
    return exact


def scaled(knot_value: Sequence[int] | Values, load: Fraction) -> Values:
    """floor(load * L) at each knot, in exact arithmetic; int64.

    Of two loads the greater has no lower knot, hence no later arrival. Raises ValueError if the load breaks a
    limit of this module: 2**30 arrivals in all, 2**21 between two knots.
    """
    values: Sequence[int] | Values = knot_value
    if load != 1:
        values = values.tolist() if isinstance(values, np.ndarray) else values
        values = [value * load.numerator // load.denominator for value in values]
    if len(values) and values[-1] >= TOTAL_LIMIT:
        raise ValueError(f"{values[-1] // UNIT:,} cases would come in all; allowed: fewer than {2**30:,}")
    made = np.array(values, dtype=np.int64)
    steepest = int(np.diff(made).max(initial=0))
    if steepest >= SEGMENT_LIMIT:
        raise ValueError(
            f"{steepest // UNIT:,} cases would come in one stretch of open hours; allowed: fewer than {2**21:,}"
        )
    return made
