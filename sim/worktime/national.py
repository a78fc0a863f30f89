"""National holidays and make-up workdays of China, year by year.

Years that `chinesecalendar` holds are *published*: it carries the yearly notices of the State Council.
Other years from FIRST_YEAR to LAST_YEAR are *projected* with `holidays`: statutory days and the next weekday
for one that falls on a weekend. For years to come it knows neither bridge days nor make-up workdays, so a
projected year has a few shorter breaks and no working weekend; the number of working days is about right.

Both libraries are imported when first needed: together they cost most of a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache

from sim.frozen import dataclass

from .closures import Name

FIRST_YEAR = 2000
LAST_YEAR = 2099

# How the English names of `holidays` begin, and the member of chinese_calendar.Holiday that is meant.
# National Day stands first: a day that is National Day and Mid-autumn both is called National Day.
_MEMBERS = (
    ("National Day", "national_day"),
    ("New Year's Day", "new_years_day"),
    ("Chinese New Year", "spring_festival"),
    ("Tomb-Sweeping Day", "tomb_sweeping_day"),
    ("Labor Day", "labour_day"),
    ("Dragon Boat Festival", "dragon_boat_festival"),
    ("Mid-Autumn Festival", "mid_autumn_festival"),
    ("70th Anniversary", "anti_fascist_70th_day"),
)

_IN_LIEU = Name("调休", "Day in lieu")


@dataclass(frozen=True)
class NationalYear:
    """The national days of one year."""

    published: bool
    holidays: Mapping[date, Name]
    """Closed dates, weekends inside a break included."""
    makeups: Mapping[date, Name]
    """Weekend dates worked in exchange, with the holiday they pay for."""

    def is_workday(self, day: date) -> bool:
        return day in self.makeups or (day.weekday() < 5 and day not in self.holidays)


@cache
def published_years() -> frozenset[int]:
    """The years whose notice `chinesecalendar` holds."""
    import chinese_calendar

    return frozenset(day.year for day in chinese_calendar.holidays)


@cache
def national_year(year: int) -> NationalYear:
    """The national days of `year`. Raises ValueError outside FIRST_YEAR..LAST_YEAR."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"year {year}: the calendar covers {FIRST_YEAR} to {LAST_YEAR}")
    return _published(year) if year in published_years() else _projected(year)


def _published(year: int) -> NationalYear:
    import chinese_calendar

    names = {member.value: _official(member) for member in chinese_calendar.Holiday}

    def of_year(days: Mapping[date, str]) -> dict[date, Name]:
        return {day: names[english] for day, english in days.items() if day.year == year}

    return NationalYear(True, of_year(chinese_calendar.holidays), of_year(chinese_calendar.workdays))


def _projected(year: int) -> NationalYear:
    import holidays as library

    table = library.country_holidays("CN", years=year, language="en_US")
    closed = {day: _name(label) for day, label in table.items() if day.year == year}
    # Only past years have weekend workdays here; without them their bridge days would go unpaid.
    makeups = {day: _IN_LIEU for day in table.weekend_workdays if day.year == year}
    return NationalYear(False, closed, makeups)


def _name(english: str) -> Name:
    import chinese_calendar

    labels = english.split("; ")
    for start, member in _MEMBERS:
        if any(label.startswith(start) for label in labels):
            return _official(chinese_calendar.Holiday[member])
    return _IN_LIEU if english.startswith("Day off") else Name(english, english)


def _official(member: Enum) -> Name:
    # The library sets `chinese` on its members where a type checker cannot see it.
    return Name(vars(member)["chinese"], str(member.value))
