"""The files a scenario is made of: found and read within bounds, each with its own tree and nothing put in place yet.

`include` lists them: `gedian/hall` is a file of the library, `hall.yaml` one beside the file that names it. A file may
include others; one that several name counts once. Nobody gets out of the folder tree that was named: that of the
sources.csv which belongs to the scenario, else the scenario's own folder; links are followed before that is looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from sim.frozen import dataclass
from sim.library import library_root
from sim.model.bounds import BYTES, INCLUDED, INCLUDED_DEEP, VALUES
from sim.model.faults import Fault, Place, shown
from sim.model.files import content, is_file, spelt
from sim.model.names import unknown
from sim.model.tree import Node, child, values_in
from sim.model.yaml_tree import parse_yaml

ENDINGS = (".yaml", ".yml")
_OF_THE_LIBRARY = re.compile(r"\w[\w.-]*(/\w[\w.-]*)*")


@dataclass(frozen=True)
class Included:
    """One entry of `include`: where it stands, what it says, and the file that is, as messages name it."""

    place: Place
    said: str
    file: str


@dataclass(frozen=True)
class Written:
    """One file as it was read."""

    file: str
    """As messages name it."""
    text: str
    source: Node | None = None
    """The source of all its numbers that name none, a text."""
    included: tuple[Included, ...] = ()


def gathered(
    root: Node, text: str, file: str, tree: Path
) -> tuple[tuple[tuple[Written, Node], ...], tuple[Fault, ...]]:
    """The files of a scenario that was read from `text`, each with its tree, and faults.

    Every file stands after those it includes, the scenario itself last; `tree` is the folder it may include files from.
    """
    work = _Gathering(tree, len(text.encode("utf-8", "replace")), root)
    work.add(root, text, file, _resolved(Path(file)))
    return tuple(work.files), tuple(work.faults)


def called(file: str, scenario: str) -> str:
    """How a file of a scenario would be named: by its name in the library, else from the scenario's folder."""
    library = library_root()
    if Path(file).is_relative_to(library):
        return Path(file).relative_to(library).with_suffix("").as_posix()
    return Path(os.path.relpath(file, Path(scenario).parent)).as_posix()


def entries_of(root: Node) -> Iterator[Node]:
    """The texts of `include`; anything else there is left to be reported."""
    stated = child(root, "include")
    for entry in stated.value if stated is not None and isinstance(stated.value, tuple) else ():
        if isinstance(entry.value, str):
            yield entry


class _Gathering:
    def __init__(self, tree: Path, size: int, root: Node) -> None:
        self.tree = _resolved(tree)
        self.library = _resolved(library_root())
        self.files: list[tuple[Written, Node]] = []
        self.faults: list[Fault] = []
        self._size = size
        self._values = values_in(root, VALUES) if next(entries_of(root), None) else 0
        self._seen: dict[Path, str] = {}
        self._open: list[Path] = []

    def add(self, root: Node, text: str, file: str, path: Path) -> None:
        """A file and, before it, all that it includes."""
        self._seen[path] = file
        self._open.append(path)
        named = []
        for entry in entries_of(root):
            if (found := self.included(entry, file)) is not None:
                named.append(Included(entry.place, str(entry.value), found))
        self._open.pop()
        stated = child(root, "source")
        source = stated if stated is not None and isinstance(stated.value, str) else None
        self.files.append((Written(file, text, source, tuple(named)), root))

    def included(self, entry: Node, file: str) -> str | None:
        """The file an entry names, once it has been read; None where it cannot be, which is told."""
        why, path, called = self.place_of(str(entry.value), Path(file))
        if not why and path in self._open:
            circle = " → ".join(spelt(self._seen[one]) for one in self._open[self._open.index(path) :])
            why = f"files include each other in a circle: {circle} → {spelt(called)}"
        if why:
            self.faults.append(Fault.at(entry.place, why))
            return None
        if path in self._seen:
            return self._seen[path]
        if len(self._seen) > INCLUDED or len(self._open) > INCLUDED_DEEP:
            most = f"allowed: {INCLUDED} files, {INCLUDED_DEEP} of them in each other"
            self.faults.append(Fault.at(entry.place, f"too many files are included; {most}"))
            return None
        return self.read(entry.place, path, called)

    def read(self, named_at: Place, path: Path, file: str) -> str | None:
        try:
            raw = content(path, BYTES)
            text = raw.decode("utf-8-sig")
        except OSError as error:
            message = f'"{spelt(file)}" cannot be read: {error.strerror or error}'
            self.faults.append(Fault.at(named_at, message))
            return None
        except UnicodeDecodeError as error:
            self.faults.append(Fault(spelt(file), 1, 1, f"the file is not UTF-8 text (byte {error.start})"))
            return None
        self._size += len(raw)
        if self._size > BYTES:
            message = f"the files of a scenario hold more than {BYTES:,} bytes together"
            self.faults.append(Fault.at(named_at, message))
            return None
        root, faults = parse_yaml(text, file)
        self.faults += faults
        if root is None:
            return None
        self._values += values_in(root, VALUES)
        if self._values > VALUES:
            message = f"the files of a scenario hold more than {VALUES:,} values together"
            self.faults.append(Fault.at(named_at, message))
            return None
        if not isinstance(root.value, dict):
            message = (
                f"{shown(root.value)} cannot be included; a part of a scenario is a mapping, as in pools: …"
            )
            self.faults.append(Fault.at(root.place, message))
            return None
        self.add(root, text, file, path)
        return file

    def place_of(self, said: str, file: Path) -> tuple[str, Path, str]:
        """Why not, else where a name leads, and how messages call that."""
        if not said.endswith(ENDINGS):
            within, named = self.library, library_root() / f"{said}.yaml"
            if not _OF_THE_LIBRARY.fullmatch(said) or not is_file(named):
                message = unknown("file of the library", said, _parts(library_root()))
                return f"{message}; one's own file ends in .yaml", named, said
        else:
            named = file.parent / said
            within = self.library if _below(_resolved(file), self.library) else self.tree
            if Path(said).is_absolute():
                return f"{shown(said)} is an absolute path; write it from this file's folder", named, said
        path = _resolved(named)
        if not _below(path, within):
            message = (
                f'{shown(said)} leads out of the folder "{spelt(within)}"; a scenario includes files of its own '
                "folder tree (that of its sources.csv), or of the library by name"
            )
            return message, path, said
        if not is_file(path):
            return f"{shown(said)} is no file that can be read", path, said
        return "", path, os.path.normpath(named)


def _parts(root: Path) -> list[str]:
    """Names of all files of the library that can be included."""
    return sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.yaml"))


def _resolved(path: Path) -> Path:
    """Where a path leads in the end; itself where that cannot be told."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):
        return path


def _below(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder)
