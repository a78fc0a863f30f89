"""One-window intake: pools, dropped steps, longer intake, the inserted hand-over, and what it refuses."""

from __future__ import annotations

import pytest
from engine.office import play

from sim.engine.compile import compile_program
from sim.model import ModelError
from sim.model.blocks import Task, Wait, find
from sim.model.scenario import Scenario

from .counters import ONE_WINDOW, applied, ask, hall, ids, place


def task_of(scenario: Scenario, name: str, service: str = "main") -> Task:
    block = find(scenario.services[service].flow, name)
    assert isinstance(block, Task)
    return block


def test_counters_become_one_pool_and_nothing_else_moves() -> None:
    before, after = applied("one_window", hall())
    assert list(before.pools) == ["counter_a", "counter_b", "window", "office_a", "office_b"]
    assert list(after.pools) == ["window", "office_a", "office_b"]
    assert [task_of(after, name).pool for name in ("a_intake", "b_intake", "a_review", "b_review")] == [
        "window",
        "window",
        "office_a",
        "office_b",
    ]
    assert after.pools["window"] == before.pools["window"]
    assert (after.targets, after.study, after.calendar) == (before.targets, before.study, before.calendar)


def test_dropped_steps_go_and_the_hand_over_stands_behind_the_intake() -> None:
    before, after = applied("one_window", hall())
    assert ids(before) == [
        "part_a",
        "a_intake",
        "a_review",
        "part_b",
        "walk",
        "b_intake",
        "b_review",
        "decided",
    ]
    assert ids(after) == [
        "part_a",
        "a_intake",
        "a_intake.hand_over",
        "a_review",
        "part_b",
        "b_intake",
        "b_review",
        "decided",
    ]
    hand_over = find(after.services["main"].flow, "a_intake.hand_over")
    assert isinstance(hand_over, Wait)
    assert (hand_over.party, str(hand_over.length)) == ("government", "15 min")


def test_only_the_intake_named_takes_longer() -> None:
    before, after = applied("one_window", hall())
    assert task_of(after, "a_intake").work == task_of(before, "a_intake").work.scaled(1.5)
    assert task_of(after, "b_intake").work == task_of(before, "b_intake").work


def test_without_hand_over_and_longer_no_time_is_added() -> None:
    plain = ONE_WINDOW.replace("          longer: 1.5\n", "").replace("\n          hand_over: 15 min", "")
    before, after = applied("one_window", hall(plain))
    assert "a_intake.hand_over" not in ids(after)
    assert task_of(after, "a_intake").work == task_of(before, "a_intake").work


def test_the_scenario_it_is_given_does_not_change() -> None:
    text = hall()
    before, after = applied("one_window", text)
    assert before == ask(text).stated
    assert before != after
    assert list(before.pools)[:2] == ["counter_a", "counter_b"]


def test_a_timeline_by_hand() -> None:
    before, after = applied("one_window", hall())
    assert play(compile_program(before), "Mon 09:00").rows() == [
        ("a_intake", "Mon 09:00", "Mon 09:00", "Mon 09:20"),
        ("a_review", "Mon 09:20", "Mon 09:20", "Mon 10:20"),
        ("walk", "Mon 10:20", "Mon 10:20", "Mon 10:50"),
        ("b_intake", "Mon 10:50", "Mon 10:50", "Mon 11:00"),
        ("b_review", "Mon 11:00", "Mon 11:00", "Mon 12:30"),
    ]
    assert play(compile_program(after), "Mon 09:00").rows() == [
        ("a_intake", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("a_intake.hand_over", "Mon 09:30", "Mon 09:30", "Mon 09:45"),
        ("a_review", "Mon 09:45", "Mon 09:45", "Mon 10:45"),
        ("b_intake", "Mon 10:45", "Mon 10:45", "Mon 10:55"),
        ("b_review", "Mon 10:55", "Mon 10:55", "Mon 12:25"),
    ]


def test_the_second_case_no_longer_waits_for_the_one_counter() -> None:
    before, after = applied("one_window", hall())
    started = [
        play(compile_program(one), "Mon 09:00", "Mon 09:00").row("a_intake", case=1)[1]
        for one in (before, after)
    ]
    assert started == ["Mon 09:20", "Mon 09:00"]


def test_tasks_of_several_or_alternative_counters_name_the_window_once() -> None:
    text = hall().replace(
        "            pool: counter_b\n", "            any_of: [counter_a, counter_b, office_b]\n"
    )
    text = text.replace("            pool: counter_a\n", "            all_of: [counter_a, counter_b]\n")
    _, after = applied("one_window", text)
    assert task_of(after, "b_intake").any_of == ("window", "office_b")
    assert task_of(after, "a_intake").all_of == ("window",)
    assert play(compile_program(after), "Mon 09:00").row("a_intake")[2] == "Mon 09:30"


def test_a_milestone_that_bears_the_name_of_a_dropped_step_stays() -> None:
    text = hall(decided="walk")
    _, after = applied("one_window", text)
    assert ids(after)[-1] == "walk"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "pools: [counter_a, counter_b]",
            "pools: [counter_a, counter_c]",
            'one_window: no pool is called "counter_c"; declared: counter_a, counter_b, window, office_a, '
            'office_b; did you mean "counter_b"?',
        ),
        (
            "into: window",
            "into: windw",
            'one_window: no pool is called "windw"; declared: counter_a, counter_b, window, office_a, office_b; '
            'did you mean "window"?',
        ),
        (
            "into: window",
            "into: counter_a",
            'one_window: "counter_a" is one of the pools to be pooled; name the pool they become',
        ),
        (
            "drop: [walk]",
            "drop: [walc]",
            'one_window: no step is called "walc"; did you mean "walk"?',
        ),
        (
            "drop: [walk]",
            "drop: [part_b]",
            'one_window: "part_b" is of the kind item; allowed: task, wait',
        ),
        (
            "intake: [a_intake]",
            "intake: [walk]",
            'one_window: "walk" is of the kind wait; allowed: task',
        ),
        (
            "pools: [counter_a, counter_b]",
            "pools: [unused]",
            "one_window: no task works at unused: there is nothing to pool",
        ),
    ],
)
def test_refusals(old: str, new: str, message: str) -> None:
    text = hall().replace(
        "  counter_b: {",
        "  unused: {name: u, kind: window, capacity: 1}\n  counter_b: {",
        int("unused" in new),
    )
    text = text.replace(old, new)
    with pytest.raises(ModelError) as failed:
        applied("one_window", text)
    assert str(failed.value) == f"{place(text, new)}  {message}"


def test_a_missing_parameter_is_named_where_the_lever_stands() -> None:
    text = hall(ONE_WINDOW.replace("          into: window\n", ""))
    with pytest.raises(ModelError) as failed:
        applied("one_window", text)
    assert str(failed.value).endswith('  one_window: "into" is missing')
    assert str(failed.value).startswith("hall.yaml:4")
