"""Patience: who has waited too long goes, but never once work has begun (SEMANTICS 4.6)."""

from __future__ import annotations

from engine.office import Raw, play, pool, scenario, service, task


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


def test_no_patience_leaves_unless_served_at_once() -> None:
    played = play(scenario([impatient(patience="0 min")]), "Mon 09:00", "Mon 09:30", "Mon 10:00")
    # The third comes at the instant the first one goes: completions come first, so the desk is free.
    assert [played.ends(case) for case in range(3)] == [
        ("completed", "Mon 10:00"),
        ("abandoned", "Mon 09:30"),
        ("completed", "Mon 11:00"),
    ]


def test_no_patience_at_a_closed_office() -> None:
    played = play(scenario([impatient(patience="0 wh")]), "Mon 08:00")
    assert played.ends() == ("abandoned", "Mon 08:00")


def test_of_several_at_one_instant_as_many_stay_as_there_are_desks() -> None:
    raw = scenario([impatient(patience="0 min")], pools={"desk": pool(2)})
    played = play(raw, "Mon 09:00", "Mon 09:00", "Mon 09:00")
    assert [played.ends(case)[0] for case in range(3)] == ["completed", "completed", "abandoned"]


def test_work_of_no_length_holds_nobody_up() -> None:
    # Both pass in the instant: the first one's work is over before anybody has waited.
    flow = [impatient(patience="0 min", work="0 min"), task("then", "other")]
    played = play(scenario(flow, pools={"desk": pool(), "other": pool()}), "Mon 09:00", "Mon 09:00")
    assert [row[2] for row in played.rows() if row[0] == "work"] == ["Mon 09:00", "Mon 09:00"]


def test_who_is_turned_away_leaves_before_a_meeting_of_hands() -> None:
    # A joint task keeps nobody's place: with one of the two busy, who has no patience goes at once.
    raw = scenario(
        [task("both", all_of=["desk", "other"], patience="0 min")],
        pools={"desk": pool(), "other": pool()},
        others={"long": service([task("hold", "other", "4 h")])},
    )
    played = play(raw, ("Mon 09:00", "long.hall"), "Mon 10:00", "Mon 13:00")
    assert [played.ends(case) for case in (1, 2)] == [("abandoned", "Mon 10:00"), ("completed", "Mon 14:00")]
