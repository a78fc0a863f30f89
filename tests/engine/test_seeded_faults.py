"""Faults put into a copy of the compiled engine are each caught by what an ordinary run compares."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FAULTS = {
    "timers beat completions": ("rounds", "return a.kind < b.kind", "return a.kind > b.kind"),
    "the last branch comes first": ("rounds", "return a.branch < b.branch", "return a.branch > b.branch"),
    "no work to the very closing": ("desks", "last_start > closing_after(", "last_start >= closing_after("),
    "reserved units are taken": ("desks", "pool.busy + pool.reserved + taken >=", "pool.busy + taken >="),
    "every visit works as long": ("draws", "case, node.draw, token.visit))", "case, node.draw, 0))"),
    "a deadline passes at the limit": ("alarms", "instant + 1 if on_a_timer", "instant if on_a_timer"),
    "every pause stops a clock anew": ("ledgers", "if at(tally, 1) == 1:", "if at(tally, 1) >= 1:"),
    "the winner's backgrounds go too": (
        "ends",
        "_withdraw(w, case, branch, won)",
        "_withdraw(w, case, branch, False)",
    ),
    "an outdated request is served": ("queues", " and token.request == request.request", ""),
    "whoever comes is in time": (
        "meetings",
        "request.joined > at(session.cutoffs, index)",
        "request.joined > w.now",
    ),
    "windows stop at closing": ("work", "if meeting or alternative_of(w, number).finish:", "if meeting:"),
    "a background is not waited for": ("flow", "node.background) > 0:", "node.background) > 1:"),
}
"""What goes wrong: in which file, the right text, and the wrong one."""


def faulty(fault: str) -> tuple[str, str]:
    """The file of the engine, and its text with the fault."""
    name, right, wrong = FAULTS[fault]
    path = f"sim/engine/compiled/{name}.py"
    text = (ROOT / path).read_text("utf-8")
    assert text.count(right) == 1
    return path, text.replace(right, wrong)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_can_be_put_in(fault: str) -> None:
    faulty(fault)


@pytest.mark.verification
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught(fault: str, tmp_path: Path) -> None:
    for folder in ("sim", "scenarios", "onewindow", "plots", "calibration", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    path, text = faulty(fault)
    (tmp_path / path).write_text(text, "utf-8")
    where = {
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{tmp_path / 'tests'}",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "tests/engine"],
        cwd=tmp_path,
        env={**os.environ, **where},
        capture_output=True,
        text=True,
    )
    # A kernel that reads freed memory may not live to tell; that is caught too.
    assert ran.returncode == 1 or ran.returncode < 0, ran.stdout[-2000:]
    assert ran.returncode < 0 or "differences(" in ran.stdout, ran.stdout[-2000:]
