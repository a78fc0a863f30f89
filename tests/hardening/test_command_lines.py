"""Every bad command line ends with 2 and says why; nothing is printed to stdout, and no file is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from chinese import english_left
from command_lines import KINDS, Line
from office import OFFICE, written

from onewindow.cli.app import run

FIGURES = "onewindow_figures: 1\ntitle: x\nparameters: {}\nfigures: {}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONEWINDOW_LANG", "en")
    made(tmp_path)
    return tmp_path


def made(folder: Path) -> None:
    (folder / "hall.yaml").write_text(written(OFFICE), "utf-8")
    (folder / "folder" / "full").mkdir(parents=True)
    (folder / "folder" / "full" / "letter.txt").write_text("x", "utf-8")
    (folder / "file").write_text("x", "utf-8")
    (folder / "empty.yaml").write_text("", "utf-8")
    (folder / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (folder / "figures.yaml").write_text(FIGURES, "utf-8")


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_bad_line_is_refused_with_its_reason(
    kind: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.rglob("*"))
    failed = [told for line in KINDS[kind]() if (told := answer(line, capsys))]
    assert failed == []
    assert sorted(folder.rglob("*")) == before


def answer(line: Line, capsys: pytest.CaptureFixture[str]) -> str:
    """What is wrong with the answer to a command line."""
    arguments, said = line
    capsys.readouterr()
    code = run(list(arguments))
    out, err = capsys.readouterr()
    shown = " ".join(argument[:60] for argument in arguments)
    if code != 2 or out:
        return f"{shown}: {code}, {out[:200]!r}, {err[:300]!r}"
    if said not in err or len(err) > 20_000 or "Traceback" in err:
        return f"{shown}: no {said!r} in {err[:300]!r}"
    if left := [words for line in err.splitlines() if (words := english_left(line))]:
        return f"{shown}: {left} in the Chinese of {err[:300]!r}"
    return ""


def test_capacity_of_a_study_that_begins_with_a_backlog(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its cases are a stream without arrivals, which has no rate to read."""
    assert run(["capacity", "hall.yaml", "-n", "2", "--draws", "4"]) == 0
    assert "NOT met even with" in capsys.readouterr().out
    assert folder.is_dir()
