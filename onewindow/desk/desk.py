"""The desk of one server: what all its pages share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onewindow.desk.asked import Asked
from onewindow.desk.brought import BroughtFolder
from onewindow.desk.job import Job, Request, key_of
from onewindow.desk.runner import Runner
from onewindow.desk.studies import Studies
from onewindow.desk.worker_folder import tell
from sim.library import library
from sim.words.language import Lang

LOOKERS = 1000
"""People whose last look is remembered."""


class Desk:
    """Work that is asked for is taken down, done by the runner, and kept: asked again, it is there at once."""

    def __init__(self, folder: Path, *, lang: Lang = "zh", workers: int | None = None) -> None:
        self.lang = lang
        self.studies = Studies(folder)
        self.brought = BroughtFolder(folder)
        tell(folder)
        self.runner = Runner(workers, over=self.studies.over)
        self._looked_at: dict[str, Asked] = {}
        for study in self.studies.unfinished():
            self.runner.ask(study.kind, study.request)

    def ask(self, kind: str, request: Request, owner: str = "") -> Job:
        """A job that is done already where the answer is stored."""
        stored = self.stored(kind, request)
        if stored is not None:
            return Job(key_of(kind, request), kind, request, state="done", result=stored)
        job = self.runner.ask(kind, request, owner)
        self.studies.asked(job)
        return job

    def stored(self, kind: str, request: Request) -> Mapping[str, Any] | None:
        """The answer if it is stored, of today's files and this version; nothing is simulated."""
        return self.studies.result(key_of(kind, request))

    def looks_at(self, owner: str, asked: Asked) -> None:
        """Somebody looks at a what-if: pages whose address names none begin with it."""
        self._looked_at.pop(owner, None)
        self._looked_at[owner] = asked
        if len(self._looked_at) > LOOKERS:
            del self._looked_at[next(iter(self._looked_at))]

    def begins_with(self, owner: str) -> Asked:
        """What somebody looked at last, else the first headline of the library."""
        if owner in self._looked_at:
            return self._looked_at[owner]
        name, listed = next((name, one) for name, one in library().items() if one.headlines)
        return Asked(name, listed.headlines[0])

    def close(self) -> None:
        """End the work under way; it goes on when the desk is opened again."""
        self.runner.close()
