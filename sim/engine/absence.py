"""Units that are absent at random: what a replication draws, and the program it then runs.

A pool with absences is run as so many pools of one unit, each there on the dates on which its unit is, and a task for
the pool as one that any of them can do, the first free one first. So work keeps its unit: a desk's file rests while
its unit is away, and nobody is begun with. Engines know nothing of it; what they leave behind is told of the pools
again (`folded`).

Whether a unit is absent is a draw of (seed, replication, pool, unit, date its shift begins on) and of nothing else:
variants share it, and one unit more changes nothing for the others. Where absences last (a spell), a unit that was
absent on its pool's last date of duty is so again with 1 - 1 / mean length; the share stays what is stated.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.chance import replication_key
from sim.chance.keys import uniform52_many
from sim.chance.shares import WHOLE
from sim.engine.nodes import TASK, Ints, Nodes
from sim.engine.outcome import Outcome
from sim.engine.program import Program
from sim.engine.summary import Summary
from sim.frozen import dataclass
from sim.worktime import OpenHours, intersect

MOST_WAYS = 4096
"""Ways to choose units for a task of several pools, up to which it can be run."""

Booked = TypeVar("Booked", Outcome, Summary)


@dataclass(frozen=True)
class _Way:
    """One choice of units for an alternative."""

    alternative: int
    """The one of the pools."""
    pools: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class _Crews:
    """A program with a pool for every unit that may be absent, behind its own; nobody is absent yet, nor will be."""

    program: Program
    owner: Ints
    """By pool of a unit: the pool it belongs to."""
    unit: Ints
    """Its number there."""
    ways: tuple[_Way, ...]
    """Alternatives behind the program's own."""


def absent_pools(program: Program) -> list[int]:
    """Pools some of whose units may be absent."""
    if not len(program.change_absent):
        return []
    return [
        pool for pool in range(len(program.pool_group)) if program.change_absent[_rows(program, pool)].any()
    ]


def as_run(program: Program, seed: int, replication: int) -> Program:
    """The program a replication runs: with who is there. The same one where nobody is ever absent."""
    return _drawn(program, seed, replication) if len(program.change_absent) else program


def ran(program: Program, outcome: Outcome) -> Program:
    """The program that left an outcome: its rows and waits are told by it."""
    return as_run(program, outcome.seed, outcome.replication)


def owners(program: Program) -> Ints:
    """By pool of the program a replication runs: the program's own pool that it is, or whose unit."""
    own = np.arange(len(program.pool_group), dtype=np.int64)
    return np.concatenate([own, _crews(program).owner]) if len(program.change_absent) else own


def folded(program: Program, made: Booked) -> Booked:
    """What a replication left, told of the program's own pools."""
    if not len(program.change_absent):
        return made
    crews, pools = _crews(program), len(program.pool_group)

    def by_pool(booked: Ints) -> Ints:
        found = booked[:pools].copy()
        np.add.at(found, crews.owner, booked[pools:])
        return found

    return replace(
        made,
        busy=by_pool(made.busy),
        overtime=by_pool(made.overtime),
        served=by_pool(made.served),
        held=by_pool(made.held),
    )


def with_ways_named(program: Program) -> Program:
    """The program whose names also tell the pool of each choice of units."""
    names = program.names
    ways = tuple(names.alternatives[way.alternative] for way in _ways(program))
    return replace(program, names=replace(names, alternatives=(*names.alternatives, *ways)))


def ways_of(program: Program) -> int:
    """The most choices of units that one need has."""
    needs = zip(program.need_first.tolist(), program.need_count.tolist(), strict=True)
    return max(
        (
            sum(math.prod(map(len, _units(program, number))) for number in range(first, first + count))
            for first, count in needs
        ),
        default=0,
    )


