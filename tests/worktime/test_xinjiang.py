from datetime import date, timedelta

import pytest

from sim.worktime import DayHours, Workdays, xinjiang_hours
from sim.worktime.xinjiang import project, regional_year

CHINA, URUMQI = Workdays(), Workdays("CN-XJ")


def lost(year: int) -> list[date]:
    """Dates worked in the rest of China but not in Xinjiang."""
    days = [date(year, 1, 1) + timedelta(i) for i in range(365)]
    return [d for d in days if CHINA.is_workday(d) and not URUMQI.is_workday(d)]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2022, [(5, 5), (7, 11), (7, 12), (7, 13)]),
        (2023, [(4, 21), (6, 28), (6, 29), (6, 30)]),
        (2025, [(3, 31), (6, 6), (6, 9), (6, 10)]),
    ],
)
def test_published_years(year: int, days: list[tuple[int, int]]) -> None:
    assert lost(year) == [date(year, *day) for day in days]
    assert URUMQI.status(date(year, 2, 2)) == "published"


def test_a_regional_break_spans_the_weekend() -> None:
    kinds = {d: URUMQI.closure(date(2025, 6, d)) for d in range(5, 12)}
    assert [c.kind if c else None for c in kinds.values()] == [None, *["regional"] * 5, None]
    assert URUMQI.closure(date(2025, 3, 29)) == URUMQI.closure(date(2025, 3, 31))


@pytest.mark.parametrize("year", [2022, 2023, 2025])
def test_the_projection_rule_gives_the_working_days_of_every_published_year(year: int) -> None:
    assert [d for d in project(year) if CHINA.is_workday(d)] == lost(year)


@pytest.mark.parametrize("year", [*range(2000, 2022), 2024, *range(2026, 2100)])
def test_other_years_are_projected(year: int) -> None:
    assert not regional_year(year).published
    assert URUMQI.status(date(year, 2, 2)) == "projected"
    # Most years have one of each festival; about every 33rd has two of one.
    assert 1 <= len([d for d in project(year) if CHINA.is_workday(d)]) <= 7


def test_projected_2024_and_2026() -> None:
    assert lost(2024) == [date(2024, 4, 10), date(2024, 6, 17), date(2024, 6, 18), date(2024, 6, 19)]
    assert lost(2026) == [date(2026, 3, 20), date(2026, 5, 27), date(2026, 5, 28), date(2026, 5, 29)]


def test_a_break_at_the_end_of_a_year_runs_into_the_next() -> None:
    # Eid al-Adha fell on Sunday 2006-12-31; 1 to 3 January 2007 were national holidays.
    assert date(2006, 12, 31) in project(2006)
    assert sorted(d for d in project(2007) if d.month == 1) == [date(2007, 1, 4), date(2007, 1, 5)]


def test_a_regional_holiday_beats_a_makeup_workday() -> None:
    # Eid al-Adha 2006-12-31 fell on a Sunday that was worked for the New Year of 2007.
    assert CHINA.is_makeup(date(2006, 12, 31))
    assert not URUMQI.is_workday(date(2006, 12, 31))
    assert URUMQI.closure(date(2006, 12, 31)) == URUMQI.closure(date(2007, 1, 4))


@pytest.mark.parametrize("year", [1999, 2100])
def test_a_year_that_is_not_covered_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=f"year {year}: the calendar covers 2000 to 2099"):
        regional_year(year)
    with pytest.raises(ValueError, match=f"year {year}"):
        URUMQI.is_workday(date(year, 3, 3))


def test_seasonal_hours() -> None:
    hours = xinjiang_hours()
    summer, winter = DayHours.parse("10:00-14:00 16:00-20:00"), DayHours.parse("10:00-14:00 15:30-19:30")
    for year in (2021, 2022, 2023, 2024, 2030):
        assert hours.day_hours(date(year, 5, 1)) == hours.day_hours(date(year, 9, 30)) == summer
        assert hours.day_hours(date(year, 4, 30)) == hours.day_hours(date(year, 10, 1)) == winter
    assert hours.status(date(2022, 4, 30)) == hours.status(date(2024, 5, 1)) == "projected"
    assert hours.status(date(2022, 5, 1)) == hours.status(date(2024, 4, 30)) == "published"
    day = date(2022, 5, 1)
    while day <= date(2024, 4, 30):
        assert hours.status(day) == "published"
        day += timedelta(1)
