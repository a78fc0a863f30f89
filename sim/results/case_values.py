"""The judged cases of one target, each with who it is, its clock's value and whether it was on time.

A case is known by (replication, stream name, epoch, member of its batch), which holds in every variant of a
scenario (SEMANTICS 2.2); its row is a number within one replication of one program and nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, Program
from sim.frozen import dataclass
from sim.results.judged import standing

NO_VALUE = -1
"""Stands for the value of a case that did not reach `to`: later than any."""


@dataclass(frozen=True, eq=False)
class CaseValues:
    """One entry a judged case, in the order of their rows; replications one after another."""

    replication: Ints
    case: Ints
    """Row in the replication, as in the case table and in `show --case`."""
    stream: Ints
    """Number of the stream in the program's names."""
    epoch: Ints
    member: Ints
    arrived: Ints
    value: Ints
    """µs, or dates of a statutory clock; NO_VALUE where the case did not reach `to`."""
    on_time: NDArray[np.bool_]

    @property
    def valued(self) -> NDArray[np.bool_]:
        valued: NDArray[np.bool_] = self.value != NO_VALUE
        return valued


def case_values(program: Program, outcome: Outcome, clock: int) -> CaseValues:
    """The judged cases of a target clock in one replication."""
    found = standing(program, outcome, clock)
    (rows,) = np.nonzero(found.judged)
    return CaseValues(
        replication=np.full(len(rows), outcome.replication, dtype=np.int64),
        case=rows.astype(np.int64),
        stream=outcome.stream[rows],
        epoch=outcome.epoch[rows],
        member=outcome.member[rows],
        arrived=outcome.stamps[rows, ARRIVED],
        value=np.where(found.valued[rows], outcome.clock_value[rows, clock], NO_VALUE),
        on_time=found.on_time[rows],
    )


def together(parts: Sequence[CaseValues]) -> CaseValues:
    """Several replications as one."""
    columns = zip(*(vars(part).values() for part in parts), strict=True)
    return CaseValues(*(np.concatenate(column) for column in columns))


def matched(
    before: CaseValues, before_streams: Sequence[str], after: CaseValues, after_streams: Sequence[str]
) -> tuple[Ints, Ints]:
    """Places of the cases that are judged in both, in the order of the first; streams are matched by name."""
    numbers = {name: number for number, name in enumerate((*before_streams, *after_streams))}
    _, left, right = np.intersect1d(
        _identities(before, [numbers[name] for name in before_streams]),
        _identities(after, [numbers[name] for name in after_streams]),
        assume_unique=True,
        return_indices=True,
    )
    order = np.argsort(left)
    return left[order], right[order]


def _identities(cases: CaseValues, numbers: Sequence[int]) -> NDArray[np.void]:
    streams = np.asarray(numbers, dtype=np.int64)[cases.stream]
    return np.rec.fromarrays([cases.replication, streams, cases.epoch, cases.member])
