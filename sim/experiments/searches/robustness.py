"""Robustness: which uncertain number would change a verdict, and how wrong it may be until then.

Every uncertain number is moved alone, from its stated value towards the end of its range that works against the
verdict found at stated values, on the sample problem (SEMANTICS 9.3). Either the verdict flips on the way, at a
value found by bisection and then confirmed on fresh seeds, or it "does not flip in its range".

Most numbers flip nothing, so they are cleared in groups: moving more numbers against a verdict is taken never to
help it, so where a whole group at its ends leaves the verdict as it is, so does each of its members. A group that
does not is cut, down to single numbers if need be. All targets share what is simulated. The budget is work, not
time; what it did not reach is listed as not examined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.experiments.questions.origin import made_with
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import NOMINAL_TASKS_PER_SECOND
from sim.experiments.running.first_look import crew_of
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.sample_problem import REPLICATIONS, fresh_seed
from sim.experiments.running.shown import Shown
from sim.experiments.searches.flip import TargetFlips
from sim.experiments.searches.flip_search import FlipSearch
from sim.experiments.unknowns.doubt import Doubt
from sim.experiments.unknowns.draws import DRAWS, doubts
from sim.experiments.verdicts.check import chosen
from sim.model.bounds import DRAWS_ALLOWED, REPLICATIONS_ALLOWED, within

if TYPE_CHECKING:
    import polars as pl

DEFAULT_BUDGET = 3000.0
"""Nominal seconds, as for `check`: what finds every flip of a scenario of the library in a minute or two."""
FEWEST_REPLICATIONS = 2


@dataclass(frozen=True)
class Robustness(Shown):
    """For every target, the numbers its verdict flips with, nearest first."""

    PAGE = "sim.pages.robustness:page_of"
    FIGURE = "plots.results.searched:draw_robustness"

    whatif: WhatIf
    replications: int
    """Of the sample."""
    budget: float
    simulations: int
    """Questions simulated on the sample."""
    targets: tuple[TargetFlips, ...]
    doubts: Mapping[str, Doubt]
    """By target, what `check` says of it under what is not known: the one ranking of what to measure first."""

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row a target and number: flips first, then those that do not flip, then those not examined."""
        import polars as pl

        text = ("target", "number", "kind", "source", "stated", "low", "high", "outcome", "end")
        more = ("fresh", "fresh_old", "fresh_new", "cleared")
        schema = {
            **dict.fromkeys((*text, "old", "new"), pl.String),
            **dict.fromkeys(("factor_old", "factor_new"), pl.Float64),
            "exact": pl.Boolean,
            **dict.fromkeys(more, pl.String),
            "moved_together": pl.Int64,
            **dict.fromkeys(("share_at_end", "mean_at_end"), pl.Float64),
        }
        return pl.DataFrame([row for target in self.targets for row in target.rows()], schema)

    def to_dict(self) -> dict[str, Any]:
        """As in `robustness --json`; rounded, so that equal runs print equal bytes."""
        return {
            "scenario": self.whatif.label,
            "load": self.whatif.load_text,
            "seed": self.whatif.seed,
            "fresh_seed": fresh_seed(self.whatif.seed),
            "engine": self.whatif.engine_name,
            "replications": self.replications,
            "budget": self.budget,
            "simulations": self.simulations,
            "targets": [
                {
                    **target.to_dict(),
                    "doubt": self.doubts[target.target].to_dict() if target.target in self.doubts else None,
                }
                for target in self.targets
            ],
            **made_with(self.whatif),
        }

    def __str__(self) -> str:
        head = f"{self.whatif.label}: {self.replications} replications, {self.simulations} simulations"
        return "\n".join([head, *(str(target) for target in self.targets)])


def robustness(
    question: WhatIf | str,
    *,
    targets: Sequence[str] | None = None,
    replications: int = REPLICATIONS,
    budget: float = DEFAULT_BUDGET,
    draws: int = DRAWS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> Robustness:
    """Where each uncertain number flips the verdicts (of all targets, or those named), in the file's order.

    `replications` is the size of the sample, `budget` is in nominal seconds; the sample at stated values is always
    taken. `draws` vectors of all uncertain numbers tell what to measure first, as in `check`. Raises ModelError for
    bad input.
    """
    whatif = load(question) if isinstance(question, str) else question
    within("replications", replications, REPLICATIONS_ALLOWED.above(FEWEST_REPLICATIONS))
    within("draws", draws, DRAWS_ALLOWED)
    names = chosen(whatif, targets)
    _ = whatif.program  # what cannot run is told before a bar appears
    affordable = int(budget * NOMINAL_TASKS_PER_SECOND)

    def searched(crew: Crew) -> Robustness:
        with progress(whatif.label, "replications", None) as bar:
            search = FlipSearch(whatif, names, replications, affordable, bar, crew)
            found = search.found()
            judged = [one.target for one in found if one.value is not None]
            bar.stage("draws", draws if judged else 0)
            known = doubts(whatif, search.stated, judged, draws, crew, bar.advance)
        return Robustness(whatif, replications, budget, search.simulations, found, known)

    with crew_of(whatif, crew, names) as own:
        return searched(own)
