"""A small office as a file of the user's own, and what a command leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

SMALL = """\
onewindow: 1
title: {zh: 小厅, en: Small hall}
jurisdiction: testland
default_variant: plain
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 5 wd, follow_up: 3 wd}
pools:
  desk: {name: desk, kind: window, capacity: 2}
  spare: {name: spare, kind: window, capacity: 3}
services:
  main:
    name: main
    channels: {hall: {rate: 10 /wd}}
    flow:
      - milestone: submitted
      - {task: intake, pool: desk, work: {mean: 20 min, p90: 40 min}}
      - {task: review, pool: desk, work: 30 min}
      - milestone: decided
targets:
  easy: {service: main, from: submitted, to: decided, limit: 2 wd, clock: working, required_share: 0.9}
  hopeless: {service: main, from: submitted, to: decided, limit: 0.1 wh, clock: working, required_share: 0.9}
variants:
  plain: {}
  pooled:
    levers:
      - one_window: {pools: [desk], into: spare}
"""


class Said(NamedTuple):
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]
