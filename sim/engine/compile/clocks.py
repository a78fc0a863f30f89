"""Clocks of a program: one a target, and the ledgers every case has (SEMANTICS 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.engine.compile.faults import CompileError
from sim.engine.compile.flow import PARTIES, Shared
from sim.engine.compile.times import micros
from sim.engine.program import ARRIVED, DATES, DAYS, ELAPSED, FINISHED, SESSION, TASK, TIMER, WORKING
from sim.model.block import ClockKind
from sim.model.blocks import Part, Session, Task, Wait
from sim.model.law import PAUSE_KINDS
from sim.model.quantities import Duration
from sim.model.target import Target, at_once, in_natural_days
from sim.worktime import NEVER

HELD = "held_"
PAUSED = "paused"
EVERY_PAUSE = (1 << len(PAUSE_KINDS)) - 1
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
    pauses: int = EVERY_PAUSE
    """Bit set of the kinds of pauses that stop it."""
    counts_pause: bool = False
    commissioned_by: str | None = None
    """Steps that someone else commissioned do not count; steps that nobody did are not touched by it."""
    at_once: bool = False
    """Only steps away from the counter count, and no pause excuses them (SEMANTICS 6.6)."""
    judged: int = 0
    """1 of a target, 2 of a target's twin that runs in case its start is dated back."""
    sum_of: tuple[int, ...] = ()
    """Clocks added up instead of running itself."""


def coordinate_of(clock: ClockKind, limit: Duration) -> int:
    """What a clock counts. A statutory one counts working dates or, under a limit in cd, natural dates."""
    if at_once(limit):
        return ELAPSED
    if clock == "statutory":
        return DAYS if in_natural_days(clock, limit) else DATES
    return {"elapsed": ELAPSED, "working": WORKING}[clock]


def clocks_of(
    shared: Shared, targets: Mapping[str, Target], services: Sequence[str], jurisdiction: str
) -> list[Clock]:
    """Target clocks in declared order, then promised items and stages, then the ledgers of each service."""
    clocks = []
    for name, target in targets.items():
        start, stop = target.scope
        rules = target.rule_set(jurisdiction, shared.times.study.judged_from)
        pauses = EVERY_PAUSE if rules is None else sum(1 << PAUSE_KINDS.index(kind) for kind in rules.pauses)
        clocks.append(
            Clock(
                name=name,
                service=services.index(target.service),
                coordinate=coordinate_of(target.clock, target.limit.value),
                start=shared.stamps.number(start),
                stop=shared.stamps.number(stop),
                limit=_limit(shared, target.limit.value, target.clock),
                parties=0 if target.sum_of else sum(1 << PARTIES.index(p) for p in set(target.parties)),
                scope=target.item or target.stage,
                commissioned_by=target.commissioned_by or (None if rules is None else rules.commissioned_by),
                pauses=0 if target.at_once else pauses,
                at_once=target.at_once,
                judged=1,
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
                    coordinate=coordinate_of(block.clock, block.promised.value),
                    start=shared.stamps.number(f"{block.id}.started"),
                    stop=shared.stamps.number(f"{block.id}.done"),
                    limit=_limit(shared, block.promised.value, block.clock),
                    parties=EVERYBODY,
                    scope=block.id,
                    pauses=0 if at_once(block.promised.value) else EVERY_PAUSE,
                    at_once=at_once(block.promised.value),
                )
            )
    for number, service in enumerate(services):
        if all(step.service != service for step in shared.steps):
            continue
        for party, name in enumerate(PARTIES):
            clocks.append(
                Clock(HELD + name, number, ELAPSED, ARRIVED, FINISHED, NEVER, 1 << party, pauses=0)
            )
        clocks.append(
            Clock(PAUSED, number, ELAPSED, ARRIVED, FINISHED, NEVER, 0, pauses=0, counts_pause=True)
        )
    return clocks


def with_twins(shared: Shared, clocks: Sequence[Clock]) -> tuple[list[Clock], list[int]]:
    """Clocks, and for each the twin it takes its value from when the stamp it begins with is dated back (5.4).

    A twin begins with the earlier stamp and is otherwise the same clock. Raises CompileError where a target begins
    with a stamp that is dated back to two different ones.
    """
    earlier: dict[tuple[int, int], int] = {}
    for node in range(len(shared.nodes)):
        as_of = shared.nodes.get(node, "as_of")
        if as_of < 0:
            continue
        key = shared.nodes.get(node, "service"), shared.nodes.get(node, "stamp")
        looked_at = any(clock.judged and (clock.service, clock.start) == key for clock in clocks)
        if earlier.setdefault(key, as_of) != as_of and looked_at:
            step = shared.steps[shared.nodes.get(node, "step")]
            first = shared.stamps.names[earlier[key]]
            path = f"services.{step.service}.flow.{step.id}"
            raise CompileError(path, f"this milestone is dated back to {first!r} elsewhere; use one milestone")
    made, twins = list(clocks), [-1] * len(clocks)
    for number, clock in enumerate(clocks):
        as_of = earlier.get((clock.service, clock.start), -1)
        if as_of >= 0 and clock.judged and not clock.sum_of:
            twins[number] = len(made)
            name = f"{clock.name} as of {shared.stamps.names[as_of]}"
            made.append(replace(clock, name=name, start=as_of, judged=2))
            twins.append(-1)
    return made, twins


def clocks_by_node(shared: Shared, clocks: Sequence[Clock], at_counter: Callable[[int], bool]) -> list[list[int]]:
    """By node: the clocks its parties make run. Only tasks and waits are held.

    `at_counter` says of a need whether a visitor at the counter sees it done.
    """
    found: list[list[int]] = []
    for node in range(len(shared.nodes)):
        kind, parties = shared.nodes.get(node, "kind"), shared.nodes.get(node, "parties")
        if kind not in (TASK, SESSION, TIMER):
            found.append([])
            continue
        step = shared.steps[shared.nodes.get(node, "step")]
        block = step.block
        away = kind != TASK or not at_counter(shared.nodes.get(node, "need"))
        commissioned_by = block.commissioned_by if isinstance(block, (Task, Session, Wait)) else None
        found.append(
            [
                number
                for number, clock in enumerate(clocks)
                if clock.service == shared.nodes.get(node, "service")
                and clock.parties & parties
                and (clock.scope is None or clock.scope in step.inside)
                and (away or not clock.at_once)
                and (clock.commissioned_by is None or commissioned_by in (None, clock.commissioned_by))
            ]
        )
    return found


def _limit(shared: Shared, limit: Duration, clock: str) -> int:
    """Whole dates for a statutory clock, else µs."""
    return int(limit.amount) if clock == "statutory" else micros(limit, shared.times)
