"""Regional holidays and seasonal office hours of Xinjiang.

Published: the rows of `data/xinjiang.csv` (days off of 2022, 2023 and 2025; hours from 2022-05-01 to
2024-04-30), each with its source. Every other year is projected. Days off: Eid al-Fitr one working day and
Eid al-Adha three, counted from the festival's date in `holidays` and taken on the first dates that would be
worked nationally; this rule gives the working days of all three published years. Hours: summer from
1 May to 30 September, winter for the rest, as in the published years.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sim.frozen import dataclass

from .closures import Name
from .hours import DayHours, OfficeHours, Season
from .national import FIRST_YEAR, national_year

_FESTIVALS = {"肉孜节": (Name("肉孜节", "Eid al-Fitr"), 1), "古尔邦节": (Name("古尔邦节", "Eid al-Adha"), 3)}
"""Festival -> its name and the number of working days off."""

TABLE = Path(__file__).with_name("data") / "xinjiang.csv"

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RegionalYear:
    """The regional days off of one year; weekends inside a break included."""

    published: bool
    holidays: Mapping[date, Name]


@dataclass(frozen=True)
class _Row:
    year: int
    kind: str
    first: date
    last: date
    name: Name
    hours: str


@cache
def _rows() -> tuple[_Row, ...]:
    text = TABLE.read_text(encoding="utf-8")
    return tuple(
        _Row(
            int(row["year"]),
            row["kind"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["to"]),
            Name(row["name_zh"], row["name_en"]),
            row["hours"],
        )
        for row in csv.DictReader(text.splitlines())
    )


@cache
def regional_year(year: int) -> RegionalYear:
    """The regional days off of `year`. Raises ValueError for a year the national calendar does not cover."""
    rows = [row for row in _rows() if row.kind == "off" and row.year == year]
    if not rows:
        return RegionalYear(False, project(year))
    closed = {}
    for row in rows:
        day = row.first
        while day <= row.last:
            closed[day] = row.name
            day += _ONE_DAY
    return RegionalYear(True, closed)


def project(year: int) -> dict[date, Name]:
    """The regional days off of `year` by the rule above, whether or not a notice is known."""
    national_year(year)  # refuses a year that is not covered
    closed = {}
    # A break at the end of one year may run into the next.
    for day, festival in [*_festivals(year - 1), *_festivals(year)]:
        name, left = _FESTIVALS[festival]
        while left:
            if day.year < FIRST_YEAR or day.year > year:
                break
            nation = national_year(day.year)
            if nation.is_workday(day):
                left -= 1
            if day.year == year and day not in nation.holidays:
                closed[day] = name
            day += _ONE_DAY
    return closed


@cache
def _festivals(year: int) -> tuple[tuple[date, str], ...]:
    from holidays.calendars.islamic import _IslamicLunar

    lunar = _IslamicLunar()
    fitr = [(day, "肉孜节") for day, _ in lunar.eid_al_fitr_dates(year)]
    adha = [(day, "古尔邦节") for day, _ in lunar.eid_al_adha_dates(year)]
    # The library also returns dates of the year before.
    return tuple(sorted((day, festival) for day, festival in fitr + adha if day.year == year))


@cache
def xinjiang_hours() -> OfficeHours:
    """Office hours of Xinjiang: the published seasons first, then the same seasons projected."""
    rows = [row for row in _rows() if row.kind == "hours"]
    published = [Season(row.first, row.last, DayHours.parse(row.hours), "published") for row in rows]
    by_name = {row.name.en: row.hours for row in rows}
    projected = [
        Season.parse("05-01", "09-30", by_name["Summer"], "projected"),
        Season.parse("10-01", "04-30", by_name["Winter"], "projected"),
    ]
    return OfficeHours(DayHours.parse(by_name["Winter"]), (*published, *projected))
