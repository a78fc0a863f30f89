"""The command line as a function, and the returning office in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from returning_office import Command, Said, published, written

from onewindow.cli.app import run


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
