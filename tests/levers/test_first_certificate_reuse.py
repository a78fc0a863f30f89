"""First certificate counts: no paper is asked for twice, and later licences only check compliance."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, task

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.first_certificate_reuse import Parameters, apply
from sim.model.blocks import Documents, Repeat, Task, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(1)}


def papers(name: str, **missing: float) -> Raw:
    return {
        "documents": name,
        "mode": "return",
        "papers": {paper: {"missing": share} for paper, share in missing.items()},
        "prepare": "1 cd",
        "again": 0,
        "maximum": 2,
        "do": [task(f"{name}_intake", work="30 min")],
    }


FLOW: list[Raw] = [
    {"item": "licence", "do": [papers("first", identity=0, lease=1), task("licence_review")]},
    {"item": "food", "do": [papers("second", lease=1, health=0), task("food_review", work="2 h")]},
    {"item": "fire", "do": [papers("third", lease=1), task("fire_review")]},
]
STATED: dict[str, Any] = {
    "first": "first",
    "later": ["second", "third"],
    "compliance": {"food_review": "15 min"},
}


def built(flow: list[Raw] | None = None) -> Scenario:
    return Scenario.model_validate(scenario(flow or FLOW, pools=POOLS))


def reused(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario) -> Played:
    return play(compile_program(scenario), "Mon 09:00")


def test_papers_of_the_first_are_not_asked_for_again() -> None:
    before = built()
    after = reused(before)
    assert ids(after) == ids(before)
    first, second, third = (find(after.services["main"].flow, name) for name in ("first", "second", "third"))
    assert isinstance(first, Documents)
    assert isinstance(second, Documents)
    assert (list(first.papers), list(second.papers)) == (["identity", "lease"], ["health"])
    assert isinstance(third, Repeat)
    review = find(after.services["main"].flow, "food_review")
    assert isinstance(review, Task)
    assert str(review.work) == "15 min"
    assert review.name is not None
    assert review.name.zh == "food_review（合规性审查）"
    assert before == built()


def test_a_timeline_by_hand() -> None:
    before, after = (
        [(step, started, done) for step, _, started, done in played(each).rows()]
        for each in (built(), reused(built()))
    )
    first = [
        ("first_intake", "Mon 09:00", "Mon 09:30"),
        ("first.prepare", "Mon 09:30", "Tue 09:30"),
        ("first_intake", "Tue 09:30", "Tue 10:00"),
        ("licence_review", "Tue 10:00", "Tue 11:00"),
        ("second_intake", "Tue 11:00", "Tue 11:30"),
    ]
    assert before == [
        *first,
        ("second.prepare", "Tue 11:30", "Wed 11:30"),
        ("second_intake", "Wed 11:30", "Wed 12:00"),
        ("food_review", "Wed 12:00", "Wed 14:00"),
        ("third_intake", "Wed 14:00", "Wed 14:30"),
        ("third.prepare", "Wed 14:30", "Thu 14:30"),
        ("third_intake", "Thu 14:30", "Thu 15:00"),
        ("fire_review", "Thu 15:00", "Thu 16:00"),
    ]
    assert after == [
        *first,
        ("food_review", "Tue 11:30", "Tue 11:45"),
        ("third_intake", "Tue 11:45", "Tue 12:15"),
        ("fire_review", "Tue 12:15", "Tue 13:15"),
    ]


def around(kind: str, *blocks: Raw) -> Raw:
    options = [{"share": 0.5, "do": list(blocks)}, {"otherwise": True, "do": []}]
    if kind == "choice":
        return {"choice": "some", "options": options}
    return {"parallel": "both", "branches": {"a": [blocks[0]], "b": list(blocks[1:])}}


LOOSE = [papers("first", lease=0), papers("second", lease=0), papers("third", lease=0), task("food_review")]


@pytest.mark.parametrize(
    ("flow", "changes", "parameter", "message"),
    [
        (FLOW, {"later": ["secnd"]}, "first", 'no documents is called "secnd"; did you mean "second"?'),
        (FLOW, {"later": ["food_review"]}, "first", '"food_review" is of the kind task; allowed: documents'),
        (FLOW, {"later": ["second", "first"]}, "later", '"first" is the first of them; name those after it'),
        (FLOW, {"first": "third", "later": ["second"]}, "later", '"second" does not come after "third"'),
        (FLOW, {"compliance": {"food_reviw": "5 min"}}, "compliance",
         'no step is called "food_reviw"; did you mean "food_review"?'),
        (FLOW, {"compliance": {"first_intake": "5 min"}}, "compliance",
         '"first_intake" does not come after "first"'),
        ([papers("first", identity=0), *LOOSE[1:]], {"later": ["second"]}, "later",
         '"second" asks for none of the papers of "first": lease; allowed: documents with some of identity'),
        ([around("choice", LOOSE[0]), *LOOSE[1:]], {}, "later",
         '"first" stands in choice "some": not every case comes to it exactly once'),
        ([around("parallel", *LOOSE)], {}, "later", '"second" does not come after "first"'),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        reused(built(flow), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_a_later_licence_only_some_apply_for_is_no_obstacle() -> None:
    after = reused(built([LOOSE[0], around("choice", *LOOSE[1:])]))
    assert played(after).row("first_intake") == ("Mon 09:00", "Mon 09:00", "Mon 09:30")
    assert isinstance(find(after.services["main"].flow, "third"), Repeat)
