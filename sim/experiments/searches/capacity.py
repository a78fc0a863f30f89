"""Capacity: the largest load at which each target is still met, what binds there, and the share against the load.

Three questions on one sample of replications: where each target's verdict turns (`sim.experiments.load.margin`), which
pool binds there (`sim.experiments.load.binding`), and how the on-time share falls on the way. Loads are factors on what
the question asks. Beside them, as in `check`, what is not known, and which number to measure first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sim.experiments.load.loads import AS_ASKED, LOADS, Loads, place_of
from sim.experiments.load.margin import Margin, margins
from sim.experiments.questions.origin import made_with
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.requirement import Requirement
from sim.experiments.running.sample_problem import REPLICATIONS, Sample, required
from sim.experiments.running.shown import Shown
from sim.experiments.statistics.share_interval import share_interval
from sim.experiments.unknowns.doubt import Doubt
from sim.experiments.unknowns.draws import DRAWS, doubts
from sim.experiments.verdicts.check import chosen
from sim.experiments.verdicts.verdict import rounded
from sim.model.bounds import DRAWS_ALLOWED, REPLICATIONS_ALLOWED, within
from sim.results.judged import Judged

if TYPE_CHECKING:
    import polars as pl

CONFIDENCE = 0.95
FEWEST_REPLICATIONS = 2
_VALUE = {"share": "on_time_share", "mean": "mean"}
GAP = 0.12
"""The curve has a point at least every 12% of load around the turns…"""
MOST_STEPS = 12
"""…unless that made more steps than this."""
BELOW, ABOVE = 0.7, 1.25
"""How far around the turns the curve is filled in."""


@dataclass(frozen=True)
class Point:
    """The on-time share, or mean, of a target under one load, on the sample; undetermined cases late, or as known."""

    load: float
    value: float
    low: float
    high: float
    cases: int
    """Judged cases."""


@dataclass(frozen=True)
class Capacity(Shown):
    """What loads a scenario bears. Loads are factors on what the question asks."""

    PAGE = "sim.pages.capacity:page_of"
    FIGURE = "plots.results.searched:draw_capacity"

    whatif: WhatIf
    service: str | None
    """Whose load was changed; None: everybody's."""
    replications: int
    """Of the sample."""
    margins: tuple[Margin, ...]
    curves: Mapping[str, tuple[Point, ...]]
    """By target; loads where nobody was judged have no point."""
    doubts: Mapping[str, Doubt]
    """By target, at the load asked: how often it is kept given what is not known, and what to measure first."""
    confidence: float = CONFIDENCE
    """Of each interval of a curve."""

    def value_as_asked(self, target: str) -> float | None:
        """The share or mean of the sample at the load asked; None where nobody was judged."""
        return next((point.value for point in self.curves[target] if point.load == 1), None)

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row a target and load: the curves."""
        import polars as pl

        held = {"share": ("required", "share"), "mean": ("limit", "mean")}
        rows = []
        for margin in self.margins:
            required, value = held[margin.required.statistic]
            rows += [
                {
                    "target": margin.target,
                    required: margin.required.level,
                    value: point.value,
                    **asdict(point),
                }
                for point in self.curves[margin.target]
            ]
        numbers = dict.fromkeys(("required", "load", "share", "low", "high"), pl.Float64)
        more = dict.fromkeys(("limit", "mean"), pl.Float64)
        schema = {"target": pl.String, **numbers, "cases": pl.Int64, **more}
        return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema)

    def to_dict(self) -> dict[str, Any]:
        """As in `capacity --json`; rounded, so that equal runs print equal bytes."""
        return {
            "scenario": self.whatif.label,
            "asked_load": self.whatif.load_text,
            "service": self.service,
            "replications": self.replications,
            "seed": self.whatif.seed,
            "engine": self.whatif.engine_name,
            "confidence": self.confidence,
            "targets": [
                {
                    **margin.to_dict(),
                    "doubt": self.doubts[margin.target].to_dict() if margin.target in self.doubts else None,
                    "curve": [
                        {
                            "load": point.load,
                            _VALUE[margin.required.statistic]: round(point.value, 6),
                            "ci": [round(point.low, 6), rounded(point.high, 6)],
                            "cases": point.cases,
                        }
                        for point in self.curves[margin.target]
                    ],
                }
                for margin in self.margins
            ],
            **made_with(self.whatif),
        }

    def __str__(self) -> str:
        of = "all arrivals" if self.service is None else f"arrivals of {self.service}"
        head = f"{self.whatif.label}: load 1 is what was asked ({self.whatif.load_text}), {of}"
        return "\n".join([head, *(f"  {margin}" for margin in self.margins)])


def capacity(
    question: WhatIf | str,
    *,
    service: str | None = None,
    targets: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    draws: int = DRAWS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Capacity:
    """The loads each target bears (all of them, or those named), in the file's order.

    `service` changes the load of one service only. `replications` is the size of the sample; what fresh seeds
    confirm takes what it needs, up to 96 a load. `draws` vectors of all uncertain numbers tell what to measure first,
    as in `check`. Raises ModelError for bad input.
    """
    whatif = load(question) if isinstance(question, str) else question
    within("replications", replications, REPLICATIONS_ALLOWED.above(FEWEST_REPLICATIONS))
    within("draws", draws, DRAWS_ALLOWED)
    names = chosen(whatif, targets)
    loads = Loads(whatif, service)
    with crew_of(whatif, crew, names) as own:
        return _searched(loads, names, replications, draws, progress, own)


def _searched(
    loads: Loads,
    targets: list[str],
    replications: int,
    draws: int,
    progress: Progress,
    crew: Crew,
) -> Capacity:
    _ = loads.whatif.program  # what cannot run is told before a bar appears
    with progress(loads.whatif.label, "search", None) as bar:
        sample = Sample(replications, loads.whatif.seed, crew, bar.advance)
        found = margins(loads, targets, sample)
        for place in filled(loads.simulated(sample), list(found.values())):
            sample.evidence(loads[place])
        stated = sample.evidence(loads[AS_ASKED])
        judged = [target for target in targets if any(one.judged for one in stated.of(target))]
        bar.stage("draws", draws if judged else 0)
        known = doubts(loads.whatif, stated, judged, draws, crew, bar.advance)
    curves = {target: _curve(loads, target, sample) for target in targets}
    return Capacity(loads.whatif, loads.service, replications, tuple(found.values()), curves, known)


def filled(known: Sequence[int], found: Sequence[Margin]) -> list[int]:
    """Places to simulate as well, so that the curve has no wide gap around the turns. `known` holds the asked load."""
    ends = [
        end
        for margin in found
        if margin.kind == "turns"
        for end in (margin.met or margin.kept, margin.not_met or margin.broken)
        if end is not None
    ]
    if not ends:
        return []
    low, high = (place_of(x) for x in (BELOW * min([*ends, 1.0]), ABOVE * max([*ends, 1.0])))
    gap = max(GAP, math.log(LOADS[high] / LOADS[low]) / MOST_STEPS)
    places = sorted({low, high, *(place for place in known if low < place < high)})
    for a, b in pairwise(places):
        steps = math.ceil(math.log(LOADS[b] / LOADS[a]) / gap - 1e-9)
        places += [a + (b - a) * step // steps for step in range(1, steps)]
    return sorted(set(places) - set(known))


def _curve(loads: Loads, target: str, sample: Sample) -> tuple[Point, ...]:
    points = []
    for place in loads.simulated(sample):
        judged = sample.evidence(loads[place]).of(target, sample.replications)
        if any(one.judged for one in judged):
            points.append(point_of(float(LOADS[place]), judged, required(loads.whatif, target)))
    return tuple(points)


def point_of(load: float, judged: Sequence[Judged], needed: Requirement) -> Point:
    """The share with undetermined cases late; the interval reaches up to where all of them are on time.

    A mean with what is known of them; its interval has no upper end where there are any.
    """
    if needed.share is None:
        found = needed.decision(judged, ((len(judged), 1 - CONFIDENCE),))
        return Point(load, found.value, found.low, found.high, sum(one.judged for one in judged))
    cases = [one.judged for one in judged]
    late = share_interval([one.on_time for one in judged], cases, 1 - CONFIDENCE)
    best = share_interval([one.on_time + one.undetermined for one in judged], cases, 1 - CONFIDENCE)
    return Point(load, late.share, late.low, best.high, sum(cases))
