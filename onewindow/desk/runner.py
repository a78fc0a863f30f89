"""The runner of jobs: a few warm processes, and a queue in which everybody comes in turn.

Who has fewest jobs under way comes first, then who waited longest since the last one began; so ten planners who ask
ten things each are served alike. A job that is cancelled is given up at its next step, so that its process stays warm;
where that takes too long it ends with its process, and another process takes its place.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from onewindow.desk.job import Job, Request, key_of
from onewindow.desk.worker import STOP
from sim.experiments.running.crew import available_cores
from sim.model.faults import Fault

MOST = 4
"""Processes at most: each keeps its engine and what it compiled in memory."""


PATIENCE = 0.5
"""Seconds in which a job that is cancelled may be given up, before its process is ended."""


class Process(Protocol):
    """Whatever does one job after another."""

    @property
    def alive(self) -> bool: ...
    def send(self, job: dict[str, Any]) -> None: ...
    def hear(self) -> dict[str, Any] | None:
        """What it says next; None once it is gone."""

    def code(self) -> int | None: ...
    def stop(self) -> None:
        """Have the job under way given up."""

    def kill(self) -> None:
        """End it and all it started, at once."""


class Runner:
    """Jobs are asked for, looked at and cancelled from any thread."""

    def __init__(
        self,
        workers: int | None = None,
        over: Callable[[Job], None] = lambda _job: None,
        begin: Callable[[], Process] | None = None,
    ) -> None:
        """`over` is called, from the thread of a worker, with each job that has ended; `begin` starts a process."""
        self._begin = begin or WorkerProcess
        self._over = over
        self._change = threading.Condition()
        self._waiting: list[Job] = []
        self._running: dict[str, Process] = {}
        self._stopping: set[Process] = set()
        self._known: dict[str, Job] = {}
        self._last: dict[str, int] = {}
        self._begun = 0
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"desk-{number}", daemon=True)
            for number in range(min(MOST, max(2, available_cores())) if workers is None else workers)
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, kind: str, request: Request, owner: str = "") -> Job:
        """A job for it: the one under way or done, where the same is asked again."""
        key = key_of(kind, request)
        with self._change:
            job = self._known.get(key)
            if job is None or job.state in ("failed", "cancelled"):
                job = self._known[key] = Job(key, kind, request)
                self._waiting.append(job)
            job.owners.add(owner)
            self._change.notify_all()
            return job

    def cancel(self, job: Job, owner: str = "") -> None:
        """This owner does not want it any more; when nobody does, it ends at once."""
        with self._change:
            job.owners.discard(owner)
            if job.owners or job.over:
                return
            job.state = "cancelled"
            if job in self._waiting:
                self._waiting.remove(job)
            elif job.key in self._running:
                self._stop(self._running[job.key])
            self._change.notify_all()
        self._over(job)

    def _stop(self, process: Process) -> None:
        """Have a process give up its job, or end it."""

        def end() -> None:
            with self._change:
                if process in self._stopping:
                    process.kill()

        self._stopping.add(process)
        process.stop()
        timer = threading.Timer(PATIENCE, end)
        timer.daemon = True
        timer.start()

    def place(self, job: Job) -> int:
        """How many jobs begin before it, plus one; 0 once it has begun."""
        with self._change:
            order = self._order()
            return order.index(job) + 1 if job in order else 0

    def jobs(self, owner: str) -> list[Job]:
        """What somebody waits for."""
        with self._change:
            return [job for job in self._known.values() if owner in job.owners and not job.over]

    def wait(self, job: Job, seconds: float) -> bool:
        """Until it has ended; whether it has."""
        with self._change:
            return self._change.wait_for(lambda: job.over, seconds)

    def close(self) -> None:
        """End everything at once."""
        with self._change:
            self._closed = True
            for process in self._running.values():
                process.kill()
            self._change.notify_all()
        for thread in self._threads:
            thread.join(5)

    # -- how it is done -------------------------------------------------------------------------------

    def _order(self) -> list[Job]:
        """The waiting jobs in the order in which they will begin, if none ends meanwhile."""
        left, order = list(self._waiting), []
        busy = Counter(owner for key in self._running for owner in self._known[key].owners)
        last, now = dict(self._last), self._begun
        while left:
            job = min(left, key=lambda one: min((busy[o], last.get(o, 0)) for o in one.owners))
            left.remove(job)
            order.append(job)
            now += 1
            for owner in job.owners:
                busy[owner] += 1
                last[owner] = now
        return order

    def _work(self) -> None:
        """One process, and another whenever it is gone."""
        process = None
        while not self._closed:
            if process is None or not process.alive:
                process = self._begin()
            job = self._next(process)
            if job is None:
                break
            if not self._follow(job, process):
                process = None  # it is gone, even where the system has not told us yet
        if process is not None:
            process.kill()

    def _next(self, process: Process) -> Job | None:
        """The next job, once it is this worker's turn; None when all is over."""
        with self._change:
            self._change.wait_for(lambda: self._closed or bool(self._waiting))
            if self._closed:
                return None
            job = self._order()[0]
            self._waiting.remove(job)
            self._begun += 1
            self._last |= dict.fromkeys(job.owners, self._begun)
            self._running[job.key] = process
            job.state, job.began = "running", time.monotonic()
            return job

    def _follow(self, job: Job, process: Process) -> bool:
        """Send a job and hear of it until it has ended; whether the process is there for the next one."""
        process.send({"kind": job.kind, "request": job.request})
        ended = False
        while not ended and (said := process.hear()) is not None:
            with self._change:
                ended = _heard(job, said)
                self._change.notify_all()
        with self._change:
            self._stopping.discard(process)
            if self._running.get(job.key) is process:  # else the same was asked again meanwhile
                del self._running[job.key]
            if self._closed and not ended:
                return False  # it goes on when the page is opened again
            if not ended and job.state == "running":
                job.state, job.broke = "failed", f"the worker process ended ({process.code()})"
            told = job.state != "cancelled"  # whoever cancelled has told
            self._change.notify_all()
        if job.broke:
            print(
                f"{job.kind} {json.dumps(job.request, ensure_ascii=False)}\n{job.broke}",
                file=sys.stderr,
                flush=True,
            )
        if told:
            self._over(job)
        return ended


LAST = frozenset(("result", "faults", "broke", "stopped"))
"""What a worker says last of a job."""


def _heard(job: Job, said: dict[str, Any]) -> bool:
    """Take down what a worker says; whether it was the last of this job."""
    if job.state != "running":
        return not LAST.isdisjoint(said)
    match said:
        case {"stage": stage, "units": units}:
            job.stage, job.units, job.done, job.began = stage, units, 0.0, time.monotonic()
        case {"done": done}:
            job.done = done
        case {"part": name, "value": value}:
            job.parts = {**job.parts, name: value}
        case {"result": result}:
            job.result, job.state = result, "done"
        case {"faults": faults}:
            job.faults, job.state = tuple(Fault(*one) for one in faults), "failed"
        case {"broke": text}:
            job.broke, job.state = text, "failed"
    return job.over


class WorkerProcess:
    """A worker process, which warms up by itself."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "onewindow.desk.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        self.send(STOP)

    def send(self, job: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(job, ensure_ascii=False) + "\n")
            self._process.stdin.flush()

    def hear(self) -> dict[str, Any] | None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        said: dict[str, Any] | None = json.loads(line) if line.endswith("\n") else None
        return said

    def code(self) -> int | None:
        return self._process.wait(5)

    def kill(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
