"""Calibration: from published figures to parameters with regions, and a frank word on what the figures leave open.

Simulated method of moments under common random numbers (McFadden 1989): the scenario is simulated at places of its
parameters, always with the same draws, until its figures come as near to the published ones as they can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from calibration.checking import FiguresFile, read_figures, study_of
from calibration.fit import (
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
from sim.experiments.progress import Progress, silent
from sim.experiments.replicate import mapped, workers
from sim.experiments.whatif import WhatIf, load
from sim.model import Fault, ModelError

REPLICATIONS = 24
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
    replications: int = REPLICATIONS,
    progress: Progress = silent,
    executor: Executor | None = None,
) -> Calibration:
    """Fit the parameters a figures file names to its figures. Raises ModelError for bad input.

    `replications` of each variant are simulated at every point that is tried.
    """
    whatif = load(question) if isinstance(question, str) else question
    file = figures if isinstance(figures, FiguresFile) else read_figures(figures)
    if replications < 2:
        raise ModelError([Fault(f"--replications {replications}", 0, 0, "allowed: 2 or more")])
    study = study_of(file, whatif, replications)
    if executor is not None:
        return _calibrated(file, study, progress, executor)
    with workers(engine=whatif.engine_name) as pool:
        return _calibrated(file, study, progress, pool)


def _calibrated(file: FiguresFile, study: Study, progress: Progress, executor: Executor | None) -> Calibration:
    wd_hours = study.whatif.scenario.wd_hours
    seen = {k: observation(f, wd_hours) for k, f in study.figures.items() if f.observed is not None}
    aims = {key: one for key, one in seen.items() if not study.figures[key].held_back}
    seed = study.whatif.seed
    with progress(study.whatif.label, STAGES) as bar:
        points = [study.stated, *design(len(study.parameters), seed)]
        figured = list(mapped(executor, study.simulate, points))
        bar.advance()
        function = Deviations(study, aims, _variances(aims, _nearest(aims, figured)))
        order = np.argsort([misfit(function.of(found)) for found in figured], kind="stable")
        starts = [points[number] for number in order[:3]]
        optimum = fitted(function, starts, study.stated, executor)
        simulations = len(points) + optimum.simulations
        function = Deviations(study, aims, _variances(aims, study.simulate(optimum.places)))
        optimum = fitted(function, [optimum.places], study.stated, executor)
        simulations += optimum.simulations
        bar.advance()
        found: list[Region] = []
        for _ in range(AGAIN):
            allowed = threshold(optimum.misfit, _freedom(optimum))
            found = regions(function, optimum, allowed, executor)
            simulations += sum(region.simulations for region in found)
            better = [np.array(region.better) for region in found if region.better is not None]
            if not better:
                break
            optimum = fitted(function, better, study.stated, executor)
            simulations += optimum.simulations
        bar.advance()
        status = [_identified(region) for region in found]
        final, cost = _kept_where_stated(function, optimum, status, study.stated)
        simulations += cost
        joint = threshold(optimum.misfit, _freedom(optimum), len(found))
        kept, tried = accepted(function, optimum, found, joint, ACCEPTED, seed, executor)
        simulations += tried
        bar.advance()
        told = study.simulate(final)
        around = list(mapped(executor, study.simulate, kept))
        bar.advance()
    return Calibration(
        whatif=study.whatif,
        file=file,
        replications=study.replications,
        estimates=tuple(_estimates(study, final, found, status, optimum)),
        compared=tuple(
            _compared(key, study, one, told[key], [s[key] for s in around]) for key, one in seen.items()
        ),
        stated_misfit=misfit(function.of(figured[0])),
        misfit=misfit(function.of(told)),
        freedom=_freedom(optimum),
        poor=poor(optimum.misfit, _freedom(optimum)),
        accepted=tuple(tuple(study.values(places)) for places in kept),
        tried=tried,
        simulations=simulations,
    )


def _nearest(aims: Mapping[str, Observation], figured: Sequence[Figured]) -> Figured:
    """The point whose figures deviate least, each by its own variances. Raises ModelError where all are unknown."""

    def off(found: Figured) -> float:
        return sum(one.z(found[key], one.variance(found[key])) ** 2 for key, one in aims.items())

    return min(figured, key=off)


def _variances(aims: Mapping[str, Observation], found: Figured) -> dict[str, float]:
    return {key: one.variance(found[key]) for key, one in aims.items()}


def _freedom(optimum: Optimum) -> int:
    """Figures less the directions in which they determine the parameters."""
    if not len(optimum.slopes):
        return 0
    strengths = np.linalg.svd(optimum.slopes, compute_uv=False)
    return max(0, len(optimum.slopes) - int((strengths > 1.0 / WHOLE).sum()))


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
            if other != number and abs(close[number, other]) >= TOGETHER
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
    low, high = (float(values.min()), float(values.max())) if len(values) else (found.value, found.value)
    if study.figures[key].held_back and len(values) > 1:
        variance += float(values.var(ddof=1))
    return Compared(key, study.figures[key], seen, found, low, high, seen.z(found, variance), variance)
