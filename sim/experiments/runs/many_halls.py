"""A study of many halls of one kind: the scenario's hall in every size and staffing its `halls` state.

Halls have nothing to do with each other, so each is a replication: of one program for every size and staffing, and
under a number of its own, so that no two halls see the same luck. Only sums are kept (detail level `summary`), and how
many cases each hall judged and had on time. Some halls of a kind make one job: a store keeps what came of it, and other
machines take a part of the jobs.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.program import Program
from sim.engine.summary import JUDGED, ON_TIME, Summary, added
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import summarising
from sim.experiments.running.size import refuse_too_large, size_of
from sim.experiments.running.worker import Shared
from sim.experiments.runs.hall_classes import HallClass, hall_classes, program_of
from sim.experiments.runs.halls_result import HallsOfAClass, HallsResult
from sim.experiments.runs.run import manifest_of
from sim.experiments.runs.run_folder import RunFolder
from sim.experiments.store.kept import kept
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, within

EVENTS_TOGETHER = 1_000_000
"""About so many events make a job: a fraction of a second of the compiled engine."""


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
