"""A report as a workbook: tidy sheets with formats and frozen headings. A text stays text, whatever it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sim.pages.reports.sheets import Kind, Sheet, Value
from sim.visible import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FORMATS: Mapping[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "number": "#,##0.00##",
    "share": "0.0%",
    "instant": "yyyy-mm-dd hh:mm",
}
WIDEST, LONGEST = 60, 32_000
"""Letters of the widest column, and of the longest text a cell may hold."""
MADE = datetime(2000, 1, 1)
"""A file names when it was made; equal reports give equal bytes."""


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """The file."""
    from xlsxwriter import Workbook

    file = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(file, options) as book:
        book.set_properties({"created": MADE})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats: dict[str, Format] = {
            kind: book.add_format({"num_format": code, "valign": "top"}) for kind, code in FORMATS.items()
        }
        formats["long"] = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.name), sheet, head, formats)
    return file.getvalue()


def _fill(page: Worksheet, sheet: Sheet, head: Format, formats: Mapping[str, Format]) -> None:
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    for place, (name, kind) in enumerate(sheet.columns):
        page.write_string(0, place, _text(name), head)
        texts = [
            name.split("（")[0],
            *(row[place] for row in sheet.rows[:500] if isinstance(row[place], str)),
        ]
        least = 16 if kind == "instant" else 9
        wide = max(least, *(_wide(text) for text in texts)) + 2  # type: ignore[arg-type]
        page.set_column(place, place, min(WIDEST, wide))
    for number, row in enumerate(sheet.rows, start=1):
        for place, ((_, kind), value) in enumerate(zip(sheet.columns, row, strict=True)):
            long = isinstance(value, str) and _wide(value) > WIDEST
            _write(page, number, place, value, formats["long" if long else kind])


def _write(page: Worksheet, row: int, column: int, value: Value, form: Any) -> None:
    if value is None or value != value or value in (float("inf"), float("-inf")):
        page.write_blank(row, column, None, form)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value, form)
    elif isinstance(value, str):
        page.write_string(row, column, _text(value), form)
    else:
        page.write_number(row, column, value, form)


def _text(text: str) -> str:
    return visible(text)[:LONGEST]


def _wide(text: str) -> int:
    return sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text)
