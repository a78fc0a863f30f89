"""A command killed at any moment leaves a store from which the same answer comes, to the byte."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from small_hall import hall

from sim.experiments.store.store import Store
from sim.experiments.store.tidying import contents

KILLS = 100


def asked(scenario: Path, *more: str) -> list[str]:
    words = ["check", str(scenario), "--draws", "40", "--replications", "96", "--json"]
    return [sys.executable, "-m", "onewindow", *words, *more]


def told(command: list[str]) -> bytes:
    return subprocess.run(command, capture_output=True, check=False, timeout=300).stdout


@pytest.mark.verification
def test_killed_at_random_moments(tmp_path: Path) -> None:
    """Every attempt is killed, with its workers, at a moment of its own; what is left is asked once more."""
    kills = int(os.environ.get("ONEWINDOW_KILLS", KILLS))
    hall(tmp_path)
    scenario = next(tmp_path.glob("*.yaml"))
    begun = time.monotonic()
    plain = told(asked(scenario, "--store", "none"))
    whole = time.monotonic() - begun
    moments = random.Random(1)
    killed = attempts = 0
    store = tmp_path / "store"
    while killed < kills:
        attempts += 1
        assert attempts < 5 * kills
        process = subprocess.Popen(
            asked(scenario, "--store", str(store)),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.3, 1.1) * whole)
        ended = process.poll() is not None
        killed += not ended
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if ended or killed % 10 == 0:
            assert told(asked(scenario, "--store", str(store))) == plain
            assert all(one.current for one in contents(Store(store)).runs)
            store = tmp_path / f"store{attempts}"
        if ended:  # the machine is quicker now than when the whole was timed
            whole *= 0.9
