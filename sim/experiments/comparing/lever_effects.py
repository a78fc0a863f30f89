"""What every lever a scenario parametrises does to its targets: alone, and all together (SEMANTICS 10.1).

The base is the question without any lever. Each lever is then switched on alone; one that builds on another, and so
does not fit alone, is listed with its reason. Last, all of them together. Differences are paired, with intervals that
hold for all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.experiments.comparing.compare import REPLICATIONS, compare
from sim.experiments.comparing.comparison import Comparison
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.shown import Shown
from sim.levers import REGISTRY, stated_levers
from sim.model import Fault, ModelError
from sim.model.bounds import REPLICATIONS_ALLOWED, within
from sim.model.quantities import Name

if TYPE_CHECKING:
    import polars as pl

TOGETHER = "all together"


@dataclass(frozen=True)
class LeverEffects(Shown):
    """Levers of one scenario against the same process without any."""

    PAGE = "sim.pages.levers:page_of"
    FIGURE = "plots.results.comparisons:draw_levers"

    comparison: Comparison
    """Alternatives bear the levers' ids; the last one is `TOGETHER`, unless a single lever fits."""
    alone_refused: tuple[tuple[str, str], ...]
    """(lever, why): those that do not fit alone."""
    together_refused: tuple[tuple[str, str], ...]
    """(lever, why): those that do not fit with the others."""
    stated_in: tuple[tuple[str, str], ...] = ()
    """(lever, variant): whose parameters a lever has; the asked variant's, else the first that states any."""
    builds_on: tuple[tuple[str, str], ...] = ()
    """(lever, other): of those that do not fit alone, with which single other one they do."""

    @property
    def frame(self) -> pl.DataFrame:
        """One row a lever, target and measure, as in `Comparison.frame`."""
        return self.comparison.frame

    def to_dict(self) -> dict[str, Any]:
        """As in `levers --json`."""
        return {
            **self.comparison.to_dict(),
            "alone_refused": [{"lever": lever, "reason": why} for lever, why in self.alone_refused],
            "together_refused": [{"lever": lever, "reason": why} for lever, why in self.together_refused],
            "stated_in": dict(self.stated_in),
            "builds_on": dict(self.builds_on),
        }

    def __str__(self) -> str:
        refused = [f"{lever} does not fit alone: {why}" for lever, why in self.alone_refused]
        refused += [f"{lever} does not fit with the others: {why}" for lever, why in self.together_refused]
        return "\n".join([str(self.comparison), *refused])


def lever_effects(
    question: WhatIf | str,
    *,
    targets: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> LeverEffects:
    """Every lever that some variant of the scenario parametrises, alone and together, against none.

    Raises ModelError for bad input, or where the scenario parametrises no lever.
    """
    within("replications", replications, REPLICATIONS_ALLOWED.above(2))
    whatif = load(question) if isinstance(question, str) else question
    levers = [name for name in REGISTRY if name in stated_levers(whatif.stated)]
    if not levers:
        message = "no variant of the scenario states the parameters of a lever; nothing can be switched on"
        raise ModelError([Fault(whatif.label, 0, 0, message)])
    base = with_only(whatif, ())
    alternatives: dict[str, WhatIf] = {}
    alone_refused: list[tuple[str, str]] = []
    for lever in levers:
        alone = with_only(whatif, (lever,))
        why = refusal(alone)
        if why is None:
            alternatives[lever] = alone
        else:
            alone_refused.append((lever, why.removeprefix(f"{lever}: ")))
    together, together_refused = _together(whatif, levers)
    if len(together) > 1:
        alternatives[TOGETHER] = with_only(whatif, together)
    if not alternatives:
        raise ModelError([Fault(whatif.label, 0, 0, f"no lever fits: {alone_refused[0][1]}")])
    made = compare(
        base, alternatives, targets=targets, replications=replications, progress=progress, crew=crew
    )
    return LeverEffects(
        made,
        tuple(alone_refused),
        tuple(together_refused),
        _stated_in(whatif, levers),
        builds_on(whatif, [lever for lever, _ in alone_refused], levers),
    )


def label_of(lever: str) -> Name | None:
    """What a lever is called; None for `TOGETHER`."""
    return REGISTRY[lever].label if lever in REGISTRY else None


def _stated_in(whatif: WhatIf, levers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    paths = {name: uses[0].path for name, uses in stated_levers(whatif.stated).items()}
    paths |= {use.name: use.path for use in whatif.levers if use.path}
    return tuple((lever, str(paths[lever][1])) for lever in levers if paths[lever][0] == "variants")


def builds_on(
    whatif: WhatIf, alone_refused: Sequence[str], levers: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Of the levers that do not fit alone: with which single other one of `levers` they do, the first there is."""
    found: list[tuple[str, str]] = []
    for lever in alone_refused:
        others = (other for other in levers if other not in alone_refused)
        first = next((other for other in others if refusal(with_only(whatif, (other, lever))) is None), None)
        found += [] if first is None else [(lever, first)]
    return tuple(found)


def with_only(whatif: WhatIf, levers: Sequence[str]) -> WhatIf:
    """The same question with these levers in force and no others."""
    plain = replace(whatif, with_=(), without=())
    in_force = dict.fromkeys(use.name for use in plain.levers)
    return replace(
        plain,
        with_=tuple(lever for lever in levers if lever not in in_force),
        without=tuple(lever for lever in in_force if lever not in levers),
    )


def _together(whatif: WhatIf, levers: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """As many as fit together: each is added, in registry order, unless it then does not fit."""
    kept: list[str] = []
    refused: list[tuple[str, str]] = []
    for lever in levers:
        why = refusal(with_only(whatif, (*kept, lever)))
        if why is None:
            kept.append(lever)
        else:
            refused.append((lever, why.removeprefix(f"{lever}: ")))
    return kept, refused


def refusal(whatif: WhatIf) -> str | None:
    """Why the levers of a question do not fit; None where they do."""
    try:
        _ = whatif.program
    except ModelError as error:
        return error.faults[0].message
    return None
