"""Progress on the terminal: a bar with the time left, on stderr, for whatever takes over two seconds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from sim.experiments.running.progress import Stage
from sim.visible import visible
from sim.words.language import Lang, spoken
from sim.words.progress import LEFT, STAGES

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 2.0
"""Seconds of silence before a bar appears."""


_ASKED: ContextVar[Lang | None] = ContextVar("asked", default=None)


@contextmanager
def speaking(lang: Lang) -> Iterator[None]:
    """Bars meanwhile speak the language that was asked for, and not that of the environment."""
    before = _ASKED.set(lang)
    try:
        yield
    finally:
        _ASKED.reset(before)


class _Bar:
    """Opened by a timer, so that it appears even while the first unit of work is still under way."""

    def __init__(self, what: str, stage: Stage, units: int | None) -> None:
        self.what, self.name, self.units, self.done = what, stage, units, 0.0
        self._lang = _ASKED.get() or spoken()
        self._shown: Progress | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._open)
        self._timer.daemon = True
        self._timer.start()

    def stage(self, name: Stage, units: int | None = None) -> None:
        with self._lock:
            self.name, self.units, self.done = name, units, 0.0
            if self._shown is not None:
                self._shown.reset(self._shown.task_ids[0])  # what is left is told by the pace of this stage
            self._update()

    def advance(self, units: float = 1) -> None:
        with self._lock:
            self.done += units
            self._update()

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._timer.finished.set()
            if self._shown is not None:
                self._shown.stop()

    def _open(self) -> None:
        shown = _made(self._lang)
        with self._lock:
            if self._timer.finished.is_set():
                return  # the work was done while the bar was being made
            shown.add_task(visible(self.what), total=None, count="")
            self._shown = shown
            self._update()
            shown.start()

    def _update(self) -> None:
        if self._shown is None:
            return
        count = f"{int(self.done):,}" + ("" if self.units is None else f"/{self.units:,}")
        (task,) = self._shown.tasks
        task.total = self.units  # by `update` it could not be taken back to None
        self._shown.update(
            task.id,
            completed=self.done,
            count=f"{STAGES[self._lang][self.name]} {count}",
        )


def _made(lang: Lang) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.text import Text

    class Left(ProgressColumn):
        """Time left of a stage of known length, once its pace is known."""

        max_refresh = 0.5

        def render(self, task: Task) -> Text:
            if task.total is None or task.time_remaining is None or task.finished:
                return Text("")
            minutes, seconds = divmod(int(task.time_remaining), 60)
            return Text(LEFT[lang].format(time=f"{minutes}:{seconds:02}"))

    terminal = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[count]}", markup=False),
        Left(),
        console=terminal,
        disable=not terminal.is_terminal,  # there it would only leave an empty line behind
        transient=True,
    )


@contextmanager
def on_terminal(what: str, stage: Stage, units: int | None) -> Iterator[_Bar]:
    """A bar that appears only when the work takes a while."""
    bar = _Bar(what, stage, units)
    try:
        yield bar
    finally:
        bar.close()
