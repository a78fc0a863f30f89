"""Distributions as a planner states them: a few numbers, a family only if it matters.

`Distribution` is over durations, `NumericDistribution` over plain numbers (attributes). Accepted forms:
a plain quantity (fixed); `fixed`; `mean` with `sd`, `cv` or a quantile; `median` or a quantile with another
quantile (or `cv`); `min` and `max`, with or without `mode`; `family: exponential` with `mean`; any scipy
family by name with its shape parameters, `loc` and `scale`. What the numbers mean is `sim.chance`'s business;
here only what cannot be true is refused, with the limit in the message.

Every one but a constant may be cut at a least and a largest value (`at_least`, `at_most`): what would be outside is
drawn again, and the numbers are those of the uncut distribution.

`range` is a pair of factors on the whole distribution, cuts included, and `factor` the one in force (1 unless set).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import NormalDist
from typing import Any, Generic, TypeVar

from pydantic import Field, ValidationInfo, model_validator

from sim.frozen import dataclass
from sim.model.faults import listed, nearest, wrong
from sim.model.measured import Amount, Measured, TableUse, duration, plain_number, stated
from sim.model.names import names_of
from sim.model.quantities import (
    Duration,
    Favourable,
    Model,
    NotNegative,
    Number,
    Positive,
    SourceKey,
    Text,
    number_text,
)
from sim.model.sourced import magnitude

T = TypeVar("T")

PLANNER_FAMILIES = ("lognormal", "gamma", "weibull", "normal", "exponential", "uniform", "triangular")
"""Families that a mean, quantiles or ends can determine; every other family is a scipy name."""

VALUES, TABLE = "values", "table"
"""An empirical distribution: listed here, or in a CSV file beside the scenario (`sim.model.measured`)."""
STATED = ("fixed", "mean", "sd", "cv", "median", "min", "mode", "max")
CUTS = ("at_least", "at_most")
PLAIN_KEYS = (
    *STATED,
    *CUTS,
    VALUES,
    TABLE,
    "p90",
    "p95",
    "family",
    "loc",
    "scale",
    "source",
    "range",
    "factor",
    "favourable",
    "note",
)
_QUANTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?)")

FORMS = (
    "fixed", "mean + sd", "mean + cv", "mean + p90", "median + p95", "p50 + p90", "min + mode + max",
    "min + max", "values", "table",
)  # fmt: skip


@dataclass(frozen=True)
class Stated:
    """The numbers of a distribution in one unit (µs for durations), as `sim.chance` takes them."""

    family: str | None
    mean: float | None
    sd: float | None
    cv: float | None
    min: float | None
    mode: float | None
    max: float | None
    quantiles: tuple[tuple[float, float], ...]
    fixed: float | None
    parameters: tuple[tuple[str, float], ...]
    at_least: float | None = None
    at_most: float | None = None
    values: tuple[tuple[float, float, float], ...] = ()
    """(low, high, weight) of each listed value or class."""


class Spread(Model, Generic[T]):
    """A distribution over values of type T. `quantiles` maps "p90" to a value; `shapes` are scipy's own."""

    fixed: T | None = None
    mean: T | None = None
    sd: T | None = None
    cv: NotNegative | None = None
    median: T | None = None
    quantiles: Mapping[str, T] = Field(default_factory=dict)
    min: T | None = None
    mode: T | None = None
    max: T | None = None
    family: Text | None = None
    loc: T | None = None
    scale: T | None = None
    shapes: Mapping[str, Number] = Field(default_factory=dict)
    at_least: T | None = None
    at_most: T | None = None
    measured: Measured | None = Field(None, alias=VALUES)
    table: TableUse | None = None
    source: SourceKey | None = None
    range: tuple[Positive, Positive] | None = None
    factor: Positive = 1.0
    favourable: Favourable | None = None
    note: Text | None = None

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        return PLAIN_KEYS

    @staticmethod
    def read_value(raw: object) -> Amount:
        """One of the listed values."""
        raise NotImplementedError

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, raw: object) -> object:
        """Plain quantities become `fixed`; p90 and the like go to `quantiles`, scipy's shapes to `shapes`."""
        if isinstance(raw, Spread):
            return raw
        if not isinstance(raw, Mapping):
            return {"fixed": raw}
        gathered: dict[str, Any] = {}
        for key, value in raw.items():
            if isinstance(key, str) and (found := _QUANTILE.fullmatch(key)) and 0 < float(found[1]) < 100:
                gathered.setdefault("quantiles", {})[key] = value
            elif key == VALUES:
                gathered[key] = stated(value, cls.read_value)
            elif key in cls.model_fields or "family" not in raw:
                gathered[key] = value
            else:
                gathered.setdefault("shapes", {})[key] = value
        return gathered

    @model_validator(mode="after")
    def _possible(self, info: ValidationInfo) -> Spread[T]:
        names = names_of(info)
        wd_hours = names.wd_hours if names is not None else 8.0
        self._check_form()
        stated = self.stated(lambda value: magnitude(value, wd_hours))
        self._check_numbers(stated)
        self._check_cuts(stated)
        if self.range is not None and not self.range[0] <= self.factor <= self.range[1]:
            low, high = (number_text(end) for end in self.range)
            raise wrong(
                f"the range of factors {low} to {high} must hold the factor {number_text(self.factor)}"
            )
        return self

    def stated_keys(self) -> tuple[str, ...]:
        """Which numbers are given, as written."""
        listed_values = () if self.measured is None else (VALUES,)
        return (*(key for key in STATED if getattr(self, key) is not None), *self.quantiles, *listed_values)

    def _check_form(self) -> None:
        keys = self.stated_keys()
        own = set(keys) - set(self.quantiles)
        points = len(self.quantiles) + ("median" in own)
        if self.table is not None and (self.measured is None or not self.measured.named):
            raise wrong(
                "state one of values, table" if self.measured else "a table is read with its scenario file"
            )
        if (
            (self.family is not None and self.family not in PLANNER_FAMILIES)
            or self.shapes
            or self.loc
            or self.scale
        ):
            if self.family is None:
                raise wrong("loc and scale need a family")
            if keys:
                raise wrong(
                    f'family "{self.family}" takes its shape parameters, loc and scale; not {listed(keys)}'
                    + nearest(self.family, PLANNER_FAMILIES)
                )
            return
        if self.family == "exponential":
            if len(keys) != 1 or "fixed" in own or own & {"min", "mode", "max", "sd", "cv"}:
                raise wrong(
                    f"family exponential takes exactly one of mean, median or a quantile; got {listed(keys)}"
                )
            return
        if not keys:
            raise wrong(f"a distribution needs numbers; allowed: {listed(FORMS)}")
        spread = own - {"median"}
        fits = (
            (spread in ({"fixed"}, {VALUES}) and points == 0 and self.family is None)
            or (spread in ({"mean", "sd"}, {"mean", "cv"}) and points == 0)
            or (spread == {"mean"} and points == 1)
            or (not spread and points == 2)
            or (spread == {"cv"} and points == 1)
            or (spread == {"min", "mode", "max"} and points == 0 and self.family in (None, "triangular"))
            or (spread == {"min", "max"} and points == 0 and self.family in (None, "uniform"))
        )
        if not fits:
            family = f" for family {self.family}" if self.family else ""
            raise wrong(f"{listed(keys)} do not state a distribution{family}; allowed: {listed(FORMS)}")
        if self.family in ("triangular", "uniform") and "min" not in own:
            ends = "min, mode and max" if self.family == "triangular" else "min and max"
            raise wrong(f"family {self.family} takes {ends}; got {listed(keys)}")

    def _check_numbers(self, stated: Stated) -> None:
        self._check_classes(stated.values)
        if stated.mean is not None and stated.mean <= 0:
            raise wrong(f"mean {self.mean} is too small; allowed: above 0")
        if stated.min is not None and stated.max is not None:
            middle = stated.min if stated.mode is None else stated.mode
            if not stated.min <= middle <= stated.max or stated.min == stated.max:
                said = f"min {_plain(self.min)}, " + (
                    f"mode {_plain(self.mode)}, " if self.mode is not None else ""
                )
                raise wrong(
                    f"{said}max {_plain(self.max)} are out of order; allowed: min ≤ mode ≤ max, min < max"
                )
        if any(value <= 0 for _, value in stated.quantiles) and self.family != "normal":
            raise wrong("a quantile must be above 0")
        if len(stated.quantiles) == 2:
            (p, low), (q, high) = sorted(stated.quantiles)
            if p == q:
                raise wrong(f"{listed(self.stated_keys())} are the same quantile; state two different ones")
            if low >= high:
                raise wrong(f"quantiles out of order: {_percent(p)} must be below {_percent(q)}")
        if stated.mean is not None and len(stated.quantiles) == 1 and self.family in (None, "lognormal"):
            self._check_ratio(stated.mean, *stated.quantiles[0])

    def _check_classes(self, values: Sequence[tuple[float, float, float]]) -> None:
        """Each class runs upwards, and none overlaps another entry."""
        if self.measured is None:
            return
        order = sorted(range(len(values)), key=lambda entry: values[entry])
        for entry in order:
            if values[entry][0] > values[entry][1] or values[entry][0] < 0:
                raise wrong(
                    f"{_entry(self.measured.rows[entry])} is no class; write the lower end first, 0 or more"
                )
        for one, other in pairwise(order):
            (low, high, _), (then, end, _) = values[one], values[other]
            if then < high or (then == low and (low, high) != (then, end)):
                first, second = (_entry(self.measured.rows[entry]) for entry in (one, other))
                raise wrong(f"{first} and {second} overlap; a value belongs to one of them")

    def _check_cuts(self, stated: Stated) -> None:
        """What cannot be true of the ends whatever is between them; how much is, `sim.chance` knows."""
        cuts = [key for key in CUTS if getattr(self, key) is not None]
        if cuts and stated.fixed is not None:
            raise wrong(f"{listed(cuts)} cannot cut the constant {self.fixed}; take it away")
        if stated.at_most is not None and stated.at_most <= 0:
            raise wrong(f"at_most {_plain(self.at_most)} is too small; allowed: above 0")
        if stated.at_least is not None and stated.at_least < 0:
            raise wrong(f"at_least {_plain(self.at_least)} is too small; allowed: 0 or more")
        if len(cuts) == 2 and stated.at_least >= stated.at_most:  # type: ignore[operator]
            least, most = _plain(self.at_least), _plain(self.at_most)
            raise wrong(f"at_least {least} must be below at_most {most}")

    def _check_ratio(self, mean: float, p: float, value: float) -> None:
        """Lognormal: quantile / mean = exp(zσ − σ²/2), at most exp(z²/2); up to the median below 1."""
        z = NormalDist().inv_cdf(p)
        ratio, limit = value / mean, math.exp(z * z / 2) if z > 0 else 1.0
        if ratio > limit if z > 0 else ratio >= limit:
            raise wrong(
                f"{_percent(p)} is {number_text(round(ratio, 3))} times the mean; no lognormal has that, "
                f"at most {number_text(round(limit, 3))} times; lower {_percent(p)} or raise the mean"
            )

    def stated(self, convert: Callable[[T], float]) -> Stated:
        """The numbers through `convert` (for durations: to µs). `factor` is not applied."""

        def number(value: T | None) -> float | None:
            return None if value is None else float(convert(value))

        points = [(float(key[1:]) / 100, float(convert(value))) for key, value in self.quantiles.items()]
        if self.median is not None:
            points.append((0.5, float(convert(self.median))))
        moves = [(key, number(value)) for key, value in (("loc", self.loc), ("scale", self.scale))]
        return Stated(
            family=self.family,
            mean=number(self.mean),
            sd=number(self.sd),
            cv=self.cv,
            min=number(self.min),
            mode=number(self.mode),
            max=number(self.max),
            quantiles=tuple(sorted(points)),
            fixed=number(self.fixed),
            parameters=(*self.shapes.items(), *((key, value) for key, value in moves if value is not None)),
            values=tuple(
                (float(convert(low)), float(convert(high)), weight) for low, high, weight in self.rows()
            ),
            at_least=number(self.at_least),
            at_most=number(self.at_most),
        )

    def values(self) -> Iterator[T]:
        """Every stated value that has the unit of T."""
        for key in (*STATED, *CUTS, "loc", "scale"):
            value = getattr(self, key)
            if value is not None and key != "cv":
                yield value
        yield from self.quantiles.values()
        for low, high, _ in self.rows():
            yield low
            yield high

    def rows(self) -> tuple[tuple[T, T, float], ...]:
        """The listed values and classes with their weights; none where a family is stated."""
        return () if self.measured is None else self.measured.rows  # type: ignore[return-value]

    def scaled(self, factor: float) -> Spread[T]:
        """The same distribution, `factor` times as large; its range no longer applies."""
        return self.model_copy(update={"factor": self.factor * factor, "range": None})

    def __str__(self) -> str:
        if self.fixed is not None:
            said = str(self.fixed)
        elif self.measured is not None:
            said = str(self.measured)
        else:
            own = [f"{key} {_plain(getattr(self, key))}" for key in STATED if getattr(self, key) is not None]
            own += [f"{key} {_plain(value)}" for key, value in self.quantiles.items()]
            own += [f"{key} {_plain(value)}" for key, value in self.shapes.items()]
            own += [f"{key} {_plain(getattr(self, key))}" for key in ("loc", "scale") if getattr(self, key)]
            said = ", ".join(own)
        said += "".join(f", {key} {_plain(end)}" for key in CUTS if (end := getattr(self, key)) is not None)
        family = f"{self.family}: " if self.family else ""
        times = f" × {number_text(self.factor)}" if self.factor != 1 else ""
        return f"{family}{said}{times}"


