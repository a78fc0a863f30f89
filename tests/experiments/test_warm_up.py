"""How long an empty office takes to fill, and when that cannot be told."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sim.experiments.questions.whatif import load
from sim.experiments.running.crew import Crew
from sim.experiments.runs.warm_up import WarmUp, warm_up
from sim.model import ModelError

HOLIDAYS = (
    "2025-04-04, 2025-05-01, 2025-05-02, 2025-05-05, 2025-06-02, 2025-10-01, 2025-10-02, 2025-10-03, 2025-10-06, "
    "2025-10-07, 2025-10-08"
)
"""All of 2025 from February on: the office works on them, and on no weekend, so that every week is like any other."""
MAKE_UP = "2025-04-27, 2025-09-28, 2025-10-11"
TEXT = f"""\
onewindow: 1
title: office
jurisdiction: testland
calendar: {{wd: 8 wh, hours: "09:00-17:00", work: [{HOLIDAYS}], off: [{MAKE_UP}]}}
study: {{start: 2025-02-10, lead_in: 10 wd, window: 20 wd, follow_up: 10 wd}}
pools:
  desk: {{name: desk, kind: reviewer, capacity: 1}}
services:
  main:
    name: main
    channels: {{hall: {{rate: 21.6 /wd}}}}
    flow: [{{task: a, pool: desk, work: {{family: exponential, mean: 20 min}}}}]
targets:
  kept: {{service: main, from: arrived, to: finished, limit: 1 wd, clock: working, required_share: 0.9}}
