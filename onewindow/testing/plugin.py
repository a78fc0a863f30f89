"""What pytest loads: the options, the marker, and the way to the rest once folders are named.

    pytest --onewindow scenarios/                   an item for every target that carries `expected`
    pytest --onewindow scenarios/ -k startup-total  one of them
    pytest tests/ --onewindow scenarios/            together with ordinary tests

Loaded in every pytest run of whoever has onewindow installed, so nothing of the simulator is imported here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

MARKER = "onewindow: a target of a scenario and the verdict it expects"
NEEDS_FOLDERS = ("onewindow_budget", "onewindow_seed")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("onewindow", "onewindow: targets of scenarios as tests")
    group.addoption(
        "--onewindow",
        action="append",
        metavar="FOLDER",
        help="Check every target with `expected` in the scenario files below FOLDER (or of one file). Without "
        "other arguments only these run. May be given several times.",
    )
    group.addoption(
        "--onewindow-budget",
        metavar="TIME",
        help="How much work a scenario may take, as in onewindow check. [default: 60s]",
    )
    group.addoption("--onewindow-seed", metavar="N", help="Seed of all draws. [default: 1]")
    parser.addini(
        "onewindow",
        "Folders whose targets are checked as well when pytest is started without arguments, as with testpaths",
        type="paths",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)
    folders = _folders(config)
    if not folders:
        for option in NEEDS_FOLDERS:
            if config.getoption(option) is not None:
                flag = f"--{option.replace('_', '-')}"
                raise pytest.UsageError(f"{flag} has no use without --onewindow FOLDER")
        return
    from onewindow.testing.session import Targets

    config.pluginmanager.register(Targets.asked(config, folders), "onewindow-targets")


def _folders(config: pytest.Config) -> list[str]:
    """The folders of the command line; else those of the ini file, when pytest is started without arguments there."""
    named: list[str] = config.getoption("onewindow") or []
    here = config.invocation_params.dir
    if named or config.args_source is pytest.Config.ArgsSource.ARGS or here != config.rootpath:
        return named
    stated: list[Path] = config.getini("onewindow")
    return [str(path.relative_to(here)) if path.is_relative_to(here) else str(path) for path in stated]
