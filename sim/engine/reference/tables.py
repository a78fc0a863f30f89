"""The tables a replication leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome, Row, UnderWay
from sim.engine.prepared import Prepared
from sim.engine.program import VISITOR_COUNTS
from sim.engine.reference.meetings import Meetings
from sim.engine.reference.records import Records
from sim.engine.reference.tokens import ELSEWHERE, HOLDING, QUEUED, TIMING, WORKING, Case
from sim.engine.sums import add_up, put_together
from sim.worktime import NEVER


def outcome_of(
    prepared: Prepared,
    cases: Sequence[Case],
    records: Records,
    meetings: Meetings,
    *,
    seed: int,
    replication: int,
    ended_at: int,
) -> Outcome:
    """The tables of a replication that has run to `ended_at`."""
    program = prepared.program
    clocks = len(program.clock_service)
    value = np.full((len(cases), clocks), -1, dtype=np.int64)
    late_at = np.full((len(cases), clocks), NEVER, dtype=np.int64)
    again = np.zeros((len(cases), clocks), dtype=np.int64)
    attributes = [np.full(len(cases), -1, dtype=np.int64) for _ in program.names.attributes]
    for number, case in enumerate(cases):
        own = prepared.service_clocks[case.service]
        for local, clock in enumerate(own):
            if case.phase[local]:
                value[number, clock] = case.value[local]
                late_at[number, clock] = case.late_at[local]
                again[number, clock] = case.again[local]
        for attribute, found in zip(prepared.service_attributes[case.service], case.attributes, strict=True):
            attributes[attribute][number] = found

    stamps = np.array([case.stamps for case in cases], dtype=np.int64).reshape(
        len(cases), len(program.names.stamps)
    )
    add_up(program, stamps, value, late_at, ended_at)
    put_together(program, np.array([case.service for case in cases]), value, late_at, again)

    def column(read: Callable[[Case], int]) -> Ints:
        return np.fromiter((read(case) for case in cases), dtype=np.int64, count=len(cases))

    return Outcome(
        seed=seed,
        replication=replication,
        ended_at=ended_at,
        rows=None
        if records.rows is None
        else np.array(records.rows, dtype=np.int64).reshape(-1, len(Row._fields)),
        under_way=_under_way(prepared, cases),
        service=column(lambda case: case.service),
        stream=column(lambda case: case.stream),
        epoch=column(lambda case: case.epoch),
        member=column(lambda case: case.member),
        stamps=stamps,
        outcome=column(lambda case: case.outcome),
        later_outcome=column(lambda case: case.later_outcome),
        attempts=column(lambda case: case.attempts),
        finished_by=column(lambda case: case.finished_by),
        attributes=tuple(attributes),
        clock_value=value,
        clock_late_at=late_at,
        stamped_again=again,
        busy=np.array(records.busy, dtype=np.int64),
        held=np.array(records.held, dtype=np.int64),
        visitors=np.array(records.visitors, dtype=np.int64).reshape(-1, VISITOR_COUNTS),
        overtime=np.array(records.overtime, dtype=np.int64),
        served=np.array(records.served, dtype=np.int64),
        session_taken=np.array(meetings.taken, dtype=np.int64),
        session_short=np.array(meetings.short, dtype=np.int64),
        tasks=records.row_count,
        void_work=records.void_work,
    )


def _under_way(prepared: Prepared, cases: Sequence[Case]) -> Ints:
    step = prepared.step
    found = [
        (step[token.node], UnderWay(case.number, token.node, token.visit, joined, token.started))
        for case in cases
        if case.outcome < 0 or case.scope.inner
        for token in case.scope.living()
        if token.state in (QUEUED, WORKING, TIMING, HOLDING, ELSEWHERE)
        for joined in [NEVER if token.state in (HOLDING, ELSEWHERE) else token.enqueued]
    ]
    found.sort(key=lambda entry: (entry[1].case, entry[0], entry[1].visit))
    return np.array([row for _, row in found], dtype=np.int64).reshape(-1, len(UnderWay._fields))
