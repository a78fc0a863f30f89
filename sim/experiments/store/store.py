"""The store: a folder of what was computed once, found by what it was computed from.

    runs/ab/abcd…/manifest.json          which program, seed and rules; no clock, no host
                  00000-00023.chunk      what is kept of these replications
    answers/cd/cdef….chunk               the answer to a question that is not replications of one program

A key is the digest of all that may change a number: the program (or the whole question), the seed, what is kept of a
replication, and the code of the rules. So nothing in a store is ever out of date; it only may no longer be asked for.
Every file is written aside and renamed into place, and two writers write the same: any number of processes may use one
store at once. Where it cannot be written, what was computed is not kept, and that is said once.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from sim.experiments.store import chunk
from sim.experiments.store.content import all_rules, digest_of, replication_rules
from sim.experiments.store.packing import packed, unpacked
from sim.model import Fault, ModelError
from sim.whole_file import is_part, put

LOG = logging.getLogger(__name__)

MARK = "onewindow-store.json"
"""The file that makes a folder a store: nothing is ever removed from a folder without it."""
MANIFEST = "manifest.json"
RUNS, ANSWERS = "runs", "answers"
SUFFIX = ".chunk"
PAUSE = 1.0
"""Seconds of work that `kill -9` may cost."""
_CHUNK = re.compile(r"(\d{5,9})-(\d{5,9})\.chunk")


class Store:
    """One folder. Any thread and any process may use it."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Raises ModelError for a folder that is something else, or cannot be made."""
        self.folder = Path(folder)
        self.wrote = 0
        """Bytes written so far."""
        self._said = False
        mark = self.folder / MARK
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if any(not is_part(one.name) for one in self.folder.iterdir()) and not mark.is_file():
                raise _no_store(self.folder, "it holds something else; name an empty folder, or none")
            if mark.is_file():
                return
            put(mark, b'{"onewindow store": 1}\n')
        except (OSError, ValueError) as error:
            raise _no_store(self.folder, getattr(error, "strerror", None) or str(error)) from None

    @classmethod
    def there(cls, folder: str | os.PathLike[str]) -> Store:
        """A store that exists. Raises ModelError where there is none."""
        if not (Path(folder) / MARK).is_file():
            raise ModelError(
                [Fault.of("store", str(folder), f"there is no store: the folder holds no {MARK}")]
            )
        return cls(folder)

    def __reduce__(self) -> tuple[type[Store], tuple[Path]]:
        return Store, (self.folder,)

    def shelf(self, manifest: Mapping[str, Any], kind: Any) -> Shelf:
        """Where replications with such a manifest stand; `kind` is the type of what is kept of one."""
        return Shelf(self, {**manifest, "rules": replication_rules()}, kind)

    def answer(self, kind: Any, *asked: object) -> Answer:
        """Where the answer to what is asked stands. Raises TypeError for what has no plain content."""
        key = digest_of(all_rules(), *asked)
        return Answer(self, self.folder / ANSWERS / key[:2] / f"{key}{SUFFIX}", kind)

    def write(self, path: Path, body: bytes) -> None:
        """Keep a file; where that cannot be, say so once and go on without."""
        try:
            chunk.write(path, body)
            self.wrote += len(body)
        except OSError as error:
            self.cannot(error)

    def cannot(self, error: OSError) -> None:
        """Say once that nothing can be kept, and why."""
        if self._said:
            return
        self._said = True
        why = error.strerror or str(error)
        LOG.warning(
            "%s: the store cannot be written (%s); what is computed is not kept", self.folder, why,
            extra={"told": ("store_not_kept", {"folder": self.folder, "why": why})},
        )  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """The place of one answer, of a declared type."""

    _store: Store
    path: Path
    kind: Any

    def found(self) -> Any:
        """What stands there, None where nothing does."""
        try:
            made = unpacked(self.kind, chunk.read(self.path))
        except chunk.MissingError:
            return None
        except (chunk.ChunkError, ValueError):
            _remove_broken(self.path)
            return None
        used(self.path)
        return made

    def keep(self, made: object) -> None:
        self._store.write(self.path, packed(self.kind, made))

    def flush(self) -> None:
        """It is on the disk already."""


class Shelf:
    """Replications of one program under one seed, as far as they are there. One thread at a time may use it."""

    def __init__(self, store: Store, manifest: Mapping[str, Any], kind: Any) -> None:
        self._store, self._kind = store, list[kind]
        self.manifest = dict(manifest)
        self.key = digest_of(self.manifest)
        self.path = store.folder / RUNS / self.key[:2] / self.key
        self._chunks = chunks_of(self.path)
        self._read: dict[int, Any] = {}
        self._made: list[Any] = []
        self._first = 0
        self._flushed = monotonic()
        if self._chunks:
            used(self.path)

    def found(self, number: int) -> Any:
        """A replication, None where it is not there. A file is read once if it is asked for in order."""
        if number not in self._read:
            self._read = self._whole_chunk(number)
        return self._read.pop(number, None)

    def keep(self, number: int, made: object) -> None:
        """Keep a replication: with those before it in one file, on the disk within a moment of work or by `flush`."""
        if self._made and number != self._first + len(self._made):
            self.flush()
        if not self._made:
            self._first = number
        self._made.append(made)
        if monotonic() - self._flushed > PAUSE:
            self.flush()

    def flush(self) -> None:
        """Put on the disk what is kept."""
        made, self._made, self._flushed = self._made, [], monotonic()
        if not made:
            return
        if not (self.path / MANIFEST).is_file():
            self._describe()
        name = f"{self._first:05d}-{self._first + len(made) - 1:05d}{SUFFIX}"
        self._store.write(self.path / name, packed(self._kind, made))

    def _whole_chunk(self, number: int) -> dict[int, Any]:
        for first, last in [span for span in self._chunks if span[0] <= number <= span[1]]:
            path = self.path / f"{first:05d}-{last:05d}{SUFFIX}"
            try:
                made = unpacked(self._kind, chunk.read(path))
            except (chunk.ChunkError, ValueError):
                self._chunks.remove((first, last))
                _remove_broken(path)
                continue
            if len(made) == last - first + 1:
                return dict(zip(range(first, last + 1), made, strict=True))
        return {}

    def _describe(self) -> None:
        text = json.dumps(self.manifest, ensure_ascii=False, indent=2) + "\n"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            put(self.path / MANIFEST, text.encode())
        except OSError as error:
            self._store.cannot(error)


def chunks_of(shelf: Path) -> list[tuple[int, int]]:
    """First and last replication of every file of a shelf, in order."""
    try:
        names = os.listdir(shelf)
    except OSError:
        return []
    found = (_CHUNK.fullmatch(name) for name in names)
    return sorted((int(name[1]), int(name[2])) for name in found if name)


def used(path: Path) -> None:
    """Note that something was asked for: what was not for longest goes first."""
    with suppress(OSError):
        os.utime(path)


def _remove_broken(path: Path) -> None:
    """What it held is written anew by whoever needs it."""
    with suppress(OSError):
        path.unlink()


def _no_store(folder: Path, why: str) -> ModelError:
    return ModelError([Fault.of("store", str(folder), f"this folder cannot be a store: {why}")])
