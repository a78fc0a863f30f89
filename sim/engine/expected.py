"""How many cases are expected, without drawing one."""

from __future__ import annotations

import numpy as np

from sim.chance import UNIT
from sim.chance.shares import WHOLE
from sim.engine.planned import expected_of_plan, is_planned
from sim.engine.program import Program


def expected_arrivals(program: Program, stream: int, begin: int, end: int) -> float:
    """Cases expected of a stream in [begin, end)."""
    if is_planned(program, stream):
        return expected_of_plan(program, stream, begin, end)
    first = int(program.stream_knot_first[stream])
    knots = slice(first, first + int(program.stream_knot_count[stream]))
    if not len(program.knot_at[knots]):
        return 0.0
    values = np.interp([begin, end], program.knot_at[knots], program.knot_value[knots].astype(np.float64))
    return float(values[1] - values[0]) / UNIT * mean_batch(program, stream)


def mean_batch(program: Program, stream: int) -> float:
    """Cases of a batch of a stream, on the average."""
    first, count = int(program.stream_size_first[stream]), int(program.stream_size_count[stream])
    if count < 0:
        return int(program.stream_batch[stream])
    own = slice(first, first + count)
    shares = np.diff(program.size_threshold[own] / WHOLE, prepend=0.0)
    return float((shares * program.size_cases[own]).sum())
