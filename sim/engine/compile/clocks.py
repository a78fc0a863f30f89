"""Clocks of a program: one a target, and the ledgers every case has (SEMANTICS 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from sim.engine.compile.faults import CompileError
from sim.engine.compile.in_person import counters, in_person
from sim.engine.compile.needs import Needs
from sim.engine.compile.shared import PARTIES, Shared, last_of
from sim.engine.compile.times import micros
from sim.engine.nodes import SESSION, TASK, TIMER
from sim.engine.program import (
    ARRIVED,
    DATES,
    DAYS,
    ELAPSED,
    FINISHED,
    QUEUED,
    REACHED,
    VISITS,
    WHOLE_DAYS,
    WORKING,
)
from sim.frozen import dataclass
from sim.model.block import ClockKind
from sim.model.blocks import Part, Session, Task, Wait
from sim.model.law import PAUSE_KINDS, RuleSet
from sim.model.quantities import Duration
from sim.model.tally import counts
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
    """Item, stage or step outside which nothing counts."""
    pauses: int = EVERY_PAUSE
    """Bit set of the kinds of pauses that stop it."""
    counts_pause: bool = False
    commissioned_by: str | None = None
    """Steps that someone else commissioned do not count; steps that nobody did are not touched by it."""
    at_once: bool = False
    """Only steps away from the counter count, and no pause excuses them (SEMANTICS 6.6)."""
    judged: int = 0
    """1 of a target, 2 of a target's twin that runs in case its start or end is dated back."""
    sum_of: tuple[int, ...] = ()
    """Clocks added up instead of running itself."""
    last: bool = False
    """The last stamp it ends with counts, not the first."""
    condition: int = -1
    """What a case must fulfil to be judged; -1: nothing."""
    nodes: frozenset[int] | None = None
    """Of a clock of visits: the nodes it counts; None: its parties decide."""
    apart: int = -1
    """Of a clock of visits: what tells one from the next, in µs."""
    pooled: int = -1
    """The clock of another service whose cases are judged together with its own."""


def coordinate_of(clock: ClockKind, limit: Duration) -> int:
    """What a clock counts. A statutory one counts working dates or, under a limit in cd, natural dates."""
    if counts(limit):
        return REACHED if limit.unit == "case" else VISITS
    if at_once(limit):
        return ELAPSED
    if clock == "statutory":
        return DAYS if in_natural_days(clock, limit) else DATES
    return {"elapsed": ELAPSED, "working": WORKING, "queue": QUEUED}[clock]


