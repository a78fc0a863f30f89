"""Clocks that are sums of others, and those of several services: put together once a replication is over."""

from __future__ import annotations

import numpy as np

from sim.engine.nodes import Ints
from sim.engine.program import FINISHED, REACHED, VISITS, Program
from sim.worktime import NEVER


def add_up(program: Program, stamps: Ints, value: Ints, late_at: Ints, ended_at: int) -> None:
    """Fill in the sums; `stamps` is (cases, stamps), `value` and `late_at` are (cases, clocks).

    When such a clock reached its limit is known only to have been by its end.
    """
    sums = zip(program.clock_sum_first.tolist(), program.clock_sum_count.tolist(), strict=True)
    for clock, (first, count) in enumerate(sums):
        if count == 0:
            continue
        begun = value[:, clock] >= 0
        total = value[:, program.clock_sum[first : first + count]].sum(axis=1)
        value[begun, clock] = total[begun]
        limit, to = program.clock_limit[clock], stamps[:, program.clock_to[clock]]
        # Who stopped at the very limit is in time.
        over = begun & (total >= limit) & ((total > limit) | (to == NEVER))
        if program.clock_coordinate[clock] == VISITS:
            over = begun & (total > limit)
        elif program.clock_coordinate[clock] == REACHED:
            over = begun & (to == NEVER) & (stamps[:, FINISHED] != NEVER)
        late_at[over, clock] = np.minimum(np.minimum(to, stamps[:, FINISHED]), ended_at)[over] - 1


def put_together(program: Program, service: Ints, *columns: Ints) -> None:
    """What the cases of each service came to, in the column of the first clock of their target."""
    for clock in np.flatnonzero(program.clock_pooled >= 0).tolist():
        own = service == program.clock_service[clock]
        for column in columns:
            column[own, program.clock_pooled[clock]] = column[own, clock]
