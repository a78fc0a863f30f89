"""Hours and staff by weekday, date and part of the day: timelines reckoned by hand (both engines)."""

from __future__ import annotations

import numpy as np
import pytest

from engine.office import Raw, at, compiled, play, pool, said, scenario, task, window
from sim.chance import UNIT
from sim.engine.compile.faults import CompileError
from sim.engine.program import Program


def steps(program: Program, number: int = 0, until: str = "Mon3 00:00") -> list[str]:
    """Units of a pool by instant, up to one."""
    first, count = int(program.pool_first[number]), int(program.pool_count[number])
    rows = zip(
        program.change_at[first : first + count], program.change_capacity[first : first + count], strict=True
    )
    return [f"{said(int(when))} {units}" for when, units in rows if when < at(until)]


def office(*rules: Raw) -> Raw:
    return {"rules": list(rules)}


def test_friday_afternoon_is_closed_and_saturday_is_half_a_day() -> None:
    rules = office({"weekdays": "fri", "closed": "12:00-24:00"}, {"weekdays": "sat", "hours": "09:00-12:00"})
    raw = scenario([task("t", work="5 h")], pools={"desk": pool()}, calendar=rules)
    # Friday 10-12, Saturday 9-12.
    assert play(raw, "Fri 10:00").row("t") == ("Fri 10:00", "Fri 10:00", "Sat 12:00")


def test_tuesday_evening() -> None:
    raw = scenario(
        [task("t", work="10 h")],
        pools={"desk": pool()},
        calendar=office({"weekdays": "tue", "open": "17:00-20:00"}),
    )
    assert play(raw, "Tue 10:00").row("t")[2] == "Tue 20:00"
    assert play(raw, "Wed 10:00").row("t")[2] == "Thu 12:00 ".strip()


def test_fourteen_windows_on_monday_afternoon_and_three_fewer_in_summer() -> None:
    rules = [
        {"weekdays": "mon", "during": "14:00-24:00", "units": 14},
        {"from": "03-10", "to": "03-31", "fewer": 3},
    ]
    program = compiled(scenario([task("t")], pools={"desk": window(12, rules=rules)}))
    assert steps(program, until="Wed 00:00") == [
        "Mon 09:00 12", "Mon 14:00 14", "Mon 17:00 0", "Tue 09:00 12", "Tue 17:00 0",
    ]  # fmt: skip
    assert steps(program, until="Tue2 00:00")[-3:] == ["Mon2 09:00 9", "Mon2 14:00 11", "Mon2 17:00 0"]


def test_training_takes_some_away_for_an_afternoon() -> None:
    rules = [
        {"dates": ["2025-03-05"], "during": "13:00-17:00", "fewer": 1},
        {"weekdays": "thu", "nth": 1, "closed": True},
    ]
    raw = scenario([task("t", work="4 h")], pools={"desk": pool(2, rules=rules)})
    played = play(raw, "Wed 10:00", "Wed 10:00", "Wed 13:00")
    # The two under way go on; the third waits until fewer are busy than are there.
    assert [row[2:] for row in played.rows()] == [
        ("Wed 10:00", "Wed 14:00"),
        ("Wed 10:00", "Wed 14:00"),
        ("Wed 14:00", "Fri 10:00"),
    ]


def test_nobody_is_fewer_than_none_and_closes_the_pool() -> None:
    rules = [{"weekdays": "tue", "fewer": 5}]
    raw = scenario([task("t", work="8 h")], pools={"desk": pool(2, rules=rules)})
    assert play(raw, "Mon 13:00").row("t")[2] == "Wed 13:00"


def test_a_roster_by_the_time_of_day_takes_rules_too() -> None:
    rules = [{"weekdays": "tue", "during": "13:00-14:00", "units": 1}, {"weekdays": "wed", "more": 1}]
    program = compiled(scenario([task("t")], pools={"desk": pool({"09:00": 2, "13:00": 4}, rules=rules)}))
    assert steps(program, until="Thu 00:00") == [
        "Mon 09:00 2", "Mon 13:00 4", "Mon 17:00 0",
        "Tue 09:00 2", "Tue 13:00 1", "Tue 14:00 4", "Tue 17:00 0",
        "Wed 09:00 3", "Wed 13:00 5", "Wed 17:00 0",
    ]  # fmt: skip


