"""A study of many halls of one kind: the scenario's hall in every size and staffing its `halls` state.

Halls have nothing to do with each other, so each is a replication: of one program for every size and staffing, and
under a number of its own, so that no two halls see the same luck. Only sums are kept (detail level `summary`), and how
many cases each hall judged and had on time. Some halls of a kind make one job: a store keeps what came of it, and other
machines take a part of the jobs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from itertools import islice, product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.nodes import Ints
from sim.engine.program import Program
from sim.engine.summary import JUDGED, ON_TIME, Summary, added, counted_clocks
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import summarising
from sim.experiments.running.shown import Shown
from sim.experiments.running.size import refuse_too_large, size_of
from sim.experiments.running.worker import Shared
from sim.experiments.runs.run import manifest_of
from sim.experiments.runs.run_folder import RunFolder
from sim.experiments.runs.summaries import TargetCount, outcome_counts, target_counts
from sim.experiments.store.kept import kept
from sim.experiments.verdicts.verdict import rounded
from sim.model import Fault, ModelError, Scenario
from sim.model.bounds import REPLICATIONS_ALLOWED, within
from sim.model.quantities import SourcedSize
from sim.results.pools import duty

EVENTS_TOGETHER = 1_000_000
"""About so many events make a job: a fraction of a second of the compiled engine."""
SPREAD = (0.0, 0.1, 0.5, 0.9)
"""Quantiles of the halls' own shares that are told: the worst hall, a tenth, half, nine tenths."""


@dataclass(frozen=True)
class HallClass:
    """Halls of one size and staffing."""

    size: float
    staffing: float
    halls: int
    first: int
    """Number of the first of them among all halls."""
    units: tuple[tuple[str, int], ...]
    """Units of every pool that grows with the hall."""


def hall_classes(scenario: Scenario) -> list[HallClass]:
    """All halls by size and staffing, small ones first; shares are met as nearly as whole halls allow.

    Raises ValueError for a scenario that describes one hall only.
    """
    stated = scenario.halls
    if stated is None:
        raise ValueError("the scenario states no halls")
    cells = list(product(sorted(stated.sizes.items()), sorted(stated.staffing.items())))
    wanted = [stated.number.value * share * part for (_, share), (_, part) in cells]
    counts = _whole(wanted, stated.number.value)
    found, first = [], 0
    for ((size, _), (staffing, _)), halls in zip(cells, counts, strict=True):
        units = []
        for pool in stated.pools:
            capacity = scenario.pools[pool].capacity
            assert capacity is not None
            units.append((pool, max(1, int(capacity.value * size * staffing + 0.5))))
        found.append(HallClass(size, staffing, halls, first, tuple(units)))
        first += halls
    return [one for one in found if one.halls]


def _whole(wanted: Sequence[float], total: int) -> list[int]:
    """Whole numbers that sum to `total`, by largest remainders; among equal ones the first."""
    counts = [int(number + 1e-9) for number in wanted]
    order = sorted(range(len(wanted)), key=lambda i: (counts[i] - wanted[i], i))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return counts


def program_of(whatif: WhatIf, hall: HallClass) -> Program:
    """The program of a hall of this size and staffing, under the load that was asked. Raises ModelError."""
    scenario = whatif.scenario
    pools = dict(scenario.pools)
    for name, units in hall.units:
        pools[name] = pools[name].model_copy(update={"capacity": SourcedSize(value=units)})
    sized = scenario.model_copy(update={"pools": pools})
    from sim.engine.compile import CompileError, compile_program

    load = {name: factor * Fraction(hall.size) for name, factor in whatif.load_of_services.items()}
    try:
        return compile_program(sized, load)
    except CompileError as fault:
        raise ModelError(scenario.fault_at(path, message) for path, message in fault.told) from None


@dataclass(frozen=True, eq=False)
class HallStudy:
    """All halls of a question, so many times over."""

    whatif: WhatIf
    years: int

    @classmethod
    def of(cls, whatif: WhatIf, years: int) -> HallStudy:
        """Raises ModelError for what cannot be simulated as halls, or is too large."""
        within("replications", years, REPLICATIONS_ALLOWED)
        if on_mean := [name for name, one in whatif.scenario.targets.items() if one.judged == "mean"]:
            message = "halls are told by their shares on time, and this target is judged on the mean; leave it out here"
            raise ModelError(whatif.scenario.fault_at(f"targets.{name}.judged", message) for name in on_mean)
        made = cls(whatif, years)
        refuse_too_large(whatif.program, years, times=sum(hall.halls * hall.size for hall in made.classes))
        return made

    @property
    def halls(self) -> int:
        return sum(hall.halls for hall in self.classes)

    @property
    def content(self) -> tuple[object, ...]:
        """What may change the numbers of a job; the jobs say of which years they are."""
        return self.whatif.content

    @cached_property
    def classes(self) -> list[HallClass]:
        return hall_classes(self.whatif.scenario)

    @cached_property
    def _programs(self) -> dict[int, Program]:
        return {}

    def program(self, number: int) -> Program:
        """Of the class of this number. Raises ModelError."""
        if number not in self._programs:
            self._programs[number] = program_of(self.whatif, self.classes[number])
        return self._programs[number]

    @cached_property
    def jobs(self) -> list[Job]:
        """All of them, class by class."""
        events = size_of(self.whatif.program).events
        found = []
        for number, hall in enumerate(self.classes):
            most = max(1, int(EVENTS_TOGETHER / max(1.0, events * hall.size)))
            for year in range(self.years):
                begin = year * self.halls + hall.first
                for first in range(begin, begin + hall.halls, most):
                    found.append(Job(number, first, min(most, begin + hall.halls - first)))
        return found


