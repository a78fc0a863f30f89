"""Prosimos 2.1.0 in an environment of its own, which is made when first needed and kept in the user's cache.

It is never a dependency: its pins would hold ours back. `DRIVER` is what runs there.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.children import run

VERSION = "2.1.0"
PYTHON = "3.11"

DRIVER = """
import json, sys
from time import process_time
bpmn, params, cases, log, start = sys.argv[1:]
t0 = process_time()
from prosimos.simulation_engine import run_simulation
from prosimos.simulation_setup import SimDiffSetup
t1 = process_time()
SimDiffSetup(bpmn, params, False, int(cases))
t2 = process_time()
run_simulation(bpmn, params, int(cases), None, log, start)
t3 = process_time()
print(json.dumps({"imports": t1 - t0, "reading": t2 - t1, "run": t3 - t2}))
"""


class UnavailableError(Exception):
    """Prosimos cannot run here; the message says why."""


@dataclass(frozen=True)
class ProsimosRun:
    """Seconds of processor time; `reading` the model is part of no other."""

    imports: float
    reading: float
    simulating: float
    """And writing the log."""


def environment(cache: Path) -> Path:
    """The interpreter of the environment. Raises UnavailableError."""
    folder = cache / f"prosimos-{VERSION}"
    python = folder / "bin" / "python"
    if (folder / "ready").exists() and python.exists():
        return python
    uv = shutil.which("uv")
    if uv is None:
        raise UnavailableError("uv is not on the path")
    folder.parent.mkdir(parents=True, exist_ok=True)
    for command in (
        [uv, "venv", "--clear", "--quiet", "--python", PYTHON, str(folder)],
        [uv, "pip", "install", "--quiet", "--python", str(python), f"prosimos=={VERSION}"],
    ):
        ended = run(command, cwd=folder.parent)  # outside the project, whose constraints are not for it
        if ended.code:
            raise UnavailableError(f"{' '.join(command[:3])}: {ended.err.strip().splitlines()[-1][:200]}")
    (folder / "ready").touch()
    return python


def simulate(python: Path, bpmn: Path, params: Path, cases: int, log: Path, start: str) -> ProsimosRun:
    """One run with a CSV log. Raises UnavailableError if it fails."""
    ended = run(
        [str(python), "-c", DRIVER, str(bpmn), str(params), str(cases), str(log), start], cwd=log.parent
    )
    if ended.code:
        raise UnavailableError(ended.err.strip().splitlines()[-1][:200])
    said = json.loads(ended.out.strip().splitlines()[-1])
    return ProsimosRun(said["imports"], said["reading"], said["run"] - said["reading"])
