"""What is left of a time that has run for a while: a draw that is known to exceed what has passed.

Drawn from the same quantile table and the same uniform, so the same case keeps its luck. Scalar code on integers
and IEEE doubles.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.chance.quantile_table import look_up
from sim.chance.shares import WHOLE


def draws_within(table: Sequence[int], offset: int, length: int) -> int:
    """How many of the 2**52 uniforms draw at most `length` from the table that begins at `offset`."""
    low, high = 0, WHOLE
    while low < high:
        middle = (low + high) >> 1
        if look_up(table, offset, middle) <= length:
            low = middle + 1
        else:
            high = middle
    return low


def beyond(u: int, within: int) -> int:
    """The uniform u, spread over those that draw more: in [within, 2**52), or the last one where none does."""
    moved = within + int(float(u) * float(WHOLE - within) / float(WHOLE))
    return moved if moved < WHOLE else WHOLE - 1
