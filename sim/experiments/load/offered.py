"""The work a window of time brings to each pool, against the hours the pool has for it (SEMANTICS 9.7).

Work offered is what the cases expected in the judged window ask for: visits of each task × its mean work, other work
included. A pool that is offered more than it can do has no steady state: its queue grows as long as that lasts,
however short it is when the window ends.

What a pool can do are its units' open hours. Where work under way at closing is finished, each unit works on for a
while after every closing (the rest of a task found under way: E[S²] / 2E[S]) and idles before it where nothing may
start any more.

Tasks that several pools take go where there is room: the pools are loaded so that the fullest is as little full as it
can be (`_levelled`). Beside the pools stand two things that may be short while no pool is: the hours in which all
pools of a joint task are open at once, and the places of a session.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Literal

import numpy as np

from sim.engine.nodes import SESSION, TASK
from sim.engine.program import Program
from sim.experiments.load.offers import Offer, pools_of
from sim.results.pools import duty
from sim.worktime import HOUR

FULL = 1 - 5e-4
"""A load from which on nothing is left over; tables hold means to within 5e-4."""
MOST_TOGETHER = 10
"""Pools that share tasks are looked at in every combination up to so many; then singly, in pairs and all at once."""

Kind = Literal["pool", "together", "session"]


@dataclass(frozen=True)
class Load:
    """What one pool is offered in the judged window; or a joint task's common hours, or a session's places."""

    kind: Kind
    names: tuple[str, ...]
    """The pool; those of a joint task; the session."""
    labels: tuple[tuple[str, str], ...]
    """Their names in Chinese and in English."""
    load: float
    """Offered over what can be done; infinite where nothing can."""
    units: float
    """Mean units on duty while open; of a session the places of a meeting."""
    offered: float
    """Unit-hours of work, or places."""
    available: float
    """Unit-hours open in the window, or places."""
    workable: float
    """The same with the work after closing, less the time in which nothing is begun."""
    shared_with: tuple[str, ...] = ()
    """Pools that fill up together with this one, because they take each other's work."""
    measured: bool = False
    """Visits of some task were counted in a simulation, not reckoned."""
    people: bool = True
    """Whether its units are people, not a system's."""
    lasting: float = math.nan
    """The load by those alone who never give up waiting; the whole load where nobody does."""

    @property
    def key(self) -> tuple[str, ...]:
        """What it is, whatever it is offered."""
        return self.kind, *self.names

    @property
    def needed(self) -> float:
        """Units that would be busy all the time."""
        return self.load * self.units

    @property
    def short(self) -> float:
        """Units missing to be able to do what is offered; 0 where they suffice."""
        return max(0.0, self.needed - self.units)

    @property
    def over(self) -> bool:
        """No steady state: those who wait for as long as it takes are more than can be served."""
        return self.lasting >= FULL

    def to_dict(self) -> dict[str, Any]:
        """As in `check --json`."""
        places = self.kind == "session"
        one = "places" if places else "hours"

        def finite(value: float, digits: int = 4) -> float | None:
            return round(value, digits) if math.isfinite(value) else None

        return {
            "kind": self.kind,
            "pools" if not places else "session": self.names[0] if places else list(self.names),
            "offered_load": finite(self.load),
            "needed": finite(self.needed),
            "units": finite(self.units),
            "short": finite(self.short),
            f"offered_{one}": finite(self.offered, 2),
            f"open_{one}": finite(self.available, 2),
            f"workable_{one}": finite(self.workable, 2),
            "shared_with": list(self.shared_with),
            "overloaded": self.over,
            "some_give_up": self.lasting < self.load,
            "measured": self.measured,
        }


def loads(program: Program, offers: Sequence[Offer], paces: Sequence[float]) -> list[Load]:
    """Every pool in declared order, then joint tasks and sessions that somebody asks for.

    `paces` hold, by pool, the work it gets done in an hour: the share of its time it gives, times its speed; the
    tables' work is longer by it. Work does not last
    for which cases give up waiting; nor, if the pools they wait for there are full, the work behind it.
    """
    found = _loads(program, offers, paces)
    full = {name for one in found if one.load >= FULL for name in one.names if one.kind != "session"}
    crowded = {
        offer.node
        for offer in offers
        if any(program.names.pools[pool] in full for pools, _ in offer.options for pool in pools)
    }
    staying = [
        offer for offer in offers if offer.node not in offer.impatient and not crowded & offer.impatient
    ]
    lasting = {one.key: one.load for one in _loads(program, staying, paces)}
    return [replace(one, lasting=lasting.get(one.key, 0.0)) for one in found]


def _loads(program: Program, offers: Sequence[Offer], paces: Sequence[float]) -> list[Load]:
    made = _Pools(program, offers, paces)
    return [*made.loads(), *_joint(program, offers), *_sessions(program, offers)]


