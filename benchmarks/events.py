"""Events as SEMANTICS 11.2 counts them: arrivals, starts, completions and ends of timers."""

from __future__ import annotations

import numpy as np

from sim.engine.nodes import TIMER
from sim.engine.outcome import Outcome, Row
from sim.engine.program import Program
from sim.worktime import NEVER


def events_of(program: Program, outcome: Outcome) -> int:
    """Events of a replication that kept its rows."""
    assert outcome.rows is not None
    columns = dict(zip(Row._fields, outcome.rows.T, strict=True))
    timer = program.nodes.kind[columns["node"]] == TIMER
    started = ~timer & (columns["started"] != NEVER)
    completed = columns["completed"] != NEVER
    return len(outcome.service) + int(np.count_nonzero(started)) + int(np.count_nonzero(completed))
