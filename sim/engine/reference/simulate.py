"""One replication from outside: a program and a number in, its tables out."""

from __future__ import annotations

import gc

from sim.engine.absence import as_run, folded
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.reference.replication import Replication
from sim.engine.summary import Advance, unheard


def simulate(
    program: Program,
    *,
    seed: int,
    replication: int,
    events: bool = True,
    stop_when_judged: bool = False,
    advance: Advance = unheard,
) -> Outcome:
    """Run one replication and return its tables.

    `events` keeps the event rows. `stop_when_judged` ends as soon as no case that is judged is still open,
    which no limit can influence; otherwise the simulation runs to the horizon. `advance` hears of it now and then,
    and may raise, which ends it.
    """
    collecting = gc.isenabled()
    # Cases and tokens point at each other and all live to the end: collecting them in between only costs time.
    gc.disable()
    try:
        run = Replication(as_run(program, seed, replication), seed, replication, events)
        return folded(program, run.run(stop_when_judged, advance))
    finally:
        if collecting:
            gc.enable()