class Distribution(Spread[Duration]):
    """A distribution over durations."""

    @staticmethod
    def read_value(raw: object) -> Amount:
        return duration(raw)

    @property
    def units(self) -> frozenset[str]:
        """Units the durations are written in."""
        return frozenset(value.unit for value in self.values())

    @property
    def working(self) -> bool:
        """True when it runs on an office calendar (wh, wd). `one_time` tells whether the units agree."""
        return any(value.working for value in self.values())

    @property
    def one_time(self) -> bool:
        """Whether all durations are of one sort: working time, or elapsed time. Nothing (0) is of both."""
        return len({value.working for value in self.values() if value.amount}) < 2

    def stated_micros(self, wd_hours: float) -> Stated:
        """The numbers in µs; `factor` is not applied."""
        return self.stated(lambda value: value.micros(wd_hours))


class NumericDistribution(Spread[Number]):
    """A distribution over plain numbers, for a numeric attribute."""

    @staticmethod
    def read_value(raw: object) -> Amount:
        return plain_number(raw)

    def stated_numbers(self, scale: float = 1.0) -> Stated:
        """The numbers, each times `scale` (1e6 for fixed point); `factor` is not applied."""
        return self.stated(lambda value: value * scale)


def _percent(p: float) -> str:
    return "median" if p == 0.5 else f"p{number_text(p * 100)}"


def _entry(row: tuple[Amount, Amount, float]) -> str:
    low, high, _ = row
    return f'"{_plain(low)}"' if low == high else f'"{_plain(low)} - {_plain(high)}"'


def _plain(value: object) -> str:
    return number_text(value) if isinstance(value, float) else str(value)
