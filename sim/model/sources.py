"""The table of sources: what a `source:` key stands for.

`sources.csv` has the columns key, kind, document, clause, year, place, note, and may have document_zh and note_zh: what
output in Chinese shows in their place. Kinds: documented (a rule says so), statistic (measured here), borrowed (true
elsewhere: where and when), assumed (nobody says; a range belongs to it).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal, get_args

from sim.frozen import dataclass
from sim.model.bounds import TABLE_BYTES
from sim.model.faults import Fault, listed, nearest, shown
from sim.model.files import content
from sim.visible import one_line

SourceKind = Literal["documented", "statistic", "borrowed", "assumed"]
KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
COLUMNS = ("key", "kind", "document", "clause", "year", "place", "note", "document_zh", "note_zh")
FILE = "sources.csv"
_LEVELS = 4
_HEADER = 10_000
"""Characters of a first line in which our columns are looked for."""


@dataclass(frozen=True)
class Source:
    """One row: `place` is an address, or where the document was seen."""

    key: str
    kind: SourceKind
    document: str
    clause: str = ""
    year: str = ""
    place: str = ""
    note: str = ""
    document_zh: str = ""
    note_zh: str = ""

    def document_in(self, lang: str) -> str:
        """What the document is called."""
        return (self.document_zh if lang == "zh" else "") or self.document

    def note_in(self, lang: str) -> str:
        """What is noted of it."""
        return (self.note_zh if lang == "zh" else "") or self.note


def sources_file(scenario: Path) -> Path | None:
    """The nearest sources.csv: in the scenario's folder, or up to four folders above it."""
    folder = scenario.absolute().parent
    for candidate in (folder, *list(folder.parents)[:_LEVELS]):
        if _is_table(candidate / FILE):
            return candidate / FILE
    return None


def _is_table(path: Path) -> bool:
    """Whether this is our table: other tools have a sources.csv too."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = file.readline(_HEADER).strip().split(",")
    except (OSError, UnicodeDecodeError):
        return False
    return {"key", "kind"} <= set(header)


def load_sources(path: Path) -> tuple[dict[str, Source], tuple[Fault, ...]]:
    """All rows by key, and the faults of bad ones."""
    table: dict[str, Source] = {}
    faults: list[Fault] = []
    try:
        text = content(path, TABLE_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return {}, (Fault(str(path), 1, 1, f"the sources cannot be read: {error}"),)
    reader = csv.DictReader(text.splitlines())
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        return {}, (Fault(str(path), reader.line_num, 1, f"this is not CSV: {error}"),)
    lacking = [column for column in COLUMNS[:3] if column not in (reader.fieldnames or ())]
    if lacking:
        return {}, (
            Fault(str(path), 1, 1, f"columns missing: {listed(lacking)}; allowed: {listed(COLUMNS)}"),
        )
    for line, row in rows:
        values = {column: one_line((row.get(column) or "").strip()) for column in COLUMNS}
        key, kind = values["key"], values["kind"]
        if not key:
            continue
        if kind not in KINDS:
            message = f"{shown(kind)} is not a kind of source; allowed: {listed(KINDS)}{nearest(kind, KINDS)}"
            faults.append(Fault(str(path), line, 1, message))
        elif key in table:
            faults.append(Fault(str(path), line, 1, f"the key {shown(key)} stands twice"))
        else:
            table[key] = Source(**{**values, "kind": kind})  # type: ignore[arg-type]
    return table, tuple(faults)