class _Pools:
    """Pools with the work that only they can do, and the work that they share."""

    def __init__(self, program: Program, offers: Sequence[Offer], paces: Sequence[float]) -> None:
        self.program = program
        self.paces = paces
        self.count = len(program.pool_group)
        self.duty = [duty(program, pool) for pool in range(self.count)]
        self.offers = [offer for offer in offers if offer.options]
        self.workable = [self._workable(pool) for pool in range(self.count)]

    def _workable(self, pool: int) -> float:
        """Unit-µs of work that can be done in the window."""
        work = rest = cut = 0.0
        for offer in self.offers:
            for (pools, mean), residual, beyond in zip(offer.options, offer.residual, offer.cut, strict=True):
                if pool in pools:
                    own = offer.visits * mean * pools.count(pool)
                    work, rest, cut = work + own, rest + own * residual, cut + own * beyond
        on_duty = float(self.duty[pool][0])
        if work <= 0:
            return on_duty
        closing, fewer = _goings(self.program, pool)
        return max(0.0, on_duty + closing * rest / work + fewer * cut / work)

    def loads(self) -> list[Load]:
        names, labels = self.program.names.pools, self.program.names.labels
        level, beside = self._levelled()
        found = []
        for pool, name in enumerate(names):
            on_duty, open_for, _ = self.duty[pool]
            own = [offer for offer in self.offers if any(pool in pools for pools, _ in offer.options)]
            found.append(
                Load(
                    kind="pool",
                    names=(name,),
                    labels=(labels.get(f"pool:{name}", (name, name)),),
                    load=level[pool],
                    units=on_duty / open_for if open_for else 0.0,
                    offered=self._offered(pool, level[pool]) / HOUR,
                    available=on_duty / HOUR,
                    workable=self.workable[pool] / HOUR,
                    shared_with=tuple(names[other] for other in beside[pool]),
                    measured=any(offer.measured for offer in own),
                )
            )
        return found

    def _offered(self, pool: int, level: float) -> float:
        """Unit-µs: what only this pool can do where it has no time at all, else its part of the whole."""
        if math.isfinite(level):
            return level * self.workable[pool]
        return sum(
            offer.visits * mean * pools.count(pool) for offer in self.offers for pools, mean in offer.options
        )

    def _levelled(self) -> tuple[list[float], list[tuple[int, ...]]]:
        """Load of each pool, and those that are filled together with it.

        Of pools that take each other's work the fullest set is found first: those with the most work that can go
        nowhere else, for the time they have (Hall's condition). What is left is shared out among the others.
        """
        level = [0.0] * self.count
        beside: list[tuple[int, ...]] = [()] * self.count
        for group in self._linked():
            left = set(group)
            offers = [o for o in self.offers if any(left & set(pools) for pools, _ in o.options)]
            while left:
                fullest = max(_sets(left), key=lambda pools: (self._level(pools, offers), -len(pools)))
                height = self._level(fullest, offers)
                for pool in fullest:
                    level[pool] = height
                    beside[pool] = tuple(other for other in sorted(fullest) if other != pool and height > 0)
                # What had no choice but these pools is done there; the rest may no longer go there.
                left -= fullest
                offers = [_without(offer, fullest) for offer in offers if not self._confined(offer, fullest)]
        return level, beside

    def _linked(self) -> list[list[int]]:
        """Pools that tasks may choose between, together; the others alone."""
        group = list(range(self.count))
        for offer in self.offers:
            if len(offer.options) < 2:
                continue
            linked = {group[pool] for pools, _ in offer.options for pool in pools}
            group = [min(linked) if one in linked else one for one in group]
        return [[pool for pool in range(self.count) if group[pool] == one] for one in sorted(set(group))]

    def _confined(self, offer: Offer, pools: frozenset[int]) -> bool:
        return len(offer.options) > 1 and all(pools & set(own) for own, _ in offer.options)

    def _level(self, pools: frozenset[int], offers: Sequence[Offer]) -> float:
        """Work that some of these pools must do, over what they can do; in hours at the usual pace."""
        work = sum(
            offer.visits
            * min(mean * sum(self.paces[p] for p in own if p in pools) for own, mean in offer.options)
            for offer in offers
        )
        able = sum(self.workable[pool] * self.paces[pool] for pool in pools)
        return work / able if able > 0 else math.inf if work > 0 else 0.0


def _without(offer: Offer, pools: frozenset[int]) -> Offer:
    """The offer, where it has a choice, without the ways through these pools."""
    if len(offer.options) < 2:
        return offer
    kept = tuple(option for option in offer.options if not pools & set(option[0]))
    return replace(offer, options=kept)


def _sets(pools: set[int]) -> list[frozenset[int]]:
    ordered = sorted(pools)
    sizes = range(1, len(ordered) + 1) if len(ordered) <= MOST_TOGETHER else (1, 2, len(ordered))
    return [frozenset(chosen) for size in sizes for chosen in combinations(ordered, size)]


