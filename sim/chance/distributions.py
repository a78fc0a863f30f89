"""Distributions as a planner knows them, turned into scipy.stats distributions and quantile tables of µs.

A `Spec` holds exactly one of these sets of numbers (durations in µs; a median is the quantile of p = 0.5):

    fixed                            a constant, the only way to say 0
    mean + one quantile              lognormal, gamma, weibull, normal; lognormal if no family is named
    mean + cv, or mean + sd          the same
    two quantiles                    the same
    min, mode, max                   triangular
    min, max                         uniform
    mean, or one quantile            exponential, which must be named
    parameters (shapes, loc, scale)  any continuous family of scipy.stats by its name; `scale` must be given
    parameters (shapes) + mean       the same with loc 0 and the scale that gives the mean
    values                           listed ones, and classes of them, with weights (`sim.chance.listed`)

"normal" is cut at zero and the numbers are those of the cut distribution, so its cv is below 1.
All but a constant may be cut at `at_least` and `at_most` (`sim.chance.cut`); their numbers are those of the uncut one.
Everything raised is a DistributionError. Messages speak in ratios: the planner's units are not known here.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from math import floor, inf, isfinite, log
from typing import Any, cast

import numpy as np

from sim.chance.cut import Quantiles, cut
from sim.chance.errors import DistributionError, Incomplete, Infeasible, TailTooHeavy, UnknownFamily
from sim.chance.fitting import (
    FITTED,
    quantile_name,
    scipy_family,
    spread_of_cv,
    spread_of_mean_ratio,
    spread_of_quantiles,
)
from sim.chance.listed import Entry, Listed, row_of
from sim.chance.quantile_table import GRID, HUNDRED_YEARS, TABLE_LENGTH, Reals, Values, table, table_mean
from sim.chance.usual import Exponential, Lognormal, Triangular, Uniform
from sim.frozen import dataclass

MEAN_TOLERANCE = 5e-4
"""How far a table's mean may be from the exact one, as a share of it; 1 µs of rounding comes on top."""

PLANNER_FAMILIES = (*FITTED, "exponential", "triangular", "uniform", "fixed")


