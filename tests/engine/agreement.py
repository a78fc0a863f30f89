"""Whether two engines left the same tables."""

from __future__ import annotations

import dataclasses

import numpy as np

from sim.engine import compiled, reference
from sim.engine.outcome import Outcome
from sim.engine.program import Program


def differences(one: Outcome, other: Outcome) -> list[str]:
    """Names of the tables that are not equal to the last bit."""
    return [
        field.name
        for field in dataclasses.fields(Outcome)
        if not _same(getattr(one, field.name), getattr(other, field.name))
    ]


def _same(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    return bool(one == other)


def both(program: Program, *, seed: int, replication: int = 0, stop_when_judged: bool = False) -> Outcome:
    """The outcome of a program, on which both engines agree."""
    made = [
        engine.simulate(
            program, seed=seed, replication=replication, events=True, stop_when_judged=stop_when_judged
        )
        for engine in (reference, compiled)
    ]
    assert differences(*made) == []
    return made[0]
