"""`onewindow levers`: each lever by name, where it is stated, what it does; and nothing a reader must skip."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from small_office import Command

from sim.experiments.comparing.compare import compare
from sim.experiments.questions.whatif import load
from sim.levers import REGISTRY
from sim.pages.comparisons import page_of

QUICK = ("-n", 4)


def test_the_base_is_told_as_one_would_type_it_and_each_lever_where_it_is_stated(
    command: Command, small: Path
) -> None:
    said = command("levers", f"{small}@pooled", *QUICK, "--details")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].startswith("No lever alone brings more on time for easy.")
    assert lines[1] == "load 1 · seed 1 · 4 replications of each, under common random numbers"
    told = " ".join(said.out.split())
    assert f"without any lever ({small}@pooled --without one_window)" in told.replace("- ", "-")
    assert "  one_window  One-window intake (as stated in the variant pooled)" in lines
    assert any(re.match(r"  one_window +\d", line) for line in lines)
    assert "The cases behind it" not in said.out
    assert '--vs "--with one_window"' in told


def test_who_reads_chinese_reads_names(command: Command, small: Path) -> None:
    chinese = command("levers", small, *QUICK, "--lang", "zh").out
    assert "  one_window  一窗受理（参数取自版本 pooled）" in chinese.splitlines()
    assert re.search(r"^  一窗受理 +\d", chinese, re.MULTILINE)
    assert not re.search(r"\b(base|worse|unclear|replications|variant)\b", chinese)


def test_the_document_says_where_parameters_come_from(command: Command, small: Path) -> None:
    document = json.loads(command("levers", small, *QUICK, "--json").out)
    assert document["stated_in"] == {"one_window": "pooled"}


POOLED = """\
onewindow: 1
title: {zh: 两个窗口, en: Two counters}
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 5 wd, window: 10 wd, follow_up: 20 wd}
pools:
  permits: {name: 许可窗口, kind: window, capacity: 1}
  meals: {name: 食品窗口, kind: window, capacity: 1}
  hall: {name: 综合窗口, kind: window, capacity: 2}
services:
  meal: {name: 食品, channels: {hall: {rate: 10 /wd}}, flow: [{task: take, pool: meals, work: 20 min, intake: true}]}
  permit:
    name: 许可
    channels: {hall: {rate: 36 /wd}}
    flow: [{task: look, pool: permits, work: 20 min, intake: true}]
targets:
  meals: {service: meal, from: arrived, to: finished, limit: 20 wd, clock: working, required_share: 90%}
  permits: {service: permit, from: arrived, to: finished, limit: 2 wd, clock: working, required_share: 90%}
variants:
  after: {levers: [{one_window: {pools: [permits, meals], into: hall, intake: [take, look], longer: 1.1}}]}
"""
"""One counter has half as much work again as it can do, the other 0.4 of it; pooled and a tenth longer it is 105%."""


def test_the_answer_is_about_a_promise_that_a_lever_helps_and_says_what_grows(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "pooled.yaml"
    path.write_text(POOLED, "utf-8")
    first = command("levers", path, "-n", 4).out.splitlines()[0]
    assert first.startswith("What does most for permits alone: one_window +")
    assert first.endswith(" For this window only, as a queue grows: one_window.")


TWO = """\
variants:
  after:
    levers:
      - one_window: {pools: [permits, meals], into: hall, intake: [take, look], longer: 1.1}
      - extended_hours: {pools: [hall], weekend: "09:00-12:00"}
"""


@pytest.mark.parametrize(
    ("limit", "required", "told"),
    [
        ("20 wd", "required_share: 90%", "100% on time, 90% required, which is enough on the sample."),
        ("0.01 wh", "required_share: 90%", "0.1% on time, 90% required, still not enough."),
        ("20 wh", "judged: mean", "promised, which is enough on the sample."),
        ("0.01 wh", "judged: mean", "promised, still not enough."),
    ],
)
def test_the_answer_says_whether_all_levers_together_are_enough(
    command: Command, tmp_path: Path, limit: str, required: str, told: str
) -> None:
    path = tmp_path / "two.yaml"
    stated = "limit: 2 wd, clock: working, required_share: 90%"
    made = POOLED[: POOLED.index("variants:")] + TWO
    path.write_text(made.replace(stated, f"limit: {limit}, clock: working, {required}"), "utf-8")
    first = command("levers", path, "-n", 4, "--target", "permits").out.splitlines()[0]
    assert "All together" in first
    assert told in first
    chinese = command("levers", path, "-n", 4, "--target", "permits", "--lang", "zh").out.splitlines()[0]
    assert ("样本上够了" if "which is" in told else "仍不够") in chinese


@pytest.mark.parametrize(("lang", "colon"), [("en", ": "), ("zh", "：")])
def test_what_a_lever_makes_worse_stands_beside_how_it_works(small: Path, lang: str, colon: str) -> None:
    """Why it is worse is not known from the results; what the lever says of itself is not left to be looked up."""
    made = compare(load(f"{small}@plain"), ["one: --with one_window"], replications=4)
    lever = REGISTRY["one_window"]
    told = f"{lever.label.in_language(lang)}{colon}{lever.sentence.in_language(lang)}"
    for word, stands in (("unclear", False), ("worse", True)):
        changes = [
            replace(one, differences=tuple(replace(d, judgement=word) for d in one.differences))
            for one in made.changes
        ]
        assert (told in str(page_of(replace(made, changes=tuple(changes)), lang))) is stands
