"""A job: one piece of work for a planner, from the asking to its result."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.experiments.questions.origin import package_version
from sim.experiments.verdicts.stored_answers import digest
from sim.library import library
from sim.model.faults import Fault

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Request = Mapping[str, Any]
"""What is asked, as JSON: `scenario` names the scenario, the rest is the kind's own."""


def key_of(kind: str, request: Request) -> str:
    """Of what is asked, of the files it is asked of, and of the version that answers: same key, same answer."""
    name = str(request.get("scenario", "")).partition("@")[0]
    files = digest(name) if name in library() else ""
    text = json.dumps([kind, request, files, package_version()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass
class Job:
    """What anybody may read of it at any time; only its runner writes."""

    key: str
    kind: str
    request: Request
    owners: set[str] = field(default_factory=set)
    """Who waits for it: several, where several ask the same."""
    state: State = "waiting"
    stage: str = ""
    done: float = 0.0
    units: int | None = None
    parts: dict[str, Any] = field(default_factory=dict)
    """What is known already, while the rest is under way."""
    result: Mapping[str, Any] | None = None
    faults: tuple[Fault, ...] = ()
    broke: str = ""
    """What went wrong inside, for whoever mends it: the runner writes it to stderr, no page shows it."""
    began: float = 0.0
    """Of the stage, on the monotonic clock."""

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed", "cancelled")

    def share_done(self) -> float | None:
        """Of the stage; None where nobody knows how long it is."""
        return None if not self.units else min(1.0, self.done / self.units)

    def seconds_left(self) -> float | None:
        """Of the stage, by its pace so far; None where nobody can say."""
        share = self.share_done()
        if self.state != "running" or not share:
            return None
        return (time.monotonic() - self.began) * (1 - share) / share
