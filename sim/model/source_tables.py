"""What the files of a scenario may name as a source: the rows of the sources.csv nearest to each, and those they bring.

A key that the scenario names and that stands for something else in two tables is a fault: nobody could say which.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path

from sim.frozen import dataclass
from sim.model.bounds import TABLE_BYTES
from sim.model.calibrated import own_sources
from sim.model.composing import Origin
from sim.model.faults import Fault, shown
from sim.model.files import content, spelt
from sim.model.names import unknown
from sim.model.sources import COLUMNS, Source, load_sources, sources_file
from sim.model.tree import Node


@dataclass(frozen=True)
class Tables:
    """The tables that belong to a scenario."""

    files: tuple[Path, ...] = ()
    """The sources.csv nearest to it, and those nearest to what it includes."""
    rows: Mapping[str, Source] | None = None
    """All rows by key; None where there is no table."""
    own: Mapping[str, Source] | None = None
    """Sources that the scenario brings with it."""
    faults: tuple[Fault, ...] = ()

    @classmethod
    def read(cls, root: Node, origin: Origin, nearest: Path | None) -> Tables:
        """The tables of a scenario that was put together; `nearest` is the one of its own file."""
        found = [nearest, *(sources_file(Path(part.file)) for part in origin.files[:-1])]
        files = tuple({path.absolute(): path for path in found if path is not None}.values())
        rows: dict[str, Source] = {}
        home: dict[str, Path] = {}
        faults: list[Fault] = []
        twice: list[tuple[str, Path]] = []
        for file in files:
            more, bad = load_sources(file)
            faults += bad
            twice += [(key, file) for key, row in more.items() if rows.get(key, row) != row]
            for key, row in more.items():
                rows.setdefault(key, row)
                home.setdefault(key, file)
        named = set(sources_named(root)) | set(origin.sources.values()) if twice else set()
        for key, file in twice:
            if key in named:
                message = (
                    f"the source {shown(key)} is something else in {spelt(home[key])}; rename one of the two"
                )
                faults.append(Fault(spelt(file), 1, 1, message))
        made = cls(files, rows if files else None, own_sources(root) or None)
        return replace(made, faults=(*faults, *made._unknown(origin)))

    @property
    def sources(self) -> dict[str, Source] | None:
        """Everything that may be named; None where there is no table and nothing is brought."""
        return None if self.rows is None and self.own is None else {**(self.rows or {}), **(self.own or {})}

    def as_one(self) -> bytes | None:
        """One sources.csv of all tables; None where there is none."""
        if self.rows is None:
            return None
        if len(self.files) == 1:
            return content(self.files[0], TABLE_BYTES)
        text = StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in self.rows.values())
        return text.getvalue().encode()

    def _unknown(self, origin: Origin) -> Iterator[Fault]:
        """Sources of whole files that no table has; that of the scenario's own file is checked with its other keys."""
        known = self.sources
        for part in origin.files[:-1]:
            if part.source is not None and known is not None and part.source.value not in known:
                yield Fault.at(part.source.place, unknown("source", str(part.source.value), known))


def sources_named(node: Node) -> Iterator[str]:
    """Every source that is named in a tree."""
    if isinstance(node.value, dict):
        for key, below in node.value.items():
            if key == "source" and isinstance(below.value, str):
                yield below.value
            yield from sources_named(below)
    elif isinstance(node.value, tuple):
        for below in node.value:
            yield from sources_named(below)
