"""M/M/c as a plain scenario: cases come and are served round the clock; its share on time is known in closed form.

Of the sojourn in M/M/c, first come first served, with a = rate x work and C the chance of waiting (Erlang),

    P(sojourn > t) = e^(-t/w) (1 + C (1 - e^(-(c - 1 - a) t/w)) / (c - 1 - a)),

see Kleinrock, Queueing Systems I. The lead-in of a day is many relaxation times (`relaxation`), so the
empty start leaves no trace in the judged window.
"""

from __future__ import annotations

from math import exp, sqrt
from pathlib import Path

from scipy.optimize import brentq

from sim.experiments.questions.whatif import WhatIf, load

WORK = 20.0
"""Minutes, mean."""
LIMIT = 70.0
SERVERS = 2
REQUIRED = 0.9
RATE = 3.0
"""Cases an hour: half of what the servers can do."""

MMC = """\
onewindow: 1
title: M/M/c
jurisdiction: theory
calendar: {{wd: 8 wh, hours: "09:00-17:00"}}
study: {{start: 2025-03-03, lead_in: 1 cd, window: {days} cd, follow_up: 2 cd}}
pools:
  desk: {{name: desk, kind: reviewer, capacity: {servers}, hours: 24h}}
services:
  main:
    name: main
    channels: {{door: {{rate: {rate} /h, around_the_clock: true, off_days: 1}}}}
    flow:
      - milestone: submitted
      - {{task: serve, pool: desk, work: {{mean: {work} min, family: exponential}}}}
      - milestone: decided
targets:
  kept:
    {{service: main, from: submitted, to: decided, limit: {limit} min, clock: elapsed, required_share: {required}}}
"""


def mmc(folder: Path, servers: int = SERVERS, days: int = 2, seed: int = 1) -> WhatIf:
    path = folder / f"mmc{servers}-{days}.yaml"
    path.write_text(
        MMC.format(servers=servers, days=days, rate=RATE, work=WORK, limit=LIMIT, required=REQUIRED), "utf-8"
    )
    return load(str(path), seed=seed)


def on_time(offered: float, servers: int = SERVERS) -> float:
    """P(sojourn <= LIMIT) with `offered` = rate x work."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    waits = blocked / (1.0 - offered / servers * (1.0 - blocked))
    t, k = LIMIT / WORK, servers - 1 - offered
    served_after = t if abs(k) < 1e-9 else (1.0 - exp(-k * t)) / k
    return 1.0 - exp(-t) * (1.0 + waits * served_after)


def share_at(factor: float) -> float:
    """Share on time under a load."""
    return on_time(factor * RATE * WORK / 60.0)


def bearable() -> float:
    """The load at which exactly the required share is on time."""
    most = SERVERS * 60.0 / (RATE * WORK)
    return float(brentq(lambda factor: share_at(factor) - REQUIRED, 1e-6, most * (1 - 1e-9)))


def relaxation(factor: float) -> float:
    """Minutes in which what an M/M/c remembers of its start falls to 1/e, at the longest."""
    busy = factor * RATE * WORK / 60.0 / SERVERS
    return WORK / (SERVERS * (1.0 - sqrt(busy)) ** 2)
