"""Detail level `summary`: replications in tables of fixed size, and what they say of each target."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine.nodes import Ints
from sim.engine.program import COUNTS, Program
from sim.engine.summary import (
    ATTEMPTS,
    BACKWARDS,
    BEFORE_ACCEPTANCE,
    DEEMED,
    ELAPSED,
    JUDGED,
    ON_TIME,
    OPEN,
    OPEN_LATE,
    PAUSED,
    STAMPED_AGAIN,
    VALUE,
    VALUED,
    Summary,
    counted_clocks,
    on_mean,
)
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.crew import Crew, Where, crew_for
from sim.experiments.running.first_look import first_look
from sim.experiments.running.requirement import requirement, unit_in_clock
from sim.experiments.running.sums import (
    PROMISE_SUMS,
    TASK_SUMS,
    Sums,
    promised_clocks,
    target_clocks,
    task_nodes,
)
from sim.experiments.verdicts.verdict import rounded
from sim.model.quantities import Duration
from sim.model.target import Statistic
from sim.worktime import HOUR

SHARES = (0.5, 0.9, 0.95)
"""The quantiles that are told."""


def crew_for_summaries(
    whatif: WhatIf, engine: str, jobs: int, given: Crew | None
) -> AbstractContextManager[Crew]:
    """A crew that suits them, unless one is given: threads over the compiled engine."""
    on: Where | None = "threads" if engine == "compiled" else None
    return crew_for(engine, given, jobs=jobs, on=on, meanwhile=partial(first_look, whatif))


def sums_of(program: Program, made: Summary) -> Sums:
    """What `summed` gives for the same replications; of tasks, which only events tell, nothing."""
    return Sums(
        tasks=np.zeros((len(task_nodes(program)), TASK_SUMS)),
        promises=_kept(program, made, promised_clocks(program)),
        targets=_kept(program, made, target_clocks(program)),
        outcomes=_by_service(program, made.outcomes),
        window=_by_service(program, made.window),
        busy=made.busy,
        served=made.served,
        overtime=made.overtime,
        session_taken=made.session_taken,
        session_short=made.session_short,
        held=made.held,
        visitors=made.visitors,
    )


def _kept(program: Program, made: Summary, clocks: Sequence[int]) -> NDArray[np.float64]:
    rows = {clock: row for row, clock in enumerate(counted_clocks(program).tolist())}
    found = []
    for clock in clocks:
        row, counts = rows[clock], made.counts[rows[clock]]
        unit = 1 if program.clock_coordinate[clock] in COUNTS else HOUR
        open_yet = counts[OPEN] - counts[OPEN_LATE] + counts[BACKWARDS]
        excused, used = made.not_judged[row].sum(), made.total(row, VALUE) / unit
        done = counts[JUDGED if on_mean(program, clock) else VALUED]
        found.append((counts[JUDGED], excused, open_yet, counts[ON_TIME], done, used))
    return np.array(found, dtype=np.float64).reshape(-1, PROMISE_SUMS)


def _by_service(program: Program, by_stream: Ints) -> Ints:
    found = np.zeros((len(program.names.services), by_stream.shape[1]), dtype=np.int64)
    np.add.at(found, program.stream_service, by_stream)
    return found


@dataclass(frozen=True)
class TargetCount:
    """One target over all cases that were judged, of all replications together. Times are in `unit`; quantiles are
    within 0.4 %."""

    target: str
    service: str
    limit: Duration
    unit: str
    clock: str
    judged: int
    on_time: int
    undetermined: int
    """Open at the end, limit not passed, or backwards: counted neither as on time nor as late. Where the mean is
    judged, all whose time is not known."""
    not_judged: tuple[tuple[str, int], ...]
    """Cases that ended before `to` and before the limit, by outcome."""
    deemed: int
    backwards: int
    """Stamped `to` before `from`, so that their clock never ran."""
    stamped_again: int
    """Stamped `to` once more later; only the first stamp was judged."""
    open: int
    open_over_limit: int
    mean: float | None
    quantiles: tuple[float | None, ...]
    """By `SHARES`; None where a judged case without a value stands there."""
    attempts: float | None
    before_acceptance_p50: float | None
    """Hours of the calendar, as the following ones."""
    paused_p50: float | None
    elapsed: tuple[float | None, ...]
    statistic: Statistic = "share"
    """Where the mean is judged no case is on time or late by itself."""

    @property
    def late(self) -> int | None:
        return None if self.statistic == "mean" else self.judged - self.on_time - self.undetermined

    @property
    def share(self) -> float | None:
        """On time, of the judged."""
        return self.on_time / self.judged if self.judged and self.statistic == "share" else None

    def to_dict(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "service": self.service,
            "limit": self.limit.amount,
            "unit": self.unit,
            "clock": self.clock,
            "judged": self.judged,
            "on_time": None if self.statistic == "mean" else self.on_time,
            "late": self.late,
            "undetermined": self.undetermined,
            "on_time_share": rounded(self.share, 6),
            "not_judged": dict(self.not_judged),
            "deemed": self.deemed,
            "backwards": self.backwards,
            "stamped_again": self.stamped_again,
            "open": self.open,
            "open_over_limit": self.open_over_limit,
            "mean": rounded(self.mean),
            **_named("p", self.quantiles),
            "attempts": rounded(self.attempts),
            "before_acceptance_p50": rounded(self.before_acceptance_p50),
            "paused_p50": rounded(self.paused_p50),
            **_named("elapsed_p", self.elapsed),
            "elapsed_unit": "h",
        }


def _named(prefix: str, values: Sequence[float | None]) -> dict[str, float | None]:
    return {f"{prefix}{round(100 * p)}": rounded(value) for p, value in zip(SHARES, values, strict=True)}


def target_counts(whatif: WhatIf, program: Program, made: Summary) -> list[TargetCount]:
    """Every target of the scenario, in declared order."""
    names = program.names
    rows = {names.clocks[clock]: (row, clock) for row, clock in enumerate(counted_clocks(program).tolist())}
    found = []
    for name, stated in whatif.scenario.targets.items():
        row, clock = rows[name]
        counts = made.counts[row]
        unit = unit_in_clock(stated, whatif.scenario.wd_hours)
        quantile = partial(_in_unit, made, row)
        needed = requirement(whatif.scenario, name)
        judged = int(counts[JUDGED])
        mean = made.mean(row, VALUE)
        if needed.share is None:
            mean = made.total(row, VALUE) / judged if judged else None
        found.append(
            TargetCount(
                target=name,
                service=names.services[program.clock_service[clock]],
                limit=stated.limit.value,
                unit=stated.unit,
                clock="at_once" if stated.at_once else stated.clock,
                judged=judged,
                on_time=int(counts[ON_TIME]),
                undetermined=needed.summed(made, row)[2],
                not_judged=tuple(
                    (outcome, int(count))
                    for outcome, count in sorted(
                        zip(names.outcomes, made.not_judged[row].tolist(), strict=True)
                    )
                    if count
                ),
                deemed=int(counts[DEEMED]),
                backwards=int(counts[BACKWARDS]),
                stamped_again=int(counts[STAMPED_AGAIN]),
                open=int(counts[OPEN]),
                open_over_limit=int(counts[OPEN_LATE]),
                mean=None if mean is None else mean / unit,
                quantiles=tuple(quantile(VALUE, p, unit) for p in SHARES),
                attempts=int(counts[ATTEMPTS]) / judged if judged else None,
                before_acceptance_p50=quantile(BEFORE_ACCEPTANCE, 0.5, HOUR),
                paused_p50=quantile(PAUSED, 0.5, HOUR),
                elapsed=tuple(quantile(ELAPSED, p, HOUR) for p in SHARES),
                statistic=needed.statistic,
            )
        )
    return found


def _in_unit(made: Summary, row: int, measure: int, p: float, unit: float) -> float | None:
    found = made.quantile(row, measure, p)
    return None if found is None else found / unit


def outcome_counts(program: Program, made: Summary) -> list[dict[str, Any]]:
    """Cases of every service by how they ended."""
    names = program.names
    found = []
    for service, name in enumerate(names.services):
        own = made.outcomes[program.stream_service == service].sum(axis=0).tolist()
        later = made.later[program.stream_service == service].sum(axis=0).tolist()
        ended = {outcome: count for outcome, count in zip(names.outcomes, own[:-1], strict=True) if count}
        after = {outcome: count for outcome, count in zip(names.outcomes, later, strict=True) if count}
        found.append(
            {"service": name, "outcomes": ended, **({"later": after} if after else {}), "open": own[-1]}
        )
    return found


def later_outcomes(program: Program, made: Summary, replications: int) -> dict[str, dict[str, float]]:
    """By service: what became of cases after they had ended, in the mean of a replication."""
    names = program.names
    found = {}
    for service, name in enumerate(names.services):
        later = made.later[program.stream_service == service].sum(axis=0).tolist()
        if after := {o: round(n / replications, 2) for o, n in zip(names.outcomes, later, strict=True) if n}:
            found[name] = after
    return found
