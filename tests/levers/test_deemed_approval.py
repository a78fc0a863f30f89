"""Deemed approval: silence grants at the promised limit, cards before it, and never a matter of safety."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, at, play, pool, scenario, service, target, task, wait
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.deemed_approval import Parameters, apply
from sim.model.blocks import Item, Task, Until, find
from sim.model.scenario import Scenario
from sim.results.judged import judge
from sim.worktime import MINUTE

from .counters import ids

LIMIT = {"promised": "4 wh", "clock": "working"}


def item(*do: Raw, **more: object) -> list[Raw]:
    return [
        {"item": "permit", "do": list(do), **{**LIMIT, **more}},
        task("seal", "window", "30 min"),
        {"milestone": "decided"},
    ]


REVIEW = item(task("review", work="6 h"), {"milestone": "permitted"})


def built(flow: list[Raw] = REVIEW, **more: object) -> Scenario:
    pools = {"desk": pool(1), "window": pool(1)}
    others = {"other": service([task("long")])}
    return Scenario.model_validate(scenario(flow, pools=pools, others=others, **more))  # type: ignore[arg-type]


def deemed(before: Scenario, **stated: Any) -> Scenario:
    return apply(before, Parameters.model_validate({"items": ["permit"], **stated}))


def test_the_item_s_work_stands_in_a_deadline_and_shows_cards() -> None:
    before = built()
    after = deemed(before)
    assert ids(after) == ["permit", "permit.deemed", "review", "permitted", "permitted", "seal", "decided"]
    until, review = (find(after.services["main"].flow, name) for name in ("permit.deemed", "review"))
    assert isinstance(until, Until)
    assert (until.clock, until.limit, until.deemed) == ("permit", 1.0, True)
    assert isinstance(review, Task)
    assert review.urgency is not None
    assert (review.urgency.clock, review.urgency.classes) == ("permit", {0.5: -1, 0.9: -2})
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """A review of six hours with four promised: granted at 13:00, and the desk is busy until 15:00."""
    plain, silent = (play(compile_program(one), "Mon 09:00") for one in (built(), deemed(built())))
    assert (plain.stamp("permitted"), plain.stamp("decided")) == ("Mon 15:00", "Mon 15:30")
    assert silent.rows() == [
        ("permit.deemed", "Mon 09:00", "Mon 09:00", "Mon 13:00:00.000001"),
        ("review", "Mon 09:00", "Mon 09:00", "x Mon 13:00:00.000001"),
        ("seal", "Mon 13:00:00.000001", "Mon 13:00:00.000001", "Mon 13:30:00.000001"),
    ]
    assert silent.stamp("permitted") == silent.stamp("deemed") == "Mon 13:00:00.000001"
    assert silent.stamp("decided") == "Mon 13:30:00.000001"
    assert silent.outcome.void_work == 1


def test_what_silence_granted_counts_late() -> None:
    targets = {"kept": target("arrived", "decided", "6 wh")}
    played = play(compile_program(deemed(built(targets=targets))), "Mon 09:00")
    judged = judge(played.program, played.outcome, 0)
    assert (judged.judged, judged.on_time, judged.deemed) == (1, 0, 1)


def test_the_yellow_card_moves_a_file_forward_and_nothing_need_be_deemed() -> None:
    flow = item(wait("held", "2 h", party="government"), task("review"))
    coming = ("Mon 09:00", *[("Mon 10:00", "other.hall")] * 4)
    plain, carded = (play(compile_program(one), *coming) for one in (built(flow), deemed(built(flow))))
    assert plain.row("review")[1] == "Mon 14:00"
    # Half of four hours is over at 11:00, when it joins the queue: it starts as soon as the desk is free.
    assert carded.row("review")[1:] == ("Mon 11:00", "Mon 12:00")
    assert carded.stamp("deemed") == "-"


def test_an_item_of_safety_is_never_granted_by_silence() -> None:
    with pytest.raises(Refusal) as refused:
        deemed(built(item(task("review"), safety=True)))
    assert refused.value.message == '"permit" is a matter of safety or secrecy: silence grants nothing there'


INNER = [{"item": "plan", "do": [task("review")]}]


@pytest.mark.parametrize(
    ("before", "stated", "message"),
    [
        (built(), {"items": ["permits"]}, 'no item is called "permits"; did you mean "permit"?'),
        (built(), {"items": ["review"]}, '"review" is of the kind task; allowed: item'),
        (built(item(task("review"), promised=None)), {}, '"permit" promises no limit, so there is nothing to run out'),
        (deemed(built()), {}, '"permit" is granted by silence already'),
        (built(item(*INNER), targets={"t": {"service": "main", "item": "plan", "limit": "3 wd", "required_share": 1}}),
         {}, '"plan" is judged or asked for elsewhere, and would not be done this way'),
    ],
)  # fmt: skip
def test_refusals(before: Scenario, stated: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal) as refused:
        deemed(before, **stated)
    assert (refused.value.parameter, refused.value.message) == ("items", message)


def test_several_items_each_have_their_own_deadline() -> None:
    both = [*item(task("review")), {"item": "other", "do": [task("check")], "promised": "2 wd"}]
    after = deemed(built(both), items=["permit", "other"])
    for name in ("permit", "other"):
        block = find(after.services["main"].flow, name)
        assert isinstance(block, Item)
        assert [inner.id for inner in block.do] == [f"{name}.deemed"]
    compile_program(after)


@given(
    work=st.lists(st.integers(1, 600), min_size=1, max_size=3),
    coming=st.lists(st.integers(0, 3000), min_size=1, max_size=5),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_it_bounds_the_clock_and_with_ample_pools_makes_nobody_timely(
    work: list[int], coming: list[int]
) -> None:
    """Silence ends the item a microsecond past its limit, and who would have been late is late all the same.

    With ample pools: where people queue, silence also takes work off the desks, which may help others.
    """
    flow = item(*(task(f"review{n}", work=f"{minutes} min") for n, minutes in enumerate(work)))
    targets = {"kept": target("permit.started", "permit.done", "4 wh", "working")}
    before = Scenario.model_validate(
        scenario(flow, pools={"desk": pool(20), "window": pool(20)}, targets=targets)
    )
    instants = [at("Mon 09:00") + minutes * MINUTE for minutes in sorted(coming)]
    plain, silent = (play(compile_program(one), *instants) for one in (before, deemed(before)))
    kept = silent.program.names.clocks.index("kept")
    assert silent.outcome.clock_value[:, kept].max() <= 4 * 60 * MINUTE + 1
    counts = [judge(played.program, played.outcome, kept) for played in (plain, silent)]
    assert counts[0].on_time == counts[1].on_time
    assert counts[0].judged == counts[1].judged
    assert counts[1].deemed == counts[1].judged - counts[1].on_time
