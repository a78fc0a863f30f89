"""A sweep: every promise at every point of a grid, or of a Latin hypercube, under common random numbers.

A point is a question of its own, with its factors set as one would type them; all have equal seeds, so that points
differ by what was varied and not by luck. A row is kept of each point: the share on time (or the mean) with an
interval, quantiles, and how busy the busiest pool was. With a store no point is simulated twice, and a sweep that was
ended goes on where it was. A point that the file's rules refuse says so in its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from sim.engine.histogram import quantile
from sim.engine.summary import JUDGED, VALUE, Summary, counted_clocks
from sim.experiments.load.steady import OfferedWork
from sim.experiments.questions.factors import Factor, Point, grid, hypercube, parse_factor, question_at
from sim.experiments.questions.origin import heading_of, made_with
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import summarising
from sim.experiments.running.requirement import requirement, unit_in_clock
from sim.experiments.running.sample_problem import REPLICATIONS
from sim.experiments.running.shown import Shown
from sim.experiments.running.size import refuse_too_large, size_of
from sim.experiments.running.worker import Shared
from sim.experiments.statistics.looks import Verdict, single_look
from sim.experiments.store.kept import kept
from sim.experiments.verdicts.check import chosen
from sim.experiments.verdicts.verdict import rounded
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, Bounds, within
from sim.results.pools import pool_use

FEWEST_REPLICATIONS = 2
CONFIDENCE = 0.95
LOOKED_AT = 5
"""Points whose size is estimated before any is simulated."""


@dataclass(frozen=True)
class At:
    """One target at one point."""

    verdict: Verdict
    value: float | None
    """On-time share, or the mean in the limit's unit; undetermined cases late. None where nobody was judged."""
    low: float | None
    high: float | None
    mean: float | None
    """Of the cases that have a time, in the limit's unit; as the quantiles are. Where the mean is judged, the value."""
    p50: float | None
    p90: float | None
    p95: float | None
    cases: int
    overloaded: tuple[str, ...]
    """Pools that its cases need and that are offered more than they can do: what the window shows would not last."""

    @property
    def kept(self) -> bool:
        """Met for sure, and for good."""
        return self.verdict == "met" and not self.overloaded


@dataclass(frozen=True)
class Tried:
    """One point: all targets, in order."""

    refused: str
    """Why the file's rules do not allow it; empty where they do."""
    targets: tuple[At, ...]
    busiest: str
    busy: float
    """The pool with the largest busy share, and that share."""


@dataclass(frozen=True)
class Sweep(Shown):
    """What was varied, and what came of it."""

    PAGE = "sim.pages.sweep:page_of"
    FIGURE = "plots.results.sweep:draw_swept_points"

    whatif: WhatIf
    targets: tuple[str, ...]
    factors: tuple[Factor, ...]
    points: tuple[Point, ...]
    """The points that were asked for; with a shard, its own alone."""
    tried: tuple[Tried, ...]
    replications: int
    drawn: bool
    """Whether the points are those of a Latin hypercube."""

    def of(self, target: str) -> list[At | None]:
        """A target at every point, None where it was refused."""
        place = self.targets.index(target)
        return [one.targets[place] if one.targets else None for one in self.tried]

    def statistic(self, target: str) -> str:
        """What is judged: "share" or "mean"."""
        return "mean" if self.whatif.scenario.targets[target].judged == "mean" else "share"

    def table(self) -> list[dict[str, Any]]:
        """A row a point and target: what was varied, then what came of it."""
        rows = []
        for number, (point, tried) in enumerate(zip(self.points, self.tried, strict=True)):
            varied = {f.label: f.plain(value) for f, value in zip(self.factors, point, strict=True)}
            for place, target in enumerate(self.targets):
                at = tried.targets[place] if tried.targets else None
                rows.append({"point": number, **varied, "target": target, **self._told(target, tried, at)})
        return rows

    def _told(self, target: str, tried: Tried, at: At | None) -> dict[str, Any]:
        value = None if at is None else rounded(at.value, 6)
        on_mean = self.statistic(target) == "mean"
        return {
            "verdict": None if at is None else at.verdict,
            "steady": False if at is not None and at.overloaded else None,
            "on_time_share": None if on_mean else value,
            "judged_mean": value if on_mean else None,
            **{
                name: None if at is None else rounded(getattr(at, name), 6)
                for name in ("low", "high", "mean", "p50", "p90", "p95")
            },
            "unit": str(self.whatif.scenario.targets[target].limit.value.unit),
            "cases": None if at is None else at.cases,
            "overloaded": None if at is None else " ".join(at.overloaded),
            "busiest_pool": tried.busiest or None,
            "busy": rounded(tried.busy) if tried.busiest else None,
            "refused": tried.refused or None,
        }

    def to_dict(self) -> dict[str, Any]:
        """As in `sweep --json`."""
        return {
            **heading_of(self.whatif),
            "replications": self.replications,
            "confidence": CONFIDENCE,
            "points": "latin_hypercube" if self.drawn else "grid",
            "over": [
                {"name": one.name, "operation": one.operation, "values": list(one.values),
                 "from": rounded(one.low), "to": rounded(one.high)}
                for one in self.factors
            ],
            "targets": list(self.targets),
            "rows": self.table(),
            **made_with(self.whatif),
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.whatif.label}: {len(self.points)} points of {', '.join(one.label for one in self.factors)}"


