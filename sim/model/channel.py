"""Channels: the ways cases come in, how many, and when.

A channel states one of three things: a `rate`, of which profiles say when it comes and chance the moment; a `list` of
what came, moments or counts (`sim.model.listing`); or `appointments`, places at the times of a grid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from sim.model.block import distinct, one_time
from sim.model.bounds import BATCH, CV, MEAN_BATCH, PLACES, Bounds
from sim.model.distribution import Distribution
from sim.model.faults import listed, shown, wrong, wrong_at
from sim.model.listing import Listing
from sim.model.quantities import (
    Count,
    Duration,
    Flag,
    Model,
    Name,
    NotNegative,
    Rate,
    Share,
    Size,
    SourceKey,
    TimeOfDay,
    number_text,
)
from sim.model.rules import ChannelRule, Hours, MonthDay, Weekday
from sim.model.sourced import (  # fmt: skip
    Sourced,
    SourcedCount,
    SourcedFactor,
    SourcedNumber,
    SourcedRate,
    SourcedShare,
)
from sim.worktime import DAY, MINUTE, season_bound

_SHIFT = re.compile(r"\s*([+-]?\d{1,5})\s*(cd|wd|个?自然日|个?工作日)\s*")


def _month(raw: object) -> int:
    text = str(raw)
    if not text.isdigit() or not 1 <= int(text) <= 12:
        raise wrong(f"{shown(raw)} is not a month; allowed: 1 to 12")
    return int(text)


def _batch_size(raw: object) -> int:
    text = str(raw)
    if not text.isdigit() or len(text) > 9 or int(text) not in BATCH:
        raise wrong(f"{shown(raw)} is not the size of a batch; allowed: whole numbers from {BATCH}")
    return int(text)


def _shift(raw: object) -> str:
    found = _SHIFT.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        raise wrong(
            f'{shown(raw)} is not a shift; write whole days, as in "364 cd" (calendar days) or "-250 wd" '
            "(working days)"
        )
    return f"{int(found[1])} {'wd' if found[2] in ('wd', '工作日', '个工作日') else 'cd'}"


def _cell(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise wrong(f"{shown(raw)} is not what a cell can hold; write a text or a number")
    return str(raw)


Month = Annotated[int, BeforeValidator(_month)]
BatchSize = Annotated[int, BeforeValidator(_batch_size)]
Cell = Annotated[str, BeforeValidator(_cell)]
Shift = Annotated[
    str,
    BeforeValidator(_shift),
    Field(json_schema_extra={"pattern": f"^{_SHIFT.pattern}$", "examples": ["364 cd"]}),
]


def _in_bounds(name: str, stated: Sourced[float] | Sourced[int], bounds: Bounds) -> None:
    """Refuses a number whose value or range is outside."""
    for value in (stated.value, *(stated.range or ())):
        if value not in bounds:
            raise wrong_at([name], f"{number_text(value)} is not allowed; allowed: {bounds}", value)


class AfterHoliday(Model):
    """Factors on the rate of the first working days after a closure of at least `closed_days`."""

    closed_days: Count
    factors: tuple[NotNegative, ...] = Field(min_length=1)
    source: SourceKey | None = None


class RandomBatch(Model):
    """How many come at once: shares by size, or a mean (of a geometric number, so 1 is the likeliest)."""

    sizes: Mapping[BatchSize, Share] | None = Field(None, min_length=1)
    mean: SourcedNumber | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_sort(self) -> RandomBatch:
        if (self.sizes is None) == (self.mean is None):
            raise wrong("a random batch needs exactly one of sizes (shares by size), mean")
        if self.mean is not None:
            _in_bounds("mean", self.mean, MEAN_BATCH)
        total = sum((self.sizes or {1: 1.0}).values())
        if abs(total - 1) > 1e-9:
            message = f"the shares of sizes sum to {number_text(round(total, 9))}; allowed: exactly 1"
            raise wrong_at(["sizes"], message, self.sizes)
        return self

    @property
    def value(self) -> float:
        """The mean size."""
        if self.mean is not None:
            return self.mean.value
        return sum(size * share for size, share in (self.sizes or {}).items())


Batch = Annotated[
    Annotated[SourcedCount, Tag("<fixed>")] | Annotated[RandomBatch, Tag("<random>")],
    Discriminator(
        lambda raw: (
            "<random>"
            if isinstance(raw, RandomBatch) or (isinstance(raw, Mapping) and {"sizes", "mean"} & raw.keys())
            else "<fixed>"
        )
    ),
]


class Shock(Model):
    """More or fewer cases on some dates: a factor that adds and takes away, where profiles only move."""

    first: MonthDay = Field(alias="from")
    last: MonthDay | None = Field(None, alias="to")
    """None: from then on."""
    factor: SourcedFactor
    name: Name | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Shock:
        first, last = season_bound(self.first), None if self.last is None else season_bound(self.last)
        if last is None and not isinstance(first, date):
            raise wrong_at(["from"], f'from "{self.first}" is of every year; add to, or the year', self.first)
        if last is not None and isinstance(first, date) != isinstance(last, date):
            raise wrong_at(["to"], "write from and to both with the year, or both without", self.last)
        if isinstance(first, date) and isinstance(last, date) and last < first:
            raise wrong_at(["to"], f"{self.last} is before {self.first}", self.last)
        return self

    def holds(self, day: date) -> bool:
        """Whether it is in force on a date."""
        first, last = season_bound(self.first), None if self.last is None else season_bound(self.last)
        if isinstance(first, date):
            return first <= day and not (isinstance(last, date) and day > last)
        assert last is not None
        assert not isinstance(last, date)
        here = (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last


class Late(Model):
    """Who comes after the time of their appointment: which share of those who come, and by how long."""

    share: SourcedShare
    by: Distribution
    source: SourceKey | None = None


class Appointments(Model):
    """Places at the times of a grid; some are booked, and some who booked do not come."""

    every: Duration
    hours: Hours | None = None
    """None: the office's own."""
    weekdays: tuple[Weekday, ...] = ()
    """None stated: every day the office works."""
    places: SourcedCount | None = None
    profile: Mapping[TimeOfDay, Size] | None = Field(None, min_length=1)
    """Places by time of day, instead of `places`."""
    booked: SourcedShare = SourcedShare(value=1.0)
    no_show: SourcedShare = SourcedShare(value=0.0)
    early: Distribution | None = None
    """How long before their time those come who are not late; None: to the minute."""
    late: Late | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _fits(self) -> Appointments:
        if (self.places is None) == (self.profile is None):
            has = "both" if self.places is not None else "neither"
            raise wrong(f"appointments need exactly one of places, profile; they have {has}")
        if self.places is not None:
            _in_bounds("places", self.places, PLACES)
        for places in (self.profile or {}).values():
            if places > PLACES.most:
                message = f"{places:,} are too many places; allowed: 0 to {PLACES.most:,}"
                raise wrong_at(["profile"], message, places)
        if self.every.unit not in ("min", "h") or not MINUTE <= self.every.micros(8.0) <= DAY:
            message = f'every "{self.every}" is not allowed; allowed: 1 min to 24 h, in min or h'
            raise wrong_at(["every"], message, self.every)
        distinct(self.weekdays, "weekdays")
        late = self.late.by if self.late is not None else None
        for place, length in ((("early",), self.early), (("late", "by"), late)):
            if length is not None and length.working:
                message = f'"{length}" is working time; write how far off people come in min or h'
                raise wrong_at(place, message, length)
        return self


