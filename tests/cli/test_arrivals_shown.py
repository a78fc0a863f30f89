"""Lists and appointments as planners meet them: shown in both languages, kept with a run, copied by `new --from`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_office import Command

import onewindow
from sim.experiments.load.loads import cases_a_day
from sim.experiments.load.steady import OfferedWork

TEXT = """\
onewindow: 1
title: {zh: 大厅, en: Hall}
jurisdiction: testland
calendar: {region: CN, wd: 7 wh, hours: "09:00-12:00 13:00-17:00"}
study: {start: 2025-03-03, lead_in: 0 wd, window: 10 wd, follow_up: 5 wd}
pools: {window: {name: {zh: 窗口, en: Window}, kind: window, capacity: 2}}
services:
  change:
    name: {zh: 变更, en: Change}
    channels:
      tickets: {list: tickets.csv, only: {业务: 变更}, shift: 364 cd, scale: 2}
      booked: {appointments: {every: 1 h, weekdays: [tue], places: 5, no_show: 20%, late: {share: 10%, by: 12 min}}}
      agents:
        rate: 3 /wd
        batch: {sizes: {1: 50%, 3: 50%}}
        cv: 0.5
        shocks: [{from: 2025-03-10, factor: 2, name: {zh: 新规, en: new rules}}, {from: 03-04, to: 03-05, factor: 0.5}]
    flow: [{task: serve, pool: window, work: 20 min}]
targets:
  called: {service: change, step: serve, limit: 30 min, clock: queue, required_share: 80%}
"""
TICKETS = "取号时间,业务\n" + "".join(
    f"2024-03-{day:02d} {hour}:{minute},{kind}\n"
    for day in (4, 5, 6, 7, 8, 11, 12, 29)
    for hour in (10, 14)
    for minute in (15, 45)
    for kind in ("变更", "设立")
)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tickets.csv").write_bytes(TICKETS.encode("gb18030"))
    (tmp_path / "hall.yaml").write_text(TEXT, "utf-8")
    return tmp_path


def said(command: Command, *words: str) -> str:
    made = command(*words)
    assert made.code == 0
    return " ".join(made.out.split())


@pytest.mark.usefixtures("hall")
def test_show_tells_them_in_both_languages(command: Command) -> None:
    english = said(command, "show", "hall.yaml", "--lang", "en")
    for words in (
        "listed in tickets.csv: 32 cases from 2025-03-03 to 2025-03-28; 28 of them within the study; only rows with "
        "业务 = 变更; each × 2; moved by 364 calendar days; 5.6 cases a working day on the average",
        "by appointment: every 1 h, 5 places, Tue office hours; 100% booked; 20% do not come; 10% late by 12 min; "
        "5.6 cases a working day on the average",
        "6 cases a working day; in batches of random size (1: 50%, 3: 50%), 2 on the average, which come 3 batches a "
        "working day; gaps with a coefficient of variation of 0.5 (Poisson: 1); new rules: × 2 from 2025-03-10 on; "
        "× 0.5 from 03-04 to 03-05",
    ):
        assert words in english
    chinese = said(command, "show", "hall.yaml", "--lang", "zh")
    for words in (
        "按清单 tickets.csv 到达：2025-03-03 至 2025-03-28 共 32 件；其中研究时段内 28 件；仅取 业务 为 变更 的行；"
        "每件计 2 次；日期移动 364 个自然日；平均每工作日 5.6 件",
        "预约：每 1 小时 5 个名额，周二 办公时间；约出 100%；爽约 20%；10% 迟到：12 分钟；平均每工作日 5.6 件",
        "每批件数不等（1 件 50%、3 件 50%），平均 2 件，每工作日 3 批；到达间隔的变异系数 0.5（泊松到达为 1）；"
        "新规（2025-03-10 起）× 2；03-04 至 03-05 × 0.5",
    ):
        assert words in chinese


@pytest.mark.usefixtures("hall")
def test_offered_work_and_capacity_count_every_kind() -> None:
    """5.6 listed, 5.6 booked; 6 in batches, twice that in the second week and half on two days: 8.4 a day."""
    asked = onewindow.load("hall.yaml")
    assert cases_a_day(asked, "change") == pytest.approx(5.6 + 5.6 + (6 * (5 + 10) - 6) / 10, rel=1e-6)
    (found,) = OfferedWork(asked).loads
    assert found.needed == pytest.approx(19.6 * 20 / (420 + 2 * 10), rel=1e-3)  # 10 min beyond each closing


def test_a_run_keeps_its_lists_and_is_read_without_them(hall: Path, command: Command) -> None:
    made = onewindow.run("hall.yaml", replications=2, out=hall / "out")
    assert (hall / "out" / "arrivals-00001.csv").read_bytes() == (hall / "tickets.csv").read_bytes()
    for name in ("tickets.csv", "hall.yaml"):
        (hall / name).unlink()
    again = onewindow.read_run(hall / "out")
    assert again.program.digest == made.program.digest
    assert said(command, "show", "out", "--case", "0", "--lang", "en").startswith("Case 0, Change")


def test_a_copy_brings_its_tables_along(hall: Path, command: Command) -> None:
    (hall / "deep").mkdir()
    (hall / "tickets.csv").rename(hall / "deep" / "tickets.csv")
    (hall / "open.csv").write_text("service,at\nchange,serve\n", "utf-8")
    text = TEXT.replace("tickets.csv", "deep/tickets.csv").replace("5 wd}", "5 wd, backlog: open.csv}")
    (hall / "hall.yaml").write_text(text, "utf-8")
    said(command, "new", "copies/mine", "--from", "hall.yaml")
    mine = hall / "copies"
    assert sorted(str(path.relative_to(mine)) for path in mine.rglob("*") if path.is_file()) == [
        "deep/tickets.csv", "mine.yaml", "open.csv",
    ]  # fmt: skip
    copied = onewindow.load(str(mine / "mine.yaml")).program
    assert copied.digest == onewindow.load("hall.yaml").program.digest
    (mine / "open.csv").write_text("service,at,cases\nchange,serve,7\n", "utf-8")
    said(command, "new", "copies/other", "--from", "hall.yaml")
    assert "7" in (mine / "open.csv").read_text("utf-8"), "what lies there already is left alone"


@pytest.mark.usefixtures("hall")
def test_numbers_have_names_and_sources(command: Command) -> None:
    text = said(command, "show", "hall.yaml", "--sources", "--json")
    paths = json.loads(text)
    assert "services.change.channels.tickets.list" in text
    assert "services.change.channels.booked.appointments.late.share" in text
    assert paths


@pytest.mark.usefixtures("hall")
def test_what_if_settings() -> None:
    channels = "services.change.channels"
    usual = onewindow.load("hall.yaml")
    for setting, cases in (
        (f"{channels}.tickets.scale=1", -2.8),
        (f"{channels}.booked.appointments.no_show=0", 1.4),
        (f"{channels}.agents.batch=1", -4.2),
        (f"{channels}.agents.shocks.0.factor*=2", 6.0),
    ):
        changed = onewindow.load("hall.yaml", set=[setting])
        assert cases_a_day(changed, "change") - cases_a_day(usual, "change") == pytest.approx(cases, abs=1e-6)
