"""What lies in a store: listed, thrown away, brought together with another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiments.store import chunk
from sim.experiments.store.content import digest_of, replication_rules
from sim.experiments.store.store import ANSWERS, MANIFEST, RUNS, SUFFIX, Store, chunks_of
from sim.model import Fault, ModelError
from sim.model.names import unknown
from sim.whole_file import put, sweep

MOST = 2_000_000_000
"""Bytes that a user's own store keeps unless somebody tidies it before."""


@dataclass(frozen=True)
class Stored:
    """Replications of one program under one seed."""

    key: str
    manifest: Mapping[str, Any]
    spans: tuple[tuple[int, int], ...]
    """First and last replication of every file."""
    size: int
    """Bytes."""

    @property
    def replications(self) -> int:
        """How many different ones there are."""
        return len({number for first, last in self.spans for number in range(first, last + 1)})

    @property
    def current(self) -> bool:
        """Whether today's rules made them: others are no longer asked for."""
        return bool(self.manifest.get("rules") == replication_rules())

    def to_dict(self) -> dict[str, Any]:
        """As in `runs list --json`."""
        return {
            "key": self.key, **self.manifest, "replications": self.replications,
            "files": [list(span) for span in self.spans], "bytes": self.size, "current": self.current,
        }  # fmt: skip


@dataclass(frozen=True)
class Contents:
    """A store, looked through."""

    folder: Path
    runs: tuple[Stored, ...]
    answers: int
    answer_bytes: int

    @property
    def size(self) -> int:
        return self.answer_bytes + sum(one.size for one in self.runs)

    def to_dict(self) -> dict[str, Any]:
        """As in `runs list --json`."""
        return {
            "folder": str(self.folder), "bytes": self.size, "answers": self.answers,
            "runs": [one.to_dict() for one in self.runs],
        }  # fmt: skip


@dataclass(frozen=True)
class Tidied:
    """What was thrown away."""

    files: int
    size: int
    left: int
    """Bytes that are still there."""


def contents(store: Store) -> Contents:
    """What lies in a store, by what is promised and the seed."""
    runs = [one for path in _places(store, RUNS) if (one := _stored(path)) is not None]
    runs.sort(key=lambda one: (one.manifest.get("targets", []), one.manifest.get("seed", 0), one.key))
    answers = list(_places(store, ANSWERS))
    return Contents(store.folder, tuple(runs), len(answers), sum(map(_size, answers)))


def stored(store: Store, key: str) -> Stored:
    """The one whose key begins like this. Raises ModelError where it is none, or not one."""
    found = [one for one in contents(store).runs if one.key.startswith(key)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ModelError([Fault(key, 0, 0, f"{len(found)} keys begin like this; write more of it")])
    known = {one.key[:8]: one for one in contents(store).runs}
    raise ModelError([Fault(key, 0, 0, unknown("key", key, known))])


def tidy(store: Store, most: int | None = None, *, everything: bool = False) -> Tidied:
    """Throw away what is broken or made by other rules, then what was not asked for longest.

    That until `most` bytes are left. Other processes may use the store meanwhile: what they miss they compute again.
    """
    removed = size = 0
    kept: list[tuple[float, int, Path]] = []
    for path in [*_places(store, RUNS), *_places(store, ANSWERS)]:
        with suppress(OSError):
            used = path.stat().st_mtime
            files, own = _count(path), _size(path)
            if everything or not _sound(path):
                removed, size = removed + files, size + own
                _remove(path)
            else:
                kept.append((used, own, path))
    left = sum(own for _, own, _ in kept)
    for _, own, path in sorted(kept):
        if most is None or left <= most:
            break
        removed, size, left = removed + _count(path), size + own, left - own
        _remove(path)
    return Tidied(removed, size, left)


def trim(store: Store, most: int = MOST) -> None:
    """Keep a store that nobody tidies within bounds, without looking into its files."""
    places = [*_places(store, RUNS), *_places(store, ANSWERS)]
    sizes = {path: _size(path) for path in places}
    over = sum(sizes.values()) - most
    if over <= 0:
        return
    for path in sorted(places, key=lambda path: path.stat().st_mtime if path.exists() else 0.0):
        if over <= 0:
            return
        over -= sizes[path]
        _remove(path)


def merge(store: Store, other: Path) -> int:
    """Take over what another store has and this one has not; how many files. What is broken stays where it is.

    Raises ModelError where the folder is no store, or this one cannot be written.
    """
    taken = 0
    source = Store.there(other)
    for path in [*_places(source, RUNS), *_places(source, ANSWERS)]:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            place = store.folder / file.relative_to(source.folder)
            if place.exists() or not _whole(file):
                continue
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                put(place, file.read_bytes())
            except OSError as error:
                message = f"cannot be written: {error.strerror or error}"
                raise ModelError([Fault(str(place), 0, 0, message)]) from None
            taken += file.suffix == SUFFIX
    return taken


def _places(store: Store, room: str) -> Iterator[Path]:
    """Shelves, or files of answers."""
    for above in sorted((store.folder / room).glob("??")):
        sweep(above)
        yield from sorted(path for path in above.iterdir() if room == RUNS or path.suffix == SUFFIX)


def _stored(path: Path) -> Stored | None:
    manifest = _manifest(path)
    if manifest is None:
        return None
    return Stored(path.name, manifest, tuple(chunks_of(path)), _size(path))


def _manifest(path: Path) -> dict[str, Any] | None:
    """What stands on a shelf, None where its manifest is not as it was written."""
    try:
        found = json.loads((path / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and digest_of(found) == path.name else None


def _sound(path: Path) -> bool:
    """Whether a shelf or an answer may be asked for again; broken files of a shelf are removed."""
    if path.is_file():
        return _whole(path)
    manifest = _manifest(path)
    if manifest is None or manifest.get("rules") != replication_rules():
        return False
    sweep(path)
    for file in path.iterdir():
        if not _whole(file):
            file.unlink(missing_ok=True)
    return bool(chunks_of(path))


def _whole(file: Path) -> bool:
    if file.suffix != SUFFIX:
        return file.name == MANIFEST
    try:
        chunk.read(file)
    except chunk.ChunkError:
        return False
    return True


def _files(path: Path) -> list[Path]:
    return list(path.iterdir()) if path.is_dir() else [path]


def _count(path: Path) -> int:
    return sum(file.suffix == SUFFIX for file in _files(path))


def _size(path: Path) -> int:
    size = 0
    for file in _files(path):
        with suppress(OSError):
            size += file.stat().st_size
    return size


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
