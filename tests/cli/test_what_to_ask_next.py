"""What a page says to ask next has something to try: levers only where some are stated. It can be copied."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from small_office import Command

from onewindow.cli.screen import lines_of
from onewindow.commands import UV_RUN
from sim.pages.page import Page
from sim.words.marks import plain


def advised(out: str) -> list[str]:
    (line,) = (line for line in out.splitlines() if line.startswith("Next: "))
    return [command.split()[1] for command in line.removeprefix("Next: ").split("; ")]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("asked", "more"), [("check", ["capacity"]), ("capacity", [])])
def test_levers_where_some_are_stated_else_people(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    more: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("new", "mine").code == 0
    assert advised(command(asked, "mine.yaml", "--draws", 0).out) == ["staffing", *more]
    assert command("levers", "mine.yaml").code == 2
    assert command("staffing", "mine.yaml", "-n", 4).code in (0, 3)
    assert advised(command(asked, "small.yaml").out) == ["levers", *more]


@pytest.mark.usefixtures("small")
def test_commands_are_told_as_the_program_was_started(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UV_RUN_RECURSION_DEPTH", "1")
    assert "  uv run onewindow validate mine.yaml   " in command("new", "mine").out
    both = "Next: uv run onewindow staffing mine.yaml; uv run onewindow capacity mine.yaml"
    assert both in command("check", "mine.yaml").out
    assert "uv run onewindow show NAME" in command("list").out
    assert ": uv run onewindow requirement urm-" in command("check", "urm-dispute-report").err
    assert "uv run" not in command("check", "mine.yaml", "--json").out


@pytest.mark.usefixtures("small")
def test_the_next_command_keeps_what_was_changed(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    changed = ("small.yaml@plain", "--load", "1.2", "--set", "pools.desk.capacity=3", "--seed", "7")
    told = " ".join(changed[:3]) + " --set pools.desk.capacity=3 --seed 7"
    for asked in (["check", *changed, "--no-ends"], ["run", *changed], ["robustness", *changed, "-n", "8"]):
        (line,) = (line for line in command(*asked).out.splitlines() if line.startswith("Next: "))
        assert all(step.endswith(told) for step in line.split("; ")), line


def test_uv_run_sets_what_is_looked_for() -> None:
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("there is no uv here")
    told = [uv, "run", "--no-project", "--offline", "python", "-c", "import os; print(*os.environ)"]
    found = subprocess.run(told, capture_output=True, text=True, timeout=60, check=True).stdout.split()
    assert UV_RUN in found


def test_a_command_is_told_once_however_it_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(UV_RUN, "1")
    page = Page("", "", (), next_steps=("onewindow check a; onewindow check b",))
    for width in range(24, 60):
        told = " ".join(plain(line).strip() for line in lines_of(page, "en", details=False, width=width))
        assert "Next: uv run onewindow check a; uv run onewindow check b" in told