OF_A_RATE = (
    "rate_of", "weekdays", "months", "after_holiday", "batch", "cv", "growth", "off_days", "rules",
)  # fmt: skip
OF_A_LIST = ("scale", "shift", "only")
KINDS = ("rate", "list", "appointments")


class Channel(Model):
    """A way cases come in: how many, and when. Profiles are factors; their mean does not matter."""

    name: Name | None = None
    rate: SourcedRate | None = None
    rate_of: Literal["batches", "cases"] = "batches"
    """What `rate` counts where cases come in batches."""
    hours: Mapping[TimeOfDay, NotNegative] | None = Field(None, min_length=1)
    weekdays: Mapping[Weekday, NotNegative] | None = Field(None, min_length=1)
    months: Mapping[Month, NotNegative] | None = Field(None, min_length=1)
    after_holiday: AfterHoliday | None = None
    batch: Batch = SourcedCount(value=1)
    cv: SourcedFactor | None = None
    """Coefficient of variation of the gaps between arrivals, counted in expected arrivals; None: Poisson, as with 1."""
    growth: SourcedNumber | None = None
    rules: tuple[ChannelRule, ...] = ()
    """Of a rate: when cases may come, and factors on some dates and hours."""
    shocks: tuple[Shock, ...] = ()
    around_the_clock: Flag = False
    off_days: SourcedFactor | None = None
    list: Listing | None = None
    """What came: a CSV file, or rows."""
    scale: SourcedFactor | None = None
    """How often each case of the list comes."""
    shift: Shift | None = None
    """Days by which the list is moved to the study's dates."""
    only: Mapping[str, Cell] | None = Field(None, min_length=1)
    """Rows of the file that have these values in these columns."""
    appointments: Appointments | None = None
    transfer: Distribution | None = None
    """From another hall: how long a file is under way before the flow begins; the government holds it."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Channel:
        stated = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(stated) != 1:
            said = f"a channel needs exactly one of {listed(KINDS)}; it has {listed(stated)}"
            raise wrong_at(stated[1:2], said, stated)
        (kind,) = stated
        foreign = {"rate": OF_A_LIST, "list": OF_A_RATE, "appointments": (*OF_A_RATE, *OF_A_LIST, "hours")}
        for key in foreign[kind]:
            if key in self.model_fields_set and getattr(self, key) not in (
                None,
                Channel.model_fields[key].default,
            ):
                owner = "list" if key in OF_A_LIST else "rate"
                raise wrong_at([key], f"{key} belongs to a {owner}, and this channel has {kind}", key)
        return self

    @model_validator(mode="after")
    def _off_days_online(self) -> Channel:
        if self.off_days is not None and not self.around_the_clock:
            raise wrong("off_days (factor of days the office is closed) needs around_the_clock: true")
        if self.around_the_clock and self.off_days is None and self.rate is not None:
            raise wrong("around_the_clock needs off_days, the factor of days the office is closed, as in 0.3")
        if self.around_the_clock and self.appointments is not None:
            raise wrong_at(["around_the_clock"], "appointments are kept at a counter, in office hours", True)
        if self.transfer is not None:
            one_time(self, "transfer", self.transfer)
        if self.growth is not None and self.growth.value <= -1:
            raise wrong(f"growth {self.growth.value:g} is too small; allowed: above -1 (a share a year)")
        if self.cv is not None:
            _in_bounds("cv", self.cv, CV)
        if self.only is not None and self.list is not None and not self.list.file and self.list.rows:
            raise wrong_at(
                ["only"], "only picks rows of a file, and this list stands in the scenario", self.only
            )
        return self

    @property
    def batches(self) -> Rate:
        """How many batches come by a rate; a case that comes alone is a batch of one."""
        rate = self._rate
        return Rate(rate.amount / self.batch.value, rate.per) if self.rate_of == "cases" else rate

    @property
    def cases(self) -> Rate:
        """How many cases come by a rate, on the average."""
        rate = self._rate
        return rate if self.rate_of == "cases" else Rate(rate.amount * self.batch.value, rate.per)

    @property
    def _rate(self) -> Rate:
        assert self.rate is not None, "asked of a channel with a rate"
        return self.rate.value

    @property
    def shift_by(self) -> tuple[int, str]:
        """Days, and whether they are wd or cd."""
        if self.shift is None:
            return 0, "cd"
        days, unit = self.shift.split()
        return int(days), unit