def present(program: Program, pool: int, seed: int, replication: int) -> tuple[Ints, NDArray[np.bool_]]:
    """(dates of duty, whether each unit is there on each of them) of a pool in a replication."""
    rows = _rows(program, pool)
    shifts, place = np.unique(program.change_shift[rows], return_index=True)
    absent = program.change_absent[rows][place]
    absent, shifts = absent[shifts >= 0], shifts[shifts >= 0]
    units = int(program.change_capacity[rows].max(initial=0))
    k0, k1 = replication_key(seed, replication)
    hi, lo = program.pool_words[pool].tolist()
    drawn = uniform52_many(k0, k1, np.arange(units)[:, None], shifts[None, :], hi, lo)
    stay = int(program.pool_stay[pool])
    if stay < 0:
        return shifts, drawn >= absent
    there = np.empty(drawn.shape, dtype=np.bool_)
    away = drawn[:, 0] < absent[0] if len(shifts) else np.zeros(units, dtype=np.bool_)
    for day, share in enumerate(absent.tolist()):
        if day:
            falls_ill = min(WHOLE, share * (WHOLE - stay) // (WHOLE - share))
            away = drawn[:, day] < np.where(away, stay if share else 0, falls_ill)
        there[:, day] = ~away
    return shifts, there


# -- the pools of the units ---------------------------------------------------------------------------------


def _rows(program: Program, pool: int) -> slice:
    first = int(program.pool_first[pool])
    return slice(first, first + int(program.pool_count[pool]))


def _unit_pools(program: Program) -> list[tuple[int, int]]:
    """(pool, number of the unit) of every pool of a unit, in order."""
    return [
        (pool, unit)
        for pool in absent_pools(program)
        for unit in range(int(program.change_capacity[_rows(program, pool)].max(initial=0)))
    ]


def _units(program: Program, alternative: int) -> list[list[int]]:
    """For each pool of an alternative the pools that may stand for it: those of its units, or itself."""
    own: dict[int, list[int]] = {}
    for number, (pool, _) in enumerate(_unit_pools(program)):
        own.setdefault(pool, []).append(len(program.pool_group) + number)
    first = int(program.alternative_first[alternative])
    pools = program.alternative_pool[first : first + int(program.alternative_count[alternative])].tolist()
    return [own.get(pool, [pool]) for pool in pools]


def _ways(program: Program) -> tuple[_Way, ...]:
    return tuple(way for ways in _ways_by_need(program).values() for way in ways)


def _ways_by_need(program: Program) -> dict[int, list[_Way]]:
    """The choices of units of every need that some absence touches."""
    touched = set(absent_pools(program))
    found: dict[int, list[_Way]] = {}
    for need, (first, count) in enumerate(
        zip(program.need_first.tolist(), program.need_count.tolist(), strict=True)
    ):
        alternatives = range(first, first + count)
        if any(touched & set(_pools(program, alternative)) for alternative in alternatives):
            found[need] = [
                _Way(alternative, pools)
                for alternative in alternatives
                for pools in product(*_units(program, alternative))
            ]
    return found


def _pools(program: Program, alternative: int) -> list[int]:
    first = int(program.alternative_first[alternative])
    pools: list[int] = program.alternative_pool[
        first : first + int(program.alternative_count[alternative])
    ].tolist()
    return pools


@lru_cache(maxsize=4)
def _crews(program: Program) -> _Crews:
    """Made once a process."""
    units = _unit_pools(program)
    by_need = _ways_by_need(program)
    ways = tuple(way for some in by_need.values() for way in some)
    need_first, need_count = program.need_first.copy(), program.need_count.copy()
    places: dict[int, int] = {}
    reached = len(program.alternative_first)
    for need, some in by_need.items():
        places[need] = reached
        need_first[need], need_count[need] = reached, len(some)
        reached += len(some)
    session_alternative, session_ways = _session_ways(program, need_first, need_count)
    nodes, work_table = _work(program, by_need)
    rows = [_rows(program, pool) for pool, _ in units]
    sizes = [rows_of.stop - rows_of.start for rows_of in rows]
    at = [program.change_at[rows_of] for rows_of in rows]
    capacity = [
        (program.change_capacity[r] > unit).astype(np.int64) for r, (_, unit) in zip(rows, units, strict=True)
    ]
    taken = np.array([alternative.alternative for alternative in ways], dtype=np.int64)
    counts = [len(way.pools) for way in ways]
    begin = len(program.alternative_pool)
    crewed = replace(
        program,
        nodes=nodes,
        work_table=work_table,
        pool_first=_joined(program.pool_first, len(program.change_at) + _before(sizes)),
        pool_count=_joined(program.pool_count, sizes),
        change_at=_joined(program.change_at, *at),
        change_capacity=_joined(program.change_capacity, *capacity),
        change_shift=program.change_shift[:0],
        change_absent=program.change_absent[:0],
        pool_calendar=_joined(
            program.pool_calendar, len(program.calendar_first) + np.arange(len(units), dtype=np.int64)
        ),
        pool_group=_joined(program.pool_group, program.pool_group[[pool for pool, _ in units]]),
        need_first=need_first,
        need_count=need_count,
        alternative_first=_joined(program.alternative_first, begin + _before(counts)),
        alternative_count=_joined(program.alternative_count, counts),
        alternative_pool=_joined(program.alternative_pool, [pool for way in ways for pool in way.pools]),
        alternative_last_start=_joined(program.alternative_last_start, program.alternative_last_start[taken]),
        alternative_finish=_joined(program.alternative_finish, program.alternative_finish[taken]),
        session_alternative=session_alternative,
        session_ways=session_ways,
    )
    owner, unit = np.array(units, dtype=np.int64).reshape(-1, 2).T
    return _Crews(crewed, owner, unit, ways)


def _session_ways(program: Program, need_first: Ints, need_count: Ints) -> tuple[Ints, Ints]:
    """The first alternative of every session and how many it has."""
    first = program.session_alternative.copy()
    ways = np.ones(len(first), dtype=np.int64)
    for session, alternative in enumerate(program.session_alternative.tolist()):
        if alternative >= 0:
            asked = program.need_count == program.ways_by_session[session]
            (need,) = np.flatnonzero((program.need_first == alternative) & asked)[:1]
            first[session], ways[session] = need_first[need], need_count[need]
    return first, ways


def _work(program: Program, by_need: dict[int, list[_Way]]) -> tuple[Nodes, Ints]:
    """Nodes and work tables: a task points at a table for each choice of units."""
    nodes = program.nodes
    first, count = nodes.first.copy(), nodes.count.copy()
    tables = program.work_table.tolist()
    for node in np.flatnonzero(nodes.kind == TASK).tolist():
        ways = by_need.get(int(nodes.need[node]))
        if ways is None:
            continue
        own = int(program.need_first[nodes.need[node]])
        stated = int(nodes.first[node])
        first[node], count[node] = len(tables), len(ways)
        tables += [tables[stated + way.alternative - own] for way in ways]
    return replace(nodes, first=first, count=count), np.array(tables, dtype=np.int64)


def _joined(*parts: Ints | Sequence[int]) -> Ints:
    return np.concatenate([np.asarray(part, dtype=np.int64) for part in parts])


def _before(sizes: Sequence[int]) -> Ints:
    """Where parts of these sizes begin, one behind the other."""
    return np.cumsum([0, *sizes], dtype=np.int64)[:-1]


# -- who is there -------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _drawn(program: Program, seed: int, replication: int) -> Program:
    crews = _crews(program)
    crewed, pools = crews.program, len(program.pool_group)
    there = {pool: present(program, pool, seed, replication) for pool in absent_pools(program)}
    capacity = crewed.change_capacity.copy()
    hours: list[OpenHours] = []
    for number, (pool, unit) in enumerate(zip(crews.owner.tolist(), crews.unit.tolist(), strict=True)):
        shifts, who = there[pool]
        stated = program.change_shift[_rows(program, pool)]
        place = np.searchsorted(shifts, stated)
        on_duty = np.where(stated >= 0, who[unit][np.minimum(place, len(shifts) - 1)], False)
        rows = _rows(crewed, pools + number)
        capacity[rows] *= on_duty
        hours.append(_open_while(crewed.change_at[rows], capacity[rows]))
    calendars = [*_calendars(program), *hours]
    pool_calendar = crewed.pool_calendar.tolist()
    ways: dict[tuple[int, ...], int] = {}
    chosen = []
    for way in crews.ways:
        key = tuple(sorted({pool_calendar[pool] for pool in way.pools}))
        if key not in ways:
            ways[key] = key[0] if len(key) == 1 else len(calendars)
            if len(key) > 1:
                calendars.append(_together([calendars[number] for number in key]))
        chosen.append(ways[key])
    lengths = [len(calendar) for calendar in calendars]
    return replace(
        crewed,
        change_capacity=capacity,
        alternative_calendar=_joined(program.alternative_calendar, chosen),
        calendar_first=_before(lengths),
        calendar_count=np.array(lengths, dtype=np.int64),
        open_at=np.concatenate([calendar.open_at for calendar in calendars]),
        close_at=np.concatenate([calendar.close_at for calendar in calendars]),
        worked_before=np.concatenate([calendar.worked_before for calendar in calendars]),
    )


def _open_while(at: Ints, units: Ints) -> OpenHours:
    """The hours in which a unit is there."""
    before = np.concatenate([[0], units[:-1]])
    open_at, close_at = at[(units > 0) & (before == 0)], at[(units == 0) & (before > 0)]
    length = close_at - open_at
    return OpenHours(open_at, close_at, np.cumsum(length) - length)


def _calendars(program: Program) -> Iterator[OpenHours]:
    for first, count in zip(program.calendar_first.tolist(), program.calendar_count.tolist(), strict=True):
        rows = slice(first, first + count)
        yield OpenHours(program.open_at[rows], program.close_at[rows], program.worked_before[rows])


def _together(calendars: Sequence[OpenHours]) -> OpenHours:
    found = calendars[0]
    for calendar in calendars[1:]:
        found = intersect(found, calendar)
    return found
