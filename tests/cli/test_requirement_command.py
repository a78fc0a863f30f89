"""`onewindow requirement`: the answer, the document, the figure and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onewindow.cli.app import run


def test_the_answer_and_the_figure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    figure = tmp_path / "region.svg"
    asked = ["urm-dispute-report", "--cases", "6", "-n", "2", "--set", "study.window=20 wd"]
    assert run(["requirement", *asked, "--figure", str(figure), "--lang", "zh"]) == 0
    assert "24 小时（95% 的件）能做到，条件是" in capsys.readouterr().out
    assert figure.read_bytes().startswith(b"<?xml")
    assert run(["requirement", *asked, "--set", "targets.urm-dispute-report.limit=1 min", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["boundaries"][0]["bounds"][0]["kept_hours"] is None
    assert run(["check", "urm-dispute-report"]) == 2
    assert "onewindow requirement urm-dispute-report" in capsys.readouterr().err
