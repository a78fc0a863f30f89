"""Working-time arithmetic on interval tables, as plain functions on integers.

Tables (lists of int or int64 arrays, ascending):
    open_at, close_at   open intervals [open_at[i], close_at[i]), not empty, not touching
    worked_before       working µs in the intervals before i
    counted             counted[i] = working dates up to and including day first_day + i
Instants are µs, NEVER = 2**62 is "beyond the table". The tables must reach past the last instant asked about:
behind their end offices are closed for good.

Both engines share these functions and one of them compiles them, so the bodies keep to integers, comparisons,
loops and indexing, and call nothing but each other. Semantics 4.2 and 6.1-6.2 state the meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .instants import DAY, NEVER

Ints: TypeAlias = Sequence[int] | NDArray[np.int64]


def last_opening(open_at: Ints, t: int) -> int:
    """Index of the last interval that opens at or before `t`; -1 if none does."""
    lo = 0
    hi = len(open_at)
    while lo < hi:
        mid = (lo + hi) >> 1
        if open_at[mid] <= t:
            lo = mid + 1
        else:
            hi = mid
    return lo - 1


def worked(open_at: Ints, close_at: Ints, worked_before: Ints, t: int) -> int:
    """Coordinate W: working µs from the start of the table to `t`."""
    i = last_opening(open_at, t)
    if i < 0:
        return 0
    end = close_at[i]
    if t < end:
        end = t
    return worked_before[i] + end - open_at[i]


def work_between(open_at: Ints, close_at: Ints, worked_before: Ints, a: int, b: int) -> int:
    """Working µs from `a` to `b`; negative if `b` is earlier."""
    return worked(open_at, close_at, worked_before, b) - worked(open_at, close_at, worked_before, a)


def instant_of(open_at: Ints, close_at: Ints, worked_before: Ints, w: int) -> int:
    """Earliest instant t of the table with worked(t) >= w; NEVER if the table holds less work.

    The table begins at its first opening, which is the answer for w <= 0. Work may end at closing.
    """
    n = len(open_at)
    if n == 0:
        return NEVER
    if w <= 0:
        return open_at[0]
    lo = 0
    hi = n
    while hi - lo > 1:
        mid = (lo + hi) >> 1
        if worked_before[mid] < w:
            lo = mid
        else:
            hi = mid
    t = open_at[lo] + (w - worked_before[lo])
    if t > close_at[lo]:
        return NEVER
    return t


def add_work(open_at: Ints, close_at: Ints, worked_before: Ints, start: int, work: int) -> int:
    """Earliest t >= start with work_between(start, t) = work (>= 0); NEVER beyond the table.

    add_work(s, 0) = s, open or not. Work may end at closing; work that is left goes on at the next opening.
    """
    if work <= 0:
        return start
    n = len(open_at)
    if n == 0:
        return NEVER
    lo = last_opening(open_at, start)
    if lo < 0:
        lo = 0
        w = work
    else:
        end = close_at[lo]
        if start < end:
            if work <= end - start:
                return start + work
            end = start
        w = worked_before[lo] + end - open_at[lo] + work
    # Most work ends within a few intervals, so the search doubles its step from here.
    step = 1
    hi = lo + 1
    while hi < n and worked_before[hi] < w:
        lo = hi
        hi = lo + step
        step = step * 2
    if hi > n:
        hi = n
    while hi - lo > 1:
        mid = (lo + hi) >> 1
        if worked_before[mid] < w:
            lo = mid
        else:
            hi = mid
    # Taken as a difference first: a sum of two large spans could leave int64.
    left = w - worked_before[lo]
    if left > close_at[lo] - open_at[lo]:
        return NEVER
    return open_at[lo] + left


def is_open(open_at: Ints, close_at: Ints, t: int) -> bool:
    """True if some interval [open, close) holds `t`."""
    i = last_opening(open_at, t)
    return i >= 0 and bool(t < close_at[i])


def next_open(open_at: Ints, close_at: Ints, t: int) -> int:
    """`t` if open at `t`, else the next opening; NEVER beyond the table."""
    i = last_opening(open_at, t)
    if i >= 0 and t < close_at[i]:
        return t
    i += 1
    if i < len(open_at):
        return open_at[i]
    return NEVER


def closing_after(open_at: Ints, close_at: Ints, t: int) -> int:
    """The first closing later than `t`; NEVER beyond the table.

    That is the end of the interval that holds `t`, or of the next one if none does.
    """
    i = last_opening(open_at, t)
    if i >= 0 and t < close_at[i]:
        return close_at[i]
    i += 1
    if i < len(close_at):
        return close_at[i]
    return NEVER


def dates_counted(first_day: int, counted: Ints, t: int) -> int:
    """Coordinate N: working dates from the start of the table up to and including the date of `t`."""
    n = len(counted)
    i = t // DAY - first_day
    if i < 0 or n == 0:
        return 0
    if i >= n:
        i = n - 1
    return counted[i]


def end_of_counted(first_day: int, counted: Ints, n: int) -> int:
    """24:00 of the earliest date of the table whose count reaches `n`; NEVER if none does.

    The deadline of a limit of k working dates that starts at t is end_of_counted(dates_counted(t) + k).
    """
    lo = 0
    hi = len(counted)
    while lo < hi:
        mid = (lo + hi) >> 1
        if counted[mid] < n:
            lo = mid + 1
        else:
            hi = mid
    if lo == len(counted):
        return NEVER
    return (first_day + lo + 1) * DAY


def natural_date(t: int) -> int:
    """Coordinate D: the number of the date of `t`, counted from 1970-01-01; 24:00 belongs to the next date."""
    return t // DAY


def end_of_last_day(first_day: int, counted: Ints, last: int) -> int:
    """24:00 of the date `last`, or where that is a day off of the next working date; NEVER beyond the table.

    The deadline of a limit of k natural dates that starts at t is end_of_last_day(natural_date(t) + k)
    (Civil Code 201-203).
    """
    before = dates_counted(first_day, counted, (last - 1) * DAY)
    return end_of_counted(first_day, counted, before + 1)


def last_day_over(first_day: int, counted: Ints, t: int) -> int:
    """Number of the last working date whose 24:00 is at or before `t`; -1 if the table has none."""
    over = dates_counted(first_day, counted, t - DAY)
    if over == 0:
        return -1
    return end_of_counted(first_day, counted, over) // DAY - 1