"""
"""M/M/1 at 90%: it forgets its beginning in 1 / (24 (1 - √0.9)²) = 16 working days, three weeks."""


def asked(
    folder: Path, *changes: tuple[str, str], weeks: int = 26, replications: int = 8, **options: object
) -> WarmUp:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "office.yaml"
    path.write_text(text, "utf-8")
    return warm_up(load(str(path), **options), weeks=weeks, replications=replications)  # type: ignore[arg-type]


IDLE = ("capacity: 1", "capacity: 9")
"""Nobody queues."""


def causes(found: WarmUp) -> list[tuple[str, str]]:
    return [(reason.cause, reason.what) for reason in found.reasons]


# -- answers ------------------------------------------------------------------------------------------


def test_an_office_that_fills_and_settles(tmp_path: Path) -> None:
    found = asked(tmp_path, weeks=45, replications=24)
    assert found.reliable, found.reason
    assert (found.first, found.weeks, found.replications) == (date(2025, 2, 10), 45, 24)
    assert found.suggested_weeks is not None
    assert 2 <= found.suggested_weeks <= 15, "one to five times what it takes to forget"
    assert found.suggested_wd == 5 * found.suggested_weeks
    (main,) = found.services
    assert np.mean(main.weekly[found.suggested_weeks :]) == pytest.approx(9, rel=0.2), "ρ / (1 - ρ)"
    assert main.weekly[0] < 6
    assert (found.stated_wd, found.suffices) == (10, found.suggested_wd <= 10)


def test_an_office_that_is_there_at_once(tmp_path: Path) -> None:
    found = asked(tmp_path, IDLE, ("mean: 20 min", "mean: 2 min"))
    assert (found.reliable, found.suggested_weeks, found.suggested_wd, found.suffices) == (True, 0, 0, True)


def test_a_lead_in_that_is_too_short(tmp_path: Path) -> None:
    """Everybody waits about twenty days first, so it takes that long to fill."""
    slow = ("flow: [", "flow: [{wait: w, for: {mean: 20 cd, cv: 0.3}}, ")
    found = asked(tmp_path, IDLE, slow, weeks=45, replications=16)
    assert found.reliable, found.reason
    assert found.suggested_weeks is not None
    assert 3 <= found.suggested_weeks <= 12
    assert found.suffices is False
    assert str(found).endswith("; stated: 10 wd, which is too short")
    longer = asked(tmp_path, IDLE, slow, ("lead_in: 10 wd", "lead_in: 84 cd"), weeks=45, replications=16)
    assert (longer.suggested_weeks, longer.stated_wd, longer.suffices) == (found.suggested_weeks, 60, True)


def test_the_service_that_takes_longest(tmp_path: Path) -> None:
    other = "  other: {name: other, channels: {hall: {rate: 9 /wd}}, flow: [{wait: w, for: 30 cd}]}\n"
    found = asked(tmp_path, IDLE, ("targets:", f"{other}targets:"), ("mean: 20 min", "mean: 2 min"), weeks=45)
    assert [one.service for one in found.services] == ["main", "other"]
    assert found.suggested_weeks == found.services[1].truncated > found.services[0].truncated


# -- when it cannot be told ---------------------------------------------------------------------------


def test_an_overloaded_office(tmp_path: Path) -> None:
    found = asked(tmp_path, ("rate: 21.6 /wd", "rate: 27 /wd"))
    assert not found.reliable
    assert causes(found) == [("overloaded", "desk")]
    assert (found.suggested_weeks, found.suggested_wd, found.suffices) == (None, None, None)
    assert str(found).startswith("office.yaml: unreliable, work in progress grows to the end and desk is")


@pytest.mark.parametrize(
    ("channel", "what"),
    [
        ("hall: {rate: 20 /wd, months: {4: 1.5}}", "services.main.channels.hall.months"),
        (
            "hall: {rate: 20 /wd, after_holiday: {closed_days: 3, factors: [1.4]}}",
            "services.main.channels.hall.after_holiday",
        ),
        ("hall: {rate: 20 /wd, growth: 0.02}", "services.main.channels.hall.growth"),
    ],
)  # fmt: skip
def test_a_load_that_moves(tmp_path: Path, channel: str, what: str) -> None:
    found = asked(tmp_path, IDLE, ("hall: {rate: 21.6 /wd}", channel), replications=2)
    assert ("season", what) in causes(found)
    assert not found.reliable


def test_profiles_that_do_not_move_it_within_these_weeks(tmp_path: Path) -> None:
    steady = "hall: {rate: 20 /wd, months: {12: 2}, weekdays: {mon: 3}, hours: {'09:00': 2, '12:00': 1}, growth: 0}"
    found = asked(tmp_path, IDLE, ("hall: {rate: 21.6 /wd}", steady))
    assert found.reliable, found.reason


def test_rules_of_a_season_move_the_load(tmp_path: Path) -> None:
    season = '{from: "05-01", to: "09-30", open: "17:00-18:00"}'
    rules = f'hours: "09:00-17:00", rules: [{season}, {{weekdays: fri, closed: true}}]'
    found = asked(tmp_path, IDLE, ('hours: "09:00-17:00"', rules), replications=2)
    assert ("season", "calendar.rules") in causes(found)
    weekly = 'hours: "09:00-17:00", rules: [{weekdays: fri, closed: true}]'
    found = asked(tmp_path, IDLE, ('hours: "09:00-17:00"', weekly), replications=2)
    assert ("season", "calendar.rules") not in causes(found)


def test_office_hours_that_change(tmp_path: Path) -> None:
    seasons = 'hours: "09:00-17:00", seasons: [{from: "05-01", to: "09-30", hours: "09:00-16:00"}]'
    found = asked(tmp_path, IDLE, ('hours: "09:00-17:00"', seasons), replications=2)
    assert ("season", "calendar.seasons") in causes(found)


def test_a_week_that_is_closed(tmp_path: Path) -> None:
    """29 September 2025: two working days before the national holiday."""
    kept = (f"work: [{HOLIDAYS}], off: [{MAKE_UP}]", "off: [2025-11-04, 2025-11-05]")
    found = asked(tmp_path, IDLE, kept, ("start: 2025-02-10", "start: 2025-09-17"), weeks=12, replications=2)
    assert [what for cause, what in causes(found) if cause == "closure"] == ["2025-09-29"]
    assert found.first == date(2025, 9, 15), "the Monday of the week the study begins in"


def test_a_series_that_is_too_short_or_has_not_settled(tmp_path: Path) -> None:
    assert ("too_short", "11") in causes(asked(tmp_path, IDLE, weeks=11, replications=2))
    slow = ("flow: [", "flow: [{wait: w, for: 60 cd}, ")
    found = asked(tmp_path, IDLE, slow, weeks=14)
    assert causes(found) == [("second_half", "main")]
    assert asked(tmp_path, IDLE, slow, weeks=45).reliable


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"weeks": 7}, "weeks 7  allowed: 8 to 520"),
        ({"weeks": 521}, "weeks 521  allowed: 8 to 520"),
        ({"replications": 1}, "replications 1  allowed: 2 to 1,000,000"),
    ],
)
def test_what_cannot_be_asked(tmp_path: Path, options: dict[str, int], said: str) -> None:
    with pytest.raises(ModelError) as failed:
        asked(tmp_path, **options)  # type: ignore[arg-type]
    assert str(failed.value) == said


# -- the record ---------------------------------------------------------------------------------------


def test_it_starts_empty_whatever_the_scenario_starts_with(tmp_path: Path) -> None:
    plain = asked(tmp_path, replications=2)
    rows = ("follow_up: 10 wd}", "follow_up: 10 wd, backlog: [{service: main, at: a, cases: 90}]}")
    crowded = asked(tmp_path, rows, replications=2)
    assert plain.to_dict() == crowded.to_dict()
    year = asked(tmp_path, replications=2, year=2025)
    assert year.first == date(2024, 12, 16), "ten working days before the year"


def test_the_cores_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(TEXT, "utf-8")
    question = load(str(tmp_path / "office.yaml"))
    with Crew(2) as two:
        shared = warm_up(question, weeks=12, replications=5, crew=two)
    alone = warm_up(question, weeks=12, replications=5, crew=Crew(1))
    assert alone.to_dict() == shared.to_dict()


def test_the_record_tells_itself(tmp_path: Path) -> None:
    found = asked(tmp_path, replications=4)
    json.dumps(found.to_dict(), allow_nan=False)
    frame = found.frame
    assert frame.columns == ["service", "week", "open", "truncated"]
    assert frame["week"].to_list() == [found.first + timedelta(weeks=n) for n in range(26)]
    assert frame.filter(pl.col("truncated")).height == found.services[0].truncated
    assert (found.to_dict()["load"], found.to_dict()["seed"]) == ("1", 1)
