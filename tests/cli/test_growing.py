"""What `show`, `check` and `capacity` say of an office with more work than its hours hold."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from small_office import Command

from sim.experiments.load.offered import Load
from sim.words.offered import overload, telling

OFFICE = """\
onewindow: 1
title: {zh: 小厅, en: Small hall}
jurisdiction: testland
default_variant: plain
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 40 wd}
pools:
  desk: {name: {zh: 审批人员, en: Reviewers}, kind: reviewer, capacity: 4}
services:
  main:
    name: main
    channels: {hall: {rate: 70.4 /wd}}
    flow:
      - {task: review, pool: desk, work: {mean: 30 min, p90: 60 min}}
targets:
  easy: {service: main, from: arrived, to: finished, limit: 10 wd, clock: working, required_share: 0.9}
  hopeless: {service: main, from: arrived, to: finished, limit: 0.1 wh, clock: working, required_share: 0.9}
variants: {plain: {}}
"""
"""Four people, 64 half hours a day, and a tenth more cases."""


@pytest.fixture
def full(tmp_path: Path) -> Path:
    path = tmp_path / "full.yaml"
    path.write_text(OFFICE, "utf-8")
    return path


def test_the_answer_itself_says_so(command: Command, full: Path) -> None:
    """Who reads only the first sentence must not take it for a lasting promise."""
    both = ("--set", "targets.hopeless.limit=10 wd")
    said = [
        command("check", full, "--no-ends", *more).out.splitlines()[0]
        for more in ((), both, ("--lang", "zh"), ("--load", 0.8))
    ]
    window_only = " Met for this window only, as a queue grows."
    assert said[0] == f"2 promises: 1 met as assumed, 1 NOT met.{window_only}"
    assert said[1] == f"2 promises: 2 met as assumed.{window_only}"
    assert said[2] == "2 项承诺：按假设 1 项达标、1 项未达标。积压在增长，达标只在评判时段内成立。"
    assert said[3] == "2 promises: 1 met as assumed, 1 NOT met."
    assumed = command("check", full, "--draws", 2, *both).out.splitlines()[0]
    assert assumed.startswith(f"2 promises: 2 met as assumed.{window_only}")


def test_check_in_both_languages(command: Command, full: Path) -> None:
    english = command("check", full, "--no-ends", "--details")
    assert english.code == 1  # of the hopeless one; growing alone is no reason to fail
    assert "met, but growing" in english.out
    assert "NOT met, and growing" in english.out
    assert (
        "met for this window only: Reviewers: overloaded; what comes in needs 4.4 people and has 4 people"
        in english.out
    )
    assert "110% (needs 4.4 of 4) overloaded: 0.4 people short" in english.out
    chinese = command("check", full, "--no-ends", "--details", "--lang", "zh")
    assert "达标，但积压在增长" in chinese.out
    assert (
        "只在评判时段内达标：审批人员超负荷，评判时段的来件需要 4.4 人，在岗 4 人，缺 0.4 人" in chinese.out
    )
    assert "110%（需 4.4，有 4）超负荷：缺 0.4 人" in chinese.out


def test_the_document_and_the_exit_code(command: Command, full: Path) -> None:
    found = command("check", full, "--no-ends", "--json", "--set", "targets.hopeless.limit=10 wd")
    assert found.code == 0
    easy = json.loads(found.out)["verdicts"][0]
    assert (easy["verdict"], easy["steady"]) == ("met", False)
    assert easy["steadiness"]["offered"][0]["overloaded"]
    calm = json.loads(command("check", full, "--no-ends", "--json", "--load", 0.8).out)["verdicts"][0]
    assert (calm["verdict"], calm["steady"], calm["steadiness"]["overloaded"]) == ("met", True, [])


def test_a_steady_office_is_plainly_met(command: Command, full: Path) -> None:
    said = command("check", full, "--no-ends", "--load", 0.8, "--details").out
    assert "growing" not in said
    assert "88% (needs 3.52 of 4)" in said


def test_show_tells_it_before_anything_is_simulated(command: Command, full: Path) -> None:
    assert "110% (needs 4.4 of 4) overloaded: 0.4 people short" in command("show", full).out
    assert "110%（需 4.4，有 4）超负荷：缺 0.4 人" in command("show", full, "--lang", "zh").out
    document = json.loads(command("show", full, "--expanded", "--json").out)
    assert document["offered"][0]["offered_load"] == pytest.approx(1.1, abs=1e-3)


def test_capacity_names_the_load_that_can_be_kept_up(command: Command, full: Path) -> None:
    english = command("capacity", full, "--target", "easy", "-n", 8, "--draws", 0)
    assert "but growing" in english.out
    assert "above ×0.909 (−9.1%, 64 cases a working day) it is met for this window only" in english.out
    document = json.loads(command("capacity", full, "--target", "easy", "-n", 8, "--draws", 0, "--json").out)
    document = document["targets"][0]
    assert document["met_steady"] is False
    assert document["steady_below"]["load"] == pytest.approx(64 / 70.4, rel=1e-3)
    assert document["steady_below"]["names"] == ["desk"]


def test_compare_says_which_side_holds_for_the_window_only(command: Command, full: Path) -> None:
    one_more = ("--vs", "fifth: --set pools.desk.capacity=5", "-n", 4)
    said = command("compare", full, *one_more).out
    assert "for this window only, as a queue grows: base (Reviewers overloaded)" in said
    assert "The queue that grows in the base grows no more." in said.splitlines()[0]
    chinese = command("compare", full, *one_more, "--lang", "zh").out
    assert "积压在增长，结果只在评判时段内成立：基准（审批人员超负荷）" in chinese
    document = json.loads(command("compare", full, *one_more, "--json").out)
    easy, (better,) = document["targets"][0], document["alternatives"]
    assert (easy["steady"], easy["steadiness"]["overloaded"]) == (False, [["desk"]])
    assert (better["targets"][0]["steady"], better["targets"][0]["steadiness"]["overloaded"]) == (True, [])
    fewer = command("compare", full, "--vs", "three: --set pools.desk.capacity=3", "-n", 4, "--load", 0.8).out
    assert "as a queue grows: three (Reviewers overloaded)" in fewer
    assert "With it a queue grows, so this holds for this window only." in fewer.splitlines()[0]


def test_compare_names_the_promises_where_only_some_are_meant(command: Command, full: Path) -> None:
    """Nothing stands between the review and the end but what comes before the queue."""
    text = full.read_text("utf-8").replace(
        "      - {task: review",
        "      - {task: greet, pool: door, work: 1 min}\n      - milestone: in\n      - {task: review",
    )
    text = text.replace("services:\n", "  door: {name: door, kind: window, capacity: 2}\nservices:\n")
    full.write_text(
        text.replace(
            "  hopeless: {service: main, from: arrived, to: finished",
            "  also: {service: main, from: in, to: finished, limit: 9 wd, clock: working, required_share: 0.9}\n"
            "  first: {service: main, from: arrived, to: in",
        ),
        "utf-8",
    )
    said = command("compare", full, "--vs", "fifth: --set pools.desk.capacity=5", "-n", 4).out
    assert "as a queue grows: base: easy, also (Reviewers overloaded)" in said


def test_levers_say_it_of_the_base_and_of_each_lever(command: Command, full: Path) -> None:
    lever = (
        'variants: {plain: {}, longer: {levers: [{extended_hours: {pools: [desk], hours: "09:00-19:00"}}]}}'
    )
    full.write_text(full.read_text("utf-8").replace("variants: {plain: {}}", lever), "utf-8")
    said = command("levers", full, "-n", 4).out
    assert "for this window only, as a queue grows: base (Reviewers overloaded)" in said
    document = json.loads(command("levers", full, "-n", 4, "--json").out)
    assert document["targets"][0]["steady"] is False
    assert document["alternatives"][0]["targets"][0]["steady"] is True


def test_robustness_says_it_beside_the_verdict(command: Command, full: Path) -> None:
    asked = ("robustness", full, "--target", "easy", "-n", 4, "--draws", 0, "--budget", "1s")
    assert "met, but growing" in command(*asked).out
    assert "met for this window only: Reviewers: overloaded" in command(*asked).out
    chinese = command(*asked, "--lang", "zh").out
    assert "达标，但积压在增长" in chinese
    assert "只在评判时段内达标：审批人员超负荷" in chinese
    (easy,) = json.loads(command(*asked, "--json").out)["targets"]
    assert (easy["steady"], easy["steadiness"]["overloaded"]) == (False, [["desk"]])
    assert easy["steadiness"]["growth"] is not None
    calm = command(*asked, "--load", 0.8)
    assert "growing" not in calm.out


def test_run_says_which_pool_is_overloaded(command: Command, full: Path) -> None:
    assert (
        "Reviewers: overloaded; what comes in needs 4.4 people and has 4 people" in command("run", full).out
    )
    chinese = command("run", full, "--lang", "zh").out
    assert "审批人员超负荷，评判时段的来件需要 4.4 人，在岗 4 人，缺 0.4 人" in chinese
    document = json.loads(command("run", full, "--json").out)
    assert (document["steady"], document["steadiness"]["overloaded"]) == (False, [["desk"]])
    calm = json.loads(command("run", full, "--json", "--load", 0.8).out)
    assert (calm["steady"], calm["steadiness"]["overloaded"]) == (None, [])
    assert "overloaded" not in command("run", full, "--load", 0.8).out


def test_sweep_and_staffing_say_the_same_words(command: Command, full: Path) -> None:
    asked = ("--target", "easy", "-n", 4)
    swept = command("sweep", full, "--over", "load=0.7,1", *asked)
    assert "kept at 1, for this window only at 1, not kept at 0" in swept.out
    assert "met, but growing" in swept.out
    document = json.loads(command("sweep", full, "--over", "load=0.7,1", *asked, "--json").out)
    assert [(row["verdict"], row["steady"]) for row in document["rows"]] == [("met", None), ("met", False)]
    full.write_text(
        OFFICE.replace("70.4 /wd", "57 /wd, months: {3: 0.7, 4: 1.45}").replace("10 wd, f", "40 wd, f")
    )
    staffed = command("staffing", full, "--target", "easy", "--pool", "desk=4:5", "-n", 8)
    assert "4 at Reviewers keep the promise easy (as many as now)." in staffed.out
    assert "For this window only, as later cases take longer: easy." in staffed.out
    assert "yes, but growing" in staffed.out
    assert (
        "积压在增长，只在评判时段内如此：easy。"
        in command("staffing", full, "--target", "easy", "--pool", "desk=4:5", "-n", 8, "--lang", "zh").out
    )


def test_an_office_that_is_just_full_lacks_nobody(command: Command, full: Path) -> None:
    """64 half hours a day for four people: no hundredth of a person is missing, and none is left."""
    said = command("show", full, "--load", "10/11").out
    assert "100% (needs 4 of 4) overloaded: nothing to spare" in said
    assert "short" not in said


def test_a_joint_task_is_named_only_if_it_lacks_more_than_its_pools() -> None:
    both = (("消防", "Fire"), ("规划", "Planning"))
    fire = Load("pool", ("fire",), both[:1], 1.05, 1.0, 42.0, 40.0, 40.0)
    visit = Load("together", ("fire", "planning"), both, 1.05, 1.0, 42.0, 40.0, 40.0)
    assert telling([fire, visit]) == [fire]
    assert telling([visit]) == [visit]
    assert telling([fire, longer := replace(visit, load=1.4)]) == [fire, longer]
    assert "needs 1.05 people and has 1 person, 0.05 people short" in overload(fire, "en")
