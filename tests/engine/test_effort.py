"""Work that depends on the case, on the hour at which it is begun, and on who does it: timelines by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.office import play, pool, scenario, task, window
from sim.chance.quantile_table import HUNDRED_YEARS
from sim.engine.effort import times
from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.whatif import load
from sim.model import ModelError
from sim.model.provenance import numbers

KINDS = {"kind": {"values": {"small": 0.5, "large": 0.5}}}


def test_by_an_attribute() -> None:
    kinds = {"kind": {"values": {"large": 1}}}
    factors = [{"when": "kind == 'large'", "factor": 1.5}, {"when": "not kind == 'large'", "factor": 9}]
    played = play(scenario([task("look", factors=factors)], attributes=kinds), "Mon 09:00")
    assert played.row("look") == ("Mon 09:00", "Mon 09:00", "Mon 10:30")


def test_by_the_hour_at_which_it_is_begun() -> None:
    factors = [{"hours": "09:00-10:00 16:00-17:00", "factor": 0.5}]
    played = play(
        scenario([task("look", factors=factors)], pools={"desk": window(9)}),
        "Mon 08:00", "Mon 09:59", "Mon 10:00", "Mon 16:00",
    )  # fmt: skip
    assert [row[2:] for row in sorted(played.rows())] == [
        ("Mon 09:00", "Mon 09:30"), ("Mon 09:59", "Mon 10:29"), ("Mon 10:00", "Mon 11:00"),
        ("Mon 16:00", "Mon 16:30"),
    ]  # fmt: skip


def test_all_that_hold_are_multiplied_and_work_rests_at_night() -> None:
    factors = [{"hours": "16:00-17:00", "factor": 2}, {"when": "channel == 'hall'", "factor": 1.5}]
    played = play(scenario([task("look", factors=factors)]), "Mon 16:00")
    assert played.row("look") == ("Mon 16:00", "Mon 16:00", "Tue 11:00")


def test_by_whoever_does_it() -> None:
    flow = [task("look", any_of=["wang", "li"], work_by={"li": "90 min"})]
    played = play(scenario(flow, pools={"wang": pool(), "li": pool()}), "Mon 09:00", "Mon 09:00")
    assert [(played.unit("look", case), played.row("look", case)[2]) for case in (0, 1)] == [
        ("wang", "Mon 10:00"), ("li", "Mon 10:30")
    ]  # fmt: skip


def test_single_clerks_with_weeks_of_their_own() -> None:
    """What Prosimos calls a resource: a pool of one, found by a skill, with its own hours and its own time."""
    clerks = {
        "wang": pool(skills=["tax"], hours="09:00-12:00"),
        "li": pool(skills=["tax"], hours="13:00-17:00"),
    }
    flow = [task("look", skill="tax", work_by={"li": "30 min"})]
    played = play(scenario(flow, pools=clerks), "Mon 11:30", "Mon 12:30", "Mon 13:00")
    assert [(played.unit("look", case), *played.row("look", case)[1:]) for case in range(3)] == [
        ("wang", "Mon 11:30", "Tue 09:30"),
        ("li", "Mon 13:00", "Mon 13:30"),
        ("li", "Mon 13:30", "Mon 14:00"),
    ]


def test_the_same_case_keeps_its_luck() -> None:
    work = {"mean": "40 min", "cv": 1}
    plain = play(scenario([task("look", work=work)]), "Mon 09:00")
    double = play(
        scenario([task("look", work=work, factors=[{"hours": "09:00-17:00", "factor": 2}])]), "Mon 09:00"
    )
    one, two = (made.events[0].completed - made.events[0].started for made in (plain, double))
    assert two == 2 * one


@given(st.integers(0, HUNDRED_YEARS), st.integers(10_000, 100_000_000))
def test_times_rounds_to_the_nearest(work: int, factor: int) -> None:
    wanted = (2 * work * factor + 1_000_000) // 2_000_000
    assert times(work, factor) == (min(max(wanted, 1), HUNDRED_YEARS) if work else 0)
    assert work // 1_000_000 * factor < 2**63


OFFICE = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 40 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 1, skills: [tax]}
  other: {name: other, kind: reviewer, capacity: 1}
services:
  main:
    name: main
    attributes: {kind: {values: {small: 75%, large: 25%}}}
    channels: {hall: {rate: 8 /wd}}
    flow:
      - {task: look, pool: desk, work: 30 min, MORE}
targets:
  kept: {service: main, from: arrived, to: finished, limit: 30 wd, clock: working, required_share: 0.9}
"""


