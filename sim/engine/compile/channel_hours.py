"""When cases may come by a channel: the office's hours, what its own rules make of them, and how many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from sim.engine.compile.times import Times
from sim.model.rules import hours_rules, spans_of
from sim.model.scenario import Channel
from sim.worktime import DAY, DayHours, HoursRule, OfficeHours, Opening, Spans, When, sort_of
from sim.worktime.rules import without

_ALL_DAY = OfficeHours(DayHours(((0, DAY),)))


class _Factor(NamedTuple):
    when: When
    during: Spans | None
    factor: float


class ChannelHours:
    """The hours of a channel by date."""

    def __init__(self, channel: Channel, times: Times) -> None:
        every_date = channel.around_the_clock
        office = Opening(_ALL_DAY, times.workdays, every_date=True) if every_date else times.office
        every = office.with_rules(hours_rules(channel.rules, every_date))
        self.opening = replace(every, rules=tuple(rule for rule in every.rules if not rule.moved))
        """As it would be without hours that only move people: what comes is reckoned by these."""
        self.every = every if self.opening.rules != every.rules else None
        """With those hours; None where there are none."""
        self.ruled = bool(self.opening.rules or channel.rules)
        """Whether some rule has a say in who comes when."""
        self._factors = [
            _Factor(
                rule.when(every_date),
                None if rule.during is None else spans_of(rule.during),
                float(rule.factor),
            )
            for rule in channel.rules
            if rule.factor is not None
        ]

    def spans(self, day: date) -> Spans:
        """Parts of a date on which cases come, in µs from midnight."""
        return self.opening.on(day)

    def added(self, day: date) -> dict[HoursRule, Spans]:
        """By rule that moves people: the hours it adds to a date."""
        assert self.every is not None
        sort = sort_of(self.every.workdays, day)
        spans = self.every.hours.spans(day) if sort in ("working", "makeup") or self.every.every_date else ()
        found: dict[HoursRule, Spans] = {}
        for rule in self.every.rules:
            if rule.when.holds(day, sort):
                before, spans = spans, rule.applied(spans)
                if rule.moved:
                    found[rule] = without(spans, before)
        plain = self.opening.on(day)
        # What a later rule closes is not added, nor what is open without the rule.
        return {
            rule: tuple(part for part in without(own, plain) if without((part,), spans) == ())
            for rule, own in found.items()
        }

    def pieces(self, day: date, pieces: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
        """Pieces of a date (begin, end, factor), with the factors that rules give to parts of it."""
        found = pieces
        for _, during, factor in self._in_force(day):
            if during is not None:
                found = [
                    (begin, end, weight * factor if any(a <= begin < b for a, b in during) else weight)
                    for first, last, weight in found
                    for begin, end in pairwise(
                        sorted({first, last, *(e for span in during for e in span if first < e < last)})
                    )
                ]
        return found

    def factor(self, day: date) -> float | None:
        """What the rules make of a whole date; None where none has a factor."""
        own = [factor for _, during, factor in self._in_force(day) if during is None]
        product = 1.0
        for factor in own:
            product *= factor
        return product if own else None

    def _in_force(self, day: date) -> list[_Factor]:
        if not self._factors:
            return []
        sort = sort_of(self.opening.workdays, day)
        return [rule for rule in self._factors if rule.when.holds(day, sort)]
