"""A worker: a forked process that does one job at a time and has at hand the last few things that jobs share.

It hears of nothing but its pipe. Signals that end a program are its parent's business: a worker ignores them and is
killed when its work is no longer wanted, which is safe since it writes nothing by itself. It ends with its parent,
however that ends: by `kill -9` as well.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any, Generic, Protocol, TypeVar

CAN_FORK = "fork" in multiprocessing.get_all_start_methods()
HELD = 4
"""Shared things that a worker keeps at hand."""

Job = Callable[..., Any]
"""Takes what it shares with others, where there is such a thing, and what else was sent along. It pickles."""

V = TypeVar("V")
S = TypeVar("S")


_numbers: Iterator[int] = count()


class Shareable(Protocol):
    """What many jobs need and each worker is sent once; a program is one."""

    @property
    def digest(self) -> str:
        """Equal digests, equal content."""


@dataclass(frozen=True)
class Shared(Generic[S]):
    """Anything as a thing that jobs share."""

    value: S
    digest: str = field(default_factory=lambda: f"shared {next(_numbers)}", init=False)


_forking = threading.Lock()


class WorkerEnded(Exception):  # noqa: N818 - named after what happened
    """The process is gone, and what it was at is lost."""


class Worker:
    """This side of a worker. One thread at a time may ask it."""

    def __init__(self) -> None:
        self._pipe: Connection | None = None
        self._process: BaseProcess | None = None
        self._sent: dict[str, None] = {}

    def begin(self) -> None:
        """Fork it. Raises OSError where the system allows no more processes."""
        context = multiprocessing.get_context("fork")
        with _forking, _signals_held_back():  # no other worker may hold an end of this pipe
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()

    def do(self, job: Job, shared: Shareable | None, given: tuple[Any, ...]) -> Any:
        """What the job gives, or raises, over there. What is shared goes along only where the worker has it not.

        Raises WorkerEnded.
        """
        digest = None if shared is None else shared.digest
        assert self._pipe is not None
        assert self._process is not None
        told = (job, digest, None if digest in self._sent else shared, given)
        message = ForkingPickler.dumps(told)
        if digest is not None:
            keep(self._sent, digest, None)
        try:
            self._pipe.send_bytes(message)
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError):
            self._process.join()
            raise WorkerEnded(_end(self._process.exitcode or 0)) from None
        return heard(answer)

    def kill(self) -> None:
        """End it at once, whatever it is at. Any thread may; a second time is no harm."""
        if self._process is not None and self._process.pid is not None:
            self._process.kill()

    def bury(self) -> None:
        """Wait until it is gone."""
        if self._process is not None and self._process.pid is not None:
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()


def _end(code: int) -> str:
    """How a process ended."""
    if code >= 0:
        return f"it ended by itself (exit code {code})"
    names = {one.value: one.name for one in signal.Signals}
    return f"it was ended from outside ({names.get(-code, f'signal {-code}')})"


def keep(held: dict[str, V], digest: str, value: V) -> V:
    """What is at hand under a digest, or else this; used last. Both sides keep the same account."""
    held[digest] = value = held.pop(digest, value)
    if len(held) > HELD:
        del held[next(iter(held))]
    return value


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Python forgets a Ctrl-C that comes while it forks; held back, it comes right after."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _endings())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def deaf_to_interruptions() -> Iterator[None]:
    """A thread begun meanwhile, and every process begun by it, hears no Ctrl-C."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # whoever starts that one later hears them again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _endings() -> list[signal.Signals]:
    """Signals that end a program. Only some systems have them all."""
    return [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _serve(pipe: Connection) -> None:
    """The life of a worker. It starts with the mask it was forked under."""
    for number in _endings():
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _endings())
    threading.Thread(target=_end_with_parent, name="watches the parent", daemon=True).start()
    gc.freeze()  # what stood here before the fork stays: no collection need look through it
    gc.set_threshold(10_000, 20)  # a job makes much that is soon gone, and little of it in circles
    held: dict[str, Shareable] = {}
    while True:
        try:
            job, digest, shared, given = pipe.recv()
        except EOFError:
            return
        first = () if digest is None else (keep(held, digest, shared),)
        pipe.send_bytes(answered(job, (*first, *given)))


def answered(job: Job, given: tuple[Any, ...]) -> memoryview[int]:
    """What a job gives or raises, as it is sent back: `heard` reads it."""
    try:
        message: memoryview[int] = ForkingPickler.dumps((True, job(*given)))
        return message
    except BaseException as fault:
        return _fault(fault)


def heard(answer: bytes) -> Any:
    """What the job gave over there. Raises what it raised."""
    done, found = ForkingPickler.loads(answer)
    if done:
        return found
    raise found


def _fault(fault: BaseException) -> memoryview[int]:
    """A fault as it is sent back, with the place where it came up."""
    fault.add_note("".join(traceback.format_exception(fault)))
    try:
        message: memoryview[int] = ForkingPickler.dumps((False, fault))
        ForkingPickler.loads(message)
    except Exception:
        message = ForkingPickler.dumps((False, RuntimeError(f"{type(fault).__name__}: {fault}")))
    return message


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
