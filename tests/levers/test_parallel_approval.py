"""Parallel approval: the parallel block, what it refuses, and that it never makes a case longer."""

from __future__ import annotations

import pytest
from engine.office import at, play, pool, scenario, task
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.compile import compile_program
from sim.levers import Refusal, parallel_approval
from sim.model import ModelError
from sim.model.blocks import Parallel, Task, find
from sim.model.scenario import Scenario

from .counters import ONE_WINDOW, PARALLEL, applied, ask, hall, ids, place


def test_the_parts_become_branches_that_keep_their_ids() -> None:
    before, after = applied("parallel_approval", hall())
    assert [block.id for block in after.services["main"].flow] == ["together", "decided"]
    joined = find(after.services["main"].flow, "together")
    assert isinstance(joined, Parallel)
    assert {name: [block.id for block in flow] for name, flow in joined.branches.items()} == {
        "part_a": ["part_a"],
        "part_b": ["part_b"],
    }
    assert [one for one in ids(after) if one != "together"] == ids(before)
    assert after.pools == before.pools


def test_the_scenario_it_is_given_does_not_change() -> None:
    text = hall()
    before, after = applied("parallel_approval", text)
    assert before == ask(text).stated
    assert before != after


def test_a_timeline_by_hand() -> None:
    _, after = applied("parallel_approval", hall())
    assert sorted(play(compile_program(after), "Mon 09:00").rows()) == [
        ("a_intake", "Mon 09:00", "Mon 09:00", "Mon 09:20"),
        ("a_review", "Mon 09:20", "Mon 09:20", "Mon 10:20"),
        ("b_intake", "Mon 09:30", "Mon 09:30", "Mon 09:40"),
        ("b_review", "Mon 09:40", "Mon 09:40", "Mon 11:10"),
        ("walk", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
    ]
    assert play(compile_program(after), "Mon 09:00").ends() == ("completed", "Mon 11:10")


def test_steps_deep_in_a_flow_are_found_and_their_order_in_the_file_kept() -> None:
    text = hall().replace("steps: [part_a, part_b]", "steps: [b_intake, walk]")
    _, after = applied("parallel_approval", text)
    assert ids(after) == [
        "part_a", "a_intake", "a_review", "part_b", "together", "walk", "b_intake", "b_review", "decided",
    ]  # fmt: skip


def test_every_service_that_has_the_steps_changes() -> None:
    flow = [task("one"), task("two")]
    raw = scenario(flow, others={"second": scenario(flow)["services"]["main"]})
    after = parallel_approval.apply(
        Scenario.model_validate(raw), parallel_approval.Parameters(id="both", steps=("one", "two"))
    )
    assert [ids(after, service)[0] for service in ("main", "second")] == ["both", "both"]


@pytest.mark.parametrize(
    ("steps", "name", "message"),
    [
        ("[part_a, part_c]", "together", 'no block is called "part_c"; did you mean "part_b"?'),
        ("[part_a, b_review]", "together", "part_a, b_review do not directly follow one another in one list"),
        ("[a_intake, a_review, walk]", "together",
         "a_intake, a_review, walk do not directly follow one another in one list"),
        ("[walk, b_review]", "together", "walk, b_review do not directly follow one another in one list"),
        ("[part_a, part_a]", "together", "part_a, part_a: a step stands there twice"),
        ("[part_a, part_b]", "walk", 'a block is called "walk" already'),
    ],
)  # fmt: skip
def test_refusals(steps: str, name: str, message: str) -> None:
    text = hall().replace("steps: [part_a, part_b]", f"steps: {steps}").replace("id: together", f"id: {name}")
    with pytest.raises(ModelError) as failed:
        applied("parallel_approval", text)
    at_fault = "id: walk" if name == "walk" else f"steps: {steps}"
    assert str(failed.value) == f"{place(text, at_fault)}  parallel_approval: {message}"


def test_one_step_is_too_few() -> None:
    with pytest.raises(ModelError, match="is too short; allowed: at least 2"):
        applied("parallel_approval", hall().replace("steps: [part_a, part_b]", "steps: [part_a]"))


PRE_REVIEW = PARALLEL + "\n          pre_review: {steps: [c_review], share: {value: 0.75, source: s}}"
BEHIND = """\
      - item: part_c
        do:
          - {task: c_intake, pool: counter_a, work: 10 min}
          - {task: c_review, pool: office_a, work: 40 min, name: {zh: 审查, en: Review}}
      - milestone: decided
"""


def pre_review(lever: str = PRE_REVIEW) -> str:
    """The hall with a third part, whose review is begun while the first two are under way."""
    return hall(ONE_WINDOW, lever).replace("      - milestone: decided\n", BEHIND)


def test_a_share_of_the_next_parts_work_is_done_while_it_waits() -> None:
    before, after = applied("parallel_approval", pre_review())
    joined, part_before, rest = (
        find(after.services["main"].flow, name) for name in ("together", "c_review.pre_review", "c_review")
    )
    assert isinstance(joined, Parallel)
    assert list(joined.branches) == ["part_a", "part_b", "c_review.pre_review"]
    assert isinstance(part_before, Task)
    assert isinstance(rest, Task)
    work = find(before.services["main"].flow, "c_review").work  # type: ignore[union-attr]
    assert (part_before.work, rest.work) == (work.scaled(0.75), work.scaled(0.25))
    assert part_before.name is not None
    assert part_before.name.zh == "审查（预审）"
    assert [block.id for block in after.services["main"].flow] == ["together", "part_c", "decided"]


def test_a_timeline_of_pre_review_by_hand() -> None:
    _, after = applied("parallel_approval", pre_review())
    assert sorted(play(compile_program(after), "Mon 09:00").rows()) == [
        ("a_intake", "Mon 09:00", "Mon 09:00", "Mon 09:20"),
        # the one reviewer of office a is at the pre-review until 9:30
        ("a_review", "Mon 09:20", "Mon 09:30", "Mon 10:30"),
        ("b_intake", "Mon 09:30", "Mon 09:30", "Mon 09:40"),
        ("b_review", "Mon 09:40", "Mon 09:40", "Mon 11:10"),
        ("c_intake", "Mon 11:10", "Mon 11:10", "Mon 11:20"),
        ("c_review", "Mon 11:20", "Mon 11:20", "Mon 11:30"),
        ("c_review.pre_review", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("walk", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
    ]


def test_the_last_of_the_steps_stays_behind_those_it_is_pre_reviewed_beside() -> None:
    lever = PRE_REVIEW.replace("[part_a, part_b]", "[part_a, part_b, part_c]")
    _, after = applied("parallel_approval", pre_review(lever))
    joined = find(after.services["main"].flow, "together")
    assert isinstance(joined, Parallel)
    assert list(joined.branches) == ["part_a", "part_b", "c_review.pre_review"]
    assert [block.id for block in after.services["main"].flow] == ["together", "part_c", "decided"]
    two = PRE_REVIEW.replace("[c_review]", "[b_review]")
    _, after = applied("parallel_approval", pre_review(two))
    assert [block.id for block in after.services["main"].flow] == ["together", "part_b", "part_c", "decided"]
    assert "b_review.pre_review" in ids(after)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("steps: [c_review]", "steps: [c_reviw]", 'no step is called "c_reviw"; did you mean "c_review"?'),
        ("steps: [c_review]", "steps: [part_c]", '"part_c" is of the kind item; allowed: task'),
        ("steps: [c_review]", "steps: [a_review]",
         'nothing stands before "part_a" that its pre-review could wait for'),
        ("steps: [part_a, part_b]", "steps: [part_b, part_c, part_a]",
         'nothing stands before "part_a" that its pre-review could wait for'),
        ("value: 0.75", "value: 1", "share 1 leaves nothing to do before, or after; allowed: between 0 and 1"),
    ],
)  # fmt: skip
def test_refusals_of_a_pre_review(old: str, new: str, message: str) -> None:
    lever = PRE_REVIEW.replace(old, new)
    if "part_c, part_a" in new:
        lever = lever.replace("[c_review]", "[a_review]")
    with pytest.raises(ModelError) as failed:
        applied("parallel_approval", pre_review(lever))
    assert str(failed.value).endswith(f"  parallel_approval: {message}")


def test_a_part_that_others_of_the_steps_follow_cannot_wait_for_them() -> None:
    lever = PRE_REVIEW.replace("[part_a, part_b]", "[part_a, part_b, part_c]").replace(
        "[c_review]", "[b_review]"
    )
    with pytest.raises(
        ModelError, match='"part_b" stands before "part_c"; it can only wait for steps before it'
    ):
        applied("parallel_approval", pre_review(lever))


def test_work_that_is_not_done_exactly_once_is_not_pre_reviewed() -> None:
    text = pre_review().replace("          - {task: c_review", "          - repeat: again\n            again: 0.5\n"
                                "            maximum: 2\n            do:\n              - {task: c_review")  # fmt: skip
    with pytest.raises(
        ModelError, match='"c_review" stands in a choice or a loop: it is not done exactly once'
    ):
        applied("parallel_approval", text)


@settings(max_examples=25, deadline=None)
@given(
    work=st.lists(st.integers(1, 600), min_size=2, max_size=4),
    coming=st.lists(st.integers(0, 4 * 24 * 60 - 1), min_size=1, max_size=3),
)
def test_with_ample_pools_no_case_takes_longer(work: list[int], coming: list[int]) -> None:
    steps = [f"step{number}" for number in range(len(work))]
    raw = scenario(
        [task(step, step, f"{minutes} min") for step, minutes in zip(steps, work, strict=True)],
        pools={step: pool(20) for step in steps},
    )
    before = Scenario.model_validate(raw)
    after = parallel_approval.apply(before, parallel_approval.Parameters(id="all", steps=tuple(steps)))
    arrivals = [
        f"{['Mon', 'Tue', 'Wed', 'Thu'][t // 1440]} {t % 1440 // 60:02d}:{t % 60:02d}" for t in sorted(coming)
    ]
    played = [play(compile_program(one), *arrivals) for one in (before, after)]
    for case in range(len(arrivals)):
        one_by_one, together = (at(one.ends(case)[1]) for one in played)
        assert together < one_by_one


def asking(stamp: str, *stamping: dict[str, object]) -> Scenario:
    asks = {
        "choice": "asks",
        "options": [{"when": f"not stamped.{stamp}", "do": []}, {"otherwise": True, "do": []}],
    }
    parts = [{"item": "first", "do": [task("one"), *stamping]}, {"item": "second", "do": [task("two"), asks]}]
    return Scenario.model_validate(scenario([*parts, task("three")]))


@pytest.mark.parametrize("stamp", ["ready", "first.done", "first.started"])
def test_a_step_that_asks_for_a_stamp_of_another_cannot_run_beside_it(stamp: str) -> None:
    before = asking(stamp, {"milestone": "ready"})
    with pytest.raises(Refusal) as refused:
        parallel_approval.apply(before, parallel_approval.Parameters(id="both", steps=("first", "second")))
    assert refused.value.message == (
        f'"second" needs the milestone "{stamp}" of "first"; it cannot run beside it'
    )
    parallel_approval.apply(before, parallel_approval.Parameters(id="both", steps=("second", "three")))


def test_a_loop_that_runs_until_another_step_has_stamped() -> None:
    loop = {"repeat": "until", "again_when": "not stamped.ready", "maximum": 3, "do": [task("two")]}
    first = {"item": "first", "do": [task("one"), {"milestone": "ready"}]}
    with pytest.raises(Refusal, match='"until" needs the milestone "ready" of "first"'):
        parallel_approval.apply(
            Scenario.model_validate(scenario([first, loop])),
            parallel_approval.Parameters(id="both", steps=("first", "until")),
        )


def test_a_require_bears_the_id_of_its_background_and_is_no_step() -> None:
    flow = [
        {"background": "copy", "do": [task("copying")]},
        task("one"),
        {"require": "copy"},
        {"milestone": "ready"},
    ]
    before = Scenario.model_validate(scenario(flow))
    with pytest.raises(Refusal, match="one, copy do not directly follow"):
        parallel_approval.apply(
            Scenario.model_validate(scenario([flow[0], task("zero"), *flow[1:]])),
            parallel_approval.Parameters(id="both", steps=("one", "copy")),
        )
    with pytest.raises(Refusal, match='"ready" is of the kind milestone; it does nothing of its own'):
        parallel_approval.apply(before, parallel_approval.Parameters(id="both", steps=("one", "ready")))
    after = parallel_approval.apply(before, parallel_approval.Parameters(id="both", steps=("copy", "one")))
    assert ids(after) == ["both", "copy", "copying", "one", "copy", "ready"]
