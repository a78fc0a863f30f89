"""A part of a long run or check, simulated on a machine of its own for the store alone: all parts' stores have it all.

Replications are divided into stretches, one a part, and halls are dealt out by jobs. Nothing is told of a part but that
it is done: what the whole says, the same question tells from the store into which the parts were merged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.evidence import judged_replication
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import Run, Simulated
from sim.experiments.running.shown import Shown
from sim.experiments.running.size import refuse_too_large
from sim.experiments.runs.many_halls import HallStudy, simulate_halls
from sim.experiments.runs.run import summing
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, Bounds, within

Of = Literal["run", "check", "halls"]
"""Which command the part is of: replications for `run` or for `check`, or every hall of a scenario."""


@dataclass(frozen=True)
class Part(Shown):
    """What was done."""

    PAGE = "sim.pages.part:page_of"

    whatif: WhatIf
    of: Of
    shard: tuple[int, int]
    done: int
    """Replications, or halls, of this part."""
    whole: int
    """Of all parts."""
    folder: Path
    """The store that has it now."""

    def to_dict(self) -> dict[str, Any]:
        """As in `run --shard --json`."""
        return {
            "scenario": self.whatif.label, "part": self.shard[0], "parts": self.shard[1],
            "halls" if self.of == "halls" else "replications": self.done, "of": self.whole,
            "store": str(self.folder),
        }  # fmt: skip


def run_part(
    question: WhatIf | str,
    shard: tuple[int, int],
    *,
    replications: int,
    of: Of = "run",
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Part:
    """Simulate the i-th of n parts (shard i, n) of the replications, or halls, that the same question needs as a whole.

    Raises ModelError for bad input, and where no store is used.
    """
    whatif = load(question) if isinstance(question, str) else question
    within("replications", replications, REPLICATIONS_ALLOWED)
    within("shard", shard[0], Bounds(1, shard[1]))
    with crew_for(whatif.engine_name, crew) as own:
        if own.store is None:
            raise ModelError(
                [Fault.of("shard", "{}/{}".format(*shard), "a part is kept in a store; name its folder")]
            )
        whole, units, work = (_halls if of == "halls" else _replications)(
            whatif, shard, replications, of, own
        )
        with progress(whatif.label, "replications", units) as bar:
            for one in work:
                bar.advance(one)
        return Part(whatif, of, shard, units, whole, own.store.folder)


Work = tuple[int, int, Iterator[int]]
"""How many there are in all parts, in this one, and those that are done, as they come."""


def _replications(whatif: WhatIf, shard: tuple[int, int], replications: int, of: Of, crew: Crew) -> Work:
    part, parts = shard
    span = range(replications * (part - 1) // parts, replications * part // parts)
    program = whatif.program
    refuse_too_large(program, len(span))
    run: Run[object] = Simulated(judged_replication, whatif.seed, whatif.engine_name)
    if of == "run":
        run = summing(whatif, whatif.engine_for(replications))
    return replications, len(span), (1 for _ in crew.replicate(run, program, span))


def _halls(whatif: WhatIf, shard: tuple[int, int], years: int, _of: Of, crew: Crew) -> Work:
    study = HallStudy.of(whatif, years)
    jobs = study.jobs[shard[0] - 1 :: shard[1]]
    done = zip(jobs, crew.map_shared(simulate_halls, study, jobs), strict=True)
    return years * study.halls, sum(job.halls for job in jobs), (job.halls for job, _ in done)
