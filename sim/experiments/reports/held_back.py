"""What holds a promise back: where most of the time on its clock goes, and what one more of the pool that is waited for
would do. It is told beside the stored verdicts; a comparison or a search says more (`compare`, `capacity`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sim.engine.program import REACHED, VISITS, WORKING
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import requirement
from sim.experiments.runs.run import Result, run
from sim.model import ModelError
from sim.results.days import days_spent
from sim.results.pauses import rows_by_case

REPLICATIONS = 4
"""Whose events are looked at: enough for shares of the time."""
SAMPLE = 24
"""On which one more unit is tried, under the same draws: the first that a verdict looks at."""
OUTSIDE = ("closed", "before")
"""Causes that hold nothing back: nights, and what was before the study."""
Said = Mapping[str, str]
"""By language."""


@dataclass(frozen=True)
class OneMore:
    """What the share on time would be with one more unit of a pool."""

    before: float
    after: float


@dataclass(frozen=True)
class HeldBack:
    """The largest part of the time that a promise counts."""

    cause: str
    """As in `critical_path`: queue, work, wait_<party>, …"""
    where: Said
    """Of a queue the pool, else the step."""
    share: float
    """Of all the time that is counted."""
    one_more: OneMore | None
    """Of a queue for one pool, where it makes a difference."""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def held_back(reference: str, targets: Sequence[str]) -> dict[str, HeldBack]:
    """By target; those that are of no time are left out. Raises ModelError."""
    whatif = load(reference)
    with crew_for(whatif.engine_name, None) as crew:
        made = run(whatif, replications=REPLICATIONS, crew=crew)
        pools = _pools(made)
        found = {target: _held(made, target, pools, crew) for target in targets if _timed(made, target)}
    return {target: one for target, one in found.items() if one is not None}


def _timed(made: Result, target: str) -> bool:
    program = made.program
    if target not in program.names.clocks:
        return False
    return program.clock_coordinate[program.names.clocks.index(target)] not in (VISITS, REACHED)


def _held(made: Result, target: str, pools: Mapping[str, str], crew: Crew) -> HeldBack | None:
    names, whatif = made.program.names, made.whatif
    spent: dict[tuple[str, str, str], int] = defaultdict(int)
    for service, step, cause, span in _spans(made, target):
        pool = pools.get(step, "") if cause == "queue" else ""
        spent[(cause, pool, "") if pool else (cause, service, step)] += span
    all_ = sum(spent.values())
    for key in [key for key in spent if key[0] in OUTSIDE]:
        del spent[key]
    if not spent:
        return None
    (cause, one, step), most = max(spent.items(), key=lambda pair: pair[1])
    spoken = names.label("step", step, one) if step else _pool_label(made, one)
    one_more = _one_more(whatif, target, one, crew) if cause == "queue" and not step else None
    return HeldBack(cause, {"zh": spoken[0], "en": spoken[1]}, round(most / all_, 4), one_more)


def _spans(made: Result, target: str) -> Iterator[tuple[str, str, str, int]]:
    """Service, step, cause, and µs on the target's clock."""
    program = made.program
    clock = program.names.clocks.index(target)
    in_office = program.clock_coordinate[clock] == WORKING
    for service in made.whatif.scenario.targets[target].services:
        for part in days_spent(program, made.outcomes, service, None, clock).parts:
            yield service, part.step, part.cause, part.working if in_office else part.elapsed


def _pools(made: Result) -> dict[str, str]:
    """Who does each step most often; pools that must come together are joined by " + "."""
    nodes, names = made.program.nodes, made.program.names
    done = Counter(
        (names.steps[int(nodes.step[row.node])], names.alternatives[row.alternative])
        for rows in rows_by_case(made.outcomes[0]).values()
        for _, row in rows
        if row.alternative >= 0
    )
    return {step: pool for (step, pool), _ in reversed(done.most_common())}


def _pool_label(made: Result, pools: str) -> tuple[str, str]:
    found = [made.program.names.label("pool", pool) for pool in pools.split(" + ")]
    return "、".join(zh for zh, _ in found), " and ".join(en for _, en in found)


def _one_more(whatif: WhatIf, target: str, pool: str, crew: Crew) -> OneMore | None:
    """None where the pool has no number of units to raise, the promise is on a mean, or nothing changes."""
    needed = requirement(whatif.scenario, target)
    if needed.share is None:
        return None
    try:
        more = load(whatif.reference, set=[f"pools.{pool}.capacity+=1"])
    except ModelError:
        return None
    shares = []
    for one in (whatif, more):
        evidence = Evidence(one.program, one.seed, crew, one.engine_name)
        evidence.grow(SAMPLE)
        shares.append(round(evidence.value(target, needed, SAMPLE), 4))
    return OneMore(*shares) if shares[1] > shares[0] else None