@dataclass(frozen=True)
class Job:
    """Halls of one size and staffing that are simulated together."""

    hall_class: int
    first: int
    """Replication of the first of them."""
    halls: int


@dataclass(frozen=True, eq=False)
class Counts:
    """What became of some halls of one size and staffing."""

    summary: Summary
    judged: Ints
    """(halls, counted clocks): cases judged in each."""
    on_time: Ints


@kept
def simulate_halls(shared: Shared[HallStudy], job: Job) -> Counts:
    """One job."""
    study = shared.value
    program = study.program(job.hall_class)
    run = summarising(study.whatif.seed, study.whatif.engine_name)
    made = [run(program, number) for number in range(job.first, job.first + job.halls)]
    table = np.array([one.counts for one in made])
    return Counts(added(program, made), table[:, :, JUDGED].copy(), table[:, :, ON_TIME].copy())


@dataclass(frozen=True, eq=False)
class HallsOfAClass:
    """What became of the halls of one size and staffing; the arrays as in `Counts`."""

    hall: HallClass
    program: Program
    summary: Summary
    judged: Ints
    on_time: Ints

    def share(self, row: int) -> float | None:
        """On time of all their judged cases, on one clock."""
        judged = int(self.judged[:, row].sum())
        return int(self.on_time[:, row].sum()) / judged if judged else None

    def shares(self, row: int) -> NDArray[np.float64]:
        """On time in each hall that judged anybody, sorted."""
        some = self.judged[:, row] > 0
        return np.sort(self.on_time[some, row] / self.judged[some, row])

    def busy(self, pool: int) -> float:
        """Share of its time on duty that a pool was busy."""
        on_duty = duty(self.program, pool)[0] * len(self.judged)
        return int(self.summary.busy[pool]) / on_duty if on_duty else 0.0

    def to_json(self) -> str:
        counts = {"judged": self.judged.tolist(), "on_time": self.on_time.tolist()}
        return json.dumps({**counts, "summary": json.loads(self.summary.to_json())})

    @classmethod
    def from_json(cls, text: str, hall: HallClass, program: Program) -> HallsOfAClass:
        """Raises ValueError for anything `to_json` did not write for such halls."""
        stated = json.loads(text)
        if not isinstance(stated, dict) or stated.keys() != {"judged", "on_time", "summary"}:
            raise ValueError("this is not a summary of halls")
        clocks = len(counted_clocks(program))
        judged, on_time = (
            np.array(stated[k], dtype=np.int64).reshape(-1, clocks) for k in ("judged", "on_time")
        )
        return cls(hall, program, Summary.from_json(json.dumps(stated["summary"]), program), judged, on_time)


@dataclass(frozen=True, eq=False)
class HallsResult(Shown):
    """All halls of a scenario, over the judged window."""

    PAGE = "sim.pages.halls:page_of"

    whatif: WhatIf
    years: int
    """How often the window was simulated in every hall."""
    classes: tuple[HallsOfAClass, ...]
    folder: Path | None = None

    def __repr__(self) -> str:
        return f"HallsResult({self.whatif!r}, classes {len(self.classes)}, years {self.years})"

    @cached_property
    def summary(self) -> Summary:
        """All halls added up; of pools and sessions, the sums over halls."""
        return added(self.program, (one.summary for one in self.classes))

    @property
    def program(self) -> Program:
        """One of the programs: names and clocks are the same in all."""
        return self.classes[0].program

    @property
    def halls(self) -> int:
        return sum(one.hall.halls for one in self.classes)

    @cached_property
    def targets(self) -> list[TargetCount]:
        """Every target over the cases of all halls."""
        return target_counts(self.whatif, self.program, self.summary)

    def row_of(self, target: str) -> int:
        """Which counted clock is a target's."""
        clock = self.program.names.clocks.index(target)
        return int(np.flatnonzero(counted_clocks(self.program) == clock)[0])

    def cases_a_day(self, hall: HallClass) -> float:
        """Cases judged a hall and working day: its size in figures anybody can compare."""
        one = next(c for c in self.classes if c.hall == hall)
        services = {target.service: target.target for target in reversed(self.targets)}
        judged = sum(int(one.judged[:, self.row_of(target)].sum()) for target in services.values())
        return judged / (hall.halls * self.years * _working_days(self.program))

    def table(self) -> list[dict[str, object]]:
        """A line a size, staffing and target: flat, for a spreadsheet."""
        lines: list[dict[str, object]] = []
        for one in map(self._class, self.classes):
            told = {key: one[key] for key in ("size", "staffing", "halls", "cases_a_day")}
            told |= {f"units_{pool}": units for pool, units in one["units"].items()}
            told |= {f"busy_{pool}": busy for pool, busy in one["busy"].items()}
            lines += [{**told, "target": target, **counts} for target, counts in one["targets"].items()]
        return lines

    def to_dict(self) -> dict[str, Any]:
        """As in `run --json`."""
        arrived, finished = int(self.summary.arrived.sum()), int(self.summary.finished.sum())
        return {
            **manifest_of(self.whatif, "summary"),
            "replications": self.years,
            "halls": self.halls,
            "arrived": arrived,
            "ended": finished,
            "open": arrived - finished,
            "targets": [target.to_dict() for target in self.targets],
            "outcomes": outcome_counts(self.program, self.summary),
            "classes": [self._class(one) for one in self.classes],
        }

    def _class(self, one: HallsOfAClass) -> dict[str, Any]:
        names = self.program.names.pools
        return {
            "size": one.hall.size,
            "staffing": one.hall.staffing,
            "halls": one.hall.halls,
            "cases_a_day": rounded(self.cases_a_day(one.hall), 2),
            "units": dict(one.hall.units),
            "busy": {name: rounded(one.busy(pool)) for pool, name in enumerate(names)},
            "targets": {
                target.target: {
                    "judged": int(one.judged[:, row].sum()),
                    "on_time": int(one.on_time[:, row].sum()),
                    "on_time_share": rounded(one.share(row), 6),
                    **spread_of(one.shares(row)),
                }
                for target in self.targets
                for row in (self.row_of(target.target),)
            },
        }