def clocks_of(
    shared: Shared, needs: Needs, targets: Mapping[str, Target], services: Sequence[str], jurisdiction: str
) -> list[Clock]:
    """Target clocks in declared order, then promised items and stages, then the ledgers of each service; behind them
    what counts for targets of several services, and for those that count several things."""
    clocks = []
    for name, target in targets.items():
        start, stop = target.scope
        rules = target.rule_set(jurisdiction, shared.times.study.judged_from)
        clocks.append(
            Clock(
                name=name,
                service=services.index(target.service),
                coordinate=coordinate_of(target.clock, target.limit.value),
                start=shared.stamps.number(start),
                stop=shared.stamps.number(last_of(stop) if target.last else stop),
                # No case is late by itself where the mean is judged: its clock runs until the case is there.
                limit=NEVER if target.judged == "mean" else _limit(shared, target.limit.value, target.clock),
                parties=0 if target.sum_of else sum(1 << PARTIES.index(p) for p in set(target.parties)),
                scope=target.item or target.stage or target.step,
                commissioned_by=target.commissioned_by or (None if rules is None else rules.commissioned_by),
                pauses=0 if target.at_once else _pauses(target.clock, rules),
                at_once=target.at_once,
                judged=1,
                sum_of=tuple(list(targets).index(part) for part in target.sum_of),
                last=target.last,
                condition=shared.conditions.get((target.service, name), -1),
            )
        )
        clocks[-1] = measured(shared, needs, target, target.service, clocks[-1], len(clocks) - 1)
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
                    pauses=0 if at_once(block.promised.value) else _pauses(block.clock, None),
                    at_once=at_once(block.promised.value),
                )
            )
    with_steps = {step.service for step in shared.steps}
    for number, service in enumerate(services):
        if service not in with_steps:
            continue
        for party, name in enumerate(PARTIES):
            clocks.append(Clock(HELD + name, number, ELAPSED, ARRIVED, FINISHED, NEVER, 1 << party, pauses=0))
        clocks.append(
            Clock(PAUSED, number, ELAPSED, ARRIVED, FINISHED, NEVER, 0, pauses=0, counts_pause=True)
        )
    for first, target in enumerate(targets.values()):
        for service in target.services[1:]:
            number = len(clocks)
            other = replace(
                clocks[first],
                service=services.index(service),
                condition=shared.conditions.get((service, clocks[first].name), -1),
                pooled=first,
            )
            clocks.append(measured(shared, needs, target, service, other, number))
    for number, clock in enumerate(clocks.copy()):
        if clock.judged and clock.sum_of == () and clock.coordinate == VISITS and clock.nodes is None:
            parts = counters(shared, needs, list(services)[clock.service])
            clocks[number] = replace(clock, sum_of=tuple(range(len(clocks), len(clocks) + len(parts))))
            clocks += [
                replace(clock, limit=NEVER, judged=2, nodes=part, apart=NEVER, pooled=-1) for part in parts
            ]
    return clocks


def measured(shared: Shared, needs: Needs, target: Target, service: str, clock: Clock, number: int) -> Clock:
    """A target's clock in one of its services, if it counts something: what, and where."""
    if target.measure == "visits":
        apart = micros(target.visits_apart, shared.times)
        return replace(clock, nodes=in_person(shared, needs, service), apart=apart, pauses=0)
    if target.measure == "reached":
        return replace(clock, limit=0, parties=0, pauses=0, sum_of=(number,))
    return replace(clock, parties=0, pauses=0) if target.measure == "windows" else clock


def with_going_on(clocks: Sequence[Clock]) -> tuple[list[Clock], list[int]]:
    """Clocks, and for each of which the last stamp counts one like it that runs to the end of the case."""
    made, goes_on = list(clocks), [-1] * len(clocks)
    for number, clock in enumerate(clocks):
        if clock.last and not clock.sum_of:
            goes_on[number] = len(made)
            name = f"{clock.name} going on"
            made.append(replace(clock, name=name, stop=FINISHED, judged=2, last=False, condition=-1))
            goes_on.append(-1)
    return made, goes_on


def with_twins(shared: Shared, clocks: Sequence[Clock]) -> tuple[list[Clock], list[int], list[int]]:
    """Clocks, and for each the twins it takes its value from when its first or last stamp is dated back (5.4).

    A twin begins, or ends, with the earlier stamp and is otherwise the same clock. Returns the clocks, the twins of
    their beginnings and those of their ends, -1 for none. Raises CompileError where a target looks at a stamp that is
    dated back to two different ones, or counts the last of a stamp that is dated back.
    """
    earlier = _dated_back(shared, clocks)
    made, began, ended = list(clocks), [-1] * len(clocks), [-1] * len(clocks)
    for number, clock in enumerate(clocks):
        as_of = earlier.get((clock.service, clock.stop), -1)
        if as_of >= 0 and clock.judged and not clock.sum_of:
            if clock.last:
                stamp = shared.stamps.names[clock.stop].removesuffix(" (last)")
                raise CompileError(
                    f"targets.{clock.name}.stamp",
                    f"{stamp!r} is dated back, so only its first stamp can count",
                )
            ended[number] = len(made)
            made.append(
                replace(clock, name=f"{clock.name} to {shared.stamps.names[as_of]}", stop=as_of, judged=2)
            )
    began += [-1] * (len(made) - len(began))
    for number, clock in enumerate(made.copy()):
        as_of = earlier.get((clock.service, clock.start), -1)
        if as_of >= 0 and clock.judged and not clock.sum_of:
            began[number] = len(made)
            made.append(
                replace(clock, name=f"{clock.name} as of {shared.stamps.names[as_of]}", start=as_of, judged=2)
            )
    return made, _filled(began, len(made)), _filled(ended, len(made))


