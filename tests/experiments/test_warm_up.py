"""How long an empty office takes to fill, and when that cannot be told."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from engine.office import Raw, play, pool, scenario, wait

from sim.experiments.replicate import workers
from sim.experiments.warm_up import DEFAULT_REPLICATIONS, WarmUp, Weekly, warm_up, weekly
from sim.experiments.whatif import load
from sim.model import ModelError

TEXT = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00", work: [2025-04-04, 2025-05-01, 2025-05-02, 2025-05-05, 2025-06-02]}
study: {start: 2025-02-10, lead_in: 10 wd, window: 20 wd, follow_up: 10 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 1}
services:
  main:
    name: main
    channels: {hall: {rate: 21.6 /wd}}
    flow: [{task: a, pool: desk, work: {family: exponential, mean: 20 min}}]
targets:
  kept: {service: main, from: arrived, to: finished, limit: 1 wd, clock: working, required_share: 0.9}
"""
"""M/M/1 at 90%: it forgets its beginning in 1 / (24 (1 - √0.9)²) = 16 working days. No holidays until the autumn."""


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


# -- the series ---------------------------------------------------------------------------------------


def open_by_week(raw: Raw, *coming: str) -> list[list[float]]:
    played = play(raw, *coming)
    return weekly(played.program, played.outcome).open.tolist()


def office(length: str, calendar: Raw | None = None) -> Raw:
    study = {"lead_in": "0 wd", "window": "21 cd", "follow_up": "0 wd"}
    return scenario([wait("w", length)], study=study, calendar=calendar, pools={"desk": pool()})


def test_a_week_s_total_is_over_its_office_hours() -> None:
    """A case from Monday 13:00 to Wednesday 13:00 is open for 16 of the 40 hours."""
    assert open_by_week(office("2 cd"), "Mon 13:00") == [pytest.approx([0.4, 0, 0])]
    assert open_by_week(office("2 cd"), "Mon 13:00", "Tue 13:00", "Fri2 17:00") == [pytest.approx([0.8, 0, 0.2 + 0.2 * 0])]  # fmt: skip


def test_nights_and_weekends_count_for_nobody() -> None:
    assert open_by_week(office("12 h"), "Mon 18:00", "Sat 08:00") == [pytest.approx([0, 0, 0])]
    assert open_by_week(office("7 cd"), "Sat 08:00") == [pytest.approx([0, 1, 0])]


def test_who_never_ends_is_open_to_the_end() -> None:
    assert open_by_week(office("40 cd"), "Mon 09:00", "Mon2 09:00", "Wed3 13:00") == [
        pytest.approx([1, 2, 2 + 20 / 40])
    ]


def test_a_week_of_four_days_is_no_dip_and_a_closed_one_no_hole() -> None:
    off = ["2025-03-07", *(f"2025-03-{day}" for day in range(10, 15))]
    assert open_by_week(office("20 cd", {"off": off}), "Mon 09:00") == [pytest.approx([1, 1, 1])]


def test_weeks_add_up_to_the_time_in_the_system(tmp_path: Path) -> None:
    played = play(
        office("30 h"),
        *[f"{day}{week} {hour}:00" for week in (1, 2) for day in ("Mon", "Wed") for hour in (10, 15)],
    )
    assert sum(open_by_week(office("30 h"), "Mon 10:00")[0]) * 40 == pytest.approx(7 + 7)
    assert len(played.outcome.stamps) == 8


# -- answers ------------------------------------------------------------------------------------------


def test_an_office_that_fills_and_settles(tmp_path: Path) -> None:
    found = asked(tmp_path, replications=24)
    assert found.reliable, found.reason
    assert (found.first, found.weeks, found.replications) == (date(2025, 2, 10), 26, 24)
    assert found.suggested_weeks is not None
    assert 2 <= found.suggested_weeks <= 13
    assert found.suggested_wd == 5 * found.suggested_weeks
    (main,) = found.services
    assert np.mean(main.weekly[found.suggested_weeks :]) == pytest.approx(9, rel=0.25), "ρ / (1 - ρ)"
    assert main.weekly[0] < 6
    assert found.stated_wd == 10
    assert found.suffices is (found.suggested_wd <= 10)


def test_an_office_that_is_there_at_once(tmp_path: Path) -> None:
    found = asked(tmp_path, IDLE, ("mean: 20 min", "mean: 2 min"))
    assert (found.reliable, found.suggested_weeks, found.suggested_wd, found.suffices) == (True, 0, 0, True)


def test_a_lead_in_that_is_too_short(tmp_path: Path) -> None:
    """Twelve weeks of waiting: nothing is done before, and then all at a steady rate."""
    slow = ("flow: [", "flow: [{wait: w, for: {mean: 20 cd, cv: 0.3}}, ")
    found = asked(tmp_path, IDLE, slow, ("lead_in: 10 wd", "lead_in: 5 wd"))
    assert found.reliable, found.reason
    assert found.suggested_weeks is not None
    assert 3 <= found.suggested_weeks <= 8
    assert found.suffices is False
    assert "which is too short" in str(found)
    longer = asked(tmp_path, IDLE, slow, ("lead_in: 10 wd", "lead_in: 60 cd"))
    assert (longer.suggested_weeks, longer.stated_wd) == (found.suggested_weeks, 43)
    assert longer.suffices is True


