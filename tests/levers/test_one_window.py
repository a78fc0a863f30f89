"""One-window intake: pools, dropped steps, longer intake, the inserted hand-over, and what it refuses."""

from __future__ import annotations

import pytest
from engine.office import play

from sim.engine.compile import compile_program
from sim.model import ModelError
from sim.model.blocks import Session, Task, Wait, find
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


def test_a_room_that_is_shared_with_a_counter_becomes_that_of_the_window() -> None:
    text = (
        hall()
        .replace("office_a: {", "office_a: {room_of: counter_a, ")
        .replace("counter_a: {", "counter_a: {room: 9, ")
    )
    with pytest.raises(ModelError) as failed:
        applied("one_window", text)
    assert 'pool "office_a" has the room of "counter_a", which falls away; state room of "window"' in str(
        failed.value
    )
    _, after = applied("one_window", text.replace("window: {", "window: {room: 12, ", 1))
    assert after.pools["office_a"].room_of == "window"


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
    text = text.replace("            pool: counter_a\n", "            all_of: [counter_a, office_a]\n")
    _, after = applied("one_window", text)
    assert task_of(after, "b_intake").any_of == ("window", "office_b")
    assert task_of(after, "a_intake").all_of == ("window", "office_a")
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
            'one_window: "part_b" is of the kind item; allowed: task, session, wait',
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


CLASSES = """\
      - one_window:
          classes:
            - {pools: [counter_a], into: window}
            - {pools: [counter_b], into: clinic}
          drop: [walk]"""
PICK_UP = ONE_WINDOW.replace("hand_over: 15 min", "hand_over: {session: pick_up}")


def with_clinic(lever: str, **changes: str) -> str:
    """The hall with one more pool of windows, and a batch that is picked up at 11:30 and 16:30."""
    text = hall(lever, **changes)
    clinic = "  clinic: {name: c, kind: window, capacity: 1}\n"
    pick_up = 'sessions:\n  pick_up: {name: batch, at: ["11:30", "16:30"]}\n'
    return text.replace("  office_a: {", clinic + "  office_a: {").replace(
        "services:\n", pick_up + "services:\n"
    )


def test_each_class_of_counters_becomes_windows_of_its_own() -> None:
    _, after = applied("one_window", with_clinic(CLASSES))
    assert list(after.pools) == ["window", "clinic", "office_a", "office_b"]
    assert [task_of(after, name).pool for name in ("a_intake", "b_intake")] == ["window", "clinic"]
    assert play(compile_program(after), "Mon 09:00").ends() == ("completed", "Mon 12:00")


def test_one_class_of_all_counters_is_one_window_for_all() -> None:
    one = (
        CLASSES.partition("            -")[0] + "            - {pools: [counter_a, counter_b], into: window}"
    )
    plain = ONE_WINDOW.partition("          drop")[0].rstrip()
    programs = [ask(with_clinic(lever)).program.digest for lever in (one, plain)]
    assert programs[0] == programs[1]


