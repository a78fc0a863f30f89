"""One thing done once: one form, one intake, one set of papers, items side by side, one delivery."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, target, task, wait

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.one_thing_once import Parameters, apply
from sim.model.blocks import Documents, Parallel, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(5)}


def papers(name: str, *do: Raw, **missing: float) -> Raw:
    asked = {paper: {"missing": share} for paper, share in missing.items()}
    rules = {"prepare": "1 cd", "again": 0, "maximum": 2}
    return {"documents": name, "mode": "return", "papers": asked, "do": list(do), **rules}


def intake(name: str, work: str = "20 min") -> Raw:
    return task(name, work=work, intake=True)


LICENCE: Raw = {
    "item": "licence",
    "do": [
        papers("licence_file", intake("licence_intake"), identity=0, lease=0),
        {"milestone": "accepted"},
        task("licence_review", work="60 min"),
    ],
}
FOOD: Raw = {
    "item": "food",
    "do": [
        papers("food_file", intake("food_intake"), lease=0, health=1),
        task("food_review", work="90 min"),
        task("food_delivery", work="10 min"),
    ],
}
FLOW: list[Raw] = [
    LICENCE,
    {"milestone": "licensed"},
    task("licence_delivery", work="10 min"),
    wait("second_trip", "30 min"),
    FOOD,
    {"milestone": "decided"},
]
STATED: dict[str, Any] = {
    "id": "one_thing",
    "items": ["licence", "food"],
    "intake": ["licence_file", "accepted"],
    "delivery": ["food_delivery"],
    "drop": ["licence_delivery", "second_trip", "food_intake"],
    "documents": ["licence_file", "food_file"],
}


def built(flow: list[Raw], **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow, pools=POOLS, **more))  # type: ignore[arg-type]


def once(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario) -> Played:
    return play(compile_program(scenario), "Mon 09:00")


def test_one_intake_one_set_of_papers_a_fork_and_one_delivery() -> None:
    before = built(FLOW)
    after = once(before)
    assert ids(after) == [
        "licence_file", "licence_intake", "accepted", "one_thing", "licence", "licence_review", "licensed", "food",
        "food_review", "food_delivery", "decided",
    ]  # fmt: skip
    fork, file = (find(after.services["main"].flow, name) for name in ("one_thing", "licence_file"))
    assert isinstance(fork, Parallel)
    assert isinstance(file, Documents)
    assert [[block.id for block in branch] for branch in fork.branches.values()] == [
        ["licence", "licensed"],
        ["food"],
    ]
    assert list(file.papers) == ["identity", "lease", "health"]
    assert before == built(FLOW)


def test_a_timeline_by_hand() -> None:
    """The health paper is missing in every case: before, the second item's file comes back a day later."""
    before = played(built(FLOW))
    assert before.rows() == [
        ("licence_intake", "Mon 09:00", "Mon 09:00", "Mon 09:20"),
        ("licence_review", "Mon 09:20", "Mon 09:20", "Mon 10:20"),
        ("licence_delivery", "Mon 10:20", "Mon 10:20", "Mon 10:30"),
        ("second_trip", "Mon 10:30", "Mon 10:30", "Mon 11:00"),
        ("food_intake", "Mon 11:00", "Mon 11:00", "Mon 11:20"),
        ("food_file.prepare", "Mon 11:20", "Mon 11:20", "Tue 11:20"),
        ("food_intake", "Tue 11:20", "Tue 11:20", "Tue 11:40"),
        ("food_review", "Tue 11:40", "Tue 11:40", "Tue 13:10"),
        ("food_delivery", "Tue 13:10", "Tue 13:10", "Tue 13:20"),
    ]
    after = played(once(built(FLOW), longer=1.5))
    assert after.rows() == [
        ("licence_intake", "Mon 09:00", "Mon 09:00", "Mon 09:30"),
        ("licence_file.prepare", "Mon 09:30", "Mon 09:30", "Tue 09:30"),
        ("licence_intake", "Tue 09:30", "Tue 09:30", "Tue 10:00"),
        ("licence_review", "Tue 10:00", "Tue 10:00", "Tue 11:00"),
        ("food_review", "Tue 10:00", "Tue 10:00", "Tue 11:30"),
        ("food_delivery", "Tue 11:30", "Tue 11:30", "Tue 11:40"),
    ]
    assert (after.stamp("licensed"), after.stamp("decided")) == ("Tue 11:00", "Tue 11:40")


def test_what_stands_before_or_behind_the_items_already_stays_there() -> None:
    flow = [intake("form"), task("look"), {"item": "a", "do": [task("one")]}, {"item": "b", "do": [task("two")]},
            task("archive"), task("hand_out")]  # fmt: skip
    after = once(
        built(flow),
        items=["a", "b"],
        intake=["form"],
        delivery=["hand_out"],
        drop=[],
        documents=None,
        longer=2,
    )
    assert ids(after) == ["form", "look", "one_thing", "a", "one", "b", "two", "archive", "hand_out"]
    assert played(after).row("form") == ("Mon 09:00", "Mon 09:00", "Mon 09:40")


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"items": ["licence", "fod"]}, "items", 'no step is called "fod"; did you mean "food"?'),
        ({"items": ["licence", "licence"]}, "items", "licence, licence: one stands there twice"),
        ({"intake": ["licence_intake"]}, "intake",
         '"licence_intake" stands in documents "licence_file": not every case comes to it exactly once'),
        ({"intake": ["licence_fil"]}, "intake", 'no step is called "licence_fil"; did you mean "licence_file"?'),
        ({"intake": ["licence_file", "second_trip"]}, "drop", '"second_trip" is done once; it cannot fall away too'),
        ({"drop": ["food_intake"]}, "items",
         "licence, food do not directly follow one another in one list; name under drop what stands between them and "
         "falls away"),
        ({"drop": [*STATED["drop"], "third_trip"]}, "drop", 'no step is called "third_trip"'),
        ({"documents": ["food_file", "licence_file"]}, "documents",
         '"licence_file" stands before "food_file"; name the first one first'),
        ({"id": "food_review"}, "id", 'a block is called "food_review" already'),
        ({"intake": ["accepted"], "longer": 1.2}, "longer",
         "none of accepted is a task with intake: true that could take longer"),
    ],
)  # fmt: skip
def test_refusals(changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        once(built(FLOW), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_an_item_that_needs_anothers_result_cannot_run_beside_it() -> None:
    asks: Raw = {
        "choice": "ask",
        "options": [{"when": "stamped.licensed", "do": []}, {"otherwise": True, "do": []}],
    }
    needing = {**FOOD, "do": [asks, *FOOD["do"]]}
    flow = [needing if block is FOOD else block for block in FLOW]
    with pytest.raises(
        Refusal, match='"food" needs the milestone "licensed" of "licence"; it cannot run beside it'
    ):
        once(built(flow))


def test_papers_of_other_rules_are_refused() -> None:
    other = {**FOOD, "do": [{**FOOD["do"][0], "prepare": "3 cd"}, *FOOD["do"][1:]]}
    flow = [other if block is FOOD else block for block in FLOW]
    with pytest.raises(Refusal, match='"licence_file" and "food_file" differ in prepare: 1 cd and 3 cd'):
        once(built(flow))


def test_the_promise_of_the_whole_is_judged_as_before() -> None:
    judged = {"promise": target("accepted", "decided", "9 cd", "elapsed")}
    before, after = built(FLOW, targets=judged), once(built(FLOW, targets=judged))
    assert played(before).clock("promise") == 24 * 60 + 4 * 60
    assert played(after).clock("promise") == 100
