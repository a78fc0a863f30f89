"""Least squares on simulated figures: where the misfit is smallest, and how far each parameter may move from there.

Places of parameters run from 0 to 1. The misfit is the sum of squared deviations of the figures, each in its own
standard deviations. A Latin hypercube finds where to begin; `scipy.optimize.least_squares` goes on from its best
points, with derivatives from steps that are wide enough for simulated figures. Where figures leave a choice, the
place nearest to the stated one is taken: a pull far weaker than any figure sees to that.

The region of a parameter is its profile: all places at which the misfit, with the other parameters fitted anew, is at
most 3.84 above its least (the 95% point of chi-squared with one degree of freedom; Venzon and Moolgavkar 1988). Where
the scenario cannot come up to the figures at all, regions are widened by the square root of misfit over degrees of
freedom, as the Particle Data Group does.

Nothing here knows what is simulated: `Deviations` takes places and gives deviations. It is called with one point at a
time, in worker processes, and the results never depend on their number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy import optimize, special
from scipy.stats import qmc

from calibration.measured import Floats
from sim.experiments.running.crew import Crew

Deviations = Callable[[Floats], Floats]
"""From places (0 to 1, one a parameter) to deviations of the figures, in standard deviations. It pickles."""

CONFIDENCE = 0.95
STARTS = 3
"""Best points of the design that are improved."""
POINTS_A_PARAMETER = 12
STEP = 0.03
"""Of a derivative, in places: wide, because simulated figures move in small jumps."""
PULL = 0.05
"""Weight of the pull towards the stated place, in standard deviations a whole range."""
ROUNDS = 12
EXACT, ROUGH = 1e-4, 3e-3
"""Relative change at which least squares stops: for the optimum, and along a profile."""
CLOSE, PART = 0.004, 0.1
"""How exactly the end of a region is found: in places, and as a part of its distance from the optimum."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """Where the misfit is least."""

    places: Floats
    deviations: Floats
    slopes: Floats
    """Derivatives of the deviations by the places, (figures, parameters)."""
    simulations: int
    rivals: tuple[Floats, ...] = ()
    """Where the search from other starts ended; a region spans those that fit as well."""

    @property
    def misfit(self) -> float:
        return misfit(self.deviations)


@dataclass(frozen=True, eq=False)
class Region:
    """Places of one parameter that the figures allow. An end at 0 or 1 that is `open` was not cut off by them."""

    low: float
    high: float
    low_open: bool
    high_open: bool
    ends: tuple[Floats, Floats]
    """All places at the low end and at the high end, the other parameters fitted there."""
    better: tuple[float, ...] | None = None
    """Places with a smaller misfit than the optimum's, if the search came across any."""
    simulations: int = 0


def design(parameters: int, seed: int, count: int | None = None) -> Floats:
    """A Latin hypercube of places, (points, parameters)."""
    points = max(16, POINTS_A_PARAMETER * parameters) if count is None else count
    made: Floats = qmc.LatinHypercube(parameters, rng=np.random.default_rng(seed)).random(points)
    return made


def misfit(deviations: Floats) -> float:
    return float((deviations**2).sum())


def fitted(function: Deviations, starts: Sequence[Floats], stated: Floats, crew: Crew) -> Optimum:
    """The best of the optima found from several starts."""
    found = list(crew.map(partial(_improved, function, stated=stated), list(starts)))
    best = min(found, key=lambda one: one.misfit)
    rivals = tuple(one.places for one in found if one is not best)
    return replace(best, simulations=sum(one.simulations for one in found), rivals=rivals)


def threshold(least: float, freedom: int, parameters: int = 1) -> float:
    """How far above its least the misfit may be: in a profile, or for all parameters at once."""
    allowed = float(special.chdtri(parameters, 1 - CONFIDENCE))
    return allowed * max(1.0, least / max(1, freedom)) if poor(least, freedom) else allowed


def poor(least: float, freedom: int) -> bool:
    """Whether the scenario does not come up to the figures: chance alone would rarely leave so large a misfit."""
    return chance(least, freedom) < 1 - CONFIDENCE