def spread_of(shares: NDArray[np.float64]) -> dict[str, float | None]:
    """Of the shares of single halls: the lowest, and what a tenth, half and nine tenths of halls do not exceed."""
    found = (
        np.quantile(shares, SPREAD, method="inverted_cdf").tolist() if len(shares) else [None] * len(SPREAD)
    )
    return dict(zip(("hall_lowest", "hall_p10", "hall_p50", "hall_p90"), map(_places, found), strict=True))


def _places(value: float | None) -> float | None:
    return rounded(value, 6)


def _working_days(program: Program) -> int:
    """Dates of the judged window on which the offices are open."""
    from sim.worktime import DAY

    first = int(program.calendar_first[program.office_calendar])
    rows = slice(first, first + int(program.calendar_count[program.office_calendar]))
    opens = program.open_at[rows]
    inside = (opens >= program.judged_from) & (opens < program.judged_until)
    return len(np.unique(opens[inside] // DAY))


def run_halls(
    whatif: WhatIf,
    *,
    years: int = 1,
    out: str | Path | None = None,
    resume: bool = False,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> HallsResult:
    """Run every hall of a scenario `years` times, and write a folder if `out` is given.

    A folder holds a file a size and staffing, and `resume` simulates only those that are not there yet. Raises
    ModelError for bad input.
    """
    if resume and out is None:
        raise ModelError([Fault.of("resume", "", "there is no folder to go on with; name it")])
    study = HallStudy.of(whatif, years)
    asked = {**manifest_of(whatif, "summary"), "halls": study.halls, "replications": years}
    with nullcontext() if out is None else RunFolder.opened(Path(out), asked, resume=resume) as folder:
        return _all(study, folder, progress, crew)


def _all(study: HallStudy, folder: RunFolder | None, progress: Progress, crew: Crew | None) -> HallsResult:
    whatif, years = study.whatif, study.years
    done = set() if folder is None else folder.numbers("halls")
    jobs = [job for job in study.jobs if job.hall_class not in done]
    found: list[HallsOfAClass] = []
    with (
        crew_for(whatif.engine_name, crew, jobs=len(jobs)) as own,
        progress(whatif.label, "replications", sum(job.halls for job in jobs)) as bar,
    ):
        results = zip(jobs, own.map_shared(simulate_halls, study, jobs), strict=True)
        for number, hall in enumerate(study.classes):
            if folder is not None and number in done:
                read = partial(HallsOfAClass.from_json, hall=hall, program=study.program(number))
                found.append(folder.document("halls", number, read))
                continue
            parts = []
            for job, counts in islice(results, sum(job.hall_class == number for job in jobs)):
                parts.append(counts)
                bar.advance(job.halls)
            one = _together(hall, study.program(number), parts)
            if folder is not None:
                folder.write_document("halls", number, one.to_json())
            found.append(one)
    made = HallsResult(whatif, years, tuple(found), None if folder is None else folder.path)
    if folder is not None:
        folder.write_table("halls", made.table())
    return made


def _together(hall: HallClass, program: Program, parts: Sequence[Counts]) -> HallsOfAClass:
    return HallsOfAClass(
        hall,
        program,
        added(program, (part.summary for part in parts)),
        np.concatenate([part.judged for part in parts]),
        np.concatenate([part.on_time for part in parts]),
    )
