"""Parallel approval: the parallel block, what it refuses, and that it never makes a case longer."""

from __future__ import annotations

import pytest
from engine.office import at, play, pool, scenario, task
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.compile import compile_program
from sim.levers import parallel_approval
from sim.model import ModelError
from sim.model.blocks import Parallel, find
from sim.model.scenario import Scenario

from .counters import applied, ask, hall, ids, place


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
