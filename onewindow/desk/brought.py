"""Scenarios that somebody brought along: kept in a folder of ours, read by the strict readers, never executed.

What is brought is a set of files: one scenario, the parts it includes, its tables, its sources. It is kept under a
digest of its contents, which never change: an edited scenario is another one, and no answer can be of a text that is
not there any more. Names of files are names and no paths: what is not a plain name is refused, and nothing that an
address says is looked for on the disk, only ids that are found here. Before anything is read, every name that a file
gives to another is looked at: parts of the library by their names, else what was brought along with it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from onewindow.desk.worker_folder import folder
from sim.library import library_root
from sim.model.bounds import BYTES
from sim.model.faults import Fault, ModelError, Place, shown
from sim.model.files import is_file, is_inside
from sim.model.includes import ENDINGS, entries_of
from sim.model.named_tables import named_tables
from sim.model.reading import read
from sim.model.settings import applied
from sim.model.sources import FILE as SOURCES
from sim.model.tree import child
from sim.model.yaml_tree import parse_yaml
from sim.whole_file import write

PREFIX = "own/"
"""How an address and a job name one: `own/0123456789abcdef`."""
ID = re.compile(r"[0-9a-f]{16}")
NAME = re.compile(r"[^\W_][\w\- .]{0,60}\.(yaml|yml|csv)")
"""Letters of any script, digits, a few marks: no folder, no dot at its beginning, an ending that we read."""
TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that mean a device somewhere."""
TABLE, TOGETHER, FILES, KEPT = 4_000_000, 6_000_000, 20, 200
"""Bytes of a table and of all files of one scenario; files of one; scenarios that are kept, the oldest go first."""
ABOUT = "about"


@dataclass(frozen=True)
class Brought:
    """A scenario that was brought along."""

    id: str
    main: str
    """The file that is the scenario."""
    files: tuple[str, ...]
    number: int
    """Later ones have higher numbers."""
    home: Path

    @property
    def reference(self) -> str:
        return PREFIX + self.id

    @property
    def path(self) -> Path:
        return self.home / self.main

    def content(self, name: str) -> bytes:
        """Of one of its files. Raises KeyError for any other."""
        if name not in self.files:
            raise KeyError(name)
        return (self.home / name).read_bytes()

    def text(self) -> str:
        return self.path.read_text("utf-8-sig")

    def contents(self) -> dict[str, bytes]:
        return {name: self.content(name) for name in self.files}


class BroughtFolder:
    """The folder; two pages of one server share it, and so do its workers."""

    def __init__(self, within: Path) -> None:
        self.folder = within / "brought"

    def keep(self, files: Mapping[str, bytes], main: str = "") -> Brought:
        """Keep files as a scenario; `main` is the scenario among them. Raises ModelError for what cannot be one.

        Whether it is a good scenario is for `validate` to say; here only what would be unsafe or pointless to keep is
        refused.
        """
        faults = list(_refused(files))
        if faults:
            raise ModelError(faults)
        main = main or _main(files)
        if main not in files:
            raise ModelError(
                [Fault("", 0, 0, "no scenario is among the files: one that begins with onewindow: 1")]
            )
        faults = list(_parts_elsewhere(files))
        if faults:
            raise ModelError(faults)
        told = json.dumps(
            [main, *((name, hashlib.sha256(files[name]).hexdigest()) for name in sorted(files))]
        )
        made = hashlib.sha256(told.encode()).hexdigest()[:16]
        home = self.folder / made
        if (known := self.of(made)) is not None:
            return known
        home.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            write(home / name, content)
        if faults := list(_tables_elsewhere(home / main, files)):
            shutil.rmtree(home, ignore_errors=True)
            raise ModelError(faults)
        number = 1 + max((one.number for one in self.all()), default=0)
        about = {"main": main, "files": sorted(files), "number": number}
        write(home / ABOUT, json.dumps(about, ensure_ascii=False).encode())
        for old in self.all()[KEPT:]:
            self.forget(old.id)
        return Brought(made, main, tuple(sorted(files)), number, home)

    def of(self, id_: str) -> Brought | None:
        """None where there is none, or what is asked is no id of ours."""
        if not ID.fullmatch(id_):
            return None
        try:
            about = json.loads((self.folder / id_ / ABOUT).read_bytes())
            return Brought(id_, about["main"], tuple(about["files"]), about["number"], self.folder / id_)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def all(self) -> list[Brought]:
        """The latest first."""
        if not self.folder.is_dir():
            return []
        found = [one for name in os.listdir(self.folder) if (one := self.of(name)) is not None]
        return sorted(found, key=lambda one: -one.number)

    def latest(self) -> list[Brought]:
        """Of each name the latest, those that were brought last first."""
        return list({one.main: one for one in reversed(self.all())}.values())[::-1]

    def forget(self, id_: str) -> None:
        if (one := self.of(id_)) is not None:
            shutil.rmtree(one.home, ignore_errors=True)


