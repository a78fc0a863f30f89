"""The house rules that a machine can check: imports run downward, modules stay short, levers know only the model."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
CODE = [
    path for folder in ("sim", "onewindow", "plots", "calibration") for path in (ROOT / folder).rglob("*.py")
]
LONGEST = 500
HOLD_EACH_OTHER = {f"sim.model.{name}" for name in ("block", "blocks", "documents", "steps")}
"""A block may hold any blocks; these modules import each other for types alone."""


def test_imports_run_downward() -> None:
    done = subprocess.run(["lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_no_two_modules_import_each_other() -> None:
    graph = grimp.build_graph("sim", "onewindow", "plots", "calibration", cache_dir=None)
    pairs = {(one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one)}
    assert not [pair for pair in pairs if pair[::-1] in pairs and not set(pair) <= HOLD_EACH_OTHER]


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_levers_know_only_the_model() -> None:
    for path in (ROOT / "sim" / "levers").glob("*.py"):
        for package in re.findall(r"^(?:from|import) (sim\.\w+)", path.read_text("utf-8"), re.MULTILINE):
            assert package in ("sim.levers", "sim.model"), f"{path.name} imports {package}"


def test_no_room_bears_the_name_of_what_git_ignores() -> None:
    """Ruff and the wheel leave out what git ignores."""
    ignored = {
        line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split() if line[0] != "/"
    }
    assert not ignored & {part for path in CODE for part in path.relative_to(ROOT).parts}
