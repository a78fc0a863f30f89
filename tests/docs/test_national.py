"""The pages on the national study: their command runs, on few halls, and both say the same figures."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from onewindow.cli.app import run

ROOT = Path(__file__).parents[2] / "docs" / "background"
PAGES = ("national.md", "national.zh-CN.md")


def text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_the_command_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (command,) = re.findall(r"^    onewindow (.*)$", text(page), re.MULTILINE)
    assert run([*shlex.split(command), "--set", "halls.number=12"]) == 0
    assert (tmp_path / "hall-sizes.png").stat().st_size > 10_000


def test_both_tell_the_same_figures() -> None:
    english, chinese = (re.findall(r"\d+\.\d+%|\d{1,3}(?:,\d{3}){2,}|0\.\d{3}", text(page)) for page in PAGES)
    assert len(english) > 30
    assert set(english) == set(chinese)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)", text(page)):
        assert (ROOT / link).exists(), link
