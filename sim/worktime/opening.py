"""Interval tables of a date range: when an office is open, and how many working dates have passed.

Built once per pool or jurisdiction and then read by the functions of `arithmetic`. All arrays are int64 and
read-only; instants are µs of local civil time (see `instants`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.frozen import dataclass

from .hours import OfficeHours
from .instants import DAY, day_number
from .workdays import Workdays


@dataclass(frozen=True, eq=False)
class OpenHours:
    """Open intervals [open_at[i], close_at[i]), ascending, not touching."""

    open_at: NDArray[np.int64]
    close_at: NDArray[np.int64]
    worked_before: NDArray[np.int64]
    """Working µs in the intervals before i."""

    @classmethod
    def of(cls, intervals: Iterable[tuple[int, int]]) -> OpenHours:
        """A table from ascending, disjoint intervals; those that touch become one.

        Raises ValueError if an interval is empty or begins before the end of the one before it.
        """
        joined: list[tuple[int, int]] = []
        for start, end in intervals:
            if start >= end or (joined and start < joined[-1][1]):
                raise ValueError(
                    f"interval [{start}, {end}): must not be empty and must follow the one before it"
                )
            if joined and start == joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        table = np.array(joined, dtype=np.int64).reshape(-1, 2)
        open_at, close_at = table[:, 0].copy(), table[:, 1].copy()
        worked_before = np.zeros(len(table), dtype=np.int64)
        np.cumsum((close_at - open_at)[:-1], out=worked_before[1:])
        return cls(_fixed(open_at), _fixed(close_at), _fixed(worked_before))

    @property
    def total(self) -> int:
        """Working µs of the whole table."""
        if len(self) == 0:
            return 0
        return int(self.worked_before[-1] + self.close_at[-1] - self.open_at[-1])

    def lists(self) -> tuple[list[int], list[int], list[int]]:
        """(open_at, close_at, worked_before) as lists: scalar look-ups in Python are several times faster."""
        return self.open_at.tolist(), self.close_at.tolist(), self.worked_before.tolist()

    def __len__(self) -> int:
        return len(self.open_at)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(zip(self.open_at.tolist(), self.close_at.tolist(), strict=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OpenHours):
            return NotImplemented
        return np.array_equal(self.open_at, other.open_at) and np.array_equal(self.close_at, other.close_at)

    def __hash__(self) -> int:
        return hash((self.open_at.tobytes(), self.close_at.tobytes()))


@dataclass(frozen=True, eq=False)
class WorkingDates:
    """Running number of working dates from `first_day` (a day number) on."""

    first_day: int
    counted: NDArray[np.int64]
    """counted[i]: working dates up to and including day first_day + i."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkingDates):
            return NotImplemented
        return self.first_day == other.first_day and np.array_equal(self.counted, other.counted)

    def __hash__(self) -> int:
        return hash((self.first_day, self.counted.tobytes()))


@lru_cache(maxsize=128)
def open_hours(workdays: Workdays | None, hours: OfficeHours, first: date, last: date) -> OpenHours:
    """The open intervals from `first` to `last`, both included.

    `workdays` None means every date, as for round-the-clock pools, which ignore holidays. Kept: an experiment asks
    for the same calendar hundreds of times. Raises ValueError if `last` is before `first` or a year is not covered.
    """
    return OpenHours.of(
        (midnight + start, midnight + end)
        for day in _dates(first, last)
        if workdays is None or workdays.is_workday(day)
        for midnight in (day_number(day) * DAY,)
        for start, end in hours.spans(day)
    )


@lru_cache(maxsize=32)
def working_dates(workdays: Workdays | None, first: date, last: date) -> WorkingDates:
    """The count of working dates from `first` to `last`, both included; `workdays` None counts every date."""
    worked = [workdays is None or workdays.is_workday(day) for day in _dates(first, last)]
    return WorkingDates(day_number(first), _fixed(np.cumsum(np.array(worked, dtype=np.int64))))


def intersect(one: OpenHours, other: OpenHours) -> OpenHours:
    """The intervals in which both are open; may be empty."""
    return OpenHours.of(_overlaps(list(one), list(other)))


def _overlaps(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(one) and j < len(other):
        start = max(one[i][0], other[j][0])
        end = min(one[i][1], other[j][1])
        if start < end:
            yield start, end
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1


def _dates(first: date, last: date) -> Iterator[date]:
    if last < first:
        raise ValueError(f"dates {first} to {last}: the last is before the first")
    return (date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1))


def _fixed(array: NDArray[np.int64]) -> NDArray[np.int64]:
    array.flags.writeable = False
    return array
