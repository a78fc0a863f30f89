"""A page: the answer in a sentence, what supports it, and details that may stay folded. It knows no medium.

Texts may hold marks (`sim.words.marks`); names and paths that users wrote stand in them as they are. A terminal, a
report and a web page each make what they can of the same page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    number: bool = False
    """Its cells stand to the right."""


@dataclass(frozen=True)
class Table:
    """Rows of cells; the first cell says what the row is about, and is never cut."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"a row of {len(row)} cells in a table of {len(self.columns)} columns: {row}"
                )


@dataclass(frozen=True)
class Entry:
    """Something with a name, and what is said of it, a line each."""

    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """A line of a tree, and what is nested under it."""

    kind: str
    """Of a flow: keyword of a block or a node's kind; `option`, `branch`, `paper`, `before_again` for parts of one."""
    id: str
    label: str
    said: str
    inner: tuple[Branch, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As in `show --expanded --json`."""
        return asdict(self)


@dataclass(frozen=True)
class Tree:
    """Branches, with what is said of each in a column of its own."""

    branches: tuple[Branch, ...]


Part: TypeAlias = str | Entry | Table | Tree


@dataclass(frozen=True)
class Section:
    """Parts under a heading; without one they follow what stands before them."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Page:
    """What is said of one result."""

    title: str
    """What was asked."""
    answer: str
    sections: tuple[Section, ...]
    details: tuple[Section, ...] = ()
    """Statistics, method, what few readers ask for."""
    next_steps: tuple[str, ...] = ()
    """Commands that answer what one would ask next."""

    def to_dict(self) -> dict[str, Any]:
        """Plain lists and texts, marks and all."""
        return asdict(self)


def table(columns: Sequence[str | Column], rows: Sequence[Sequence[str]], caption: str = "") -> Table:
    """A table from plain names and rows; columns after the first hold numbers unless they are given as `Column`."""
    made = [
        one if isinstance(one, Column) else Column(one, number=number > 0)
        for number, one in enumerate(columns)
    ]
    return Table(tuple(made), tuple(tuple(row) for row in rows), caption)
