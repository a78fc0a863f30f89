"""Progress on the terminal: a bar with the time left, on stderr, for whatever takes over two seconds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.visible import visible

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 2.0
"""Seconds of silence before a bar appears."""


class _Bar:
    """Opened by a timer, so that it appears even while the first unit of work is still under way."""

    def __init__(self, what: str, units: int) -> None:
        self.what, self.units, self.done = what, units, 0.0
        self._shown: Progress | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._open)
        self._timer.daemon = True
        self._timer.start()

    def advance(self, units: float = 1) -> None:
        with self._lock:
            self.done += units
            self._update()

    def extend(self, units: int) -> None:
        with self._lock:
            self.units += units
            self._update()

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._timer.finished.set()
            if self._shown is not None:
                self._shown.stop()

    def _open(self) -> None:
        shown = _made()
        with self._lock:
            if self._timer.finished.is_set():
                return  # the work was done while the bar was being made
            shown.add_task(visible(self.what), total=self.units, completed=0)
            shown.update(shown.task_ids[0], completed=self.done)
            shown.start()
            self._shown = shown

    def _update(self) -> None:
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=self.done, total=self.units)


def _made() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    terminal = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("ETA"),
        TimeRemainingColumn(),
        console=terminal,
        disable=not terminal.is_terminal,  # there it would only leave an empty line behind
        transient=True,
    )


@contextmanager
def on_terminal(what: str, units: int) -> Iterator[_Bar]:
    """A bar that appears only when the work takes a while."""
    bar = _Bar(what, units)
    try:
        yield bar
    finally:
        bar.close()