def brought_of(reference: str) -> Brought | None:
    """The scenario that an address or a job names, in the folder of this server."""
    home = folder()
    if home is None or not reference.startswith(PREFIX):
        return None
    return BroughtFolder(home).of(reference.removeprefix(PREFIX))


def _refused(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Names that are none, and sizes."""
    if len(files) > FILES:
        yield Fault("", 0, 0, f"{len(files)} files are too many; allowed: {FILES}")
    if sum(map(len, files.values())) > TOGETHER:
        yield Fault("", 0, 0, f"the files hold more than {TOGETHER:,} bytes together")
    if len({name.lower() for name in files}) < len(files):
        yield Fault("", 0, 0, "two files bear the same name")
    for name, content in files.items():
        if not NAME.fullmatch(name) or TAKEN.fullmatch(name):
            allowed = "allowed: letters, digits, - and _, ending in .yaml, .yml or .csv"
            yield Fault("", 0, 0, f"{shown(name)} is no name of a file that is taken; {allowed}")
        most = BYTES if name.endswith(ENDINGS) else TABLE
        if len(content) > most:
            yield Fault("", 0, 0, f"{shown(name)} holds more than {most:,} bytes")


def _main(files: Mapping[str, bytes]) -> str:
    """The scenario among files: the one that says so; the first where several do."""
    return next(
        (n for n in sorted(files) if n.endswith(ENDINGS) and re.search(rb"(?m)^\s*onewindow\s*:", files[n])),
        "",
    )


def _parts_elsewhere(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """What a file includes and is neither of the library nor brought along."""
    for name, content in files.items():
        if not name.endswith(ENDINGS):
            continue
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            yield Fault(name, 1, 1, f"the file is not UTF-8 text (byte {error.start})")
            continue
        root, _ = parse_yaml(text, name)
        for stated in () if root is None else entries_of(root):
            said = str(stated.value)
            if not (_in_library(said) or (said.endswith(ENDINGS) and said in files)):
                yield Fault.at(stated.place, _absent(said))


def _tables_elsewhere(file: Path, files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Tables that the scenario names, put together, in any version, and that were not brought along."""
    try:
        root = read(file).root
    except ModelError:
        return  # there is nothing yet that could name one
    variants = child(root, "variants")
    versions = variants.value if variants is not None and isinstance(variants.value, dict) else ()
    seen: set[Place] = set()
    for variant in (None, *versions):
        for table in named_tables(applied(root, variant, ())[0]):
            place, said = table.stated.place, str(table.stated.value)
            of_library = Path(place.file).is_relative_to(library_root()) and is_inside(
                table.file, library_root()
            )
            if place not in seen and said not in files and not of_library:
                seen.add(place)
                yield Fault(Path(place.file).name, place.line, place.column, _absent(said))


def _absent(said: str) -> str:
    return f"{shown(said)} was not brought along; upload it together with the scenario"


def _in_library(said: str) -> bool:
    return re.fullmatch(r"\w[\w-]*(/\w[\w-]*)*", said) is not None and is_file(
        library_root() / f"{said}.yaml"
    )


__all__ = ["PREFIX", "SOURCES", "Brought", "BroughtFolder", "brought_of"]
