"""A case worth telling: one that was late, or slow where nobody was."""

from __future__ import annotations

import numpy as np

from sim.engine.outcome import Outcome
from sim.engine.program import FINISHED, Program
from sim.results.judged import standing
from sim.worktime import NEVER

TYPICAL = 0.9
"""Where nobody was late, the case at this quantile of the clock is told: slow, not the slowest."""


def typical_case(program: Program, outcome: Outcome, service: str, clock: int | None) -> int | None:
    """A slow case among those that are judged: of those that were late, the middle one; if nobody was, the case at the
    typical slow end. By the clock, or by elapsed time of what came in the judged dates where there is no clock."""
    stamps, own = outcome.stamps, program.names.services.index(service)
    if clock is not None and own in program.services_of(clock):
        found = standing(program, outcome, clock)
        values = outcome.clock_value[:, clock]
        late = np.flatnonzero(found.valued & found.judged & ~found.on_time)
        done = np.flatnonzero(found.valued & found.judged)
    else:
        arrived = stamps[:, 0]
        values = stamps[:, FINISHED] - arrived
        inside = (arrived >= program.judged_from) & (arrived < program.judged_until)
        late = np.zeros(0, dtype=np.int64)
        done = np.flatnonzero((outcome.service == own) & inside & (stamps[:, FINISHED] != NEVER))
    cases, part = (late, 0.5) if len(late) else (done, TYPICAL)
    if not len(cases):
        return None
    ordered = cases[np.lexsort((cases, values[cases]))]
    return int(ordered[int(part * (len(ordered) - 1))])
