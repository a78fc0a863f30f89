"""A small hall with stated and assumed numbers, written to a folder with its sources.csv."""

from __future__ import annotations

from pathlib import Path

from sim.experiments.questions.whatif import WhatIf, load

SOURCES = """\
key,kind,document,clause,year,place,note
rule,documented,Rule,,2025,,
guess,assumed,,,2025,,
elsewhere,borrowed,Report,,2024,there,
"""
HALL = """\
onewindow: 1
title: hall
jurisdiction: testland
default_variant: plain
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 5 wd, follow_up: 5 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 3}
services:
  main:
    name: main
    channels: {hall: {rate: {value: 8 /wd, source: rule}}}
    flow:
      - milestone: submitted
      - {task: work, pool: desk, work: {mean: 60 min, p90: 100 min, source: rule}}
      - milestone: decided
targets:
  kept: {service: main, from: submitted, to: decided, limit: 2 wd, clock: working, required_share: 0.9}
  broken: {service: main, from: submitted, to: decided, limit: 0.5 wh, clock: working, required_share: 0.9}
variants:
  plain: {}
  busy: {set: {services.main.channels.hall.rate: 20 /wd}}
"""


def written(folder: Path, **changes: str) -> Path:
    """The hall in a folder; `changes` replace a line (by the first word of what it says) by another."""
    lines = HALL.splitlines()
    for word, line in changes.items():
        index = next(i for i, old in enumerate(lines) if old.strip().lstrip("- {").startswith(f"{word}:"))
        indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
        lines[index] = indent + line
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    path = folder / "hall.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def hall(folder: Path, **changes: str) -> WhatIf:
    return load(str(written(folder, **changes)))
