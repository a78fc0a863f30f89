"""Progress of a long experiment, told to whoever watches. Experiments know nothing of screens.

Nobody knows beforehand where a search will turn. So each stage of one has its guess; what it needs beyond that is added
to the bar as it comes, and what it did not need is taken off when it is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


class Forecast:
    """The stages of a search on a bar, in units of work."""

    def __init__(self, bar: Bar, stages: Sequence[int]) -> None:
        """`stages`: units each is likely to take."""
        self._bar = bar
        self._stages = list(stages)
        self._left = self._stages.pop(0) if self._stages else 0
        bar.extend(sum(stages))

    def tick(self, units: int = 1) -> None:
        """So many units of the stage are done."""
        for _ in range(units):
            if self._left > 0:
                self._left -= 1
            else:
                self._bar.extend(1)
            self._bar.advance()

    def next(self) -> None:
        """The stage is over, whatever was left of its guess."""
        self._bar.extend(-self._left)
        self._left = self._stages.pop(0) if self._stages else 0
