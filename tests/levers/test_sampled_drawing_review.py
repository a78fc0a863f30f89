"""Drawing review dropped or sampled: who is reviewed, and the defect that shows at the acceptance."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, scenario, task, wait

from sim.levers.joint_acceptance import Parameters as Joint
from sim.levers.joint_acceptance import apply as joined
from sim.levers.sampled_drawing_review import Parameters, apply
from sim.model.scenario import Scenario

from .bypass import YES_NO, by_kind, not_valid, refused, steps_of, timeline
from .counters import ids
from .rounds import FIRE, PLAN, POOLS, at_once, round_of

DRAWINGS = round_of("drawing", at_once("drawing"), work="4 h")
DRAWINGS["do"][0]["pool"] = "desk"
BUILD = wait("build", "1 cd")
ACCEPTED: Raw = {"milestone": "accepted"}


def built(*flow: Raw) -> Scenario:
    raw = scenario(flow or (DRAWINGS, BUILD, PLAN, ACCEPTED), pools=dict(POOLS), attributes=YES_NO)
    return Scenario.model_validate(raw)


def dropped(before: Scenario, **changes: Any) -> Scenario:
    stated = {"id": "sample", "steps": ["drawing_rounds"], "at": "plan_visit", "defect": 1, "repair": "1 cd"}
    return apply(before, Parameters.model_validate(stated | changes))


def test_the_review_is_one_way_and_the_defect_follows_the_acceptance() -> None:
    before = built()
    assert ids(dropped(before)) == [
        "sample.drawing_rounds", "sample.unreviewed", "drawing_rounds", "drawing_visit", "drawing_passed",
        "drawing_rework", "build", "plan_rounds", "plan_visit", "sample.risk", "sample.looked", "sample.defect",
        "sample.repair", "sample.reinspection", "plan_passed", "plan_rework", "accepted",
    ]  # fmt: skip
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """4 hours of review are saved before building; a defect costs a day and a second inspection after it."""
    assert timeline(built()).rows() == [
        ("drawing_visit", "Mon 09:00", "Mon 09:00", "Mon 13:00"),
        ("build", "Mon 13:00", "Mon 13:00", "Tue 13:00"),
        ("plan_visit", "Tue 13:00", "Tue 13:00", "Tue 14:00"),
    ]
    assert timeline(dropped(built(), defect=0)).rows() == [
        ("build", "Mon 09:00", "Mon 09:00", "Tue 09:00"),
        ("plan_visit", "Tue 09:00", "Tue 09:00", "Tue 10:00"),
    ]
    assert timeline(dropped(built())).rows() == [
        ("build", "Mon 09:00", "Mon 09:00", "Tue 09:00"),
        ("plan_visit", "Tue 09:00", "Tue 09:00", "Tue 10:00"),
        ("sample.repair", "Tue 10:00", "Tue 10:00", "Wed 10:00"),
        ("sample.reinspection", "Wed 10:00", "Wed 10:00", "Wed 11:00"),
    ]


def test_the_defect_shows_once_though_the_inspection_fails_again() -> None:
    played = timeline(dropped(built(DRAWINGS, BUILD, FIRE), at="fire_visit"))
    assert steps_of(played) == [
        "build", "fire_visit", "sample.repair", "sample.reinspection", "fire_rework", "fire_visit",
    ]  # fmt: skip


def test_who_is_reviewed_shows_no_defect() -> None:
    played = timeline(dropped(built(), sample=0.4, defect=0.5), *["Mon 09:00"] * 100)
    ways = [
        ("drawing_visit" in steps_of(played, c), "sample.repair" in steps_of(played, c)) for c in range(100)
    ]
    assert 25 < sum(review for review, _ in ways) < 55
    assert 15 < ways.count((False, True)) < 45
    assert ways.count((True, True)) == 0


def test_a_larger_sample_holds_the_smaller_one() -> None:
    reviewed = []
    for sample in (0.2, 0.5):
        played = timeline(dropped(built(), sample=sample), *["Mon 09:00"] * 40)
        reviewed.append({case for case in range(40) if "drawing_visit" in steps_of(played, case)})
    assert reviewed[0] < reviewed[1]


def test_projects_it_does_not_fit_are_reviewed_as_before() -> None:
    after = by_kind(dropped(built(), when="kind == 'simple'"), "other")
    assert timeline(after).rows() == timeline(by_kind(built(), "other")).rows()


def test_what_the_review_stamps_is_stamped_where_it_is_needed() -> None:
    loop: Raw = {**PLAN, "again_when": "not stamped.plan_passed", "restart": []}
    needs: Raw = {"choice": "permit", "options": [
        {"when": "stamped.drawing_passed", "do": [task("permit", "desk", "60 min")]}, {"otherwise": True, "do": []},
    ]}  # fmt: skip
    played = timeline(dropped(built(DRAWINGS, needs, loop), defect=0))
    assert steps_of(played) == ["permit", "plan_visit"]


def test_it_stands_beside_joint_acceptance() -> None:
    """The defect is found by the joint visit, and seen again by the inspector it was left to."""
    before = dropped(built(DRAWINGS, BUILD, FIRE, PLAN))
    stated = {"id": "joint", "rounds": ["fire_rounds", "plan_rounds"], "visit": "2 wh", "within": "9 cd"}
    played = timeline(joined(before, Joint.model_validate(stated)))
    assert steps_of(played)[:5] == [
        "build",
        "joint.visit",
        "sample.repair",
        "sample.reinspection",
        "fire_rework",
    ]
    assert played.row("sample.reinspection") == ("Wed 11:00", "Wed 11:00", "Wed 12:00")


@pytest.mark.parametrize(
    ("changes", "parameter", "message"),
    [
        ({"steps": ["drawing_round"]}, "steps", 'no step is called "drawing_round"; did you mean "drawing_rounds"?'),
        ({"at": "plan_vist"}, "at", 'no step is called "plan_vist"; did you mean "plan_visit"?'),
        ({"at": "build"}, "at", '"build" is of the kind wait; allowed: task'),
        ({"at": "drawing_visit"}, "at", '"drawing_visit" does not come after "drawing_rounds"'),
        ({"steps": ["plan_rounds"]}, "at", '"plan_visit" does not come after "plan_rounds"'),
    ],
)  # fmt: skip
def test_refusals(changes: Raw, parameter: str, message: str) -> None:
    assert refused(lambda: dropped(built(), **changes)) == (parameter, message)


def test_a_sample_of_all_drops_nothing() -> None:
    stated = {"id": "s", "steps": ["a"], "at": "b", "defect": 0.1, "repair": "1 cd", "sample": 1}
    assert not_valid(Parameters, stated) == "sample 1 drops no review; allowed: 0 to below 1"
