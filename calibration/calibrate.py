"""Calibration: from published figures to parameters with regions, and a frank word on what the figures leave open.

Simulated method of moments under common random numbers (McFadden 1989): the scenario is simulated at places of its
parameters, always with the same draws, until its figures come as near to the published ones as they can.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from calibration.checking import FiguresFile, read_figures, study_of
from calibration.fit import (
    STARTS,
    Optimum,
    Region,
    accepted,
    design,
    fitted,
    misfit,
    poor,
    refitted,
    regions,
    threshold,
)
from calibration.measured import Floats, Measured
from calibration.observing import Observation, observation
from calibration.result import Calibration, Compared, Estimate, Identified
from calibration.simulated import Figured, Study
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.progress import Bar, Progress, silent
from sim.model import ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, within

PILOT = 24
"""Replications of a point of the design, and of all points unless the figures are more exact than that."""
MOST = 96
QUIET = 0.5
"""How much of a figure's variance simulating may add; more replications are taken for that."""
ACCEPTED = 32
"""Parameter vectors that are kept for verdicts."""
AGAIN = 3
"""Times the optimum is looked for anew because a region held a better one."""
STAYS = 1.0
"""What it may cost, in misfit, to leave what the figures do not identify at its stated value."""
WHOLE = 0.9
"""A region of this much of the range says nothing."""
STAGES = 5
"""Of the progress bar: design, optimum, regions, accepted vectors, figures."""
TOGETHER = 0.6
"""Correlation from which two parameters are named as known only together."""


@dataclass(frozen=True)
class Deviations:
    """The deviations of the fitted figures, in standard deviations, as the search sees them."""

    study: Study
    observed: Mapping[str, Observation]
    variances: Mapping[str, float]

    def __call__(self, places: Floats) -> Floats:
        return self.of(self.study.simulate(places))

    def of(self, found: Figured) -> Floats:
        return np.array([seen.z(found[key], self.variances[key]) for key, seen in self.observed.items()])


