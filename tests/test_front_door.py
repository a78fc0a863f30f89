"""What `import onewindow` gives: its names, quickly, and values that a shell shows in a line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import onewindow
import sim
from sim.experiments.runs.halls_result import HallsResult

ROOT = Path(__file__).parents[1]
SHORT = 200


def test_dir_shows_every_public_name_and_nothing_else() -> None:
    assert dir(onewindow) == sorted({*sim.__all__, "calibrate", "plot"})
    assert set(dir(sim)) == {
        "ModelError", "WhatIf", "attribute", "backlog", "capacity", "check", "compare", "load", "read_run",
        "requirement", "robustness", "run", "run_halls", "run_part", "sensitivity", "staffing",
        "sweep", "using_cluster", "using_store", "warm_up",
    }  # fmt: skip


@pytest.mark.parametrize("package", [onewindow, sim], ids=lambda package: package.__name__)
def test_every_public_name_is_there(package: object) -> None:
    for name in dir(package):
        assert getattr(package, name).__name__ == name


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'onewindow' has no attribute 'chek'"):
        onewindow.chek  # noqa: B018


def test_what_a_shell_shows_is_a_short_line() -> None:
    asked = onewindow.load("gedian/startup@before", load=1.5, set="study.window=20 wd", seed=3)
    made = onewindow.run(asked, replications=2)
    halls = HallsResult(asked, 1, ())
    for value in (asked, asked.source, asked.scenario, asked.program, made, halls):
        for said in (repr(value), str(value)):
            assert said.startswith(f"{type(value).__name__}(")
            assert len(said) < SHORT + len(str(ROOT))
            assert "\n" not in said
    assert repr(asked) == "WhatIf(gedian/startup@before, study.window=20 wd, load 1.5, seed 3)"
    assert repr(made) == f"Result({asked!r}, replications 2, detail events)"


def test_every_package_with_types_says_so() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        packages = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert [name for name in packages if not (ROOT / name / "py.typed").is_file()] == []
