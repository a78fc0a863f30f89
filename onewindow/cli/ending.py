"""How a signal ends a command: Ctrl-C (130), SIGTERM (143) and a terminal that closes (129), from the first moment on.

A signal becomes KeyboardInterrupt, so that whatever is open is left in order. While modules load there is nothing to
leave in order, and an interruption in the middle of an import is lost or shown as a fault of its own: there the
process ends at once. This module is loaded before everything else and loads next to nothing itself.
"""

from __future__ import annotations

import os
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any, NoReturn

SAID = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "the terminal was closed"}
"""What is said on stderr, by signal; SIGHUP exists on some systems only."""
ONE = 1.0
"""Seconds within which signals count as one: `timeout` and terminals send them to a process and to its group."""
SOON = 0.02
"""Seconds until a lost one comes again."""

_came: list[tuple[signal.Signals, float]] = []
"""The signal that ends this process, and when it came."""


def listen() -> None:
    """Heed the signals from now on, apart from those this process was started to ignore (nohup, a job in the back)."""
    _each_goes_to(_comes)
    sys.unraisablehook = _lost


def leave(code: int) -> NoReturn:
    """End with nothing tidied: a thread in the middle of LLVM's work would bring the interpreter down as it goes."""
    from contextlib import suppress

    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # there is none, or nobody reads it
            stream.flush()
    os._exit(code)


def done() -> None:
    """All is said and done: whatever comes while the interpreter tidies up ends it at once."""
    _each_goes_to(_too_late)


def came() -> bool:
    """Whether a signal is ending this process."""
    return bool(_came)


def told(said: Callable[[str], str] = str) -> int:
    """Say what ended the command; its exit code. Without a signal somebody raised KeyboardInterrupt himself."""
    number = _came[0][0] if _came else signal.SIGINT
    print(said(SAID[number.name]), file=sys.stderr)
    return 128 + number


def _each_goes_to(handler: Any) -> None:
    for name in SAID:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _comes(number: int, frame: FrameType | None) -> None:
    now = time.monotonic()
    if _came and now - _came[0][1] < ONE:
        return
    again = bool(_came)
    if not again:
        _came.append((signal.Signals(number), now))
    if again or _loading(frame):
        _leave()
    raise KeyboardInterrupt


def _loading(frame: FrameType | None) -> bool:
    """Whether an import is under way."""
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _leave() -> NoReturn:
    """End at once. Worker processes see it and end as well; parts of files are swept by the next command."""
    number = _came[0][0]
    shown = (
        "\x1b[?25h" if sys.stderr is not None and sys.stderr.isatty() else ""
    )  # a bar may have hidden the cursor
    os.write(2, f"{shown}{SAID[number.name]}\n".encode())
    os._exit(128 + number)


def _too_late(number: int, _frame: FrameType | None) -> NoReturn:
    os._exit(128 + number)


def _lost(unraisable: sys.UnraisableHookArgs) -> None:
    """An interruption that came inside a callback, which cannot pass it on, comes once more, outside."""
    if _came and isinstance(unraisable.exc_value, KeyboardInterrupt):
        from threading import Timer

        Timer(SOON, os.kill, (os.getpid(), _came.pop()[0])).start()
        return
    sys.__unraisablehook__(unraisable)
