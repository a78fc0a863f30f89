"""Office hours: which parts of a day are worked, and how that changes with the season.

Spans of a day are pairs (start, end) in µs from 00:00, ascending, apart from each other, half-open
[start, end), within 0..24 h; the last may end on the next day, as a night shift does, before the first begins again.
Whether a date is worked at all is the business of `workdays`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from sim.frozen import dataclass

from .closures import Status
from .instants import DAY, HOUR, MINUTE

_ALLOWED = "spans HH:MM-HH:MM in ascending order, as in '09:00-12:00 13:30-17:00' or '22:00-06:00', or '24h'"
_SPAN = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)", re.ASCII)
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class DayHours:
    """The worked spans of one day; spans that touch are one. Raises ValueError if they are not in order."""

    spans: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        joined: list[tuple[int, int]] = []
        for number, (start, end) in enumerate(self.spans):
            latest = DAY + self.spans[0][0] if number == len(self.spans) - 1 else DAY
            if not 0 <= start < end <= latest or start >= DAY:
                raise ValueError(
                    f"span {_clock(start)}-{_clock(end)}: must end after it starts; only the last may go past "
                    "midnight, and no further than the first"
                )
            if joined and start < joined[-1][1]:
                raise ValueError(
                    f"span {_clock(start)}-{_clock(end)}: begins before {_clock(joined[-1][1])}, "
                    "the end of the span before it"
                )
            if joined and start == joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        if not joined:
            raise ValueError(f"no hours given; allowed are {_ALLOWED}")
        object.__setattr__(self, "spans", tuple(joined))

    @classmethod
    def parse(cls, text: str) -> DayHours:
        """Hours from text: '09:00-12:00 13:30-17:00', or '24h' for round the clock.

        Raises ValueError with the value and what is allowed.
        """
        if text.strip() == "24h":
            return cls(((0, DAY),))
        spans = []
        for part in text.split():
            match = _SPAN.fullmatch(part)
            if match is None:
                raise ValueError(f"hours {text!r}: {part!r} is not a span; allowed are {_ALLOWED}")
            h1, m1, h2, m2 = (int(digits) for digits in match.groups())
            if max(m1, m2) > 59 or max((h1, m1), (h2, m2)) > (24, 0):
                raise ValueError(f"hours {text!r}: {part!r} is no time of day; allowed are 00:00 to 24:00")
            start, end = h1 * HOUR + m1 * MINUTE, h2 * HOUR + m2 * MINUTE
            spans.append((start, end + DAY if end < start else end))
        try:
            return cls(tuple(spans))
        except ValueError as fault:
            raise ValueError(f"hours {text!r}: {fault}") from None

    @property
    def length(self) -> int:
        """Working µs of the day."""
        return sum(end - start for start, end in self.spans)

    def __str__(self) -> str:
        if self.spans == ((0, DAY),):
            return "24h"
        return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in self.spans)


def _clock(us: int) -> str:
    minutes = (us - DAY if us > DAY else us) // MINUTE
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class MonthDay(NamedTuple):
    """A day of every year; 02-29 is allowed."""

    month: int
    day: int


@dataclass(frozen=True)
class Season:
    """Hours that hold from `first` to `last`, both included.

    Both are month and day (every year, over the new year if `first` is the later one) or both are dates.
    """

    first: date | MonthDay
    last: date | MonthDay
    hours: DayHours
    status: Status = "stated"

    def __post_init__(self) -> None:
        first, last = self.first, self.last
        if isinstance(first, date) != isinstance(last, date):
            raise ValueError(
                f"season {_said(first)} to {_said(last)}: give both as MM-DD or both as YYYY-MM-DD"
            )
        if isinstance(first, date) and isinstance(last, date) and last < first:
            raise ValueError(f"season {first} to {last}: ends before it begins; write the earlier day first")

    @classmethod
    def parse(cls, first: str, last: str, hours: str, status: Status = "stated") -> Season:
        """A season from 'MM-DD' or 'YYYY-MM-DD' bounds and hours as in `DayHours.parse`."""
        return cls(season_bound(first), season_bound(last), DayHours.parse(hours), status)

    def holds(self, day: date) -> bool:
        return bounds_hold(self.first, self.last, day)


def bounds_hold(first: date | MonthDay | None, last: date | MonthDay | None, day: date) -> bool:
    """Whether a date lies between two dates, both included, or two days of the year; None: no bound."""
    here = (day.month, day.day)
    if isinstance(first, MonthDay) and isinstance(last, MonthDay) and first > last:
        return here >= first or here <= last
    after = first is None or first <= (day if isinstance(first, date) else here)  # type: ignore[operator]
    before = last is None or (day if isinstance(last, date) else here) <= last  # type: ignore[operator]
    return bool(after and before)


def _said(bound: date | MonthDay) -> str:
    return bound.isoformat() if isinstance(bound, date) else f"{bound.month:02d}-{bound.day:02d}"


def season_bound(text: str) -> date | MonthDay:
    """The day a season begins or ends: 'MM-DD' of every year, or 'YYYY-MM-DD'. Raises ValueError for no such day."""
    match = _MONTH_DAY.fullmatch(text)
    if match is None:
        try:
            if not _DATE.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"season bound {text!r}: allowed are MM-DD and YYYY-MM-DD") from None
    month, day = (int(digits) for digits in match.groups())
    if not (1 <= month <= 12 and 1 <= day <= _LONGEST[month - 1]):
        raise ValueError(f"season bound {text!r}: no such day of the year")
    return MonthDay(month, day)


@dataclass(frozen=True)
class OfficeHours:
    """Hours by date: the first season that holds, else the default."""

    default: DayHours
    seasons: tuple[Season, ...] = ()

    @classmethod
    def parse(cls, text: str) -> OfficeHours:
        """The same hours all year."""
        return cls(DayHours.parse(text))

    def day_hours(self, day: date) -> DayHours:
        season = self._season(day)
        return self.default if season is None else season.hours

    def spans(self, day: date) -> tuple[tuple[int, int], ...]:
        """The worked spans of `day`, (start, end) in µs from its 00:00."""
        return self.day_hours(day).spans

    def status(self, day: date) -> Status:
        """How far the hours of `day` can be trusted; a default is stated."""
        season = self._season(day)
        return "stated" if season is None else season.status

    def _season(self, day: date) -> Season | None:
        for season in self.seasons:
            if season.holds(day):
                return season
        return None
