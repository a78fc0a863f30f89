"""A run on disk: a manifest, and for every finished replication its tables and sums, each file whole or absent.

`manifest.json` holds what was asked (no wall clock, no host). A replication counts as finished when all its files
are there, so a killed run resumes and ends with the same bytes.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.sums import Sums
from sim.model import Fault, ModelError
from sim.model.files import spelt

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")

Detail = Literal["events", "cases", "summary"]
MANIFEST = "manifest.json"
PART = ".part"
"""What the name of a file not yet whole ends with."""


class RunFolder:
    """The folder of one run."""

    def __init__(self, folder: Path, detail: Detail) -> None:
        self.path = folder
        self.detail = detail

    @classmethod
    def opened(cls, folder: Path, manifest: dict[str, Any], *, resume: bool) -> RunFolder:
        """A new folder with its manifest, or the same run's folder to go on with. Raises ModelError for any other."""
        path = folder / MANIFEST
        try:
            folder.exists()
        except (OSError, ValueError) as error:
            raise _refused(Path(spelt(folder)), f"--out cannot be made: {error}"[:200]) from None
        if path.is_file():
            _same_run(path, manifest, resume)
            return cls(folder, manifest["detail"])
        if folder.exists() and not folder.is_dir():
            raise _refused(folder, "this is a file, not a folder; choose another --out")
        if folder.exists() and any(file.suffix != PART for file in folder.iterdir()):
            raise _refused(folder, "the folder is not empty and holds no run; choose another --out")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _refused(folder, f"the folder cannot be made: {error.strerror or error}") from None
        _whole(path, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
        return cls(folder, manifest["detail"])

    def finished(self) -> set[int]:
        """Replications all of whose files are there."""
        if self.detail == "summary":
            return self.numbers("summary")
        tables = ("cases", "events") if self.detail == "events" else ("cases",)
        kinds = [self._numbers(f"{table}-*.parquet") for table in tables]
        return set.intersection(self._numbers("sums-*.json"), *kinds)

    def sums(self, replication: int) -> Sums:
        """Sums of a finished replication. Raises ModelError when the file was changed."""
        return self.document("sums", replication, Sums.from_json)

    def numbers(self, kind: str) -> set[int]:
        """Numbers of the documents of a kind that are there."""
        return self._numbers(f"{kind}-*.json")

    def document(self, kind: str, number: int, read: Callable[[str], T]) -> T:
        """One of them, by what reads its text. Raises ModelError when the file was changed."""
        path = self._file(kind, number, "json")
        try:
            return read(path.read_text("utf-8"))
        except (OSError, ValueError, TypeError, IndexError) as error:
            raise _refused(path, f"cannot be read: {error}") from None

    def write_document(self, kind: str, number: int, text: str) -> None:
        """Put one on disk."""
        _whole(self._file(kind, number, "json"), text + "\n")

    def write_table(self, name: str, lines: Sequence[Mapping[str, object]]) -> None:
        """Put a table of the whole run on disk, as CSV."""
        text = StringIO()
        writer = csv.DictWriter(text, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
        _whole(self.path / f"{name}.csv", text.getvalue())

    def write(self, program: Program, outcome: Outcome, sums: Sums) -> None:
        """Put a replication on disk, its sums last."""
        from sim.results.frames import case_frame, event_frame

        number = outcome.replication
        if self.detail == "events":
            _parquet(self._file("events", number, "parquet"), event_frame(program, [outcome]))
        _parquet(self._file("cases", number, "parquet"), case_frame(program, [outcome]))
        self.write_document("sums", number, sums.to_json())

    def _file(self, table: str, replication: int, suffix: str) -> Path:
        return self.path / f"{table}-{replication:05d}.{suffix}"

    def _numbers(self, pattern: str) -> set[int]:
        return {int(file.stem.rpartition("-")[2]) for file in self.path.glob(pattern)}


def _same_run(path: Path, manifest: dict[str, Any], resume: bool) -> None:
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _refused(path, "the file is not the manifest of a run; choose another --out")
    if found != manifest:
        changed = [key for key in manifest if found.get(key) != manifest[key]]
        raise _refused(
            path.parent,
            f"the folder holds another run (different: {', '.join(changed)}); choose another --out",
        )
    if not resume:
        raise _refused(path.parent, "the folder holds this run already; add --resume to go on")


def _refused(path: Path, message: str) -> ModelError:
    return ModelError([Fault(str(path), 0, 0, message)])


def _parquet(path: Path, frame: pl.DataFrame) -> None:
    buffer = BytesIO()  # Polars, interrupted, would still finish a file of its own
    try:
        frame.write_parquet(buffer)
    except KeyboardInterrupt:
        _signals_due()
        raise
    _write(path, buffer.getvalue())


def _signals_due() -> None:
    """Polars tells of a Ctrl-C before Python does. Calling anything lets Python's word come here, not in a clean-up."""


def _whole(path: Path, content: str) -> None:
    _write(path, content.encode())


def _write(path: Path, content: bytes) -> None:
    """The file is there whole, or not at all."""
    part = path.with_name(path.name + PART)
    try:
        part.write_bytes(content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
