"""Merged stages: one stage, one intake, one set of papers."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, play, scenario, target, task, wait
from pydantic import ValidationError

from sim.engine.compile import compile_program
from sim.levers import Refusal
from sim.levers.merged_stages import Parameters, apply
from sim.model.blocks import Documents, Stage, find
from sim.model.scenario import Scenario

from .counters import ids


def papers(name: str, asked: Raw, *do: Raw, mode: str = "return", **more: object) -> Raw:
    if mode == "return":
        more = {"prepare": "1 cd", "again": 0, "maximum": 2, **more}
    return {"documents": name, "mode": mode, "papers": asked, "do": list(do), **more}


LAND = papers(
    "land_file", {"title": {"missing": 0}, "map": {"missing": 0}}, task("land_intake", work="10 min")
)
BUILD = papers(
    "build_file", {"map": {"missing": 0}, "plan": {"missing": 1}}, task("build_intake", work="20 min")
)
FLOW: list[Raw] = [
    {"stage": "land", "promised": "5 wd", "do": [LAND, task("land_review"), {"milestone": "land_done"}]},
    wait("second_trip", "30 min"),
    {"stage": "build", "do": [BUILD, task("build_review")]},
    {"milestone": "decided"},
]
MERGED: dict[str, Any] = {
    "stages": ("land", "build"),
    "into": "permits",
    "drop": ("second_trip", "build_intake"),
    "documents": ("land_file", "build_file"),
}


def built(flow: list[Raw], **more: object) -> Scenario:
    return Scenario.model_validate(scenario(flow, **more))  # type: ignore[arg-type]


def merged(before: Scenario, **changes: Any) -> Scenario:
    return apply(before, Parameters.model_validate(MERGED | changes))


def test_one_stage_one_set_of_papers() -> None:
    before = built(FLOW)
    after = merged(before, promised="8 wd", name="Permits")
    assert ids(after) == [
        "permits",
        "land_file",
        "land_intake",
        "land_review",
        "land_done",
        "build_review",
        "decided",
    ]
    stage, file = (find(after.services["main"].flow, name) for name in ("permits", "land_file"))
    assert isinstance(stage, Stage)
    assert isinstance(file, Documents)
    assert (str(stage.promised.value if stage.promised else None), stage.clock) == ("8 wd", "statutory")
    assert stage.name is not None
    assert stage.name.zh == "Permits"
    assert list(file.papers) == ["title", "map", "plan"]
    assert before == built(FLOW)


def test_a_timeline_by_hand() -> None:
    before = built(FLOW)
    assert play(compile_program(before), "Mon 09:00").rows() == [
        ("land_intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("land_review", "Mon 09:10", "Mon 09:10", "Mon 10:10"),
        ("second_trip", "Mon 10:10", "Mon 10:10", "Mon 10:40"),
        ("build_intake", "Mon 10:40", "Mon 10:40", "Mon 11:00"),
        ("build_file.prepare", "Mon 11:00", "Mon 11:00", "Tue 11:00"),
        ("build_intake", "Tue 11:00", "Tue 11:00", "Tue 11:20"),
        ("build_review", "Tue 11:20", "Tue 11:20", "Tue 12:20"),
    ]
    assert play(compile_program(merged(before)), "Mon 09:00").rows() == [
        ("land_intake", "Mon 09:00", "Mon 09:00", "Mon 09:10"),
        ("land_file.prepare", "Mon 09:10", "Mon 09:10", "Tue 09:10"),
        ("land_intake", "Tue 09:10", "Tue 09:10", "Tue 09:20"),
        ("land_review", "Tue 09:20", "Tue 09:20", "Tue 10:20"),
        ("build_review", "Tue 10:20", "Tue 10:20", "Tue 11:20"),
    ]


def test_without_documents_both_sets_of_papers_stay_with_what_is_done_on_them() -> None:
    after = merged(built(FLOW), documents=None, drop=("second_trip",))
    assert ids(after)[4:7] == ["land_done", "build_file", "build_intake"]


def test_what_is_not_dropped_of_the_later_papers_stays() -> None:
    assert "build_intake" in ids(merged(built(FLOW), drop=("second_trip",)))


def test_stages_within_an_item_and_a_third_one() -> None:
    third: Raw = {"stage": "finish", "do": [task("finish_review")]}
    flow: list[Raw] = [{"item": "all", "do": [FLOW[0], FLOW[2], third]}]
    after = merged(built(flow), stages=("land", "build", "finish"), drop=())
    assert [block.id for block in after.services["main"].flow] == ["all"]
    assert ids(after)[1] == "permits"
    assert ids(after)[-1] == "finish_review"


def test_a_paper_of_both_keeps_what_the_first_says() -> None:
    land = papers("land_file", {"map": {"name": "first", "missing": 0}})
    build = papers("build_file", {"map": {"name": "second", "missing": 0}})
    after = merged(built([{"stage": "land", "do": [land]}, {"stage": "build", "do": [build]}]), drop=())
    file = find(after.services["main"].flow, "land_file")
    assert isinstance(file, Documents)
    assert [str(paper.name.en) for paper in file.papers.values() if paper.name] == ["first"]


CORRECT = papers("land_file", {"title": {"missing": 0, "supply": "1 cd"}}, mode="correct")
TOLERATE = papers(
    "build_file",
    {"plan": {"missing": 0, "supply": "1 cd", "deferrable": True}},
    mode="tolerate", deadline="5 wd", late="refuse", gate="after_delivery",
)  # fmt: skip


def within_build(*do: Raw) -> list[Raw]:
    return [FLOW[0], {"stage": "build", "do": list(do)}]


def beside_build(**rules: object) -> list[Raw]:
    return within_build({**BUILD, **rules})


def test_rules_that_only_the_first_states_hold_for_all() -> None:
    first: Raw = {**FLOW[0], "do": [{**LAND, "restart": ["land_done"]}, *FLOW[0]["do"][1:]]}
    after = merged(built([first, *FLOW[1:]]))
    file = find(after.services["main"].flow, "land_file")
    assert isinstance(file, Documents)
    assert (file.restart, list(file.papers)) == (("land_done",), ["title", "map", "plan"])


@pytest.mark.parametrize(
    ("flow", "changes", "parameter", "message"),
    [
        (FLOW, {"stages": ("land", "biuld")}, "stages", 'no stage is called "biuld"; did you mean "build"?'),
        (FLOW, {"stages": ("land", "build_review")}, "stages",
         '"build_review" is of the kind task; allowed: stage'),
        (FLOW, {"stages": ("land", "land")}, "stages", "a stage stands there twice"),
        (FLOW, {"into": "land"}, "into", '"land" is one of the stages to be merged; name the stage they become'),
        (FLOW, {"into": "land_review"}, "into", 'a block is called "land_review" already'),
        (FLOW, {"drop": ()}, "stages",
         "land, build do not directly follow one another in one list; name under drop what stands between them "
         "and falls away"),
        (FLOW, {"drop": ("second_trap",)}, "drop",
         'no step is called "second_trap"; did you mean "second_trip"?'),
        (FLOW, {"documents": ("land_file", "build_fil")}, "documents",
         'no documents is called "build_fil"; did you mean "build_file"?'),
        (FLOW, {"documents": ("build_file", "land_file")}, "documents",
         '"land_file" stands before "build_file"; name the first one first'),
        ([{"stage": "land", "do": [CORRECT]}, *FLOW[1:]], {}, "documents",
         '"land_file" and "build_file" treat a missing paper differently: correct and return'),
        (beside_build(prepare="2 cd"), {"drop": ()}, "documents",
         '"land_file" and "build_file" differ in prepare: 1 cd and 2 cd; papers handed in together follow one rule'),
        (beside_build(again=0.1), {"drop": ()}, "documents",
         '"land_file" and "build_file" differ in again: 0 and 0.1; papers handed in together follow one rule'),
        (beside_build(maximum=4), {"drop": ()}, "documents",
         '"land_file" and "build_file" differ in maximum: 2 and 4; papers handed in together follow one rule'),
        (beside_build(restart=["land_done"]), {"drop": ()}, "documents",
         '"land_file" and "build_file" differ in restart: (none) and land_done; papers handed in together follow one '
         "rule"),
        ([*FLOW[:2], {"stage": "build", "do": [task("build_review")]}, BUILD], {}, "documents",
         '"build_file" stands in none of land, build'),
        (within_build({"choice": "some", "options": [{"share": 0.5, "do": [BUILD]}, {"otherwise": True, "do": []}]}),
         {"drop": ()}, "documents", '"build_file" stands in choice "some": its papers are not asked for exactly once'),
        (within_build({"repeat": "again", "again": 0.5, "maximum": 2, "do": [{"item": "part", "do": [BUILD]}]}),
         {"drop": ()}, "documents", '"build_file" stands in repeat "again": its papers are not asked for exactly once'),
        (within_build({"race": "first", "branches": {"a": [BUILD]}}), {"drop": ()}, "documents",
         '"build_file" stands in race "first": its papers are not asked for exactly once'),
        (within_build({"background": "behind", "do": [BUILD]}), {"drop": ()}, "documents",
         '"build_file" stands in background "behind": its papers are not asked for exactly once'),
        ([FLOW[0], {"stage": "build", "do": [TOLERATE]}], {"drop": ()}, "documents",
         '"build_file" takes papers later by rules of its own; allowed: mode return, correct'),
    ],
)  # fmt: skip
def test_refusals(flow: list[Raw], changes: dict[str, Any], parameter: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        merged(built(flow), **changes)
    assert (refused.value.parameter, refused.value.message) == (parameter, message)


def test_targets_that_judge_one_of_the_stages() -> None:
    of_stage: Raw = {"service": "main", "stage": "build", "limit": "5 wd", "required_share": 0.9}
    with pytest.raises(
        Refusal, match='target "promise" judges the stage "build", which falls away; state its from'
    ):
        merged(built(FLOW, targets={"promise": of_stage}))
    span = target("arrived", "land.done", "5 wd")
    with pytest.raises(Refusal, match=r'target "promise" needs the milestone "land.done", which falls away'):
        merged(built(FLOW, targets={"promise": span}))
    merged(built(FLOW, targets={"promise": target("arrived", "decided", "5 wd")}))


def test_a_promise_in_units_its_clock_does_not_count() -> None:
    with pytest.raises(ValidationError, match="whole working days; use clock: working"):
        merged(built(FLOW), promised="2.5 wd")
    merged(built(FLOW), promised="2.5 wd", clock="working")
