"""The page on the columns of tables: every column that is written stands there, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onewindow.cli.app import run
from sim.experiments.verdicts.whole_table import answered, table_of

DOCS = Path(__file__).parents[2] / "docs" / "reference"
OFFICE = """\
onewindow: 1
title: office
jurisdiction: testland
default_variant: plain
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 2 wd, follow_up: 3 wd}
pools: {desk: {name: desk, kind: window, capacity: 2, cost: 60 CNY/h}}
services:
  main:
    name: main
    attributes: {size: {values: {small: 0.5, large: 0.5}}}
    channels: {hall: {rate: 10 /wd}}
    flow:
      - milestone: submitted
      - documents: file
        mode: return
        papers: {lease: {missing: 0.5}}
        do: [{task: intake, pool: desk, work: 10 min}]
        prepare: 1 wh
        again: 0.5
        maximum: 2
      - {task: review, pool: desk, work: 30 min}
      - milestone: decided
  other: {name: other, channels: {web: {rate: 1 /wd}}, flow: [{task: look, pool: desk, work: 5 min}]}
targets: {easy: {service: main, from: submitted, to: decided, limit: 2 wd, clock: working, required_share: 0.9}}
variants: {plain: {}}
"""
HALLS = "halls: {number: 3, sizes: {1: 1}, pools: [desk]}\n"
OFFICES = {"<what was varied>": "load", "<attribute>": "size"}
"""Patterns that would take any name, and what they stand for here."""
PARTS = ("cases", "events", "halls", "sweep", "check")


def documented(part: str, page: str) -> list[str]:
    """The columns told in a section: names, and patterns with <…>."""
    section = (DOCS / page).read_text("utf-8").split("\n## ")[1 + PARTS.index(part)]
    assert part in section.splitlines()[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return [name for cell in cells for name in re.findall("`(.+?)`", cell)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The columns of every table, as they are written."""
    folder = tmp_path_factory.mktemp("tables")
    one, many, table = folder / "one.yaml", folder / "many.yaml", folder / "swept.csv"
    one.write_text(OFFICE, "utf-8")
    many.write_text(OFFICE + HALLS, "utf-8")
    assert run(["run", str(one), "-n", "1", "--out", str(folder / "run"), "--csv"]) == 0
    assert run(["run", str(many), "--detail", "summary", "--out", str(folder / "halls")]) == 0
    assert run(["sweep", str(one), "--over", "load=1,2", "-n", "2", "--table", str(table)]) == 0
    files = {
        "cases": folder / "run" / "cases-00000.csv",
        "events": folder / "run" / "events-00000.csv",
        "halls": folder / "halls" / "halls.csv",
        "sweep": table,
    }
    heads = {part: file.read_text("utf-8-sig").splitlines()[0] for part, file in files.items()}
    heads["check"] = table_of(answered({})).splitlines()[0]
    return {part: head.split(",") for part, head in heads.items()}


@pytest.mark.parametrize("page", ["tables.md", "tables.zh-CN.md"])
@pytest.mark.parametrize("part", PARTS)
def test_the_page_tells_every_column_and_no_other(
    part: str, page: str, written: dict[str, list[str]]
) -> None:
    told = [OFFICES.get(name, name) for name in documented(part, page)]
    plain = [name for name in told if "<" not in name]
    patterns = [re.sub("<.+?>", ".+", re.escape(name)) for name in told if "<" in name]
    rest = [name for name in written[part] if name not in plain]
    assert [name for name in plain if name not in written[part]] == []
    assert [name for name in rest if not any(re.fullmatch(one, name) for one in patterns)] == []
    assert [one for one in patterns if not any(re.fullmatch(one, name) for name in rest)] == []
    assert len(set(told)) == len(told)
