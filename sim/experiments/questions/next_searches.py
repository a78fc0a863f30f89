"""What is worth asking next: the searches that have something to try in a scenario."""

from __future__ import annotations

from typing import Literal

from sim.experiments.questions.whatif import WhatIf
from sim.levers import stated_levers
from sim.model.scenario import Pool

Unstaffed = Literal["system", "party", "no_number"]
"""Why `staffing` passes over a pool unless it is named: it is a system; others than the government staff it; it states
no single number of units."""


def unstaffed(pool: Pool) -> Unstaffed | None:
    """Why a search for staffing passes over a pool; None where it does not."""
    if pool.kind == "system":
        return "system"
    if pool.party != "government":
        return "party"
    return "no_number" if pool.capacity is None else None


def what_would_change(whatif: WhatIf) -> tuple[str, ...]:
    """The command that looks for what would change the answer: levers where some are stated, else people, if any."""
    if stated_levers(whatif.stated):
        return ("levers",)
    if any(unstaffed(pool) is None for pool in whatif.scenario.pools.values()):
        return ("staffing",)
    return ()
