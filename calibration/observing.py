"""What was observed, in numbers: the value in the unit of the simulation, and how far off it may be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from calibration.figures import Amount, Figure, Observed
from calibration.measured import Measured
from sim.model.quantities import Duration, number_text

WIDE = 100.0
"""Standard deviations up to which they are told as they are. Beyond, ever less is added, so that a search still sees
in which direction it gets better; twice as much is the most, and stands for a figure that cannot be simulated."""
SHARPEST = 1e-3
"""No published figure is known better than to this part of itself; without it one that never varies fits nowhere."""


@dataclass(frozen=True)
class Observation:
    """An observed figure. Times are in µs."""

    value: float
    own: float
    """Variance that the publication itself leaves: counting, rounding, a range."""
    cases: int | None
    """Cases behind it, for what chance adds; None where that is not stated or is in `own`."""
    side: Literal["both", "below", "above"]
    scale: float
    unit: str
    """One `unit` is `scale`; "" for a plain number."""
    percent: bool = False
    """Whether people read it as a percentage."""
    least: float = 0.0
    """Variance that chance has at least: of a share near 0 or 1 the simulated cases may show none."""

    def variance(self, simulated: Measured) -> float:
        """All variance between the observed and the simulated figure: of the publication, of chance, of simulating."""
        found = self.own
        if np.isfinite(simulated.variance):
            found += simulated.variance
            if self.cases is not None:
                found += max(self.least, simulated.variance * simulated.cases / self.cases)
        return max(found, (SHARPEST * self.value) ** 2)

    def z(self, simulated: Measured, variance: float) -> float:
        """Standard deviations by which the simulated figure is above (+) or below (-) the observed one.

        A bound that is kept is no deviation.
        """
        if not simulated.known:
            return 2 * WIDE
        off = simulated.value - self.value
        if (self.side == "above" and off <= 0) or (self.side == "below" and off >= 0) or off == 0:
            return 0.0
        if variance <= 0:
            return math.copysign(2 * WIDE, off)
        made = abs(off) / math.sqrt(variance)
        return math.copysign(made if made <= WIDE else WIDE * (2 - WIDE / made), off)

    def text(self, value: float) -> str:
        """A value in the unit of the publication."""
        if not math.isfinite(value):
            return "–"
        if self.percent:
            return f"{value:.1%}"
        told = number_text(float(f"{value / self.scale:.3g}"))
        return f"{told} {self.unit}".rstrip()


def observation(figure: Figure, wd_hours: float) -> Observation:
    """The observed figure in numbers. Raises ValueError where it has none."""
    observed = figure.observed
    if observed is None:
        raise ValueError("the figure has no observed value")
    stated = observed.stated
    unit, scale = "", 1.0
    if isinstance(stated, Duration):
        unit, scale = stated.unit, float(Duration(1.0, stated.unit).micros(wd_hours))
    own = _own_variance(observed, wd_hours)
    if figure.count is not None and not own and observed.cases is None:
        own = _number(stated, wd_hours)  # by chance alone the variance of a count is the count (Poisson)
    value, percent = _number(stated, wd_hours), figure.share is not None
    least = (
        _binomial(value * observed.cases, observed.cases) if percent and observed.cases is not None else 0.0
    )
    return Observation(value, own, observed.cases, observed.side, scale, unit, percent, least)


def _own_variance(observed: Observed, wd_hours: float) -> float:
    """Independent parts add: binomial (Agresti and Coull), rounding and a range (uniform), a standard deviation."""
    found = 0.0
    if observed.count is not None and observed.of is not None:
        found += _binomial(observed.count, observed.of)
    if observed.rounded is not None:
        found += _number(observed.rounded, wd_hours) ** 2 / 12
    if observed.range is not None:
        low, high = (_number(end, wd_hours) for end in observed.range)
        found += (high - low) ** 2 / 12
    if observed.sd is not None:
        found += _number(observed.sd, wd_hours) ** 2
    return found


def _binomial(count: float, of: int) -> float:
    """Variance of a share, two added to each side (Agresti and Coull)."""
    p = (count + 2) / (of + 4)
    return p * (1 - p) / (of + 4)


def _number(amount: Amount, wd_hours: float) -> float:
    return float(amount.micros(wd_hours)) if isinstance(amount, Duration) else float(amount)
