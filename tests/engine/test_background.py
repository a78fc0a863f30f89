"""Work on the side: started without waiting, required later, withdrawn or gone on with."""

from engine.office import Raw, play, pool, scenario, task, wait


def background(name: str, do: list[Raw], **more: object) -> Raw:
    return {"background": name, "do": do, **more}


SIDE = background("side", [wait("side_wait", "5 h")])


def test_it_starts_without_waiting() -> None:
    played = play(scenario([SIDE, task("a"), {"require": "side"}, task("b")]), "Mon 09:00")
    assert played.rows() == [
        ("a", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("side_wait", "Mon 09:00", "Mon 09:00", "Mon 14:00"),
        ("b", "Mon 14:00", "Mon 14:00", "Mon 15:00"),
    ]
    assert [row.enabled_by for row in played.events] == [-1, -1, 1]


def test_a_requirement_met_long_ago_holds_nobody() -> None:
    played = play(scenario([SIDE, task("a", work="6 h"), {"require": "side"}, task("b")]), "Mon 09:00")
    assert played.row("b")[0] == "Mon 15:00"
    assert played.events[2].enabled_by == 1


def test_what_was_never_started_is_not_waited_for() -> None:
    way = {"choice": "way", "options": [{"share": 0, "do": [SIDE]}, {"otherwise": True, "do": []}]}
    assert play(scenario([way, task("a"), {"require": "side"}]), "Mon 09:00").ends() == (
        "completed",
        "Mon 10:00",
    )


def test_what_is_left_at_the_end_is_withdrawn() -> None:
    played = play(
        scenario([background("side", [task("side_task", work="5 h")]), wait("a", "1 h")]),
        "Mon 09:00",
        "Mon 10:30",
    )
    assert played.ends() == ("completed", "Mon 10:00")
    assert played.row("side_task", 0) == ("Mon 09:00", "Mon 09:00", "x Mon 10:00")
    # The desk is busy until the void work ends at 14:00; the second case ends at 11:30 in the queue.
    assert played.row("side_task", 1) == ("Mon 10:30", "-", "x Mon 11:30")
    assert played.outcome.void_work == 1
    assert played.clock("held_government") == 60


def test_void_work_keeps_its_unit() -> None:
    raw = scenario(
        [background("side", [task("side_task", work="5 h")]), wait("a", "1 h"), {"end": "stopped"}]
    )
    played = play(raw, "Mon 09:00", "Mon 13:30")
    assert played.row("side_task", 1)[:2] == ("Mon 13:30", "Mon 14:00")
    assert played.pool("busy") == 5 * 60 + 5 * 60


def test_it_may_go_on_after_the_end() -> None:
    played = play(
        scenario([background("side", [wait("side_wait", "5 h"), task("late")], after="continue"), task("a")]),
        "Mon 09:00",
    )
    assert played.ends() == ("completed", "Mon 10:00")
    assert played.row("late") == ("Mon 14:00", "Mon 14:00", "Mon 15:00")
    assert played.later() == "-"


def test_going_on_it_may_change_the_outcome() -> None:
    raw = scenario(
        [background("side", [wait("side_wait", "5 h"), {"end": "revoked"}], after="continue"), task("a")]
    )
    played = play(raw, "Mon 09:00")
    assert (played.ends(), played.later()) == (("completed", "Mon 10:00"), "revoked")


def test_later_outcome_is_set_when_it_ends_after_the_case() -> None:
    side = background("side", [wait("side_wait", "5 h")], after="continue", later_outcome="inspected")
    played = play(scenario([side, task("a")]), "Mon 09:00")
    assert (played.ends(), played.later()) == (("completed", "Mon 10:00"), "inspected")
    played = play(scenario([side, task("a", work="6 h")]), "Mon 09:00")
    assert (played.ends(), played.later()) == (("completed", "Mon 15:00"), "-")


def test_an_end_in_the_background_ends_the_case() -> None:
    raw = scenario(
        [background("side", [wait("side_wait", "5 h"), {"end": "stopped"}]), wait("a", "9 h"), task("b")]
    )
    played = play(raw, "Mon 09:00")
    assert played.ends() == ("stopped", "Mon 14:00")
    assert played.row("a")[2] == "x Mon 14:00"


def test_all_instances_are_waited_for() -> None:
    side = background("side", [task("side_task", work="3 h", pool="b")])
    loop = {"repeat": "loop", "do": [side, task("a", pool="a")], "again": 1, "maximum": 3}
    played = play(
        scenario([loop, {"require": "side"}, task("z", pool="a")], pools={"a": pool(), "b": pool()}),
        "Mon 09:00",
    )
    # One desk does three times three hours: 12:00, 15:00 and Tuesday 10:00.
    assert played.row("z")[0] == "Tue 10:00"
    assert [row.visit for row in played.events if played.activity(row) == "side_task"] == [0, 1, 2]


def race(*branches: list[Raw]) -> Raw:
    return {"race": "race", "branches": {f"b{i}": flow for i, flow in enumerate(branches)}}


def test_in_a_race_it_belongs_to_its_branch() -> None:
    side = background("side", [wait("side_wait", "20 h")], after="continue")
    played = play(
        scenario([race([side, wait("slow", "9 h")], [wait("fast", "1 h")]), wait("z", "2 h")]), "Mon 09:00"
    )
    assert played.row("side_wait")[2] == "x Mon 10:00"
    played = play(
        scenario([race([side, wait("fast", "1 h")], [wait("slow", "9 h")]), wait("z", "2 h")]), "Mon 09:00"
    )
    assert played.row("side_wait")[2] == "Tue 05:00"


def test_what_a_lost_branch_had_started_is_not_waited_for() -> None:
    flow = [race([SIDE, wait("slow", "9 h")], [wait("fast", "1 h")]), {"require": "side"}, wait("z", "1 h")]
    assert play(scenario(flow), "Mon 09:00").ends() == ("completed", "Mon 11:00")


def test_who_waits_for_it_elsewhere_is_let_go_when_it_is_withdrawn() -> None:
    fork = {
        "parallel": "both",
        "branches": {
            "one": [race([SIDE, wait("slow", "9 h")], [wait("fast", "1 h")])],
            "two": [wait("x", "10 min"), {"require": "side", "pause": "supplement"}, wait("y", "1 h")],
        },
    }
    played = play(scenario([fork]), "Mon 09:00")
    assert played.row("y") == ("Mon 10:00", "Mon 10:00", "Mon 11:00")
    assert played.clock("paused") == 50
    (by,) = [row.enabled_by for row in played.events if played.activity(row) == "y"]
    assert played.activity(played.events[by]) == "fast"


def test_a_winner_ends_its_own_background() -> None:
    flow = [race([SIDE, wait("fast", "1 h")], [wait("slow", "9 h")]), {"require": "side"}, wait("z", "1 h")]
    played = play(scenario(flow), "Mon 09:00")
    assert played.row("side_wait")[2] == "x Mon 10:00"
    assert played.ends() == ("completed", "Mon 11:00")
