"""An office with a queue, returned files, two channels and two kinds of applicant; and a figures file for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sim.experiments.questions.whatif import WhatIf, load

SOURCES = """\
key,kind,document,clause,year,place,note
guess,assumed,,,2025,,
"""
OFFICE = """\
onewindow: 1
title: {zh: 退件厅, en: Returning office}
jurisdiction: testland
default_variant: plain
calendar: {wd: 8 wh, hours: "09:00-12:00 13:00-18:00"}
study: {start: 2025-03-03, lead_in: 2 wd, window: 10 wd, follow_up: 10 wd}
pools:
  desk: {name: desk, kind: window, capacity: 1}
  officer: {name: officer, kind: reviewer, capacity: 2}
services:
  main:
    name: main
    attributes: {who: {values: {firm: 0.3, person: 0.7}}}
    channels:  # 两个渠道
      hall: {rate: {value: 8 /wd, range: [4 /wd, 12 /wd], source: guess}}
      online: {rate: 4 /wd, around_the_clock: true, off_days: 0.3}
    flow:
      - milestone: submitted
      - {task: intake, pool: desk, work: {mean: 20 min, p90: 40 min, range: [0.5, 2], source: guess}}  # 收件
      - milestone: taken
      - documents: file
        mode: return
        papers: {lease: {missing: 0.3}}
        do: [{task: counter, pool: officer, work: 5 min}]
        prepare: 3 h
        again: 0.3
        maximum: 3
      - repeat: rounds
        again: [0.4, 0.2]
        maximum: 3
        do:
          - {task: review, pool: officer, work: 40 min}
        between:
          - milestone: returned
          - {wait: mending, for: 1 cd, party: applicant}
      - milestone: decided
      - choice: result
        options:
          - share: {value: 25%, range: [0.02, 0.6], favourable: low, source: guess}
            do: [{end: refused}]
          - otherwise: true
            do: []
      - end: granted
  small:
    name: small
    channels: {hall: {rate: 2 /wd}}
    flow:
      - {task: glance, pool: desk, work: 5 min}
      - milestone: decided
      - end: granted
targets:
  easy: {service: main, from: submitted, to: decided, limit: 5 wd, clock: working, required_share: 0.5}
  hard: {service: main, from: submitted, to: decided, limit: 3 wh, clock: working, required_share: 0.9}
variants:
  plain: {}
  staffed: {set: {pools.officer.capacity: 4}}
"""
FIGURES = """\
onewindow_figures: 1
title: {zh: 公布数字, en: Published}
source: {kind: borrowed, document: Bulletin, place: Elsewhere, year: 2024}
figures:
  refused:
    name: {zh: 不予受理, en: Turned down}
    service: main
    share: {outcome: refused}
    observed: {count: 12, of: 100}
  days:
    name: {zh: 办理天数, en: Days taken}
    service: main
    mean: {from: submitted, to: decided, clock: working}
    observed: {value: 1 wd, rounded: 0.1 wd}
    held_back: true
parameters:
  refusals:
    name: {zh: 退件率, en: Refusals}
    path: services.main.flow.result.options.0.share
  intake:
    name: {zh: 收件用时, en: Taking in}
    path: services.main.flow.intake.work
    range: [0.8, 1.2]
"""


class Said(NamedTuple):
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with each old part, which stands in it once, replaced by a new one."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The office in a folder of its own, with its sources.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    path = folder / "office.yaml"
    path.write_text(changed(OFFICE, *changes), "utf-8", newline="")
    return path


def published(folder: Path, *changes: tuple[str, str]) -> Path:
    """The figures file in a folder."""
    path = folder / "figures.yaml"
    path.write_text(changed(FIGURES, *changes), "utf-8", newline="")
    return path


def office(folder: Path, seed: int = 1) -> WhatIf:
    return load(str(written(folder)), seed=seed)
