"""The first branch to finish wins, the others are withdrawn."""

from engine.office import Raw, play, pool, scenario, task, wait


def race(**branches: list[Raw]) -> Raw:
    return {"race": "race", "branches": branches}


def test_the_first_wins() -> None:
    played = play(
        scenario([race(slow=[wait("slow", "3 h")], fast=[wait("fast", "2 h")]), task("after")]), "Mon 09:00"
    )
    assert played.rows() == [
        ("fast", "Mon 09:00", "Mon 09:00", "Mon 11:00"),
        ("slow", "Mon 09:00", "Mon 09:00", "x Mon 11:00"),
        ("after", "Mon 11:00", "Mon 11:00", "Mon 12:00"),
    ]
    assert [row.enabled_by for row in played.events] == [-1, -1, 0]


def test_a_tie_goes_to_the_first_declared() -> None:
    for first, second in (("x", "y"), ("y", "x")):
        raw = scenario(
            [race(**{first: [wait(first, "2 h")], second: [wait(second, "2 h")]}), wait("after", "1 h")]
        )
        played = play(raw, "Mon 09:00")
        (by,) = [row.enabled_by for row in played.events if played.activity(row) == "after"]
        assert played.activity(played.events[by]) == first


def test_queued_work_is_withdrawn_and_takes_no_unit() -> None:
    raw = scenario([race(work=[task("a", work="4 h")], gone=[wait("gone", "2 h")]), wait("z", "1 h")])
    played = play(raw, "Mon 09:00", "Mon 09:30", "Mon 12:00")
    # The first case's work is void from 11:00 but keeps its unit till 13:00; the second leaves the queue at 11:30.
    assert played.row("a", 0) == ("Mon 09:00", "Mon 09:00", "x Mon 11:00")
    assert played.row("a", 1) == ("Mon 09:30", "-", "x Mon 11:30")
    assert played.row("a", 2) == ("Mon 12:00", "Mon 13:00", "x Mon 14:00")
    assert played.outcome.void_work == 2


def test_whole_branches_are_withdrawn() -> None:
    inner = {"parallel": "inner", "branches": {"p": [wait("p", "5 h")], "q": [wait("q", "1 h")]}}
    raw = scenario([race(slow=[inner], fast=[wait("fast", "2 h")])])
    played = play(raw, "Mon 09:00")
    assert sorted(played.rows()) == [
        ("fast", "Mon 09:00", "Mon 09:00", "Mon 11:00"),
        ("p", "Mon 09:00", "Mon 09:00", "x Mon 11:00"),
        ("q", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
    ]
    assert played.ends() == ("completed", "Mon 11:00")


def test_a_race_within_a_race() -> None:
    inner = {"race": "inner", "branches": {"p": [wait("p", "1 h")], "q": [wait("q", "5 h")]}}
    raw = scenario([race(one=[inner, wait("r", "2 h")], two=[wait("two", "4 h")]), wait("z", "1 h")])
    assert play(raw, "Mon 09:00").ends() == ("completed", "Mon 13:00")


def test_an_end_in_a_branch_ends_the_case() -> None:
    raw = scenario(
        [race(work=[task("a", work="8 h")], late=[wait("limit", "2 wh"), {"end": "deemed"}]), task("b")]
    )
    played = play(raw, "Mon 09:00")
    assert played.ends() == ("deemed", "Mon 11:00")
    assert played.row("a")[2] == "x Mon 11:00"
    assert played.clock("held_government") == 120


def test_an_empty_branch_wins_at_once() -> None:
    played = play(scenario([race(work=[task("a")], none=[]), task("b")]), "Mon 09:00")
    assert played.rows() == [
        ("a", "Mon 09:00", "-", "x Mon 09:00"),
        ("b", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
    ]


def test_work_done_at_the_deadline_beats_a_timer_declared_after_it() -> None:
    raw = scenario([race(work=[task("a", work="2 h")], late=[wait("limit", "2 wh"), {"end": "deemed"}])])
    assert play(raw, "Mon 09:00").ends() == ("completed", "Mon 11:00")


def test_losers_free_their_place_in_the_queue_for_others() -> None:
    raw = scenario(
        [race(a=[task("a", pool="one")], b=[task("b", pool="two")])], pools={"one": pool(), "two": pool()}
    )
    played = play(raw, "Mon 09:00", "Mon 09:00")
    assert played.ends(1) == ("completed", "Mon 11:00")
