"""Rules of open hours: the dates they hold on, and what they do to a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sim.worktime import (
    DAY,
    HOUR,
    DayHours,
    HoursRule,
    OfficeHours,
    Opening,
    When,
    Workdays,
    open_hours,
    season_bound,
    sort_of,
    to_datetime,
    union,
    weekend_hours,
    without,
)

CHINA = Workdays()
NINE_TO_FIVE = OfficeHours.parse("09:00-12:00 13:00-17:00")
WORKED = frozenset(("working", "makeup"))
WEEKLY = frozenset(("working", "weekend"))


def spans(text: str) -> tuple[tuple[int, int], ...]:
    return DayHours.parse(text).spans


def told(opening: Opening, day: date) -> list[str]:
    """Open hours of a date as text."""

    def clock(us: int) -> str:
        return f"{us // HOUR}:{us % HOUR * 60 // HOUR:02d}"

    return [f"{clock(start)}-{clock(end)}" for start, end in opening.spans(day)]


@pytest.mark.parametrize(
    ("day", "sort"),
    [
        (date(2025, 9, 26), "working"),
        (date(2025, 9, 28), "makeup"),  # a Sunday worked for the National Day holiday
        (date(2025, 9, 27), "weekend"),
        (date(2025, 10, 1), "holiday"),
        (date(2025, 10, 4), "holiday"),  # a Saturday within it
    ],
)
def test_every_date_is_of_one_sort(day: date, sort: str) -> None:
    assert sort_of(CHINA, day) == sort


def test_a_rule_by_weekday_leaves_holidays_and_make_up_workdays_alone() -> None:
    friday = HoursRule(When(days=WEEKLY, weekdays=frozenset((4,))), closes=spans("12:00-24:00"))
    saturday = HoursRule(When(days=WEEKLY, weekdays=frozenset((5,))), hours=spans("09:00-12:00"))
    office = Opening(NINE_TO_FIVE, CHINA).with_rules((friday, saturday))
    assert told(office, date(2025, 9, 26)) == ["9:00-12:00"]
    assert told(office, date(2025, 9, 27)) == ["9:00-12:00"]
    assert told(office, date(2025, 10, 3)) == told(office, date(2025, 10, 4)) == []
    # Saturday 11 October is worked as any day.
    assert told(office, date(2025, 10, 11)) == ["9:00-12:00", "13:00-17:00"]


def test_rules_apply_in_order() -> None:
    longer = HoursRule(When(days=WORKED), opens=spans("17:00-20:00"))
    lunch = HoursRule(When(days=WORKED), opens=spans("12:00-13:00"))
    shut = HoursRule(When(days=WORKED), closes=spans("16:00-24:00"))
    tuesday = date(2025, 3, 4)
    plain = Opening(NINE_TO_FIVE, CHINA)
    assert told(plain.with_rules((longer, shut)), tuesday) == ["9:00-12:00", "13:00-16:00"]
    assert told(plain.with_rules((shut, longer)), tuesday) == ["9:00-12:00", "13:00-16:00", "17:00-20:00"]
    assert told(plain.with_rules((lunch, longer)), tuesday) == ["9:00-20:00"]
    assert told(plain.with_rules((HoursRule(When(), closes=None),)), tuesday) == []


def test_which_of_the_month() -> None:
    first_and_last = When(weekdays=frozenset((2,)), nth=frozenset((1, -1)))
    days = [date(2025, 4, 1) + timedelta(days=n) for n in range(30)]
    assert [day.day for day in days if first_and_last.holds(day, "working")] == [2, 30]


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        ("07-01", "08-31", ["2025-07-01", "2025-08-31"]),
        ("12-01", "02-15", ["2025-02-15", "2025-12-01"]),
        ("2025-07-01", None, ["2025-07-01", "2025-08-31", "2025-12-01"]),
        (None, "2025-07-01", ["2025-02-15", "2025-02-16", "2025-07-01"]),
    ],
)
def test_from_and_to(first: str | None, last: str | None, held: list[str]) -> None:
    when = When(
        first=None if first is None else season_bound(first),
        last=None if last is None else season_bound(last),
    )
    days = ["2025-02-15", "2025-02-16", "2025-07-01", "2025-08-31", "2025-12-01"]
    assert [day for day in days if when.holds(date.fromisoformat(day), "working")] == held


def test_a_night_shift_belongs_to_the_date_it_begins_on() -> None:
    night = Opening(OfficeHours.parse("22:00-06:00"), CHINA)
    found = [(to_datetime(a), to_datetime(b)) for a, b in night.table(date(2025, 3, 7), date(2025, 3, 10))]
    assert [f"{a:%a %H:%M}-{b:%a %H:%M}" for a, b in found] == [
        "Fri 00:00-Fri 06:00",  # begun on Thursday, before the table
        "Fri 22:00-Sat 06:00",
        "Mon 22:00-Tue 06:00",
    ]
    assert night.on(date(2025, 3, 8)) == ((0, 6 * HOUR),)
    assert night.on(date(2025, 3, 11)) == ((0, 6 * HOUR), (22 * HOUR, DAY))


def test_no_rules_no_difference() -> None:
    first, last = date(2025, 1, 1), date(2026, 12, 31)
    plain = Opening(NINE_TO_FIVE, CHINA)
    assert plain.table(first, last) is open_hours(CHINA, NINE_TO_FIVE, first, last)
    never = HoursRule(When(dates=frozenset((date(1999, 1, 1),))), closes=None)
    assert plain.with_rules((never,)).table(first, last) == plain.table(first, last)
    weekend = plain.with_rules((weekend_hours(DayHours.parse("09:00-12:00")),))
    assert told(weekend, date(2025, 3, 8)) == ["9:00-12:00"]
    assert told(weekend, date(2025, 10, 4)) == []


def test_spans_are_joined_and_cut() -> None:
    assert union([(5, 7), (1, 3), (3, 4), (6, 9)]) == ((1, 4), (5, 9))
    assert without(((1, 4), (5, 9)), ((3, 6), (8, 12))) == ((1, 3), (6, 8))
