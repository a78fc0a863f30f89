"""A worker: a process of its own that is kept warm, takes one job after another and tells how far it is.

`python -m onewindow.desk.worker` reads a job a line from stdin and writes what it has to say, a line each, both JSON:
`{"ready": true}` once warm, then of each job `stage`, `done`, `part`, and at last `result`, `faults` or `broke`. A line
`{"stop": true}` has the job under way given up at its next step, which ends in `stopped`; so the process stays warm.
Nothing it is sent is executed. It leads a process group, so that whatever it starts ends with it, and it ends when
whoever started it is gone.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, TextIO

from onewindow.desk.kinds import work_of
from sim.experiments.running.progress import Bar

OFTEN = 0.1
"""Seconds between two words on progress."""


STOP: dict[str, Any] = {"stop": True}
"""What is sent to have a job given up."""


class Stopped(BaseException):
    """Nobody wants the job any more. No error: nothing that handles errors takes it."""


class Told:
    """What goes to whoever asked; any thread may speak."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._lock = out, threading.Lock()

    def __call__(self, **what: Any) -> None:
        with self._lock:
            self._out.write(json.dumps(what, ensure_ascii=False, separators=(",", ":")) + "\n")
            self._out.flush()


class ToldBar:
    """A bar whose progress is told."""

    def __init__(self, tell: Told, stopping: threading.Event, stage: str, units: int | None) -> None:
        self._tell, self._done, self._last, self._lock = tell, 0.0, 0.0, threading.Lock()
        self._stopping = stopping
        self.stage(stage, units)

    def stage(self, name: str, units: int | None = None) -> None:
        self._go_on()
        with self._lock:
            self._done = 0.0
        self._tell(stage=name, units=units)

    def advance(self, units: float = 1) -> None:
        self._go_on()
        with self._lock:
            self._done += units
            done, now = self._done, time.monotonic()
            if now - self._last < OFTEN:
                return
            self._last = now
        self._tell(done=done)

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise Stopped


def serve(jobs: Iterator[str], tell: Told, stopping: threading.Event) -> None:
    """Do one job after another."""

    @contextmanager
    def progress(_what: str, stage: str, units: int | None) -> Iterator[Bar]:
        yield ToldBar(tell, stopping, stage, units)

    for line in jobs:
        job = json.loads(line)
        stopping.clear()
        tell(**_done(job["kind"], job["request"], progress, tell))


def _done(kind: str, request: Mapping[str, Any], progress: Any, tell: Told) -> dict[str, Any]:
    from sim.model.faults import ModelError

    try:
        return {"result": work_of(kind)(request, progress, lambda name, value: tell(part=name, value=value))}
    except ModelError as error:
        return {"faults": [[one.file, one.line, one.column, one.message] for one in error.faults]}
    except Stopped:
        return {"stopped": True}
    except Exception:
        return {"broke": traceback.format_exc()}


def _lines(source: int, stopping: threading.Event) -> Iterator[str]:
    """Lines of a pipe that are jobs, read by a thread of its own: when it ends, so does everything here, at once.

    No file object reads it: a process that is forked meanwhile would wait for its lock for ever.
    """
    lines: SimpleQueue[str] = SimpleQueue()

    def read() -> None:
        rest = b""
        while part := os.read(source, 65_536):
            *whole, rest = (rest + part).split(b"\n")
            for line in whole:
                if json.loads(line) == STOP:
                    stopping.set()
                else:
                    lines.put(line.decode())
        end()

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield lines.get()


def end() -> None:
    """End this process and all it started."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


def warm_up() -> None:
    """Load what a what-if needs, by answering one: a planner who asks the next does not wait for it."""
    from onewindow.desk.what_if import first_answer

    first_answer("gedian/startup")


def main() -> None:
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints, prints to stderr
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us
    stopping = threading.Event()
    lines = _lines(os.dup(0), stopping)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    from sim.engine.engines import make_ready

    make_ready("compiled")
    warm_up()
    tell = Told(out)
    tell(ready=True)
    serve(lines, tell, stopping)


if __name__ == "__main__":
    main()
