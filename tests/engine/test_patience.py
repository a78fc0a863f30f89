"""Patience: who has waited too long goes, but never once work has begun (SEMANTICS 4.6)."""

from __future__ import annotations

from engine.office import Raw, play, pool, scenario, task


def impatient(name: str = "work", patience: object = "30 min", **more: object) -> Raw:
    return task(name, patience=patience, **more)


def test_who_waits_too_long_goes() -> None:
    played = play(scenario([impatient()]), "Mon 09:00", "Mon 09:10", "Mon 09:20")
    assert played.rows(0) == [("work", "Mon 09:00", "Mon 09:00", "Mon 10:00")]
    assert played.rows(1) == [("work", "Mon 09:10", "-", "x Mon 09:40")]
    assert played.ends(1) == ("abandoned", "Mon 09:40")
    assert played.ends(2) == ("abandoned", "Mon 09:50")


def test_whoever_is_served_first_stays() -> None:
    played = play(scenario([impatient(patience="1 h")]), "Mon 09:00", "Mon 09:30")
    assert played.row("work", 1) == ("Mon 09:30", "Mon 10:00", "Mon 11:00")
    assert played.ends(1) == ("completed", "Mon 11:00")


def test_at_a_tie_patience_ends_first() -> None:
    played = play(scenario([impatient()]), "Mon 09:00", "Mon 09:30")
    assert played.ends(1) == ("abandoned", "Mon 10:00")


def test_an_outcome_of_its_own() -> None:
    played = play(scenario([impatient(gives_up="went_home")]), "Mon 09:00", "Mon 09:00")
    assert played.ends(1) == ("went_home", "Mon 09:30")


def test_patience_in_working_time_rests_overnight() -> None:
    flow = [impatient(patience="2 wh", work="9 h")]
    played = play(scenario(flow, pools={"desk": pool()}), "Mon 09:00", "Mon 16:00")
    assert played.ends(1) == ("abandoned", "Tue 10:00")


def test_nobody_loses_patience_at_work_or_at_a_later_step() -> None:
    flow = [impatient("first", patience="30 min", work="3 h"), task("second", work="3 h")]
    assert play(scenario(flow), "Mon 09:00").ends() == ("completed", "Mon 15:00")


def test_a_branch_ends_the_case_with_everything_else_in_it() -> None:
    fork = {"parallel": "both", "branches": {"a": [impatient("a")], "b": [task("b", "other", "5 h")]}}
    played = play(
        scenario([task("x", work="1 h"), fork], pools={"desk": pool(), "other": pool()}),
        "Mon 09:00",
        "Mon 09:00",
    )
    assert played.ends(0) == ("abandoned", "Mon 10:30")
    assert played.row("b", 0)[2] == "x Mon 10:30"
