"""The report as PDF, by the browser of the machine; without one the fault says what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onewindow.cli.app import run
from onewindow.out.printed import BROWSERS, browser, pdf_of
from sim.model import ModelError

PAGE = '<!doctype html><meta charset="utf-8"><title>小厅</title><p>one page</p>'


@pytest.mark.skipif(
    not any(map(shutil.which, BROWSERS)), reason="no browser of the Chromium family is installed"
)
def test_a_page_is_printed_to_the_same_bytes() -> None:
    first, second = pdf_of(PAGE), pdf_of(PAGE)
    assert first.startswith(b"%PDF-")
    assert b"D:20000101000000" in first
    assert first == second


def test_without_a_browser_it_is_said_at_once(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_: None)
    assert run(["report", str(office), "--out", str(tmp_path / "r.pdf")]) == 2
    assert "install one, or write .html and print that" in capsys.readouterr().err
    with pytest.raises(ModelError, match="no Chromium"):
        browser()
