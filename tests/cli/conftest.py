"""The command line as a function, and the small office in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_office import SMALL, Command, Said

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
def small(tmp_path: Path) -> Path:
    """The small office, in a folder of its own."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, "utf-8")
    return path
