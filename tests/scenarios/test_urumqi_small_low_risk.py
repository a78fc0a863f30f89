"""Urumqi's small low-risk projects: what clause 36 and 38 change, Xinjiang's calendar, and whose time is counted."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache

import polars as pl
import pytest

from sim.engine.engines import ENGINES
from sim.engine.outcome import Outcome
from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import WhatIf, load
from sim.model.blocks import Block, Documents, Item, Session, Stage, Task, walk
from sim.model.settings import Setting
from sim.results.frames import case_frame, event_frame

NAME = "urumqi/small_low_risk"
SERVICE = "small_low_risk"
COMPLETED, REGISTERED = "urm-constr-small-lowrisk", "urm-constr-small-lowrisk-registered"
AROUND_THE_FEAST = (
    "study.start=2025-05-19",
    "study.lead_in=0 wd",
    "study.window=15 wd",
    "study.follow_up=70 wd",
)
INSPECTORS = {
    "planning_inspector", "land_inspector", "fire_inspector", "civil_defence_inspector", "greening_inspector",
}  # fmt: skip


@cache
def asked(variant: str) -> WhatIf:
    return load(f"{NAME}@{variant}", set=AROUND_THE_FEAST, load={SERVICE: 3})


def simulated(whatif: WhatIf, replication: int = 0) -> Outcome:
    return ENGINES["compiled"](
        whatif.program, seed=1, replication=replication, events=True, stop_when_judged=True
    )


@cache
def outcome(variant: str) -> Outcome:
    return simulated(asked(variant))


def cases(variant: str) -> pl.DataFrame:
    """The judged service's cases that came to their end."""
    frame = case_frame(asked(variant).program, [outcome(variant)])
    ended = frame.filter((pl.col("service") == SERVICE) & pl.col("finished").is_not_null())
    assert len(ended) >= 5
    return ended


def blocks(variant: str, service: str = SERVICE) -> list[Block]:
    return list(walk(load(f"{NAME}@{variant}").scenario.services[service].flow))


def ids(variant: str, kind: type[Block]) -> set[str]:
    return {block.id for block in blocks(variant) if isinstance(block, kind)}


def test_every_number_has_its_source() -> None:
    assert faults_of(NAME, strict=True) == ((), ())


def test_before_with_the_levers_is_after() -> None:
    levers = ("merged_stages", "one_window", "joint_acceptance")
    assert [use.name for use in load(f"{NAME}@after").levers] == list(levers)
    before, after = load(f"{NAME}@before").program.digest, load(f"{NAME}@after").program.digest
    assert before != after
    assert load(f"{NAME}@before", with_=levers).program.digest == after
    assert load(f"{NAME}@after", without=levers).program.digest == before
    assert load(f"{NAME}@tolerant", without=["tolerant_acceptance"]).program.digest == after


def test_two_stages_become_one_with_one_intake_and_one_set_of_papers() -> None:
    stages = ids("before", Stage), ids("after", Stage)
    assert stages[0] - stages[1] == {"planning_stage", "permit_stage"}
    assert stages[1] - stages[0] == {"permits_stage"}
    assert "permit_intake" in ids("before", Task) - ids("after", Task)
    papers = [block for block in blocks("after") if isinstance(block, Documents)]
    assert [list(block.papers) for block in papers] == [["scheme", "land_title", "contracts", "wage_deposit"]]
    assert ids("after", Item) == ids("before", Item)  # both permits are still given


@pytest.mark.parametrize("service", [SERVICE, "other_project"])
def test_five_inspections_become_one_visit_for_every_project(service: str) -> None:
    apart = [
        block for block in blocks("before", service) if isinstance(block, Task) and block.pool in INSPECTORS
    ]
    assert len(apart) == len(INSPECTORS)
    (joint,) = [block for block in blocks("after", service) if isinstance(block, Task) and block.all_of]
    assert set(joint.all_of) == INSPECTORS