def test_a_night_shift_works_on_after_midnight() -> None:
    raw = scenario([task("t", work="10 h")], pools={"desk": pool(1, hours="22:00-06:00")})
    # Friday 22 to Saturday 6, two hours on Monday night.
    assert play(raw, "Fri 09:00").row("t") == ("Fri 09:00", "Fri 22:00", "Tue2 00:00")


def test_a_night_shift_with_fewer_after_two() -> None:
    rules = [
        {"during": "02:00-06:00", "units": 1},
        {"during": "22:00-23:30", "units": 3},
        {"weekdays": "tue", "fewer": 1},
        {"weekdays": "thu", "closed": "01:00-02:00"},
    ]
    program = compiled(scenario([task("t")], pools={"desk": pool(2, hours="22:00-06:00", rules=rules)}))
    # 02:00 is that of the shift, so of the next morning.
    assert steps(program, until="Fri 12:00") == [
        "Mon 22:00 3", "Mon 23:30 2", "Tue 02:00 1", "Tue 06:00 0",
        "Tue 22:00 2", "Tue 23:30 1", "Wed 02:00 0",
        "Wed 22:00 3", "Wed 23:30 2", "Thu 02:00 1", "Thu 06:00 0",
        "Thu 22:00 3", "Thu 23:30 2", "Fri 01:00 0", "Fri 02:00 1", "Fri 06:00 0",
    ]  # fmt: skip


def test_shifts_that_overlap_are_as_many_as_the_larger() -> None:
    rules = [{"weekdays": "tue", "hours": "05:00-10:00", "units": 3}]
    program = compiled(scenario([task("t")], pools={"desk": pool(2, hours="22:00-06:00", rules=rules)}))
    assert steps(program, until="Tue 12:00") == ["Mon 22:00 2", "Tue 05:00 3", "Tue 10:00 0"]


def test_a_pool_open_round_the_clock_takes_rules_on_every_date() -> None:
    rules = [{"weekdays": ["sat", "sun"], "units": 1}, {"weekdays": "wed", "closed": "02:00-04:00"}]
    program = compiled(scenario([task("t")], pools={"desk": pool(3, hours="24h", rules=rules)}))
    assert steps(program, until="Mon2 12:00") == [
        "Mon 00:00 3", "Wed 02:00 0", "Wed 04:00 3", "Sat 00:00 1", "Mon2 00:00 3",
    ]  # fmt: skip


def meeting(**more: object) -> Raw:
    return {"name": "panel", "weekdays": ["tue", "thu"], "at": "14:00", "places": 2, **more}


def held(program: Program, until: str) -> list[str]:
    return [said(int(when)) for when in program.meeting_at if when < at(until)]


def test_sessions_by_the_same_rules() -> None:
    rules = [
        {"dates": ["2025-03-06"], "closed": True},
        {"weekdays": "sat", "nth": 2, "at": ["09:00", "10:00"], "places": 1},
        {"from": "03-10", "to": "03-16", "weekdays": "tue", "at": "16:00"},
    ]
    raw = {
        **scenario([{"session": "s", "of": "panel"}]),
        "sessions": {"panel": meeting(rules=rules)},
    }
    program = compiled(raw)
    assert held(program, "Fri2 00:00") == ["Tue 14:00", "Sat 09:00", "Sat 10:00", "Tue2 16:00", "Thu2 14:00"]
    played = play(raw, *["Fri 12:00"] * 4)
    # One place each on Saturday, two on Tuesday.
    assert [row[2] for row in played.rows()] == ["Sat 09:00", "Sat 10:00", "Tue2 16:00", "Tue2 16:00"]


