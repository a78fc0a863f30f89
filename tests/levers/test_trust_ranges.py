"""Levers that drop, shorten or move a review: their order, and their numbers' ranges in a file."""

from __future__ import annotations

from pathlib import Path

from sim.experiments.questions.whatif import WhatIf
from sim.levers import REGISTRY
from sim.model.provenance import UNSOURCED
from sim.model.reading import read_text

NAMES = (
    "sampled_drawing_review", "land_ready_start", "build_first", "standard_land", "area_assessment",
    "record_instead", "notice_and_commitment", "fire_inspection_dropped", "classified_acceptance",
)  # fmt: skip
SOURCES = """\
key,kind,document,clause,year,place,note
guess,assumed,our guess,,2026,,
"""
TEXT = """\
onewindow: 1
title: trust
jurisdiction: testland
default_variant: after
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 10 wd, follow_up: 20 wd}
pools:
  desk: {name: d, kind: reviewer, capacity: 2}
  fire: {name: f, kind: inspector, capacity: 2}
  plan: {name: p, kind: inspector, capacity: 2}
fragments:
  round:
    parameters: [pool, passed]
    do:
      - repeat: rounds
        again_when: not stamped.$passed
        maximum: 3
        do:
          - {task: visit, pool: $pool, work: 2 wh}
          - choice: result
            options:
              - {share: 0.3, do: []}
              - {otherwise: true, do: [{milestone: $passed}]}
        between: [{wait: rework, for: 3 cd}]
services:
  main:
    name: main
    attributes: {area: {number: {min: 100, mode: 800, max: 3000}}}
    channels: {hall: {rate: 2 /wd}}
    flow:
      - {task: filing, pool: desk, work: 1 wh}
      - milestone: land
      - {task: environment, pool: desk, work: 2 wh}
      - {task: use_permit, pool: desk, work: 1 wh}
      - {task: energy, pool: desk, work: 1 wh}
      - {task: panel, pool: desk, work: 1 wh}
      - {use: round, as: scheme, with: {pool: desk, passed: scheme_passed}}
      - {task: pipes, pool: desk, work: 1 wh}
      - {use: round, as: drawings, with: {pool: desk, passed: drawings_passed}}
      - {use: round, as: piles, with: {pool: desk, passed: piles_passed}}
      - {task: formalities, pool: desk, work: 1 wh}
      - {task: permit, pool: desk, work: 1 wh}
      - {wait: building, for: 5 cd}
      - {use: round, as: fire, with: {pool: fire, passed: fire_passed}}
      - {use: round, as: plan, with: {pool: plan, passed: plan_passed}}
      - {task: archive, pool: desk, work: 1 wh}
      - milestone: built
targets:
  whole: {service: main, from: land, to: built, limit: 30 wd, required_share: 0.9}
variants:
  before: {}
  after:
    levers:
      - classified_acceptance:
          id: own
          steps: [archive]
          when: area < 500
          self_inspection: {mean: 2 cd, cv: 1, range: [0.5, 2], source: guess}
      - fire_inspection_dropped:
          id: ordinary
          steps: [fire.rounds]
          share: {value: 0.5, range: [0.3, 0.8], favourable: high, source: guess}
      - joint_acceptance:
          id: joint
          rounds: [fire.rounds, plan.rounds]
          visit: 3 wh
          within: 3 cd
      - notice_and_commitment:
          id: promise
          steps: [formalities]
          share: {value: 0.5, range: [0.3, 0.8], favourable: high, source: guess}
          signing: {pool: desk, work: {mean: 10 min, cv: 1, range: [0.5, 2], source: guess}}
          check:
            pool: desk
            work: {mean: 1 wh, cv: 1, range: [0.5, 2], source: guess}
            after: {min: 1 cd, max: 60 cd, range: [0.5, 1.2], source: guess}
            within: 60 wd
            share: {value: 0.5, range: [0.3, 0.8], favourable: low, source: guess}
            failed: {value: 0.1, range: [0.05, 0.2], favourable: low, source: guess}
            rectify: {mean: 2 cd, cv: 1, range: [0.5, 2], source: guess}
            still_failing: {value: 0.1, range: [0.05, 0.2], favourable: low, source: guess}
      - record_instead: {id: small, steps: [pipes], when: area < 500, record: {pool: desk, work: 5 min}}
      - area_assessment:
          id: inside
          steps: [environment, energy]
          share: {value: 0.5, range: [0.3, 0.8], favourable: high, source: guess}
      - standard_land: {id: standard, steps: [panel], loops: [scheme.rounds], when: area > 2000}
      - build_first:
          id: first
          steps: [piles.rounds]
          before: joint
          longer: {value: 1.5, range: [1, 2], favourable: low, source: guess}
          only: {share: {value: 0.5, range: [0.3, 0.8], favourable: high, source: guess}}
      - land_ready_start:
          id: ready
          steps: [permit]
          milestone: land
          certificates: [use_permit]
          only: {when: area > 1000}
      - sampled_drawing_review:
          id: sample
          steps: [drawings.rounds]
          sample: {value: 0.1, range: [0, 0.3], favourable: low, source: guess}
          at: plan.visit
          defect: {value: 0.1, range: [0.05, 0.3], favourable: low, source: guess}
          repair: {mean: 6 cd, cv: 1, range: [0.5, 2], source: guess}
"""


def test_they_apply_in_this_order() -> None:
    """Before the acceptances are joined a defect can be told to one inspector; what passes by steps that others
    join or move comes after them."""
    assert tuple(name for name in REGISTRY if name in NAMES) == NAMES
    order = list(REGISTRY)
    assert order.index("joint_drawing_review") < order.index(NAMES[0]) < order.index("joint_acceptance")
    assert order.index("parallel_approval") < order.index(NAMES[1])


def test_every_range_of_theirs_moves_the_program(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    file = str(tmp_path / "trust.yaml")
    asked = WhatIf(file, read_text(TEXT, file), variant="after")
    stated = [one for one in asked.assumptions if one.kind != UNSOURCED]
    found = {one.path.partition("levers.")[2].partition(".")[2]: one for one in stated}
    assert list(found) == [
        "classified_acceptance.self_inspection",
        "fire_inspection_dropped.share",
        "notice_and_commitment.share",
        "notice_and_commitment.signing.work",
        "notice_and_commitment.check.work",
        "notice_and_commitment.check.after",
        "notice_and_commitment.check.share",
        "notice_and_commitment.check.failed",
        "notice_and_commitment.check.rectify",
        "notice_and_commitment.check.still_failing",
        "area_assessment.share",
        "build_first.longer",
        "build_first.only.share",
        "sampled_drawing_review.sample",
        "sampled_drawing_review.defect",
        "sampled_drawing_review.repair",
    ]
    for one in found.values():
        moved = [asked.with_settings([end]) for end in (one.favourable_setting, one.unfavourable_setting)]
        assert len({asked.program.digest, *(each.program.digest for each in moved)}) == 3, one.path


def test_each_alone_is_another_program() -> None:
    source = read_text(TEXT, "trust.yaml")
    digests = {WhatIf("trust.yaml", source, variant="before").program.digest}
    for name in NAMES:
        with_ = (name, "joint_acceptance") if name == "build_first" else (name,)
        digests.add(WhatIf("trust.yaml", source, variant="before", with_=with_).program.digest)
    assert len(digests) == len(NAMES) + 1
