"""Do again: how often, by whose luck, and with which visit number."""

import pytest

from engine.office import Played, play, scenario, target, task, wait
from sim.engine.compile.faults import CompileError


def repeat(name: str, do: list[dict[str, object]], **more: object) -> dict[str, object]:
    return {"repeat": name, "do": do, **more}


def visits(played: Played) -> list[tuple[str, int]]:
    return [(played.activity(row), row.visit) for row in played.events]


def test_again_until_the_maximum() -> None:
    played = play(scenario([repeat("loop", [task("a")], again=1, maximum=3), task("after")]), "Mon 09:00")
    assert played.rows() == [
        ("a", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("a", "Mon 10:00", "Mon 10:00", "Mon 11:00"),
        ("a", "Mon 11:00", "Mon 11:00", "Mon 12:00"),
        ("after", "Mon 12:00", "Mon 12:00", "Mon 13:00"),
    ]
    assert visits(played) == [("a", 0), ("a", 1), ("a", 2), ("after", 0)]


def test_never_again() -> None:
    assert visits(play(scenario([repeat("loop", [task("a")], again=0, maximum=3)]), "Mon 09:00")) == [
        ("a", 0)
    ]


def test_a_maximum_of_one() -> None:
    assert visits(play(scenario([repeat("loop", [task("a")], again=1, maximum=1)]), "Mon 09:00")) == [
        ("a", 0)
    ]


@pytest.mark.parametrize(("again", "times"), [([1, 0], 2), ([0, 1], 1), ([1, 1, 0], 3), ([1, 1], 5)])
def test_a_share_a_visit_and_the_last_goes_on(again: list[float], times: int) -> None:
    played = play(scenario([repeat("loop", [wait("a", "1 h")], again=again, maximum=5)]), "Mon 09:00")
    assert len(played.rows()) == times


def test_between_comes_before_each_further_visit() -> None:
    loop = repeat("loop", [task("a")], again=1, maximum=2, between=[wait("rest", "30 min")])
    played = play(scenario([loop]), "Mon 09:00")
    assert played.rows() == [
        ("a", "Mon 09:00", "Mon 09:00", "Mon 10:00"),
        ("rest", "Mon 10:00", "Mon 10:00", "Mon 10:30"),
        ("a", "Mon 10:30", "Mon 10:30", "Mon 11:30"),
    ]
    assert visits(played) == [("a", 0), ("rest", 1), ("a", 1)]


def test_visits_of_nested_loops_are_packed() -> None:
    inner = repeat("inner", [wait("a", "1 h")], again=1, maximum=3)
    outer = repeat("outer", [wait("b", "1 h"), inner, wait("c", "1 h")], again=1, maximum=2)
    assert visits(play(scenario([outer, wait("d", "1 h")]), "Mon 09:00")) == [
        ("b", 0), ("a", 0), ("a", 1), ("a", 2), ("c", 0),
        ("b", 1), ("a", 3), ("a", 4), ("a", 5), ("c", 1), ("d", 0),
    ]  # fmt: skip


def test_too_many_nested_visits() -> None:
    inner = repeat("inner", [wait("a", "1 h")], again=0, maximum=3000)
    with pytest.raises(CompileError, match=r"inner\.maximum: nested repeats allow 9,000,000 visits"):
        play(scenario([repeat("outer", [inner], again=0, maximum=3000)]))


@pytest.mark.parametrize(("size", "times"), [(5, 2), (3, 1)])
def test_a_condition_decides_after_the_first_visit(size: int, times: int) -> None:
    loop = repeat("loop", [wait("a", "1 h")], again_when="size > 4", maximum=2)
    played = play(scenario([loop], attributes={"size": {"number": size}}), "Mon 09:00")
    assert len(played.rows()) == times


@pytest.mark.parametrize(("again", "times"), [(0, 2), (1, 4)])
def test_after_the_condition_the_share(again: float, times: int) -> None:
    loop = repeat("loop", [wait("a", "1 h")], again_when="size > 4", again=again, maximum=4)
    played = play(scenario([loop], attributes={"size": {"number": 5}}), "Mon 09:00")
    assert len(played.rows()) == times


def test_restart_clears_the_stamp_and_counts_an_attempt() -> None:
    flow = [
        repeat("loop", [{"milestone": "submitted"}, task("a")], again=1, maximum=3, restart=["submitted"]),
        {"milestone": "done"},
    ]
    played = play(scenario(flow, targets={"t": target("submitted", "done", "8 wh")}), "Mon 09:00")
    assert played.stamp("submitted") == "Mon 11:00"
    assert played.outcome.attempts[0] == 3
    assert played.clock("t") == 60


def test_without_restart_nothing_is_cleared() -> None:
    flow = [repeat("loop", [{"milestone": "submitted"}, task("a")], again=1, maximum=3)]
    played = play(scenario(flow), "Mon 09:00")
    assert (played.stamp("submitted"), played.outcome.attempts[0]) == ("Mon 09:00", 1)