def test_a_session_is_not_held_where_the_office_is_closed_by_a_rule() -> None:
    closed = office({"dates": ["2025-03-04"], "closed": True})
    flow = [{"session": "s", "of": "panel"}]
    plain = {**scenario(flow, calendar=closed), "sessions": {"panel": meeting()}}
    assert held(compiled(plain), "Fri 00:00") == ["Thu 14:00"]
    moved = {**plain, "sessions": {"panel": meeting(move="next_wd")}}
    assert held(compiled(moved), "Fri 00:00") == ["Wed 14:00", "Thu 14:00"]


def coming(channel: Raw, calendar: Raw | None = None) -> dict[str, float]:
    """Expected arrivals by date of the first week."""
    program = compiled(scenario([task("t")], calendar=calendar, channels={"hall": channel}))
    days = [at(f"{name} 00:00") for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon2")]
    reached = np.interp(days, program.knot_at, program.knot_value.astype(float)) / UNIT
    return {said(day)[:3]: float(n) for day, n in zip(days, np.diff(reached), strict=False)}


def year_of(channel: Raw, calendar: Raw | None = None) -> float:
    """Expected arrivals of 2025."""
    study = {"year": 2025, "lead_in": "0 wd", "follow_up": "5 wd", "start": None, "window": None}
    raw = scenario([task("t")], calendar=calendar, channels={"hall": channel})
    raw["study"] = {key: value for key, value in study.items() if value is not None}
    program = compiled(raw)
    begin, end = np.datetime64("2025-01-01", "us").astype(int), np.datetime64("2026-01-01", "us").astype(int)
    reached = np.interp([begin, end], program.knot_at, program.knot_value.astype(float)) / UNIT
    return float(reached[1] - reached[0])


SATURDAY = office({"weekdays": "sat", "hours": "09:00-12:00"})


def test_who_comes_on_saturdays_comes_less_on_other_days() -> None:
    channel = {"rate": "100 /wd", "weekdays": {"sat": 0.5}}
    week = coming(channel, SATURDAY)
    assert week["Sat"] == pytest.approx(week["Mon"] / 2)
    assert week["Mon"] < 100
    assert year_of(channel, SATURDAY) == pytest.approx(year_of({"rate": "100 /wd"}), rel=1e-9)


def test_nobody_comes_on_an_added_day_unless_somebody_is_said_to() -> None:
    assert coming({"rate": "100 /wd"}, SATURDAY)["Sat"] == 0
    ruled = {"rate": "100 /wd", "rules": [{"weekdays": "sat", "hours": "09:00-12:00", "factor": 0.5}]}
    assert coming(ruled)["Sat"] == pytest.approx(coming(ruled)["Mon"] / 2)
    assert year_of(ruled) == pytest.approx(year_of({"rate": "100 /wd"}), rel=1e-9)


def test_a_closed_day_moves_its_cases_to_the_others() -> None:
    channel = {"rate": "100 /wd", "rules": [{"dates": ["2025-03-05"], "closed": True}]}
    assert coming(channel)["Wed"] == 0
    assert year_of(channel) == pytest.approx(year_of({"rate": "100 /wd"}), rel=1e-9)


def test_factors_by_date_and_part_of_the_day() -> None:
    rules = [
        {"from": "2025-03-04", "to": "2025-03-05", "factor": 2},
        {"weekdays": "thu", "during": "09:00-13:00", "factor": 3},
    ]
    week = coming({"rate": "100 /wd", "rules": rules})
    assert week["Tue"] == pytest.approx(2 * week["Mon"])
    # Three times as many in half of the day.
    assert week["Thu"] == pytest.approx(2 * week["Mon"])
    assert year_of({"rate": "100 /wd", "rules": rules}) == pytest.approx(
        year_of({"rate": "100 /wd"}), rel=1e-9
    )


def test_a_channel_without_any_day_is_refused() -> None:
    raw = scenario([task("t")], channels={"hall": {"rate": "1 /wd", "rules": [{"closed": True}]}})
    with pytest.raises(CompileError, match="nobody can come in 2025: no date is left"):
        compiled(raw)


def test_an_office_that_never_opens_is_refused() -> None:
    with pytest.raises(CompileError, match="the office is never open between the dates of the study"):
        compiled(scenario([task("t")], calendar=office({"closed": True})))
