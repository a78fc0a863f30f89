"""What a run tells of services, activities, promised parts and sessions, from the sums of its replications.

Numbers are means of a replication; times are means of a visit, a part or a case. A time of nobody is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from sim.engine.nodes import Ints
from sim.engine.program import Program
from sim.experiments.running.sums import (
    BEGUN,
    DONE,
    EXCUSED,
    KEPT,
    LEFT,
    OPEN_YET,
    QUEUED,
    RESTED,
    SERVED,
    TAKEN,
    USED,
    WORKED,
    Sums,
    open_at_start,
    promised_clocks,
    target_clocks,
    task_nodes,
)
from sim.experiments.statistics.mean_interval import MeanInterval, ratio_interval
from sim.experiments.statistics.share_interval import NobodyJudged
from sim.model import Scenario
from sim.model.block import ClockKind
from sim.model.blocks import Part, walk
from sim.model.quantities import Duration
from sim.model.target import Statistic

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Came:
    """Cases of one service by how they ended."""

    arrived: float
    outcomes: tuple[tuple[str, float], ...]
    """(outcome, cases), `completed` first, then by name; those that occurred."""
    open: float
    """Still under way when the simulation ends."""

    @property
    def ended(self) -> float:
        return sum(cases for _, cases in self.outcomes)

    def to_dict(self) -> dict[str, Any]:
        return {
            "arrived": _count(self.arrived),
            "ended": _count(self.ended),
            "outcomes": {outcome: _count(cases) for outcome, cases in self.outcomes},
            "open": _count(self.open),
        }


@dataclass(frozen=True)
class ServiceCount:
    """One service: the cases that came in the judged window, and all that were simulated."""

    service: str
    backlog: float
    """Open when the study began; among those of `simulated`, of whom they are not `arrived`."""
    window: Came
    simulated: Came
    """With those of the lead-in and the follow-up."""

    def to_dict(self) -> dict[str, Any]:
        backlog = {"backlog": _count(self.backlog)} if self.backlog else {}
        return {
            "service": self.service,
            **backlog,
            **self.simulated.to_dict(),
            "window": self.window.to_dict(),
        }


@dataclass(frozen=True)
class ActivityUse:
    """One activity: those who joined its queue in the judged window. Hours are means of the served."""

    service: str
    activity: str
    count: float
    """Served."""
    left: float
    """Left before they were served: gave up, or were withdrawn."""
    wait: MeanInterval | None
    """In the queue, in the hours of the pool (`sim.results.waits`)."""
    rested: MeanInterval | None
    """Between joining and the start, outside the hours of the pool."""
    worked: MeanInterval | None
    """Hands-on."""
    elapsed: MeanInterval | None
    """From joining to completion, nights included."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "service": self.service,
            "activity": self.activity,
            "per_replication": _count(self.count),
            "left_unserved": _count(self.left),
            "wait_hours": _interval(self.wait),
            "rest_hours": _interval(self.rested),
            "work_hours": _interval(self.worked),
            "elapsed_hours": _interval(self.elapsed),
        }


@dataclass(frozen=True)
class PromiseKept:
    """An item or stage with a promised limit, or a target: what began in the judged window, on its own clock."""

    service: str
    part: str
    """Id of the item or stage; name of the target."""
    limit: Duration
    clock: ClockKind
    count: float
    """Judged. Who ended before the part did, and before the limit, is not."""
    on_time: MeanInterval | None
    """Of the judged, apart from those that are open within the limit; None where nobody is left."""
    mean: MeanInterval | None
    """Hours on the clock, or dates for the statutory clock, of those that are done."""
    nobody: str | None
    """Why nobody is judged: `nobody_came`, `all_ended` before the limit, `all_open` within it; else None."""
    statistic: Statistic = "share"
    """Where the mean is judged there is no share on time, and the mean is that of all judged cases."""

    def to_dict(self, called: str = "part") -> dict[str, Any]:
        return {
            "service": self.service,
            called: self.part,
            "limit": str(self.limit),
            "clock": self.clock,
            "per_replication": _count(self.count),
            "on_time_share": _interval(self.on_time),
            "mean_dates" if self.clock == "statutory" else "mean_hours": _interval(self.mean),
            "nobody_judged": self.nobody,
        }


@dataclass(frozen=True)
class SessionUse:
    """A session in the judged window."""

    session: str
    taken: float
    short: float
    """Places left empty for lack of staff while cases in time waited."""

    def to_dict(self) -> dict[str, Any]:
        return {"session": self.session, "taken": round(self.taken, 2), "short": round(self.short, 2)}


def service_counts(program: Program, sums: Sequence[Sums]) -> list[ServiceCount]:
    """Every service, in declared order."""
    whole, window = (np.mean([getattr(one, name) for one in sums], axis=0) for name in ("outcomes", "window"))
    backlog = open_at_start(program)
    return [
        ServiceCount(
            service=name,
            backlog=float(backlog[number]),
            window=_came(program, window[number]),
            simulated=_came(program, whole[number], float(backlog[number])),
        )
        for number, name in enumerate(program.names.services)
    ]


def _came(program: Program, cases: Ints, backlog: float = 0.0) -> Came:
    ended = [(name, float(n)) for name, n in zip(program.names.outcomes, cases[:-1], strict=True) if n]
    ended.sort(key=lambda one: (one[0] != "completed", one[0]))
    return Came(float(cases.sum()) - backlog, tuple(ended), float(cases[-1]))