@dataclass(frozen=True)
class Spec:
    """What a scenario says of one duration; None and () mean not said. Durations are floats of µs."""

    family: str | None = None
    mean: float | None = None
    sd: float | None = None
    cv: float | None = None
    min: float | None = None
    mode: float | None = None
    max: float | None = None
    quantiles: tuple[tuple[float, float], ...] = ()
    fixed: float | None = None
    parameters: tuple[tuple[str, float], ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    values: tuple[Entry, ...] = ()

    @property
    def is_cut(self) -> bool:
        return self.at_least is not None or self.at_most is not None

    def given(self) -> tuple[str, ...]:
        """Names of the numbers said, in a stable order; not where the distribution is cut."""
        plain = ("fixed", "mean", "sd", "cv", "min", "mode", "max")
        names = [name for name in plain if getattr(self, name) is not None]
        names += [quantile_name(p) for p, _ in self.quantiles]
        names += [name for name in ("parameters", "values") if getattr(self, name)]
        return tuple(names)


Distribution = Quantiles
"""What is used of a frozen scipy distribution."""


@dataclass(frozen=True)
class Constant:
    """A duration without chance; scipy has none."""

    value: float

    def ppf(self, q: Any) -> Any:
        return np.full(np.shape(q), self.value)

    def isf(self, q: Any) -> Any:
        return self.ppf(q)

    def cdf(self, x: Any) -> Any:
        return np.where(np.asarray(x) >= self.value, 1.0, 0.0)

    def mean(self) -> float:
        return self.value

    def std(self) -> float:
        return 0.0


@lru_cache(maxsize=1)
def scipy_families() -> tuple[str, ...]:
    """Names of the continuous families of scipy.stats, sorted."""
    from scipy import stats

    return tuple(name for name in sorted(dir(stats)) if isinstance(getattr(stats, name), stats.rv_continuous))


def frozen(spec: Spec) -> Distribution:
    """The distribution, in µs. Raises Incomplete, UnknownFamily or Infeasible."""
    _check_numbers(spec)
    whole = _uncut(spec)
    if not spec.is_cut:
        return whole
    if isinstance(whole, Constant):
        raise Incomplete("a constant is not cut: at_least and at_most go with a distribution")
    return cut(whole, spec.at_least, spec.at_most)


def _uncut(spec: Spec) -> Distribution:
    if spec.values:
        if spec.given() != ("values",) or spec.family is not None:
            raise Incomplete(f"listed values stand alone; got {_listed(spec)}")
        return Listed.of(spec.values)
    if spec.parameters:
        return _by_parameters(spec)
    family = spec.family or _usual_family(spec)
    if family in FITTED:
        return _fitted(family, spec)
    match family, spec.given():
        case "fixed", ("fixed",):
            return Constant(cast(float, spec.fixed))
        case "exponential", ("mean",):
            return _exponential(cast(float, spec.mean))
        case "exponential", (_,) if spec.quantiles:
            p, value = spec.quantiles[0]
            return _exponential(-value / log(1.0 - p))
        case "uniform", ("min", "max"):
            return _uniform(cast(float, spec.min), cast(float, spec.max))
        case "triangular", ("min", "mode", "max"):
            return _triangular(cast(float, spec.min), cast(float, spec.mode), cast(float, spec.max))
    raise _misfit(family, spec)


def exact_mean(spec: Spec) -> float:
    """The mean of the distribution in µs; inf or nan where there is none."""
    return _made(spec)[1]


def table_of(spec: Spec, scale: float = 1.0) -> Values:
    """The quantile table of `scale` times the duration: int64 (TABLE_LENGTH,), at least 1 unless fixed 0 or listed 0.

    Raises what `frozen` raises; Infeasible if durations would be negative; TailTooHeavy if the table's mean
    is not within MEAN_TOLERANCE of the exact one. A Pareto tail of exponent below about 1.3 is always
    refused; below about 1.5 it depends on how far off 100 years are.
    """
    if not (isfinite(scale) and scale > 0):
        raise Infeasible(f"a duration is scaled by {scale}, must be > 0")
    distribution, own_mean = _made(spec)
    mean = scale * own_mean
    if isinstance(distribution, Constant):
        if mean > HUNDRED_YEARS:
            raise Infeasible(f"fixed {mean:.6g} µs is above {HUNDRED_YEARS} µs (100 years)")
        value = 0 if mean == 0 else max(1, floor(mean + 0.5))
        return np.full(TABLE_LENGTH, value, dtype=np.int64)
    if isinstance(distribution, Listed):
        highest = scale * distribution.entries[-1][1]
        if highest > HUNDRED_YEARS:
            raise Infeasible(f"the listed value {highest:.6g} µs is above {HUNDRED_YEARS} µs (100 years)")
        return row_of(distribution, scale, TABLE_LENGTH)
    if not isfinite(mean):
        raise TailTooHeavy(f"{_label(spec)} has no finite mean")

    try:
        values = table(lambda _grid: scale * _on_grid(spec), least=1, most=HUNDRED_YEARS)
    except ValueError as fault:
        raise Infeasible(f"{_label(spec)}: {fault}") from fault
    error = table_mean(values) - mean
    if abs(error) > MEAN_TOLERANCE * abs(mean) + 1.0:
        below = float(distribution.cdf(0.0))
        if below > 0:
            raise Infeasible(f"{_label(spec)} is negative with probability {below:.3g}; durations are not")
        raise TailTooHeavy(
            f"{_label(spec)} has too heavy a tail: capped at 100 years, the table's mean is "
            f"{abs(error) / mean:.2%} {'below' if error < 0 else 'above'} the exact one, "
            f"at most {MEAN_TOLERANCE:.2%} is allowed"
        )
    return values


# Kept: a number that only scales a duration is changed by the hundred, and its shape stays what it was.
@lru_cache(maxsize=512)
def _made(spec: Spec) -> tuple[Distribution, float]:
    """The distribution and its mean."""
    distribution = frozen(spec)
    return distribution, float(distribution.mean())


@lru_cache(maxsize=512)
def _on_grid(spec: Spec) -> Reals:
    """Its quantiles at GRID, those above the median from the upper end."""
    distribution, _ = _made(spec)
    half = np.searchsorted(GRID, 0.5, side="right")
    found: Reals = np.concatenate([distribution.ppf(GRID[:half]), distribution.isf(1.0 - GRID[half:])])
    found.setflags(write=False)
    return found


def _label(spec: Spec) -> str:
    return f"{spec.family or _usual_family(spec)} ({', '.join(spec.given())})"


def _check_numbers(spec: Spec) -> None:
    """What holds whatever the family: known names, finite numbers, none negative, p inside (0, 1)."""
    if (
        spec.family is not None
        and spec.family not in PLANNER_FAMILIES
        and spec.family not in scipy_families()
    ):
        raise UnknownFamily(_unknown("family", spec.family, (*PLANNER_FAMILIES, *scipy_families())))
    for name in ("fixed", "mean", "sd", "cv", "min", "mode", "max", "at_least", "at_most"):
        value = getattr(spec, name)
        if value is None:
            continue
        above_0 = ("mean", "sd", "cv", "max", "at_most")
        if not isfinite(value) or value < 0 or (value == 0 and name in above_0):
            allowed = "> 0" if name in above_0 else ">= 0"
            raise Infeasible(f"{name} is {value:.6g}, must be {allowed} and finite")
    for low, high, weight in spec.values:
        if not (0 <= low <= high < inf and 0 <= weight < inf):
            raise Infeasible(f"{low:.6g} to {high:.6g} with weight {weight:.6g} is no listed value")
    for p, value in spec.quantiles:
        if not 0 < p < 1:
            raise Infeasible(f"a quantile of p = {p:.6g} is given, p must be between 0 and 1")
        if not isfinite(value) or value <= 0:
            raise Infeasible(f"{quantile_name(p)} is {value:.6g}, must be > 0 and finite")
    for name, value in spec.parameters:
        if not isfinite(value):
            raise Infeasible(f"parameter {name} is {value}, must be finite")


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    shown = known if len(known) <= 8 else (*PLANNER_FAMILIES, "or a continuous family of scipy.stats")
    return f"{kind} {name!r} is unknown, allowed: {', '.join(shown)}{hint}"


def _usual_family(spec: Spec) -> str:
    """The family meant when none is named."""
    match spec.given():
        case ("fixed",):
            return "fixed"
        case ("min", "mode", "max"):
            return "triangular"
        case ("min", "max"):
            return "uniform"
        case (_, _):
            return "lognormal"
    raise Incomplete(
        f"{_listed(spec)} does not say which distribution; give fixed, mean and one of sd, cv or a quantile, "
        "two quantiles, min and max, or min, mode and max, or name a family"
    )


def _listed(spec: Spec) -> str:
    return ", ".join(spec.given()) or "nothing"


NEEDED = {
    "exponential": "mean or one quantile",
    "uniform": "min and max",
    "triangular": "min, mode and max",
    "fixed": "fixed",
    **dict.fromkeys(FITTED, "mean and one of sd, cv or a quantile, or two quantiles"),
}


def _misfit(family: str, spec: Spec) -> DistributionError:
    needs = NEEDED.get(family)
    if needs is None:
        near = get_close_matches(family, PLANNER_FAMILIES, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        needs = f"its parameters by name, with scale or a mean{hint}"
    return Incomplete(f"{family} is given {_listed(spec)}; it takes {needs}")


def _fitted(name: str, spec: Spec) -> Distribution:
    family = FITTED[name]
    match spec.given():
        case ("mean", "sd" | "cv"):
            mean = cast(float, spec.mean)
            spread = spread_of_cv(family, spec.cv if spec.cv is not None else cast(float, spec.sd) / mean)
            scale = mean / float(family.unit(spread).mean())
        case ("mean", _) if len(spec.quantiles) == 1:
            mean = cast(float, spec.mean)
            p, value = spec.quantiles[0]
            spread = spread_of_mean_ratio(family, p, value / mean)
            scale = mean / float(family.unit(spread).mean())
        case (_, _) if len(spec.quantiles) == 2:
            (p1, low), (p2, high) = sorted(spec.quantiles)
            if p1 == p2 or low >= high:
                raise Infeasible(
                    f"{quantile_name(p2)} / {quantile_name(p1)} = {high / low:.6g}, must be above 1"
                )
            spread = spread_of_quantiles(family, p1, p2, high / low)
            scale = low / float(family.unit(spread).ppf(p1))
        case _:
            raise _misfit(name, spec)
    unit = family.unit(spread)
    if isinstance(unit, Lognormal):
        return Lognormal(spread, scale)
    args, extra = unit.args, dict(unit.kwds)
    loc = scale * float(extra.pop("loc", 0.0))
    return cast(Distribution, unit.dist(*args, loc=loc, scale=scale, **extra))


def _exponential(mean: float) -> Distribution:
    return Exponential(mean)


def _uniform(low: float, high: float) -> Distribution:
    if low >= high:
        raise Infeasible(f"min {low:.6g} is not below max {high:.6g}; write fixed for a constant")
    return Uniform(low, high - low)


def _triangular(low: float, mode: float, high: float) -> Distribution:
    if low >= high or not low <= mode <= high:
        raise Infeasible(f"min {low:.6g}, mode {mode:.6g}, max {high:.6g} must rise, and min be below max")
    return Triangular((mode - low) / (high - low), low, high - low)


def _by_parameters(spec: Spec) -> Distribution:
    if spec.family is None:
        raise Incomplete("parameters are given without a family")
    if spec.family not in scipy_families():
        raise UnknownFamily(
            f"{spec.family} takes no parameters by name; it takes {NEEDED[spec.family]}"
            f"; did you mean {get_close_matches(spec.family, scipy_families(), n=1, cutoff=0.0)[0]!r}?"
        )
    family = scipy_family(spec.family)
    shapes = tuple(family.shapes.replace(" ", "").split(",")) if family.shapes else ()
    values = dict(spec.parameters)
    for name in values:
        if name not in (*shapes, "loc", "scale"):
            raise UnknownFamily(_unknown(f"parameter of {spec.family}", name, (*shapes, "loc", "scale")))
    missing = [name for name in shapes if name not in values]
    if missing or len(values) != len(spec.parameters):
        fault = f"lacks {', '.join(missing)}" if missing else "names a parameter twice"
        raise Incomplete(f"{spec.family} {fault}; its parameters are {', '.join((*shapes, 'loc', 'scale'))}")
    from_mean = spec.given() == ("mean", "parameters") and not {"loc", "scale"} & values.keys()
    if not from_mean and (spec.given() != ("parameters",) or "scale" not in values):
        raise Incomplete(
            f"{spec.family} needs either scale (and loc), or a mean without both; got {_listed(spec)}"
        )
    if from_mean:
        unit_mean = float(family(**values).mean())
        if not (isfinite(unit_mean) and unit_mean > 0):
            raise TailTooHeavy(
                f"{spec.family} with these shapes has mean {unit_mean:.6g}; no scale can change that"
            )
        values["scale"] = cast(float, spec.mean) / unit_mean
    distribution = family(**values)
    if not isfinite(float(distribution.ppf(0.5))):
        listed = ", ".join(f"{name} = {value:.6g}" for name, value in spec.parameters)
        raise Infeasible(f"{spec.family} does not exist with {listed}")
    return cast(Distribution, distribution)
