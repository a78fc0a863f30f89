"""The whole way from a question to the doubt of each of its targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf
    from sim.experiments.running.crew import Crew
    from sim.experiments.running.evidence import Evidence
    from sim.experiments.unknowns.doubt import Doubt

DRAWS = 400
"""Vectors drawn unless stated: a kept share of one half then has an interval of about ±5 points."""
DRAWS_OF_HEADLINES = 100
"""What each scenario gets where nothing is named, so that the first answer of all does not take minutes: ±10 points."""
DRAWS_OF_ALL = 40
"""What each gets where the whole library is checked, ±16 points. Few draws are the first of the same vectors."""


def doubts(
    whatif: WhatIf,
    base: Evidence,
    targets: Sequence[str],
    count: int,
    crew: Crew,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Doubt]:
    """The doubt of every target from `count` vectors; none where nothing is uncertain, or no vector can run.

    `base` holds replications at stated values, and is given those it lacks. `tick` is called once a vector.
    """
    if not targets or count < 1:
        return {}

    from sim.experiments.unknowns.doubt import Doubt, doubt_of
    from sim.experiments.unknowns.judging import BASE, judged_vectors
    from sim.experiments.unknowns.vectors import vectors_of

    def found() -> dict[str, Doubt]:
        vectors = vectors_of(whatif, crew)
        if not vectors.unknowns and not vectors.fitted:
            return {}
        base.grow(BASE)
        judged = judged_vectors(vectors, count, base, targets, crew, tick)
        return {target: doubt_of(vectors, judged, target) for target in targets} if judged.count else {}

    return crew.once(dict[str, Doubt], (doubts, whatif, tuple(targets), count), found)
