"""Work that a factor makes longer or shorter, in whole µs. Shared by all engines."""

from __future__ import annotations

from sim.chance.quantile_table import HUNDRED_YEARS

MILLION = 1_000_000
"""A factor is stated in millionths."""


def times(work: int, factor: int) -> int:
    """`work` µs by `factor` millionths, to the nearest µs; at least 1 unless there is no work, at most 100 years."""
    if work <= 0:
        return 0
    whole = work // MILLION
    made = whole * factor + ((work - whole * MILLION) * factor + MILLION // 2) // MILLION
    return max(1, min(made, HUNDRED_YEARS))
