"""Our national calendar against both libraries, date by date."""

from collections.abc import Callable
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from sim.worktime import Workdays
from sim.worktime.national import national_year, published_years

theirs: Callable[[date], bool] = chinese_calendar.is_workday
DAYS = [date(2007, 1, 1) + timedelta(i) for i in range((date(2027, 1, 1) - date(2007, 1, 1)).days)]
CHINA = Workdays()

# Closed weekdays that one library says are in lieu of a worked weekend and the other does not.
# All lie in a Spring Festival break. From 2014 to 2024 New Year's Eve was no statutory holiday: `holidays`
# says the eve is the day in lieu; chinesecalendar says a later day of the break is, often one that `holidays`
# counts as a statutory day moved from the weekend. No date is closed in one and worked in the other.
IN_LIEU_ONLY_CHINESECALENDAR = {
    date(2015, 2, 23),
    date(2017, 2, 1),
    date(2018, 2, 19),
    date(2018, 2, 20),
    date(2020, 1, 29),
    date(2021, 2, 16),
    date(2022, 2, 3),
}
IN_LIEU_ONLY_HOLIDAYS = {
    date(2015, 2, 18),
    date(2017, 1, 27),
    date(2018, 2, 15),
    date(2020, 1, 24),
    date(2021, 2, 11),
    date(2022, 1, 31),
}


def test_agrees_with_chinesecalendar() -> None:
    assert [d for d in DAYS if CHINA.is_workday(d) != theirs(d)] == []


def test_holidays_knows_the_makeup_days_of_published_years_and_agrees() -> None:
    library = holidays.country_holidays("CN", years=range(2007, 2027))
    assert [d for d in DAYS if CHINA.is_workday(d) != library.is_working_day(d)] == []
    assert {d for d in DAYS if CHINA.is_makeup(d)} == {d for d in library.weekend_workdays if d in set(DAYS)}


def test_holidays_alone_would_miss_every_makeup_day_of_a_coming_year() -> None:
    library = holidays.country_holidays("CN", years=range(2027, 2031))
    assert [d for d in library.weekend_workdays if d.year > 2026] == []


def test_names_are_those_of_chinesecalendar() -> None:
    for day in DAYS:
        closure = CHINA.closure(day)
        closed, english = chinese_calendar.get_holiday_detail(day)  # type: ignore[no-untyped-call]
        assert (closure is not None) == closed
        if closure is not None and english is not None:
            assert (closure.kind, closure.name.en) == ("national", english)


def test_days_in_lieu_are_closed_and_the_libraries_differ_only_where_listed() -> None:
    ours = {d for d in chinese_calendar.in_lieu_days if d.year >= 2007}
    library = holidays.country_holidays("CN", years=range(2007, 2027), language="en_US")
    theirs = {d for d, label in library.items() if label.startswith("Day off")}
    assert ours - theirs == IN_LIEU_ONLY_CHINESECALENDAR
    assert theirs - ours == IN_LIEU_ONLY_HOLIDAYS
    assert not any(CHINA.is_workday(d) for d in ours | theirs)
    assert all(d.weekday() < 5 for d in ours | theirs)


@pytest.mark.parametrize("year", range(2000, 2100))
def test_every_year_has_a_plausible_number_of_working_days(year: int) -> None:
    national = national_year(year)
    days = [
        date(year, 1, 1) + timedelta(i) for i in range(366) if (date(year, 1, 1) + timedelta(i)).year == year
    ]
    assert 247 <= sum(map(national.is_workday, days)) <= 254
    assert national.published == (year in published_years())
    assert all(d.year == year for d in (*national.holidays, *national.makeups))
    assert all(d.weekday() >= 5 for d in national.makeups)


def test_every_projected_holiday_has_an_official_name() -> None:
    official = {member.value for member in chinese_calendar.Holiday}
    for year in (*range(2000, 2004), *range(2027, 2100)):
        names = {name.en for name in national_year(year).holidays.values()}
        assert names <= (official if year > 2003 else official | {"Day in lieu"})


def test_a_day_of_two_holidays_is_called_national_day() -> None:
    # Mid-autumn 2028 falls on 3 October.
    assert national_year(2028).holidays[date(2028, 10, 3)].zh == "国庆节"
