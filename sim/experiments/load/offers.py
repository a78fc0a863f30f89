"""What every task and session asks of the pools in a window: visits of it × its mean work, and who could do it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.chance.quantile_table import moments
from sim.engine.nodes import SESSION, TASK
from sim.engine.program import FIXED_POINT, Program
from sim.experiments.load.kept import kept_besides
from sim.experiments.load.visits import Visits
from sim.results.pools import by_time_of_day
from sim.worktime import DAY


@dataclass(frozen=True)
class Offer:
    """Work that visits of one task or session offer in the window, and who could do it."""

    node: int
    service: int
    visits: float
    options: tuple[tuple[tuple[int, ...], float], ...]
    """(pools that do it at once, mean µs of each) by alternative."""
    residual: tuple[float, ...]
    """By alternative: mean µs that each unit works on after closing, less those before it in which none starts."""
    cut: tuple[float, ...]
    """By alternative: mean µs that a unit works on which is no longer wanted while others are."""
    queue_class: int
    impatient: frozenset[int]
    """Tasks on the way here, this one among them, at which cases give up waiting."""
    measured: bool


def offers_of(program: Program, visits: Visits) -> list[Offer]:
    """What every task and session offers, by node."""
    nodes = program.nodes
    found = []
    for node in np.flatnonzero((nodes.kind == TASK) | (nodes.kind == SESSION)).tolist():
        if visits.expected[node] <= 0:
            continue
        tables = program.work_table[int(nodes.first[node]) : int(nodes.first[node]) + int(nodes.count[node])]
        if nodes.kind[node] == TASK:
            first = int(program.need_first[nodes.need[node]])
            alternatives = list(range(first, first + int(program.need_count[nodes.need[node]])))
        else:
            own = int(program.session_alternative[nodes.session[node]])
            ways = int(program.ways_by_session[nodes.session[node]])
            alternatives = list(range(own, own + ways)) if own >= 0 else []
            tables = np.repeat(tables, max(1, len(alternatives)))
        means = [moments(program.tables[table]) for table in tables.tolist()]
        if node in visits.mixed:
            kinds = visits.mixed[node]
            made = [effort(program, node, kinds, pools_of(program, a)[0]) for a in alternatives]
            means = [(m * one, s * two) for (m, s), (one, two) in zip(means, made, strict=True)]
        rest = [second / (2 * mean) if mean > 0 else 0.0 for mean, second in means]
        service = int(nodes.service[node])
        found.append(
            Offer(
                node=node,
                service=service,
                visits=float(visits.expected[node]),
                options=tuple(
                    (pools_of(program, a), mean) for a, (mean, _) in zip(alternatives, means, strict=False)
                ),
                residual=tuple(
                    left - float(program.alternative_last_start[a]) if program.alternative_finish[a] else 0.0
                    for a, left in zip(alternatives, rest, strict=False)
                ),
                cut=tuple(rest[: len(alternatives)]),
                queue_class=_class(program, node),
                impatient=visits.impatient.get(node, frozenset()),
                measured=service in visits.measured,
            )
        )
    work = {offer.node: min((mean for _, mean in offer.options), default=0.0) for offer in found}
    kept = kept_besides(program, visits.expected, work)
    return [_keeping(offer, kept.get(offer.node, 0.0)) for offer in found]


def _keeping(offer: Offer, kept: float) -> Offer:
    """The offer with the time for which its units are kept besides."""
    if not kept:
        return offer
    return replace(offer, options=tuple((pools, mean + kept) for pools, mean in offer.options))


def effort(
    program: Program, node: int, kinds: Mapping[tuple[bool, ...], float], pool: int
) -> tuple[float, float]:
    """Mean and mean square of what the factors of a task make of its work, where a pool does it.

    `kinds`: visits by which conditions hold. How much is begun at which hours is not known beforehand; a pool that is
    busy all the time gets through its hours in proportion to what it does in each, so the mean over the hours is the
    harmonic one, by units on duty: exact where it matters, at a pool that is full.
    """
    first, count = int(program.nodes.factors[node]), int(program.nodes.factor_count[node])
    rows = [
        (
            int(program.factor_from[row]),
            int(program.factor_until[row]),
            int(program.factor_value[row]) / FIXED_POINT,
        )
        for row in range(first, first + count)
    ]
    edges = sorted({0, DAY, *(end for begin, until, _ in rows for end in (begin, until))})
    on_duty = by_time_of_day(program, pool, edges)
    mean = square = 0.0
    for held, visits in kinds.items():
        own = [row for row, fits in zip(rows, held, strict=True) if fits]
        slower = [math.prod(value for begin, until, value in own if begin <= at < until) for at in edges[:-1]]
        pace = sum(part / factor for part, factor in zip(on_duty, slower, strict=True))
        mean, square = mean + visits / pace, square + visits / pace**2
    total = sum(kinds.values())
    return (mean / total, square / total) if total else (1.0, 1.0)


def pools_of(program: Program, alternative: int) -> tuple[int, ...]:
    first = int(program.alternative_first[alternative])
    return tuple(
        program.alternative_pool[first : first + int(program.alternative_count[alternative])].tolist()
    )


def _class(program: Program, node: int) -> int:
    """The best queue class a request may come to have."""
    first, count = int(program.nodes.urgency_first[node]), int(program.nodes.urgency_count[node])
    later = program.urgency_class[first : first + count].tolist() if first >= 0 else []
    return (
        min(int(program.nodes.queue_class[node]), *later) if later else int(program.nodes.queue_class[node])
    )