def _goings(program: Program, pool: int) -> tuple[float, float]:
    """Units that go off duty in the window: at a closing, and while others stay."""
    first = int(program.pool_first[pool])
    rows = slice(first, first + int(program.pool_count[pool]))
    at, units = program.change_at[rows].tolist(), program.mean_units[rows].tolist()
    closing = fewer = before = 0.0
    for instant, now in zip(at, units, strict=True):
        if now < before and program.judged_from < instant <= program.judged_until:
            if now:
                fewer += before - now
            else:
                closing += before
        before = now
    return closing, fewer


def _joint(program: Program, offers: Sequence[Offer]) -> list[Load]:
    """Hours in which all pools of a joint task are open, against its work."""
    work: dict[tuple[int, ...], float] = {}
    marks: dict[tuple[int, ...], list[Offer]] = {}
    for offer in offers:
        if (
            len(offer.options) == 1
            and len(offer.options[0][0]) > 1
            and program.nodes.kind[offer.node] == TASK
        ):
            pools, mean = offer.options[0]
            key = tuple(sorted(pools))
            work[key] = work.get(key, 0.0) + offer.visits * mean
            marks.setdefault(key, []).append(offer)
    found = []
    for pools, offered in work.items():
        available, open_for = _together(program, pools)
        names = tuple(program.names.pools[pool] for pool in dict.fromkeys(pools))
        found.append(
            Load(
                kind="together",
                names=names,
                labels=tuple(program.names.labels.get(f"pool:{name}", (name, name)) for name in names),
                load=offered / available if available else math.inf,
                units=available / open_for if open_for else 0.0,
                offered=offered / HOUR,
                available=available / HOUR,
                workable=available / HOUR,
                measured=any(offer.measured for offer in marks[pools]),
            )
        )
    return found


def _together(program: Program, pools: tuple[int, ...]) -> tuple[float, int]:
    """(µs × sets of units, µs) of the window in which all of these pools are open with the units that a set needs."""
    needed = list(Counter(pools).values())
    pools = tuple(dict.fromkeys(pools))
    steps: list[tuple[int, int, float]] = []
    for place, pool in enumerate(pools):
        first = int(program.pool_first[pool])
        for row in range(first, first + int(program.pool_count[pool])):
            steps.append((int(program.change_at[row]), place, program.mean_units[row].item()))
    units = [0.0] * len(pools)
    total, open_for = 0.0, 0
    since = program.judged_from
    for at, place, now in [*sorted(steps), (program.judged_until, 0, 0)]:
        until = min(max(at, program.judged_from), program.judged_until)
        sets = min(there if n == 1 else there // n for there, n in zip(units, needed, strict=True))
        if sets > 0:
            total, open_for = total + sets * (until - since), open_for + until - since
        since, units[place] = until, now
    return total, open_for


def _sessions(program: Program, offers: Sequence[Offer]) -> list[Load]:
    """Places of sessions in the window, against the cases that come to them."""
    found = []
    for session, name in enumerate(program.names.sessions):
        own = [
            offer
            for offer in offers
            if program.nodes.kind[offer.node] == SESSION and program.nodes.session[offer.node] == session
        ]
        first = int(program.session_first[session])
        rows = slice(first, first + int(program.session_count[session]))
        at = program.meeting_at[rows]
        judged = (at >= program.judged_from) & (at < program.judged_until)
        held, most = at[judged].tolist(), program.places_by_meeting[rows][judged].tolist()
        alternative = int(program.session_alternative[session])
        ways = (
            range(alternative, alternative + int(program.ways_by_session[session]))
            if alternative >= 0
            else ()
        )
        needed = [dict.fromkeys(some) for some in zip(*(pools_of(program, way) for way in ways), strict=True)]
        limits = [
            min(
                ([places] if places >= 0 else [])
                + [sum(_units_at(program, pool, meeting) for pool in some) for some in needed],
                default=-1,
            )
            for meeting, places in zip(held, most, strict=True)
        ]
        if not own or any(limit < 0 for limit in limits):
            continue
        cases, places = sum(offer.visits for offer in own), float(sum(limits))
        found.append(
            Load(
                kind="session",
                names=(name,),
                labels=(program.names.labels.get(f"session:{name}", (name, name)),),
                load=cases / places if places else math.inf,
                units=places / len(held) if held else 0.0,
                offered=cases,
                available=places,
                workable=places,
                measured=any(offer.measured for offer in own),
            )
        )
    return found


def _units_at(program: Program, pool: int, instant: int) -> float:
    first = int(program.pool_first[pool])
    rows = slice(first, first + int(program.pool_count[pool]))
    row = int(np.searchsorted(program.change_at[rows], instant, side="right")) - 1
    return float(program.mean_units[rows][row]) if row >= 0 else 0.0
