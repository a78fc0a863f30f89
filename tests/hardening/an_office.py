"""A small office, and the command line as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

OFFICE = """\
onewindow: 1
title: {zh: 小厅, en: Small hall}
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 5 wd, follow_up: 3 wd}
pools:
  desk: {name: {zh: 窗口, en: desk}, kind: window, capacity: 2}
services:
  main:
    name: {zh: 办事, en: main}
    channels: {hall: {rate: 10 /wd}}
    flow:
      - milestone: submitted
      - {task: intake, name: {zh: 收件, en: intake}, pool: desk, work: {mean: 20 min, p90: 40 min}}
      - milestone: decided
targets:
  easy: {service: main, from: submitted, to: decided, limit: 2 wd, clock: working, required_share: 0.9}
"""


def office(folder: Path, name: str = "office.yaml", **changes: str) -> Path:
    """The office in a folder of its own."""
    text = OFFICE
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "onewindow", *map(str, arguments)]


def called(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `onewindow …` as a process, in English; variables given as "" are taken away."""
    known = {**os.environ, "ONEWINDOW_LANG": "en", **environment}
    known = {name: value for name, value in known.items() if environment.get(name) != ""}
    return subprocess.run(
        command(*arguments), cwd=cwd, env=known, capture_output=True, timeout=120, check=False
    )
