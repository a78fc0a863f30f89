"""Figures that show the stages of a process, and the steps of one on demand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onewindow.pictures import plot
from sim import ModelError, load

OFFICE = """\
onewindow: 1
title: {zh: 小厅, en: Small hall}
jurisdiction: testland
calendar: {region: CN, wd: 8 wh, hours: "09:00-17:00"}
study: {start: 2025-03-03, lead_in: 1 wd, window: 8 wd, follow_up: 6 wd}
pools:
  desk: {name: {zh: 窗口, en: Desk}, kind: window, capacity: 2}
  tax: {name: {zh: 税务, en: Tax desk}, kind: reviewer, capacity: 1}
services:
  main:
    name: {zh: 开办, en: Start-up}
    channels: {hall: {rate: 6 /wd}}
    flow:
      - {task: intake, pool: desk, work: 20 min}
      - milestone: submitted
      - item: invoices
        name: {zh: 发票, en: Invoices}
        do: [{task: review, pool: tax, work: 20 min}, {task: issue, pool: tax, work: 20 min}]
      - item: seal
        name: {zh: 刻章, en: Company seal}
        do: [{task: engrave, pool: desk, work: 20 min}]
      - milestone: decided
targets:
  easy:
    name: {zh: 开办, en: Easy}
    service: main
    from: submitted
    to: decided
    limit: 2 wd
    clock: working
    required_share: 0.5
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(OFFICE, "utf-8")
    return path


def said(office: Path, kind: str = "where_days_go", lang: str = "en", **asked: object) -> list[str]:
    figure = plot(str(office), kind=kind, replications=2, lang=lang, **asked)  # type: ignore[arg-type]
    drawn = [text.get_text() for axes in figure.axes for text in axes.texts]
    return [*(text.get_text() for text in figure.texts), *drawn]


def test_the_time_is_told_on_the_promise_s_clock(office: Path) -> None:
    told = " ".join(said(office))
    assert re.search(r"Easy: [\d.]+ working hours? on average, the limit is 16 working hours", told)
    assert "office closed" not in told
    pair = " ".join(said(office, against=load(str(office), set=["pools.tax.capacity=2"])))
    assert re.search(
        r"Easy: .+ [\d.]+ working hours?, .+ [\d.]+ working hours? on average; the limit is 16", pair
    )
    chinese = " ".join(said(office, lang="zh"))
    assert re.search(r"开办：平均[\d.]+个工作小时，时限16个工作小时", chinese)


def test_stages_first_and_steps_on_demand(office: Path) -> None:
    whole, inside, every = (set(said(office, stage=stage)) for stage in (None, "invoices", "all"))
    assert {"By stage", "Invoices", "Company seal"} <= whole
    assert not {"review", "issue", "engrave", "intake"} & whole  # inside the item; before the clock
    assert any(text.startswith("Invoices: ") for text in inside)
    assert {"By step", "review", "issue"} <= inside
    assert "engrave" not in inside
    assert {"By step", "review", "issue", "engrave"} <= every


def test_both_sides_are_grouped_alike(office: Path) -> None:
    # With one step the item is a row of its own, where the item has two steps on the other side.
    one = office.with_name("one.yaml")
    text = OFFICE.replace(", {task: issue, pool: tax, work: 20 min}", "")
    one.write_text(text, "utf-8")
    assert {"By step", "review"} <= set(said(one))
    beside = said(one, against=load(str(office)))
    assert {"By stage", "Invoices", "Company seal"} <= set(beside)
    assert not {"review", "engrave"} & set(beside)


def test_an_unknown_stage_is_named(office: Path) -> None:
    for kind in ("where_days_go", "process_map"):
        with pytest.raises(ModelError, match=r'did you mean "invoices"'):
            said(office, kind, stage="invoice")
    with pytest.raises(ModelError, match="it belongs to where_days_go and process_map"):
        said(office, "utilisation", stage="all")
