"""What may not be imported early: reading a file must stay quick."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copyfile

import pytest

from onewindow.cli.app import COMMANDS, run
from onewindow.cli.at_once import answered

HEAVY = ("scipy", "polars", "matplotlib", "simpy", "numba", "nicegui", "fastapi", "distributed", "dask")
DEV_ONLY = ("click", "pytest", "hypothesis")


def imported(code: str, folder: Path) -> set[str]:
    """Top-level packages that a new interpreter has imported after `code`, started in `folder`."""
    tail = "\nimport sys\nprint('imported:', *sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, cwd=folder, check=True
    )
    return set(done.stdout.rpartition("imported:")[2].split())


@pytest.mark.parametrize(
    "code",
    [
        "import onewindow",
        "from onewindow.cli.app import run; assert run(['--help']) == 0",
        "from onewindow.cli.app import run; assert run(['list']) == 0",
    ],
)
def test_nothing_heavy(code: str, tmp_path: Path) -> None:
    found = imported(code, tmp_path)
    assert not found & set(HEAVY)
    assert not found & set(DEV_ONLY)


@pytest.mark.parametrize("module", ["", ".frames", ".story", ".busy", ".status", ".summarised", ".weekly"])
def test_results_are_read_without_an_engine(module: str, tmp_path: Path) -> None:
    assert not imported(f"import sim.results{module}", tmp_path) & {"simpy", "numba", "llvmlite"}


def test_a_file_is_put_together_without_what_runs_it(tmp_path: Path) -> None:
    """`validate` builds calendars, rates and tables, and loads nothing that simulates; no reader of options either."""
    code = "from onewindow.cli.at_once import answered; assert answered(['validate', 'gedian/startup']) == 0"
    found = imported(code, tmp_path)
    assert not found & set(HEAVY)
    assert not found & set(DEV_ONLY)
    assert not found & {"typer", "rich"}


def test_a_verdict_takes_tables_and_no_special_functions(tmp_path: Path) -> None:
    """The start-up scenario is compiled, and 24 replications are judged, with nothing loaded that tables stand for."""
    code = """
import sim.experiments.verdicts.check, sim.pages.verdicts
from sim.experiments.questions.whatif import load
from sim.experiments.statistics.looks import decide
from sim.experiments.statistics.quantile_interval import quantile_interval
load("gedian/startup").program
decide([10] * 24, [10] * 24, 0.95)
quantile_interval([[1, 2, 3]] * 24, 0.5, alpha=1 - 0.95)
"""
    assert not imported(code, tmp_path) & set(HEAVY)


def test_of_the_commands_only_the_one_that_is_asked_is_loaded() -> None:
    code = "import sys; from onewindow.cli.app import run; run(['validate', '--help']); print('loaded:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    assert "onewindow.cli.files" in loaded
    assert not loaded & {f"onewindow.cli.{place.partition('.')[0]}" for place, _ in COMMANDS.values()} - {
        "onewindow.cli.files"
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_where_the_list_says(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert f"onewindow {command}" in capsys.readouterr().out


def test_help_loads_no_model() -> None:
    code = "import sys; from onewindow.cli.app import run; run(['--help']); print('loaded:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    assert not loaded & {"sim.model", "pydantic", "numpy", "polars", "rich"}


@pytest.mark.parametrize("options", [[], ["--json"], ["--lang", "zh"], ["--lang=en", "--json"]])
def test_the_list_loads_no_model_and_says_the_same(options: list[str]) -> None:
    """It is told at once, from the index; the application says the same where it is asked another way."""
    code = f"import sys; from onewindow.cli.at_once import answered; done = answered(['list', *{options}])"
    ran = [sys.executable, "-c", f"{code}; print('loaded:', done, *sys.modules)"]
    at_once = subprocess.run(ran, capture_output=True, text=True, check=True).stdout
    told, _, loaded = at_once.rpartition("loaded: 0 ")
    assert "gedian/startup" in told
    assert not set(loaded.split()) & {
        "sim.model",
        "pydantic",
        "numpy",
        "polars",
        "ruamel",
        "rich.console",
        "typer",
    }
    ran = [sys.executable, "-c", f"from onewindow.cli.app import run; run(['list', *{options}])"]
    assert subprocess.run(ran, capture_output=True, text=True, check=True).stdout == told


@pytest.mark.parametrize("options", [["--lang"], ["--lang", "fr"], ["--help"], ["-h"], ["x"], ["--jsn"]])
def test_mistakes_in_the_list_are_left_to_the_application(options: list[str]) -> None:
    assert answered(["list", *options]) is None
    assert answered(options) is None


@pytest.mark.parametrize(
    "options",
    [
        ["gedian/startup"],
        ["gedian/startup", "--strict", "nowhere", "--lang", "zh"],
        ["--lang=en", "faulty.yaml"],
        ["gedian/whole_hall", "--strict", "--lang=zh"],
        ["unsourced.yaml"],
        ["unsourced.yaml", "--strict"],
    ],
)
def test_validate_says_the_same_at_once(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "faulty.yaml").write_text("onewindow: 1\ntitle: 3\n", "utf-8")
    copyfile(Path(__file__).parents[1] / "model" / "files" / "small.yaml", tmp_path / "unsourced.yaml")
    monkeypatch.chdir(tmp_path)
    code = answered(["validate", *options])
    told = capfd.readouterr()
    assert told.out + told.err
    assert (run(["validate", *options]), capfd.readouterr()) == (code, told)


@pytest.mark.parametrize("options", [[], ["--lang", "fr", "x"], ["x", "-h"], ["x", "--json"], ["--", "x"]])
def test_mistakes_in_validate_are_left_to_the_application(options: list[str]) -> None:
    assert answered(["validate", *options]) is None


def test_what_breaks_at_once_is_told_as_by_the_application(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_arguments: object, **_named: object) -> int:
        raise ZeroDivisionError("by nothing")

    monkeypatch.delenv("ONEWINDOW_TRACEBACK", raising=False)
    monkeypatch.setattr("onewindow.cli.validating.tell", broken)
    assert answered(["validate", "gedian/startup"]) == 70
    told = capsys.readouterr().err
    assert "internal error: ZeroDivisionError: by nothing" in told
    assert run(["validate", "gedian/startup"]) == 70
    assert capsys.readouterr().err == told
