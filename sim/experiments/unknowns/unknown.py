"""One number that is not known for certain, and how a value of it is drawn: triangular from low over stated to high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.experiments.unknowns.number_line import ends_of, whole_days
from sim.model import Setting
from sim.model.provenance import NumberAt
from sim.model.quantities import number_text

DIGITS = 6
"""Significant digits a drawn value is written with."""
POLICY = (".required_share", ".limit")
"""Numbers of a target: somebody decides them, nobody can measure them."""

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Unknown:
    """A number with its range, in the unit of the stated value; a factor on a distribution is stated as 1."""

    number: NumberAt
    tied: tuple[NumberAt, ...]
    """The same figure in other places, which moves with it."""
    stated: float
    low: float
    high: float
    unit: str
    whole: bool
    """Whether it is counted, in units or whole days."""

    @property
    def path(self) -> str:
        return self.number.path

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path, *(number.path for number in self.tied))

    @property
    def policy(self) -> bool:
        return self.path.startswith("targets.") and self.path.endswith(POLICY)

    def values(self, uniforms: Reals) -> Reals:
        """Triangular values of uniforms, by the inverse distribution function; whole where it is counted."""
        low, mode, high = self.low, self.stated, self.high
        if high <= low:
            return np.full(uniforms.shape, mode)
        left = (mode - low) / (high - low)
        rising = low + np.sqrt(uniforms * (high - low) * (mode - low))
        falling = high - np.sqrt((1.0 - uniforms) * (high - low) * (high - mode))
        drawn = np.where(uniforms < left, rising, falling)
        return np.rint(drawn) if self.whole else drawn

    def settings(self, value: float) -> list[Setting]:
        """What sets it to a value, in all its places."""
        operation, text = ("*=", _digits(value)) if self.number.by_factor else ("=", self.text(value))
        return [Setting(path, operation, text) for path in self.paths]  # type: ignore[arg-type]

    def text(self, value: float) -> str:
        """A value as the file would write it."""
        if self.number.sort == "share":
            return f"{_digits(100 * value)}%"
        return f"{_digits(value)} {self.unit}".rstrip()


def unknown(number: NumberAt, wd_hours: float, tied: Sequence[NumberAt] = ()) -> Unknown:
    """A number that has a range; `wd_hours` compares its ends where their units differ."""
    stated, low, high, unit = ends_of(number, wd_hours)
    whole = number.sort == "count" or whole_days(number.sort, unit, stated, low, high)
    return Unknown(number, tuple(tied), stated, min(low, stated), max(high, stated), unit, whole)


def _digits(value: float) -> str:
    return number_text(float(f"{value:.{DIGITS}g}"))
