"""How many cores one pytest process may use: all, or its part of them under pytest-xdist."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sim.experiments.running.crew import Crew, available_cores


@contextmanager
def crew_of(config: pytest.Config) -> Iterator[Crew | None]:
    """Who does a check; None leaves the choice to it, which is all cores."""
    beside: int | None = getattr(config, "workerinput", {}).get(
        "workercount"
    )  # which xdist gives its workers
    if beside is None:
        yield None
        return
    with Crew(max(1, available_cores() // beside), engine="compiled") as crew:
        yield crew
