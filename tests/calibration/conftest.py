"""The command line as a function, and the returning office in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from returning_office import Command, Said, published, written

from onewindow.cli.app import run
from sim.engine.engines import make_ready


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """The engine is compiled before any command is asked, so that none says it has to wait for that."""
    make_ready("compiled")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `onewindow …` in this process, in English."""
    monkeypatch.setenv("ONEWINDOW_LANG", "en")

    def called(*arguments: object) -> Said:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return called


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    return written(tmp_path)


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    return published(tmp_path)
