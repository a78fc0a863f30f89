"""Every lever of a scenario against none: alone, together, and those that do not fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_hall import SOURCES

from sim.experiments.comparing.lever_effects import TOGETHER, builds_on, lever_effects
from sim.experiments.questions.whatif import WhatIf, load
from sim.model import ModelError

SCENARIO = """\
onewindow: 1
title: hall
jurisdiction: testland
default_variant: after
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 5 wd, follow_up: 5 wd}
pools:
  tax: {name: tax, kind: window, capacity: 1}
  seal: {name: seal, kind: window, capacity: 1}
  counter: {name: counter, kind: window, capacity: 3}
services:
  main:
    name: main
    channels: {hall: {rate: 12 /wd}}
    flow:
      - milestone: submitted
      - {task: tax_intake, pool: tax, work: {mean: 20 min, p90: 40 min}}
      - {task: seal_intake, pool: seal, work: {mean: 20 min, p90: 40 min}}
      - milestone: decided
targets:
  kept: {service: main, from: submitted, to: decided, limit: 2 wh, clock: working, required_share: 0.9}
variants:
  before: {}
  after:
    levers:
      - one_window: {pools: [tax, seal], into: counter}
      - parallel_approval: {id: both, steps: [tax_intake, seal_intake]}
      - extended_hours: {pools: [counter], hours: "09:00-19:00"}
"""


def asked(folder: Path, text: str = SCENARIO, variant: str = "") -> WhatIf:
    path = folder / "hall.yaml"
    path.write_text(text, "utf-8")
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    return load(f"{path}{variant}")


@pytest.mark.parametrize("variant", ["", "@before"])
def test_each_alone_and_all_together_against_none(tmp_path: Path, variant: str) -> None:
    question = asked(tmp_path, variant=variant)
    made = lever_effects(question, replications=2)
    labels = [one.label for one in made.comparison.alternatives]
    assert labels[-1] == TOGETHER
    assert set(labels[:-1]) | {lever for lever, _ in made.alone_refused} == {
        "one_window", "parallel_approval", "extended_hours",
    }  # fmt: skip
    digests = {one.label: one.digest for one in made.comparison.alternatives}
    assert made.comparison.digest == asked(tmp_path, variant="@before").program.digest
    assert digests[TOGETHER] == asked(tmp_path, variant="@after").program.digest
    assert len(set(digests.values())) == len(digests)
    assert made.frame.height == 3 * len(labels)
    assert json.loads(json.dumps(made.to_dict(), allow_nan=False))["together_refused"] == []


def test_a_lever_that_builds_on_another_is_listed_with_its_reason(tmp_path: Path) -> None:
    text = SCENARIO.replace("pools: [counter], hours", "pools: [tax], hours").replace(
        "      - one_window: {pools: [tax, seal], into: counter}\n",
        "      - green_channel: {id: fast, tasks: [both_intake], share: 0.1}\n"
        "      - one_window: {pools: [tax, seal], into: counter}\n",
    )
    made = lever_effects(asked(tmp_path, text, "@before"), replications=2)
    refused = dict(made.alone_refused)
    assert 'no step is called "both_intake"' in refused["green_channel"]
    assert not refused["green_channel"].startswith("green_channel: ")
    assert "green_channel" in dict(made.together_refused)
    assert "does not fit alone" in str(made)
    assert made.builds_on == ()  # no lever makes such a step


def test_a_scenario_without_levers(tmp_path: Path) -> None:
    text = SCENARIO[: SCENARIO.index("    levers:")].replace("  after:\n", "  after: {}\n")
    with pytest.raises(ModelError, match="no variant of the scenario states the parameters of a lever"):
        lever_effects(asked(tmp_path, text))


def test_a_lever_that_does_not_fit_alone_says_on_which_it_builds() -> None:
    question = load("chengdu/construction")
    assert builds_on(question, ["sampled_drawing_review"], ["one_window", "joint_drawing_review"]) == (
        ("sampled_drawing_review", "joint_drawing_review"),
    )
