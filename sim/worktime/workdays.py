"""Which dates are working days of a jurisdiction, why the others are not, and how sure that is.

Precedence: what the scenario states, then regional holidays, then national make-up workdays and holidays,
then the weekend. A regional holiday beats a make-up workday; a stated workday beats everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal, get_args

from sim.frozen import dataclass

from .closures import WEEKEND, Closure, Name, Status
from .national import national_year
from .xinjiang import regional_year

Region = Literal["CN", "CN-XJ"]
"""CN: national days only. CN-XJ: those and the regional days of Xinjiang."""


@dataclass(frozen=True)
class YearStatus:
    """Where the calendar of one year comes from."""

    year: int
    status: Literal["published", "projected"]
    projected: tuple[Literal["national", "regional"], ...]
    """The parts that no notice is known for; empty if published."""
    stated: int
    """Dates of the year (within the range asked for) that the scenario states itself."""


@dataclass(frozen=True)
class Workdays:
    """The working days of a jurisdiction.

    `off` and `work` are dates the scenario adds, with a name for each; a date may not be in both.
    Every method raises ValueError for a year the calendar does not cover (see `national`).
    """

    region: Region = "CN"
    off: Mapping[date, Name | str] = field(default_factory=dict, hash=False)
    work: Mapping[date, Name | str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.region not in get_args(Region):
            raise ValueError(f"region {self.region!r}: allowed are {', '.join(get_args(Region))}")
        both = sorted(self.off.keys() & self.work.keys())
        if both:
            raise ValueError(f"{both[0]}: stated both as a day off and as a working day")
        object.__setattr__(self, "off", dict(self.off))
        object.__setattr__(self, "work", dict(self.work))

    def is_workday(self, day: date) -> bool:
        """True if offices work on `day`."""
        if day in self.work:
            return True
        if day in self.off or day in self._regional(day):
            return False
        return national_year(day.year).is_workday(day)

    def closure(self, day: date) -> Closure | None:
        """Why `day` is not worked; None on a working day."""
        if self.is_workday(day):
            return None
        if day in self.off:
            return Closure("stated", _name(self.off[day]))
        regional = self._regional(day)
        if day in regional:
            return Closure("regional", regional[day])
        national = national_year(day.year).holidays
        return Closure("national", national[day]) if day in national else WEEKEND

    def is_makeup(self, day: date) -> bool:
        """True if `day` is a weekend date that is worked."""
        return day.weekday() >= 5 and self.is_workday(day)

    def status(self, day: date) -> Status:
        """Where the answer for `day` comes from."""
        if day in self.off or day in self.work:
            return "stated"
        return "projected" if self._projected(day.year) else "published"

    def statuses(self, first: date, last: date) -> tuple[YearStatus, ...]:
        """One summary for each year that `first`..`last` (both included) touches."""
        if last < first:
            raise ValueError(f"dates {first} to {last}: the last is before the first")
        stated = [day for day in (*self.off, *self.work) if first <= day <= last]
        return tuple(
            YearStatus(
                year,
                "projected" if self._projected(year) else "published",
                self._projected(year),
                sum(day.year == year for day in stated),
            )
            for year in range(first.year, last.year + 1)
        )

    def _regional(self, day: date) -> Mapping[date, Name]:
        return regional_year(day.year).holidays if self.region == "CN-XJ" else {}

    def _projected(self, year: int) -> tuple[Literal["national", "regional"], ...]:
        parts: list[Literal["national", "regional"]] = []
        if not national_year(year).published:
            parts.append("national")
        if self.region == "CN-XJ" and not regional_year(year).published:
            parts.append("regional")
        return tuple(parts)


def _name(given: Name | str) -> Name:
    return given if isinstance(given, Name) else Name(given, given)
