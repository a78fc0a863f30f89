"""What happens to a scenario file: it is refused with its faults, or it runs, alike on both engines, and loses nobody."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from engine.agreement import differences

from sim.engine import compiled, reference
from sim.engine.limits import TooManyRoundsError
from sim.engine.outcome import Outcome
from sim.engine.program import FINISHED, Program
from sim.experiments.questions.validate import faults_of
from sim.experiments.questions.whatif import WhatIf, load
from sim.model import ModelError
from sim.worktime import NEVER

SHORT = ("study.lead_in=1 cd", "study.window=4 cd", "study.follow_up=2 cd")
"""So that a mutant is simulated in a moment."""
MANY_CASES = 3_000
"""Expected cases of a mutant that is not simulated: legal, and slow."""


def tried(path: Path) -> str:
    """ "refused", "runs", or why it was not run. Anything else that is raised is a fault of ours."""
    faults, _ = faults_of(str(path))
    if faults:
        assert all(str(fault).startswith(path.name[:6]) or fault.message for fault in faults)
        return "refused"
    try:
        asked = load(str(path))
        asked.program  # noqa: B018 - compiled as stated
    except ModelError:
        return "refused by run"
    try:
        asked = load(str(path), set=SHORT)
        program = asked.program
    except ModelError:
        return "refused when shorter"
    if expected_cases(program) > MANY_CASES:
        return "too many cases"
    return ran_alike(asked, program)


def expected_cases(program: Program) -> float:
    """Cases a replication has on average, those of other work included."""
    last = program.stream_knot_first + program.stream_knot_count - 1
    return float((program.knot_value[last] / 2**32 * program.stream_batch).sum())


def ran_alike(asked: WhatIf, program: Program) -> str:
    """One replication by both engines."""
    try:
        made = [
            engine.simulate(program, seed=asked.seed, replication=0, events=True, stop_when_judged=False)
            for engine in (reference, compiled)
        ]
    except TooManyRoundsError:
        return "never comes to rest"
    assert differences(*made) == []
    assert kept(made[0])
    return "runs"


def kept(outcome: Outcome) -> bool:
    """Whether every case that arrived has an outcome or is open."""
    finished = {int(case) for case in np.flatnonzero(outcome.outcome >= 0)}
    stamped = {int(case) for case in np.flatnonzero(outcome.stamps[:, FINISHED] != NEVER)}
    under_way = {int(case) for case in outcome.under_way[:, 0]}
    return finished == stamped and finished | under_way == set(range(len(outcome.service)))
