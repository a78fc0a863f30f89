"""A hall where nobody queues and every step takes a stated time: when a verdict flips is plain arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from small_hall import SOURCES

from sim.experiments.questions.whatif import WhatIf, load

HEAD = """\
onewindow: 1
title: many
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 1 wd, follow_up: 5 wd}
pools:
  desk: {name: desk, kind: reviewer, capacity: 400, hours: 24h}
  spare: {name: spare, kind: reviewer, capacity: {value: 3, range: [1, 5], source: guess}}
services:
  main:
    name: main
    channels: {hall: {rate: {value: 3 /wd, source: rule}}}
    flow:
      - milestone: submitted
"""
STEP = (
    "      - {{task: {name}, pool: desk, "
    "work: {{fixed: {minutes:g} min, source: guess, range: [{low:g}, {high:g}]}}}}"
)
TARGET = (
    "  {name}: {{service: main, from: submitted, to: decided, limit: {limit:g} min, clock: elapsed, "
    "required_share: {{value: {share:g}, range: [0.3, 0.7], source: guess}}}}"
)


@dataclass(frozen=True)
class Step:
    """Minutes, and the range of factors on them."""

    minutes: float
    low: float
    high: float

    def end(self, kept: bool) -> float:
        return self.high if kept else self.low


def many_numbers(folder: Path, steps: Sequence[Step], limits: Sequence[float]) -> WhatIf:
    """A case takes the sum of its steps; a target `within_<n>` for each limit in minutes."""
    lines = [HEAD.rstrip()]
    lines += [
        STEP.format(name=f"step{n}", minutes=step.minutes, low=step.low, high=step.high)
        for n, step in enumerate(steps)
    ]
    lines += ["      - milestone: decided", "targets:"]
    lines += [TARGET.format(name=f"within_{n}", limit=limit, share=0.5) for n, limit in enumerate(limits)]
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    path = folder / "many.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return load(str(path))


def flipping(steps: Sequence[Step], limit: float) -> dict[str, float]:
    """By path, the factor at which a number alone brings the sum to the limit, where its range reaches so far."""
    total = sum(step.minutes for step in steps)
    kept = total <= limit
    found = {}
    for n, step in enumerate(steps):
        factor = 1 + (limit - total) / step.minutes
        if (factor < step.high) if kept else (factor >= step.low):
            found[f"services.main.flow.step{n}.work"] = factor
    return found
