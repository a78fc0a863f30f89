"""Properties of the shared functions, on lists and on int64 arrays; some against an oracle that steps."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.worktime import (
    DAY,
    MINUTE,
    NEVER,
    OfficeHours,
    OpenHours,
    Workdays,
    add_work,
    closing_after,
    dates_counted,
    end_of_counted,
    end_of_last_day,
    instant_of,
    is_open,
    last_day_over,
    natural_date,
    next_open,
    open_hours,
    work_between,
    worked,
)

REAL = open_hours(
    Workdays("CN-XJ"), OfficeHours.parse("09:00-12:00 13:30-17:00"), date(2025, 1, 1), date(2025, 12, 31)
)
OPENS, CLOSES, BEFORE = REAL.lists()

END = 90
minutes = st.integers(-5, END + 10)
spans = st.integers(0, END)
tables = (
    st.lists(st.integers(0, END), unique=True, max_size=16)
    .map(sorted)
    .map(lambda xs: OpenHours.of(zip(xs[::2], xs[1::2], strict=False)))
)

# Every boundary of a real year and its neighbours, and anything between.
edges = st.sampled_from(OPENS + CLOSES).flatmap(lambda t: st.integers(t - 1, t + 1))
instants = edges | st.integers(OPENS[0] - 3 * DAY, CLOSES[-1] + 3 * DAY)
work = st.sampled_from([0, 1, MINUTE]) | st.sampled_from(BEFORE) | st.integers(0, 600_000 * MINUTE)


def later(t: int, w: int) -> int:
    return add_work(OPENS, CLOSES, BEFORE, t, w)


@given(tables, minutes, minutes, spans)
def test_against_the_stepping_oracle(table: OpenHours, a: int, b: int, w: int) -> None:
    is_worked = {t for start, end in table for t in range(start, end)}
    horizon = range(-5, END + 12)
    arrays = (table.open_at, table.close_at, table.worked_before)
    for opens, closes, before in (table.lists(), arrays):
        assert worked(opens, closes, before, a) == sum(t < a for t in is_worked)
        assert is_open(opens, closes, a) == (a in is_worked)
        assert next_open(opens, closes, a) == next((t for t in horizon if t >= a and t in is_worked), NEVER)
        ends = [t for t in horizon if t > a and t - 1 in is_worked and t not in is_worked]
        assert closing_after(opens, closes, a) == next(iter(ends), NEVER)
        sign = 1 if a <= b else -1
        assert work_between(opens, closes, before, a, b) == sign * sum(
            min(a, b) <= t < max(a, b) for t in is_worked
        )

        t, left = a, w
        while left and t <= END:
            left -= t in is_worked
            t += 1
        assert add_work(opens, closes, before, a, w) == (NEVER if left else t)

        start = table.open_at[0] if len(table) else None
        reached = (
            t for t in horizon if start is not None and t >= start and sum(x < t for x in is_worked) >= w
        )
        assert instant_of(opens, closes, before, w) == next(reached, NEVER)


@given(instants, work, work)
def test_adding_is_additive(s: int, a: int, b: int) -> None:
    assert later(later(s, a), b) == later(s, a + b)


@given(instants, work)
def test_work_between_undoes_adding(s: int, w: int) -> None:
    end = later(s, w)
    if end == NEVER:
        assert work_between(OPENS, CLOSES, BEFORE, s, CLOSES[-1]) < w
    else:
        assert work_between(OPENS, CLOSES, BEFORE, s, end) == w
        assert end >= s
        # Earliest: one tick before, less was done.
        assert w == 0 or work_between(OPENS, CLOSES, BEFORE, s, end - 1) == w - 1


@given(instants, instants, work)
def test_who_starts_later_never_ends_earlier(s: int, t: int, w: int) -> None:
    s, t = min(s, t), max(s, t)
    assert later(s, w) <= later(t, w)


@given(instants, work, work)
def test_more_work_never_ends_earlier(s: int, a: int, b: int) -> None:
    a, b = min(a, b), max(a, b)
    assert later(s, a) <= later(s, b)
    assert a == b or later(s, b) == NEVER or later(s, a) < later(s, b)


@given(instants, instants)
def test_worked_is_monotone_and_never_faster_than_the_clock(a: int, b: int) -> None:
    a, b = min(a, b), max(a, b)
    assert 0 <= work_between(OPENS, CLOSES, BEFORE, a, b) <= b - a
    assert work_between(OPENS, CLOSES, BEFORE, b, a) == -work_between(OPENS, CLOSES, BEFORE, a, b)


@given(work)
def test_instant_of_is_the_inverse_of_worked(w: int) -> None:
    t = instant_of(OPENS, CLOSES, BEFORE, w)
    assert t == add_work(OPENS, CLOSES, BEFORE, OPENS[0], w)
    assert t == NEVER or worked(OPENS, CLOSES, BEFORE, t) == w


@given(instants)
def test_next_open_is_idempotent_open_and_loses_no_work(t: int) -> None:
    opened = next_open(OPENS, CLOSES, t)
    assert next_open(OPENS, CLOSES, opened) == opened >= t
    if opened != NEVER:
        assert is_open(OPENS, CLOSES, opened)
        assert work_between(OPENS, CLOSES, BEFORE, t, opened) == 0
        assert closing_after(OPENS, CLOSES, t) == closing_after(OPENS, CLOSES, opened) > opened
    assert is_open(OPENS, CLOSES, t) == (opened == t)


@given(st.lists(st.booleans(), max_size=30), st.integers(-10, 10), st.integers(-15, 50), st.integers(0, 35))
def test_counting_dates(days: list[bool], first: int, day: int, n: int) -> None:
    counted = [sum(days[: i + 1]) for i in range(len(days))]
    for table in (counted, np.array(counted, dtype=np.int64)):
        expected = sum(is_work for i, is_work in enumerate(days) if first + i <= day)
        for tick in (0, 1, DAY - 1):
            assert dates_counted(first, table, day * DAY + tick) == expected
        reached = [first + i + 1 for i in range(len(days)) if counted[i] >= n]
        end = end_of_counted(first, table, n)
        assert end == (reached[0] * DAY if reached else NEVER)
        if end != NEVER:
            # The last tick before the deadline still has the count; n itself is reached on that date.
            assert dates_counted(first, table, end - 1) == max(n, counted[0])


@given(
    st.lists(st.booleans(), max_size=20), st.integers(1, 30_000), st.integers(-1, 25), st.integers(0, DAY - 1)
)
def test_last_days_against_a_walk(days: list[bool], first: int, day: int, within: int) -> None:
    counted = np.cumsum(days, dtype=np.int64) if days else np.zeros(0, dtype=np.int64)
    working = [first + i for i, works in enumerate(days) if works]
    t = (first + day) * DAY + within
    assert natural_date(t) == first + day
    for table in (counted, counted.tolist()):
        after = [date for date in working if date >= first + day]
        assert end_of_last_day(first, table, first + day) == ((after[0] + 1) * DAY if after else NEVER)
        over = [date for date in working if (date + 1) * DAY <= t]
        assert last_day_over(first, table, t) == (over[-1] if over else -1)


def test_nothing_overflows_int64() -> None:
    arrays = (REAL.open_at, REAL.close_at, REAL.worked_before)
    never = np.int64(NEVER)
    with np.errstate(all="raise"):
        assert add_work(*arrays, int(OPENS[0]), never) == NEVER  # type: ignore[arg-type]
        assert add_work(*arrays, never, never) == NEVER  # type: ignore[arg-type]
        assert instant_of(*arrays, never) == NEVER  # type: ignore[arg-type]
        assert worked(*arrays, never) == REAL.total  # type: ignore[arg-type]


@pytest.mark.parametrize("function", [next_open, closing_after])
def test_an_empty_table_is_closed_for_good(function: object) -> None:
    assert callable(function)
    assert function([], [], 5) == NEVER
    assert add_work([], [], [], 5, 1) == instant_of([], [], [], 0) == end_of_counted(0, [], 0) == NEVER
    assert add_work([], [], [], 5, 0) == 5
    assert worked([], [], [], 5) == dates_counted(0, [], 5) == 0