def test_the_service_that_takes_longest(tmp_path: Path) -> None:
    other = "  other: {name: other, channels: {hall: {rate: 9 /wd}}, flow: [{wait: w, for: 30 cd}]}\n"
    found = asked(tmp_path, IDLE, ("targets:", f"{other}targets:"), ("mean: 20 min", "mean: 2 min"))
    assert [one.service for one in found.services] == ["main", "other"]
    assert found.suggested_weeks == found.services[1].truncated > found.services[0].truncated


# -- when it cannot be told ---------------------------------------------------------------------------


def test_an_overloaded_office(tmp_path: Path) -> None:
    found = asked(tmp_path, ("rate: 21.6 /wd", "rate: 27 /wd"))
    assert not found.reliable
    assert causes(found) == [("overloaded", "desk")]
    assert (found.suggested_weeks, found.suggested_wd, found.suffices) == (None, None, None)
    assert str(found).startswith(
        "office.yaml: unreliable, work in progress still grows at the end, desk being the"
    )


@pytest.mark.parametrize(
    ("channel", "what"),
    [
        ("hall: {rate: 20 /wd, months: {4: 1.5}}", "services.main.channels.hall.months"),
        ("hall: {rate: 20 /wd, after_holiday: {closed_days: 3, factors: [1.4]}}", "services.main.channels.hall.after_holiday"),
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


def test_office_hours_that_change(tmp_path: Path) -> None:
    seasons = 'hours: "09:00-17:00", seasons: [{from: "05-01", to: "09-30", hours: "09:00-16:00"}]'
    found = asked(tmp_path, IDLE, ('hours: "09:00-17:00"', seasons), replications=2)
    assert ("season", "calendar.seasons") in causes(found)


def test_a_week_that_is_closed(tmp_path: Path) -> None:
    """29 September 2025: two working days before the national holiday."""
    found = asked(tmp_path, IDLE, ("start: 2025-02-10", "start: 2025-09-17"), weeks=12, replications=2)
    assert ("closure", "2025-09-29") in causes(found)
    assert found.first == date(2025, 9, 15), "the Monday of the week the study begins in"
    few_days_off = asked(
        tmp_path, IDLE, ('hours: "09:00-17:00"', 'hours: "09:00-17:00", off: [2025-03-04, 2025-03-05]')
    )
    assert not [reason for reason in few_days_off.reasons if reason.cause == "closure"]


def test_a_series_that_is_too_short_or_has_not_settled(tmp_path: Path) -> None:
    assert ("too_short", "11") in causes(asked(tmp_path, IDLE, weeks=11, replications=2))
    slow = ("flow: [", "flow: [{wait: w, for: 60 cd}, ")
    found = asked(tmp_path, IDLE, slow, weeks=14)
    assert [cause for cause, _ in causes(found)] in (["second_half"], ["overloaded"])
    assert asked(tmp_path, IDLE, slow).reliable


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"weeks": 7}, "--weeks 7  allowed: 8 to 520"),
        ({"weeks": 521}, "--weeks 521  allowed: 8 to 520"),
        ({"replications": 1}, "--replications 1  allowed: 2 or more"),
    ],
)
def test_what_cannot_be_asked(tmp_path: Path, options: dict[str, int], said: str) -> None:
    with pytest.raises(ModelError) as failed:
        asked(tmp_path, **options)  # type: ignore[arg-type]
    assert str(failed.value) == said


# -- the record ---------------------------------------------------------------------------------------


def test_it_starts_empty_whatever_the_scenario_starts_with(tmp_path: Path) -> None:
    plain = asked(tmp_path, replications=2)
    crowded = asked(tmp_path, ("follow_up: 10 wd}", "follow_up: 10 wd, backlog: [{service: main, at: a, cases: 90}]}"), replications=2)  # fmt: skip
    assert plain.to_dict() == crowded.to_dict()
    year = asked(tmp_path, replications=2, year=2025)
    assert year.first == date(2024, 12, 16), "ten working days before the year"


def test_the_cores_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(TEXT, "utf-8")
    question = load(str(tmp_path / "office.yaml"))
    with workers(2) as two:
        shared = warm_up(question, weeks=12, replications=5, executor=two)
    with workers(1):
        assert warm_up(question, weeks=12, replications=5).to_dict() == shared.to_dict()


def test_the_record_tells_itself(tmp_path: Path) -> None:
    found = asked(tmp_path, replications=4)
    json.dumps(found.to_dict(), allow_nan=False)
    frame = found.frame
    assert frame.columns == ["service", "week", "open", "truncated"]
    assert frame["week"].to_list() == [found.first + timedelta(weeks=n) for n in range(26)]
    assert frame.filter(pl.col("truncated")).height == found.services[0].truncated
    assert found.load == "1"
    assert DEFAULT_REPLICATIONS == 24
    assert isinstance(weekly, type(lambda: 0))
    assert Weekly.__dataclass_params__.frozen  # type: ignore[attr-defined]
