"""What is counted is kept or not; nothing of it is on time, in any answer or figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_office import Command

SCENARIO = """
onewindow: 1
title: {zh: 跑几次, en: How many visits}
jurisdiction: somewhere
calendar: {region: CN, wd: 7 wh, hours: "09:00-12:00 13:00-17:00"}
study: {start: 2026-03-02, lead_in: 1 wd, window: 2 wd, follow_up: 5 wd}
pools:
  window: {name: {zh: 综合窗口, en: Window}, kind: window, capacity: {value: 2, range: [2, 3]}}
services:
  s:
    name: {zh: 登记, en: Registration}
    channels: {hall: {rate: 20 /wd}}
    flow:
      - task: intake
        pool: window
        work: 20 min
        in_person: true
        patience: 20 min
        comes_back: {share: 80%, after: 1 wd}
      - milestone: decided
targets:
  once: {service: s, from: arrived, to: finished, measure: visits, limit: 1 visit, required_share: 90%}
  got: {service: s, from: arrived, to: decided, measure: reached, required_share: 95%}
"""
MORE = "more: --set pools.window.capacity=3"
ASKED = (("compare", "--vs", MORE, "-n", 2), ("run", "--replications", 2), ("check", "--no-ends"))


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked[0])
def test_nothing_that_is_counted_is_called_on_time(
    command: Command, tmp_path: Path, asked: tuple[object, ...]
) -> None:
    file = tmp_path / "visits.yaml"
    file.write_text(SCENARIO, "utf-8")
    first, *more = asked
    for lang, word in (("en", "on time"), ("zh", "按时")):
        said = command(first, file, *more, "--details", "--lang", lang)
        assert said.code in (0, 1, 3), said.err
        assert "once" in said.out
        assert [
            line for line in said.out.splitlines() if word in line.lower().replace("hands-on time", "")
        ] == []
