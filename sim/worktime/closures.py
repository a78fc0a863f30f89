"""Why offices are closed on a date, and how far the calendar of a date can be trusted."""

from __future__ import annotations

from typing import Literal

from sim.frozen import dataclass

Kind = Literal["weekend", "national", "regional", "stated"]
"""weekend; national or regional holiday (days in lieu included); closed because the scenario says so."""

Status = Literal["published", "projected", "stated"]
"""published: from the notice of the year; projected: computed, no notice known; stated: by the scenario."""


@dataclass(frozen=True)
class Name:
    """A name in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Closure:
    """The reason why a date is not a working day."""

    kind: Kind
    name: Name


WEEKEND = Closure("weekend", Name("周末", "Weekend"))
