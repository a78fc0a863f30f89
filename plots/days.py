"""What a figure must know of a date: whether offices worked, why not, and what the day is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from sim.words.language import Lang

Kind = Literal["workday", "weekend", "national", "regional", "stated", "makeup"]


@dataclass(frozen=True)
class DayInfo:
    """One date of a jurisdiction's calendar. `name` is `{zh, en}`, for holidays and other named days.

    Raises ValueError for an unknown kind and for a make-up workday that is not worked.
    """

    date: date
    working: bool
    kind: Kind
    name: Mapping[str, str] | None = None

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"kind {self.kind!r} of {self.date}: must be one of {', '.join(get_args(Kind))}")
        if self.kind == "makeup" and not self.working:
            raise ValueError(f"{self.date} is a make-up workday but working is False")

    @property
    def holiday(self) -> bool:
        """Closed for another reason than the weekend."""
        return not self.working and self.kind != "weekend"


@dataclass(frozen=True)
class Run:
    """Consecutive dates first … last (both inside) with one name."""

    first: date
    last: date
    name: str


def within(days: Sequence[DayInfo], first: date, end: date) -> list[DayInfo]:
    """The days of [first, end), in order. Raises ValueError when one is missing or the window is empty."""
    if end <= first:
        raise ValueError(f"the window is empty: from {first} to {end} (the second date is not part of it)")
    known = {day.date: day for day in days}
    found = []
    for offset in range((end - first).days):
        when = first + timedelta(days=offset)
        if when not in known:
            raise ValueError(f"{when} is in the window but not in days")
        found.append(known[when])
    return found


def holiday_runs(days: Sequence[DayInfo], lang: Lang, unnamed: str) -> list[Run]:
    """Holidays of consecutive dates under one name, joined over weekends; `unnamed` names the nameless."""
    runs: list[Run] = []
    bridge = None  # the last closed date seen since the current run began
    for day in days:
        if day.working:
            bridge = None
        elif not day.holiday:
            bridge = day.date if bridge is not None else None
        else:
            name = (day.name or {}).get(lang) or unnamed
            if bridge is not None and runs[-1].name == name:
                runs[-1] = Run(runs[-1].first, day.date, name)
            else:
                runs.append(Run(day.date, day.date, name))
            bridge = day.date
    return runs
