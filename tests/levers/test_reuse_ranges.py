"""Levers of papers, items and outside work, written in a file: together, one by one, and every range moves the case."""

from __future__ import annotations

from pathlib import Path

from sim.experiments.questions.whatif import WhatIf
from sim.model.provenance import UNSOURCED
from sim.model.reading import read_text

SOURCES = "key,kind,document,clause,year,place,note\nguess,assumed,our guess,,2026,,\n"
TEXT = """\
onewindow: 1
title: levers
jurisdiction: testland
default_variant: after
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 10 wd, follow_up: 90 wd}
pools:
  desk: {name: d, kind: reviewer, capacity: 2}
  helper: {name: h, kind: window, capacity: 1}
  firm: {name: f, kind: reviewer, party: intermediary, capacity: 2}
fragments:
  papers:
    do:
      - documents: file
        mode: return
        papers: {lease: {missing: 0.3, supply: 2 cd}, articles: {missing: 0.2, supply: 1 cd}}
        prepare: 1 cd
        again: 0.1
        maximum: 3
        do: [{task: intake, pool: desk, work: 20 min, intake: true}]
  health_papers:
    do:
      - documents: file
        mode: return
        papers: {lease: {missing: 0.3, supply: 2 cd}, health: {missing: 0.2, supply: 1 cd}}
        prepare: 1 cd
        again: 0.1
        maximum: 3
        do: [{task: intake, pool: desk, work: 20 min, intake: true}]
services:
  trade:
    name: trade
    channels: {hall: {rate: 2 /wd}}
    flow:
      - {task: name_approval, pool: desk, work: 1 wh}
      - {item: licence, do: [{use: papers, as: a}, {task: look, pool: desk, work: 1 wh}]}
      - {item: food, do: [{use: health_papers, as: b}, {task: food_look, pool: desk, work: 1 wh}]}
      - {item: fire, do: [{task: fire_look, pool: desk, work: 2 wh}]}
      - {item: sign, do: [{task: sign_look, pool: desk, work: 2 wh}]}
      - milestone: licensed
  site:
    name: site
    channels: {hall: {rate: 1 /wd}}
    flow:
      - milestone: planned
      - {wait: tender, for: 5 wd}
      - {task: report, pool: firm, work: 6 wh}
      - {task: plan_survey, pool: firm, work: 3 wh}
      - {task: land_survey, pool: firm, work: 3 wh}
      - {task: pipe, pool: firm, work: 6 wh}
      - {task: hook_up, pool: firm, work: 1 wh}
  closing:
    name: closing
    channels: {hall: {rate: 1 /wd}}
    flow:
      - {wait: creditors, for: 45 cd}
      - {use: papers, as: c}
variants:
  before: {}
  after:
    levers:
      - name_and_address:
          drop: [name_approval]
          documents: a.file
          papers: [articles]
          check:
            pool: desk
            work: {mean: 1 wh, cv: 0.5, range: [0.5, 2], source: guess}
            after: 2 cd
            within: 60 wd
            failed: {value: 0.1, range: [0.05, 0.2], favourable: low, source: guess}
            rectify: 1 cd
            still_failing: 0.1
          decided: licensed
      - first_certificate_reuse:
          first: a.file
          later: [b.file]
          compliance: {food_look: {mean: 10 min, cv: 0.5, range: [0.5, 2], source: guess}}
      - one_time_notice:
          documents: [a.file, b.file]
          second: {value: 0.05, range: [0, 0.09], favourable: low, source: guess}
      - assistance:
          documents: [a.file]
          helper: helper
          work: {mean: 10 min, cv: 0.5, range: [0.5, 2], source: guess}
          missing: {value: 0.5, range: [0.3, 0.8], favourable: low, source: guess}
          intake: [a.intake]
          shorter: {value: 0.7, range: [0.5, 0.9], favourable: low, source: guess}
      - simplified_deregistration:
          id: notice
          ordinary: [creditors]
          notice: {value: 20 cd, source: guess}
          objection: {value: 0.094, range: [0.05, 0.15], favourable: low, source: guess}
          exception: {value: 0.05, range: [0.01, 0.1], favourable: low, source: guess}
          clear: {mean: 5 cd, cv: 1, range: [0.5, 2], source: guess}
          eligible: {value: 0.8, range: [0.6, 0.9], favourable: high, source: guess}
          forms: {documents: c.file, papers: {lease: null, articles: null}}
      - one_thing_once:
          id: thing
          items: [licence, food]
          intake: [a.file]
          drop: [b.intake]
          documents: [a.file, b.file]
          longer: {value: 1.3, range: [1.1, 1.6], favourable: low, source: guess}
      - intermediary_market:
          id: picked
          steps: [report]
          drop: [tender]
          selection: {mean: 1 wd, cv: 0.5, range: [0.5, 2], source: guess}
          factor: {value: 0.5, range: [0.4, 0.9], favourable: low, source: guess}
      - combined_surveying:
          id: survey
          surveys: [plan_survey, land_survey]
          into: firm
          work: {mean: 4 wh, cv: 0.5, range: [0.7, 1.3], source: guess}
      - early_utilities: {start: planned, lines: {water: {early: [pipe], hook_up: hook_up}}}
      - one_licence:
          id: card
          licences: [fire, sign]
          pool: desk
          work: {mean: 10 min, cv: 0.5, range: [0.5, 2], source: guess}
"""


def asked(tmp_path: Path, variant: str, *levers: str) -> WhatIf:
    (tmp_path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    file = str(tmp_path / "levers.yaml")
    return WhatIf(file, read_text(TEXT, file), variant=variant, with_=levers)


def test_every_range_of_a_lever_moves_the_program(tmp_path: Path) -> None:
    after = asked(tmp_path, "after")
    stated = [one for one in after.assumptions if one.kind != UNSOURCED]
    found = {one.path.partition("levers.")[2]: one for one in stated}
    assert [path.partition(".")[2] for path in found] == [
        "name_and_address.check.work",
        "name_and_address.check.failed",
        "first_certificate_reuse.compliance.food_look",
        "one_time_notice.second",
        "assistance.work",
        "assistance.missing",
        "assistance.shorter",
        "simplified_deregistration.objection",
        "simplified_deregistration.exception",
        "simplified_deregistration.clear",
        "simplified_deregistration.eligible",
        "one_thing_once.longer",
        "intermediary_market.selection",
        "intermediary_market.factor",
        "combined_surveying.work",
        "one_licence.work",
    ]
    for one in found.values():
        moved = [after.with_settings([end]) for end in (one.favourable_setting, one.unfavourable_setting)]
        assert len({after.program.digest, *(each.program.digest for each in moved)}) == 3


def test_all_levers_together_and_one_by_one(tmp_path: Path) -> None:
    after = asked(tmp_path, "after")
    names = tuple(use.name for use in after.levers)
    assert len(names) == 10
    before = asked(tmp_path, "before").program.digest
    assert asked(tmp_path, "before", *names).program.digest == after.program.digest
    alone = {asked(tmp_path, "before", name).program.digest for name in names}
    assert len(alone | {before, after.program.digest}) == 12
