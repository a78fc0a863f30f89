"""The workbook: tidy sheets, values as values, no text read as a formula; LibreOffice opens it."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

pytest.importorskip("xlsxwriter", reason="xlsxwriter is not installed")

from onewindow.out.workbook import workbook_of
from sim.experiments.reports.report import Report
from sim.pages.reports.numbers import numbers_of
from sim.pages.reports.sheets import Sheet, sheets_of

CSV = "csv:Text - txt - csv (StarCalc):44,34,76"
"""Commas, quotes, UTF-8."""


@pytest.fixture(scope="module")
def sheets(made: Report) -> dict[str, Sheet]:
    return {one.name: one for one in sheets_of(made, "onewindow report small.yaml", "en")}


def test_a_sheet_for_each_kind_of_thing(sheets: dict[str, Sheet], made: Report) -> None:
    assert list(sheets) == [
        "verdicts",
        "comparison",
        "pools",
        "steps",
        "cases",
        "assumptions",
        "sources",
        "about",
    ]
    assert [row[0] for row in sheets["verdicts"].rows] == ["easy", "hopeless"]
    assert len(sheets["assumptions"].rows) == len(numbers_of(made.whatif).all)
    for sheet in sheets.values():
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)
        assert len({name for name, _ in sheet.columns}) == len(sheet.columns)
    names = [name for name, _ in sheets["cases"].columns]
    first = dict(zip(names, sheets["cases"].rows[0], strict=True))
    frame = made.made.cases
    assert first["arrived"] == frame["arrived"][0]
    assert first["elapsed (h)"] == pytest.approx(frame["elapsed"][0].total_seconds() / 3600)
    assert first["easy (wd)"] == pytest.approx(frame["clock_easy"][0].total_seconds() / 3600 / 8)


def test_no_text_is_a_formula_and_equal_sheets_give_equal_bytes(tmp_path: Path) -> None:
    rows = (("=1+1", 1.5, None), ("@x\x07", 2.5, 0.25), ("http://x.y", float("nan"), 1.0))
    sheet = Sheet("s", (("=cmd", "text"), ("n", "number"), ("p", "share")), rows)
    first, second = workbook_of([sheet]), workbook_of([sheet])
    assert first == second
    (tmp_path / "x.xlsx").write_bytes(first)
    with ZipFile(tmp_path / "x.xlsx") as made:
        page, strings = (
            made.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings")
        )
        core = made.read("docProps/core.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert 'state="frozen"' in page
    assert "=1+1" in strings
    assert "@x\\x07" in strings
    assert set(re.findall(r"20\d\d-\d\d-\d\d", core)) == {"2000-01-01"}


def test_libreoffice_opens_it(made: Report, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "r.xlsx").write_bytes(workbook_of(sheets_of(made, "", "zh")))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", CSV]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "r.xlsx")], check=True, timeout=120)
    lines = list(csv.reader((tmp_path / "r.csv").read_text("utf-8").splitlines()))
    assert [line[0] for line in lines] == ["编号", "easy", "hopeless"]
