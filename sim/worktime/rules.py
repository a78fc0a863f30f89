"""Rules by weekday, date and sort of day, and when a place with such rules is open.

A rule says on which dates it holds (`When`) and what it does to the open hours of such a date (`HoursRule`). Rules
apply in order, each to what the ones before it left. Spans are pairs of µs from 00:00 of the date they begin on; the
last of a date may end on the next one, as a night shift does, and belongs to the date it begins on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

from sim.frozen import dataclass

from .hours import DayHours, MonthDay, OfficeHours, bounds_hold
from .instants import DAY, day_number
from .opening import OpenHours, open_hours
from .workdays import Workdays

DaySort = Literal["working", "makeup", "weekend", "holiday"]
"""Every date is one of these: Monday to Friday that are worked, a weekend date that is worked in place of one of them,
a weekend date that is not, and any other date on which offices are closed."""
DAY_SORTS: tuple[DaySort, ...] = ("working", "makeup", "weekend", "holiday")

Spans: TypeAlias = tuple[tuple[int, int], ...]

LAST_OF_MONTH = -1
_WEEK = 7
_ONE_DAY = timedelta(days=1)


def sort_of(workdays: Workdays, day: date) -> DaySort:
    """What sort of day a date is."""
    closure = workdays.closure(day)
    if closure is None:
        return "makeup" if day.weekday() >= 5 else "working"
    return "weekend" if closure.kind == "weekend" else "holiday"


@dataclass(frozen=True)
class When:
    """The dates a rule holds on: all conditions that are stated must be met."""

    days: frozenset[DaySort] = frozenset(DAY_SORTS)
    weekdays: frozenset[int] = frozenset()
    """0 is Monday; empty: any."""
    nth: frozenset[int] = frozenset()
    """Which of its weekday in the month: 1 to 5, -1 the last one; empty: any."""
    first: date | MonthDay | None = None
    last: date | MonthDay | None = None
    dates: frozenset[date] = frozenset()

    def holds(self, day: date, sort: DaySort) -> bool:
        """Whether the rule holds on a date of a sort."""
        return (
            sort in self.days
            and (not self.weekdays or day.weekday() in self.weekdays)
            and (not self.nth or not self.nth.isdisjoint(_nth(day)))
            and self.within(day)
            and (not self.dates or day in self.dates)
        )

    def within(self, day: date) -> bool:
        """Whether a date lies between the first and the last one."""
        return bounds_hold(self.first, self.last, day)


def _nth(day: date) -> set[int]:
    """Numbers of a date among those of its weekday in its month."""
    found = {(day.day - 1) // _WEEK + 1}
    return found | {LAST_OF_MONTH} if (day + timedelta(days=_WEEK)).month != day.month else found


@dataclass(frozen=True)
class HoursRule:
    """What becomes of the open hours of the dates a rule holds on."""

    when: When
    hours: Spans | None = None
    """In place of the hours of the date; None: they stay."""
    opens: Spans = ()
    """Open besides."""
    closes: Spans | None = ()
    """Closed; None: the whole date, and what begins on it."""
    moved: float = 0.0
    """Of those who come in a week, the share that comes in the hours this rule adds, instead of in others."""

    def applied(self, spans: Spans) -> Spans:
        """The hours of a date on which the rule holds, from those before it."""
        if self.closes is None:
            return ()
        spans = spans if self.hours is None else self.hours
        return without(union((*spans, *self.opens)), by_the_clock(self.closes))


def by_the_clock(parts: Spans) -> Spans:
    """Parts of the day in a shift as well that goes on past midnight: its 02:00 is the next morning's."""
    return (*parts, *((first + DAY, last + DAY) for first, last in parts))


def union(spans: Iterable[tuple[int, int]]) -> Spans:
    """Spans in order; those that touch or overlap are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def without(spans: Spans, taken: Spans) -> Spans:
    """Spans less the parts of the day that are taken away."""
    left = spans
    for first, last in taken:
        left = tuple(
            part
            for start, end in left
            for part in ((start, min(end, first)), (max(start, last), end))
            if part[0] < part[1]
        )
    return left


@dataclass(frozen=True)
class Opening:
    """When a place is open: hours on its days, and rules that change them."""

    hours: OfficeHours
    workdays: Workdays
    every_date: bool = False
    """Whether the hours hold on every date, as of a pool open round the clock; else on working days."""
    rules: tuple[HoursRule, ...] = ()
    over_midnight: bool = field(init=False, compare=False)
    """Whether some span ends on the date after the one it begins on."""

    def __post_init__(self) -> None:
        own = (self.hours.default, *(season.hours for season in self.hours.seasons))
        spans = [span for hours in own for span in hours.spans]
        spans += [span for rule in self.rules for span in (*(rule.hours or ()), *rule.opens)]
        object.__setattr__(self, "over_midnight", any(end > DAY for _, end in spans))

    def with_rules(self, rules: Iterable[HoursRule]) -> Opening:
        """The same place with more rules behind its own."""
        more = tuple(rules)
        return replace(self, rules=(*self.rules, *more)) if more else self

    def spans(self, day: date) -> Spans:
        """Open spans that begin on a date, µs from its 00:00; the last may end on the next date."""
        if not self.rules:
            return self.hours.spans(day) if self.every_date or self.workdays.is_workday(day) else ()
        sort = sort_of(self.workdays, day)
        spans: Spans = self.hours.spans(day) if self.every_date or sort in ("working", "makeup") else ()
        for rule in self.rules:
            if rule.when.holds(day, sort):
                spans = rule.applied(spans)
        return spans

    def on(self, day: date) -> Spans:
        """Open spans within a date, from its 00:00 to its 24:00."""
        own = self.spans(day)
        if not self.over_midnight:
            return own
        eve = ((0, end - DAY) for _, end in self.spans(day - _ONE_DAY) if end > DAY)
        return union((*eve, *((start, min(end, DAY)) for start, end in own)))

    def is_open(self, day: date) -> bool:
        """Whether it opens on a date at all."""
        return bool(self.spans(day))

    def table(self, first: date, last: date) -> OpenHours:
        """The open intervals from `first` to `last`, both included; what began on the eve is open still.

        Raises ValueError if `last` is before `first` or a year is not covered.
        """
        if not self.rules and not self.over_midnight:
            return open_hours(None if self.every_date else self.workdays, self.hours, first, last)
        return _table(self, first, last)


@lru_cache(maxsize=128)
def _table(opening: Opening, first: date, last: date) -> OpenHours:
    begin = day_number(first) * DAY
    found = union(shifts(opening, first, last))
    return OpenHours.of((max(start, begin), end) for start, end in found if end > begin)


def shifts(opening: Opening, first: date, last: date) -> Iterator[tuple[int, int]]:
    """Instants at which spans begin and end, of every date from the eve of `first` to `last`."""
    if last < first:
        raise ValueError(f"dates {first} to {last}: the last is before the first")
    day = first - _ONE_DAY
    while day <= last:
        midnight = day_number(day) * DAY
        if day >= first or opening.over_midnight:
            for start, end in opening.spans(day):
                yield midnight + start, midnight + end
        day += _ONE_DAY


def weekend_hours(hours: DayHours) -> HoursRule:
    """Hours on Saturdays and Sundays that are neither worked nor part of a holiday."""
    return HoursRule(When(days=frozenset(("weekend",))), opens=hours.spans)
