"""Progress of a long experiment, told to whoever watches. Experiments know nothing of screens.

Nobody knows beforehand where a search will turn. So work comes in stages: one that knows how much it has to do says so,
one that does not only counts, and no stage speaks for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Literal, Protocol

Stage = Literal[
    "replications",
    "ends",
    "draws",
    "margins",
    "search",
    "numbers",
    "flips",
    "vectors",
    "fit",
    "points",
    "charts",
]
"""What is counted: `sim.words.progress` has the words."""


class Bar(Protocol):
    """A piece of work under way."""

    def stage(self, name: Stage, units: int | None = None) -> None:
        """A stage begins. `units`: how many it has, None where nobody knows."""

    def advance(self, units: float = 1) -> None:
        """One more unit of the stage is done, or a part of one. Any thread may say so."""


Progress = Callable[[str, Stage, int | None], AbstractContextManager[Bar]]
"""Opens a bar for (what, its first stage, units of that)."""


class _Silent:
    def stage(self, name: Stage, units: int | None = None) -> None:
        pass

    def advance(self, units: float = 1) -> None:
        pass


@contextmanager
def silent(_what: str, _stage: Stage, _units: int | None) -> Iterator[Bar]:
    """Nobody watches."""
    yield _Silent()
