"""Programs run as children: how long they took on the clock, what they used, what they said."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ended:
    """A child that has ended by itself."""

    code: int
    out: str
    err: str
    seconds: float
    """On the clock."""
    processor: float
    """Seconds of processor time, its own children's among them."""


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    most: float | None = None,
    env: Mapping[str, str] | None = None,
) -> Ended:
    """Run to the end, for at most so many seconds, with `env` in its environment too.

    Raises TimeoutError past them, OSError without such a program.
    """
    begin, before = perf_counter(), _processor()
    with subprocess.Popen(
        list(command),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=None if env is None else {**os.environ, **env},
        start_new_session=True,
    ) as child:
        try:
            out, err = child.communicate(timeout=most)
        except BaseException as why:
            os.killpg(child.pid, signal.SIGKILL)  # its own session: itself and the workers it started
            if isinstance(why, subprocess.TimeoutExpired):
                raise TimeoutError(f"{' '.join(command)}: not done after {most:g} s") from None
            raise
        seconds = perf_counter() - begin
    return Ended(child.returncode, out, err, seconds, _processor() - before)


def _processor() -> float:
    """Of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def python(module: str, *arguments: str) -> Ended:
    """A module of the project in a fresh interpreter. Raises RuntimeError if it fails."""
    ended = run([sys.executable, "-m", module, *arguments], cwd=ROOT)
    if ended.code:
        raise RuntimeError(f"{module}: {ended.err.strip()[-500:]}")
    return ended


def onewindow() -> str:
    """The command as users start it, beside this interpreter."""
    return str(Path(sys.executable).parent / "onewindow")
