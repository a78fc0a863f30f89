"""One instant: completions before structure before timers, rounds until all is at rest, then dispatch."""

import pytest

from engine.office import play, pool, scenario, service, task, wait
from sim.engine.limits import TooManyRoundsError


def test_completions_beat_timers() -> None:
    """At 10:00 a timer of the first case ends and so does the work of the second: the work comes first."""
    raw = scenario([wait("timer", "1 h")], others={"work": service([task("work")])})
    played = play(raw, "Mon 09:00", ("Mon 09:00", "work.hall"))
    assert [row[0] for row in played.rows()] == ["work", "timer"]


def test_timers_go_by_case_and_step() -> None:
    fork = {"parallel": "p", "branches": {"x": [wait("x", "1 h")], "y": [wait("y", "1 h")]}}
    played = play(scenario([fork]), "Mon 09:00", "Mon 09:00")
    assert [(row.case, played.activity(row)) for row in played.events] == [
        (0, "x"),
        (0, "y"),
        (1, "x"),
        (1, "y"),
    ]


def test_dispatch_waits_for_the_whole_instant() -> None:
    """The desk falls free at 10:00; a timer of 10:00 brings a request of a better class, which goes first."""
    raw = scenario(
        [task("plain", rank=5)],
        others={"urgent": service([wait("walk", "30 min"), task("urgent", rank=1)])},
    )
    played = play(raw, "Mon 09:00", "Mon 09:10", ("Mon 09:30", "urgent.hall"))
    assert played.row("urgent", 2) == ("Mon 10:00", "Mon 10:00", "Mon 11:00")
    assert played.row("plain", 1)[1] == "Mon 11:00"


def test_an_arrival_finds_the_unit_that_falls_free_in_its_instant() -> None:
    played = play(scenario([task("a")]), "Mon 09:00", "Mon 10:00")
    assert played.row("a", 1) == ("Mon 10:00", "Mon 10:00", "Mon 11:00")


def test_work_of_no_length_opens_a_new_round() -> None:
    raw = scenario([task("stamp", work="0 min"), task("sign", work="0 min"), task("a")])
    played = play(raw, "Mon 09:00", "Mon 09:00")
    assert played.rows() == [
        ("stamp", "Mon 09:00", "Mon 09:00", "Mon 09:00"),
        ("sign", "Mon 09:00", "Mon 09:00", "Mon 09:00"),
        ("a", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("stamp", "Mon 09:00", "Mon 10:00", "Mon 10:00"),
        ("sign", "Mon 10:00", "Mon 10:00", "Mon 10:00"),
        ("a", "Mon 10:00", "Mon 10:00", "Mon 11:00"),
    ]
    assert [row.case for row in played.events] == [0, 0, 0, 1, 1, 1]


def test_a_longer_chain_of_nothing_is_later_in_the_instant() -> None:
    """Both branches end at 10:00, the first declared after one more round: the other one wins."""
    race = {"race": "r", "branches": {"x": [wait("x", "1 h"), wait("x2", "0 min")], "y": [wait("y", "1 h")]}}
    raw = scenario([race, wait("z", "1 h")])
    played = play(raw, "Mon 09:00")
    (by,) = [row.enabled_by for row in played.events if played.activity(row) == "z"]
    assert played.activity(played.events[by]) == "y"


def test_an_endless_loop_of_no_time_names_its_step() -> None:
    loop = {"repeat": "spin", "do": [wait("blink", "0 min")], "again": 1, "maximum": 200_000}
    with pytest.raises(TooManyRoundsError, match=r'step "blink"  more than 100,000 rounds in one instant'):
        play(scenario([loop]), "Mon 09:00")


def test_the_horizon_is_exclusive() -> None:
    assert play(scenario([task("a")]), "Mon 09:00", until="Mon 10:00").ends() == ("open", "-")
    assert play(scenario([task("a")]), "Mon 09:00", until="Mon 10:01").ends() == ("completed", "Mon 10:00")


def test_closing_and_opening_are_exact() -> None:
    raw = scenario(
        [task("a", work="30 min")], pools={"desk": pool()}, calendar={"hours": "09:00-12:00 12:30-17:00"}
    )
    played = play(raw, "Mon 11:30", "Mon 11:45")
    assert played.rows() == [
        ("a", "Mon 11:30", "Mon 11:30", "Mon 12:00"),
        ("a", "Mon 11:45", "Mon 12:30", "Mon 13:00"),
    ]
