"""Chief representatives: an item's case is decided at the hall, without the back office and its signing."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, pool, scenario, target, task, window

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.chief_representative import Parameters, apply
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(1), "chief": window()}
PERMIT: Raw = {
    "item": "permit",
    "promised": "3 wd",
    "do": [task("review", work="2 h"), {"milestone": "reviewed"}, {"session": "signed", "of": "signing"}],
}
FLOW: list[Raw] = [PERMIT, {"milestone": "decided"}]


def built(flow: list[Raw] | None = None) -> Scenario:
    targets = {"t": {"service": "main", "item": "permit", "limit": "3 wd", "required_share": 0.9},
               "half": target("arrived", "reviewed", "4 wh")}  # fmt: skip
    raw = scenario(flow or FLOW, pools=dict(POOLS), targets=targets)
    raw["sessions"] = {"signing": {"name": "signing", "weekdays": ["wed"], "at": "16:00"}}
    return Scenario.model_validate(raw)


def on_the_spot(before: Scenario, item: str = "permit", **stated: Any) -> Scenario:
    decides = {"pool": "chief", "work": "30 min", "share": 1} | stated
    return apply(before, Parameters.model_validate({"items": {item: decides}}))


def test_one_task_stands_beside_the_item_s_steps() -> None:
    before = built()
    after = on_the_spot(before, share=0.4)
    assert [name for name in ids(after) if name.startswith("permit")] == [
        "permit", "permit.on_the_spot.review", "permit.on_the_spot", "permit.on_the_spot.signed",
    ]  # fmt: skip
    assert {"review", "signed", "reviewed"} <= set(ids(after))
    assert before == built()


def test_a_timeline_by_hand() -> None:
    plain, spot = (play(compile_program(one), "Mon 09:00") for one in (built(), on_the_spot(built())))
    assert (plain.stamp("reviewed"), plain.stamp("decided")) == ("Mon 11:00", "Wed 16:00")
    assert spot.rows() == [("permit.on_the_spot", "Mon 09:00", "Mon 09:00", "Mon 09:30")]
    assert spot.stamp("reviewed") == spot.stamp("permit.done") == spot.stamp("decided") == "Mon 09:30"


def test_only_the_signing_may_fall_away() -> None:
    played = play(compile_program(on_the_spot(built(), skips=["signed"], work="10 min")), "Mon 09:00")
    assert [row[0] for row in played.rows()] == ["review", "permit.on_the_spot"]
    assert played.stamp("decided") == "Mon 11:10"


def test_the_others_go_to_the_back_office_as_before() -> None:
    other = on_the_spot(built(), share=1e-9)
    assert (
        play(compile_program(other), "Mon 09:00").rows() == play(compile_program(built()), "Mon 09:00").rows()
    )


@pytest.mark.parametrize(
    ("item", "stated", "message"),
    [
        ("permitt", {}, 'no item is called "permitt"; did you mean "permit"?'),
        ("permit", {"skips": ["sined"]}, 'no step is called "sined"; did you mean "signed"?'),
    ],
)
def test_refusals(item: str, stated: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal) as refused:
        on_the_spot(built(), item, **stated)
    assert (refused.value.parameter, refused.value.message) == ("items", message)


def test_a_pool_that_is_not_there() -> None:
    with pytest.raises(Refusal) as refused:
        on_the_spot(built(), pool="cheif")
    assert refused.value.message == 'no pool is called "cheif"; declared: desk, chief; did you mean "chief"?'


def test_an_item_its_representative_does_alone_has_nothing_to_skip() -> None:
    alone = [{"item": "permit", "do": [task("review", "chief"), {"milestone": "reviewed"}]}]
    with pytest.raises(Refusal, match='nothing in "permit" is done by others than "chief"'):
        on_the_spot(built(alone))