def chance(least: float, freedom: int) -> float:
    """How often chance alone leaves a larger misfit. Without a degree of freedom it should leave none: one is taken."""
    return float(special.chdtrc(max(1, freedom), least))


def regions(function: Deviations, optimum: Optimum, allowed: float, crew: Crew) -> list[Region]:
    """The region of every parameter."""
    jobs = [(number, end) for number in range(len(optimum.places)) for end in (0.0, 1.0)]
    sides = list(crew.map(partial(_side, function, optimum, allowed), jobs))
    found = []
    for number in range(len(optimum.places)):
        low, high = sides[2 * number], sides[2 * number + 1]
        better = min((one.better for one in (low, high) if one.better is not None), default=None)
        found.append(
            Region(
                low.end, high.end, low.is_open, high.is_open, (low.places, high.places),
                None if better is None else better[1], low.simulations + high.simulations,
            )
        )  # fmt: skip
    return found


def refitted(
    function: Deviations, optimum: Optimum, stated: Floats, free: Sequence[int]
) -> tuple[Floats, int]:
    """The best places of the parameters that are free, all others at their stated places; and simulations."""
    at = stated.copy()
    at[list(free)] = optimum.places[list(free)]
    problem = _Problem(function, stated, free, at)
    return problem.solved(), problem.simulations


def accepted(
    function: Deviations, optimum: Optimum, found: Sequence[Region], allowed: float, wanted: int, seed: int,
    crew: Crew,
) -> tuple[list[Floats], int]:  # fmt: skip
    """Places inside all regions whose misfit is at most `allowed` above its least, and how many were tried.

    Where fewer fit than wanted, as on a narrow ridge, the ends of the regions are added: they must not be lost.
    """
    kept: list[Floats] = []
    tried = 0
    low = np.array([region.low for region in found])
    wide = np.array([region.high for region in found]) - low
    for wave in range(WAVES):
        points = [low + wide * u for u in design(len(found), seed + wave, 2 * wanted)]
        for point, deviations in zip(points, crew.map(function, points), strict=True):
            tried += 1
            if misfit(deviations) <= optimum.misfit + allowed and len(kept) < wanted:
                kept.append(point)
        if len(kept) >= wanted:
            return kept, tried
    return [*kept, *(places for region in found for places in region.ends)], tried


WAVES = 6
"""Of proposals, before fewer accepted points than wanted have to do."""


class _Problem:
    """Least squares over some of the places, the others fixed; counts what it simulates and keeps what it knows."""

    def __init__(
        self, function: Deviations, stated: Floats, free: Sequence[int], at: Floats, exact: float = EXACT
    ) -> None:
        self.function, self.stated, self.free, self.exact = function, stated, list(free), exact
        self.at = at.copy()
        self.known: dict[bytes, Floats] = {}
        self.simulations = 0

    def whole(self, free: Floats) -> Floats:
        places = self.at.copy()
        places[self.free] = free
        return places

    def deviations(self, places: Floats) -> Floats:
        key = places.tobytes()
        if key not in self.known:
            self.known[key] = self.function(places)
            self.simulations += 1
        return self.known[key]

    def residuals(self, free: Floats) -> Floats:
        places = self.whole(free)
        return np.concatenate([self.deviations(places), PULL * (free - self.stated[self.free])])

    def slopes(self, free: Floats) -> Floats:
        """Central; to the inside at an end of the range, and everywhere in a rough search, which is half the work."""
        made = np.empty((len(self.residuals(free)), len(free)))
        rough = self.exact > EXACT
        for column, place in enumerate(free):
            below, above = free.copy(), free.copy()
            if not rough or place > 0.5:
                below[column] = max(0.0, place - STEP)
            if not rough or place <= 0.5:
                above[column] = min(1.0, place + STEP)
            wide = above[column] - below[column]
            made[:, column] = (self.residuals(above) - self.residuals(below)) / wide
        return made

    def solved(self) -> Floats:
        """The best places; the others stay."""
        if not self.free:
            return self.at
        start = np.clip(self.at[self.free], 1e-6, 1 - 1e-6)
        made = optimize.least_squares(  # type: ignore[operator]
            self.residuals, start, self.slopes, bounds=(0.0, 1.0), xtol=self.exact, ftol=self.exact, gtol=1e-6,
            max_nfev=ROUNDS,
        )  # fmt: skip
        return self.whole(made.x)


