from datetime import date

import pytest

from sim.worktime import DAY, HOUR, MINUTE, DayHours, OfficeHours, Season


def test_spans_are_microseconds_of_the_day() -> None:
    hours = DayHours.parse("09:00-12:00 13:30-17:00")
    assert hours.spans == ((9 * HOUR, 12 * HOUR), (13 * HOUR + 30 * MINUTE, 17 * HOUR))
    assert hours.length == 6 * HOUR + 30 * MINUTE
    assert str(hours) == "09:00-12:00 13:30-17:00"


def test_round_the_clock() -> None:
    assert DayHours.parse("24h") == DayHours.parse("00:00-24:00")
    assert DayHours.parse("24h").spans == ((0, DAY),)
    assert str(DayHours.parse("24h")) == "24h"


def test_spans_that_touch_are_one() -> None:
    assert DayHours.parse("9:00-12:00 12:00-17:00") == DayHours.parse("09:00-17:00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no hours given; allowed are spans HH:MM-HH:MM"),
        ("9-17", "'9-17' is not a span; allowed are"),
        ("09：00-17：00", "is not a span"),
        ("09:00-17:60", "'09:00-17:60' is no time of day"),
        ("09:00-25:00", "'09:00-25:00' is no time of day"),
        ("09:00-24:30", "'09:00-24:30' is no time of day"),
        (
            "17:00-09:00 12:00-14:00",
            "span 17:00-09:00: must end after it starts; only the last may go past midnight",
        ),
        ("08:00-12:00 22:00-09:00", "span 22:00-09:00: .* no further than the first"),
        ("09:00-09:00", "must end after it starts"),
        ("13:00-17:00 09:00-12:00", "span 09:00-12:00: begins before 17:00"),
        ("09:00-12:00 11:00-17:00", "span 11:00-17:00: begins before 12:00"),
    ],
)
def test_faults_name_the_value_and_what_is_allowed(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        DayHours.parse(text)


def test_the_first_season_that_holds_wins() -> None:
    hours = OfficeHours(
        DayHours.parse("09:00-17:00"),
        (
            Season.parse("2024-07-01", "2024-07-31", "08:00-12:00", "published"),
            Season.parse("06-01", "08-31", "08:00-16:00"),
        ),
    )
    assert str(hours.day_hours(date(2024, 5, 31))) == "09:00-17:00"
    assert str(hours.day_hours(date(2024, 6, 1))) == "08:00-16:00"
    assert str(hours.day_hours(date(2024, 7, 31))) == "08:00-12:00"
    assert str(hours.day_hours(date(2025, 7, 31))) == "08:00-16:00"
    assert str(hours.day_hours(date(2025, 9, 1))) == "09:00-17:00"
    assert hours.status(date(2024, 7, 1)) == "published"
    assert hours.status(date(2025, 7, 1)) == hours.status(date(2025, 1, 1)) == "stated"


def test_a_season_may_run_over_the_new_year() -> None:
    winter = Season.parse("10-01", "04-30", "10:00-14:00")
    held = [winter.holds(date(2025, month, 15)) for month in range(1, 13)]
    assert held == [True] * 4 + [False] * 5 + [True] * 3
    assert winter.holds(date(2025, 10, 1))
    assert not winter.holds(date(2025, 9, 30))
    assert winter.holds(date(2025, 4, 30))
    assert not winter.holds(date(2025, 5, 1))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("02-30", "03-01", "'02-30': no such day of the year"),
        ("13-01", "03-01", "'13-01': no such day"),
        ("5-1", "9-30", "'5-1': allowed are MM-DD and YYYY-MM-DD"),
        ("2025-02-30", "2025-03-01", "'2025-02-30': allowed are"),
        ("2025-05-01", "09-30", "season 2025-05-01 to 09-30: give both"),
        ("2025-05-01", "2025-04-30", "ends before it begins"),
    ],
)
def test_faults_of_a_season(first: str, last: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Season.parse(first, last, "09:00-17:00")


def test_leap_day_bounds_hold_in_other_years_too() -> None:
    season = Season.parse("02-29", "03-01", "09:00-17:00")
    assert season.holds(date(2024, 2, 29))
    assert season.holds(date(2025, 3, 1))
    assert not season.holds(date(2025, 2, 28))
