"""Verdicts under sampled parameters: what published figures leave open is carried into the share on time.

A calibrated scenario holds parameter vectors that fit the figures (`calibration`). Each is simulated on the same draws
as the stated values, so how much it shifts the share on time is known well. The vectors that lower and raise the share
most are then simulated as often as the stated values, and judged by the same plan of looks. The interval reaches from
the low end of the one to the high end of the other, the stated values among them: a promise is met only where it is met
under all that fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiments.questions.accepted_vectors import vectors
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.statistics.looks import LOOKS, Plan, Verdict
from sim.experiments.statistics.share_interval import NobodyJudged
from sim.model import Setting

REPLICATIONS = LOOKS[0]
"""Of each vector."""
Told = tuple[float, float, float, int]
"""Share on time at stated values, the interval of its verdict, and the replications it used."""


@dataclass(frozen=True)
class Sampled:
    """A target under every parameter vector."""

    verdict: Verdict
    low: float
    high: float
    shares: tuple[float, ...]
    """On-time share under each vector, in their order: the stated one and the shift."""
    met_in: int
    """Vectors whose share comes up to the required one."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "vectors": len(self.shares),
            "replications": REPLICATIONS,
            "ci": [round(self.low, 6), round(self.high, 6)],
            "met_in": self.met_in,
            "lowest_share": round(min(self.shares), 6),
            "highest_share": round(max(self.shares), 6),
        }


def sampled(
    whatif: WhatIf,
    stated: Mapping[str, Told],
    evidence: Evidence,
    plan: Plan,
    crew: Crew,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Sampled]:
    """Every target of `stated` under every parameter vector. `evidence` holds the replications at stated values.

    `plan` is that of their verdicts.
    """
    under = [_simulated(whatif, settings, crew, tick) for settings in vectors(whatif)]
    found: dict[str, Sampled] = {}
    for target, told in stated.items():
        base = evidence.share(target, REPLICATIONS)
        shifts = np.array([one.share(target, REPLICATIONS) - base for one in under])
        shifts = np.where(np.isfinite(shifts), shifts, 0.0)
        required = whatif.scenario.targets[target].required_share.value
        ends = []
        for extreme in (under[int(shifts.argmin())], under[int(shifts.argmax())]):
            extreme.grow(told[3], tick)
            ends.append(_interval(extreme, target, required, plan, told))
        found[target] = _told(told, shifts, (ends[0][0], ends[1][1]), required)
    return found


def _simulated(whatif: WhatIf, settings: list[Setting], crew: Crew, tick: Callable[[], None]) -> Evidence:
    moved = whatif.with_settings(settings)
    made = Evidence(moved.program, whatif.seed, crew, whatif.engine_name)
    made.grow(REPLICATIONS, tick)
    return made


def _interval(
    evidence: Evidence, target: str, required: float, plan: Plan, stated: Told
) -> tuple[float, float]:
    """That of a vector's own verdict; the stated one where it judges nobody."""
    try:
        decision = evidence.decision(target, required, plan, stated[3])
    except NobodyJudged:
        return stated[1], stated[2]
    return decision.low, decision.high


def _told(stated: Told, shifts: NDArray[np.float64], ends: tuple[float, float], required: float) -> Sampled:
    share, low, high, _ = stated
    low, high = min(low, ends[0]), max(high, ends[1])
    verdict: Verdict = "met" if low >= required else "not_met" if high < required else "undecided"
    shares = np.clip(share + shifts, 0.0, 1.0)
    return Sampled(verdict, low, high, tuple(shares.tolist()), int((shares >= required).sum()))
