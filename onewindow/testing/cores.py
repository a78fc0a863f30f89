"""How many processes one pytest process may use: all cores, or its part of them under pytest-xdist."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

import pytest

from sim.experiments.running.replicate import available_cores, forked, workers


@contextmanager
def executor_of(config: pytest.Config) -> Iterator[Executor | None]:
    """What a check runs on; None leaves the choice to it, which is all cores."""
    beside: int | None = getattr(config, "workerinput", {}).get(
        "workercount"
    )  # which xdist gives its workers
    if beside is None or "fork" not in multiprocessing.get_all_start_methods():
        yield None
        return
    with workers(available_cores() // beside, engine="compiled") as several:
        if several is not None:
            yield several
            return
    with forked(1) as one:
        yield one
