"""Numbers among lever parameters: their ranges are found, and move what runs."""

from __future__ import annotations

from pathlib import Path

from sim.experiments.questions.whatif import WhatIf
from sim.model.provenance import UNSOURCED
from sim.model.reading import read_text

SOURCES = """\
key,kind,document,clause,year,place,note
guess,assumed,our guess,,2026,,
"""
TEXT = """\
onewindow: 1
title: levers
jurisdiction: testland
default_variant: after
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 10 wd, follow_up: 20 wd}
pools:
  desk: {name: d, kind: reviewer, capacity: 2}
  body: {name: b, kind: reviewer, capacity: 2}
fragments:
  round:
    parameters: [passed]
    do:
      - repeat: rounds
        again_when: not stamped.$passed
        maximum: 3
        do:
          - {task: visit, pool: desk, work: 2 wh}
          - choice: result
            options:
              - {share: 0.3, do: []}
              - {otherwise: true, do: [{milestone: $passed}]}
        between: [{wait: rework, for: 3 cd}]
services:
  main:
    name: main
    channels: {hall: {rate: 2 /wd}}
    flow:
      - stage: one
        do:
          - documents: file
            mode: return
            papers: {plan: {missing: 0.3, supply: 2 cd}}
            prepare: 1 cd
            again: 0.1
            maximum: 3
      - stage: two
        do:
          - {use: round, as: r1, with: {passed: passed1}}
          - {use: round, as: r2, with: {passed: passed2}}
      - {use: round, as: r3, with: {passed: passed3}}
      - {use: round, as: r4, with: {passed: passed4}}
      - {task: a, pool: desk, work: 1 wh}
      - {task: b, pool: desk, work: 1 wh}
      - {task: c, pool: desk, work: 1 wh}
variants:
  before: {}
  after:
    levers:
      - merged_stages: {stages: [one, two], into: both, promised: {value: 5 wd, source: guess}}
      - tolerant_acceptance:
          documents: file
          papers: {plan: {mean: 2 cd, cv: 1, range: [0.5, 2], source: guess}}
          deadline: {value: 5 cd, range: [3 cd, 9 cd], favourable: high, source: guess}
          late: refuse
          gate: after_delivery
      - joint_drawing_review:
          id: drawings
          rounds: [r1.rounds, r2.rounds]
          into: body
          work: {mean: 3 wh, cv: 0.5, range: [0.8, 1.2], source: guess}
      - joint_acceptance:
          id: joint
          rounds: [r3.rounds, r4.rounds]
          visit: {mean: 3 wh, cv: 0.5, range: [0.7, 1.4], source: guess}
          within: {value: 3 cd, range: [2 cd, 4 cd], favourable: high, source: guess}
      - parallel_approval:
          id: together
          steps: [a, b]
          pre_review: {steps: [c], share: {value: 0.5, range: [0.3, 0.7], favourable: high, source: guess}}
"""


def test_every_range_of_a_lever_moves_the_program(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    file = str(tmp_path / "levers.yaml")
    asked = WhatIf(file, read_text(TEXT, file), variant="after")
    stated = [one for one in asked.assumptions if one.kind != UNSOURCED]
    found = {one.path.partition("levers.")[2]: one for one in stated}
    assert list(found) == [
        "1.tolerant_acceptance.papers.plan",
        "1.tolerant_acceptance.deadline",
        "2.joint_drawing_review.work",
        "3.joint_acceptance.visit",
        "3.joint_acceptance.within",
        "4.parallel_approval.pre_review.share",
    ]
    for one in found.values():
        moved = [asked.with_settings([end]) for end in (one.favourable_setting, one.unfavourable_setting)]
        assert len({asked.program.digest, *(each.program.digest for each in moved)}) == 3


def test_all_levers_together_and_one_by_one() -> None:
    asked = WhatIf("levers.yaml", read_text(TEXT, "levers.yaml"), variant="before")
    after = WhatIf("levers.yaml", read_text(TEXT, "levers.yaml"), variant="after")
    names = tuple(use.name for use in after.levers)
    together = WhatIf("levers.yaml", asked.source, variant="before", with_=names)
    assert together.program.digest == after.program.digest
    alone = {
        WhatIf("levers.yaml", asked.source, variant="before", with_=(name,)).program.digest for name in names
    }
    assert len(alone | {asked.program.digest, after.program.digest}) == len(names) + 2