def activity_uses(program: Program, sums: Sequence[Sums]) -> list[ActivityUse]:
    """Activities that somebody came to, with 95% intervals over replications."""
    nodes, names = program.nodes, program.names
    tasks = np.stack([one.tasks for one in sums], axis=-1)
    return [
        ActivityUse(
            service=names.services[nodes.service[node]],
            activity=names.steps[nodes.step[node]],
            count=float(tasks[i, SERVED].mean()),
            left=float(tasks[i, LEFT].mean()),
            wait=_mean(tasks[i, QUEUED], tasks[i, SERVED]),
            rested=_mean(tasks[i, RESTED], tasks[i, SERVED]),
            worked=_mean(tasks[i, WORKED], tasks[i, SERVED]),
            elapsed=_mean(tasks[i, TAKEN], tasks[i, SERVED]),
        )
        for i, node in enumerate(task_nodes(program))
        if tasks[i, [SERVED, LEFT]].any()
    ]


def promises_kept(program: Program, sums: Sequence[Sums], scenario: Scenario) -> list[PromiseKept]:
    """Every promised item and stage, with 95% intervals over replications."""
    stated = _promised_parts(scenario)
    found = []
    for number, clock in enumerate(promised_clocks(program)):
        service, part = stated[program.names.clocks[clock]]
        assert part.promised is not None
        own = np.stack([one.promises[number] for one in sums], axis=-1)
        found.append(_kept(own, service, part.id, part.promised.value, part.clock))
    return found


def targets_kept(program: Program, sums: Sequence[Sums], scenario: Scenario) -> list[PromiseKept]:
    """Every target, with 95% intervals over replications. These are no verdicts."""
    found = []
    for number, clock in enumerate(target_clocks(program)):
        name = program.names.clocks[clock]
        stated = scenario.targets[name]
        own = np.stack([one.targets[number] for one in sums], axis=-1)
        found.append(_kept(own, stated.service, name, stated.limit.value, stated.clock, stated.judged))
    return found


def _kept(
    own: np.ndarray,
    service: str,
    part: str,
    limit: Duration,
    clock: ClockKind,
    statistic: Statistic = "share",
) -> PromiseKept:
    """`own`: columns of `Sums.promises` by replication."""
    decided = own[DONE] if statistic == "mean" else own[BEGUN] - own[OPEN_YET]
    return PromiseKept(
        service=service,
        part=part,
        limit=limit,
        clock=clock,
        count=float(own[BEGUN].mean()),
        on_time=None if statistic == "mean" else _ratio(own[KEPT], decided),
        mean=_mean(own[USED], own[DONE]),
        nobody=None if decided.any() else _why_nobody(own),
        statistic=statistic,
    )


def _why_nobody(part: np.ndarray) -> str:
    if part[OPEN_YET].any():
        return "all_open"
    return "all_ended" if part[EXCUSED].any() else "nobody_came"


@dataclass(frozen=True)
class VisitorCount:
    """What visitors did at one step in the judged window."""

    service: str
    activity: str
    came: float
    went_away: float
    """At the sight of the queue."""
    gave_up: float
    """After waiting."""
    comes_back: float
    """Of those, who come back another day."""
    missed: float
    """Called while they were elsewhere."""

    def to_dict(self) -> dict[str, Any]:
        numbers = {name: _count(getattr(self, name)) for name in VISITS}
        return {"service": self.service, "activity": self.activity, **numbers}


VISITS = ("came", "went_away", "gave_up", "comes_back", "missed")


def visitor_counts(program: Program, sums: Sequence[Sums]) -> list[VisitorCount]:
    """Every step that needs the visitor, in declared order."""
    nodes, names = program.nodes, program.names
    found = np.mean([one.visitors for one in sums], axis=0)
    rows = sorted(enumerate(program.visitor_nodes.tolist()), key=lambda row: int(nodes.step[row[1]]))
    return [
        VisitorCount(names.services[nodes.service[node]], names.steps[nodes.step[node]], *found[row].tolist())
        for row, node in rows
    ]


def session_uses(program: Program, sums: Sequence[Sums]) -> list[SessionUse]:
    """What each session took, and what it could not for lack of staff."""
    taken = np.mean([one.session_taken for one in sums], axis=0)
    short = np.mean([one.session_short for one in sums], axis=0)
    return [
        SessionUse(name, float(taken[i]), float(short[i])) for i, name in enumerate(program.names.sessions)
    ]


def _promised_parts(scenario: Scenario) -> dict[str, tuple[str, Part]]:
    """(service, part) by the name of its clock."""
    from sim.engine.compile.flow import without_documents

    return {
        f"{name}.{block.id}": (name, block)
        for name, service in scenario.services.items()
        for block in walk(without_documents(service.flow))
        if isinstance(block, Part) and block.promised is not None
    }


def _ratio(sums: ArrayLike, counts: ArrayLike) -> MeanInterval | None:
    try:
        return ratio_interval(sums, counts, 1 - CONFIDENCE)
    except NobodyJudged:
        return None


def _mean(sums: ArrayLike, counts: ArrayLike) -> MeanInterval | None:
    """A time is never below 0, whatever a symmetric interval says; -inf (one replication) stays."""
    found = _ratio(sums, counts)
    if found is None or not np.isfinite(found.low):
        return found
    return replace(found, low=max(0.0, found.low))


def _count(number: float) -> float:
    """Cases of a replication, in the mean: whole where they are whole."""
    return int(number) if number == int(number) else round(number, 2)


def _interval(interval: MeanInterval | None) -> dict[str, float | None] | None:
    if interval is None:
        return None
    ends = {"mean": interval.estimate, "low": interval.low, "high": interval.high}
    return {name: _finite(value) for name, value in ends.items()}


def _finite(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None
