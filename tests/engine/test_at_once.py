"""A limit of 0 asks for a decision within one visit: an event, not a length of time (SEMANTICS 6.6)."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from engine.office import Played, Raw, play, pool, scenario, target, task, wait, window
from sim.model.scenario import Scenario

POOLS = {
    "desk": window(),
    "machine": pool(kind="system", hours="24h"),
    "back": pool(9),
}
"""A counter, a system, and a back office in which nobody ever queues."""


def visit(*flow: Raw, limit: str = "0 wh", clock: str = "working", **more: object) -> Raw:
    steps = [task("intake", work="10 min"), {"milestone": "in"}, *flow, {"milestone": "out"}]
    return scenario(steps, pools=POOLS, targets={"once": target("in", "out", limit, clock, **more)})


def on_time(played: Played, case: int = 0, name: str = "once") -> bool:
    clock = played.program.names.clocks.index(name)
    reached = played.outcome.stamps[case, played.program.names.stamps.index("out")]
    return bool(reached <= played.outcome.clock_late_at[case, clock])


LIMITS = [
    ("0 wh", "working"),
    ("0 wd", "working"),
    ("0 wd", "statutory"),
    ("0 cd", "statutory"),
    ("0 min", "elapsed"),
]


@pytest.mark.parametrize(("limit", "clock"), LIMITS)
def test_work_at_the_counter_is_the_visit_however_long(limit: str, clock: str) -> None:
    played = play(visit(task("decide", work="5 h"), limit=limit, clock=clock), "Mon 16:00")
    assert on_time(played)
    assert played.clock("once") == 0


@pytest.mark.parametrize(("limit", "clock"), LIMITS)
def test_what_goes_to_the_back_office_is_late_at_that_instant(limit: str, clock: str) -> None:
    played = play(visit(task("decide", "back", "1 min"), limit=limit, clock=clock), "Mon 09:00")
    assert not on_time(played)
    assert played.late_at("once") == "Mon 09:10"
    assert played.clock("once") == 1


def test_a_queue_at_the_counter_is_part_of_the_visit() -> None:
    # The second visitor's decision waits for the first one's; both stand at the counter all the while.
    played = play(visit(task("decide", work="20 min")), "Mon 09:00", "Mon 09:05")
    assert played.row("decide", 1)[0] < played.row("decide", 1)[1]
    assert on_time(played, 0)
    assert on_time(played, 1)


def test_a_machine_that_answers_at_once_does_not_end_the_visit() -> None:
    assert on_time(play(visit(task("decide", "machine", "2 min")), "Mon 09:00"))


@pytest.mark.parametrize(
    "step", [wait("paper", "1 h"), wait("paper", "1 h", party="applicant", pause="补正材料")]
)
def test_who_goes_and_comes_again_pays_a_second_visit(step: Raw) -> None:
    assert not on_time(play(visit(step), "Mon 09:00"))


def test_a_wait_outside_office_hours_counts() -> None:
    # 17:50 to 18:50: no office hour passes, and yet it is no longer one visit.
    assert not on_time(play(visit(task("decide", work="60 min"), wait("stamp", "30 min")), "Mon 16:40"))


def test_a_wait_of_no_length_is_none() -> None:
    assert on_time(play(visit(wait("nothing", "0 min")), "Mon 09:00"))


def test_a_task_that_either_may_do_is_away_from_the_counter() -> None:
    assert not on_time(play(visit(task("decide", any_of=["desk", "back"])), "Mon 09:00"))


def test_before_and_after_the_span_anything_goes() -> None:
    flow = [
        wait("post", "3 h"),
        task("first", "back"),
        {"milestone": "in"},
        task("decide"),
        {"milestone": "out"},
    ]
    raw = scenario([*flow, task("file", "back")], pools=POOLS, targets={"once": target("in", "out", "0 wh")})
    assert on_time(play(raw, "Mon 09:00"))


def test_only_what_a_party_holds_where_the_target_says_so() -> None:
    raw = visit(wait("paper", "1 h", party="applicant"), parties=["government"])
    assert on_time(play(raw, "Mon 09:00"))


@pytest.mark.parametrize("more", [{"rules": "licensing"}, {"sum_of": ["a", "b"]}])
def test_what_would_change_nothing_is_refused(more: Raw) -> None:
    raw = visit(task("decide"), **more)
    raw["targets"] |= {name: target("in", "out", "1 wh") for name in ("a", "b")}
    with pytest.raises(ValidationError, match="at once"):
        Scenario.model_validate(raw)


def test_a_promised_part_may_be_at_once_too() -> None:
    item: Raw = {"item": "licence", "promised": "0 wh", "clock": "working", "do": [task("decide")]}
    assert play(scenario([item], pools=POOLS), "Mon 16:30").clock("main.licence") == 0
    item["do"] = [task("decide", "back")]
    assert play(scenario([item], pools=POOLS), "Mon 10:00").clock("main.licence") == 60
