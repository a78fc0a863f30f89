"""A system: its program, its twin, and the numbers theory knows of it. Measures are means over a replication.

Sums over cases are divided by the expected number of cases, never by the number found, so every measure is
without bias whatever the length of a replication; `precision` is the half-width it must reach, as a share of
theory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.chance import replication_key
from sim.engine.program import Program

from .estimates import Estimate, Floats, one_sample, two_samples
from .passages import Key, Run, engine_run

SEED = 20250303


@dataclass(frozen=True)
class Measure:
    """`of` reads one number from the passages of a replication."""

    name: str
    theory: float
    of: Callable[[Program, Run], float]
    precision: float = 0.05


@dataclass(frozen=True, eq=False)
class System:
    """See the module's text."""

    name: str
    program: Program
    twin: Callable[[Program, Key], Run]
    measures: tuple[Measure, ...]
    view: Callable[[Program, Run], Run] = lambda _program, run: run
    """How the engine's passages are looked at, so that they compare with the twin's."""

    def engine_run(self, replication: int, engine: str = "reference") -> Run:
        return self.view(self.program, engine_run(self.program, SEED, replication, engine))

    def twin_run(self, replication: int) -> Run:
        return self.twin(self.program, replication_key(SEED, replication))

    def engine_values(self, replications: range, engine: str = "reference") -> Floats:
        """(replications, measures)."""
        return np.array([self._measured(self.engine_run(one, engine)) for one in replications])

    def twin_values(self, replications: range) -> Floats:
        """(replications, measures)."""
        return np.array([self._measured(self.twin_run(replication)) for replication in replications])

    def _measured(self, run: Run) -> list[float]:
        return [measure.of(self.program, run) for measure in self.measures]

    def estimates(self, engine: Floats, twins: Floats) -> list[Estimate]:
        """Engine values of replications 0, 1 …; twin values of the same ones and of many more."""
        both = len(engine)
        return [
            two_samples(f"{self.name}, {m.name}", m.theory, twins[both:, i], engine[:, i] - twins[:both, i])
            for i, m in enumerate(self.measures)
        ]

    def estimates_alone(self, engine: Floats) -> list[Estimate]:
        """From the engine's values only."""
        return [
            one_sample(f"{self.name}, {m.name}", m.theory, engine[:, i]) for i, m in enumerate(self.measures)
        ]

    def test(self, engine: str, engine_replications: int, twin_replications: int) -> list[Estimate]:
        """Both samples, each simulated once a process."""
        return self.estimates(
            self.quick_engine(engine_replications, engine), self.quick_twins(twin_replications)
        )

    @cache  # noqa: B019 - systems live as long as the tests
    def quick_engine(self, replications: int, engine: str) -> Floats:
        return self.engine_values(range(replications), engine)

    @cache  # noqa: B019 - systems live as long as the tests
    def quick_twins(self, replications: int) -> Floats:
        return self.twin_values(range(replications))


def window_of(program: Program) -> tuple[int, int]:
    return program.judged_from, program.judged_until


def mean_wait(step: str, expected: float) -> Callable[[Program, Run], float]:
    """Mean wait in minutes; `expected` cases join in the window."""
    return lambda program, run: float(run[step].inside(*window_of(program)).waits.sum()) / 60e6 / expected


def waits_longer(step: str, expected: float, than: float) -> Callable[[Program, Run], float]:
    """Share of cases that wait longer than `than` minutes."""
    limit = int(than * 60e6)
    return lambda program, run: int((run[step].inside(*window_of(program)).waits > limit).sum()) / expected
