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


LEVERS = """
variants:
  wide: {levers: [extended_hours: {pools: [window], hours: "08:00-18:00"}]}
"""
MEAN = "  mean: {service: s, from: arrived, to: finished, measure: visits, limit: 1.1 visits, judged: mean}\n"


@pytest.mark.parametrize(
    ("lang", "raised", "less", "no_time"),
    [
        ("en", "got: together the levers raise the share kept by", "save", "time"),
        ("zh", "got：各项举措合计使做到的比例提高", "减少", "用时"),
    ],
)
def test_levers_parts_of_what_is_counted(
    command: Command, tmp_path: Path, lang: str, raised: str, less: str, no_time: str
) -> None:
    file = tmp_path / "visits.yaml"
    file.write_text(SCENARIO + MEAN + LEVERS, "utf-8")
    asked = ("attribute", f"{file}@wide", "-n", 8, "--lang", lang)
    share = command(*asked, "--target", "got").out
    assert share.startswith(raised)
    assert "P95" not in share
    assert "0.000" not in share
    mean = command(*asked, "--target", "mean").out
    assert less in mean.splitlines()[0]
    assert no_time not in mean.splitlines()[0]
    assert {"en": "kept", "zh": "做到的比例"}[lang] not in mean


def test_who_gets_there_takes_no_time(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "visits.yaml"
    file.write_text(SCENARIO + MEAN, "utf-8")
    said = command("run", file, "--replications", 2, "--detail", "summary", "--details").out
    lines = [line.split() for line in said.splitlines() if line.startswith("  got ")]
    assert [line[-2:] for line in lines[:1] + lines[2:3]] == [["–", "–"]] * 2
    assert "target  not kept" in said
    timed = SCENARIO + "  soon: {service: s, from: arrived, to: decided, limit: 1 wd, required_share: 90%}\n"
    file.write_text(timed, "utf-8")
    said = command("run", file, "--replications", 2, "--detail", "summary", "--details").out
    assert "late or not kept" in said


def test_a_mean_is_neither_kept_nor_late_by_case(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "visits.yaml"
    file.write_text(SCENARIO + MEAN, "utf-8")
    said = command("compare", file, "--vs", MORE, "-n", 2, "--target", "mean", "--details").out
    assert "no case" not in said
    assert "not kept" not in said
    assert "mean, visits" in said


def test_what_screening_does_not_move_is_said_so(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "visits.yaml"
    file.write_text(SCENARIO.replace("range: [2, 3]", "range: [1, 3]"), "utf-8")
    for lang, word in (("en", "not moved"), ("zh", "未动")):
        said = command("sensitivity", file, "--samples", 2, "-n", 2, "--target", "once", "--lang", lang).out
        (line,) = [line for line in said.splitlines() if line.startswith(("  Window · ", "  综合窗口 · "))]
        assert word in line
        assert "--method sobol" in said.replace(said.splitlines()[-2], "")
    assert "收件" not in command("run", file, "--lang", "en").out
    assert "abandoned" not in command("run", file, "--lang", "zh").out
