"""What a sweep varies, as one would type it: "pools.window.capacity=4:8", "load=0.8:1.2:5", "lever.x=off,on".

On the left stands a path as `--set` takes it (with `=`, `*=`, `+=` or `-=`), `load`, `load.SERVICE`, or `lever.NAME`;
on the right a list `a,b,c`, or a range `a:b:n` of n values in even steps from a to b, both among them. `a:b` are all
whole numbers from a to b; a unit may follow, once is enough: `10:30:5 min`. A Latin hypercube takes any value between.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.chance.keys import name_words
from sim.experiments.questions.whatif import WhatIf, load_factors
from sim.model import Fault, ModelError, parse_setting
from sim.model.bounds import POINTS, within
from sim.model.faults import listed
from sim.model.quantities import number_text
from sim.model.settings import UNITS

DIGITS = 6
"""Significant digits of a value between the ends of a range."""
ON, OFF = "on", "off"
LOAD, LEVER = "load", "lever"
_FACTOR = re.compile(r"\s*([^=+*\s]+?)\s*(=|\+=|-=|\*=)\s*(.*?)\s*", re.DOTALL)
_NUMBER = r"([+-]?(?:\d+\.?\d*|\.\d+))"
_RANGE = re.compile(
    rf"{_NUMBER}\s*([^\d:]*?)\s*:\s*{_NUMBER}\s*([^\d:]*?)\s*(?::\s*(\d{{1,6}})\s*([^\d:]*?))?"
)

Point = tuple[str, ...]
"""A value of every factor, in order."""


@dataclass(frozen=True)
class Factor:
    """One thing that is varied."""

    name: str
    """The path, `load`, `load.SERVICE` or `lever.NAME`."""
    operation: str
    values: Point
    """Of a list, or on the grid of a range; empty where a range says no number of steps."""
    low: float = math.nan
    high: float = math.nan
    unit: str = ""
    whole: bool = False

    @property
    def label(self) -> str:
        """What tells the values of it apart from those of others."""
        return self.name if self.operation == "=" else f"{self.name}{self.operation}"

    def at(self, place: float) -> str:
        """The value at a place from 0 to 1: of a range anywhere, of a list one of its values."""
        if math.isnan(self.low):
            return self.values[min(int(place * len(self.values)), len(self.values) - 1)]
        if self.whole:
            return self._text(min(self.low + math.floor(place * (self.high - self.low + 1)), self.high))
        return self._text(self.low + place * (self.high - self.low))

    def number(self, value: str) -> float | None:
        """A value as a number to draw it by; None where it is none."""
        found = re.match(_NUMBER, value)
        return None if found is None or self.name.startswith(f"{LEVER}.") else float(found[1])

    def plain(self, value: str) -> str | float | int:
        """A value for a table: a number where it is one without a unit."""
        if re.fullmatch(_NUMBER, value) is None:
            return value
        return float(value) if "." in value else int(value)

    def _text(self, number: float) -> str:
        return f"{number_text(float(f'{number:.{DIGITS}g}'))}{self.unit}"


def parse_factor(text: str) -> Factor:
    """Raises ModelError for what is no factor."""
    found = _FACTOR.fullmatch(text)
    if found is None or not found[3]:
        message = f'"{text}" is not a factor; write PATH=a:b:n or PATH=a,b,c, as in pools.window.capacity=4:8'
        raise _refused(text, message)
    name, operation, right = found[1], found[2], found[3]
    if operation != "=" and name.partition(".")[0] in (LOAD, LEVER):
        raise _refused(text, f"{name} takes = only")
    spread = _RANGE.fullmatch(right)
    if spread is None:
        values = tuple(_parts(right))
        if name.startswith(f"{LEVER}.") and not set(values) <= {ON, OFF}:
            raise _refused(text, f"a lever is {ON} or {OFF}")
        if len(set(values)) < len(values) or not all(values):
            raise _refused(text, "every value stands once, and none is empty")
        return Factor(name, operation, values)
    first, unit, last, again, count, behind = spread.groups()
    units = {one for one in (unit, again, behind) if one}
    low, high = float(first), float(last)
    if len(units) > 1:
        raise _refused(text, f"the range has two units: {listed(sorted(units))}")
    if low >= high:
        raise _refused(text, "a range goes from the smaller to the larger value")
    in_unit = next(iter(units), "")
    in_unit = in_unit if in_unit in ("", "%") else f" {in_unit}"
    plain = "." not in first + last and not in_unit
    whole = plain and (count is None or name.rpartition(".")[2] in UNITS)
    made = Factor(name, operation, (), low, high, in_unit, whole)
    if count is None and not plain:
        return made
    steps = np.arange(low, high + 1) if count is None else np.linspace(low, high, int(count))
    if len(steps) < 2:
        raise _refused(text, "a range has two values at least")
    return replace(made, values=tuple(dict.fromkeys(made._text(round(x) if whole else x) for x in steps)))


def grid(factors: Sequence[Factor]) -> list[Point]:
    """Every combination, the last factor fastest. Raises ModelError for too many, or a range without steps."""
    for factor in factors:
        if not factor.values:
            text = f"{factor.label}{'=' if factor.operation == '=' else ''}{factor.low:g}:{factor.high:g}{factor.unit}"
            raise _refused(text, "say how many values the range has, as in 0.8:1.2:5")
    within("points", math.prod(len(factor.values) for factor in factors), POINTS)
    return list(itertools.product(*(factor.values for factor in factors)))


def hypercube(factors: Sequence[Factor], points: int, seed: int) -> list[Point]:
    """A Latin hypercube: each factor goes through its range evenly, and all of them independently."""
    from scipy.stats import qmc

    within("lhs", points, POINTS)
    random = np.random.default_rng(name_words("sweep", str(seed)))
    places = qmc.LatinHypercube(len(factors), seed=random).random(points)
    return [
        tuple(factor.at(float(place)) for factor, place in zip(factors, row, strict=True)) for row in places
    ]


def question_at(base: WhatIf, factors: Sequence[Factor], point: Point) -> WhatIf:
    """The question at a point. Raises ModelError for a load or lever that is not there."""
    settings, load = [], dict(base.load)
    on, off = list(base.with_), list(base.without)
    for factor, value in zip(factors, point, strict=True):
        kind, _, name = factor.name.partition(".")
        if kind == LOAD:
            load |= dict(load_factors({name: value}))
        elif kind == LEVER and name:
            in_force = {use.name for use in base.levers}
            on += [name] if value == ON and name not in in_force else []
            off += [name] if value == OFF and name in in_force else []
        else:
            settings.append(parse_setting(f"{factor.name}{factor.operation}{value}"))
    return replace(
        base,
        source=base.source.edited(settings),
        load=tuple(load.items()),
        with_=tuple(on),
        without=tuple(off),
    )


def _parts(text: str) -> list[str]:
    """Cut at commas that stand in no bracket."""
    parts, deep = [""], 0
    for sign in text:
        deep += (sign in "[{(") - (sign in ")}]")
        if sign == "," and not deep:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def _refused(text: str, message: str) -> ModelError:
    return ModelError([Fault.of("over", text, message)])
