"""Verdicts under sampled parameters: what published figures leave open is carried into the share on time, or the mean.

A calibrated scenario holds parameter vectors that fit the figures (`calibration`). Each is simulated on the same draws
as the stated values, so how much it shifts the share on time is known well. The vectors that lower and raise it
most are then simulated as often as the stated values, and judged by the same plan of looks. The interval reaches from
the low end of the one to the high end of the other, the stated values among them: a promise is met only where it is met
under all that fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from sim.experiments.questions.accepted_vectors import vectors
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import Reals, Requirement, requirement
from sim.experiments.statistics.looks import LOOKS, Plan, Verdict
from sim.experiments.statistics.share_interval import NobodyJudged
from sim.model import Setting
from sim.model.target import Statistic

REPLICATIONS = LOOKS[0]
"""Of each vector."""
Told = tuple[float, float, float, int]
"""Share on time or mean at stated values, the interval of its verdict, and the replications it used."""


@dataclass(frozen=True)
class Sampled:
    """A target under every parameter vector."""

    verdict: Verdict
    low: float
    high: float
    values: tuple[float, ...]
    """On-time share or mean under each vector, in their order: the stated one and the shift."""
    met_in: int
    """Vectors whose value will do."""
    statistic: Statistic = "share"

    def to_dict(self) -> dict[str, Any]:
        return {
            "vectors": len(self.values),
            "replications": REPLICATIONS,
            "ci": [round(self.low, 6), round(self.high, 6) if isfinite(self.high) else None],
            "met_in": self.met_in,
            f"lowest_{self.statistic}": round(min(self.values), 6),
            f"highest_{self.statistic}": round(max(self.values), 6),
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
        needed = requirement(whatif.scenario, target)
        base = evidence.value(target, needed, REPLICATIONS)
        shifts = np.array([one.value(target, needed, REPLICATIONS) - base for one in under])
        shifts = np.where(np.isfinite(shifts), shifts, 0.0)
        ends = []
        for extreme in (under[int(shifts.argmin())], under[int(shifts.argmax())]):
            extreme.grow(told[3], tick)
            ends.append(_interval(extreme, target, needed, plan, told))
        found[target] = _told(told, shifts, (ends[0][0], ends[1][1]), needed)
    return found


def _simulated(whatif: WhatIf, settings: list[Setting], crew: Crew, tick: Callable[[], None]) -> Evidence:
    moved = whatif.with_settings(settings)
    made = Evidence(moved.program, whatif.seed, crew, whatif.engine_name)
    made.grow(REPLICATIONS, tick)
    return made


def _interval(
    evidence: Evidence, target: str, needed: Requirement, plan: Plan, stated: Told
) -> tuple[float, float]:
    """That of a vector's own verdict; the stated one where it judges nobody."""
    try:
        decision = evidence.decision(target, needed, plan, stated[3])
    except NobodyJudged:
        return stated[1], stated[2]
    return decision.low, decision.high


def _told(stated: Told, shifts: Reals, ends: tuple[float, float], needed: Requirement) -> Sampled:
    value, low, high, _ = stated
    low, high = min(low, ends[0]), max(high, ends[1])
    values = np.clip(value + shifts, 0.0, 1.0 if needed.statistic == "share" else None).tolist()
    met_in = sum(map(needed.keeps, values))
    return Sampled(needed.verdict(low, high), low, high, tuple(values), met_in, needed.statistic)
