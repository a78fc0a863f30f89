"""Studies on disk: what was asked, under which name, and what came of it. A study that is not done goes on later.

A folder holds for each key `KEY.json` (what was asked), `KEY.result.json` (what came of it) and, of a file to take
away, `KEY.file`. Keys are made here (`job.key_of`), so no text of a browser's ever becomes a path.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from onewindow.desk.job import Job, Request, key_of
from sim.experiments.questions.origin import package_version
from sim.whole_file import write

_KEY = re.compile(r"[0-9a-f]{24}")
NAME = 80
"""Letters of a name at most."""
KEPT = 500
"""Studies without a name that are kept; the oldest go first."""


@dataclass(frozen=True)
class Study:
    """Something that was asked."""

    key: str
    kind: str
    request: Request
    number: int
    """Later ones have higher numbers."""
    name: str = ""
    version: str = ""
    state: str = "waiting"
    """waiting, done or failed; one that was cancelled is forgotten unless it has a name."""

    @property
    def current(self) -> bool:
        """Whether the same would be answered today: same files, same version of the program."""
        return key_of(self.kind, self.request) == self.key


class Studies:
    """Any thread may ask; two pages of the same server share one."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError where the folder cannot be made or written."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = threading.Lock()
        self._known = {study.key: study for file in sorted(folder.glob("*.json")) if (study := _read(file))}

    def asked(self, job: Job) -> Study:
        """Take down that something is asked."""
        with self._lock:
            study = self._known.get(job.key)
            if study is None or study.state != "done":
                number = 1 + max((one.number for one in self._known.values()), default=0)
                name = "" if study is None else study.name
                study = Study(job.key, job.kind, dict(job.request), number, name, package_version())
                self._keep(study)
            return study

    def over(self, job: Job) -> None:
        """Take down how a job ended."""
        with self._lock:
            study = self._known.get(job.key)
            if study is None:
                return
            if job.state == "done":
                write(self._path(job.key, "result.json"), _bytes(job.result))
                self._keep(replace(study, state="done"))
            elif job.state == "failed":
                self._keep(replace(study, state="failed"))
            elif not study.name:
                self._forget(study)
            self._sweep()

    def named(self, key: str, name: str) -> Study | None:
        """The study under another name; "" for none. None where there is no such study."""
        with self._lock:
            study = self._known.get(key)
            if study is not None:
                study = replace(study, name=" ".join(name.split())[:NAME])
                self._keep(study)
            return study

    def forget(self, key: str) -> None:
        with self._lock:
            if key in self._known:
                self._forget(self._known[key])

    def of(self, key: str) -> Study | None:
        return self._known.get(key)

    def all(self) -> list[Study]:
        """The latest first."""
        return sorted(self._known.values(), key=lambda study: -study.number)

    def unfinished(self) -> list[Study]:
        """What a server that ended left undone, as far as it would be answered alike today; the earliest first."""
        return [study for study in reversed(self.all()) if study.state == "waiting" and study.current]

    def result(self, key: str) -> Mapping[str, Any] | None:
        """What came of a study; None where nothing did yet, or the file is gone."""
        study = self._known.get(key)
        if study is None or study.state != "done":
            return None
        try:
            found: Mapping[str, Any] = json.loads(self._path(key, "result.json").read_bytes())
        except (OSError, ValueError):
            return None
        return found

    def file(self, key: str) -> Path | None:
        """The file that a study made; None where it made none, or the file is gone."""
        if key not in self._known:
            return None
        path = self._path(key, "file")
        return path if path.is_file() else None

    def _path(self, key: str, suffix: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is not a key")
        return self.folder / f"{key}.{suffix}"

    def _keep(self, study: Study) -> None:
        self._known[study.key] = study
        write(self._path(study.key, "json"), _bytes(asdict(study)))

    def _forget(self, study: Study) -> None:
        self._known.pop(study.key, None)
        for suffix in ("json", "result.json", "file"):
            self._path(study.key, suffix).unlink(missing_ok=True)

    def _sweep(self) -> None:
        unnamed = [study for study in self.all() if not study.name and study.state != "waiting"]
        for study in unnamed[KEPT:]:
            self._forget(study)


def _bytes(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _read(file: Path) -> Study | None:
    """None for what is no study of ours."""
    if not _KEY.fullmatch(file.stem):
        return None
    try:
        study = Study(**json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return study if study.key == file.stem else None


def usual_folder() -> Path:
    """Where studies lie unless `--studies` says otherwise: the user's data folder."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "onewindow" / "studies"
