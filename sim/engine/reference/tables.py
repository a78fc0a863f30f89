"""The tables a replication leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.outcome import Outcome, Row
from sim.engine.program import Ints
from sim.engine.reference.tokens import Case
from sim.worktime import NEVER

if TYPE_CHECKING:
    from sim.engine.reference.replication import Replication


def outcome_of(replication: Replication, ended_at: int) -> Outcome:
    """The tables of a replication that has run to `ended_at`."""
    program, prepared, cases = replication.program, replication.prepared, replication.cases
    clocks = len(program.clock_service)
    value = np.full((len(cases), clocks), -1, dtype=np.int64)
    late_at = np.full((len(cases), clocks), NEVER, dtype=np.int64)
    attributes = [np.full(len(cases), -1, dtype=np.int64) for _ in program.names.attributes]
    for number, case in enumerate(cases):
        replication.ledgers.settle_open(case, ended_at)
        own = prepared.service_clocks[case.service]
        for local, clock in enumerate(own):
            if case.phase[local]:
                value[number, clock] = case.value[local]
                late_at[number, clock] = case.late_at[local]
        for attribute, found in zip(prepared.service_attributes[case.service], case.attributes, strict=True):
            attributes[attribute][number] = found

    def column(read: Callable[[Case], int]) -> Ints:
        return np.fromiter((read(case) for case in cases), dtype=np.int64, count=len(cases))

    return Outcome(
        replication=replication.replication,
        seed=replication.seed,
        ended_at=ended_at,
        rows=None
        if replication.rows is None
        else np.array(replication.rows, dtype=np.int64).reshape(-1, len(Row._fields)),
        service=column(lambda case: case.service),
        stream=column(lambda case: case.stream),
        epoch=column(lambda case: case.epoch),
        member=column(lambda case: case.member),
        stamps=np.array([case.stamps for case in cases], dtype=np.int64).reshape(
            len(cases), len(program.names.stamps)
        ),
        outcome=column(lambda case: case.outcome),
        later_outcome=column(lambda case: case.later_outcome),
        attempts=column(lambda case: case.attempts),
        finished_by=column(lambda case: case.finished_by),
        attributes=tuple(attributes),
        clock_value=value,
        clock_late_at=late_at,
        busy=np.array(replication.busy, dtype=np.int64),
        overtime=np.array(replication.overtime, dtype=np.int64),
        served=np.array(replication.served, dtype=np.int64),
        tasks=replication.row_count,
        void_work=replication.void_work,
    )
