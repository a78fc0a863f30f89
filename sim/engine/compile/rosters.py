"""Units on duty of a pool whose rules change its staff, or whose units may be absent: pieces by date, made into steps.

A piece belongs to the date its shift begins on, past midnight too, so that who is absent is absent for the shift.
Where shifts of two dates overlap, those of the larger one are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from sim.chance import draw_words, threshold
from sim.chance.shares import WHOLE
from sim.engine.absence import MOST_WAYS, absent_pools, ways_of, with_ways_named
from sim.engine.compile.columns import ints
from sim.engine.compile.faults import CompileError
from sim.engine.compile.times import Times, capacity_changes, midnight
from sim.engine.effort import MILLION
from sim.engine.nodes import Ints
from sim.engine.program import Program
from sim.model.rules import PoolRule, spans_of
from sim.model.scenario import Pool
from sim.worktime import DAY, OpenHours, Opening, Spans, When, by_the_clock, day_number, sort_of

NOBODY = -1
"""Date of a step that belongs to no shift."""


class Roster(NamedTuple):
    """The staff of a pool as steps: from an instant on so many units."""

    changes: list[tuple[int, int]]
    """(instant, units)."""
    shifts: Sequence[int] = ()
    """By step, the number of the date its shift began on; empty where no unit is ever absent."""
    absent: Sequence[float] = ()
    """By step, the share that is absent; empty likewise."""


class _Step(NamedTuple):
    at: int
    units: int
    shift: int = NOBODY
    """Number of the date the shift began on."""
    absent: float = 0.0


class _Piece(NamedTuple):
    begin: int
    end: int
    units: int
    shift: int
    absent: float


class _StaffRule(NamedTuple):
    when: When
    during: Spans | None
    stated: PoolRule


def roster_of(pool: Pool, times: Times, hours: OpenHours) -> Roster:
    """The staff of a pool from the study's first day to its horizon; `hours` are its own."""
    opening = times.opening(pool)
    plain = pool.absence is None and all(set(rule.said) <= {"hours", "open", "closed"} for rule in pool.rules)
    if plain and not opening.over_midnight:
        return Roster(capacity_changes(pool, hours))
    begin = midnight(times.study.start)
    pieces = (
        piece._replace(begin=max(piece.begin, begin))
        for day in _dates(times)
        for piece in _pieces(pool, opening, day)
        if piece.end > begin
    )
    steps = _steps(pieces, by_shift=has_absence(pool))
    changes = [(step.at, step.units) for step in steps]
    if not any(step.absent for step in steps):
        return Roster(changes)
    return Roster(changes, [step.shift for step in steps], [step.absent for step in steps])


def has_absence(pool: Pool) -> bool:
    """Whether units of the pool may be absent at random."""
    return pool.absence is not None or any(rule.absence is not None for rule in pool.rules)


def absences_of(rosters: Sequence[Roster], pools: Mapping[str, Pool]) -> dict[str, Ints]:
    """Columns of a program that say who may be absent, and on which dates; empty where nobody is."""
    if not any(roster.absent for roster in rosters):
        return {name: ints([]) for name in ("change_shift", "change_absent", "pool_stay", "pool_words")}
    spells = [None if pool.absence is None else pool.absence.spell for pool in pools.values()]
    return {
        "change_shift": ints([shift for r in rosters for shift in r.shifts or [NOBODY] * len(r.changes)]),
        "change_absent": ints(
            [threshold(str(share)) for r in rosters for share in r.absent or [0.0] * len(r.changes)]
        ),
        "pool_stay": ints(
            [-1 if spell is None else threshold(1 - 1 / Fraction(str(spell.amount))) for spell in spells]
        ),
        "pool_words": ints([draw_words("pools", name, "absence") for name in pools]),
    }


def with_choices_named(program: Program) -> Program:
    """The program whose names tell the pool of each choice of units, where some may be absent."""
    absent = absent_pools(program)
    if not absent:
        return program
    if (ways := ways_of(program)) > MOST_WAYS:
        message = f"{ways:,} choices of units for one task are too many; allowed: {MOST_WAYS:,}"
        raise CompileError(f"pools.{program.names.pools[absent[0]]}.absence", message)
    return with_ways_named(program)


