"""Ready to build when the land is there: reviews before the clock, certificates at once behind it."""

from __future__ import annotations

from typing import Any

import pytest
from engine.office import Raw, pool, scenario, target, task, wait

from sim.levers.land_ready_start import Parameters, apply
from sim.model.blocks import Parallel, find
from sim.model.scenario import Scenario

from .bypass import YES_NO, by_kind, refused, steps_of, timeline
from .counters import ids
from .rounds import POOLS, by_share, round_of, second_time

BID = wait("bid", "1 cd")
LAND: Raw = {"milestone": "land"}
DRAWINGS = round_of("fire", second_time("fire"), work="2 h", rework="1 cd")
USE = task("use_permit", "desk", "1 h")
SCHEME = task("scheme_review", "plan", "3 h")
BUILDING = task("building_permit", "desk", "2 h")
STARTED: Raw = {"milestone": "started"}
TARGETS = {"permits": target("land", "started", "9 wh")}


def built(*flow: Raw, targets: Raw | None = None) -> Scenario:
    steps = flow or (BID, LAND, USE, SCHEME, DRAWINGS, BUILDING, STARTED)
    pools = {**POOLS, "fire": pool(100), "desk": pool(100), "plan": pool(100)}
    return Scenario.model_validate(
        scenario(steps, pools=pools, attributes=YES_NO, targets=targets or TARGETS)
    )


def ready(before: Scenario, **changes: Any) -> Scenario:
    stated = {
        "id": "ready",
        "steps": ["scheme_review", "fire_rounds"],
        "milestone": "land",
        "certificates": ["use_permit", "building_permit"],
    }
    return apply(before, Parameters.model_validate(stated | changes))


def test_reviews_stand_before_the_milestone_and_certificates_behind_it() -> None:
    before = built()
    after = ready(before)
    assert [block.id for block in after.services["main"].flow] == [
        "bid", "scheme_review", "fire_rounds", "land", "ready.issued", "started",
    ]  # fmt: skip
    issued = find(after.services["main"].flow, "ready.issued")
    assert isinstance(issued, Parallel)
    assert list(issued.branches) == ["use_permit", "building_permit"]
    assert sorted(ids(after)) == sorted([*ids(before), "ready.issued"])
    assert before == built()


def test_a_timeline_by_hand() -> None:
    """The clock counts 2 hours instead of 18; the reviews took as long, before the land came."""
    before, after = timeline(built()), timeline(ready(built()))
    assert (before.stamp("land"), before.stamp("started")) == ("Tue 09:00", "Thu 11:00")
    assert after.rows() == [
        ("bid", "Mon 09:00", "Mon 09:00", "Tue 09:00"),
        ("scheme_review", "Tue 09:00", "Tue 09:00", "Tue 12:00"),
        ("fire_visit", "Tue 12:00", "Tue 12:00", "Tue 14:00"),
        ("fire_rework", "Tue 14:00", "Tue 14:00", "Wed 14:00"),
        ("fire_visit", "Wed 14:00", "Wed 14:00", "Wed 16:00"),
        ("use_permit", "Wed 16:00", "Wed 16:00", "Wed 17:00"),
        ("building_permit", "Wed 16:00", "Wed 16:00", "Thu 10:00"),
    ]
    assert (after.stamp("land"), after.stamp("started")) == ("Wed 16:00", "Thu 10:00")
    assert (before.clock("permits"), after.clock("permits")) == (18 * 60, 2 * 60)
    assert (before.late_at("permits"), after.late_at("permits")) == ("Wed 10:00", "-")


def test_only_some_projects_are_made_ready() -> None:
    after = ready(built(), only={"when": "kind == 'simple'"})
    assert timeline(by_kind(after, "other")).rows() == timeline(by_kind(built(), "other")).rows()
    assert timeline(by_kind(after, "simple")).rows() == timeline(ready(by_kind(built(), "simple"))).rows()


def test_whose_review_comes_early_has_the_same_luck() -> None:
    flow = (BID, LAND, round_of("fire", by_share("fire", 0.5), work="1 h"), STARTED)
    stated: Raw = {"steps": ["fire_rounds"], "certificates": [], "only": {"share": 0.5}}
    one, other = (
        timeline(each, *["Mon 09:00"] * 40) for each in (built(*flow), ready(built(*flow), **stated))
    )
    counted = [[steps_of(each, case).count("fire_visit") for case in range(40)] for each in (one, other)]
    assert counted[0] == counted[1]
    early = sum(other.stamp("land", case) != "Tue 09:00" for case in range(40))
    assert 10 < early < 30


def test_one_certificate_needs_nothing_beside_it() -> None:
    after = ready(built(), certificates=["building_permit"])
    assert [block.id for block in after.services["main"].flow][3:] == [
        "land", "building_permit", "use_permit", "started",
    ]  # fmt: skip


NEEDS: Raw = {"choice": "scheme_review", "options": [
    {"when": "stamped.used", "do": [SCHEME | {"task": "seen"}]}, {"otherwise": True, "do": []},
]}  # fmt: skip
ENDS = {"permits": target("land", "fire_passed", "9 cd", "elapsed")}


@pytest.mark.parametrize(
    ("before", "changes", "parameter", "message"),
    [
        (built(), {"milestone": "lamd"}, "milestone",
         'no target counts from "lamd"; counted from: land; did you mean "land"?'),
        (built(), {"milestone": "started"}, "milestone", 'no target counts from "started"; counted from: land'),
        (built(), {"steps": ["scheme_revue"]}, "steps",
         'no step is called "scheme_revue"; did you mean "scheme_review"?'),
        (built(), {"steps": ["bid"]}, "steps", '"bid" does not come after "land"'),
        (built(), {"certificates": ["bid"]}, "certificates", '"bid" does not come after "land"'),
        (built(), {"steps": ["fire_visit"]}, "steps",
         '"fire_visit" stands in repeat "fire_rounds": not every case comes to it exactly once'),
        (built(BID, LAND, USE, {"milestone": "used"}, NEEDS, DRAWINGS, BUILDING, STARTED), {}, "steps",
         'choice "scheme_review" needs the milestone "used", which is not stamped before "land"'),
        (built(targets=ENDS), {}, "steps",
         'target "permits" ends with "fire_passed", which moves; state it by milestones that stay'),
        (built({"repeat": "twice", "again": 0.5, "maximum": 2, "do": [LAND]}, USE, SCHEME, DRAWINGS, BUILDING, STARTED),
         {}, "milestone", '"land" stands in repeat "twice": not every case comes to it exactly once'),
    ],
)  # fmt: skip
def test_refusals(before: Scenario, changes: Raw, parameter: str, message: str) -> None:
    assert refused(lambda: ready(before, **changes)) == (parameter, message)


def test_a_certificate_may_need_what_was_reviewed_before() -> None:
    needs: Raw = {"choice": "building_permit", "options": [
        {"when": "stamped.fire_passed", "do": [BUILDING | {"task": "issued"}]},
        {"otherwise": True, "do": [{"end": "refused"}]},
    ]}  # fmt: skip
    before = built(BID, LAND, USE, SCHEME, DRAWINGS, needs, STARTED)
    for only in (None, {"when": "kind == 'simple'"}):
        assert timeline(by_kind(ready(before, only=only), "simple")).ends()[0] == "completed"
