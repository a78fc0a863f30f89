"""Timelines worked out by hand on real calendars."""

from datetime import date, datetime

import pytest

from sim.worktime import (
    HOUR,
    NEVER,
    OfficeHours,
    Workdays,
    add_work,
    closing_after,
    dates_counted,
    end_of_counted,
    instant,
    instant_of,
    is_open,
    next_open,
    open_hours,
    to_datetime,
    work_between,
    worked,
    working_dates,
    xinjiang_hours,
)

NINE_TO_FIVE = OfficeHours.parse("09:00-17:00")


def finish(workdays: Workdays, hours: OfficeHours, start: str, work: int) -> str:
    begun = datetime.fromisoformat(start)
    table = open_hours(workdays, hours, date(begun.year, 1, 1), date(begun.year, 12, 31)).lists()
    end = add_work(*table, instant(begun), work)
    assert work_between(*table, instant(begun), end) == work
    return to_datetime(end).isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("region", "start", "end"),
    [
        # An ordinary weekend: 2 h Friday, 8 h Monday, 8 h Tuesday, 2 h Wednesday.
        ("CN", "2025-11-07 15:00", "2025-11-12 11:00"),
        # Saturday 2025-10-11 is worked: 2 h, 8 h Saturday, 8 h Monday, 2 h Tuesday.
        ("CN", "2025-10-10 15:00", "2025-10-14 11:00"),
        # 春节 2025: Sunday 26 and Monday 27 January worked, closed from 28 January to 4 February.
        ("CN", "2025-01-24 15:00", "2025-02-05 11:00"),
        # 国庆 2025: 2 h on 30 September, 8 h on 9 and 10 October, 2 h on the make-up Saturday.
        ("CN", "2025-09-30 15:00", "2025-10-11 11:00"),
        # 古尔邦节 2025: Hubei works on 6, 9 and 10 June; Xinjiang comes back on 11 June.
        ("CN", "2025-06-05 15:00", "2025-06-10 11:00"),
        ("CN-XJ", "2025-06-05 15:00", "2025-06-13 11:00"),
    ],
)
def test_twenty_hours_in_a_nine_to_five_office(region: str, start: str, end: str) -> None:
    assert finish(Workdays("CN-XJ" if region == "CN-XJ" else "CN"), NINE_TO_FIVE, start, 20 * HOUR) == end


def test_from_summer_to_winter_hours() -> None:
    # 28 September 2023 16:00-20:00, make-up Saturday 7 October 10:00-14:00, then from 15:30 (summer: 16:00).
    assert finish(Workdays("CN-XJ"), xinjiang_hours(), "2023-09-28 16:00", 10 * HOUR) == "2023-10-07 17:30"
    # 28 April 2023 15:30-19:30, 4 May 10:00-14:00, then from 16:00 (winter: 15:30).
    assert finish(Workdays("CN-XJ"), xinjiang_hours(), "2023-04-28 15:30", 10 * HOUR) == "2023-05-04 18:00"


def test_work_may_end_at_closing() -> None:
    assert finish(Workdays(), NINE_TO_FIVE, "2025-11-07 15:00", 2 * HOUR) == "2025-11-07 17:00"
    assert finish(Workdays(), NINE_TO_FIVE, "2025-11-07 15:00", 2 * HOUR + 60_000_000) == "2025-11-10 09:01"
    assert finish(Workdays(), NINE_TO_FIVE, "2025-11-08 11:00", 8 * HOUR) == "2025-11-10 17:00"
    assert finish(Workdays(), NINE_TO_FIVE, "2025-11-08 11:00", 0) == "2025-11-08 11:00"


def test_open_and_closed() -> None:
    table = open_hours(Workdays(), NINE_TO_FIVE, date(2025, 11, 7), date(2025, 11, 10))
    opens, closes, before = table.lists()

    def at(day: int, hour: int) -> int:
        return instant(datetime(2025, 11, day, hour))

    assert is_open(opens, closes, at(7, 9))
    assert not is_open(opens, closes, at(7, 17))
    assert not is_open(opens, closes, at(7, 8))
    assert next_open(opens, closes, at(6, 0)) == at(7, 9)
    assert next_open(opens, closes, at(7, 9)) == at(7, 9)
    assert next_open(opens, closes, at(7, 17)) == at(10, 9)
    assert next_open(opens, closes, at(10, 17)) == NEVER
    assert closing_after(opens, closes, at(7, 9)) == at(7, 17)
    assert closing_after(opens, closes, at(7, 17)) == at(10, 17)
    assert closing_after(opens, closes, at(6, 0)) == at(7, 17)
    assert closing_after(opens, closes, at(10, 17)) == NEVER
    assert [
        worked(opens, closes, before, at(d, h)) // HOUR
        for d, h in ((6, 0), (7, 10), (9, 0), (10, 12), (12, 0))
    ] == [*(0, 1, 8, 11, 16)]
    assert instant_of(opens, closes, before, 8 * HOUR) == at(7, 17)
    assert instant_of(opens, closes, before, 8 * HOUR + 1) == at(10, 9) + 1
    assert instant_of(opens, closes, before, 0) == at(7, 9)
    assert instant_of(opens, closes, before, 16 * HOUR) == at(10, 17)
    assert instant_of(opens, closes, before, 16 * HOUR + 1) == NEVER
    assert add_work(opens, closes, before, at(10, 16), HOUR + 1) == NEVER
    assert (
        add_work(opens, closes, before, NEVER, 1) == add_work(opens, closes, before, at(7, 9), NEVER) == NEVER
    )


def test_a_limit_of_three_working_dates() -> None:
    # Accepted on Friday 2025-09-26: Sunday 28 (make-up), 29 and 30 count, the day of acceptance does not.
    dates = working_dates(Workdays(), date(2025, 9, 1), date(2025, 10, 31))
    first, counted = dates.first_day, dates.counted.tolist()
    accepted = instant(datetime(2025, 9, 26, 10))
    n = dates_counted(first, counted, accepted)
    assert end_of_counted(first, counted, n + 3) == instant(date(2025, 10, 1))
    # One more working date: the break moves it to 9 October.
    assert end_of_counted(first, counted, n + 4) == instant(date(2025, 10, 10))
    # Accepted in the break, the count is that of the last working date before.
    assert dates_counted(first, counted, instant(datetime(2025, 10, 4, 12))) == n + 3
    assert end_of_counted(first, counted, counted[-1] + 1) == NEVER
    assert dates_counted(first, counted, instant(date(2025, 8, 31))) == 0
    assert dates_counted(first, counted, NEVER) == counted[-1]
