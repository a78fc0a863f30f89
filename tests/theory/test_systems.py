"""Theory inside every interval, and every interval narrow; and outside of it where an engine is wrong on purpose.

One file, so that one worker simulates the twins of a system once. See the package's text for the method.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.engines import ENGINES

from . import wrong_engines
from .catalogue import SYSTEMS
from .estimates import one_sample
from .wrong_engines import WrongEngine

ENGINE = 8
TWINS = 350
"""Replications of the ordinary run; `test_full.py` takes up to 6,500."""
WIDER = 1.75
"""How much wider than a measure's precision an interval of the ordinary run may be."""

REJECTED = [
    (wrong_engines.one_unit_short, "mm3", "mean wait"),
    (wrong_engines.one_unit_short, "mm3", "share that waits"),
    (wrong_engines.last_come_first_served, "mm3", "share that waits over 3.33333 min"),
    (wrong_engines.squared_draw, "mm1", "mean wait"),
    (wrong_engines.squared_draw, "mg1-gamma", "utilisation"),
    (wrong_engines.work_two_per_cent_long, "mm1", "utilisation"),
    (wrong_engines.work_two_per_cent_long, "infinite", "mean number"),
    (wrong_engines.priority_ignored, "priorities", "mean wait, urgent"),
    (wrong_engines.one_draw_for_all_tasks, "fork-join", "mean of the longest branch"),
    (wrong_engines.one_draw_for_all_tasks, "tandem", "mean product of the works"),
    (wrong_engines.profile_ignored, "two-halves", "mean number before noon"),
    (wrong_engines.profile_ignored, "overnight", "mean wait in working time"),
    (wrong_engines.nights_worked, "overnight", "mean wait in working time"),
    (wrong_engines.overnight_work_lost, "overnight", "mean wait in working time"),
    (wrong_engines.batch_split, "batches", "mean wait"),
]

MORE = {"overnight": 24}
"""What goes wrong once a night needs more replications to be seen in a mean."""


BY_HAND = pytest.mark.verification
SLOW = ("pooled", "apart")
"""M/M/c once more, of many days; `test_pooling_shortens_the_wait` sets the two side by side."""
LONG = pytest.param("reference", marks=BY_HAND)
"""The reference is slow, and its tables are the textbook recursion's in any case (the test below)."""


@pytest.mark.parametrize("engine", [LONG if engine == "reference" else engine for engine in ENGINES])
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=BY_HAND if name in SLOW else ()) for name in SYSTEMS]
)
def test_theory_holds(name: str, engine: str) -> None:
    system = SYSTEMS[name]()
    for estimate, measure in zip(system.test(engine, ENGINE, TWINS), system.measures, strict=True):
        assert estimate.agrees, str(estimate)
        assert estimate.is_within(WIDER * measure.precision), str(estimate)


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


@pytest.mark.parametrize("engine", [LONG if engine == "reference" else engine for engine in ENGINES])
def test_pooling_shortens_the_wait(engine: str) -> None:
    """The same cases with the same work: fewer wait when every desk is open to both services."""
    apart, pooled = SYSTEMS["apart"](), SYSTEMS["pooled"]()
    gain = apart.quick_engine(ENGINE, engine) - pooled.quick_engine(ENGINE, engine)
    theory = apart.measures[0].theory - pooled.measures[0].theory
    estimate = one_sample("gain of pooling", theory, gain[:, 0])
    assert estimate.agrees, str(estimate)
    assert estimate.value > estimate.half_width, str(estimate)


FIRST = {wrong: (wrong, name, measure) for wrong, name, measure in reversed(REJECTED)}
"""One system in which each wrong engine is seen; the others are for the long run."""


@pytest.mark.parametrize(
    ("wrong", "name", "measure"),
    [pytest.param(*one, marks=() if FIRST[one[0]] == one else BY_HAND) for one in REJECTED],
)
def test_is_rejected(wrong: WrongEngine, name: str, measure: str) -> None:
    system = SYSTEMS[name]()
    number = [m.name for m in system.measures].index(measure)
    with wrong():
        values = system.engine_values(range(MORE.get(name, ENGINE)))
    estimate = system.estimates(values, system.quick_twins(TWINS))[number]
    assert not estimate.agrees, str(estimate)


def test_last_come_first_served_has_the_same_mean() -> None:
    """Why a mean alone would not do: the order of service does not change it."""
    system = SYSTEMS["mm3"]()
    with wrong_engines.last_come_first_served():
        values = system.engine_values(range(ENGINE))
    assert system.estimates(values, system.quick_twins(TWINS))[0].agrees
