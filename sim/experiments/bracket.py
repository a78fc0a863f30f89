"""Where a verdict turns: along a line of ever harder questions, the last one kept and the first one broken.

A `Line` numbers its questions by whole numbers, from the easiest to the hardest: loads in steps of 2%, a pool's units
downwards, a number from its good end to its bad one. On the sample problem the turn lies between two neighbours.
As sampled shares are a little off, the neighbours are then moved apart until fresh seeds say `met` on one side and
`not_met` on the other (SEMANTICS 9.3). Shares are taken to fall along the line; where they do not, a turn is found,
though not the only one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.experiments.looks import LOOKS, Verdict
from sim.experiments.sample import Sample
from sim.experiments.whatif import WhatIf

MOST_TO_CONFIRM = LOOKS[2]
"""Replications that confirming one point may take."""


@dataclass(frozen=True)
class Line:
    """Questions `first` … `last`, each at least as hard as the one before."""

    question: Callable[[int], WhatIf]
    first: int
    last: int


@dataclass(frozen=True)
class Turn:
    """Where a target's verdict turns along a line. None: there is no such place on it."""

    kept: int | None
    """The hardest place kept on the sample; None: not even the first one is."""
    broken: int | None
    """The place after it; None: even the last one is kept."""
    met: int | None = None
    """The hardest place found that fresh seeds call `met`, at most `kept`."""
    not_met: int | None = None
    """The easiest place found that fresh seeds call `not_met`, at least `broken`."""


def turn(line: Line, sample: Sample, target: str, start: int) -> Turn:
    """The turn nearest to `start` on the sample problem: first outwards in doubling steps, then by bisection."""

    def keeps(place: int) -> bool:
        return sample.keeps(line.question(place), target)

    step = 1
    if keeps(start):
        kept = start
        while True:
            if kept == line.last:
                return Turn(kept, None)
            further = min(kept + step, line.last)
            if not keeps(further):
                broken = further
                break
            kept, step = further, 2 * step
    else:
        broken = start
        while True:
            if broken == line.first:
                return Turn(None, broken)
            further = max(broken - step, line.first)
            if keeps(further):
                kept = further
                break
            broken, step = further, 2 * step
    while broken - kept > 1:
        middle = (kept + broken) // 2
        kept, broken = (middle, broken) if keeps(middle) else (kept, middle)
    return Turn(kept, broken)


def confirmed(found: Turn, line: Line, sample: Sample, target: str, most: int = MOST_TO_CONFIRM) -> Turn:
    """The same turn with the nearest places that fresh seeds call `met` and `not_met`; None where none does."""

    def side(place: int | None, direction: int, hoped: Verdict) -> int | None:
        step = 1
        while place is not None:
            if sample.fresh.verdict(line.question(place), target, hoped, most) == hoped:
                return place
            end = line.first if direction < 0 else line.last
            if place == end:
                return None
            place = max(place - step, end) if direction < 0 else min(place + step, end)
            step *= 2
        return None

    return Turn(found.kept, found.broken, side(found.kept, -1, "met"), side(found.broken, 1, "not_met"))
