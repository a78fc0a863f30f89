"""Stated distributions as quantile tables, each fitted once a process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np

from sim.chance import TABLE_LENGTH, Spec, check_table, exact_mean, table_of
from sim.engine.compile.faults import CompileError, told_at
from sim.engine.compile.times import Times
from sim.engine.nodes import Ints
from sim.engine.program import FIXED_POINT
from sim.model.conditions import Condition
from sim.model.distribution import Distribution, NumericDistribution, Stated
from sim.model.effort import WorkFactor
from sim.worktime import DAY
from sim.worktime.hours import DayHours

Key = tuple[Spec, float]
TableOf = Callable[[Spec, float, str], Ints]
"""Makes the table of a scaled duration; the text is the path of what asks. Raises CompileError."""


def spec_of(stated: Stated) -> Spec:
    return Spec(**vars(stated))


@lru_cache(maxsize=4096)
def _table(spec: Spec, scale: float) -> Ints:
    table = table_of(spec, scale)
    table.flags.writeable = False
    return table


def quantiles(spec: Spec, scale: float, path: str) -> Ints:
    """The table itself."""
    with told_at(path):
        return _table(spec, scale)


class NoTables:
    """Stands for `quantiles` where nobody will draw: tables of nothing, and everything that is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[CompileError] = []

    def __call__(self, spec: Spec, scale: float, path: str) -> Ints:
        try:
            with told_at(path):
                check_table(spec, scale)
        except CompileError as fault:
            self.faults.append(fault)
        return np.zeros(TABLE_LENGTH, dtype=np.int64)


def work_table(
    distribution: Distribution, times: Times, scale: float, path: str, table_of: TableOf
) -> tuple[Key, Ints]:
    """The table of `scale` times the distribution (its own factor included), in µs."""
    spec = spec_of(distribution.stated_micros(times.wd_hours))
    return (spec, distribution.factor * scale), table_of(spec, distribution.factor * scale, path)


def number_table(distribution: NumericDistribution, path: str, table_of: TableOf) -> tuple[Key, Ints]:
    """The table of a numeric attribute, in fixed point."""
    spec = spec_of(distribution.stated_numbers(FIXED_POINT))
    return (spec, distribution.factor), table_of(spec, distribution.factor, path)


def mean_micros(distribution: Distribution, times: Times, path: str) -> float:
    """Exact mean in µs, factor included."""
    with told_at(path):
        return exact_mean(spec_of(distribution.stated_micros(times.wd_hours))) * distribution.factor


def factor_rows(
    factors: Sequence[WorkFactor], condition: Callable[[Condition], int]
) -> list[tuple[int, int, int, int]]:
    """(condition, from, until, millionths): a row for each factor and each span of its hours."""
    rows = []
    for one in factors:
        number = -1 if one.when is None else condition(one.when)
        spans = ((0, DAY),) if one.hours is None else DayHours.parse(one.hours).spans
        value = round(Fraction(str(one.factor.value)) * FIXED_POINT)
        rows += [(number, begin, end, value) for begin, end in spans]
    return rows
