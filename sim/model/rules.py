"""Rules by weekday, date and part of the day: one grammar for offices, pools, channels and sessions.

A rule says on which dates it holds (`Rule`: weekdays, dates, from and to, sorts of days) and what holds then, which
depends on whose rule it is. Rules apply in order, each to what the ones before it left, so the later one wins.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from sim import worktime
from sim.model.block import distinct
from sim.model.faults import listed, shown, wrong, wrong_at
from sim.model.quantities import Date, Model, Name, NotNegative, SourceKey, TimeOfDay, time_of_day
from sim.model.sourced import SourcedCount, SourcedShare, SourcedSize
from sim.worktime import DAY, DAY_SORTS, DayHours, DaySort, HoursRule, Spans, When

_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WEEKLY: tuple[DaySort, ...] = ("working", "weekend")
"""Days a rule by weekday holds on: a make-up workday is no Saturday, and a holiday no Friday."""
_WORKED: tuple[DaySort, ...] = ("working", "makeup")


def hour_spans(raw: object) -> str:
    """Hours of a day, "09:00-12:00 13:30-17:00": in order, not overlapping; the last may go past midnight."""
    said = f'{shown(raw)} are not hours; write them as "09:00-12:00 13:30-17:00"'
    if not isinstance(raw, str) or not raw.strip():
        raise wrong(said)
    parts = [_SPAN.fullmatch(part) for part in re.sub(r"\s*-\s*", "-", raw).replace(",", " ").split()]
    ends: list[int] = []
    for part in parts:
        if part is None:
            raise wrong(said)
        ends += [time_of_day(part[1]), time_of_day(part[2])]
    rising = ends[:-1] if ends[-1] < ends[-2] else ends
    if ends[0] < ends[-1] < ends[-2]:
        raise wrong(f"{shown(raw)}: a shift over midnight must end before the hours of the next day begin")
    if any(later <= earlier for earlier, later in itertools.pairwise(rising)):
        raise wrong(f"{shown(raw)}: the hours must follow one another, each span ending after it starts")
    return " ".join(f"{part[1]}-{part[2]}" for part in parts if part is not None)


def _closed(raw: object) -> str | bool:
    if raw is False:
        raise wrong('false is not allowed; allowed: true (all day), or hours as in "12:00-24:00"')
    return True if raw is True else hour_spans(raw)


def month_day(raw: object) -> str:
    """A day of every year, "05-01", or a date."""
    try:
        worktime.season_bound(raw if isinstance(raw, str) else "")
    except ValueError:
        raise wrong(f'{shown(raw)} is not a day; write "05-01" (every year) or "2025-05-01"') from None
    return str(raw)


def _of_month(raw: object) -> int:
    if isinstance(raw, bool) or raw not in (1, 2, 3, 4, 5, -1):
        raise wrong(f"{shown(raw)} is not allowed; allowed: 1 to 5, or -1 for the last of the month")
    return int(str(raw))


def as_list(raw: object) -> object:
    """One entry may stand without a list."""
    return raw if isinstance(raw, (list, tuple)) else [raw]


Hours = Annotated[str, BeforeValidator(hour_spans)]
Closed = Annotated[str | bool, BeforeValidator(_closed)]
MonthDay = Annotated[str, BeforeValidator(month_day)]
OfMonth = Annotated[int, BeforeValidator(_of_month)]
Weekdays = Annotated[tuple[Weekday, ...], BeforeValidator(as_list)]
Moments = Annotated[tuple[TimeOfDay, ...], BeforeValidator(as_list), Field(min_length=1)]


class Rule(Model):
    """The dates a rule holds on. What is not stated asks nothing.

    `days` are by default: all for `dates`; else for `weekdays` the working and the weekend days; else the worked ones.
    """

    effects: ClassVar[tuple[str, ...]] = ()
    """Keys that say what holds then; a rule needs one."""
    in_part: ClassVar[tuple[str, ...]] = ()
    """Those of them that may hold in a part of the day."""

    weekdays: Weekdays = ()
    nth: Annotated[tuple[OfMonth, ...], BeforeValidator(as_list)] = ()
    """Which of these weekdays in the month: 1 to 5, -1 the last."""
    first: MonthDay | None = Field(None, alias="from")
    last: MonthDay | None = Field(None, alias="to")
    dates: Annotated[tuple[Date, ...], BeforeValidator(as_list)] = ()
    days: Annotated[tuple[DaySort, ...], BeforeValidator(as_list)] = ()
    name: Name | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _whole(self) -> Rule:
        for key in ("weekdays", "nth", "dates", "days"):
            distinct([str(entry) for entry in getattr(self, key)], key)
        if not self.said:
            raise wrong(f"a rule says what holds on its dates; it needs one of {listed(self.effects)}")
        if self.nth and not self.weekdays:
            raise wrong_at(["nth"], "nth counts weekdays of a month; it needs weekdays", self.nth)
        self._bounds_fit()
        during = getattr(self, "during", None)
        if during is not None and not set(self.said) & set(self.in_part):
            raise wrong_at(["during"], f"during is a part of the day for {listed(self.in_part)}", during)
        return self

    def _bounds_fit(self) -> None:
        first, last = (None if day is None else worktime.season_bound(day) for day in (self.first, self.last))
        if first is None and last is None:
            return
        if first is None or last is None:
            key, other = ("to", "from") if first is None else ("from", "to")
            if isinstance(first or last, worktime.MonthDay):
                raise wrong_at([key], f"a day of every year needs {other} as well", self.first or self.last)
            return
        try:
            worktime.Season(first, last, DayHours.parse("24h"))
        except ValueError as fault:
            raise wrong_at(["to"], str(fault).replace("season", "rule"), self.last) from None

    @property
    def said(self) -> tuple[str, ...]:
        """The keys of what holds then, as far as they are stated."""
        return tuple(key for key in self.effects if getattr(self, key, None) not in (None, ()))

    def when(self, every_date: bool = False) -> When:
        """The dates, for somebody who is there on every date or else on working days."""
        usual = DAY_SORTS if self.dates or every_date else _WEEKLY if self.weekdays else _WORKED
        bounds = (None if day is None else worktime.season_bound(day) for day in (self.first, self.last))
        first, last = bounds
        return When(
            days=frozenset(self.days or usual),
            weekdays=frozenset(WEEKDAYS.index(day) for day in self.weekdays),
            nth=frozenset(self.nth),
            first=first,
            last=last,
            dates=frozenset(self.dates),
        )


class HoursKeys(Model):
    """What a rule may do to open hours."""

    hours: Hours | None = None
    """In place of the day's hours."""
    open: Hours | None = None
    """Open besides."""
    closed: Closed | None = None
    """Closed all day (true), or for these parts of it."""


