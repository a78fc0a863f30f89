"""Progress of a long experiment, told to whoever watches. Experiments know nothing of screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Bar(Protocol):
    """One task under way."""

    def advance(self, units: float = 1) -> None:
        """One more unit of work is done, or a part of one. Any thread may say so."""

    def extend(self, units: int) -> None:
        """More work was found; less, when `units` is below 0."""


Progress = Callable[[str, int], AbstractContextManager[Bar]]
"""Opens a bar for (what, units of work)."""


class _Silent:
    def advance(self, units: float = 1) -> None:
        pass

    def extend(self, units: int) -> None:
        pass


@contextmanager
def silent(_what: str, _units: int) -> Iterator[Bar]:
    """Nobody watches."""
    yield _Silent()
