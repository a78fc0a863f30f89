"""What a run costs: rosters, hands-on work and fees, by hand; and that they change nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from engine.agreement import both
from engine.office import Played, Raw, compiled, play, pool, scenario, service, task, wait
from engine.random_scenarios import scenarios
from hypothesis import HealthCheck, Phase, given, settings

from sim import load, run
from sim.engine.nodes import TASK
from sim.experiments.comparing.compare import compare
from sim.experiments.questions.validate import faults_of
from sim.experiments.runs.read_run import read_run
from sim.model import ModelError, Scenario, read
from sim.model.provenance import numbers, uncertain_numbers
from sim.results.costs import Prices, cost_by_case, cost_sums, prices_of, rostered_hours
from sim.worktime import HOUR


def priced(raw: Raw, *coming: str | tuple[str, str]) -> tuple[Played, Prices]:
    played = play(raw, *coming)
    prices = prices_of(Scenario.model_validate(raw), played.program)
    assert prices is not None
    return played, prices


def test_hands_on_is_paid_by_the_hour_and_nights_are_not() -> None:
    """Three hours from 16:00 on are three hours, though they end the next morning; both units of a job are paid."""
    flow = [task("visit", work="3 h"), task("two", work="30 min", units=2)]
    played, prices = priced(scenario(flow, pools={"desk": pool(2, cost="80 CNY/h")}), "Mon 16:00")
    assert played.row("visit")[2] == "Tue 11:00"
    assert cost_by_case(played.program, played.outcome, prices).tolist() == [[3 * 80 + 2 * 40, 0]]


def test_each_unit_at_its_own_price_and_the_part_of_the_day_that_counts() -> None:
    """Who is slow takes an hour for what the first does in 30 minutes; half of the third's time is for others."""
    staff = {
        "li": {"cost": "90 CNY/h", "speed": 2},
        "wang": {},
        "half": {"availability": 0.5, "cost": "40 元/小时"},
    }
    desk = pool(staff, cost="60 CNY/h")
    played, prices = priced(scenario([task("visit")], pools={"desk": desk}), *["Mon 09:00"] * 3)
    assert cost_by_case(played.program, played.outcome, prices)[:, 0].tolist() == [45, 60, 40]
    assert rostered_hours(played.program, prices).tolist() == [80, 80, 40]


def test_fees_are_paid_each_time_a_step_is_done_and_for_each_case() -> None:
    again = {"repeat": "round", "do": [task("review", work="1 h", cost="200 CNY")], "again": 1, "maximum": 3}
    flow = [again, wait("expert", "1 wd", cost="1500 CNY", party="intermediary")]
    others = {"else": service([task("single", cost="7 CNY")])}
    played, prices = priced(
        scenario(flow, others=others, cost="30 CNY"), ("Mon 09:00", "main.hall"), ("Mon 09:00", "else.hall")
    )
    assert cost_by_case(played.program, played.outcome, prices).tolist() == [[0, 3 * 200 + 1500 + 30], [0, 7]]
    sums = cost_sums(played.program, played.outcome, prices)
    steps = dict(zip(played.program.names.steps, sums[2:].tolist(), strict=True))
    assert sums[:2].tolist() == [[1, 0, 2130], [1, 0, 7]]
    assert steps["review"] == [3, 0, 600]
    assert steps["expert"] == [1, 0, 1500]


def test_rosters_are_paid_busy_or_not_absent_or_there_and_in_overtime() -> None:
    desk = pool(
        2, cost="50 CNY/h", kind="window", absence={"share": 0.5}, rules=[{"weekdays": "tue", "fewer": 1}]
    )
    played, prices = priced(scenario([task("visit", work="3 h")], pools={"desk": desk}), "Mon 16:00")
    # Two weeks of two units for eight hours, less one on two Tuesdays.
    assert rostered_hours(played.program, prices).tolist() == [2 * 5 * 2 * 8 - 2 * 8]


@given(scenarios())
@settings(max_examples=40, deadline=None, derandomize=True, phases=(Phase.generate,),
          suppress_health_check=list(HealthCheck))  # fmt: skip
def test_what_cases_cost_is_what_the_pools_worked(raw: Raw) -> None:
    """At 1 an hour every case's cost is its hours; over all cases that is the work of the units, but for what ended
    after nobody wanted it or is under way at the end. Joint work in hours of several pools is left out."""
    raw["pools"] = {name: {**stated, "cost": "1 CNY/h"} for name, stated in raw["pools"].items()}
    raw["study"] = {"lead_in": "0 wd", "window": "7 wd", "follow_up": "0 wd", "start": "2025-03-03"}
    program = compiled(raw)
    prices = prices_of(Scenario.model_validate(raw), program)
    assert prices is not None
    outcome = both(program, seed=7, replication=0)
    joint = any(len(set(pools.split(" + "))) > 1 for pools in program.names.alternatives)
    spent = float(cost_by_case(program, outcome, prices)[:, 0].sum())
    worked = float(((outcome.busy + outcome.overtime) * prices.given).sum()) / HOUR
    assert spent <= worked + 1e-6 or joint
    rows = outcome.rows
    assert rows is not None
    unfinished = (rows[:, 7] < 2**62) & (rows[:, 5] < 2**62) & (program.nodes.kind[rows[:, 1]] == TASK)
    under_way = (outcome.under_way[:, 4] < 2**62).any()
    if not (joint or unfinished.any() or under_way or outcome.void_work):
        assert spent == pytest.approx(worked)


