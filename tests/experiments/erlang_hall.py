"""An M/M/3 hall whose rate, mean work and required share are assumed, and where theory says its verdict flips."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from pathlib import Path

from scipy.optimize import brentq
from small_hall import SOURCES

from sim.experiments.questions.whatif import WhatIf, load

SERVERS = 3
LIMIT = 4.0
"""Hours from submission to decision."""
RATE, WORK, SHARE = (
    "services.main.channels.door.rate",
    "services.main.flow.work.work",
    "targets.quick.required_share",
)
HALL = """\
onewindow: 1
title: queue
jurisdiction: testland
calendar: {{wd: 8 wh, hours: "09:00-17:00"}}
study: {{start: 2025-03-03, lead_in: 2 cd, window: {days} cd, follow_up: 2 cd}}
pools:
  desk: {{name: desk, kind: reviewer, capacity: {servers}, hours: 24h}}
services:
  main:
    name: main
    channels:
      door:
        rate: {{value: {rate} /h, range: [1 /h, {highest} /h], source: guess}}
        around_the_clock: true
        off_days: 1
    flow:
      - milestone: submitted
      - task: work
        pool: desk
        work: {{mean: 60 min, family: exponential, range: [0.5, 1.4], source: elsewhere}}
      - milestone: decided
targets:
  quick:
    service: main
    from: submitted
    to: decided
    limit: {limit} h
    clock: elapsed
    required_share: {{value: {share}, range: [0.6, 0.995], source: guess}}
"""


def erlang_hall(
    folder: Path, rate: float, share: float, *, highest: float = 2.8, days: int = 5, seed: int = 1
) -> WhatIf:
    """The hall under so many cases an hour; work takes an hour."""
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    path = folder / "queue.yaml"
    numbers = {"limit": LIMIT, "rate": rate, "share": share, "highest": highest}
    texts = {name: f"{number:g}" for name, number in numbers.items()}
    path.write_text(HALL.format(servers=SERVERS, days=days, **texts), "utf-8")
    return load(str(path), seed=seed)


def on_time(rate: float, work: float = 1.0) -> float:
    """Share of cases decided within the limit: the sojourn of M/M/c (Gross and Harris, 2.3)."""
    offered = rate * work
    if offered >= SERVERS:
        return 0.0
    blocked = 1.0
    for n in range(1, SERVERS + 1):
        blocked = offered * blocked / (n + offered * blocked)
    waits = blocked / (1.0 - offered / SERVERS * (1.0 - blocked))
    spare, limit = SERVERS - 1 - offered, LIMIT / work
    later = limit if abs(spare) < 1e-9 else (1.0 - exp(-spare * limit)) / spare
    return 1.0 - exp(-limit) * (1.0 + waits * later)


def flips(rate: float, share: float) -> dict[str, float]:
    """By number, the value at which the verdict flips: cases an hour, factor on the work, required share."""
    return {
        RATE: _root(lambda x: on_time(x) - share, 0.01, SERVERS - 1e-6),
        WORK: _root(lambda x: on_time(rate, x) - share, 0.01, SERVERS / rate - 1e-6),
        SHARE: on_time(rate),
    }


def _root(of: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(of, low, high, xtol=1e-9))
