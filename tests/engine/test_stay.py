"""A unit that is kept over several steps: a visitor who stays at a window (docs/reference/visitors.md)."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from engine.office import Raw, play, pool, scenario, task, window
from sim.engine.compile import CompileError
from sim.worktime import HOUR, MINUTE

POOLS = {"desk": window(1), "back": pool(1)}


def at_the_window(name: str, work: str = "30 min", **more: object) -> Raw:
    return {"task": name, "at": "intake", "work": work, **more}


def staying(*inside: Raw, work: str = "30 min", **more: object) -> Raw:
    return task("intake", work=work, stay=list(inside), **more)


DECIDED = staying(task("decide", "back", "1 h"), at_the_window("hand_over"))


def test_the_window_is_kept_while_the_back_office_decides() -> None:
    played = play(scenario([DECIDED], pools=POOLS), "Mon 09:00", "Mon 09:10")
    assert played.rows(0) == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("decide", "Mon 09:30", "Mon 09:30", "Mon 10:30"),
        ("hand_over", "Mon 10:30", "Mon 10:30", "Mon 11:00"),
    ]
    # The second visitor waits for the window until the first one leaves it.
    assert played.row("intake", 1) == ("Mon 09:10", "Mon 11:00", "Mon 11:30")
    # Two visitors: an hour of work at the window each, and an hour each in which it is only kept.
    assert played.outcome.busy.tolist() == [2 * HOUR, 2 * HOUR]
    assert played.outcome.held.tolist() == [2 * HOUR, 0]
    assert played.outcome.served.tolist() == [4, 2]


def test_parallel_work_at_one_window_is_done_one_after_another() -> None:
    both = {"parallel": "both", "branches": {"a": [at_the_window("a")], "b": [at_the_window("b")]}}
    played = play(scenario([staying(both)], pools=POOLS), "Mon 09:00")
    assert played.row("a") == ("Mon 09:30", "Mon 09:30", "Mon 10:00")
    assert played.row("b") == ("Mon 09:30", "Mon 10:00", "Mon 10:30")


def test_who_is_being_served_at_closing_is_served_to_the_end() -> None:
    played = play(scenario([staying(at_the_window("then"))], pools=POOLS), "Mon 16:45")
    assert played.row("intake") == ("Mon 16:45", "Mon 16:45", "Mon 17:15")
    assert played.row("then") == ("Mon 17:15", "Mon 17:15", "Mon 17:45")
    assert played.outcome.overtime.tolist() == [45 * MINUTE]


def test_who_waits_for_the_back_office_at_closing_has_the_window_again_in_the_morning() -> None:
    played = play(scenario([DECIDED], pools=POOLS), "Mon 16:20", "Mon 16:30")
    assert played.rows(0) == [
        ("intake", "Mon 16:20", "Mon 16:20", "Mon 16:50"),
        ("decide", "Mon 16:50", "Mon 16:50", "Tue 09:50"),
        ("hand_over", "Tue 09:50", "Tue 09:50", "Tue 10:20"),
    ]
    assert played.row("intake", 1) == ("Mon 16:30", "Tue 10:20", "Tue 10:50")
    # Kept, in open hours: ten minutes on Monday and fifty on Tuesday; then an hour for the second visitor.
    assert played.outcome.held.tolist()[0] == 2 * HOUR


def test_what_comes_back_when_the_window_is_closed_waits_for_its_opening() -> None:
    pools = {"desk": window(1), "back": pool(1, hours="24h")}
    played = play(scenario([DECIDED], pools=pools), "Mon 16:20")
    assert played.row("decide") == ("Mon 16:50", "Mon 16:50", "Mon 17:50")
    assert played.row("hand_over") == ("Mon 17:50", "Tue 09:00", "Tue 09:30")


def test_a_shift_that_ends_takes_no_window_away() -> None:
    pools = {"desk": {**window(2), "capacity": None, "profile": {"09:00": 2, "10:00": 1}}, "back": pool(2)}
    del pools["desk"]["capacity"]
    played = play(scenario([DECIDED], pools=pools), "Mon 09:00", "Mon 09:00", "Mon 09:05")
    assert played.row("hand_over", 0) == played.row("hand_over", 1) == ("Mon 10:30", "Mon 10:30", "Mon 11:00")
    assert played.row("intake", 2) == ("Mon 09:05", "Mon 11:00", "Mon 11:30")


def test_an_end_in_the_stay_frees_the_window() -> None:
    flow = [staying(task("decide", "back", "1 h"), {"end": "refused"})]
    played = play(scenario(flow, pools=POOLS), "Mon 09:00", "Mon 09:10")
    assert played.ends(0) == ("refused", "Mon 10:30")
    assert played.row("intake", 1) == ("Mon 09:10", "Mon 10:30", "Mon 11:00")


def test_a_race_that_is_lost_frees_the_window_when_the_work_there_is_done() -> None:
    race = {
        "race": "first",
        "branches": {
            "stay": [staying(at_the_window("long", "2 h"))],
            "late": [{"wait": "late", "for": "1 h"}],
        },
    }
    played = play(scenario([race], pools=POOLS), "Mon 09:00", "Mon 09:10")
    assert played.row("long", 0) == ("Mon 09:30", "Mon 09:30", "x Mon 10:00")
    assert played.ends(0) == ("completed", "Mon 10:00")
    # The clerk finishes what nobody needs any more; the second visitor has gone by then.
    assert played.row("intake", 1) == ("Mon 09:10", "-", "x Mon 10:10")
    assert played.outcome.void_work == 1
    assert played.outcome.busy.tolist()[0] == 2 * HOUR + 30 * MINUTE


def test_a_stay_within_a_stay() -> None:
    inner = {"task": "pay", "pool": "back", "work": "30 min", "stay": [
        {"task": "slip", "at": "pay", "work": "10 min"}, at_the_window("sign", "10 min"),
    ]}  # fmt: skip
    played = play(scenario([staying(inner)], pools=POOLS), "Mon 09:00", "Mon 09:00")
    assert [row[2] for row in played.rows(0)] == ["Mon 09:00", "Mon 09:30", "Mon 10:00", "Mon 10:10"]
    assert played.row("intake", 1) == ("Mon 09:00", "Mon 10:20", "Mon 10:50")
    assert played.outcome.held.tolist() == [80 * MINUTE, 20 * MINUTE]


def refused(flow: list[Raw]) -> str:
    with pytest.raises((CompileError, ValidationError)) as caught:
        play(scenario(flow, pools=POOLS), "Mon 09:00")
    return str(caught.value)


def test_a_task_stands_at_a_unit_that_is_kept_around_it() -> None:
    outside = [task("intake", stay=[task("decide", "back")]), at_the_window("later")]
    assert '"intake" is no task whose stay this stands in' in refused(outside)
    aside = {"background": "aside", "do": [at_the_window("copy")]}
    assert "in no background" in refused([staying(aside)])
    assert "stands in no queue" in refused([staying({**at_the_window("x"), "patience": "1 h"})])
