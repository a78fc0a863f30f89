"""Where a verdict turns: along a line of ever harder questions, the last one kept and the first one broken.

A `Line` numbers its questions by whole numbers, from the easiest to the hardest: loads in steps of 2%, a pool's units
downwards, a number from its good end to its bad one. On the sample problem the turn lies between two neighbours.
As sampled shares are a little off, the neighbours are then moved apart until fresh seeds say `met` on one side and
`not_met` on the other (SEMANTICS 9.3). Shares are taken to fall along the line; where they do not, a turn is found,
though not the only one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.sample_problem import Sample
from sim.experiments.statistics.looks import LOOKS, Verdict

MOST_TO_CONFIRM = LOOKS[2]
"""Replications that confirming one point may take."""
LIKELY = 1.25
"""Strength (see `Sample.strength`) at which fresh seeds are likely to confirm."""


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


def turn(line: Line, sample: Sample, target: str, start: int, known: Collection[int] = ()) -> Turn:
    """The turn nearest to `start` on the sample problem; places `known` to the sample cost nothing."""
    return turn_of(lambda place: sample.keeps(line.question(place), target), line, start, known)


def turn_of(keeps: Callable[[int], bool], line: Line, start: int, known: Collection[int] = ()) -> Turn:
    """The turn nearest to `start`: first outwards in doubling steps, then by bisection, `known` places first."""
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
        free = [place for place in known if kept < place < broken]
        place = min(free, key=lambda one: (abs(one - middle), one)) if free else middle
        kept, broken = (place, broken) if keeps(place) else (kept, place)
    return Turn(kept, broken)


def confirmed(
    found: Turn,
    line: Line,
    sample: Sample,
    target: str,
    most: int = MOST_TO_CONFIRM,
    known: Collection[int] = (),
) -> Turn:
    """The same turn with the nearest places that fresh seeds call `met` and `not_met`; None where none does.

    Fresh seeds are asked first where the sample makes it likely that `most` replications decide, going by the
    places `known` to it; then ever further away.
    """

    def side(turning: int | None, direction: int, hoped: Verdict) -> int | None:
        if turning is None:
            return None
        farthest = abs((line.first if direction < 0 else line.last) - turning)
        near = sorted({abs(place - turning) for place in known if (place - turning) * direction >= 0} | {0})
        sign = 1 if hoped == "met" else -1

        def question(away: int) -> WhatIf:
            return line.question(turning + direction * away)

        hopes = [sign * sample.strength(question(away), target, most) for away in near]
        away, least, needed = 0, 0, LIKELY
        while True:
            away = min(_likely(near, hopes, needed, least), farthest)
            if sample.fresh.verdict(question(away), target, hoped, most) == hoped:
                return turning + direction * away
            if away == farthest:
                return None
            # Fresh draws are as far off as the sample's were; what they said here moves the aim.
            off = sign * sample.fresh.strength(question(away), target, most) - float(
                np.interp(away, near, hopes)
            )
            needed, least = LIKELY - off, max(away + 1, away * 3 // 2 if len(near) > 1 else away * 2)

    return Turn(found.kept, found.broken, side(found.kept, -1, "met"), side(found.broken, 1, "not_met"))


def _likely(near: list[int], hopes: list[float], needed: float, least: int) -> int:
    """The nearest distance from `least` on where the strength, between known places, reaches what is needed.

    Where it does not within the known distances, `least` itself.
    """
    within = range(least, near[-1] + 1)
    return next((away for away in within if np.interp(away, near, hopes) >= needed), least)
