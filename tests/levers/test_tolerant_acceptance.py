"""Tolerant acceptance: papers that follow, who waits for them, and nothing at all for complete files."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Played, Raw, play, scenario, target, task
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.engine.program import Program
from sim.engine.reference import simulate
from sim.levers import Refusal
from sim.levers.tolerant_acceptance import Parameters, apply
from sim.model.blocks import Documents, find
from sim.model.scenario import Scenario
from sim.results.frames import case_frame, event_frame

from .counters import ids


def file(mode: str = "return", title: float = 0, plan: float = 1, **more: object) -> Raw:
    """Papers `title` and `plan` with these shares missing; a returned file takes 3 days."""
    papers = {
        "title": {"missing": title, "supply": "4 cd"},
        "plan": {"missing": plan, "supply": "2 cd"},
    }
    rules = {"prepare": "3 cd", "again": 0, "maximum": 3} if mode == "return" else {}
    return {
        "documents": "file",
        "mode": mode,
        "papers": papers,
        "do": [task("intake", work="10 min")],
        **rules,
        **more,
    }


def flow(documents: Raw) -> list[Raw]:
    return [
        documents,
        {"milestone": "accepted"},
        task("review", work="50 min"),
        task("approve", work="60 min"),
        {"milestone": "decided"},
    ]


TARGETS = {"promise": target("accepted", "decided", "4 h", "elapsed")}


def built(documents: Raw, **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow(documents), targets=TARGETS, **more))  # type: ignore[arg-type]


def tolerant(scenario_: Scenario, **changes: Any) -> Scenario:
    stated: dict[str, Any] = {
        "documents": "file", "papers": {"plan": None}, "deadline": "5 cd", "late": "refuse", "gate": "decision",
        "before": "approve",
    }  # fmt: skip
    return apply(scenario_, Parameters.model_validate(stated | changes))


def played(scenario: Scenario) -> Played:
    return play(compile_program(scenario), "Mon 09:00")


def tables(program: Program) -> tuple[str, str]:
    """Events and cases of a study, as text."""
    outcome = simulate(program, seed=7, replication=0, events=True, stop_when_judged=False)
    events, cases = event_frame(program, [outcome]), case_frame(program, [outcome])
    assert len(events) > 15
    return events.write_json(), cases.write_json()


def documents_of(scenario: Scenario) -> Documents:
    block = find(scenario.services["main"].flow, "file")
    assert isinstance(block, Documents)
    return block


def test_named_papers_may_follow_and_the_others_stay_core() -> None:
    before = built(file())
    after = documents_of(tolerant(before))
    assert (after.mode, after.core, after.late, after.gate) == ("tolerate", "return", "refuse", "decision")
    assert {name: paper.deferrable for name, paper in after.papers.items()} == {"title": False, "plan": True}
    assert ids(tolerant(before)) == ["file", "intake", "accepted", "review", "file", "approve", "decided"]
    assert before == built(file())


@pytest.mark.parametrize(("mode", "core"), [("return", "return"), ("correct", None)])
def test_with_no_core_paper_left_nothing_is_sent_back(mode: str, core: str | None) -> None:
    lever = tolerant(built(file(mode, title=1)), papers={"plan": None, "title": "1 cd"})
    after = documents_of(lever)
    assert (after.core, after.maximum) == (core, 3 if core else None)
    assert [row[0] for row in played(lever).rows()].count("intake") == 1
    assert played(lever).clock("paused") == 0
    assert str(after.papers["title"].supply) == "1 cd"
    assert str(after.papers["plan"].supply) == "2 cd"


def test_earlier_acceptance_lengthens_the_governments_clock_and_shortens_the_applicants_way() -> None:
    before, after = (played(one) for one in (built(file()), tolerant(built(file()))))
    assert before.rows() == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("file.prepare", "Mon 09:10", "Mon 09:10", "Thu 09:10"),
        ("intake", "Thu 09:10", "Thu 09:10", "Thu 09:20"),
        ("review", "Thu 09:20", "Thu 09:20", "Thu 10:10"),
        ("approve", "Thu 10:10", "Thu 10:10", "Thu 11:10"),
    ]
    # The supplement came within two days of acceptance; the review was done meanwhile.
    assert [row for row in after.rows() if not row[3].startswith("x")] == [
        ("intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("review", "Mon 09:10", "Mon 09:10", "Mon 10:00"),
        ("file.plan", "Mon 09:10", "Mon 09:10", "Wed 09:10"),
        ("approve", "Wed 09:10", "Wed 09:10", "Wed 10:10"),
    ]
    assert (before.clock("promise"), after.clock("promise")) == (110, 2 * 24 * 60 + 60)
    assert (before.late_at("promise"), after.late_at("promise")) == ("-", "Mon 13:10")
    assert (before.ends()[1], after.ends()[1]) == ("Thu 11:10", "Wed 10:10")


def test_with_the_gate_after_delivery_the_decision_does_not_wait() -> None:
    after = tolerant(built(file()), gate="after_delivery", before=None)
    assert "file" in ids(after)
    assert ids(after).count("file") == 1
    assert played(after).stamp("decided") == "Mon 11:00"


def test_who_misses_the_deadline_is_refused() -> None:
    assert played(tolerant(built(file()), deadline="1 cd")).ends() == ("refused", "Tue 09:10")


def test_a_missing_core_paper_still_sends_the_file_back() -> None:
    assert played(tolerant(built(file(title=1)))).stamp("accepted") == "Thu 09:20"


def test_a_corrected_file_no_longer_stops_the_clock() -> None:
    before, after = built(file("correct")), tolerant(built(file("correct")))
    assert documents_of(after).core == "correct"
    assert (played(before).stamp("decided"), played(before).clock("paused")) == ("Wed 11:00", 2 * 24 * 60)
    assert (played(after).stamp("decided"), played(after).clock("paused")) == ("Wed 10:10", 0)


@pytest.mark.parametrize("mode", ["return", "correct"])
@pytest.mark.parametrize("gate", [{}, {"gate": "after_delivery", "before": None}])
@pytest.mark.parametrize("late", ["refuse", "correct", "revoke"])
@pytest.mark.parametrize("named", [("plan",), ("plan", "title")])
def test_complete_files_notice_nothing(mode: str, gate: Raw, late: str, named: tuple[str, ...]) -> None:
    """No paper is ever missing: the tables are the same to the last byte."""
    before = built(file(mode, plan=0))
    after = tolerant(before, late=late, papers=dict.fromkeys(named), **gate)
    assert tables(compile_program(before)) == tables(compile_program(after))


@pytest.mark.parametrize("mode", ["return", "correct"])
@pytest.mark.parametrize("named", [("plan",), ("plan", "title")])
def test_complete_files_notice_nothing_inside_an_outer_loop(mode: str, named: tuple[str, ...]) -> None:
    """Steps of the outer loop keep their draws: the visits are numbered as before."""
    spread = {"mean": "40 min", "p90": "80 min"}
    documents = file(mode, plan=0, do=[task("intake", work=spread)])
    loop: Raw = {
        "repeat": "outer",
        "again": 0.5,
        "maximum": 3,
        "do": [documents, task("review", work=spread), task("approve", work=spread)],
    }
    before = Scenario.model_validate(scenario([loop, {"milestone": "decided"}]))
    after = tolerant(before, papers=dict.fromkeys(named))
    assert tables(compile_program(before)) == tables(compile_program(after))


@pytest.mark.parametrize(
    ("documents", "changes", "parameter", "message"),
    [
        (file(), {"documents": "fil"}, "documents", 'no documents is called "fil"; did you mean "file"?'),
        (file(), {"documents": "intake"}, "documents", '"intake" is of the kind task; allowed: documents'),
        (file(), {"papers": {"plam": None}}, "papers",
         '"file" asks for no paper "plam"; allowed: title, plan; did you mean "plan"?'),
        (file(), {"before": "aprove"}, "before", 'no step is called "aprove"; did you mean "approve"?'),
        (file(), {"before": "decided"}, "before", 'no step is called "decided"'),
        (file(), {"before": "intake"}, "before", '"intake" does not come after the papers of "file"'),
        (file(), {"before": "file"}, "before", '"file" does not come after the papers of "file"'),
        (file(papers={"plan": {"missing": 1}}), {}, "papers",
         'documents "file": paper "plan" needs supply, the time to get it, in mode tolerate with core return'),
        (file("tolerate", papers={"plan": {"missing": 1, "supply": "1 cd", "deferrable": True}},
              deadline="1 cd", late="correct", gate="decision"), {}, "documents",
         '"file" is of the mode tolerate already; allowed: return, correct'),
    ],
)  # fmt: skip
def test_refusals(documents: Raw, changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        tolerant(built(documents), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_a_block_beside_the_papers_does_not_come_after_them() -> None:
    beside: Raw = {"parallel": "two", "branches": {"a": [file()], "b": [task("beside")]}}
    before = Scenario.model_validate(scenario([beside, task("approve")]))
    with pytest.raises(Refusal, match='"beside" does not come after the papers of "file"'):
        tolerant(before, before="beside")
    assert ids(tolerant(before))[-2:] == ["file", "approve"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"before": None}, "gate decision needs before, the block that waits for the papers"),
        ({"gate": "after_delivery"}, "gate after_delivery has no before"),
        ({"papers": {}}, "too short"),
    ],
)
def test_parameters_that_do_not_fit_each_other(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        tolerant(built(file()), **changes)


AROUND: dict[str, Raw] = {
    "choice": {"options": [{"share": 0.5, "do": [task("approve")]}, {"otherwise": True, "do": []}]},
    "repeat": {"again": 0.5, "maximum": 2, "do": [task("approve")]},
    "race": {"branches": {"one": [task("approve")], "other": [task("rival")]}},
    "background": {"do": [task("approve")]},
    "documents": {**file(), "papers": {"deed": {"missing": 0}}, "do": [task("approve")]},
}


@pytest.mark.parametrize("kind", AROUND)
def test_the_papers_are_waited_for_where_every_case_comes_once(kind: str) -> None:
    around: Raw = {kind: "around", **{key: value for key, value in AROUND[kind].items() if key != kind}}
    with pytest.raises(Refusal) as refused:
        tolerant(Scenario.model_validate(scenario([file(), around])))
    assert (refused.value.parameter, refused.value.message) == (
        "before",
        f'"approve" stands in {kind} "around": not every case that hands in "file" reaches it exactly once',
    )


def test_a_loop_that_holds_the_papers_too_is_no_obstacle() -> None:
    loop: Raw = {
        "repeat": "outer",
        "again": 0.5,
        "maximum": 2,
        "do": [file(), {"item": "all", "do": [task("approve")]}],
    }
    after = tolerant(Scenario.model_validate(scenario([loop])))
    assert ids(after) == ["outer", "file", "intake", "all", "file", "approve"]


def test_nothing_comes_after_papers_handed_in_behind_the_case() -> None:
    behind: Raw = {"background": "behind", "do": [file()]}
    with pytest.raises(Refusal, match='"approve" does not come after the papers of "file"'):
        tolerant(Scenario.model_validate(scenario([behind, task("approve")])))
