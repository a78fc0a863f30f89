"""A hall of two desks with three targets that say what they expect, and one that does not; and runs of pytest on it."""

from __future__ import annotations

import re
from pathlib import Path

# An inner run forgets the modules it loaded, and some cannot be loaded twice: they are loaded here first.
import numpy.fft  # noqa: F401
import pytest

import onewindow.testing.session  # noqa: F401
import sim.engine.compile  # noqa: F401

TWO_DESKS = """\
onewindow: 1
title: {zh: 小厅, en: Small hall}
jurisdiction: testland
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 2 wd, follow_up: 2 wd}
pools:
  desk: {name: desk, kind: window, capacity: 2}
  spare: {name: spare, kind: window, capacity: 9}
services:
  main:
    name: main
    channels: {hall: {rate: 8 /wd}}
    flow:
      - milestone: submitted
      - {task: intake, pool: desk, work: {mean: 40 min, p90: 70 min}}
      - milestone: decided
targets:
  kept:
    {service: main, from: submitted, to: decided, limit: 2 wd, clock: working, required_share: 0.8,
     expected: {verdict: met, reason: two days are plenty}}
  broken:
    {service: main, from: submitted, to: decided, limit: 0.1 wh, clock: working, required_share: 0.8,
     reading: {zh: 从严, en: read strictly}, expected: {verdict: not_met, reason: the work alone takes longer}}
  open:
    {service: main, from: submitted, to: decided, limit: 0.75 wh, clock: working, required_share: 0.6,
     expected: {verdict: undecided}}
  silent: {service: main, from: submitted, to: decided, limit: 1 wd, clock: working, required_share: 0.8}
"""
"""At SHORT: kept is met, broken is not met, open lies at its boundary. About a third of a second."""

SHORT = ("--onewindow-budget", "0.001s")
"""Pays for one look."""
WRONG = {"kept": ("verdict: met", "verdict: not_met"), "broken": ("verdict: not_met", "verdict: met")}
"""The `expected` of a target, made wrong."""


def two_desks(folder: Path, *changes: tuple[str, str], name: str = "hall.yaml") -> Path:
    """The hall in a folder, each change's first text replaced by its second."""
    text = TWO_DESKS
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def expects_nothing(folder: Path) -> Path:
    """The hall without a word on what is expected."""
    path = two_desks(folder)
    path.write_text(re.sub(r",\s+(reading: .*?\}, )?expected: \{.*?\}", "", path.read_text("utf-8")), "utf-8")
    return path


def outcomes(result: pytest.RunResult) -> dict[str, int]:
    """{"passed": 2, "undecided": 1} of the last line."""
    found = re.findall(r"(\d+) (passed|failed|undecided|errors?|deselected)", result.outlines[-1])
    return {word.rstrip("s") if word == "errors" else word: int(count) for count, word in found}


def results(result: pytest.RunResult) -> dict[str, str]:
    """{"hall.yaml::kept": "PASSED"} of a run with -v, whoever ran what."""
    found: dict[str, str] = {}
    for line in result.outlines:
        word = re.search(r"\b(PASSED|FAILED|UNDECIDED)\b", line)
        item = re.search(r"\S+::[\w-]+", line)
        if word and item and (line.startswith("[gw") or line.startswith(item[0])):
            found[item[0]] = word[1]
    return found


def message(result: pytest.RunResult, target: str) -> str:
    """What the failure of a target says."""
    text = result.stdout.str()
    start = text.index(f"{target}: expected ")
    return text[start : text.index("\n  again", start)] + re.findall(r"\n  again.*", text[start:])[0]
