"""Units of one pool that differ: hours and rules, speed, skills and absences of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.agreement import both
from engine.office import Raw, compiled, play, pool, scenario, task
from sim.experiments.load.binding import one_more
from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import load
from sim.model import ModelError, read, warnings
from sim.model.scenario import Scenario
from sim.model.staff import stated_at
from sim.results.busy import pool_hours
from sim.results.pools import pool_use

PAIR: Raw = {"li": {"speed": 2}, "wang": {"speed": 0.5}}


def test_each_at_their_own_speed_the_first_that_is_free() -> None:
    played = play(scenario([task("visit")], pools={"desk": pool(PAIR)}), *["Mon 09:00"] * 3)
    assert [(row[2], row[3]) for row in played.rows()] == [
        ("Mon 09:00", "Mon 09:30"),
        ("Mon 09:30", "Mon 10:00"),
        ("Mon 09:00", "Mon 11:00"),
    ]
    assert [played.program.names.alternatives[row.alternative] for row in played.events] == [
        "desk.li", "desk.li", "desk.wang"
    ]  # fmt: skip


def test_hours_and_rules_of_their_own_on_top_of_the_pools() -> None:
    staff = {
        "li": {"hours": "13:00-17:00"},
        "wang": {
            "rules": [{"weekdays": "mon", "closed": "09:00-11:00"}, {"weekdays": "tue", "closed": True}]
        },
    }
    desk = pool(staff, rules=[{"weekdays": "wed", "closed": True}])
    played = play(scenario([task("visit", work="3 h")], pools={"desk": desk}), *["Mon 09:00"] * 4)
    # Wang comes at eleven, Li at one; Tuesday is Li's alone, Wednesday nobody's; work rests with whose it is.
    assert [(row[2], row[3]) for row in played.rows()] == [
        ("Mon 11:00", "Mon 14:00"),
        ("Mon 13:00", "Mon 16:00"),
        ("Mon 14:00", "Mon 17:00"),
        ("Mon 16:00", "Tue 15:00"),
    ]


def test_the_work_of_a_unit_that_is_stated_is_its_own_time_and_the_pools_is_not() -> None:
    flow = [task("visit", work_by={"desk": "40 min", "desk.wang": "50 min"})]
    played = play(scenario(flow, pools={"desk": pool(PAIR)}), *["Mon 09:00"] * 2)
    assert [row[3] for row in played.rows()] == ["Mon 09:20", "Mon 09:50"]


def test_one_of_them_by_name_and_by_skill() -> None:
    staff = {"li": {}, "wang": {"skills": ["seal"]}}
    flow = [task("own", pool="desk.wang"), task("sealed", skill="seal")]
    played = play(scenario(flow, pools={"desk": pool(staff)}), *["Mon 09:00"] * 2)
    assert {played.program.names.alternatives[row.alternative] for row in played.events} == {"desk.wang"}
    assert max(row[3] for row in played.rows()) == "Mon 13:00"


def test_two_of_them_together_at_the_pace_of_the_slower() -> None:
    staff = {"li": {"speed": 2}, "others": {"capacity": 2}}
    played = play(scenario([task("visit", units=2)], pools={"desk": pool(staff)}), *["Mon 09:00"] * 2)
    assert [(row[2], row[3]) for row in played.rows()] == [
        ("Mon 09:00", "Mon 10:00"), ("Mon 10:00", "Mon 11:00")
    ]  # fmt: skip
    assert played.program.names.alternatives[played.events[0].alternative] == "desk.li + desk.others"


def test_with_another_pool_and_at_a_session() -> None:
    pools = {"desk": pool({"li": {"hours": "13:00-17:00"}, "wang": {}}), "lawyer": pool(1)}
    raw = scenario(
        [task("joint", all_of=["desk", "lawyer"]), {"session": "board", "of": "panel", "work": "1 h"}],
        pools=pools,
    )
    raw["sessions"] = {"panel": {"name": "panel", "at": ["11:00", "15:00"], "pools": ["desk"]}}
    played = play(raw, *["Mon 09:00"] * 3)
    # At eleven only Wang is there, and the board comes first; at three both are free for it.
    assert [row[2] for row in played.rows() if row[0] == "joint"] == ["Mon 09:00", "Mon 10:00", "Mon 12:00"]
    assert [row[2] for row in played.rows() if row[0] == "board"] == ["Mon 11:00", "Mon 15:00", "Mon 15:00"]


def by_hand(raw: Raw) -> Raw:
    """The same with a pool for each of the staff, as one would have written it before."""
    desk = raw["pools"]["desk"]
    own = {key: value for key, value in desk.items() if key != "staff"}
    units = {f"desk.{name}": {"capacity": 1, **own, **stated} for name, stated in desk["staff"].items()}
    flow = [{**{k: v for k, v in one.items() if k != "pool"}, "any_of": list(units)} for one in
            raw["services"]["main"]["flow"]]  # fmt: skip
    return {**raw, "pools": units, "services": {"main": {**raw["services"]["main"], "flow": flow}}}


def test_units_are_pools_that_a_task_may_choose_between() -> None:
    """The identity that gives the meaning: the tables are those of pools written out by hand."""
    staff = {
        "li": {"speed": 1.25, "hours": "10:00-16:00", "absence": {"share": 0.2}},
        "wang": {"speed": 0.8, "rules": [{"weekdays": "fri", "closed": "12:00-17:00"}]},
        "others": {"capacity": 3, "availability": 0.5},
    }
    raw = scenario(
        [task("visit", work={"mean": "60 min", "cv": 1}), task("file", work={"mean": "20 min", "cv": 0.5})],
        pools={"desk": pool(staff)},
        channels={"hall": {"rate": "25 /wd"}},
    )
    program, written = compiled(raw), compiled(by_hand(raw))
    assert program.digest == written.digest
    for replication in range(3):
        one, other = (both(made, seed=5, replication=replication) for made in (program, written))
        assert np.array_equal(one.rows, other.rows)


def test_other_work_goes_to_all_of_them_by_what_they_get_done() -> None:
    """30% of the open unit-time at the units' own paces, whoever takes it."""
    raw = scenario(
        [task("visit", work="1 min")],
        pools={"desk": pool({"li": {"speed": 2}, "wang": {}}, other_work={"share": 0.3, "work": "10 min"})},
        study={"lead_in": "5 wd", "window": "60 wd"},
    )
    program = compiled(raw)
    outcomes = [both(program, seed=3, replication=r) for r in range(3)]
    hours = pool_hours(program, outcomes)
    assert [one.pool for one in hours] == ["desk.li", "desk.wang"]
    done = sum(one.other * speed for one, speed in zip(hours, (2, 1), strict=True))
    able = sum(one.available * speed for one, speed in zip(hours, (2, 1), strict=True))
    assert done / able == pytest.approx(0.3, abs=0.02)
    assert hours[0].own + hours[1].own < 0.5
    assert [use.pool for use in pool_use(program, outcomes)] == ["desk.li", "desk.wang"]


