"""A value with its source: `Sourced[T]` carries its range and a note too. A plain value is accepted and wrapped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

from pydantic import ValidationInfo, model_validator

from sim.model.faults import shown, wrong
from sim.model.names import names_of
from sim.model.quantities import (
    Count,
    Duration,
    Favourable,
    Model,
    NotNegative,
    Number,
    Positive,
    Rate,
    Share,
    Size,
    SourceKey,
    Text,
)

T = TypeVar("T")


class Sourced(Model, Generic[T]):
    """A value and where it comes from. `range` is what an assumed or borrowed value may really be;
    `favourable` says which end of it helps to keep the promise, where the default is wrong."""

    value: T
    source: SourceKey | None = None
    range: tuple[T, T] | None = None
    favourable: Favourable | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, raw: object) -> object:
        return raw if isinstance(raw, (Mapping, Sourced)) else {"value": raw}

    @model_validator(mode="after")
    def _range_holds_value(self, info: ValidationInfo) -> Sourced[T]:
        if self.range is None:
            return self
        names = names_of(info)
        wd_hours = names.wd_hours if names is not None else 8.0
        low, value, high = (magnitude(end, wd_hours) for end in (self.range[0], self.value, self.range[1]))
        if low > high:
            raise wrong(
                f"the range {self.range[0]} to {self.range[1]} runs backwards; write the lower end first"
            )
        if not low <= value <= high:
            raise wrong(f"the value {self.value} is outside its own range {self.range[0]} to {self.range[1]}")
        return self


# Named classes rather than `Sourced[Share]` in place: only a class with a name of its own can be pickled.
class SourcedShare(Sourced[Share]):
    """A share with its source."""

    @model_validator(mode="before")
    @classmethod
    def _of_all_cases(cls, raw: object) -> object:
        if isinstance(raw, Mapping) and "value" not in raw and {"when", "share"} & raw.keys():
            written = shown(raw["share"]) if "share" in raw else '"60%"'
            raise wrong(
                f"{shown(dict(raw))} is not a share; a share of all cases is meant here, written as {written}; "
                "conditions (when) decide in a choice, and in levers that list when among their parameters"
            )
        return raw


class SourcedDuration(Sourced[Duration]):
    """A duration with its source."""


class SourcedRate(Sourced[Rate]):
    """A rate with its source."""


class SourcedCount(Sourced[Count]):
    """A whole number from 1 with its source."""


class SourcedSize(Sourced[Size]):
    """A whole number from 0 with its source."""


class SourcedNumber(Sourced[Number]):
    """A plain number with its source."""


class SourcedPositive(Sourced[Positive]):
    """A number above 0 with its source."""


class SourcedFactor(Sourced[NotNegative]):
    """A factor, 0 or more, with its source."""


def magnitude(value: object, wd_hours: float = 8.0) -> float:
    """A number to compare quantities of one kind by: µs, cases a working day (250 days a year), or itself."""
    if isinstance(value, Duration):
        return value.micros(wd_hours)
    if isinstance(value, Rate):
        return value.amount * {"h": wd_hours, "wd": 1.0, "month": 12 / 250, "year": 1 / 250}[value.per]
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(amount := getattr(value, "amount", None), float):
        return amount  # of money
    raise TypeError(f"not a quantity: {value!r}")
