"""The library's targets against the verdicts their files expect: a change either way is news.

They are items of the pytest plugin: `onewindow = ["scenarios"]` in pyproject.toml adds them to every run without
arguments, and `pytest --onewindow scenarios` runs them alone. What is expected stands in the scenario, written by hand
with its reason; nothing here writes it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sim.experiments.questions.headlines import headlines
from sim.experiments.questions.library import scenario_file
from sim.experiments.questions.whatif import load
from sim.library import library_names

ROOT = Path(__file__).parents[1]


def test_every_headline_says_what_is_expected() -> None:
    found = [(scenario, target) for scenario, targets in headlines() for target in targets or ()]
    assert found
    for scenario, target in found:
        expected = load(scenario).stated.targets[target].expected
        assert expected is not None, target
        assert expected.reason, target


def test_a_run_without_arguments_checks_them_all() -> None:
    """In a fresh pytest here, told of a folder without tests in place of this one."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-o",
        "testpaths=onewindow/testing",
        "--collect-only",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    expected = {
        f"{scenario_file(name).relative_to(ROOT).as_posix()}::{target}"
        for name in library_names()
        for target, stated in load(name).stated.targets.items()
        if stated.expected is not None
    }
    assert {line for line in done.stdout.splitlines() if "::" in line} == expected
