"""Work in progress by week: office hours only, whole or short weeks, and cases that never end."""

from __future__ import annotations

import pytest
from engine.office import Raw, play, pool, scenario, wait

from sim.results.weekly import weekly


def open_by_week(raw: Raw, *coming: str) -> list[list[float]]:
    played = play(raw, *coming)
    return weekly(played.program, played.outcome).open.tolist()


def office(length: str, calendar: Raw | None = None) -> Raw:
    study = {"lead_in": "0 wd", "window": "21 cd", "follow_up": "0 wd"}
    return scenario([wait("w", length)], study=study, calendar=calendar, pools={"desk": pool()})


def test_a_week_s_total_is_over_its_office_hours() -> None:
    """A case from Monday 13:00 to Wednesday 13:00 is open for 16 of the 40 hours."""
    assert open_by_week(office("2 cd"), "Mon 13:00") == [pytest.approx([0.4, 0, 0])]
    assert open_by_week(office("2 cd"), "Mon 13:00", "Tue 13:00", "Fri2 13:00") == [
        pytest.approx([0.8, 0.1, 0])
    ]


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


def test_weeks_add_up_to_the_office_hours_spent() -> None:
    """30 hours from 10:00 end at 16:00 the next day, from 15:00 at 21:00: 14 and 10 office hours."""
    coming = [f"{day}{week} {hour}:00" for week in (1, 2) for day in ("Mon", "Wed") for hour in (10, 15)]
    (weeks,) = open_by_week(office("30 h"), *coming)
    assert [week * 40 for week in weeks] == pytest.approx([2 * (14 + 10), 2 * (14 + 10), 0])
