"""What a calibration found, for people and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from calibration.figures import Figure
from calibration.fit import chance
from calibration.measured import Measured
from calibration.observing import Observation
from calibration.parameters import Parameter
from sim.experiments.questions.origin import made_with
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.shown import Shown

if TYPE_CHECKING:
    from calibration.checking import FiguresFile

Identified = Literal["yes", "one_side", "no"]
"""Whether the figures cut the range of a parameter off on both sides, on one, or say nothing about it alone."""
FAR = 2.0
"""Standard deviations from which a figure is told as not reproduced."""


@dataclass(frozen=True)
class Estimate:
    """A parameter, the value it gets and the 95% region the figures leave; values as in `Parameter`."""

    parameter: Parameter
    value: float
    low: float
    high: float
    low_open: bool
    high_open: bool
    identified: Identified
    together_with: tuple[str, ...]
    """Parameters it is known only together with: the figures fix a combination."""

    def to_dict(self) -> dict[str, Any]:
        parameter = self.parameter
        return {
            "parameter": parameter.id,
            "paths": list(parameter.paths),
            "factor": parameter.by_factor,
            "unit": parameter.unit,
            "stated": parameter.stated,
            "value": self.value,
            "region": [self.low, self.high],
            "range": [parameter.low, parameter.high],
            "identified": self.identified,
            "open": [self.low_open, self.high_open],
            "together_with": list(self.together_with),
        }


@dataclass(frozen=True)
class Compared:
    """One figure, observed and simulated at the calibrated values; `low` and `high` over the accepted vectors."""

    key: str
    figure: Figure
    observed: Observation
    simulated: Measured
    low: float
    high: float
    z: float
    variance: float

    @property
    def reproduced(self) -> bool:
        return abs(self.z) <= FAR

    @property
    def noisy(self) -> bool:
        """Whether simulating adds more to the uncertainty than the publication."""
        return self.simulated.variance > self.variance / 2

    def to_dict(self) -> dict[str, Any]:
        scale = self.observed.scale
        return {
            "figure": self.key,
            "statistic": self.figure.statistic,
            "held_back": self.figure.held_back,
            "unit": self.observed.unit,
            "bound": {"both": None, "above": "at_most", "below": "at_least"}[self.observed.side],
            "observed": _round(self.observed.value / scale),
            "simulated": _round(self.simulated.value / scale),
            "over_accepted": [_round(self.low / scale), _round(self.high / scale)],
            "sd": _round(self.variance**0.5 / scale),
            "z": _round(self.z) if self.simulated.known else None,
        }


@dataclass(frozen=True)
class Calibration(Shown):
    """The parameters, the figures observed and simulated, and how well they agree."""

    PAGE = "calibration.page:page_of"

    whatif: WhatIf
    file: FiguresFile
    replications: int
    estimates: tuple[Estimate, ...]
    compared: tuple[Compared, ...]
    """Every figure with an observed value, those held back too."""
    stated_misfit: float
    """Before anything moved."""
    misfit: float
    """Sum of the squared deviations of the fitted figures."""
    freedom: int
    poor: bool
    """The scenario does not come up to the figures: regions are widened by the root of misfit over freedom, and no
    parameter vector is kept."""
    accepted: tuple[tuple[float, ...], ...]
    """Parameter vectors that fit, by parameter: inside the joint 95% region."""
    tried: int
    simulations: int

    @property
    def p_value(self) -> float:
        """How often chance alone would leave a larger misfit."""
        return chance(self.misfit, self.freedom)

    @property
    def bare(self) -> tuple[Compared, ...]:
        """Fitted figures that state no uncertainty at all."""
        return tuple(
            one
            for one in self.fitted
            if one.observed.own == 0 and one.observed.cases is None and one.observed.side == "both"
        )

    @property
    def fitted(self) -> tuple[Compared, ...]:
        return tuple(one for one in self.compared if not one.figure.held_back)

    @property
    def held_back(self) -> tuple[Compared, ...]:
        return tuple(one for one in self.compared if one.figure.held_back)

    def to_dict(self) -> dict[str, Any]:
        """As in `calibrate --json`; rounded, so that equal runs print equal bytes."""
        return {
            "scenario": self.whatif.label,
            "figures": self.file.path,
            "seed": self.whatif.seed,
            "engine": self.whatif.engine_name,
            "replications": self.replications,
            "simulations": self.simulations,
            "misfit": _round(self.misfit),
            "misfit_as_stated": _round(self.stated_misfit),
            "freedom": self.freedom,
            "p_value": _round(self.p_value),
            "no_uncertainty_stated": [one.key for one in self.bare],
            "poor": self.poor,
            "parameters": [estimate.to_dict() for estimate in self.estimates],
            "not_identified": [e.parameter.id for e in self.estimates if e.identified == "no"],
            "fitted": [one.to_dict() for one in self.fitted],
            "held_back": [one.to_dict() for one in self.held_back],
            "accepted": [list(row) for row in self.accepted],
            "tried": self.tried,
            **made_with(self.whatif),
        }


def _round(value: float) -> float | None:
    return float(f"{value:.6g}") if value == value else None
