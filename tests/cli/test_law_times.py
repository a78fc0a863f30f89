"""Times that a scenario leaves to the law: shown with the law they are from, overridden, or refused where none is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from small_office import Command

FILE = """\
onewindow: 1
title: {zh: 许可, en: Permit}
jurisdiction: zhejiang
calendar: {wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 5 wd, follow_up: 10 wd}
pools:
  desk: {name: desk, kind: window, capacity: 1}
  inspector: {name: inspector, kind: inspector, capacity: 1}
services:
  main:
    name: main
    channels: {hall: {rate: 2 /wd}}
    flow:
      - documents: file
        mode: return
        notice: by_law
        papers: {lease: {missing: 0.3}}
        do: [{task: look, pool: desk, work: 20 min}]
        prepare: 1 cd
        again: 0.1
        maximum: 3
      - milestone: accepted
      - {task: review, pool: desk, work: 1 wh}
      - milestone: decided
targets:
  kept: {service: main, from: accepted, to: decided, limit: 5 wd, required_share: 0.9}
levers:
  - notice_and_commitment:
      id: trust
      steps: [review]
      share: 0.5
      check: {pool: inspector, work: 1 h, after: 20 cd, failed: 0.1, rectify: 2 cd, still_failing: 0.1}
"""


@pytest.fixture
def permit(tmp_path: Path) -> Path:
    path = tmp_path / "permit.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def unwrapped(page: str) -> str:
    """The page without what lays it out."""
    return re.sub(r"[\s│├└─]+", "", page)


def test_the_page_names_the_law(command: Command, permit: Path) -> None:
    page = unwrapped(command("show", permit, "--lang", "zh").out)
    assert (
        "须在5个工作日内一次告知缺件，逾期不告知的自收到之日起即为受理（行政许可法第三十二条、第八十二条）"
        in page
    )
    assert "核查期限（浙江省保障“最多跑一次”改革规定(2018)第十四条）" in page
    assert "whatismissingissaidwithin5workingdays" in unwrapped(command("show", permit, "--lang", "en").out)
    flat = command("show", permit, "--sources").out
    assert "services.main.flow.file.notice = 5 wd  law: 行政许可法 第三十二条" in flat
    assert "levers.0.notice_and_commitment.check.within = 60 wd  law: 浙江省保障" in flat
    told = json.loads(command("show", permit, "--json").out)
    assert told["services"]["main"]["flow"][0]["notice"]["value"] == "5 wd"


def test_how_many_were_told_in_time_is_reported(command: Command, permit: Path) -> None:
    made = json.loads(command("run", permit, "--replications", "3", "--json").out)
    (kept,) = made["promises"]
    assert (kept["part"], kept["limit"], kept["clock"]) == ("file.notice", "5 wd", "statutory")
    assert command("run", permit, "--replications", "3", "--lang", "zh").code == 0


def test_a_scenario_states_its_own(command: Command, permit: Path) -> None:
    stated = "services.main.flow.file.notice=2 wd"
    changed = unwrapped(command("show", permit, "--set", stated, "--lang", "zh").out)
    assert "须在2个工作日内一次告知缺件，逾期不告知的自收到之日起即为受理" in changed
    assert "行政许可法" not in changed


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        (
            "start: 2025-03-03",
            "start: 2004-03-01",
            "permit.yaml:16:17",
            'no rule set of "zhejiang" on 2004-03-01',
        ),
        (
            "zhejiang",
            "testland",
            "permit.yaml:32:7",
            'check.within is not stated, and no rule set of "testland"',
        ),
        ("notice: by_law", "notice: bylaw", "permit.yaml:16:17", '"bylaw" is not a duration'),
        ("notice: by_law", "notice: 1.5 wd", "permit.yaml:14:9", "counts whole working days"),
    ],
)
def test_what_no_law_knows_is_pointed_at(
    command: Command, permit: Path, old: str, new: str, place: str, said: str
) -> None:
    text = FILE.replace(old, new)
    permit.write_text(text[: text.index("levers:")] if old.startswith("start") else text, encoding="utf-8")
    told = command("show", permit)
    assert told.code == 2
    assert said in told.err
    assert place in told.err


def test_strict_asks_for_no_source_of_the_law(command: Command, permit: Path) -> None:
    said = command("validate", "--strict", permit)
    assert ".notice" not in said.err
    assert "within" not in said.err
