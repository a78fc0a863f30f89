"""Rosters: who is there by the time of day. Before the first step nobody is; a 0 closes the pool (SEMANTICS 4.2)."""

from __future__ import annotations

import numpy as np
import pytest

from engine.office import play, pool, said, scenario, task, window
from sim.engine.compile import compile_program
from sim.engine.compile.faults import CompileError
from sim.model.scenario import Scenario
from sim.results.critical_path import critical_path

LUNCH = {"09:00": 2, "12:00": 0, "13:00": 2, "14:00": 0}


def test_nobody_is_there_before_the_first_step() -> None:
    raw = scenario([task("a", work="5 min")], pools={"desk": pool({"09:05": 1, "09:10": 0, "09:15": 1})})
    played = play(raw, "Mon 09:00", "Mon 09:00", "Mon 09:00")
    assert [row[3] for row in played.rows()] == ["Mon 09:10", "Mon 09:20", "Mon 09:25"]


def test_nor_after_midnight_where_a_pool_never_closes() -> None:
    raw = scenario([task("a")], pools={"desk": pool({"08:00": 1}, hours="24h")})
    assert play(raw, "Tue 02:00").row("a")[1] == "Tue 08:00"


def test_desk_work_rests_while_nobody_is_there() -> None:
    # 11:00–12:00 and 13:00–14:00; then 09:00–12:00 and 13:00–14:00 on Tuesday, 09:00–12:00 on Wednesday.
    flow = [task("t", work="2 h"), task("u", work="7 h")]
    played = play(scenario(flow, pools={"desk": pool(LUNCH)}), "Mon 11:00", "Mon 11:00")
    assert [row[1:] for row in played.rows() if row[0] == "t"] == [
        ("Mon 11:00", "Mon 11:00", "Mon 14:00")
    ] * 2
    assert [row[1:] for row in played.rows() if row[0] == "u"] == [
        ("Mon 14:00", "Tue 09:00", "Wed 12:00")
    ] * 2


def test_it_is_the_same_as_hours_that_say_so() -> None:
    stated = pool(2, hours="09:00-12:00 13:00-14:00")
    flow = [task("t", work="2 h"), task("u", work="7 h")]
    both = [play(scenario(flow, pools={"desk": desk}), "Mon 11:00").rows() for desk in (pool(LUNCH), stated)]
    assert both[0] == both[1]


def test_nobody_is_busy_at_lunch() -> None:
    raw = scenario([task("t", work="2 h")], pools={"desk": pool(LUNCH)})
    played = play(raw, "Mon 11:00", "Mon 11:00")
    assert (played.pool("busy"), played.pool("overtime")) == (2 * 120, 0)
    parts = [
        (part.cause, part.length // 60_000_000) for part in critical_path(played.program, played.outcome, 0)
    ]
    assert parts == [("work", 60), ("closed", 60), ("work", 60)]


def test_a_window_finishes_what_it_has_begun_and_that_is_overtime() -> None:
    raw = scenario([task("t", work="2 h")], pools={"desk": window(0, profile=LUNCH) | {"capacity": None}})
    played = play(raw, "Mon 11:00")
    assert played.row("t")[2] == "Mon 13:00"
    assert (played.pool("busy"), played.pool("overtime")) == (60, 60)


def test_a_cut_that_leaves_somebody_goes_on_as_before() -> None:
    raw = scenario([task("t", work="4 h")], pools={"desk": pool({"09:00": 2, "11:00": 1})})
    played = play(raw, "Mon 09:00", "Mon 09:00", "Mon 12:00")
    assert [row[2:] for row in played.rows()] == [
        ("Mon 09:00", "Mon 13:00"),
        ("Mon 09:00", "Mon 13:00"),
        ("Mon 13:00", "Mon 17:00"),
    ]


def test_joint_work_goes_on_only_while_both_are_there() -> None:
    pools = {"a": pool({"09:00": 1, "12:00": 0, "13:00": 1}), "b": pool({"09:00": 1, "15:00": 0})}
    raw = scenario([task("t", all_of=["a", "b"], work="5 h")], pools=pools)
    # 10–12, 13–15, and an hour on Tuesday.
    assert play(raw, "Mon 10:00").row("t")[2] == "Tue 10:00"


def test_rosters_that_never_meet_are_refused() -> None:
    pools = {"a": pool({"09:00": 1, "12:00": 0}), "b": pool({"13:00": 1})}
    with pytest.raises(CompileError, match="never open at the same time"):
        play(scenario([task("t", all_of=["a", "b"])], pools=pools), "Mon 10:00")


@pytest.mark.parametrize("desk", [pool(0), pool({"09:00": 0})])
def test_where_nobody_is_ever_on_duty_the_case_stays_open(desk: dict[str, object]) -> None:
    played = play(scenario([task("t")], pools={"desk": desk}), "Mon 10:00")
    assert played.ends() == ("open", "-")


def test_nobody_comes_before_the_first_step_of_a_channel() -> None:
    raw = scenario([task("t")], channels={"web": {"rate": "8 /wd", "hours": {"10:00": 1}}})
    program = compile_program(Scenario.model_validate(raw))
    rises = [int(at) for at, rise in zip(program.knot_at, np.diff(program.knot_value), strict=False) if rise]
    assert {said(at)[-5:] for at in rises} == {"10:00"}
