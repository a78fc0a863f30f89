"""`until`: a deadline on a clock, moved on by pauses, and what is granted by silence (SEMANTICS 5.3, 8.2)."""

from __future__ import annotations

import pytest

from engine.office import Raw, play, pool, scenario, target, task, wait
from sim.results.judged import judge


def permit(do: list[Raw], *, promised: str = "4 wh", clock: str = "working", **more: object) -> list[Raw]:
    """An item whose work runs until its promised limit."""
    until = {"until": "deadline", "clock": "permit", "do": do, **more}
    return [{"item": "permit", "promised": promised, "clock": clock, "do": [until]}, {"milestone": "decided"}]


def test_work_in_time_is_not_disturbed() -> None:
    played = play(scenario(permit([task("review", work="3 h")], then=[task("late")])), "Mon 09:00")
    assert played.rows() == [
        ("review", "Mon 09:00", "Mon 09:00", "Mon 12:00"),
        ("deadline", "Mon 09:00", "Mon 09:00", "x Mon 12:00"),
    ]
    assert played.stamp("decided") == "Mon 12:00"


def test_at_the_very_limit_it_is_in_time_even_if_branches_still_have_to_join() -> None:
    both = {"parallel": "both", "branches": {"a": [task("a", work="4 h")], "b": [task("b", "other", "4 h")]}}
    pools = {"desk": pool(), "other": pool()}
    played = play(scenario(permit([both], deemed=True), pools=pools), "Mon 09:00")
    assert played.stamp("decided") == "Mon 13:00"
    assert played.stamp("deemed") == "-"


def test_after_the_limit_the_work_is_void_and_its_unit_stays_busy() -> None:
    flow = permit([task("review", work="6 h")], deemed=True)
    played = play(scenario(flow), "Mon 09:00", "Mon 10:00")
    assert played.rows(0) == [
        ("deadline", "Mon 09:00", "Mon 09:00", "Mon 13:00:00.000001"),
        ("review", "Mon 09:00", "Mon 09:00", "x Mon 13:00:00.000001"),
    ]
    assert played.row("review", 1)[1:] == ("-", "x Mon 14:00:00.000001")
    assert played.stamp("deemed") == played.stamp("decided") == "Mon 13:00:00.000001"
    assert played.outcome.void_work == 1


def test_then_is_done_instead_and_the_flow_goes_on() -> None:
    flow = permit([task("review", work="6 h")], then=[task("opinion", "other", "1 h")])
    played = play(scenario(flow, pools={"desk": pool(), "other": pool()}), "Mon 09:00")
    assert played.row("opinion")[0] == "Mon 13:00:00.000001"
    assert played.stamp("decided") == "Mon 14:00:00.000001"


def test_a_part_of_the_limit() -> None:
    flow = permit([task("review", work="6 h")], limit="50%")
    assert play(scenario(flow), "Mon 09:00").stamp("decided") == "Mon 11:00:00.000001"


def test_a_pause_moves_the_deadline_on() -> None:
    flow = permit([task("a", work="2 h"), wait("hearing", "1 cd", pause="hearing"), task("b", work="3 h")])
    played = play(scenario(flow), "Mon 09:00")
    # Two hours are used by Monday 11:00; two more from Tuesday 11:00.
    assert played.stamp("decided") == "Tue 13:00:00.000001"
    assert (
        play(scenario(permit([*flow[0]["do"][0]["do"][:2], task("b", work="2 h")])), "Mon 09:00").stamp(
            "decided"
        )
        == "Tue 13:00"
    )


def test_whole_days_end_at_midnight() -> None:
    flow = permit([wait("review", "20 cd", party="government")], promised="5 wd", clock="statutory")
    # The day of the start is not counted; the fifth working date is the next Monday.
    assert play(scenario(flow), "Mon 09:00").stamp("decided") == "Tue2 00:00:00.000001"


def test_the_clock_of_a_target_that_begins_later() -> None:
    flow = [
        {"until": "deadline", "clock": "kept",
         "do": [task("a", work="2 h"), {"milestone": "accepted"}, task("b", work="9 h")]},
        {"milestone": "decided"},
    ]  # fmt: skip
    targets = {"kept": target("accepted", "decided", "4 wh")}
    assert play(scenario(flow, targets=targets), "Mon 09:00").stamp("decided") == "Mon 15:00:00.000001"


def test_in_a_loop_every_round_has_its_own_deadline() -> None:
    body = permit([task("review", work="6 h")])[0]
    loop = {
        "repeat": "rounds", "do": [body], "again": 1, "maximum": 2,
        "restart": ["permit.started", "permit.done"], "between": [wait("change", "1 h")],
    }  # fmt: skip
    played = play(scenario([loop, {"milestone": "decided"}], pools={"desk": pool(2)}), "Mon 09:00")
    # 13:00 the first round, changed by 14:00, four working hours more: Tuesday 10:00.
    assert played.stamp("decided") == "Tue 10:00:00.000002"  # a microsecond past each limit


@pytest.mark.parametrize(("work", "verdict"), [("3 h", (1, 1, 0)), ("6 h", (1, 0, 1))])
def test_what_silence_granted_is_late_and_told_apart(work: str, verdict: tuple[int, int, int]) -> None:
    targets = {"kept": target("arrived", "decided", "5 wh")}
    played = play(scenario(permit([task("review", work=work)], deemed=True), targets=targets), "Mon 09:00")
    judged = judge(played.program, played.outcome, 0)
    assert (judged.judged, judged.on_time, judged.deemed) == verdict


def test_what_silence_granted_later_does_not_touch_an_earlier_stage() -> None:
    flow = [
        task("first", work="1 h"),
        {"milestone": "half"},
        *permit([task("review", work="6 h")], deemed=True),
    ]
    targets = {"early": target("arrived", "half", "5 wh"), "whole": target("arrived", "decided", "20 wh")}
    played = play(scenario(flow, targets=targets), "Mon 09:00")
    found = [judge(played.program, played.outcome, clock) for clock in (0, 1)]
    assert [(one.on_time, one.deemed) for one in found] == [(1, 0), (0, 1)]


def test_withdrawn_from_outside_nothing_rings_any_more() -> None:
    race = {"race": "first", "branches": {
        "slow": permit([wait("review", "9 h")])[:1], "quick": [wait("other", "2 h")],
    }}  # fmt: skip
    played = play(scenario([race, {"milestone": "decided"}]), "Mon 09:00")
    assert played.stamp("decided") == "Mon 11:00"
    assert [row[0] for row in played.rows()] == ["other", "deadline", "review"]
