"""All that one report tells of a question: verdicts, alternatives, levers, loads, a run of it and one case.

Each part is the result of its own experiment, so that a number in the report is the one that the experiment's command
prints. A part may be left out, and the report says so. Of a finished run the replications in its folder are taken as
they are; only what no folder holds (other loads, levers, further replications) is simulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sim.experiments.comparing.compare import compare
from sim.experiments.comparing.comparison import Comparison
from sim.experiments.comparing.lever_effects import LeverEffects, lever_effects
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence, judged_replication
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.runs.case_story import CaseStory, case_story
from sim.experiments.runs.read_run import asked as asked_of
from sim.experiments.runs.read_run import question_of
from sim.experiments.runs.run import Result, run
from sim.experiments.searches.capacity import Capacity, capacity
from sim.experiments.unknowns.draws import DRAWS
from sim.experiments.verdicts.check import check, chosen
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.levers import stated_levers
from sim.model import ModelError
from sim.results.judged import Judged
from sim.results.typical import typical_case

Part = Literal["draws", "alternatives", "levers", "capacity"]
"""What may be left out: the draws of what is not known, the other versions, each lever alone, other loads."""
PARTS: tuple[Part, ...] = get_args(Part)
REPLICATIONS = 24
"""Replications whose events are kept, to tell where the days go and one case; a run brings its own."""


@dataclass(frozen=True, eq=False)
class Report:
    """The parts of one report. A part that is None was left out, or does not fit: `left_out` says which."""

    whatif: WhatIf
    made: Result
    """Replications with their events."""
    verdicts: tuple[TargetVerdict, ...]
    judged: Mapping[str, Sequence[Judged]]
    """By target, the cases its verdict rests on."""
    comparison: Comparison | None
    levers: LeverEffects | None
    capacity: Capacity | None
    story: CaseStory | None
    """A judged case that was late, or else slow; None where nobody came to an end."""
    left_out: tuple[Part, ...]
    """Parts that could be told, and were asked to be left out."""

    @property
    def headline(self) -> TargetVerdict:
        """The promise that stands for all: the first headline, else the first one."""
        return self.verdict(_headline(self.whatif, [one.target for one in self.verdicts]))

    def verdict(self, target: str) -> TargetVerdict:
        """That on one target."""
        return next(one for one in self.verdicts if one.target == target)


def gathered(
    question: WhatIf | Result | str,
    *,
    vs: Sequence[str] | Mapping[str, Result] = (),
    leave_out: Sequence[Part] = (),
    draws: int = DRAWS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Report:
    """Gather a report of a question, or of a run by its folder. Raises ModelError for bad input.

    `vs` states alternatives as `compare` takes them; without any the other versions of the scenario are compared.
    """
    asked = asked_of(question)
    whatif = question_of(asked)
    names = chosen(whatif, None)
    left_out = [part for part in PARTS if part in leave_out and _fits(part, whatif, vs)]

    def wanted(part: Part) -> bool:
        return part not in leave_out and _fits(part, whatif, vs)

    with crew_of(whatif, crew, names) as own:
        evidence = Evidence(whatif.program, whatif.seed, own, whatif.engine_name)
        if isinstance(asked, Result):
            evidence.summaries += [judged_replication(asked.program, one) for one in asked.outcomes]
        verdicts = check(
            whatif, ends="draws" not in leave_out, draws=draws, progress=progress, crew=own, evidence=evidence
        )
        made = asked if isinstance(asked, Result) and asked.detail == "events" else None
        made = made or run(whatif, replications=REPLICATIONS, progress=progress, crew=own)
        compared = (
            compare(_base(asked, vs), vs, progress=progress, crew=own) if wanted("alternatives") else None
        )
        levers = _levers(whatif, progress, own) if wanted("levers") else None
        loads = capacity(whatif, draws=0, progress=progress, crew=own) if wanted("capacity") else None
    judged = {one.target: evidence.of(one.target, one.replications) for one in verdicts}
    told = told_case(made, _headline(whatif, names))
    return Report(whatif, made, tuple(verdicts), judged, compared, levers, loads, told, tuple(left_out))


def _fits(part: Part, whatif: WhatIf, vs: Sequence[str] | Mapping[str, Result]) -> bool:
    """Whether the scenario has anything to tell of a part."""
    if part == "alternatives":
        return bool(vs) or len(whatif.stated.variants) > 1
    return part != "levers" or bool(stated_levers(whatif.stated))


def _base(asked: WhatIf | Result, vs: Sequence[str] | Mapping[str, Result]) -> WhatIf | Result:
    """A run is compared with runs that are named; without any, its question is, with the other versions."""
    return asked if vs or not isinstance(asked, Result) else asked.whatif


def _levers(whatif: WhatIf, progress: Progress, crew: Crew) -> LeverEffects | None:
    """None where no lever fits."""
    try:
        return lever_effects(whatif, progress=progress, crew=crew)
    except ModelError:
        return None


def _headline(whatif: WhatIf, targets: Sequence[str]) -> str:
    stated = whatif.scenario.targets
    return next((target for target in targets if stated[target].headline), targets[0])


def told_case(made: Result, target: str) -> CaseStory | None:
    """The case that `plot --kind case_gantt` draws: of replication 0, late on the clock of the target, else slow."""
    program, service = made.program, made.whatif.scenario.targets[target].service
    clock = program.names.clocks.index(target)
    case = typical_case(program, made.outcomes[0], service, clock)
    return None if case is None else case_story(made, case)
