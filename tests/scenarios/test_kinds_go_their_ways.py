"""Power, water and building projects: one flow for several kinds, of which each passes its own steps only."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from sim.engine.engines import ENGINES
from sim.experiments.questions.whatif import load
from sim.results.frames import case_frame, event_frame

SHORT = ("study.lead_in=0 wd", "study.window=60 wd", "study.follow_up=130 wd")


@cache
def played(version: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cases that came to their end, and the events of the first replication."""
    program = load(version, set=SHORT).program
    made = ENGINES["compiled"](program, seed=1, replication=0, events=True, stop_when_judged=True)
    cases = case_frame(program, [made])
    return cases.filter(pl.col("finished").is_not_null()), event_frame(program, [made])


def steps(version: str, service: str, kind: str) -> set[str]:
    """The steps that some case of the kind passed."""
    cases, events = played(version)
    column = f"{service}.kind" if f"{service}.kind" in cases.columns else "kind"
    mine = cases.filter((pl.col("service") == service) & (pl.col(column) == kind))["case"]
    assert len(mine) > 2
    return set(events.filter(pl.col("case").is_in(mine.implode()))["step"].to_list())


def test_a_customer_has_the_works_of_his_kind() -> None:
    version = "karamay/utilities@before"
    meter = {"power_application", "meter_fitted"}
    assert meter <= steps(version, "power", "household") <= meter | {"power_papers.prepare"}
    low = steps(version, "power", "low_works")
    assert {"power_survey", "line_built", "power_line.road.review"} <= low
    assert not low & {"plan_drawn", "own_works", "inspection", "outage_day"}
    assert {"plan_drawn", "plan_agreed", "own_works", "inspection"} <= steps(version, "power", "single")
    assert "pipe_laid" in steps(version, "water", "works")
    assert "hired_works" in steps(version, "water", "third_party")
    assert "water_survey" not in steps(version, "water", "no_works")


def test_a_project_has_the_items_of_its_kind() -> None:
    version = "urumqi/construction@before"
    of = {
        kind: steps(version, "building", kind)
        for kind in ("government", "general", "small", "with_plan", "low_risk")
    }
    assert [kind for kind, passed in of.items() if "feasibility_review" in passed] == ["government"]
    assert [kind for kind, passed in of.items() if "scheme_review" not in passed] == ["with_plan", "low_risk"]
    assert [kind for kind, passed in of.items() if "preliminary_meeting" in passed] == [
        "government",
        "general",
    ]
    assert [kind for kind, passed in of.items() if "simple_drawings.review" in passed] == [
        "small",
        "low_risk",
    ]
    assert all("planning_review" in passed and "certificates_made" in passed for passed in of.values())


def test_who_skips_permits_is_on_a_record() -> None:
    """葛店第19条: a short line is recorded on a promise; the others are examined side by side."""
    cases, events = played("gedian/utilities@after")
    lines = cases.filter((pl.col("service") == "power") & (pl.col("power.kind") == "low_works"))
    for crossing, examined in (("none", False), ("short", False), ("long", True)):
        mine = lines.filter(pl.col("power.crossing") == crossing)["case"]
        assert len(mine) > 2
        reviews = events.filter(
            pl.col("case").is_in(mine.implode()) & (pl.col("step") == "power_line.road.review")
        )
        assert (len(reviews) == len(mine)) if examined else reviews.is_empty()


@pytest.mark.parametrize(
    ("version", "target"),
    [
        ("urumqi/construction@before", "urm-constr-with-plan"),
        ("gedian/construction@after", "gd-constr-industrial"),
        ("karamay/construction@after", "kar-constr-general"),
        ("yingkou/construction@after", "yk-constr-industrial"),
    ],
)
def test_the_drawing_review_adds_days_to_the_departments(version: str, target: str) -> None:
    cases, _ = played(version)
    both = cases.filter(pl.col(f"clock_{target}").is_not_null())
    assert len(both) > 2
    assert both.filter(pl.col(f"clock_{target}-drawings") <= pl.col(f"clock_{target}")).is_empty()


def test_certificates_come_on_the_spot_from_the_system_alone() -> None:
    late = "late_at_yk-acceptance-onspot"
    before, _ = played("yingkou/construction@before")
    after, events = played("yingkou/construction@after")
    judged = before.filter(pl.col("kind") == "low_risk")
    assert judged[late].is_not_null().all()
    mine = after.filter(pl.col("kind") == "low_risk")
    by_hand = set(events.filter(pl.col("step") == "certificates_made")["case"].to_list())
    for case, missed in zip(mine["case"], mine[late], strict=True):
        assert (missed is not None) == (case in by_hand)
