"""The summary of hand-worked cases, and of the library: what `events` and `cases` give, where they overlap."""

from __future__ import annotations

import numpy as np
import pytest
from engine.office import Raw, at, play, scenario, target, task

from sim.engine import compiled as kernel
from sim.engine.summary import (
    ACCEPTED,
    BACKWARDS,
    COUNTS,
    DEEMED,
    JUDGED,
    ON_TIME,
    OPEN,
    OPEN_LATE,
    STAMPED_AGAIN,
    VALUE,
    VALUED,
    counted_clocks,
)
from sim.experiments.questions.whatif import load
from sim.library import library
from sim.results.judged import standing
from sim.results.summarised import summary_of
from sim.worktime import HOUR

SHORT = ("study.start=2025-03-03", "study.window=6 wd", "study.follow_up=3 wd")


def test_three_cases_by_hand() -> None:
    raw: Raw = scenario([task("a")], targets={"t": target("arrived", "finished", "2 wh")})
    played = play(raw, *["Mon 09:00"] * 3)
    made = summary_of(played.program, played.outcome)
    counts = dict.fromkeys(range(COUNTS), 3) | {ON_TIME: 2, DEEMED: 0, OPEN: 0, OPEN_LATE: 0, ACCEPTED: 0}
    counts |= {BACKWARDS: 0, STAMPED_AGAIN: 0}
    assert made.counts.tolist() == [[counts[column] for column in range(COUNTS)]]
    assert made.total(0, VALUE) == 6 * HOUR
    assert made.quantile(0, VALUE, 0.5) == pytest.approx(2 * HOUR, rel=0.004)
    assert made.finished.tolist() == made.arrived.tolist() == [3]
    assert at("Mon 12:00") - at("Mon 09:00") == pytest.approx(made.quantile(0, VALUE, 1.0), rel=0.004)


def test_nobody_who_is_open_is_deemed() -> None:
    """Where the flow knows `deemed`, a case without any end has not been granted by silence."""
    raw = scenario(
        [task("a", work="100 h"), {"until": "late", "clock": "t", "do": [task("b")], "deemed": True}],
        study={"window": "2 wd", "follow_up": "1 wd"},
        targets={"t": target("arrived", "finished", "2 wh")},
    )
    played = play(raw, "Mon 09:00")
    made = summary_of(played.program, played.outcome)
    assert made.counts[0, [JUDGED, OPEN, OPEN_LATE, DEEMED, VALUED]].tolist() == [1, 1, 1, 0, 0]


TABLES = (
    "outcomes",
    "window",
    "later",
    "counts",
    "not_judged",
    "sums",
    "cells",
    "busy",
    "served",
    "overtime",
)


VERSIONS = [
    pytest.param(
        f"{name}@{variant}", marks=() if variant == listed.default_variant else pytest.mark.verification
    )
    for name, listed in library().items()
    if not name.startswith("national/")
    for variant in listed.variants
]
"""In the ordinary tests one variant of each scenario, that which is judged."""


@pytest.mark.parametrize("version", VERSIONS)
def test_the_library_says_the_same_at_every_level(version: str) -> None:
    program = load(version, set=SHORT).program
    made = kernel.summarise(program, seed=1, replication=0)
    events = kernel.simulate(program, seed=1, replication=0, events=True)
    cases = kernel.simulate(program, seed=1, replication=0, events=False)
    for outcome in (events, cases):
        told = summary_of(program, outcome)
        for table in TABLES:
            assert np.array_equal(getattr(made, table), getattr(told, table)), table
    for row, clock in enumerate(counted_clocks(program).tolist()):
        assert made.standing(row) == standing(program, cases, clock).counts
    assert made.tasks == len(events.rows if events.rows is not None else ())
    assert len(made.counts) == len(counted_clocks(program)) > 0
