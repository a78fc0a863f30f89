"""A replication in tables whose size the number of cases does not change: detail level `summary`.

The compiled engine adds every case to them as it ends; `sim.results.summarised` makes the same ones of an `Outcome`.
Who is judged, and was on time, is what SEMANTICS 8 says. Summaries add up.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from sim.engine.histogram import CELLS, LIMB, quantile
from sim.engine.nodes import Ints
from sim.engine.program import VISITOR_COUNTS, Program
from sim.frozen import dataclass
from sim.worktime import NEVER

VALUE, BEFORE_ACCEPTANCE, PAUSED, ELAPSED = range(4)
"""What is measured of the judged cases of a target; of a promised item or stage only its value.

The clock's value, µs or dates, of those that stamped `to` (where the mean is judged its sum holds what the clock shows
of the other judged cases as well, its histogram does not); arrival to acceptance, of those that were accepted; paused
time; arrival to end, of those that ended."""
MEASURES = 4

(
    JUDGED, ON_TIME, VALUED, DEEMED, OPEN, OPEN_LATE, ATTEMPTS, ACCEPTED, FINISHED_TOO, BACKWARDS, STAMPED_AGAIN,
) = range(11)  # fmt: skip
"""Counts of a clock: columns of `Summary.counts`, each among the judged cases.

VALUED stamped `to`, and not before `from`; BACKWARDS before it; STAMPED_AGAIN of the VALUED
once more later; OPEN have neither stamped it nor ended, OPEN_LATE of them are past their limit; ATTEMPTS is the sum
of submissions; ACCEPTED and FINISHED_TOO hold who was accepted, and who ended."""
COUNTS = 11

Advance = Callable[[float], None]
"""Told now and then which share of its time a replication has gone through."""


def unheard(_share: float) -> None:
    """Nobody watches."""


def counted_clocks(program: Program) -> Ints:
    """Clocks that a summary counts: those of targets, and those of promised items and stages."""
    target = (program.clock_judged == 1) & (program.clock_pooled < 0)
    promised = (program.clock_judged == 0) & (program.clock_limit != NEVER)
    return np.flatnonzero(target | promised)


def on_mean(program: Program, clock: int) -> bool:
    """Whether the mean of a target's clock is judged: no single case has a limit then."""
    return bool(program.clock_judged[clock] == 1 and program.clock_limit[clock] == NEVER)


@dataclass(frozen=True, eq=False)
class Summary:
    """One replication, or several added up. Rows of clocks are those of `counted_clocks`."""

    tasks: int
    """Tasks, waits and sessions that came to their end."""
    void_work: int
    outcomes: Ints
    """(streams, outcomes + 1): cases by how they ended; in the last column those that are open at the end."""
    window: Ints
    """The same of the cases that came in the judged window."""
    later: Ints
    """(streams, outcomes): what became of cases after they had ended."""
    counts: Ints
    """(clocks, COUNTS)."""
    not_judged: Ints
    """(clocks, outcomes): ended before `to` and before the limit."""
    sums: Ints
    """(clocks, MEASURES, 2): sums in two limbs; see `histogram.LIMB`."""
    cells: Ints
    """(clocks, MEASURES, CELLS): histograms."""
    busy: Ints
    served: Ints
    overtime: Ints
    session_taken: Ints
    session_short: Ints
    held: Ints
    visitors: Ints
    """(steps in person, VISITOR_COUNTS), as in `Outcome`."""

    @classmethod
    def empty(cls, program: Program) -> Summary:
        """Of nothing yet."""
        streams, outcomes = len(program.stream_service), len(program.names.outcomes)
        clocks, pools = len(counted_clocks(program)), len(program.pool_group)
        sessions = len(program.session_first)

        def zeros(*shape: int) -> Ints:
            return np.zeros(shape, dtype=np.int64)

        return cls(
            0, 0, zeros(streams, outcomes + 1), zeros(streams, outcomes + 1), zeros(streams, outcomes),
            zeros(clocks, COUNTS),
            zeros(clocks, outcomes), zeros(clocks, MEASURES, 2), zeros(clocks, MEASURES, CELLS),
            zeros(pools), zeros(pools), zeros(pools), zeros(sessions), zeros(sessions),
            zeros(pools), zeros(len(program.visitor_nodes), VISITOR_COUNTS),
        )  # fmt: skip

    def __add__(self, other: Summary) -> Summary:
        """Both together: of one program, or of programs with equal clocks, streams, pools and outcomes."""
        together = {name: getattr(self, name) + getattr(other, name) for name in _FIELDS}
        carried = together["sums"]
        carried[..., 0] += carried[..., 1] // LIMB
        carried[..., 1] %= LIMB
        return Summary(**together)

    @property
    def arrived(self) -> Ints:
        """By stream; with those that were open when the study began."""
        arrived: Ints = self.outcomes.sum(axis=1)
        return arrived

    @property
    def finished(self) -> Ints:
        finished: Ints = self.outcomes[:, :-1].sum(axis=1)
        return finished

    def standing(self, row: int) -> tuple[int, int, int]:
        """Cases on time, judged, undetermined: open and not past the limit, or backwards."""
        counts = self.counts[row].tolist()
        return counts[ON_TIME], counts[JUDGED], counts[OPEN] - counts[OPEN_LATE] + counts[BACKWARDS]

    def total(self, row: int, measure: int) -> int:
        """Sum of what was measured, exact."""
        high, low = self.sums[row, measure].tolist()
        return int(high) * LIMB + int(low)

    def measured(self, row: int, measure: int) -> int:
        """How many cases it was measured of."""
        return int(self.counts[row, (VALUED, ACCEPTED, JUDGED, FINISHED_TOO)[measure]])

    def mean(self, row: int, measure: int) -> float | None:
        count = self.measured(row, measure)
        return self.total(row, measure) / count if count else None

    def quantile(self, row: int, measure: int, p: float) -> int | None:
        """To within 0.4 %; judged cases of which it was not measured are longer than any. None where one of them is."""
        return quantile(
            self.cells[row, measure], p, int(self.counts[row, JUDGED]) - self.measured(row, measure)
        )

    def to_json(self) -> str:
        """One line that `from_json` turns back into an equal summary; of histograms, only cells that hold something."""
        stated = {name: getattr(self, name) for name in _FIELDS if name != "cells"}
        made = {name: value if isinstance(value, int) else value.tolist() for name, value in stated.items()}
        places = np.argwhere(self.cells).tolist()
        made["cells"] = [[*place, int(self.cells[tuple(place)])] for place in places]
        return json.dumps(made)

    @classmethod
    def from_json(cls, text: str, program: Program) -> Summary:
        """Raises ValueError for anything `to_json` did not write for such a program."""
        stated = json.loads(text)
        if not isinstance(stated, dict) or stated.keys() != set(_FIELDS):
            raise ValueError("this is not the summary of a replication")
        found = cls.empty(program)
        for row, measure, cell, count in stated.pop("cells"):
            found.cells[row, measure, cell] = count
        return dataclasses.replace(
            found, **{name: _like(getattr(found, name), v) for name, v in stated.items()}
        )


_FIELDS = tuple(field.name for field in dataclasses.fields(Summary))


def _like(empty: Any, stated: Any) -> Any:
    if isinstance(empty, int):
        return int(stated)
    return np.array(stated, dtype=np.int64).reshape(empty.shape)


def added(program: Program, parts: Iterable[Summary]) -> Summary:
    """Summaries added up in their order."""
    whole = Summary.empty(program)
    for part in parts:
        whole += part
    return whole
