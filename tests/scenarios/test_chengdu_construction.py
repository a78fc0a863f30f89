"""Chengdu's 80 = 35 + 45: three clocks over the same days, who commissions what, and what the levers change."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from sim.engine.engines import ENGINES
from sim.engine.outcome import Outcome
from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import WhatIf, load
from sim.model.blocks import Block, Item, Parallel, Task, Wait, walk
from sim.model.settings import Setting
from sim.results.frames import case_frame

NAME = "chengdu/construction"
SERVICE = "project"
SUM, PATH = "clock_cdht-constr-total", "clock_cdht-constr-total-path"
GOVERNMENT, INTERMEDIARY = "clock_cdht-constr-gov", "clock_cdht-constr-intermediary"
COMMISSIONED = "clock_cdht-constr-intermediary-government"
SHORT = ("study.lead_in=0 wd", "study.window=10 wd", "study.follow_up=130 wd")
LEVERS = ("one_window", "joint_drawing_review", "joint_acceptance", "parallel_approval")


@cache
def asked(variant: str) -> WhatIf:
    return load(f"{NAME}@{variant}", set=SHORT)


def simulated(whatif: WhatIf) -> Outcome:
    return ENGINES["compiled"](whatif.program, seed=1, replication=0, events=True, stop_when_judged=True)


@cache
def outcome(variant: str) -> Outcome:
    return simulated(asked(variant))


def ended(whatif: WhatIf, made: Outcome) -> pl.DataFrame:
    """The projects that came to their end."""
    frame = case_frame(whatif.program, [made])
    found = frame.filter((pl.col("service") == SERVICE) & pl.col("finished").is_not_null())
    assert len(found) >= 10
    return found


@cache
def cases(variant: str) -> pl.DataFrame:
    return ended(asked(variant), outcome(variant))


def blocks(variant: str) -> list[Block]:
    return list(walk(load(f"{NAME}@{variant}").scenario.services[SERVICE].flow))


def test_every_number_has_its_source() -> None:
    assert faults_of(NAME, strict=True) == ((), ())


def test_before_with_the_levers_is_after() -> None:
    before, after = load(f"{NAME}@before").program.digest, load(f"{NAME}@after").program.digest
    assert tuple(dict.fromkeys(use.name for use in load(f"{NAME}@after").levers)) == LEVERS
    assert before != after
    assert load(f"{NAME}@before", with_=LEVERS).program.digest == after
    assert load(f"{NAME}@after", without=LEVERS).program.digest == before


def test_nothing_runs_side_by_side_before() -> None:
    assert not [block for block in blocks("before") if isinstance(block, Parallel)]


def test_every_stage_runs_side_by_side_after() -> None:
    forks = {block.id: set(block.branches) for block in blocks("after") if isinstance(block, Parallel)}
    assert forks["stage_1"] == {"environment", "soil_water", "energy", "land_permit"}
    assert forks["stage_2"] == {"preliminary_design", "planning_permit"}
    assert forks["stage_3"] == {"drawing_filing", "fire_design", "formalities"}
    assert forks["site"] == {"building", "water", "power", "gas"}


def test_three_drawing_reviews_and_five_inspections_become_one_each() -> None:
    pools = [
        [pool for b in blocks(variant) if isinstance(b, Task) for pool in (b.pool, *b.all_of) if pool]
        for variant in ("before", "after")
    ]
    reviewers = {"structure_reviewer", "fire_drawing_reviewer", "civil_defence_drawing_reviewer"}
    assert reviewers <= set(pools[0])
    assert not reviewers & set(pools[1])
    assert pools[1].count("joint_reviewer") == 1
    (joint,) = [block for block in blocks("after") if isinstance(block, Task) and block.all_of]
    assert len(joint.all_of) == 5


def test_one_commission_for_the_surveys_of_the_completion() -> None:
    """多测合一: everything is still measured, but commissioned once."""
    surveys = ("planning_survey", "area_survey", "land_survey", "civil_defence_survey")
    for variant, commissions in (("before", 4), ("after", 1)):
        found = [block.id for block in blocks(variant)]
        assert sum(f"{survey}.commission" in found for survey in surveys) == commissions
        assert all(f"{survey}.measured" in found for survey in surveys)


def test_every_intermediary_step_says_who_commissions_it() -> None:
    scenario = load(f"{NAME}@before").scenario
    steps = [
        block
        for block in blocks("before")
        if (isinstance(block, Wait) and block.party == "intermediary")
        or (isinstance(block, Task) and scenario.pools[str(block.pool)].party == "intermediary")
    ]
    assert len(steps) == 19  # six surveys and three reviews with their commissions, and one report
    assert all(block.commissioned_by in ("government", "applicant") for block in steps)


@pytest.mark.parametrize("variant", ["before", "after"])
def test_three_clocks_over_the_same_days(variant: str) -> None:
    frame = cases(variant)
    assert frame.filter(pl.col(SUM) != pl.col(GOVERNMENT) + pl.col(INTERMEDIARY)).is_empty()
    assert frame.filter(pl.col(PATH) > pl.col(SUM)).is_empty()
    assert frame.filter(pl.col(PATH) < pl.max_horizontal(GOVERNMENT, INTERMEDIARY)).is_empty()
    assert frame.filter(pl.col(COMMISSIONED) >= pl.col(INTERMEDIARY)).is_empty()
    assert frame.filter(pl.col(COMMISSIONED) <= pl.duration(hours=0)).is_empty()


def test_the_readings_differ_only_where_parties_work_side_by_side() -> None:
    overlaps = [int((cases(variant)[SUM] > cases(variant)[PATH]).sum()) for variant in ("before", "after")]
    assert overlaps[0] == 0
    assert 0 < overlaps[1] < len(cases("after"))  # only projects that need an environmental report


def test_expert_review_is_off_the_governments_clock() -> None:
    """Without the pause the same days are the government's: no event moves, and every case's clock grows."""
    counted = asked("after").with_settings(
        [Setting(f"services.{SERVICE}.flow.scheme_panel.pause", "=", "false")]
    )
    made = simulated(counted)
    assert outcome("after").rows.tobytes() == made.rows.tobytes()  # type: ignore[union-attr]
    both = cases("after").join(ended(counted, made), on=["stream", "epoch", "member"], suffix="_counted")
    assert len(both) == len(cases("after"))
    assert both.filter(pl.col(f"{GOVERNMENT}_counted") <= pl.col(GOVERNMENT)).is_empty()
    assert both.filter(pl.col(f"{INTERMEDIARY}_counted") != pl.col(INTERMEDIARY)).is_empty()


@pytest.mark.parametrize("variant", ["before", "after"])
def test_promised_limits_are_no_durations(variant: str) -> None:
    whatif = asked(variant)
    promised = [
        Setting(f"services.{SERVICE}.flow.{block.id}.promised", "=", "1 wd")
        for block in walk(whatif.stated.services[SERVICE].flow)
        if isinstance(block, Item) and block.promised is not None
    ]
    assert len(promised) == 15
    moved = simulated(whatif.with_settings(promised))
    assert outcome(variant).rows.tobytes() == moved.rows.tobytes()  # type: ignore[union-attr]
    assert outcome(variant).clock_late_at.tobytes() != moved.clock_late_at.tobytes()
