from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.worktime import (
    DAY,
    HOUR,
    OfficeHours,
    OpenHours,
    Workdays,
    day_number,
    instant,
    intersect,
    open_hours,
    working_dates,
)

CHINA = Workdays()
NINE_TO_FIVE = OfficeHours.parse("09:00-17:00")


def test_a_weekend() -> None:
    table = open_hours(
        CHINA, OfficeHours.parse("09:00-12:00 13:30-17:00"), date(2025, 11, 7), date(2025, 11, 10)
    )
    at = [instant(datetime(2025, 11, d, h, m)) for d in (7, 10) for h, m in ((9, 0), (13, 30))]
    assert table.open_at.tolist() == at
    assert table.close_at.tolist() == [
        at[0] + 3 * HOUR,
        at[1] + 3.5 * HOUR,
        at[2] + 3 * HOUR,
        at[3] + 3.5 * HOUR,
    ]
    assert (table.worked_before / HOUR).tolist() == [0, 3, 6.5, 9.5]
    assert table.total == 13 * HOUR
    assert all(array.dtype == np.int64 for array in (table.open_at, table.close_at, table.worked_before))


def test_round_the_clock_is_one_interval_and_ignores_holidays() -> None:
    table = open_hours(None, OfficeHours.parse("24h"), date(2025, 9, 29), date(2025, 10, 10))
    assert list(table) == [(instant(date(2025, 9, 29)), instant(date(2025, 10, 11)))]


def test_days_that_touch_are_joined_only_where_they_touch() -> None:
    # 24 h on working days: Wednesday to Friday is one interval, the weekend is closed.
    table = open_hours(CHINA, OfficeHours.parse("24h"), date(2025, 11, 5), date(2025, 11, 10))
    assert list(table) == [
        (instant(date(2025, 11, 5)), instant(date(2025, 11, 8))),
        (instant(date(2025, 11, 10)), instant(date(2025, 11, 11))),
    ]


def test_a_range_without_a_working_day_is_empty() -> None:
    table = open_hours(CHINA, NINE_TO_FIVE, date(2025, 10, 1), date(2025, 10, 8))
    assert len(table) == table.total == 0
    assert table.lists() == ([], [], [])


def test_faults() -> None:
    with pytest.raises(ValueError, match="dates 2025-01-02 to 2025-01-01"):
        open_hours(CHINA, NINE_TO_FIVE, date(2025, 1, 2), date(2025, 1, 1))
    with pytest.raises(ValueError, match="the last is before the first"):
        working_dates(CHINA, date(2025, 1, 2), date(2025, 1, 1))
    with pytest.raises(ValueError, match=r"interval \[5, 5\)"):
        OpenHours.of([(5, 5)])
    with pytest.raises(ValueError, match=r"interval \[4, 9\)"):
        OpenHours.of([(1, 5), (4, 9)])


def test_tables_are_values_nobody_can_change() -> None:
    one, other = OpenHours.of([(1, 5), (7, 9)]), OpenHours.of([(1, 3), (3, 5), (7, 9)])
    assert one == other
    assert hash(one) == hash(other)
    assert one != OpenHours.of([(1, 5), (7, 10)])
    with pytest.raises(ValueError, match="read-only"):
        one.open_at[0] = 0


def test_working_dates_of_the_national_day_break() -> None:
    # Fri 26, Sun 28 (make-up), Mon, Tue, then Thu 9 October.
    table = working_dates(CHINA, date(2025, 9, 26), date(2025, 10, 9))
    assert table.first_day == day_number(date(2025, 9, 26))
    assert table.counted.tolist() == [1, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5]
    assert table == working_dates(Workdays(), date(2025, 9, 26), date(2025, 10, 9))
    assert working_dates(None, date(2025, 10, 1), date(2025, 10, 3)).counted.tolist() == [1, 2, 3]


def test_joint_work_in_hubei_and_xinjiang() -> None:
    days = date(2025, 6, 5), date(2025, 6, 11)
    hubei = open_hours(CHINA, OfficeHours.parse("09:00-12:00 13:30-17:00"), *days)
    xinjiang = open_hours(Workdays("CN-XJ"), OfficeHours.parse("10:00-14:00 16:00-20:00"), *days)
    both = [
        (instant(datetime(2025, 6, d, a, m)), instant(datetime(2025, 6, d, b)))
        for d in (5, 11)
        for a, m, b in ((10, 0, 12), (13, 30, 14), (16, 0, 17))
    ]
    assert list(intersect(hubei, xinjiang)) == both


ticks = st.lists(st.integers(0, 60), unique=True, max_size=20).map(sorted)
tables = ticks.map(lambda xs: OpenHours.of(zip(xs[::2], xs[1::2], strict=False)))


@given(tables, tables)
def test_the_intersection_is_open_when_both_are(one: OpenHours, other: OpenHours) -> None:
    def members(table: OpenHours) -> set[int]:
        return {t for start, end in table for t in range(start, end)}

    assert members(intersect(one, other)) == members(one) & members(other)
    assert intersect(one, other) == intersect(other, one)
    assert intersect(one, one) == one


@given(st.dates(date(2005, 1, 1), date(2035, 1, 1)), st.integers(0, 60), st.sampled_from(["CN", "CN-XJ"]))
def test_hours_and_dates_agree(first: date, length: int, region: str) -> None:
    workdays = Workdays("CN-XJ" if region == "CN-XJ" else "CN")
    last = first + timedelta(length)
    counted = working_dates(workdays, first, last).counted
    assert open_hours(workdays, NINE_TO_FIVE, first, last).total == counted[-1] * 8 * HOUR
    assert open_hours(workdays, OfficeHours.parse("24h"), first, last).total == counted[-1] * DAY
    assert set(np.diff(counted).tolist()) <= {0, 1}
