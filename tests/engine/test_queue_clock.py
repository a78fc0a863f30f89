"""Clocks of time in queues: what is waited while the pool is open, and nothing else; both engines alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.office import Played, at, compiled, play, pool, scenario, target, task, wait, window
from sim.engine.compile.faults import CompileError
from sim.results.judged import judge
from sim.results.waits import queued
from sim.worktime import MINUTE, NEVER

CALLED = {"service": "main", "step": "serve", "limit": "30 min", "clock": "queue", "required_share": 0.95}


def late_at(played: Played, name: str, case: int = 0) -> int:
    return int(played.outcome.clock_late_at[case, played.program.names.clocks.index(name)])


def on_time(played: Played, name: str) -> tuple[int, int]:
    found = judge(played.program, played.outcome, played.program.names.clocks.index(name))
    return found.on_time, found.judged


def test_the_third_in_the_row_waits_twice_the_work() -> None:
    """One window, 20 minutes each, three at 9:00: 0, 20 and 40 minutes; work does not count."""
    raw = scenario([task("serve", work="20 min")], targets={"t": CALLED})
    played = play(raw, "Mon 09:00", "Mon 09:00", "Mon 09:00")
    assert [played.clock("t", case) for case in range(3)] == [0, 20, 40]
    assert [late_at(played, "t", case) for case in range(3)] == [NEVER, NEVER, at("Mon 09:30")]
    assert on_time(played, "t") == (2, 3)


def test_a_wait_of_just_the_limit_is_in_time() -> None:
    raw = scenario([task("serve", work="30 min")], targets={"t": CALLED})
    played = play(raw, "Mon 09:00", "Mon 09:00")
    assert (played.clock("t", 1), on_time(played, "t")) == (30, (2, 2))


def test_the_night_is_no_queue() -> None:
    """The one of 16:30 is at work until 17:30; those of 16:50 and of 20:00 are called at 9:00 and 9:40."""
    raw = scenario([task("serve", work="40 min")], pools={"desk": window()}, targets={"t": CALLED})
    played = play(raw, "Mon 16:50", "Mon 16:50", "Mon 20:00")
    assert [played.row("serve", case)[1] for case in range(3)] == ["Mon 16:50", "Tue 09:00", "Tue 09:40"]
    assert [played.clock("t", case) for case in range(3)] == [0, 10, 40]
    assert late_at(played, "t", 2) == at("Tue 09:30")


def test_lunch_with_nobody_there_is_no_queue() -> None:
    """From 12:00 to 13:00 nobody is on duty: who comes at 11:50 while one is served until 12:05 waits 10 minutes."""
    staff = pool({"09:00": 1, "12:00": 0, "13:00": 1}, kind="window")
    played = play(
        scenario([task("serve", work="20 min")], pools={"desk": staff}, targets={"t": CALLED}),
        "Mon 11:45",
        "Mon 11:50",
    )
    assert played.row("serve", 1)[1] == "Mon 13:00"
    assert played.clock("t", 1) == 10


def test_waits_of_all_steps_between_two_milestones_add_up() -> None:
    """Case 1 waits 20 minutes at the first desk and, as the second takes 30, 10 at the second; the walk is no wait."""
    flow = [
        {"milestone": "in"}, task("a", "first", "20 min"), wait("walk", "10 min"), task("b", "second", "30 min"),
        {"milestone": "out"}, task("c", "first", "1 min"),
    ]  # fmt: skip
    pools = {"first": pool(), "second": pool()}
    raw = scenario(flow, pools=pools, targets={"t": target("in", "out", "25 min", "queue")})
    played = play(raw, "Mon 09:00", "Mon 09:00")
    assert [played.clock("t", case) for case in (0, 1)] == [0, 30]
    assert late_at(played, "t", 1) == at("Mon 09:55")  # joined at 9:50 with 20 minutes, called at 10:00


def test_only_waits_between_the_milestones_count() -> None:
    """Beside it a branch waits from 9:00; `in` is stamped at 9:10, `out` at 9:30: 20 of its minutes count."""
    fork = {"parallel": "both", "branches": {
        "a": [wait("before", "10 min"), {"milestone": "in"}, wait("inside", "20 min"), {"milestone": "out"}],
        "b": [task("serve", work="60 min")],
    }}  # fmt: skip
    raw = scenario([fork], targets={"t": target("in", "out", "15 min", "queue")})
    played = play(raw, "Mon 09:00", "Mon 09:00")
    assert [played.clock("t", case) for case in (0, 1)] == [0, 20]
    assert late_at(played, "t", 1) == at("Mon 09:25")


def test_two_waits_at_once_both_count() -> None:
    fork = {
        "parallel": "both",
        "branches": {"a": [task("a", "one", "20 min")], "b": [task("b", "two", "20 min")]},
    }
    raw = scenario(
        [fork],
        pools={"one": pool(), "two": pool()},
        targets={"t": target("arrived", "finished", "30 min", "queue")},
    )
    played = play(raw, "Mon 09:00", "Mon 09:00")
    assert played.clock("t", 1) == 40
    assert on_time(played, "t") == (1, 2)


def test_who_gives_up_is_late_only_beyond_the_limit() -> None:
    """Patience of 40 minutes beats the limit, one of 10 does not: they are listed by their outcome."""
    for patience, expected in (("40 min", (1, 2)), ("10 min", (1, 1))):
        raw = scenario([task("serve", work="2 h", patience=patience)], targets={"t": CALLED})
        played = play(raw, "Mon 09:00", "Mon 09:00")
        assert played.ends(1)[0] == "abandoned"
        assert on_time(played, "t") == expected


def test_who_still_waits_at_the_end_is_late_beyond_the_limit() -> None:
    study = {"window": "1 wd", "follow_up": "0 wd"}
    raw = scenario([task("serve", work="20 h")], study=study, targets={"t": CALLED})
    played = play(raw, "Mon 09:00", "Mon 10:00", "Mon 16:45")
    found = judge(played.program, played.outcome, 0)
    assert (found.open, found.open_over_limit) == (3, 1)
    assert late_at(played, "t", 1) == at("Mon 10:30")


def test_pools_with_hours_of_their_own() -> None:
    """The hall opens at 7, the office at 9: an hour in the hall's queue is an hour."""
    hall = window(hours="07:00-17:00")
    raw = scenario([task("serve", work="60 min")], pools={"desk": hall}, targets={"t": CALLED})
    played = play(raw, "Mon 07:00", "Mon 07:00")
    assert played.clock("t", 1) == 60


