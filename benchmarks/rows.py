"""What a measurement hands back: rows of the table, in both languages, with what the budget asks."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Text = tuple[str, str]
"""Chinese, English."""

PLAIN: Text = ("", "")


@dataclass(frozen=True)
class Budget:
    """A limit and what it aims at; `most` says that less is better."""

    must: float | None = None
    aim: float | None = None
    most: bool = False

    def reached(self, value: float) -> str:
        """aim, must or missed; "" where nothing is asked."""
        for name, limit in (("aim", self.aim), ("must", self.must)):
            if limit is not None and (value <= limit if self.most else value >= limit):
                return name
        return "" if self.must is None else "missed"


@dataclass(frozen=True)
class Row:
    """One line: the median of its rounds and their range, or why it was not measured."""

    key: str
    what: Text
    unit: str
    values: tuple[float, ...] = ()
    budget: Budget = Budget()
    note: Text = PLAIN
    skipped: Text | None = None

    @property
    def value(self) -> float:
        return statistics.median(self.values)

    @property
    def range(self) -> tuple[float, float]:
        return min(self.values), max(self.values)


@dataclass(frozen=True)
class Options:
    """What the command was asked for."""

    quick: bool = False
    full: bool = False
    rounds: int = 7
    peers: Path | None = None
    cache: Path = Path("/tmp")


@dataclass(frozen=True)
class Measurement:
    """A name for `--only`, a heading, and the work."""

    name: str
    heading: Text
    measure: Callable[[Options], Sequence[Row]]
