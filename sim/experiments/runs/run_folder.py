"""A run on disk: a manifest, and for every finished replication its tables and sums, each file whole or absent.

`manifest.json` holds what was asked (no wall clock, no host), and under `files` the digest of every file. A replication
counts as finished when all its files are there as they were written, so a killed run resumes and ends with the same
bytes, and so does one whose files were cut off, emptied or changed meanwhile.
"""

from __future__ import annotations

import csv
import json
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from io import BytesIO, StringIO
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.experiments.running.finished import Detail
from sim.experiments.running.sums import Sums
from sim.model import Fault, ModelError
from sim.model.faults import listed
from sim.model.files import spelt
from sim.results.costs import Prices
from sim.visible import for_table
from sim.whole_file import is_part, put, sweep

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")

MANIFEST = "manifest.json"
FILES = "files"
"""The key of the manifest that holds digests."""
QUESTION = "question"
"""The key that says how the question was put."""
PAUSE = 1.0
"""Seconds of work that `kill -9` may cost: the manifest, which names what is finished, is written that often."""
_FILE = re.compile(r"(?P<kind>[a-z]+)(-(?P<number>\d{5,9}))?\.(?P<suffix>json|parquet|csv|yaml)")

LOG = logging.getLogger(__name__)


class RunFolder:
    """The folder of one run. Whoever opens it closes it: the manifest then names every file that was written."""

    def __init__(self, folder: Path, asked: Mapping[str, Any], named: Mapping[str, str]) -> None:
        """`named`: files and their digests. Only those count that are as they were written."""
        self.path = folder
        self.detail: Detail = asked["detail"]
        self.asked = asked
        """The manifest, without digests."""
        self._digests = {name: said for name, said in named.items() if _is(folder / name, said)}
        self.lost = sorted(named.keys() - self._digests.keys())
        """Files that were changed, cut off or lost since they were written."""
        self._named_at = -inf

    @classmethod
    def found(cls, folder: Path) -> RunFolder:
        """The folder of a run, to be read. Raises ModelError where there is none."""
        if not (folder / MANIFEST).is_file():
            raise _refused(folder, f"this is not the folder of a run: it holds no {MANIFEST}")
        asked, files = _manifest(folder / MANIFEST)
        if "detail" not in asked or "halls" in asked:
            raise _refused(folder, "this is not the folder of a run of one hall")
        return cls(folder, asked, files)

    @classmethod
    def opened(
        cls, folder: Path, manifest: dict[str, Any], *, resume: bool, files: Mapping[str, bytes] | None = None
    ) -> RunFolder:
        """A new folder with its manifest, or the same run's folder to go on with. Raises ModelError for any other.

        Of the same run's folder only those files count that are as they were written; the others are written again.
        `files`, by name, are put there at once.
        """
        path = folder / MANIFEST
        try:
            folder.exists()
        except (OSError, ValueError) as error:
            raise _no_place(folder, f"the folder cannot be made: {error}"[:200]) from None
        if folder.exists() and not folder.is_dir():
            raise _no_place(folder, "this is a file, not a folder; choose another folder")
        try:
            sweep(folder)
            if path.is_file():
                found = _same_run(path, manifest, resume)
            elif folder.exists() and any(not is_part(file.name) for file in folder.iterdir()):
                raise _no_place(folder, "the folder is not empty and holds no run; choose another folder")
            else:
                found = {}
        except OSError as error:
            raise _no_place(folder, f"the folder cannot be read: {error.strerror or error}") from None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _no_place(folder, f"the folder cannot be made: {error.strerror or error}") from None
        made = cls(folder, manifest, found)
        if changed := made.lost:
            LOG.warning(
                "%s: %d files were changed, cut off or lost since they were written; they are made again",
                folder, len(changed), extra={"told": ("made_again", {"folder": folder, "n": len(changed)})},
            )  # fmt: skip
        for name, whole in (files or {}).items():
            if made._digests.get(name) != _digest(whole):
                made._put(name, whole)
        made._name_files()
        return made

    def __enter__(self) -> RunFolder:
        return self

    def __exit__(self, *_: object) -> None:
        self._name_files()

    def holds(self, name: str) -> bool:
        """Whether a file is there as it was written."""
        return name in self._digests

    def finished(self) -> set[int]:
        """Replications all of whose files are there."""
        if self.detail == "summary":
            return self.numbers("summary")
        tables = ("outcome", "cases", "events") if self.detail == "events" else ("outcome", "cases")
        kinds = [self._numbers(table, "parquet") for table in tables]
        return set.intersection(self.numbers("sums"), *kinds)

    def sums(self, replication: int) -> Sums:
        """Sums of a finished replication. Raises ModelError when they are not such."""
        return self.document("sums", replication, Sums.from_json)

    def outcome(self, replication: int) -> Outcome:
        """A finished replication as it was simulated. Raises ModelError when it is none."""
        import polars as pl

        from sim.results.outcome_file import outcome_of

        path = self.path / _named("outcome", replication, "parquet")
        try:
            return outcome_of(pl.read_parquet(path))
        except (OSError, ValueError, pl.exceptions.PolarsError) as error:
            raise _refused(path, f"cannot be read: {error}") from None

    def numbers(self, kind: str) -> set[int]:
        """Numbers of the documents of a kind that are there."""
        return self._numbers(kind, "json")

    def document(self, kind: str, number: int, read: Callable[[str], T]) -> T:
        """One of them, by what reads its text. Raises ModelError when it is no such document."""
        path = self.path / _named(kind, number, "json")
        try:
            return read(path.read_text("utf-8"))
        except (OSError, ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
            raise _refused(path, f"cannot be read: {error}") from None

    def write_document(self, kind: str, number: int, text: str) -> None:
        """Put one on disk."""
        self._put(_named(kind, number, "json"), (text + "\n").encode())

    def write_table(self, name: str, lines: Sequence[Mapping[str, object]]) -> None:
        """Put a table of the whole run on disk, as CSV."""
        text = StringIO()
        writer = csv.DictWriter(text, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {key: for_table(v) if isinstance(v, str) else v for key, v in line.items()} for line in lines
        )
        self._put(f"{name}.csv", text.getvalue().encode())

    def write(self, program: Program, outcome: Outcome, sums: Sums, prices: Prices | None = None) -> None:
        """Put a replication on disk, its sums last."""
        from sim.results.frames import case_frame, event_frame
        from sim.results.outcome_file import outcome_frame

        number = outcome.replication
        self._put(_named("outcome", number, "parquet"), _parquet(outcome_frame(outcome)))
        if self.detail == "events":
            self._put(_named("events", number, "parquet"), _parquet(event_frame(program, [outcome])))
        self._put(_named("cases", number, "parquet"), _parquet(case_frame(program, [outcome], prices)))
        self.write_document("sums", number, sums.to_json())

    def write_csv(self, program: Program) -> None:
        """Put beside every table of a finished replication the same as CSV, where it is not there yet."""
        for number in sorted(self.finished()):
            name = _named("cases", number, "csv")
            if name not in self._digests:
                self._put(name, self._cases_as_csv(number))
            name = _named("events", number, "csv")
            if self.detail == "events" and name not in self._digests:
                self._put(name, self._events_as_csv(program, number))

    def _cases_as_csv(self, number: int) -> bytes:
        import polars as pl

        from sim.results.spreadsheet import csv_of

        return csv_of(pl.read_parquet(self.path / _named("cases", number, "parquet")))

    def _events_as_csv(self, program: Program, number: int) -> bytes:
        from sim.engine.compiled.csv import write_csv
        from sim.results.event_columns import event_columns

        made = BytesIO()
        write_csv(made, event_columns(program, self.outcome(number)))
        return made.getvalue()

    def _numbers(self, kind: str, suffix: str) -> set[int]:
        found = (_FILE.fullmatch(name) for name in self._digests)
        return {
            int(file["number"]) for file in found if file and (file["kind"], file["suffix"]) == (kind, suffix)
        }

    def _put(self, name: str, content: bytes) -> None:
        """Write a file; the manifest names it within a moment, and at the end."""
        self._write(name, content)
        self._digests[name] = _digest(content)
        if monotonic() - self._named_at > PAUSE:
            self._name_files()

    def _name_files(self) -> None:
        """Write the manifest."""
        stated = {**self.asked, FILES: dict(sorted(self._digests.items()))}
        self._write(MANIFEST, (json.dumps(stated, ensure_ascii=False, indent=2) + "\n").encode())
        self._named_at = monotonic()

    def _write(self, name: str, content: bytes) -> None:
        try:
            put(self.path / name, content)
        except OSError as error:
            raise _refused(self.path / name, f"cannot be written: {error.strerror or error}") from None


def _named(kind: str, number: int, suffix: str) -> str:
    return f"{kind}-{number:05d}.{suffix}"


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _is(path: Path, digest: str) -> bool:
    """Whether a file is as it was written."""
    try:
        return _digest(path.read_bytes()) == digest
    except OSError:
        return False


def _same_run(path: Path, manifest: dict[str, Any], resume: bool) -> dict[str, str]:
    """Digests of the files that a manifest of the same run names. Raises ModelError for anything else.

    How the question was put may differ, where it comes to the same.
    """
    found, files = _manifest(path)
    keys = [key for key in dict.fromkeys((*manifest, *found)) if key != QUESTION]
    if changed := [key for key in keys if found.get(key) != manifest.get(key)]:
        raise _no_place(
            path.parent,
            f"the folder holds another run (different: {listed(changed)}); choose another folder",
        )
    if not resume:
        raise _no_place(path.parent, "the folder holds this run already; resume it, or choose another folder")
    return files


def _manifest(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """What was asked, and the digests of files. Raises ModelError for what is no manifest."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        found = None
    files = found.pop(FILES, {}) if isinstance(found, dict) else None
    if not isinstance(files, dict) or not all(isinstance(said, str) for said in files.values()):
        raise _refused(path, "the file is not the manifest of a run; choose another folder")
    return found, {name: said for name, said in files.items() if _FILE.fullmatch(name)}


def _refused(path: Path, message: str) -> ModelError:
    return ModelError([Fault(str(path), 0, 0, message)])


def _no_place(folder: Path, message: str) -> ModelError:
    """The folder that `out` names is not one to write to."""
    return ModelError([Fault.of("out", spelt(folder), message)])


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = BytesIO()  # Polars, interrupted, would still finish a file of its own
    try:
        frame.write_parquet(buffer)
    except KeyboardInterrupt:
        _signals_due()
        raise
    return buffer.getvalue()


def _signals_due() -> None:
    """Polars tells of a Ctrl-C before Python does. Calling anything lets Python's word come here, not in a clean-up."""
