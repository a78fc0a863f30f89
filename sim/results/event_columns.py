"""Event rows of an outcome, column by column: replication, case, service, row, step, activity, pool, party, visit,
enqueued, started, completed, withdrawn, enabled_by. Frames and CSV are made of them.
"""

from __future__ import annotations

import numpy as np

from sim.engine.outcome import Outcome, Row
from sim.engine.program import Program
from sim.engine.table import INSTANT, NAME, NUMBER, Column

_PLACES = {name: place for place, name in enumerate(Row._fields)}


def event_columns(program: Program, outcome: Outcome) -> list[Column]:
    """One entry an event. Raises ValueError where rows were not kept."""
    rows = outcome.rows
    if rows is None:
        raise ValueError("event rows were not kept: run with detail 'events'")
    names, steps = program.names, program.nodes.step
    node, case = rows[:, _PLACES["node"]], rows[:, _PLACES["case"]]
    step_names = [names.steps[step] for step in steps]
    parties = [names.step_parties[step] for step in steps]

    def told(name: str, kind: int) -> Column:
        return Column(name, kind, rows[:, _PLACES[name]])

    return [
        Column("replication", NUMBER, np.full(len(rows), outcome.replication)),
        told("case", NUMBER),
        Column("service", NAME, outcome.service[case], names.services),
        Column("row", NUMBER, np.arange(len(rows))),
        Column("step", NAME, node, step_names),
        Column("activity", NAME, node, step_names),
        Column("pool", NAME, rows[:, _PLACES["alternative"]], names.alternatives),
        Column("party", NAME, node, parties),
        told("visit", NUMBER),
        told("enqueued", INSTANT),
        told("started", INSTANT),
        told("completed", INSTANT),
        told("withdrawn", INSTANT),
        told("enabled_by", NUMBER),
    ]
