"""`end` anywhere ends the case with its outcome."""

from engine.office import play, scenario, task, wait
from sim.worktime import NEVER


def test_the_flow_runs_out() -> None:
    assert play(scenario([task("a")]), "Mon 09:00").ends() == ("completed", "Mon 10:00")


def test_an_outcome_of_its_own() -> None:
    way = {
        "choice": "way",
        "options": [{"share": 1, "do": [{"end": "refused"}]}, {"otherwise": True, "do": []}],
    }
    played = play(scenario([task("a"), way, task("b")]), "Mon 09:00")
    assert played.ends() == ("refused", "Mon 10:00")
    assert [row[0] for row in played.rows()] == ["a"]
    assert played.later() == "-"


def test_everything_else_of_the_case_is_withdrawn() -> None:
    flow = [
        {"background": "side", "do": [wait("side_wait", "9 h")], "after": "continue"},
        {
            "parallel": "both",
            "branches": {
                "stop": [wait("short", "1 h"), {"end": "refused"}],
                "work": [task("long", work="6 h")],
            },
        },
        wait("never", "1 h"),
    ]
    played = play(scenario(flow), "Mon 09:00", "Mon 14:30")
    assert played.ends() == ("refused", "Mon 10:00")
    assert [row[3] for row in played.rows(0)] == ["Mon 10:00", "x Mon 10:00", "x Mon 10:00"]
    # The first case's void work holds the desk till 15:00.
    assert played.row("long", 1) == ("Mon 14:30", "Mon 15:00", "x Mon 15:30")
    assert played.outcome.void_work == 1 + 1


def test_withdrawn_rows_come_in_declared_order_and_never_complete() -> None:
    flow = [
        {
            "parallel": "p",
            "branches": {
                "x": [wait("c", "9 h")],
                "y": [wait("b", "8 h")],
                "z": [wait("a", "1 h"), {"end": "stop"}],
            },
        }
    ]
    played = play(scenario(flow), "Mon 09:00")
    assert [row[0] for row in played.rows()] == ["a", "c", "b"]
    assert [row.completed == NEVER for row in played.events] == [False, True, True]


def test_of_two_ends_at_one_instant_the_first_declared() -> None:
    flow = [
        {
            "parallel": "p",
            "branches": {
                "x": [wait("a", "1 h"), {"end": "first"}],
                "y": [wait("b", "1 h"), {"end": "second"}],
            },
        }
    ]
    played = play(scenario(flow), "Mon 09:00")
    assert (played.ends(), played.later()) == (("first", "Mon 10:00"), "-")


def test_a_case_of_no_time() -> None:
    played = play(scenario([{"milestone": "seen"}]), "Sun 03:00")
    assert played.ends() == ("completed", "Sun 03:00")
    assert played.rows() == []
    assert played.outcome.finished_by[0] == -1


def test_open_at_the_horizon() -> None:
    played = play(scenario([task("a", work="3 h"), task("b")]), "Mon 09:00", "Mon 11:59", until="Mon 12:00")
    assert played.ends(0) == ("open", "-")
    assert played.rows() == []
    assert played.outcome.ended_at == played.program.horizon
    assert played.clock("held_government", 0) == 180
    assert played.clock("held_government", 1) == 1