def sweep(
    question: WhatIf | str,
    over: Sequence[str | Factor],
    *,
    lhs: int | None = None,
    targets: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    shard: tuple[int, int] = (1, 1),
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Sweep:
    """All targets (or those named) at every point of a grid; with `lhs` at so many points of a Latin hypercube.

    `over` are factors as texts: "pools.window.capacity=4:8", "load=0.8:1.2:5", "lever.parallel_approval=off,on".
    `shard` (i, n) tries the i-th of n parts of the points only, on as many machines; their stores together have all.
    Raises ModelError for bad input.
    """
    whatif = load(question) if isinstance(question, str) else question
    within("replications", replications, REPLICATIONS_ALLOWED.above(FEWEST_REPLICATIONS))
    factors = tuple(one if isinstance(one, Factor) else parse_factor(one) for one in over)
    if not factors:
        raise ModelError([Fault.of("over", "", "nothing is varied; write PATH=a:b:n or PATH=a,b,c")])
    if len({one.label for one in factors}) < len(factors):
        raise ModelError([Fault.of("over", "", "a factor is stated twice")])
    part, parts = shard
    within("shard", part, Bounds(1, parts))
    names = tuple(chosen(whatif, targets))
    _ = whatif.program
    points = grid(factors) if lhs is None else hypercube(factors, lhs, whatif.seed)
    _can_be_set(whatif, factors, points)
    points = points[part - 1 :: parts]
    times = _times(whatif, factors, points)
    asked = Asked(whatif, names, factors, replications)
    tried = []
    with crew_of(whatif, crew, names) as own:
        many = replications * min(own.workers, len(points))
        refuse_too_large(whatif.program, replications, summaries=many, times=times)
        with progress(whatif.label, "points", len(points)) as bar:
            for one in own.map_shared(try_point, asked, points):
                tried.append(one)
                bar.advance()
    return Sweep(whatif, names, factors, tuple(points), tuple(tried), replications, lhs is not None)


def _times(whatif: WhatIf, factors: Sequence[Factor], points: Sequence[Point]) -> float:
    """How many times the work of the question all points are, about: by a few of them, from the first to the last."""
    some = (
        [points[round(n * (len(points) - 1) / (LOOKED_AT - 1))] for n in range(LOOKED_AT)] if points else []
    )
    sizes = []
    for point in dict.fromkeys(some):
        with suppress(ModelError):
            sizes.append(size_of(question_at(whatif, factors, point).program).events)
    return len(points) * fmean(sizes or [0.0]) / max(1.0, size_of(whatif.program).events)


def _can_be_set(whatif: WhatIf, factors: Sequence[Factor], points: Sequence[Point]) -> None:
    """Raises ModelError where a factor cannot be what its first value says, alone: its path is wrong, or its unit."""
    for factor, value in zip(factors, points[0], strict=True):
        try:
            _ = question_at(whatif, (factor,), (value,)).load_of_services
        except ModelError as fault:
            whole = f"{factor.label}={value}" if factor.operation == "=" else f"{factor.label}{value}"
            raise ModelError([Fault.of("over", whole, one.message) for one in fault.faults]) from None


@dataclass(frozen=True)
class Asked:
    """What all points of a sweep have in common."""

    whatif: WhatIf
    targets: tuple[str, ...]
    factors: tuple[Factor, ...]
    replications: int


@kept
def try_point(shared: Shared[Asked], point: Point) -> Tried:
    """One point of a sweep, on its replications."""
    asked = shared.value
    try:
        whatif = question_at(asked.whatif, asked.factors, point)
        program = whatif.program
    except ModelError as fault:
        return Tried(fault.faults[0].message, (), "", 0.0)
    run = summarising(whatif.seed, whatif.engine_name, stop_when_judged=True)
    made = [run(program, number) for number in range(asked.replications)]
    work = OfferedWork(whatif)
    missing = [target for target in asked.targets if target not in whatif.scenario.targets]
    if missing:
        return Tried(f'target "{missing[0]}" is not judged here', (), "", 0.0)
    busy = max(pool_use(program, made), key=lambda use: use.utilisation, default=None)
    told = tuple(_at(whatif, target, made, work) for target in asked.targets)
    return Tried("", told, busy.pool if busy else "", busy.utilisation if busy else 0.0)


def _at(whatif: WhatIf, target: str, made: Sequence[Summary], work: OfferedWork) -> At:
    program, stated = whatif.program, whatif.scenario.targets[target]
    row = counted_clocks(program).tolist().index(program.names.clocks.index(target))
    over = tuple(dict.fromkeys(name for one in work.over(target) for name in one.names))
    cases = sum(int(one.counts[row, JUDGED]) for one in made)
    if not cases:
        return At("undecided", None, None, None, None, None, None, None, 0, over)
    needed, unit = requirement(whatif.scenario, target), unit_in_clock(stated, whatif.scenario.wd_hours)
    found = needed.decision_of([needed.summed(one, row) for one in made], single_look(len(made)))
    valued = sum(one.measured(row, VALUE) for one in made)
    timed = sum(one.total(row, VALUE) for one in made) / valued / unit if valued else None
    cells = np.sum([one.cells[row, VALUE] for one in made], axis=0)
    quantiles = [quantile(cells, p, cases - valued) for p in (0.5, 0.9, 0.95)]
    p50, p90, p95 = (None if found is None else found / unit for found in quantiles)
    mean = found.value if needed.share is None else timed  # the sum of one on the mean holds open cases too
    return At(found.verdict, found.value, found.low, found.high, mean, p50, p90, p95, cases, over)
