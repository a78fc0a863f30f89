"""Theory inside every interval, and every interval narrow. See the package's text for the method."""

from __future__ import annotations

import numpy as np
import pytest

from .catalogue import SYSTEMS
from .estimates import one_sample

ENGINE = 8
TWINS = 1100
"""Replications of the ordinary run."""


@pytest.mark.parametrize("name", SYSTEMS)
def test_theory_holds(name: str) -> None:
    system = SYSTEMS[name]()
    for estimate, measure in zip(system.test(ENGINE, TWINS), system.measures, strict=True):
        assert estimate.agrees, str(estimate)
        assert estimate.is_within(measure.precision), str(estimate)


@pytest.mark.parametrize("name", SYSTEMS)
def test_engine_is_its_textbook_recursion_to_the_microsecond(name: str) -> None:
    system = SYSTEMS[name]()
    engine, twin = system.engine_run(0), system.twin_run(0)
    assert engine.keys() == twin.keys()
    for step, passages in engine.items():
        # Cases of the follow-up may be open at the horizon, where a recursion has no end.
        closed = passages.joined < system.program.judged_until
        assert closed.sum() > 100
        if name == "overnight":
            closed = np.arange(len(closed)) < len(closed) - 300
        for column in ("joined", "started", "completed"):
            np.testing.assert_array_equal(
                getattr(passages, column)[closed], getattr(twin[step], column)[closed]
            )


def test_pooling_shortens_the_wait() -> None:
    """The same cases with the same work: fewer wait when every desk is open to both services."""
    apart, pooled = SYSTEMS["apart"](), SYSTEMS["pooled"]()
    gain = apart.quick_engine(ENGINE) - pooled.quick_engine(ENGINE)
    theory = apart.measures[0].theory - pooled.measures[0].theory
    estimate = one_sample("gain of pooling", theory, gain[:, 0])
    assert estimate.agrees, str(estimate)
    assert estimate.value > estimate.half_width, str(estimate)
