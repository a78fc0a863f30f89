"""Time that needs nobody of ours."""

import pytest

from engine.office import play, scenario, task, wait


@pytest.mark.parametrize(
    ("length", "came", "end"),
    [
        ("4 h", "Fri 16:00", "Fri 20:00"),
        ("1 cd", "Fri 16:00", "Sat 16:00"),
        ("4 wh", "Fri 16:00", "Mon2 12:00"),
        ("1 wd", "Fri 16:00", "Mon2 16:00"),
        ("1 wd", "Sat 03:00", "Mon2 17:00"),
        ("30 min", "Fri 23:45", "Sat 00:15"),
        ("0 min", "Fri 23:45", "Fri 23:45"),
        ("0 wd", "Fri 23:45", "Fri 23:45"),
    ],
)
def test_elapsed_and_working_time(length: str, came: str, end: str) -> None:
    played = play(scenario([wait("w", length), task("after")]), came)
    assert played.row("w") == (came, came, end)
    assert played.row("after")[0] == end


def test_waits_do_not_wait_for_each_other() -> None:
    played = play(scenario([wait("w", "1 h")]), *["Mon 09:00"] * 3)
    assert [row[3] for row in played.rows()] == ["Mon 10:00"] * 3


@pytest.mark.parametrize("party", ["government", "intermediary", "utility", "applicant"])
def test_its_party_holds_the_case(party: str) -> None:
    played = play(scenario([wait("w", "20 h", party=party)]), "Mon 09:00")
    held = {
        name: played.clock(f"held_{name}") for name in ("government", "intermediary", "utility", "applicant")
    }
    assert held == {**dict.fromkeys(held, 0), party: 20 * 60}


def test_a_pause_is_counted() -> None:
    played = play(scenario([wait("w", "20 h", pause="public notice"), wait("v", "1 h")]), "Mon 09:00")
    assert played.clock("paused") == 20 * 60
    assert played.clock("held_applicant") == 21 * 60