def test_one_pool_of_windows_and_batches_to_the_back_office() -> None:
    windows = [
        {name for name, pool in load(f"{NAME}@{variant}").scenario.pools.items() if pool.kind == "window"}
        for variant in ("before", "after")
    ]
    assert windows[0] - windows[1] == {"planning_window", "construction_window", "registration_window"}
    assert windows[1] == {"window"}
    hand_overs = [b for b in blocks("after") if isinstance(b, Session) and b.meeting == "file_run"]
    assert [b.id.partition(".")[0] for b in hand_overs] == [
        "planning_intake", "completion_intake", "registration_intake",
    ]  # fmt: skip


@pytest.mark.parametrize("variant", ["before", "after"])
def test_offices_keep_xinjiangs_feast_and_hours(variant: str) -> None:
    """古尔邦节 2025: 6, 9 and 10 June are off, the weekend between them too; summer hours 10-14 and 16-20."""
    events = event_frame(asked(variant).program, [outcome(variant)])
    worked = events.filter(pl.col("pool").is_not_null() & pl.col("started").is_not_null())
    starts: list[datetime] = worked["started"].to_list()
    dates = {start.date() for start in starts}
    assert {date(2025, 6, 5), date(2025, 6, 11)} <= dates
    assert not {date(2025, 6, day) for day in (6, 7, 8, 9, 10)} & dates
    hours = {start.time() for start in starts}
    assert len(hours) > 100
    assert all(time(10) <= hour < time(14) or time(16) <= hour < time(20) for hour in hours)
    signed: list[datetime] = events.filter(pl.col("step").str.ends_with("_signed"))["completed"].to_list()
    assert signed
    assert {moment.time() for moment in signed} == {time(17)}
    assert not {date(2025, 6, 6), date(2025, 6, 9)} & {
        moment.date() for moment in signed
    }  # a Friday and a Monday


@pytest.mark.parametrize("variant", ["before", "after"])
def test_registration_comes_on_top(variant: str) -> None:
    assert cases(variant).filter(pl.col(f"clock_{REGISTERED}") <= pl.col(f"clock_{COMPLETED}")).is_empty()


@pytest.mark.parametrize(
    "steps",
    [
        ["scheme_drawings"],
        ["construction"],
        [
            f"{check}.rectification"
            for check in ("planning_check", "land_check", "fire_check", "greening_check")
        ],
    ],
)
def test_what_the_owner_does_is_outside_the_governments_clock(steps: list[str]) -> None:
    """Three times as long: cases end later, and the government's clock hardly notices (other queues, other days)."""
    slow = [Setting(f"services.{SERVICE}.flow.{step}.for", "*=", "3") for step in steps]
    moved = asked("after").with_settings(slow)
    frames = [
        case_frame(one.program, [simulated(one, number) for number in range(6)]).filter(
            (pl.col("service") == SERVICE) & pl.col("finished").is_not_null()
        )
        for one in (asked("after"), moved)
    ]
    both = frames[0].join(frames[1], on=["replication", "stream", "epoch", "member"], suffix="_slow")
    assert len(both) > 25
    clock = f"clock_{COMPLETED}"
    grown = both.select(
        elapsed=(pl.col("elapsed_slow") - pl.col("elapsed")).sum(),
        clock=(pl.col(f"{clock}_slow") - pl.col(clock)).sum(),
    ).row(0, named=True)
    assert grown["elapsed"] > 10 * abs(grown["clock"])


@pytest.mark.parametrize("variant", ["before", "after", "tolerant"])
def test_promised_limits_are_no_durations(variant: str) -> None:
    whatif = asked(variant)
    promised = [
        Setting(f"services.{SERVICE}.flow.{block.id}.promised", "*=", "10")
        for block in walk(whatif.stated.services[SERVICE].flow)
        if isinstance(block, Item) and block.promised is not None
    ]
    assert len(promised) == 5  # Beijing's five steps
    moved = simulated(whatif.with_settings(promised))
    assert outcome(variant).rows is not None
    assert moved.rows is not None
    assert outcome(variant).rows.tobytes() == moved.rows.tobytes()  # type: ignore[union-attr]
    assert outcome(variant).clock_late_at.tobytes() != moved.clock_late_at.tobytes()