OFFICE = """\
onewindow: 1
title: office
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 10 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 2, cost: {value: 80 CNY/h, range: [60 CNY/h, 100 CNY/h]}}
services:
  main:
    name: main
    cost: 5 CNY
    channels: {hall: {rate: 20 /wd}}
    flow: [{task: visit, pool: desk, work: 30 min}, {wait: expert, for: 1 wd, party: intermediary, cost: 200 CNY}]
targets:
  soon: {service: main, from: arrived, to: finished, limit: 3 wd, clock: working, required_share: 90%}
"""


def office(tmp_path: Path, old: str = "", new: str = "") -> str:
    assert old in OFFICE
    file = tmp_path / "office.yaml"
    file.write_text(OFFICE.replace(old, new) if old else OFFICE, "utf-8")
    return str(file)


def test_a_run_tells_them(tmp_path: Path) -> None:
    """Every case costs 30 minutes at 80, 200 for the expert, and 5; two people are there for 80 hours each."""
    made = run(load(office(tmp_path)), replications=3)
    told = made.to_dict()["costs"]
    assert told["rostered"] == 2 * 80 * 80
    (main,) = told["services"]
    assert (main["per_case"], main["ci"]) == (245, [245, 245])
    assert told["fees"] == pytest.approx(205 * main["cases"], abs=1)
    assert told["rostered_and_fees_per_case"] == pytest.approx(205 + 12800 / main["cases"], abs=0.01)
    assert [step["step"] for step in told["steps"]] == ["visit", "expert"]
    done = made.cases.filter(made.cases["finished"].is_not_null())
    assert set(done["staff_cost"].to_list()) == {40.0}
    assert set(done["fees"].to_list()) == {205.0}


@pytest.mark.parametrize("detail", ["cases", "summary"])
def test_other_detail_levels_tell_the_rosters(tmp_path: Path, detail: str) -> None:
    made = run(load(office(tmp_path)), replications=2, detail=detail, keep=False)  # type: ignore[arg-type]
    assert made.costs is not None
    assert made.costs.rostered == 12800
    assert bool(made.costs.services) == (detail == "cases")


def test_a_folder_keeps_them(tmp_path: Path) -> None:
    whatif = load(office(tmp_path))
    made = run(whatif, replications=2, out=tmp_path / "run", keep=False)
    kept = read_run(tmp_path / "run", whatif)
    assert kept.to_dict()["costs"] == made.to_dict()["costs"]
    assert "fees" in kept.cases.columns


def test_they_change_nothing_else(tmp_path: Path) -> None:
    """The program, and all that is told but for costs, is that of the scenario without them."""
    plain = OFFICE.replace(", cost: {value: 80 CNY/h, range: [60 CNY/h, 100 CNY/h]}", "").replace(
        "    cost: 5 CNY\n", ""
    )
    priced_one = load(office(tmp_path))
    (tmp_path / "plain.yaml").write_text(plain.replace(", cost: 200 CNY", ""), "utf-8")
    one, other = priced_one, load(str(tmp_path / "plain.yaml"))
    assert one.program.digest == other.program.digest
    told, without = (run(each, replications=2).to_dict() for each in (one, other))
    del told["costs"], told["scenario"], without["scenario"]
    assert told == without
    assert [number.path for number in numbers(one.scenario) if number.sort == "cost"] == [
        "pools.desk.cost", "services.main.flow.expert.cost", "services.main.cost"
    ]  # fmt: skip
    assert not [number for number in uncertain_numbers(one.scenario) if number.sort == "cost"]


def test_alternatives_are_told_beside_the_base(tmp_path: Path) -> None:
    made = compare(
        load(office(tmp_path)),
        ["dear: --set pools.desk.cost*=1.5", "one: --set pools.desk.capacity=1",
         "quick: --set services.main.flow.visit.work='15 min'"],
        replications=4,
    )  # fmt: skip
    told = {(one.alternative, one.measure): one for one in made.costs}
    assert told["dear", "rostered"].difference == 6400
    assert told["dear", "per_case"].difference == pytest.approx(20)
    assert told["one", "rostered"].after == 6400
    assert told["quick", "per_case"].difference == pytest.approx(-20)
    assert told["quick", "rostered"].difference == 0
    assert json.dumps(made.to_dict())
    assert "12,800" in str(made.frame) or made.to_dict()["costs"][0]["before"] == 12800


REFUSED = [
    ("cost: 5 CNY", "cost: 5", '5 is not an amount of money; write it as "2000 CNY"'),
    ("cost: 5 CNY", "cost: 5 CNY/h", '"5 CNY/h" is not an amount of money; write it as "2000 CNY"'),
    ("value: 80 CNY/h", "value: 80 CNY", '"80 CNY" is not the cost of an hour; write it as "80 CNY/h"'),
    ("cost: 200 CNY", "cost: 200 EUR", "200 EUR is not in CNY, as others of this scenario are"),
    ("cost: 5 CNY", "cost: 5000000000 CNY", "too large"),
    ("range: [60 CNY/h, 100 CNY/h]", "range: [90 CNY/h, 100 CNY/h]", "outside its own range"),
]


@pytest.mark.parametrize(("old", "new", "said"), REFUSED)
def test_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as refused:
        read(office(tmp_path, old, new)).build()
    (fault,) = refused.value.faults
    assert said in fault.message
    assert fault.line


def test_nothing_to_remark(tmp_path: Path) -> None:
    assert faults_of(office(tmp_path)) == ((), ())
    dearer = load(office(tmp_path), set=["pools.desk.cost+=20 CNY/h"]).scenario.pools["desk"].cost
    assert str(dearer.value) == "100 CNY/h"  # type: ignore[union-attr]
