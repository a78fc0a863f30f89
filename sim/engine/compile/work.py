"""Stated distributions as quantile tables, each fitted once a process."""

from __future__ import annotations

from dataclasses import astuple
from functools import lru_cache

from sim.chance import Spec, exact_mean, table_of
from sim.engine.compile.faults import told_at
from sim.engine.compile.times import Times
from sim.engine.program import FIXED_POINT, Ints
from sim.model.distribution import Distribution, NumericDistribution, Stated

Key = tuple[Spec, float]


def spec_of(stated: Stated) -> Spec:
    return Spec(*astuple(stated))


@lru_cache(maxsize=4096)
def _table(spec: Spec, scale: float) -> Ints:
    table = table_of(spec, scale)
    table.flags.writeable = False
    return table


def work_table(distribution: Distribution, times: Times, scale: float, path: str) -> tuple[Key, Ints]:
    """The table of `scale` times the distribution (its own factor included), in µs."""
    spec = spec_of(distribution.stated_micros(times.wd_hours))
    return _made(spec, distribution.factor * scale, path)


def number_table(distribution: NumericDistribution, path: str) -> tuple[Key, Ints]:
    """The table of a numeric attribute, in fixed point."""
    return _made(spec_of(distribution.stated_numbers(FIXED_POINT)), distribution.factor, path)


def mean_micros(distribution: Distribution, times: Times, path: str) -> float:
    """Exact mean in µs, factor included."""
    with told_at(path):
        return exact_mean(spec_of(distribution.stated_micros(times.wd_hours))) * distribution.factor


def _made(spec: Spec, scale: float, path: str) -> tuple[Key, Ints]:
    with told_at(path):
        return (spec, scale), _table(spec, scale)