def calibrate(
    question: WhatIf | str,
    figures: FiguresFile | str | Path,
    *,
    replications: int | None = None,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Calibration:
    """Fit the parameters a figures file names to its figures. Raises ModelError for bad input.

    `replications` of each variant are simulated at every point that is tried; unless stated, so many that simulating
    adds little to what the publication leaves open, from 24 to 96.
    """
    whatif = load(question) if isinstance(question, str) else question
    file = figures if isinstance(figures, FiguresFile) else read_figures(figures)
    within("replications", replications, REPLICATIONS_ALLOWED.above(2))
    study = study_of(file, whatif, PILOT if replications is None else replications)

    def calibrated(crew: Crew) -> Calibration:
        with progress(whatif.label, "fit", STAGES) as bar:
            return _Search(file, study, replications is not None, crew, bar).calibrated()

    with crew_for(whatif.engine_name, crew) as own:
        return calibrated(own)


class _Search:
    """One calibration under way. Only figures that are fitted are simulated until the end."""

    def __init__(self, file: FiguresFile, study: Study, as_asked: bool, crew: Crew, bar: Bar) -> None:
        wd_hours = study.whatif.scenario.wd_hours
        self.file, self.crew, self.bar = file, crew, bar
        self.seen = {k: observation(f, wd_hours) for k, f in study.figures.items() if f.observed is not None}
        self.aims = {key: one for key, one in self.seen.items() if not study.figures[key].held_back}
        self.whole, self.study = study, study.only(self.aims)
        self.as_asked = as_asked
        self.seed = study.whatif.seed
        self.simulations = 0

    def calibrated(self) -> Calibration:
        stated = self.study.stated
        starts, nearest, as_stated = self.begun()
        function, optimum = self.least(starts, nearest)
        self.bar.advance()
        optimum, found = self.bounded(function, optimum)
        self.bar.advance()
        status = [_identified(region) for region in found]
        final, cost = _kept_where_stated(function, optimum, status, stated)
        bad = poor(optimum.misfit, self.freedom(optimum))
        joint = threshold(optimum.misfit, self.freedom(optimum), len(found))
        kept, tried = ([], 0) if bad else accepted(
            function, optimum, found, joint, ACCEPTED, self.seed, self.crew
        )  # fmt: skip
        self.simulations += cost + tried
        self.bar.advance()
        whole = replace(self.whole, replications=self.study.replications)
        told = whole.simulate(final)
        around = list(self.crew.map(whole.simulate, kept))
        self.bar.advance()
        return Calibration(
            whatif=whole.whatif,
            file=self.file,
            replications=whole.replications,
            estimates=tuple(_estimates(whole, final, found, status, optimum)),
            compared=tuple(
                _compared(key, whole, one, told[key], [s[key] for s in around])
                for key, one in self.seen.items()
            ),
            stated_misfit=misfit(function.of(as_stated)),
            misfit=misfit(function.of(told)),
            freedom=self.freedom(optimum),
            poor=bad,
            accepted=tuple(tuple(whole.values(places)) for places in kept),
            tried=tried,
            simulations=self.simulations,
        )

    def begun(self) -> tuple[list[Floats], Figured, Figured]:
        """The best points of the design, the figures at the best one and at the stated values.

        Decides how much is simulated from here on.
        """
        points = [self.study.stated, *design(len(self.study.parameters), self.seed)]
        figured = list(self.crew.map(self.study.simulate, points))
        self.simulations += len(points)
        self.measurable(figured)
        nearest = min(figured, key=self.off)
        if not self.as_asked:
            noise = max(_noise(one, nearest[key]) for key, one in self.aims.items())
            wanted = PILOT * min(MOST / PILOT, max(1.0, noise / QUIET))
            self.study = replace(self.study, replications=math.ceil(wanted))
        function = self.deviations(nearest)
        order = np.argsort([misfit(function.of(found)) for found in figured], kind="stable")
        self.bar.advance()
        return [points[number] for number in order[:STARTS]], nearest, figured[0]

    def deviations(self, reference: Figured) -> Deviations:
        """Deviations with the variances that the figures have at one point."""
        variances = {key: one.variance(reference[key]) for key, one in self.aims.items()}
        return Deviations(self.study, self.aims, variances)

    def measurable(self, figured: Sequence[Figured]) -> None:
        """Raises ModelError where a fitted figure has no value at any point: nothing simulated counts for it."""
        message = "nothing that is simulated counts for this figure, wherever the parameters are; it cannot be fitted"
        empty = [key for key in self.aims if not any(found[key].known for found in figured)]
        if empty:
            raise ModelError([self.file.fault(("figures", key), message) for key in empty])

    def off(self, found: Figured) -> float:
        """The misfit of a point, each figure by its own variances."""
        return sum(one.z(found[key], one.variance(found[key])) ** 2 for key, one in self.aims.items())

    def least(self, starts: list[Floats], nearest: Figured) -> tuple[Deviations, Optimum]:
        """The optimum; found a second time with the variances that the figures have there."""
        first = fitted(self.deviations(nearest), starts, self.study.stated, self.crew)
        function = self.deviations(self.study.simulate(first.places))
        optimum = fitted(function, [first.places, *first.rivals], self.study.stated, self.crew)
        self.simulations += first.simulations + 1 + optimum.simulations
        return function, optimum

    def bounded(self, function: Deviations, optimum: Optimum) -> tuple[Optimum, list[Region]]:
        """The regions of all parameters; where one of them holds a better optimum, from there again."""
        for again in range(AGAIN, -1, -1):
            allowed = threshold(optimum.misfit, self.freedom(optimum))
            found = regions(function, optimum, allowed, self.crew)
            self.simulations += sum(region.simulations for region in found)
            better = [np.array(region.better) for region in found if region.better is not None]
            if not better or not again:
                break
            optimum = fitted(function, [*better, *optimum.rivals], self.study.stated, self.crew)
            self.simulations += optimum.simulations
        return optimum, found

    def freedom(self, optimum: Optimum) -> int:
        """Figures that say something here, less the directions in which they determine the parameters.

        A bound that is kept says nothing.
        """
        telling = np.array([one.side == "both" for one in self.aims.values()]) | (optimum.deviations != 0)
        if not telling.any():
            return 0
        strengths = np.linalg.svd(optimum.slopes[telling], compute_uv=False)
        return max(0, int(telling.sum()) - int((strengths > 1.0 / WHOLE).sum()))


def _noise(seen: Observation, found: Measured) -> float:
    """What simulating adds to a figure's variance, as a part of all the rest."""
    if not found.known or found.variance == 0:
        return 0.0
    rest = seen.variance(found) - found.variance
    return found.variance / rest if rest > 0 else 0.0


def _identified(region: Region) -> Identified:
    wide = region.high - region.low
    if (region.low_open and region.high_open) or wide > WHOLE:
        return "no"
    return "one_side" if region.low_open or region.high_open else "yes"


def _kept_where_stated(
    function: Deviations, optimum: Optimum, status: Sequence[Identified], stated: Floats
) -> tuple[Floats, int]:
    """The optimum with what is not identified back at its stated value, the others fitted around it.

    Where that fits distinctly worse, several are known only together, and the optimum nearest to the stated values
    stands.
    """
    free = [number for number, how in enumerate(status) if how != "no"]
    if len(free) == len(status):
        return optimum.places, 0
    places, cost = refitted(function, optimum, stated, free)
    worse = misfit(function(places)) > optimum.misfit + STAYS
    return (optimum.places if worse else places), cost


def _estimates(
    study: Study, final: Floats, found: Sequence[Region], status: Sequence[Identified], optimum: Optimum
) -> list[Estimate]:
    close = _correlations(optimum)
    made = []
    for number, parameter in enumerate(study.parameters):
        region = found[number]
        partners = [
            study.parameters[other].id
            for other in range(len(found))
            if other != number
            and abs(close[number, other]) >= TOGETHER
            and "yes" not in (status[number], status[other])
        ]
        place = float(final[number])
        value = parameter.stated if place == study.stated[number] else parameter.value(place)
        made.append(
            Estimate(
                parameter, value, parameter.value(region.low), parameter.value(region.high),
                region.low_open, region.high_open, status[number], tuple(partners),
            )
        )  # fmt: skip
    return made


def _correlations(optimum: Optimum) -> Floats:
    """Between the parameters, as far as figures and ranges (as uniform) tell them apart."""
    known = optimum.slopes.T @ optimum.slopes + 12.0 * np.eye(len(optimum.places))
    spread = np.linalg.inv(known)
    scale = np.sqrt(np.diag(spread))
    made: Floats = spread / np.outer(scale, scale)
    return made


def _compared(
    key: str, study: Study, seen: Observation, found: Measured, around: Sequence[Measured]
) -> Compared:
    """A figure as observed and as simulated; one that was held back is told with what the parameters leave open."""
    values = np.array([one.value for one in around if one.known])
    variance = seen.variance(found)
    low, high = (float(end) for end in (min([found.value, *values]), max([found.value, *values])))
    if study.figures[key].held_back and len(values) > 1:
        variance += float(values.var(ddof=1))
    return Compared(key, study.figures[key], seen, found, low, high, seen.z(found, variance), variance)
