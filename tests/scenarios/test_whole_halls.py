"""The halls: staffed as documented, two ways of deregistration, and what no amount of staff makes at once."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from sim.engine.engines import ENGINES
from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.whatif import load
from sim.model.scenario import Scenario
from sim.results.frames import case_frame

HALLS = [
    "karamay/whole_hall",
    "yingkou/whole_hall",
    "chengdu/whole_hall",
    "urumqi/whole_hall",
    "gedian/firm_counter",
]
DOCUMENTED = (7.8, 29)
"""Cases a window and day, as halls report them."""
BUSY = (0.15, 0.9)
DAY = 24 * 3600 * 10**6


def cases_a_window_day(scenario: Scenario) -> float:
    """Who comes to the hall, and the other cases of its windows, by the number of windows; the reception is none."""
    windows = [pool for name, pool in scenario.pools.items() if pool.kind == "window" and name != "reception"]
    units = sum(pool.capacity.value for pool in windows if pool.capacity is not None)
    come = sum(service.channels["hall"].rate.value.amount for service in scenario.services.values())
    others = windows[0].other_work
    assert others is not None
    return come / units + others.share.value * 8 * 60 / 14


@pytest.mark.parametrize("name", HALLS)
def test_windows_and_desks_are_as_busy_as_documented(name: str) -> None:
    asked = load(name)
    assert DOCUMENTED[0] <= cases_a_window_day(asked.scenario) <= DOCUMENTED[1]
    people = [one for one in OfferedWork(asked).loads if one.people and one.kind == "pool"]
    assert len(people) > 5
    for one in people:
        assert BUSY[0] <= one.lasting <= BUSY[1], one.names


@cache
def judged(version: str, service: str, times: float = 1) -> pl.DataFrame:
    asked = load(version, load=times)
    outcome = ENGINES["compiled"](asked.program, seed=1, replication=0, events=False, stop_when_judged=True)
    return case_frame(asked.program, [outcome]).filter(pl.col("service") == service)


def share_at_once(version: str, target: str, kind: str, times: float = 1) -> float:
    cases = judged(version, "property", times).filter(pl.col("kind") == kind).drop_nulls("decided")
    assert len(cases) > 20
    return float(cases[f"late_at_{target}"].is_null().mean())  # type: ignore[arg-type]


def test_simple_kinds_are_at_once_under_any_load() -> None:
    assert share_at_once("chengdu/whole_hall", "cdht-re-immediate", "at_once", 2) == 1


def test_first_in_line_is_not_at_once() -> None:
    """Who goes first still goes to the back office; a representative at the window decides eight in ten there."""
    after, what_if = (
        share_at_once(f"gedian/firm_counter@{variant}", "gd-re-sme", "for_firms")
        for variant in ("after", "what_if")
    )
    assert after == 0
    assert what_if == pytest.approx(0.8, abs=0.15)


def test_notice_or_creditors() -> None:
    """Who meets an objection has the notice and the creditors' 45 days; the rest the notice, some of them twice."""
    before, after = (
        judged(f"urumqi/whole_hall@{variant}", "simple").drop_nulls("decided")
        for variant in ("before", "after")
    )
    days = [(one["decided"] - one["arrived"]).cast(pl.Int64) / DAY for one in (before, after)]
    assert days[0].min() >= 45
    assert 20 <= days[1].min() < 30
    assert 0.03 < (days[1] > 65).mean() < 0.2
