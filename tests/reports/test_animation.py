"""The animation: every visit of the replication at its time, one small file, nothing fetched, names as text."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from onewindow.cli.app import run
from onewindow.out.animation_html import html_of
from plots.results.replayed import replay_of
from sim.experiments.reports.report import Report


def test_it_plays_what_the_event_table_holds(made: Report) -> None:
    replay = replay_of(made.made, 0, "hopeless", "zh")
    events = made.made.events.filter(
        pl.col("replication") == 0, pl.col("service") == "main", pl.col("pool") != ""
    )
    assert len(replay["visits"]) == len(events)
    first = min(events["enqueued"]) - datetime(2025, 3, 3)
    assert replay["visits"][0][2] == int(first.total_seconds()) // 60
    assert all(joined <= started <= ended for _, _, joined, started, ended in replay["visits"])
    assert replay["open"][0] == [9 * 60, 17 * 60]
    assert replay["judged"][0] == 24 * 60
    assert [step["pool"] for step in replay["steps"]] == ["desk", "desk"]
    assert any(late >= 0 for _, _, late in replay["cases"].values())


def test_it_is_one_file_that_fetches_nothing(made: Report) -> None:
    text = html_of(replay_of(made.made, 1, None, "zh"), "zh")
    assert len(text.encode()) < 3_000_000
    assert "<b>小厅" not in text
    assert "default-src 'none'" in text
    assert "http" not in text.replace("http-equiv", "")


def test_the_command_refuses_what_a_run_does_not_hold(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEWINDOW_LANG", "en")
    assert run(["run", str(office), "--out", str(tmp_path / "run")]) == 0
    out = tmp_path / "a.html"
    assert run(["animate", str(tmp_path / "run"), "--out", str(out)]) == 0
    assert out.is_file()
    assert run(["animate", str(tmp_path / "run"), "--out", str(out), "--replication", "1"]) == 2
    assert "no such replication; allowed: 0 to 0" in capsys.readouterr().err
    assert run(["animate", str(office), "--out", "a.gif"]) == 2
