"""When things are: office hours and calendar of a jurisdiction, scheduled meetings, the dates of a study."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim import worktime
from sim.model.backlog import OpenCases
from sim.model.block import UnitName, distinct
from sim.model.faults import listed, shown, wrong, wrong_at
from sim.model.quantities import Date, Duration, Model, Name, SourceKey
from sim.model.rules import Hours, MeetingRule, Moments, MonthDay, OfficeRule, Weekdays, in_order
from sim.model.sourced import SourcedCount
from sim.worktime.national import FIRST_YEAR, LAST_YEAR


def _year(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not FIRST_YEAR <= raw <= LAST_YEAR:
        raise wrong(f"{shown(raw)} is not a year; write it as 2026, from {FIRST_YEAR} to {LAST_YEAR}")
    return raw


Year = Annotated[int, BeforeValidator(_year)]


class Season(Model):
    """Office hours between two days, every year ("05-01") or once ("2025-05-01")."""

    first: MonthDay = Field(alias="from")
    last: MonthDay = Field(alias="to")
    hours: Hours

    @model_validator(mode="after")
    def _in_order(self) -> Season:
        try:
            self.of_worktime()
        except ValueError as fault:
            raise wrong_at(["to"], str(fault), self.last) from None
        return self

    def of_worktime(self) -> worktime.Season:
        """The season that calendars are made of."""
        return worktime.Season.parse(self.first, self.last, self.hours)


class Calendar(Model):
    """When the jurisdiction's offices are open, and how long its working day is."""

    region: Literal["CN", "CN-XJ"] = "CN"
    wd: Duration
    hours: Hours | None = None
    """None: the hours of the region, which only CN-XJ brings with it."""
    seasons: tuple[Season, ...] = ()
    rules: tuple[OfficeRule, ...] = ()
    off: tuple[Date, ...] = ()
    work: tuple[Date, ...] = ()
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _wd_in_hours(self) -> Calendar:
        if self.wd.unit not in ("wh", "h") or self.wd.amount <= 0:
            raise wrong(f'wd "{self.wd}" must be working hours above 0, as in "7 wh"')
        if self.hours is None and (self.region != "CN-XJ" or self.seasons):
            raise wrong(
                'hours are missing; write them as in "09:00-12:00 13:30-17:00" (CN-XJ brings its own)'
            )
        if both := sorted(set(self.off) & set(self.work)):
            raise wrong(f"{both[0]} is both off and work")
        return self

    @property
    def wd_hours(self) -> float:
        """Working hours of one working day."""
        return self.wd.amount


class Study(Model):
    """First day, lead-in before judging, judged window, and how long open cases are followed after it.

    `year` stands instead of `start` and `window`: that calendar year is judged, and the lead-in ends where it begins.
    """

    start: Date | None = None
    year: Year | None = None
    lead_in: Duration
    window: Duration | None = None
    follow_up: Duration
    backlog: tuple[OpenCases, ...] = ()
    """Cases that are open when the study begins."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _dated_once(self) -> Study:
        said = [key for key in ("year", "start", "window") if getattr(self, key) is not None]
        if said not in (["year"], ["start", "window"]):
            message = f"a study needs start and window, or year; it has {listed(said)}"
            raise wrong_at(said[:1], message, said)
        return self


class Meeting(Model):
    """A scheduled meeting, site visit or pick-up: when it is held, and for how many cases at once."""

    name: Name
    weekdays: Weekdays = ()
    """None stated: every day the office works."""
    at: Moments
    places: SourcedCount | None = None
    """Cases one meeting can take; None: as many as come."""
    cutoff: Duration = Duration(0, "wd")
    """A case must have joined this long before the meeting."""
    move: Literal["next_wd"] | None = None
    """What becomes of a meeting on a closed day: held on the next working day; None: not held."""
    pools: tuple[UnitName, ...] = ()
    """One unit of each for every case taken."""
    rules: tuple[MeetingRule, ...] = ()
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _distinct(self) -> Meeting:
        distinct(self.weekdays, "weekdays")
        distinct(self.pools, "pools")
        in_order(self.at)
        if self.cutoff.amount < 0 or self.cutoff.unit not in ("wd", "wh"):
            raise wrong_at(["cutoff"], f'cutoff "{self.cutoff}" must be 0 or more, in wd or wh', self.cutoff)
        if self.move is not None and not self.weekdays:
            raise wrong("move says what becomes of a meeting on a closed day; it needs weekdays")
        return self