def _improved(function: Deviations, start: Floats, stated: Floats) -> Optimum:
    everything = range(len(start))
    problem = _Problem(function, stated, everything, start)
    places = problem.solved()
    deviations = problem.deviations(places)
    slopes = problem.slopes(places[problem.free])[: len(deviations)]
    return Optimum(places, deviations, slopes, problem.simulations)


@dataclass(frozen=True, eq=False)
class _Side:
    end: float
    is_open: bool
    places: Floats
    better: tuple[float, tuple[float, ...]] | None
    simulations: int


def _side(function: Deviations, optimum: Optimum, allowed: float, job: tuple[int, float]) -> _Side:
    """How far one parameter may go to one end, the others fitted anew at each place."""
    number, end = job
    others = [other for other in range(len(optimum.places)) if other != number]
    simulations = 0
    better: tuple[float, tuple[float, ...]] | None = None

    def above(place: float, start: Floats) -> tuple[float, Floats]:
        nonlocal simulations, better
        at = start.copy()
        at[number] = place
        problem = _Problem(function, optimum.places, others, at, ROUGH)
        places = problem.solved()
        found = misfit(problem.deviations(places))
        simulations += problem.simulations
        if found < optimum.misfit - BETTER and (better is None or found < better[0]):
            better = (found, tuple(places.tolist()))
        return found - optimum.misfit, places

    near, rise_inside = _outermost(function, optimum, allowed, number, end)
    inside, outside = float(near[number]), None
    rise_outside = 0.0
    reach = _first_step(optimum, number, allowed)
    while outside is None:
        place = end if abs(end - inside) <= reach else inside + np.sign(end - inside) * reach
        if abs(end - inside) < CLOSE:
            return _Side(end, True, near, better, simulations)
        rise, places = above(place, near)
        if rise > allowed:
            outside, rise_outside = place, rise
        else:
            inside, rise_inside, near = place, max(0.0, rise), places
            if place == end:
                return _Side(end, True, near, better, simulations)
            reach *= 2
    for _ in range(ROUNDS):
        if abs(outside - inside) <= min(CLOSE, PART * abs(outside - optimum.places[number])):
            break
        # The root of the rise is nearly a straight line; never closer than a tenth to either end.
        a, b, c = np.sqrt(rise_inside), np.sqrt(min(rise_outside, 100 * allowed)), np.sqrt(allowed)
        part = min(0.9, max(0.1, float((c - a) / (b - a)))) if b > a else 0.5
        place = inside + (outside - inside) * part
        rise, places = above(place, near)
        if rise > allowed:
            outside, rise_outside = place, rise
        else:
            inside, rise_inside, near = place, max(0.0, rise), places
    return _Side((inside + outside) / 2, False, near, better, simulations)


def _outermost(
    function: Deviations, optimum: Optimum, allowed: float, number: int, end: float
) -> tuple[Floats, float]:
    """Of the optimum and the rivals that fit as well, the one nearest to the end; and how far above the least it is."""
    best, rise = optimum.places, 0.0
    for places in optimum.rivals:
        if abs(end - places[number]) < abs(end - best[number]) - CLOSE:
            above = misfit(function(places)) - optimum.misfit
            if above <= allowed:
                best, rise = places, max(0.0, above)
    return best, rise


BETTER = 0.05
"""A misfit so much smaller that the optimum is looked for again."""


def _first_step(optimum: Optimum, number: int, allowed: float) -> float:
    """What the slopes at the optimum would make of the region."""
    information = optimum.slopes.T @ optimum.slopes + np.eye(len(optimum.places))
    spread = float(np.sqrt(np.linalg.inv(information)[number, number]))
    return float(np.clip(spread * np.sqrt(allowed), 0.02, 0.5))