def _filled(numbers: list[int], length: int) -> list[int]:
    return [*numbers, *([-1] * (length - len(numbers)))]


def _dated_back(shared: Shared, clocks: Sequence[Clock]) -> dict[tuple[int, int], int]:
    """By service and stamp: the earlier stamp it is dated back to."""
    looked_at = {
        (clock.service, stamp) for clock in clocks if clock.judged for stamp in (clock.start, clock.stop)
    }
    earlier: dict[tuple[int, int], int] = {}
    for node in range(len(shared.nodes)):
        as_of = shared.nodes.get(node, "as_of")
        if as_of < 0:
            continue
        key = shared.nodes.get(node, "service"), shared.nodes.get(node, "stamp")
        if earlier.setdefault(key, as_of) != as_of and key in looked_at:
            step = shared.steps[shared.nodes.get(node, "step")]
            first = shared.stamps.names[earlier[key]]
            path = f"services.{step.service}.flow.{step.id}"
            raise CompileError(
                path, f"this milestone is dated back to {first!r} elsewhere; use one milestone"
            )
    return earlier


def check_times(clock: Clock, name: str, path: str) -> None:
    """Nothing can be timed by time in queues, nor by a mean. Raises CompileError, at `path`."""
    if clock.coordinate in (VISITS, REACHED):
        raise CompileError(
            path, f"{name!r} counts no time, so nothing can be timed by it; name another clock"
        )
    if clock.coordinate == QUEUED:
        said = f"{name!r} is a clock of time in queues, which nothing can be timed by; name another clock"
        raise CompileError(path, said)
    if clock.limit == NEVER:
        said = f'"{name}" is judged on the mean, so no single case has a limit there; name another clock'
        raise CompileError(path, said)


def part_of(clock: Clock, part: float) -> int:
    """A part of the limit: whole dates, one at least, for a statutory clock; else µs."""
    exact = clock.limit * Fraction(str(part))
    return max(1, int(exact)) if clock.coordinate in WHOLE_DAYS else round(exact)


def clocks_by_node(
    shared: Shared, clocks: Sequence[Clock], at_counter: Callable[[int], bool]
) -> list[list[int]]:
    """By node: the clocks its parties make run. Only tasks and waits are held.

    `at_counter` says of a need whether a visitor at the counter sees it done.
    """
    by_service: dict[int, list[tuple[int, Clock]]] = defaultdict(list)
    for number, clock in enumerate(clocks):
        by_service[clock.service].append((number, clock))
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
                for number, clock in by_service[shared.nodes.get(node, "service")]
                if (node in clock.nodes if clock.nodes is not None else clock.parties & parties)
                and (clock.coordinate != QUEUED or kind == TASK)
                and (clock.scope is None or clock.scope in (*step.inside, step.id))
                and (away or not clock.at_once)
                and (clock.commissioned_by is None or commissioned_by in (None, clock.commissioned_by))
            ]
        )
    return found


def _pauses(clock: str, rules: RuleSet | None) -> int:
    """Kinds of pauses that stop a clock. Time in a queue is time in a queue, whatever the law says of the case."""
    if clock == "queue":
        return 0
    return EVERY_PAUSE if rules is None else sum(1 << PAUSE_KINDS.index(kind) for kind in rules.pauses)


def _limit(shared: Shared, limit: Duration, clock: str) -> int:
    """Whole dates for a statutory clock, else µs."""
    return int(limit.amount) if clock == "statutory" else micros(limit, shared.times)