def test_a_file_returned_starts_its_clock_anew() -> None:
    flow = [
        {"repeat": "again", "again": [1, 0], "maximum": 2, "restart": ["in"],
         "do": [{"milestone": "in"}, task("serve", work="20 min")]},
        {"milestone": "out"},
    ]  # fmt: skip
    played = play(
        scenario(flow, targets={"t": target("in", "out", "30 min", "queue")}), "Mon 09:00", "Mon 09:00"
    )
    assert [row[2] for row in played.rows(0)] == ["Mon 09:00", "Mon 09:40"]
    assert [row[2] for row in played.rows(1)] == ["Mon 09:20", "Mon 10:00"]
    assert [played.clock("t", case) for case in (0, 1)] == [20, 20]


def test_nothing_can_be_timed_by_it() -> None:
    flow = [{"until": "u", "clock": "t", "do": [task("serve")]}]
    with pytest.raises(CompileError, match="clock of time in queues"):
        compiled(scenario(flow, targets={"t": target("arrived", "finished", "30 min", "queue")}))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60 * 24 * 4), min_size=1, max_size=12), st.integers(1, 90), st.integers(0, 60))
def test_the_clock_is_the_sum_of_the_waits(minutes: list[int], work: int, limit: int) -> None:
    """Of any arrivals, day and night: what the engines count is what the rows say, and late is who waited longer."""
    flow = [task("a", "one", f"{work} min"), task("b", "two", "30 min")]
    raw = scenario(
        flow,
        pools={"one": window(2), "two": pool({"09:00": 1, "12:00": 0, "13:00": 2})},
        targets={"t": target("arrived", "finished", f"{max(1, limit)} min", "queue")},
    )
    played = play(raw, *(at("Mon 00:00") + minute * MINUTE for minute in sorted(minutes)))
    assert played.outcome.rows is not None
    waited = np.bincount(played.outcome.rows[:, 0], queued(played.program, played.outcome.rows))
    values = played.outcome.clock_value[:, 0]
    assert np.array_equal(values, waited.astype(np.int64))
    late = played.outcome.clock_late_at[:, 0] != NEVER
    assert np.array_equal(late, values > max(1, limit) * MINUTE)
