"""The plugin is loaded in every pytest run of whoever has onewindow installed: it must cost nothing there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

HEAVY = {"sim", "scenarios", "numpy", "scipy", "polars", "pydantic", "simpy", "ruamel", "typer", "matplotlib"}
RUN = """
import sys, pytest
code = pytest.main(["-q", "test_it.py"])
print("loaded:", *sys.modules)
sys.exit(code)
"""


def test_an_ordinary_run_loads_the_plugin_and_nothing_of_the_simulator(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n", "utf-8")
    (tmp_path / "hall.yaml").write_text("onewindow: 1\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    loaded = done.stdout.rpartition("loaded:")[2].split()
    assert "onewindow.testing.plugin" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    assert [name for name in loaded if name.startswith("onewindow.testing.")] == ["onewindow.testing.plugin"]


def test_help_and_markers(pytester: pytest.Pytester) -> None:
    said = pytester.runpytest("--help").stdout.str()
    for option in ("--onewindow=FOLDER", "--onewindow-budget=TIME", "--onewindow-seed=N"):
        assert option in said
    assert "@pytest.mark.onewindow" in pytester.runpytest("--markers").stdout.str()
