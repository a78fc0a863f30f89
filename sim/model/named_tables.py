"""Every CSV file that a scenario names: its backlog, lists of arrivals, tables of measured values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from sim.model.backlog import BACKLOG
from sim.model.files import is_inside
from sim.model.listing import lists_named
from sim.model.measured import tables_named
from sim.model.settings import applied
from sim.model.table import file_named
from sim.model.tree import Node, Step, at, child

Kind = Literal["backlog", "arrivals", "times"]


class NamedTable(NamedTuple):
    """One of them."""

    kind: Kind
    steps: tuple[Step, ...]
    """To the value that names it: what a setting would name another by."""
    stated: Node
    """That value."""

    @property
    def file(self) -> Path:
        return file_named(self.stated)


def named_tables(root: Node) -> Iterator[NamedTable]:
    """In the order of the file, kind by kind."""
    backlog = at(root, BACKLOG)
    if backlog is not None and isinstance(backlog.value, str):
        yield NamedTable("backlog", BACKLOG, backlog)
    yield from (NamedTable("arrivals", steps, stated) for steps, stated in lists_named(root))
    yield from (NamedTable("times", steps, stated) for steps, stated in tables_named(root))


def tables_beside(root: Node) -> Iterator[tuple[str, str, Path]]:
    """(scenario file, name, CSV file) of every table in the folder of a file that names it, in any variant."""
    variants = child(root, "variants")
    names = variants.value if variants is not None and isinstance(variants.value, dict) else ()
    for variant in (None, *names):
        for table in named_tables(applied(root, variant, ())[0]):
            folder = Path(table.stated.place.file).parent
            if is_inside(table.file, folder):
                yield table.stated.place.file, str(table.file.relative_to(folder)), table.file
