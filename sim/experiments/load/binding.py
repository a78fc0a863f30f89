"""Which pool binds: by giving each one more unit and looking, not by how busy it is.

A pool may be busy and yet in nobody's way, and a half-idle one may hold up every case. So at the load where a
target is first broken, and at the load asked, each of the busiest pools that its cases ask for gets one more unit,
on the same replications. The one that raises the on-time share most binds, if its rise is more than chance; where the
mean is judged, the one that shortens it most.

One more unit means what `--set pools.X.capacity+=1` means: it brings its share of the pool's other work with it. A
profile gets one more at every hour that it staffs, and so does a rule that states units.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.engine.nodes import SESSION, TASK
from sim.engine.program import Program
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import Requirement
from sim.experiments.running.sample_problem import Sample, required
from sim.experiments.statistics.looks import LOOKS
from sim.experiments.statistics.paired import Critical, Ends, Paired, Sums, paired_ratio
from sim.experiments.statistics.skewness_t import critical_t, hall_ends
from sim.model import Setting
from sim.model.scenario import Pool, Staff
from sim.model.staff import stated_at
from sim.results.pools import PoolUse
from sim.worktime import MINUTE

CONFIDENCE = 0.95
"""Of all rises of one target together, by Bonferroni."""
MOST_TRIED = 4
FEWEST_REPLICATIONS = LOOKS[0]
"""A smaller sample may find a turn, but hardly tell a rise from chance."""


@dataclass(frozen=True)
class OneMore:
    """What one more unit of a pool does to a target's on-time share, or by how much it shortens the mean."""

    pool: str
    label: tuple[str, str]
    """Its name in Chinese and in English."""
    units: float
    """Mean units on duty while open, before."""
    utilisation: float
    """Before, at the same load."""
    rise: float
    low: float
    high: float
    unit_name: str = ""
    """Of the rise, where the mean is judged; else it is a part of all cases."""

    def __str__(self) -> str:
        by = f"{-self.rise:+.3g} {self.unit_name}" if self.unit_name else f"{100 * self.rise:+.1f} points"
        return f"{self.label[1]} ({self.utilisation:.0%} busy): {by} with one more"

    def to_dict(self) -> dict[str, Any]:
        return {
            "pool": self.pool,
            "units": round(self.units, 4),
            "busy_share": round(self.utilisation, 4),
            "rise": round(self.rise, 6),
            "ci": [round(self.low, 6), round(self.high, 6)],
            **({"unit": self.unit_name} if self.unit_name else {}),
        }


@dataclass(frozen=True)
class Binding:
    """The pools tried at one load, the most helpful first."""

    load: float
    tried: tuple[OneMore, ...]

    @property
    def pool(self) -> OneMore | None:
        """The pool that binds; None: no single one does."""
        return next((one for one in self.tried if one.low > 0), None)

    def __str__(self) -> str:
        return "no single pool binds" if self.pool is None else f"binds: {self.pool}"

    def to_dict(self) -> dict[str, Any]:
        return {
            "load": self.load,
            "pool": None if self.pool is None else self.pool.pool,
            "confidence": CONFIDENCE,
            "tried": [one.to_dict() for one in self.tried],
        }


def binding(whatif: WhatIf, load: float, target: str, sample: Sample) -> Binding:
    """Try one more unit of each candidate; `load` is only what the result is to say."""
    replications = max(sample.replications, FEWEST_REPLICATIONS)
    before = sample.evidence(whatif, replications)
    uses = busiest(before, whatif.scenario.targets[target].services, replications)[:MOST_TRIED]
    needed = required(whatif, target)
    counts = _counts(before, target, needed, replications)
    level = (1 - CONFIDENCE) / max(1, len(uses))
    critical = Critical(critical_t(replications, level), level)
    tried = []
    for use in uses:
        more = whatif.with_settings(one_more(*stated_at(whatif.scenario.pools, use.pool)))
        after = _counts(sample.evidence(more, replications), target, needed, replications)
        pair = paired_ratio(counts, after)
        if not math.isnan(pair.difference):
            low, high = _ends(pair, critical)
            tried.append(
                OneMore(
                    use.pool, use.label, use.capacity, use.utilisation, pair.difference, low, high,
                    needed.unit_name,
                )
            )  # fmt: skip
    return Binding(load, tuple(sorted(tried, key=lambda one: -one.rise)))


def _ends(pair: Paired, critical: Critical) -> Ends:
    """Ends of a rise, corrected for skewness: close to overload most replications gain little, and a few very much."""
    if not pair.deviations.any() or not math.isfinite(pair.error):
        return pair.interval(critical)
    return hall_ends(pair.difference + pair.deviations, critical.t)


def busiest(evidence: Evidence, services: Sequence[str], replications: int) -> list[PoolUse]:
    """Pools that cases of the services ask for, the busiest first."""
    asked = set().union(*(pools_asked(evidence.program, service) for service in services))
    uses = [use for use in evidence.pools(replications) if use.pool in asked]
    return sorted(uses, key=lambda use: -use.utilisation)


def pools_asked(program: Program, service: str) -> set[str]:
    """Pools that some task or session of a service asks for."""
    nodes = program.nodes
    found: set[int] = set()
    for node in np.flatnonzero(nodes.service == program.names.services.index(service)).tolist():
        alternatives: Sequence[int] = ()
        if nodes.kind[node] == TASK:
            first = int(program.need_first[nodes.need[node]])
            alternatives = range(first, first + int(program.need_count[nodes.need[node]]))
        elif (
            nodes.kind[node] == SESSION
            and (own := int(program.session_alternative[nodes.session[node]])) >= 0
        ):
            alternatives = range(own, own + int(program.ways_by_session[nodes.session[node]]))
        for alternative in alternatives:
            first = int(program.alternative_first[alternative])
            pools = slice(first, first + int(program.alternative_count[alternative]))
            found.update(program.alternative_pool[pools].tolist())
    return {program.names.pools[pool] for pool in found}


def one_more(name: str, pool: Pool | Staff) -> list[Setting]:
    """Settings that give a pool, or the unit of one ("window.staff.li"), one more unit whenever it has any."""
    by_rule = [
        Setting(f"pools.{name}.rules.{number}.units", "+=", "1")
        for number, rule in enumerate(pool.rules)
        if rule.units is not None and rule.units.value
    ]
    if isinstance(pool, Staff):
        return [Setting(f"pools.{name}.capacity", "=", str(pool.capacity.value + 1)), *by_rule]
    if pool.profile is None:
        return [Setting(f"pools.{name}.capacity", "+=", "1"), *by_rule]
    staffed = ", ".join(
        f'"{at // MINUTE // 60:02d}:{at // MINUTE % 60:02d}": {units + 1 if units else 0}'
        for at, units in sorted(pool.profile.items())
    )
    return [Setting(f"pools.{name}.profile", "=", f"{{{staffed}}}"), *by_rule]


def _counts(evidence: Evidence, target: str, needed: Requirement, replications: int) -> Sums:
    judged = evidence.of(target, replications)
    return [needed.helps(one) for one in judged], [one.judged for one in judged]