_HOURS = ("hours", "open", "closed")


class MovedKeys(Model):
    """Who comes in the hours a rule adds."""

    moved: SourcedShare | None = None
    """Of those who come in a week, the share that comes in the added hours instead of in others."""

    @model_validator(mode="after")
    def _in_added_hours(self) -> Self:
        stated = [
            hours
            for hours in (getattr(self, "open", None), getattr(self, "hours", None))
            if hours is not None
        ]
        if self.moved is None:
            return self
        if not stated:
            raise wrong_at(
                ["moved"], "moved says who comes in added hours; it needs open or hours", self.moved
            )
        if any(end > DAY for hours in stated for _, end in spans_of(hours)):
            raise wrong_at(
                ["moved"], "moved counts people by date; write hours that end by midnight", self.moved
            )
        return self


class OfficeRule(Rule, HoursKeys, MovedKeys):
    """A rule of the office hours."""

    effects: ClassVar[tuple[str, ...]] = _HOURS


class PoolRule(Rule, HoursKeys):
    """A rule of a pool's hours and staff."""

    effects: ClassVar[tuple[str, ...]] = (*_HOURS, "units", "more", "fewer", "absence")
    in_part: ClassVar[tuple[str, ...]] = ("units", "more", "fewer")

    during: Hours | None = None
    """The part of the day in which the staff is different; None: all of it."""
    units: SourcedSize | None = None
    more: SourcedCount | None = None
    fewer: SourcedCount | None = None
    absence: SourcedShare | None = None
    """The share of units that are absent at random, in place of the pool's own."""

    @model_validator(mode="after")
    def _one_size(self) -> PoolRule:
        sizes = [key for key in self.said if key in self.in_part]
        if len(sizes) > 1:
            raise wrong_at(
                [sizes[1]], f"a rule states one of {listed(self.in_part)}; it has {listed(sizes)}", 0
            )
        return self


class ChannelRule(Rule, HoursKeys, MovedKeys):
    """A rule of when people come, and how many."""

    effects: ClassVar[tuple[str, ...]] = (*_HOURS, "factor")
    in_part: ClassVar[tuple[str, ...]] = ("factor",)

    during: Hours | None = None
    factor: NotNegative | None = None
    """How many come, as against a usual day."""


class MeetingRule(Rule):
    """A rule of when a session is held, and with how many places."""

    effects: ClassVar[tuple[str, ...]] = ("at", "closed", "places")

    at: Moments | None = None
    """In place of the times of the date; a meeting of its own where there was none."""
    closed: Closed | None = None
    """Not held on the date (true), or not in these parts of it."""
    places: SourcedCount | None = None

    @model_validator(mode="after")
    def _in_order(self) -> MeetingRule:
        in_order(self.at or ())
        return self


def in_order(moments: Sequence[int]) -> None:
    """Refuse times of day that do not follow one another."""
    if list(moments) != sorted(set(moments)):
        raise wrong("the times of at must follow one another, each once")


def spans_of(hours: str | None) -> Spans:
    """Hours of a day as spans of µs."""
    return () if hours is None else DayHours.parse(hours).spans


def hours_rules(
    rules: Sequence[OfficeRule | PoolRule | ChannelRule], every_date: bool = False
) -> Iterable[HoursRule]:
    """What the rules say of open hours, in their order."""
    for rule in rules:
        if rule.hours is None and rule.open is None and rule.closed is None:
            continue
        yield HoursRule(
            when=rule.when(every_date),
            hours=None if rule.hours is None else spans_of(rule.hours),
            opens=spans_of(rule.open),
            closes=None if rule.closed is True else spans_of(rule.closed or None),
            moved=rule.moved.value if isinstance(rule, MovedKeys) and rule.moved is not None else 0.0,
        )
