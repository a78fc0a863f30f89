"""A table beside a scenario: a CSV file as spreadsheets save it, read strictly, with the place of every cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from sim.frozen import dataclass
from sim.model.bounds import TABLE_BYTES
from sim.model.faults import Fault, Place, listed, nearest
from sim.model.files import content, is_inside, spelt
from sim.model.tree import Node


@dataclass(frozen=True)
class Table:
    """The columns of a table, by their own names, and its rows: (line, cells), lines from 1; empty rows left out."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]


Faults = tuple[Fault, ...]


def file_named(stated: Node) -> Path:
    """The file that a value names: from the folder of the scenario file it stands in; in a what-if setting from where
    the command runs."""
    return (Path(stated.place.file).parent if stated.place.line else Path()) / str(stated.value)


def contents_beside(stated: Node, what: str) -> tuple[str, Faults]:
    """The text of a table that must lie in the folder of the scenario file that names it, or below."""
    path = file_named(stated)
    if stated.place.line and not is_inside(path, Path(stated.place.file).parent):
        message = f'{what} "{spelt(stated.value)}" lies outside the folder of the scenario; put it beside it'
        return "", (Fault.at(stated.place, message),)
    return contents_of(path, stated.place, what)


def contents_of(path: Path, named_at: Place, what: str) -> tuple[str, Faults]:
    """The text of a table; `what` says what it is where it cannot be read, at the place that names it."""
    try:
        table = content(path, TABLE_BYTES)
    except OSError as error:
        message = f'{what} "{spelt(path)}" cannot be read: {error.strerror or error}'
        return "", (Fault.at(named_at, message),)
    try:
        return _decoded(table), ()
    except UnicodeDecodeError:
        message = (
            "the file is neither UTF-8 nor GB 18030 text; save it as CSV (a workbook cannot be read here)"
        )
        return "", (Fault(str(path), 1, 1, message),)


def _decoded(table: bytes) -> str:
    """UTF-8, or GB 18030, in which Chinese spreadsheets save."""
    try:
        return table.decode("utf-8-sig")
    except UnicodeDecodeError:
        return table.decode("gb18030")


def table_of(
    text: str, file: str, names: Mapping[str, str], needed: Sequence[str] = ()
) -> tuple[Table | None, Faults]:
    """The table of a text; `names` gives the own name of a column for others it may bear.

    None where the header is at fault: a `needed` column is missing, or one stands twice.
    """
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        table = [(lines.line_num, cells) for cells in lines]
    except csv.Error as error:
        return None, (Fault(file, lines.line_num, 1, f"this is not CSV: {error}"),)
    header = [names.get(name.strip(), name.strip()) for name in (table[0][1] if table else [])]
    faults = []
    for column in needed:
        if column not in header:
            message = f'the column "{column}" is missing; columns: {listed(header)}{nearest(column, header)}'
            faults.append(Fault(file, 1, 1, message))
    for number, name in enumerate(header):
        if name and name in header[:number]:
            faults.append(Fault(file, 1, number + 1, f'the column "{name}" stands twice'))
    if faults:
        return None, tuple(faults)
    rows = []
    for line, cells in table[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            message = f"the row has {len(cells)} cells for {len(header)} columns"
            faults.append(Fault(file, line, len(header) + 1, message))
            continue
        rows.append((line, cells))
    return Table(file, tuple(header), tuple(rows)), tuple(faults)
