"""The house rules that a machine can check: imports run downward, modules stay short, levers know only the model."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = [
    path for folder in ("sim", "onewindow", "plots", "calibration") for path in (ROOT / folder).rglob("*.py")
]
LONGEST = 500


def test_imports_run_downward() -> None:
    done = subprocess.run(["lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


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
