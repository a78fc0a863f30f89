"""Theory inside every interval, and every interval narrow. See the package's text for the method."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.engines import ENGINES

from .catalogue import SYSTEMS
from .estimates import one_sample

ENGINE = 8
TWINS = 1100
"""Replications of the ordinary run."""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SYSTEMS)
def test_theory_holds(name: str, engine: str) -> None:
    system = SYSTEMS[name]()
    for estimate, measure in zip(system.test(engine, ENGINE, TWINS), system.measures, strict=True):
        assert estimate.agrees, str(estimate)
        assert estimate.is_within(measure.precision), str(estimate)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SYSTEMS)
def test_engine_is_its_textbook_recursion_to_the_microsecond(name: str, engine: str) -> None:
    system = SYSTEMS[name]()
    run, twin = system.engine_run(0, engine), system.twin_run(0)
    assert run.keys() == twin.keys()
    for step, passages in run.items():
        # Cases of the follow-up may be open at the horizon, where a recursion has no end.
        closed = passages.joined < system.program.judged_until
        assert closed.sum() > 100
        if name == "overnight":
            closed = np.arange(len(closed)) < len(closed) - 300
        for column in ("joined", "started", "completed"):
            np.testing.assert_array_equal(
                getattr(passages, column)[closed], getattr(twin[step], column)[closed]
            )


@pytest.mark.parametrize("engine", ENGINES)
def test_pooling_shortens_the_wait(engine: str) -> None:
    """The same cases with the same work: fewer wait when every desk is open to both services."""
    apart, pooled = SYSTEMS["apart"](), SYSTEMS["pooled"]()
    gain = apart.quick_engine(ENGINE, engine) - pooled.quick_engine(ENGINE, engine)
    theory = apart.measures[0].theory - pooled.measures[0].theory
    estimate = one_sample("gain of pooling", theory, gain[:, 0])
    assert estimate.agrees, str(estimate)
    assert estimate.value > estimate.half_width, str(estimate)
