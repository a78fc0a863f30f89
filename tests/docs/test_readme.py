"""Every command and every Python block of the README runs, in an empty folder; the Chinese one has the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from onewindow.cli.app import run

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
SHORT = ["--set", "study.window=2 wd", "--set", "study.lead_in=1 wd", "--set", "study.follow_up=15 wd"]
LIGHT = {
    "calibrate": ["--replications", "2"],
    "check": ["--budget", "1s", "--no-ends", *SHORT],
    "plot": ["--replications", "2", "--draws", "8", *SHORT],
    "report": ["--no-ends", "--no-levers", "--no-capacity", "--no-compare", "--lang", "zh", *SHORT],
    "run": SHORT,
    "compare": ["--replications", "2", *SHORT],
    "levers": ["--replications", "2", *SHORT],
    "staffing": ["--replications", "4", *SHORT],
    "attribute": ["--replications", "2", *SHORT],
    "warmup": ["--replications", "2", "--weeks", "8"],
    "capacity": ["--replications", "2", "--draws", "8", "--target", "gd-startup-total", *SHORT],
    "robustness": ["--budget", "1s", "--draws", "8", *SHORT],
}
"""Verdicts are tested elsewhere; here a command only has to run."""


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)


def commands(readme: str) -> list[list[str]]:
    lines = [line for block in blocks(readme, "sh") for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines]
    return [line[3:] for line in words if line[:3] == ["uv", "run", "onewindow"]]


SERVES = {"serve"}
"""Goes on until it is ended; tests/page has it."""
LONG = {"calibrate"}
"""Commands that take a minute even so; tests/calibration runs smaller ones."""


def run_all(found: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in found:
        assert run([*arguments, *LIGHT.get(arguments[0], [])]) in (0, 1, 3), capsys.readouterr().err


def test_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = [line for line in commands("README.md") if line[0] not in LONG | SERVES]
    assert len(found) > 8
    run_all(found, capsys)


@pytest.mark.verification
def test_long_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = [line for line in commands("README.md") if line[0] in LONG or line[0] == "new"]
    assert len(found) > 1
    run_all(found, capsys)


def test_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for block in blocks("README.md", "python"):
        exec(compile(block, "README.md", "exec"), {})


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (
        [[word for word in line if word not in ("--lang", "zh")] for line in commands(readme)]
        for readme in READMES
    )
    assert english == chinese


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_somewhere(readme: str) -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / readme).read_text("utf-8")):
        assert (ROOT / link).exists(), link
