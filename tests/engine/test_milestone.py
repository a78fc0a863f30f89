"""Stamps: the first one wins, a restart takes them back."""

from engine.office import play, scenario, task, wait


def test_a_stamp_is_the_instant_of_passing() -> None:
    played = play(scenario([wait("w", "90 min"), {"milestone": "accepted"}, task("a")]), "Mon 09:00")
    assert played.stamp("accepted") == "Mon 10:30"
    assert (played.stamp("arrived"), played.stamp("finished")) == ("Mon 09:00", "Mon 11:30")


def test_the_first_stamp_wins() -> None:
    flow = [
        {"parallel": "p", "branches": {
            "late": [wait("a", "2 h"), {"milestone": "seen"}], "early": [wait("b", "1 h"), {"milestone": "seen"}],
        }},
        {"milestone": "seen"},
    ]  # fmt: skip
    assert play(scenario(flow), "Mon 09:00").stamp("seen") == "Mon 10:00"


def test_a_stamp_never_made() -> None:
    way = {
        "choice": "way",
        "options": [{"share": 0, "do": [{"milestone": "seen"}]}, {"otherwise": True, "do": []}],
    }
    assert play(scenario([way]), "Mon 09:00").stamp("seen") == "-"


def test_each_case_has_its_own() -> None:
    played = play(scenario([task("a"), {"milestone": "seen"}]), "Mon 09:00", "Mon 09:00")
    assert [played.stamp("seen", case) for case in (0, 1)] == ["Mon 10:00", "Mon 11:00"]


def test_restart_takes_back_only_what_it_names() -> None:
    do = [{"milestone": "x"}, {"milestone": "y"}, wait("w", "1 h")]
    loop = {"repeat": "loop", "do": do, "again": 1, "maximum": 2, "restart": ["x"]}
    played = play(scenario([loop]), "Mon 09:00")
    assert (played.stamp("x"), played.stamp("y")) == ("Mon 10:00", "Mon 09:00")