OFFICE = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 40 wd}
pools:
  desk:
    name: desk
    kind: reviewer
    staff:
      li: {name: Li, speed: 3}
      wang: {speed: 1, rules: [{weekdays: mon, units: 2}]}
services:
  main: {name: main, channels: {hall: {rate: 20 /wd}}, flow: [{task: visit, pool: desk, work: 60 min}]}
targets:
  soon: {service: main, from: arrived, to: finished, limit: 1 wd, clock: working, required_share: 90%}
"""


def written(tmp_path: Path, old: str = "", new: str = "") -> str:
    assert old in OFFICE
    file = tmp_path / "office.yaml"
    file.write_text(OFFICE.replace(old, new) if old else OFFICE, "utf-8")
    return str(file)


def test_the_load_counts_what_each_gets_done(tmp_path: Path) -> None:
    """20 hours of work a day for 8 × 3 and 8 × 1.2 (two on one Monday in five days): 20 of 33.6."""
    loads = OfferedWork(load(written(tmp_path))).loads
    assert [one.names for one in loads] == [("desk.li",), ("desk.wang",)]
    assert [one.load for one in loads] == pytest.approx([20 / 33.6] * 2, rel=0.01)


def test_settings_reach_a_unit_and_one_more_is_one_of_them(tmp_path: Path) -> None:
    file = written(tmp_path)
    asked = load(file, set=["pools.desk.staff.wang.speed*=2"])
    assert asked.scenario.pools["desk"].staff["wang"].speed.value == 2  # type: ignore[union-attr]
    more = one_more(*stated_at(asked.scenario.pools, "desk.wang"))
    assert [one.text for one in more] == [
        "pools.desk.staff.wang.capacity=2", "pools.desk.staff.wang.rules.0.units+=1"
    ]  # fmt: skip
    assert load(file, set=[one.text for one in more]).program.digest != asked.program.digest


def test_a_file_with_staff_has_nothing_to_remark(tmp_path: Path) -> None:
    assert faults_of(written(tmp_path)) == ((), ())
    (found,) = warnings(read(written(tmp_path, "pool: desk,", "pool: desk, units: 3,")).build())
    assert "it never has more than 2" in found.message


REFUSED: list[tuple[str, str, str]] = [
    ("    staff:", "    capacity: 2\n    staff:", "staff says how many units there are; take capacity away"),
    ("    kind: reviewer", "    kind: reviewer\n    rules: [{weekdays: fri, fewer: 1}]",
     "fewer does not say which of the staff; say it in the rules of one of them"),
    ("speed: 3", "speed: 0", "the speed 0 is not allowed; allowed: 0.01 to 100"),
    ("pool: desk,", "pool: desk.le,", 'there is no pool "desk.le"; allowed: desk, desk.li, desk.wang; did you mean'),
    ("work: 60 min}", "work: 60 min, work_by: {desk.lo: 5 min}}", 'there is no pool "desk.lo"'),
    ("services:", "  desk.li: {name: x, kind: reviewer, capacity: 1}\nservices:",
     '"desk.li" is a pool already; give the unit another name'),
    ("{name: Li, speed: 3}", "{name: Li, pace: 3}", "pace"),
    ("{name: Li, speed: 3}", "{absence: {share: 1}}", "nobody would ever be there"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), REFUSED)
def test_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as refused:
        read(written(tmp_path, old, new)).build()
    (fault,) = refused.value.faults
    assert said in fault.message
    assert fault.line


def test_more_choices_than_can_be_run_are_refused() -> None:
    staff = {f"u{number}": {} for number in range(30)}
    raw: Any = scenario([task("visit", units=4)], pools={"desk": pool(staff)})
    from sim.engine.compile import CompileError, compile_program

    with pytest.raises(CompileError, match="4,096 choices of units"):
        compile_program(Scenario.model_validate(raw))
