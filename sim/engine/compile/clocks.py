"""Clocks of a program: one a target, and the ledgers every case has (SEMANTICS 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.engine.compile.flow import PARTIES, Shared
from sim.engine.compile.times import micros
from sim.engine.program import ARRIVED, DATES, ELAPSED, FINISHED, SESSION, TASK, TIMER, WORKING
from sim.model.blocks import Part, Session, Task, Wait
from sim.model.quantities import Duration
from sim.model.target import Target
from sim.worktime import NEVER

COORDINATES = {"elapsed": ELAPSED, "working": WORKING, "statutory": DATES}
HELD = "held_"
PAUSED = "paused"
EVERYBODY = (1 << len(PARTIES)) - 1


@dataclass(frozen=True)
class Clock:
    name: str
    service: int
    coordinate: int
    start: int
    stop: int
    limit: int
    parties: int
    scope: str | None = None
    """Item or stage outside which steps do not count."""
    pausable: bool = True
    counts_pause: bool = False
    commissioned_by: str | None = None
    """Steps that someone else commissioned do not count; steps that nobody did are not touched by it."""
    judged: bool = False
    sum_of: tuple[int, ...] = ()
    """Clocks added up instead of running itself."""


def clocks_of(shared: Shared, targets: Mapping[str, Target], services: Sequence[str]) -> list[Clock]:
    """Target clocks in declared order, then promised items and stages, then the ledgers of each service."""
    clocks = []
    for name, target in targets.items():
        start, stop = target.scope
        clocks.append(
            Clock(
                name=name,
                service=services.index(target.service),
                coordinate=COORDINATES[target.clock],
                start=shared.stamps.number(start),
                stop=shared.stamps.number(stop),
                limit=_limit(shared, target.limit.value, target.clock),
                parties=0 if target.sum_of else sum(1 << PARTIES.index(p) for p in set(target.parties)),
                scope=target.item or target.stage,
                commissioned_by=target.commissioned_by,
                judged=True,
                sum_of=tuple(list(targets).index(part) for part in target.sum_of),
            )
        )
    for step in shared.steps:
        block = step.block
        if isinstance(block, Part) and block.promised is not None:
            clocks.append(
                Clock(
                    name=f"{step.service}.{block.id}",
                    service=services.index(step.service),
                    coordinate=COORDINATES[block.clock],
                    start=shared.stamps.number(f"{block.id}.started"),
                    stop=shared.stamps.number(f"{block.id}.done"),
                    limit=_limit(shared, block.promised.value, block.clock),
                    parties=EVERYBODY,
                    scope=block.id,
                )
            )
    for number, service in enumerate(services):
        if all(step.service != service for step in shared.steps):
            continue
        for party, name in enumerate(PARTIES):
            clocks.append(
                Clock(HELD + name, number, ELAPSED, ARRIVED, FINISHED, NEVER, 1 << party, pausable=False)
            )
        clocks.append(
            Clock(PAUSED, number, ELAPSED, ARRIVED, FINISHED, NEVER, 0, pausable=False, counts_pause=True)
        )
    return clocks


def clocks_by_node(shared: Shared, clocks: Sequence[Clock]) -> list[list[int]]:
    """By node: the clocks its parties make run. Only tasks and waits are held."""
    found: list[list[int]] = []
    for node in range(len(shared.nodes)):
        kind, parties = shared.nodes.get(node, "kind"), shared.nodes.get(node, "parties")
        if kind not in (TASK, SESSION, TIMER):
            found.append([])
            continue
        step = shared.steps[shared.nodes.get(node, "step")]
        block = step.block
        commissioned_by = block.commissioned_by if isinstance(block, (Task, Session, Wait)) else None
        found.append(
            [
                number
                for number, clock in enumerate(clocks)
                if clock.service == shared.nodes.get(node, "service")
                and clock.parties & parties
                and (clock.scope is None or clock.scope in step.inside)
                and (clock.commissioned_by is None or commissioned_by in (None, clock.commissioned_by))
            ]
        )
    return found


def _limit(shared: Shared, limit: Duration, clock: str) -> int:
    """Whole dates for a statutory clock, else µs."""
    return int(limit.amount) if clock == "statutory" else micros(limit, shared.times)
