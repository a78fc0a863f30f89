"""The registry of targets: every promise of the documents, and how it is answered. It reads no scenario.

`targets.csv` in the library has a row for every promise in every reading, `documents.csv` the documents they stand in.
`docs/how-to/add-a-target` says what each column holds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from sim.library import library, library_root

Answer = Literal["verdict", "requirement", "by_construction", "input", "none"]
"""Judged by a simulation; turned round into what would have to be true; set by whoever writes the scenario; put into a
scenario as it is; nothing a simulation of a process can say."""
ANSWERS: tuple[Answer, ...] = get_args(Answer)
SIMULATED: tuple[Answer, ...] = ("verdict", "requirement")
"""Answers that name a scenario."""
KINDS = ("duration", "notice", "share", "count", "threshold", "rule", "growth")
SIMULABLE = ("yes", "partly", "no")
TIMES = ("min", "h", "wh", "wd", "cd")
UNITS = (*TIMES, "%", "count", "kW", "kVA", "m", "m2", "cny", "10k_cny", "100m_cny")
AT_ONCE = "at_once"
CLOCKS = ("working", "statutory", "elapsed", "queue", AT_ONCE)
COMPARATORS = ("<=", "<", "=", ">=", ">")
MEAN = "mean"
"""Stands for the required share where a promise is judged on its mean."""
TARGETS, DOCUMENTS = "targets.csv", "documents.csv"

Said = Mapping[str, str]
"""By language: zh, en."""


@dataclass(frozen=True)
class Document:
    """A document that promises something."""

    key: str
    place: Said
    title: Said
    year: str


@dataclass(frozen=True)
class Row:
    """A promise in one reading of its clause."""

    id: str
    document: str
    clause: str
    service: Said
    reading: Said
    start: Said
    to: Said
    clock: str
    value: str
    unit: str
    comparator: str
    required: str
    """The share that has to be on time ("95%"), `mean`, or nothing."""
    year_due: str
    kind: str
    simulable: str
    answer: Answer
    scenario: str
    """`karamay/power`, or `…@variant`; empty while nobody has written it.

    Where the table names none, it is the scenario of the library that has a target called like the row.
    """
    target: str
    """The key of the target in that scenario."""
    reason: Said
    line: int
    """Where the row stands in `targets.csv`."""

    @property
    def waiting(self) -> bool:
        """Whether it is to be simulated and has no scenario yet."""
        return self.answer in SIMULATED and not self.scenario


@cache
def registry() -> tuple[Row, ...]:
    """Every row, in the order of the file."""
    return rows_of(library_root() / TARGETS)


@cache
def documents() -> Mapping[str, Document]:
    """Every document by its key, in the order of the file."""
    with (library_root() / DOCUMENTS).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["key"]: Document(row["key"], _said(row, "place"), _said(row, "title"), row["year"])
        for row in rows
    }


def rows_of(file: Path) -> tuple[Row, ...]:
    """The rows of a table with the columns of `targets.csv`."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        return tuple(_rows(csv.DictReader(text)))


def _rows(table: csv.DictReader[str]) -> Iterator[Row]:
    homes = {target: name for name, one in library().items() for target in one.targets}
    for row in table:
        named = row["scenario"] or homes.get(row["id"], "")
        yield Row(
            service=_said(row, "service"),
            reading=_said(row, "reading"),
            start=_said(row, "from"),
            to=_said(row, "to"),
            reason=_said(row, "reason"),
            answer=row["answer"],  # type: ignore[arg-type]
            scenario=named if row["answer"] in SIMULATED else row["scenario"],
            target=row["measure"] or row["id"],
            line=table.line_num,
            **{column: row[column] for column in _PLAIN},
        )


_PLAIN = (
    "id", "document", "clause", "clock", "value", "unit", "comparator", "required", "year_due", "kind",
    "simulable",
)  # fmt: skip


def _said(row: Mapping[str, str], what: str) -> Said:
    return {lang: row[f"{what}_{lang}"] for lang in ("zh", "en")}