def office(folder: Path, more: str) -> Path:
    path = folder / "office.yaml"
    path.write_text(OFFICE.replace("MORE", more), "utf-8")
    return path


@pytest.mark.parametrize(
    ("more", "factor"),
    [
        ("factors: [{when: kind == 'large', factor: 3}]", 1.5),
        ("factors: [{when: kind == 'large', factor: 3}, {when: not kind == 'large', factor: 2}]", 2.25),
        # A full desk does 4 h at half the pace and 4 h at the plain one: 12 half-hours a day where it did 16.
        ('factors: [{hours: "09:00-13:00", factor: 2}]', 4 / 3),
        ("factors: [{when: kind == 'large', hours: \"09:00-13:00\", factor: 2}]", 0.75 + 0.25 * 4 / 3),
        ("work_by: {desk: 45 min}", 1.5),
    ],
)
def test_the_work_offered_counts_them(tmp_path: Path, more: str, factor: float) -> None:
    (desk, *_) = OfferedWork(load(str(office(tmp_path, more)))).loads
    assert desk.load == pytest.approx(0.5 * factor, rel=5e-4)


def test_the_work_offered_where_visits_are_counted(tmp_path: Path) -> None:
    """A race decides whether the task is come to, so the factors are counted too."""
    path = office(tmp_path, "factors: [{when: kind == 'large', factor: 3}]")
    text = path.read_text("utf-8")
    race = "{race: r, branches: {a: [{wait: w, for: 1 min}, LOOK], b: [{wait: late, for: 60 cd}]}}"
    look = text[text.index("{task: look") : text.index("\ntargets")]
    path.write_text(text.replace(look, race.replace("LOOK", look)), "utf-8")
    (desk, *_) = OfferedWork(load(str(path))).loads
    assert desk.measured
    assert desk.load == pytest.approx(0.75, rel=0.1)


def test_a_factor_is_a_number_with_a_source(tmp_path: Path) -> None:
    asked = load(
        str(office(tmp_path, "factors: [{when: kind == 'large', factor: {value: 3, range: [2, 4]}}]"))
    )
    (found,) = [n for n in numbers(asked.scenario) if "factors" in n.path]
    assert (found.path, found.range, found.favourable) == (
        "services.main.flow.look.factors.0.factor", ("2", "4"), "low"
    )  # fmt: skip
    changed = load(str(office(tmp_path, "factors: [{when: kind == 'large', factor: 3}]")),
                   set=["services.main.flow.look.factors.0.factor=2"])  # fmt: skip
    assert changed.program.factor_value.tolist() == [2_000_000]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("factors: [{factor: 2}]", "office.yaml:15:58  a factor needs when (a condition), hours or both"),
        ("factors: [{when: kind == 'lage', factor: 2}]", 'did you mean "large"?'),
        ("factors: [{when: stamped.arrived, factor: 2}]", "a factor looks at attributes, not at milestones"),
        ('factors: [{hours: "9-10", factor: 2}]', '"9-10" are not hours'),
        (
            "factors: [{when: kind == 'large', factor: 0}]",
            "the factor 0 is not allowed; allowed: 0.01 to 100",
        ),
        (
            "factors: [{when: kind == 'large', factor: {value: 2, range: [1, 900]}}]",
            "the factor 900 is not allowed",
        ),
        ("work_by: {other: 5 min}", 'task "look" is never done by pool "other"; allowed: desk'),
        ("work_by: {nobody: 5 min}", 'there is no pool "nobody"; allowed: desk, other'),
        ("work_by: {desk: 1 cd}", 'work "1 cd" is in calendar days'),
    ],
)
def test_faults(tmp_path: Path, more: str, told: str) -> None:
    with pytest.raises(ModelError) as raised:
        _ = load(str(office(tmp_path, more))).program
    assert told in str(raised.value)


def test_a_pool_without_the_skill(tmp_path: Path) -> None:
    path = office(tmp_path, "work_by: {other: 5 min}")
    path.write_text(path.read_text("utf-8").replace("pool: desk, work", "skill: tax, work"), "utf-8")
    with pytest.raises(ModelError, match="'look' is never done by pool 'other'; allowed: desk"):
        _ = load(str(path)).program
