"""A deliberately wrong engine puts theory outside the interval of a check that the right one passes."""

from __future__ import annotations

import pytest

from . import wrong_engines
from .catalogue import SYSTEMS
from .test_systems import ENGINE, TWINS
from .wrong_engines import WrongEngine

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


@pytest.mark.parametrize(("wrong", "name", "measure"), REJECTED)
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