def test_files_wait_for_the_next_batch() -> None:
    before, after = applied("one_window", with_clinic(PICK_UP))
    block = find(after.services["main"].flow, "a_intake.hand_over")
    assert isinstance(block, Session)
    assert (block.meeting, block.stated_parties) == ("pick_up", ("government",))
    assert play(compile_program(after), "Mon 09:00").rows()[:3] == [
        ("a_intake", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("a_intake.hand_over", "Mon 09:30", "Mon 11:30", "Mon 11:30"),
        ("a_review", "Mon 11:30", "Mon 11:30", "Mon 12:30"),
    ]
    assert before.sessions == after.sessions


def test_meetings_staffed_by_a_counter_are_staffed_by_the_window() -> None:
    text = with_clinic(ONE_WINDOW).replace("{name: batch,", "{name: batch, pools: [counter_a, office_a],")
    _, after = applied("one_window", text)
    assert after.sessions["pick_up"].pools == ("window", "office_a")


def test_a_window_that_has_the_skill_is_reached_by_it() -> None:
    text = (
        hall().replace("pool: counter_b", "skill: tax").replace("capacity: 1}", "capacity: 1, skills: [tax]}")
    )
    text = text.replace("window, capacity: 2}", "window, capacity: 2, skills: [tax]}")
    _, after = applied("one_window", text)
    assert play(compile_program(after), "Mon 09:00").unit("b_intake") == "window"


@pytest.mark.parametrize(
    ("lever", "old", "new", "stands", "message"),
    [
        (CLASSES, "into: clinic", "into: clinc", "classes:",
         'no pool is called "clinc"; declared: counter_a, counter_b, window, clinic, office_a, office_b; '
         'did you mean "clinic"?'),
        (CLASSES, "pools: [counter_b]", "pools: [counter_a]", "classes:", '"counter_a" stands there twice'),
        (CLASSES, "into: clinic", "into: counter_a", "classes:",
         '"counter_a" is one of the pools to be pooled; name the pool they become'),
        (CLASSES, "pools: [counter_b]", "pools: [clinic]", "classes:",
         '"clinic" is one of the pools to be pooled; name the pool they become'),
        (CLASSES, "          drop:", "          into: window\n          drop:", "one_window:",
         "classes state pools and into of their own; take pools and into away beside them"),
        (PICK_UP, "session: pick_up", "session: pickup", "hand_over:",
         'no session is called "pickup"; declared: pick_up; did you mean "pick_up"?'),
        (ONE_WINDOW, "pool: counter_b", "skill: tax", "pools: [counter_a, counter_b]",
         'task "b_intake" reaches "counter_b" by the skill "tax", which "window" lacks; give it the skill, or name '
         "the task's pool"),
    ],
)  # fmt: skip
def test_refusals_of_classes_batches_and_skills(
    lever: str, old: str, new: str, stands: str, message: str
) -> None:
    text = with_clinic(lever).replace(old, new)
    text = text.replace("counter_b: {name: b,", "counter_b: {name: b, skills: [tax],")
    with pytest.raises(ModelError) as failed:
        applied("one_window", text)
    line = next(number for number, line in enumerate(text.splitlines(), 1) if stands in line)
    assert str(failed.value).startswith(f"hall.yaml:{line}:")
    assert str(failed.value).endswith(f"  one_window: {message}")


TWO = 'takes counter_a, counter_b at once, which would be one unit of "window" only'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("pool: counter_b", "all_of: [counter_a, counter_b]", f'task "b_intake" {TWO}'),
        (
            "pool: counter_b",
            "all_of: [window, counter_b]",
            f'task "b_intake" {TWO.replace("counter_a", "window")}',
        ),
        ("{name: batch,", "{name: batch, pools: [counter_a, counter_b],", f'session "pick_up" {TWO}'),
    ],
)
def test_two_counters_at_once_are_not_one_window(old: str, new: str, message: str) -> None:
    text = with_clinic(ONE_WINDOW).replace(old, new)
    with pytest.raises(ModelError) as failed:
        applied("one_window", text)
    line = next(
        number for number, line in enumerate(text.splitlines(), 1) if line.startswith(" " * 10 + "pools: [")
    )
    assert str(failed.value) == f"hall.yaml:{line}:11  one_window: {message}"


def test_two_counters_that_become_windows_of_two_classes() -> None:
    text = with_clinic(CLASSES).replace("pool: counter_b", "all_of: [counter_a, counter_b]")
    _, after = applied("one_window", text)
    assert task_of(after, "b_intake").all_of == ("window", "clinic")


def test_what_falls_away_takes_nothing_in() -> None:
    text = hall(ONE_WINDOW.replace("drop: [walk]", "drop: [walk, a_intake]"))
    with pytest.raises(ModelError) as failed:
        applied("one_window", text)
    assert str(failed.value) == (
        f'{place(text, "intake: [a_intake]")}  one_window: "a_intake" stands under drop too; what falls away takes '
        "nothing in"
    )
