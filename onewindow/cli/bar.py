"""Progress on the terminal: a bar with the time left, on stderr, for whatever takes over two seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 2.0
"""Seconds of silence before a bar appears."""


class _Bar:
    def __init__(self, what: str, units: int) -> None:
        self.what, self.units, self.done = what, units, 0
        self.began = time.monotonic()
        self.progress: object | None = None

    def advance(self) -> None:
        self.done += 1
        self._show()

    def extend(self, units: int) -> None:
        self.units += units
        self._show()

    def _show(self) -> None:
        if self.progress is None:
            if time.monotonic() - self.began < PATIENCE:
                return
            self.progress = _opened()
            self.task = self.progress.add_task(self.what, total=self.units)  # type: ignore[attr-defined]
        self.progress.update(self.task, completed=self.done, total=self.units)  # type: ignore[attr-defined]

    def close(self) -> None:
        if self.progress is not None:
            self.progress.stop()  # type: ignore[attr-defined]


def _opened() -> object:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    progress.start()
    return progress


@contextmanager
def on_terminal(what: str, units: int) -> Iterator[_Bar]:
    """A bar that appears only when the work takes a while."""
    bar = _Bar(what, units)
    try:
        yield bar
    finally:
        bar.close()
