"""Simplified deregistration: a notice instead of a liquidation, tolerant of exceptions and errors of form."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, scenario, target, task, wait
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.simplified_deregistration import Parameters, apply
from sim.model.blocks import Choice, Repeat, find
from sim.model.scenario import Scenario

from .counters import ids

FILE: Raw = {
    "documents": "file",
    "mode": "return",
    "papers": {"form": {"missing": 1}},
    "prepare": "2 cd",
    "again": 0,
    "maximum": 2,
    "do": [task("intake", work="20 min")],
}
FLOW: list[Raw] = [
    task("group_filed", work="30 min"),
    wait("creditors", "45 cd", party="applicant"),
    FILE,
    task("review"),
    {"milestone": "decided"},
]
STATED: dict[str, Any] = {
    "id": "simple",
    "ordinary": ["group_filed", "creditors"],
    "notice": "20 cd",
    "objection": 0,
}
LONG = {"study": {"follow_up": "90 wd"}}


def built(flow: list[Raw] | None = None, **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow or FLOW, **LONG, **more))  # type: ignore[arg-type]


def simplified(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(STATED | changes))


def played(scenario: Scenario, *coming: str) -> Played:
    return play(compile_program(scenario), *(coming or ("Mon 09:00",)))


def steps(scenario: Scenario) -> list[tuple[str, str, str]]:
    return [(step, started, done) for step, _, started, done in played(scenario).rows()]


FILED = ["intake", "file.prepare", "intake", "review"]


def test_the_notice_stands_where_the_liquidation_stood() -> None:
    before = built()
    after = simplified(before)
    assert ids(after) == [
        "simple", "simple.published", "simple.objection", "simple.simple", "simple.ordinary", "group_filed",
        "creditors", "file", "intake", "review", "decided",
    ]  # fmt: skip
    ordinary, notice = (find(after.services["main"].flow, name) for name in ("simple.ordinary", "simple"))
    assert isinstance(ordinary, Choice)
    assert [[block.id for block in option.do] for option in ordinary.options] == [
        [],
        ["group_filed", "creditors"],
    ]
    assert isinstance(notice, Repeat)
    assert before == built()


def test_a_timeline_by_hand() -> None:
    before, after = steps(built()), steps(simplified(built()))
    assert before[:3] == [
        ("group_filed", "Mon 09:00", "Mon 09:30"),
        ("creditors", "Mon 09:30", "Thu7 09:30"),
        ("intake", "Thu7 09:30", "Thu7 09:50"),
    ]
    # Twenty calendar days end on a Sunday: the windows open the next morning.
    assert after == [
        ("simple.published", "Mon 09:00", "Sun3 09:00"),
        ("intake", "Mon4 09:00", "Mon4 09:20"),
        ("file.prepare", "Mon4 09:20", "Wed4 09:20"),
        ("intake", "Wed4 09:20", "Wed4 09:40"),
        ("review", "Wed4 09:40", "Wed4 10:40"),
    ]


def test_an_objection_leads_the_ordinary_way() -> None:
    after = simplified(built(), objection=1)
    assert [step for step, *_ in steps(after)] == ["simple.published", "group_filed", "creditors", *FILED]


def test_an_exception_parks_the_case_and_the_notice_is_run_again() -> None:
    after = simplified(built(), exception=1, clear="3 cd")
    assert steps(after)[:4] == [
        ("simple.published", "Mon 09:00", "Sun3 09:00"),
        ("simple.cleared", "Sun3 09:00", "Wed4 09:00"),
        ("simple.published", "Wed4 09:00", "Tue7 09:00"),
        ("intake", "Tue7 09:00", "Tue7 09:20"),
    ]
    assert played(after).ends()[0] == "completed"


def test_firms_that_may_not_use_it_go_the_ordinary_way_at_once() -> None:
    after = simplified(built(), eligible=0.5)
    done = played(after, *["Mon 09:00"] * 20)
    firsts = [done.rows(case)[0][0] for case in range(20)]
    assert set(firsts) == {"simple.published", "group_filed"}
    for case, first in enumerate(firsts):
        assert any(row[0] == "creditors" for row in done.rows(case)) == (first == "group_filed")


def test_errors_of_form_are_corrected_and_accepted() -> None:
    after = simplified(built(), forms={"documents": "file", "papers": {"form": "1 cd"}})
    assert steps(after)[1:] == [
        ("intake", "Mon4 09:00", "Mon4 09:20"),
        ("file.form", "Mon4 09:20", "Tue4 09:20"),
        ("review", "Tue4 09:20", "Tue4 10:20"),
    ]


def test_the_notice_stops_the_clock_unless_it_shall_not() -> None:
    judged = {"promise": target("arrived", "decided", "60 cd", "elapsed", parties=["government"])}
    item: list[Raw] = [{"item": "all", "do": FLOW[:-1]}, FLOW[-1]]
    paused, counted = (simplified(built(item, targets=judged), **say) for say in ({}, {"pause": False}))
    assert played(counted).clock("promise") - played(paused).clock("promise") == 20 * 24 * 60


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"ordinary": ["group_filed", "creditor"]}, "ordinary",
         'no step is called "creditor"; did you mean "creditors"?'),
        ({"ordinary": ["group_filed", "review"]}, "ordinary",
         "group_filed, review do not directly follow one another in one list"),
        ({"id": "review"}, "id", 'a block is called "review" already'),
        ({"forms": {"documents": "fil", "papers": {"form": "1 cd"}}}, "forms",
         'no documents of the mode return are called "fil"'),
        ({"forms": {"documents": "review", "papers": {"form": "1 cd"}}}, "forms",
         'no documents of the mode return are called "review"; "review" is of the kind task'),
        ({"forms": {"documents": "file", "papers": {"forms": "1 cd"}}}, "forms",
         '"file" asks for no paper "forms"; allowed: form; did you mean "form"?'),
        ({"forms": {"documents": "file", "papers": {"form": None}}}, "forms",
         'documents "file": paper "form" needs supply, the time to get it, in mode correct'),
    ],
)  # fmt: skip
def test_refusals(changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        simplified(built(), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_a_stamp_of_the_liquidation_that_is_judged_stays_with_everybody() -> None:
    flow: list[Raw] = [FLOW[0], {"milestone": "group_known"}, *FLOW[1:]]
    judged = {"promise": target("group_known", "decided", "60 cd", "elapsed")}
    with pytest.raises(Refusal, match='target "promise" needs the milestone "group_known", which falls away'):
        simplified(built(flow, targets=judged))
    assert "group_known" in ids(simplified(built(flow)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exception": 0.1}, "exception and clear belong together"),
        ({"clear": "3 cd"}, "exception and clear belong together"),
        ({"eligible": 0}, "eligible 0 leaves everything as it was"),
        (
            {"notice": "20 wd"},
            'notice "20 wd" is working time; a notice runs in calendar days, as in "20 cd"',
        ),
    ],
)
def test_parameters_that_do_not_fit_each_other(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        simplified(built(), **changes)
