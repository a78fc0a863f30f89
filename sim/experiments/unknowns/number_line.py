"""One uncertain number as a line of questions: its values from the favourable end of its range to the other one.

The steps are as fine as anyone would state the number: factors on a distribution grow in equal ratios, values in
their own unit stand at round numbers, counts and whole days are taken one by one. Numbers that a lever insists on
being equal are one number in several places, and move together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.bracket import Line
from sim.model import Setting
from sim.model.provenance import NumberAt, Sort
from sim.model.quantities import Duration, Rate, number_text
from sim.model.settings import Operation
from sim.model.sourced import magnitude

STEPS = 20
"""At most so many steps from the stated value to an end: finer than the samples that tell them apart can tell."""
STEPS_OF_A_REQUIREMENT = 50
"""A required share may go in finer ones: moving it changes no program, so it costs nothing."""
FINEST = math.log(1.01)
"""Nor do factors go in steps of less than 1%."""


@dataclass(frozen=True)
class Value:
    """A value of a number: as one would write it, in its own unit, and as a factor on the stated one."""

    text: str
    """What a setting takes (a factor: "× 1.18" stands for `*=1.18`)."""
    amount: float
    factor: float | None
    """None where the stated value is 0."""


@dataclass(frozen=True)
class NumberLine:
    """An uncertain number and the places it can take, numbered from its favourable end, 0, upwards."""

    number: NumberAt
    tied: tuple[NumberAt, ...]
    """Other numbers that move with it."""
    amounts: tuple[float, ...]
    stated: int
    """The place of the stated value."""
    unit: str

    @property
    def last(self) -> int:
        return len(self.amounts) - 1

    @property
    def path(self) -> str:
        return self.number.path

    def end(self, favourable: bool) -> int:
        return 0 if favourable else self.last

    def value(self, place: int) -> Value:
        amount, stated = self.amounts[place], self.amounts[self.stated]
        factor = amount / stated if stated > 0 else None
        return Value(self._text(amount), amount, factor)

    def distance(self, place: int) -> float:
        """How far a place is from the stated value: |ln factor|.

        Where there is no factor, because one of the two is 0, ln(1 + steps of the line between them); so 0 counts
        about as the smallest value that the line tells apart from it.
        """
        amount, stated = self.amounts[place], self.amounts[self.stated]
        if amount > 0 and stated > 0:
            return abs(math.log(amount / stated))
        return math.log1p(abs(amount - stated) / self._smallest)

    def question(self, whatif: WhatIf, place: int) -> WhatIf:
        """The question with the number at a place, and all else as stated."""
        return whatif.with_settings(self.settings(place))

    def settings(self, place: int) -> list[Setting]:
        """None for the stated place."""
        if place == self.stated:
            return []
        operation, text = self._setting(place)
        return [Setting(number.path, operation, text) for number in (self.number, *self.tied)]

    def along(self, whatif: WhatIf) -> Line:
        """The line that verdicts are looked for on."""
        return Line(partial(self.question, whatif), 0, self.last)

    def with_tied(self, others: Sequence[NumberAt]) -> NumberLine:
        return NumberLine(self.number, tuple(others), self.amounts, self.stated, self.unit)

    @cached_property
    def _smallest(self) -> float:
        gaps = (abs(b - a) for a, b in zip(self.amounts[:-1], self.amounts[1:], strict=True))
        return min(gaps, default=1.0)

    def _setting(self, place: int) -> tuple[Operation, str]:
        low, high = self.number.range or ("", "")
        if place in (0, self.last):  # as the file writes it, so that it is the same program to the last digit
            text = low if (place == 0) == (self.number.favourable == "low") else high
        elif self.number.sort == "factor":
            text = number_text(self.amounts[place])
        else:
            text = self._text(self.amounts[place])
        return "*=" if self.number.by_factor else "=", text

    def _text(self, amount: float) -> str:
        if self.number.sort == "factor":
            return f"× {number_text(amount)}"
        if self.number.sort == "share":
            return f"{number_text(round(100 * amount, 9))}%"
        return f"{number_text(amount)} {self.unit}".rstrip()


def number_line(number: NumberAt, wd_hours: float) -> NumberLine:
    """The line of a number that states a range; `wd_hours` compares its ends where their units differ."""
    assert number.range is not None
    stated, low, high, unit = ends_of(number, wd_hours)
    steps = STEPS_OF_A_REQUIREMENT if number.path.endswith(".required_share") else STEPS
    below = [*_between(number.sort, unit, stated, low, steps), low] if low < stated else []
    above = [*_between(number.sort, unit, stated, high, steps), high] if high > stated else []
    amounts = [*reversed(below), stated, *above]
    if number.favourable == "high":
        amounts.reverse()
    return NumberLine(number, (), tuple(amounts), amounts.index(stated), unit)


def ends_of(number: NumberAt, wd_hours: float) -> tuple[float, float, float, str]:
    """(stated, low, high) in the unit of the stated value, and that unit."""
    assert number.range is not None
    if number.sort == "factor":
        return 1.0, float(number.range[0]), float(number.range[1]), ""
    texts = (number.value, *number.range)
    if number.sort == "duration":
        spans = [Duration.parse(text) for text in texts]
        whole = magnitude(Duration(1.0, spans[0].unit), wd_hours)
        low, high = (
            end.amount if end.unit == spans[0].unit else magnitude(end, wd_hours) / whole for end in spans[1:]
        )
        return spans[0].amount, low, high, spans[0].unit
    if number.sort == "rate":
        rates = [Rate.parse(text) for text in texts]
        one = magnitude(Rate(1.0, rates[0].per), wd_hours)
        low, high = (
            end.amount if end.per == rates[0].per else magnitude(end, wd_hours) / one for end in rates[1:]
        )
        return rates[0].amount, low, high, f"/{rates[0].per}"
    stated, low, high = (float(t[:-1]) / 100 if t.endswith("%") else float(t) for t in texts)
    return stated, low, high, ""


def _between(sort: Sort, unit: str, stated: float, end: float, steps: int) -> list[float]:
    """Values strictly between, from the stated one to the end."""
    if sort == "factor":
        made = _ratios(stated, end, steps)
    else:
        whole = sort == "count" or whole_days(sort, unit, stated, end)
        made = _multiples(stated, end, steps, least=1.0 if whole else 0.0)
    low, high = sorted((stated, end))
    return [amount for amount in dict.fromkeys(made) if low < amount < high]


def whole_days(sort: Sort, unit: str, *values: float) -> bool:
    """Days that are stated whole stay whole: a legal limit knows no half of one."""
    return sort == "duration" and unit in ("wd", "cd") and all(value == int(value) for value in values)


def _ratios(stated: float, end: float, most: int) -> Iterator[float]:
    """Equal ratios, with no more decimals than tell neighbours apart."""
    whole = math.log(end / stated)
    steps = max(1, min(most, round(abs(whole) / FINEST)))
    for step in range(1, steps):
        amount = stated * math.exp(whole * step / steps)
        yield round(amount, max(0, math.ceil(-math.log10(amount * abs(whole) / steps))))


def _multiples(stated: float, end: float, most: int, least: float) -> Iterator[float]:
    """Multiples of a round step, which is at least so large."""
    step = max(least, _round_step(abs(end - stated) / most))
    ahead = end > stated
    first = (math.floor(stated / step + 1e-9) + 1) if ahead else (math.ceil(stated / step - 1e-9) - 1)
    last = math.ceil(end / step) if ahead else math.floor(end / step)
    for number in range(first, last + (1 if ahead else -1), 1 if ahead else -1):
        yield round(number * step, 12)


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is at least so large."""
    power = 10.0 ** math.floor(math.log10(least) + 1e-9)
    return next(power * lead for lead in (1, 2, 5, 10) if power * lead >= least * (1 - 1e-9))
