"""Assistance: a helper before intake, fewer papers missing, a shorter intake."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, pool, scenario, task
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.assistance import Parameters, apply
from sim.model.blocks import Documents, Task, find
from sim.model.scenario import Scenario

from .counters import ids

POOLS = {"desk": pool(1), "helper": pool(1)}


def file(name: str = "file", missing: float = 1, *do: Raw) -> Raw:
    return {
        "documents": name,
        "mode": "return",
        "papers": {"plan": {"missing": missing}, "title": {"missing": 0.4}},
        "prepare": "1 cd",
        "again": 0,
        "maximum": 2,
        "do": list(do) or [task(f"{name}_intake", work="40 min")],
    }


STATED: dict[str, Any] = {"documents": ["file"], "helper": "helper", "work": "30 min", "missing": 0}


def built(*flow: Raw, **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow or [file()], pools=POOLS, **more))  # type: ignore[arg-type]


def helped(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario, *coming: str) -> Played:
    return play(compile_program(scenario), *(coming or ("Mon 09:00",)))


def documents_of(scenario: Scenario, name: str = "file") -> dict[str, float]:
    block = find(scenario.services["main"].flow, name)
    assert isinstance(block, Documents)
    return {paper: stated.missing.value for paper, stated in block.papers.items()}


def test_a_helper_stands_before_the_papers() -> None:
    before = built()
    after = helped(before, missing=0.25)
    assert ids(after) == ["file.help", "file", "file_intake"]
    helper = find(after.services["main"].flow, "file.help")
    assert isinstance(helper, Task)
    assert (helper.pool, helper.intake) == ("helper", False)
    assert documents_of(after) == {"plan": 0.25, "title": 0.1}
    assert before == built()


def test_a_timeline_by_hand() -> None:
    assert played(built(file(missing=1))).rows() == [
        ("file_intake", "Mon 09:00", "Mon 09:00", "Mon 09:40"),
        ("file.prepare", "Mon 09:40", "Mon 09:40", "Tue 09:40"),
        ("file_intake", "Tue 09:40", "Tue 09:40", "Tue 10:20"),
    ]
    after = helped(built(), intake=["file_intake"], shorter=0.5)
    assert played(after, "Mon 09:00", "Mon 09:00").rows(1) == [
        ("file.help", "Mon 09:00", "Mon 09:30", "Mon 10:00"),
        ("file_intake", "Mon 10:00", "Mon 10:00", "Mon 10:20"),
    ]


def test_whoever_lacks_a_paper_with_help_lacked_it_without() -> None:
    before = built(file(missing=0.6))
    coming = ["Mon 09:00"] * 30
    one, other = played(before, *coming), played(helped(before, missing=0.5), *coming)
    returned = [
        {case for case in range(30) if any(row[0] == "file.prepare" for row in each.rows(case))}
        for each in (one, other)
    ]
    assert returned[1] < returned[0]


def test_a_paper_is_had_wherever_it_is_asked_for() -> None:
    after = helped(built(file(), file("other")), papers=["plan"], missing=0.5)
    assert ids(after) == ["file.help", "file", "file_intake", "other", "other_intake"]
    assert documents_of(after) == documents_of(after, "other") == {"plan": 0.5, "title": 0.4}
    compile_program(after)


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"documents": ["fil"]}, "documents", 'no documents is called "fil"; did you mean "file"?'),
        ({"documents": ["file_intake"]}, "documents", '"file_intake" is of the kind task; allowed: documents'),
        ({"helper": "helpr"}, "helper", 'no pool is called "helpr"; declared: desk, helper; did you mean "helper"?'),
        ({"papers": ["plam"]}, "papers",
         '"file" asks for no paper "plam"; allowed: plan, title; did you mean "plan"?'),
        ({"intake": ["fileintake"], "shorter": 0.5}, "intake",
         'no step is called "fileintake"; did you mean "file_intake"?'),
    ],
)  # fmt: skip
def test_refusals(changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        helped(built(), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_an_intake_of_another_service_gets_no_shorter() -> None:
    other = {"name": "o", "channels": {"hall": {"rate": "1 /wd"}}, "flow": [task("other_intake")]}
    with pytest.raises(Refusal, match='"other_intake" stands in no service that hands in file'):
        helped(built(others={"other": other}), intake=["other_intake"], shorter=0.5)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"missing": 1}, "missing 1 helps nobody; allowed: a factor from 0 to below 1"),
        ({"shorter": 0.5}, "shorter needs intake, the tasks"),
        ({"intake": ["file_intake"]}, "intake needs shorter, a factor below 1"),
        ({"intake": ["file_intake"], "shorter": 0}, "shorter 0 leaves no intake; allowed: a factor above 0 to 1"),
        ({"work": "1 cd"}, "is in calendar days; work is done in opening hours"),
    ],
)  # fmt: skip
def test_help_that_does_nothing(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        helped(built(), **changes)
