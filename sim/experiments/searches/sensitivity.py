"""Sensitivity: how a promise moves with every number that is not known, all others moving too.

Every number goes over its whole range, as `check` draws it (triangular from low over stated to high); where it stands
there is its place from 0 to 1. `morris` screens: how far does the share on time (or the mean) move when this number
goes from its lowest quarter to its highest, the others being anywhere? `sobol` divides: what part of the variance of
the share does this number explain, alone and with others? All points have common random numbers, and what luck adds is
taken out. `robustness` asks another question: how wrong may a number be until the verdict flips.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.engine.summary import counted_clocks
from sim.experiments.questions.origin import heading_of, made_with
from sim.experiments.questions.whatif import WhatIf, load, runs
from sim.experiments.running.crew import Crew
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import summarising
from sim.experiments.running.requirement import Counted, requirement
from sim.experiments.running.shown import Shown
from sim.experiments.running.size import refuse_too_large
from sim.experiments.running.worker import Shared
from sim.experiments.statistics.morris import LEVELS, Effects, effects, middles, trajectories
from sim.experiments.statistics.sobol import Indices, indices, places
from sim.experiments.store.kept import kept
from sim.experiments.unknowns.unknown import Unknown
from sim.experiments.unknowns.vectors import Vectors, stream, vectors_of
from sim.experiments.verdicts.check import chosen
from sim.experiments.verdicts.verdict import rounded
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, SAMPLES_ALLOWED, within
from sim.model.faults import listed
from sim.model.names import unknown

Method = Literal["morris", "sobol"]
METHODS: tuple[Method, ...] = ("morris", "sobol")
SAMPLES = {"morris": 8, "sobol": 64}
"""Trajectories, and places of each of the two samples, unless stated."""
REPLICATIONS = 8
"""Of each point: few, as what they all have in common is luck that does not count."""
FEWEST = 2

Place = tuple[float, ...]


@dataclass(frozen=True)
class TargetSensitivity:
    """One target: by number, in order, whichever the method tells."""

    target: str
    statistic: str
    """What moves: "share" or "mean"."""
    unit: str
    """Of a mean; a share is told from 0 to 1."""
    effects: tuple[Effects | None, ...] = ()
    indices: Indices | None = None

    def order(self) -> list[int]:
        """Numbers by what they do, most first; those of which nothing can be told last."""
        if self.indices is not None:
            return sorted(range(len(self.indices.total)), key=lambda n: -self.indices.total[n].value)  # type: ignore[union-attr]
        strengths = [-1.0 if one is None else one.strength for one in self.effects]
        return sorted(range(len(strengths)), key=lambda n: -strengths[n])


@dataclass(frozen=True)
class Sensitivity(Shown):
    """What every number does to every target."""

    PAGE = "sim.pages.sensitivity:page_of"
    FIGURE = "plots.results.sensitivity:draw_number_bars"

    whatif: WhatIf
    method: Method
    numbers: tuple[Unknown, ...]
    held: tuple[str, ...]
    """Uncertain numbers that stay as stated: calibrated ones, and those that the file's rules do not let move."""
    targets: tuple[TargetSensitivity, ...]
    samples: int
    replications: int
    points: int
    refused: int
    """Points that the file's rules do not allow: what touches them is left out."""

    def to_dict(self) -> dict[str, Any]:
        """As in `sensitivity --json`."""
        return {
            **heading_of(self.whatif),
            "method": self.method,
            "samples": self.samples,
            "replications": self.replications,
            "points": self.points,
            "refused": self.refused,
            "held": list(self.held),
            "targets": [self._told(one) for one in self.targets],
            **made_with(self.whatif),
        }

    def _told(self, one: TargetSensitivity) -> dict[str, Any]:
        found = one.indices
        whole = {} if found is None else {
            "deviation": rounded(found.deviation, 6), "noise_share": rounded(found.noise), "rows": found.rows
        }  # fmt: skip
        numbers = [{"path": self.numbers[n].path, **self._number(one, n)} for n in one.order()]
        if self.method == "sobol" and found is None:
            numbers = []
        return {
            "target": one.target,
            "of": one.statistic,
            "unit": one.unit or None,
            **whole,
            "numbers": numbers,
        }

    def _number(self, one: TargetSensitivity, number: int) -> dict[str, Any]:
        if one.indices is not None:
            return {
                name: [rounded(part.value), rounded(part.low), rounded(part.high)]
                for name, part in (("first", one.indices.first[number]), ("total", one.indices.total[number]))
            }
        found = one.effects[number] if one.effects else None
        if found is None:
            return {"strength": None}
        return {
            "strength": rounded(found.strength, 6), "ci": [rounded(found.low, 6), rounded(found.high, 6)],
            "mean": rounded(found.mean, 6), "spread": rounded(found.spread, 6), "noise": rounded(found.noise, 6),
            "effects": found.count,
        }  # fmt: skip

    def stays(self, number: int) -> bool:
        """Whether screening does not move it: a whole number with so narrow a range that its quarters are the same."""
        quarters = (np.arange(LEVELS) + 0.5) / LEVELS
        return self.method == "morris" and bool(np.ptp(self.numbers[number].values(quarters)) == 0)

    def __str__(self) -> str:
        return f"{self.whatif.label}: {self.method} over {len(self.numbers)} numbers"