def work_done(units: Sequence[tuple[Roster, float]]) -> tuple[list[tuple[int, int]], int]:
    """(instant, mean of what units of several paces get done) as steps, and how much makes a unit of the usual pace."""
    if len(units) == 1:
        return mean_changes(units[0][0])
    moves: dict[int, int] = {}
    for roster, pace in units:
        changes, whole = mean_changes(roster)
        before, weight = 0, round(pace * MILLION) * (WHOLE // whole)
        for at, there in changes:
            moves[at] = moves.get(at, 0) + (there - before) * weight
            before = there
    instants = sorted(moves)
    return list(zip(instants, accumulate(moves[at] for at in instants), strict=True)), WHOLE * MILLION


def mean_changes(roster: Roster) -> tuple[list[tuple[int, int]], int]:
    """(instant, mean units there) of a pool's steps, and how many of these make a unit."""
    if not roster.absent:
        return roster.changes, 1
    there = (WHOLE - threshold(str(share)) for share in roster.absent)
    return [(at, units * share) for (at, units), share in zip(roster.changes, there, strict=True)], WHOLE


def _dates(times: Times) -> Iterator[date]:
    """The eve of the study, whose last shift may go on, to its horizon."""
    day = times.study.start - timedelta(days=1)
    while day <= times.study.horizon:
        yield day
        day += timedelta(days=1)


def _pieces(pool: Pool, opening: Opening, day: date) -> Iterator[_Piece]:
    """Parts of the shifts of a date with equal staff."""
    spans = opening.spans(day)
    if not spans:
        return
    sort = sort_of(opening.workdays, day)
    rules = [rule for rule in _staff_rules(pool) if rule.when.holds(day, sort)]
    base = sorted({0: 0, **pool.profile}.items()) if pool.profile else []
    steady = 0 if pool.capacity is None else pool.capacity.value
    absent = 0.0 if pool.absence is None else pool.absence.share.value
    for rule in rules:
        absent = absent if rule.stated.absence is None else rule.stated.absence.value
    edges = {moment + turn for moment, _ in base for turn in (0, DAY)}
    edges |= {edge for rule in rules for span in rule.during or () for edge in span}
    start = midnight(day)
    for first, last in spans:
        for begin, end in pairwise(sorted({first, last, *(edge for edge in edges if first < edge < last)})):
            units = max((at, n) for at, n in base if at <= begin % DAY)[1] if base else steady
            for rule in rules:
                if rule.during is None or any(a <= begin < b for a, b in rule.during):
                    units = _changed(units, rule.stated)
            yield _Piece(start + begin, start + end, units, day_number(day), absent)


def _staff_rules(pool: Pool) -> list[_StaffRule]:
    return [
        _StaffRule(
            rule.when(pool.every_date),
            None if rule.during is None else by_the_clock(spans_of(rule.during)),
            rule,
        )
        for rule in pool.rules
        if set(rule.said) & {"units", "more", "fewer", "absence"}
    ]


def _changed(units: int, rule: PoolRule) -> int:
    """Units after a rule; nobody can be fewer than none."""
    if rule.units is not None:
        return rule.units.value
    more = 0 if rule.more is None else rule.more.value
    fewer = 0 if rule.fewer is None else rule.fewer.value
    return max(0, units + more - fewer)


def _steps(pieces: Iterable[_Piece], by_shift: bool) -> list[_Step]:
    """The pieces one after another, closed between them. Where units may be absent every shift has steps of its own."""
    steps: list[_Step] = []

    def put(at: int, units: int, shift: int = NOBODY, absent: float = 0.0) -> None:
        step = _Step(at, units, shift, absent) if by_shift else _Step(at, units)
        if steps and steps[-1].at == at:
            steps.pop()
        if not steps or steps[-1][1:] != step[1:]:
            steps.append(step)

    until = None
    for piece in _apart(pieces):
        if until is not None and piece.begin > until:
            put(until, 0)
        put(piece.begin, *piece[2:])
        until = piece.end
    if until is not None:
        put(until, 0)
    return steps


def _apart(pieces: Iterable[_Piece]) -> Sequence[_Piece]:
    """Pieces in order, none over another: where two overlap the one with more units stands."""
    ordered = sorted(pieces)
    if all(one.end <= other.begin for one, other in pairwise(ordered)):
        return ordered
    found, here, place = [], [], 0
    for begin, end in pairwise(sorted({edge for piece in ordered for edge in piece[:2]})):
        while place < len(ordered) and ordered[place].begin <= begin:
            here.append(ordered[place])
            place += 1
        here = [piece for piece in here if piece.end > begin]
        if here:
            most = max(here, key=lambda piece: (piece.units, piece.shift))
            found.append(most._replace(begin=begin, end=end))
    return found