def sensitivity(
    question: WhatIf | str,
    *,
    method: Method = "morris",
    numbers: Sequence[str] | None = None,
    targets: Sequence[str] | None = None,
    samples: int | None = None,
    replications: int = REPLICATIONS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Sensitivity:
    """What every uncertain number (or those at the paths named) does to all targets (or those named).

    `samples` are trajectories of `morris`, or places of `sobol`, of which a power of two is taken. So many points are
    simulated times one more than there are numbers, for `sobol` two more. Raises ModelError for bad input.
    """
    whatif = load(question) if isinstance(question, str) else question
    if method not in METHODS:
        raise ModelError([Fault.of("method", method, f"allowed: {listed(METHODS)}")])
    within("replications", replications, REPLICATIONS_ALLOWED.above(FEWEST))
    within("samples", samples, SAMPLES_ALLOWED)
    names = tuple(chosen(whatif, targets))
    wanted = SAMPLES[method] if samples is None else samples
    with crew_of(whatif, crew, names) as own:
        vectors, held = _numbers(whatif, numbers, own)
        random = stream("sensitivity", method, str(whatif.seed))
        inputs = len(vectors.unknowns)
        if method == "morris":
            design = trajectories(inputs, wanted, random)
        else:
            wanted = 1 << (wanted - 1).bit_length()
            design = places(inputs, wanted, np.random.default_rng(random.integers(0, 2**63, 4)))
        drawn = middles(design) if method == "morris" else design
        flat: list[Place] = [tuple(row) for row in drawn.reshape(-1, inputs).tolist()]
        different = list(dict.fromkeys(flat))
        refuse_too_large(whatif.program, replications, times=len(different))
        with progress(whatif.label, "points", len(different)) as bar:
            answers: dict[Place, Answer] = {}
            asked = Asked(vectors, names, replications)
            for place, answer in zip(different, own.map_shared(try_place, asked, different), strict=True):
                answers[place] = answer
                bar.advance()
    made = []
    for number, target in enumerate(names):
        needed = requirement(whatif.scenario, target)
        sums, counts = _columns([answers[place] for place in flat], number, replications)
        scale = 1.0 if needed.share is not None else needed.in_clock / needed.level
        shape = (*design.shape[:2], replications)
        sums, counts = sums.reshape(shape) / scale, counts.reshape(shape)
        one = TargetSensitivity(target, needed.statistic, needed.unit_name)
        if method == "morris":
            made.append(replace(one, effects=tuple(effects(design, sums, counts, random))))
        else:
            made.append(replace(one, indices=indices(sums, counts, random)))
    refused = sum(answer.refused for answer in answers.values())
    return Sensitivity(
        whatif, method, vectors.unknowns, held, tuple(made), wanted, replications, len(different), refused
    )


def _numbers(whatif: WhatIf, stated: Sequence[str] | None, crew: Crew) -> tuple[Vectors, tuple[str, ...]]:
    """The numbers that move, and those that could but do not. Raises ModelError where there is none."""
    vectors = vectors_of(whatif, crew)
    moving = [one for one in vectors.unknowns if one.high > one.low and not one.policy]
    known = {path: one for one in moving for path in one.paths}
    if not moving:
        raise ModelError([whatif.scenario.fault_at("", "nothing here is uncertain; give a number a range")])
    wrong = [path for path in stated or () if path not in known]
    if wrong:
        raise ModelError(
            [Fault.of("number", path, unknown("uncertain number", path, known)) for path in wrong]
        )
    chosen_ones = moving if not stated else list({known[path].path: known[path] for path in stated}.values())
    held = (*vectors.fixed, *vectors.fitted)
    return Vectors(vectors.whatif, tuple(chosen_ones), vectors.fixed), held


@dataclass(frozen=True)
class Asked:
    """What all points have in common."""

    vectors: Vectors
    targets: tuple[str, ...]
    replications: int


@dataclass(frozen=True)
class Answer:
    """A point: of each target, what every replication adds."""

    refused: bool
    counts: tuple[tuple[tuple[int, int, int], ...], ...]


@kept
def try_place(shared: Shared[Asked], place: Place) -> Answer:
    """The question with every number where the place says, on its replications."""
    asked = shared.value
    settings = [
        setting
        for number, at in zip(asked.vectors.unknowns, place, strict=True)
        for setting in number.settings(float(number.values(np.array([at]))[0]))
    ]
    whatif = asked.vectors.whatif.with_settings(settings)
    if not runs(whatif):
        return Answer(True, ())
    program = whatif.program
    run = summarising(whatif.seed, whatif.engine_name, stop_when_judged=True)
    made = [run(program, number) for number in range(asked.replications)]
    counted = counted_clocks(program).tolist()
    told: list[tuple[Counted, ...]] = []
    for target in asked.targets:
        needed = requirement(whatif.scenario, target)
        row = counted.index(program.names.clocks.index(target))
        told.append(tuple(needed.summed(one, row) for one in made))
    return Answer(False, tuple(told))


def _columns(
    answers: Sequence[Answer], target: int, replications: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What counts and who was judged, by point and replication; nan of a point that was refused."""
    nothing = ((np.nan, np.nan, np.nan),) * replications
    table = np.array([nothing if one.refused else one.counts[target] for one in answers], dtype=np.float64)
    return table[..., 0], table[..., 1]
