"""What tasks ask for: alternatives of pools, shared calendars of joint work, and groups of linked pools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations_with_replacement, islice, product
from typing import Any

from sim.engine.absence import MOST_WAYS
from sim.engine.compile.columns import ints, sliced
from sim.engine.compile.faults import CompileError, told_at
from sim.engine.compile.rosters import Roster, roster_of, work_done
from sim.engine.compile.times import Times, micros, staffed_hours
from sim.engine.nodes import Ints
from sim.model.blocks import Task
from sim.model.scenario import Pool
from sim.model.staff import pools_as_run, room_of, skilled, stated_at, units_of
from sim.model.timetable import Meeting
from sim.worktime import OpenHours, intersect

NO_SEATS = {name: ints([]) for name in ("seat_first", "seat_count")}
NO_LINES = {name: ints([]) for name in ("line_first", "line_count", "line", "line_room")} | NO_SEATS
"""Where no step needs the visitor."""

Alternative = tuple[tuple[int, ...], int, bool]
"""(pools, last start before closing in µs, finish at closing); a pool that gives n units stands n times in a row."""


class Needs:
    """Distinct needs and alternatives, and the calendars they work in. Pools whose units differ run as pools of these.

    Calendar 0 is the office's; then one a pool (its hours, as far as somebody is on duty), then one a set of pools that
    work together.
    """

    def __init__(self, pools: Mapping[str, Pool], times: Times, sessions: Mapping[str, Meeting]) -> None:
        self.stated = pools
        self.pools = pools_as_run(pools)
        self.sessions = list(sessions)
        self._meetings = sessions
        self.times = times
        self.ids = list(self.pools)
        self._pool_number = {name: number for number, name in enumerate(self.pools)}
        self._units: dict[str, tuple[int, ...]] = {
            **{name: (number,) for name, number in self._pool_number.items()},
            **{name: self.numbers(units_of(name, pool)) for name, pool in pools.items()},
        }
        self.calendars: list[OpenHours] = [times.office_hours]
        self.pool_calendar: list[int] = []
        self.rosters: list[Roster] = []
        """By pool."""
        for name, pool in self.pools.items():
            with told_at(f"pools.{stated_at(pools, name)[0]}.hours"):
                hours = times.open_hours(pool)
            self.rosters.append(roster_of(pool, times, hours))
            staffed = staffed_hours(self.rosters[-1].changes) if pool.profile or pool.rules else hours
            # Nobody ever on duty: no work starts, and joint work still has hours to be looked at.
            self.pool_calendar.append(self._calendar(staffed if len(staffed) else hours))
        self.alternatives: list[Alternative] = []
        self.alternative_calendar: list[int] = []
        self.needs: list[tuple[int, int]] = []
        """(first alternative, number of alternatives)."""
        self._numbers: dict[tuple[Alternative, ...], int] = {}

    def numbers(self, names: Iterable[str]) -> tuple[int, ...]:
        """Numbers of pools as they run, by name."""
        return tuple(self._pool_number[name] for name in names)

    def number(self, task: Task, path: str) -> int:
        """The need of a task, a new one if no task had it before."""
        return self._numbered(
            tuple(self._alternative(task, pools) for pools in self._few(self._pool_sets(task, path), path)),
            path,
        )

    def _numbered(self, key: tuple[Alternative, ...], path: str) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.needs)
            self.needs.append((len(self.alternatives), len(key)))
            for alternative in key:
                self.alternatives.append(alternative)
                self.alternative_calendar.append(self._joint_calendar(alternative[0], path))
        return self._numbers[key]

    def session_need(self, session: str) -> int:
        """The need of one case at a meeting: a unit of each of its pools; -1 if it has none."""
        pools = self._meetings[session].pools
        if not pools:
            return -1
        ways = self._few(product(*(self._units[pool] for pool in pools)), f"sessions.{session}")
        return self._numbered(tuple((way, 0, True) for way in ways), f"sessions.{session}")

    def rosters_of(self, name: str) -> list[tuple[Roster, float]]:
        """The roster and the pace of a pool, or of each of its units where they differ."""
        return [(self.rosters[unit], pace_of(self.pools[self.ids[unit]])) for unit in self._units[name]]

    def changes_of(self, name: str) -> list[tuple[int, int]]:
        """Units on duty of a pool as steps, where they differ of all together."""
        whole = work_done([(roster, 1.0) for roster, _ in self.rosters_of(name)])
        return whole[0]

    def session_ways(self, needs: Sequence[int]) -> Ints:
        """How many alternatives each session may choose between; empty where each has one."""
        ways = [self.needs[need][1] if need >= 0 else 1 for need in needs]
        return ints(ways if any(way > 1 for way in ways) else [])

    def parties(self, need: int) -> tuple[str, ...]:
        """Parties of the pools of the first alternative: who holds the case by default."""
        pools = self.alternatives[self.needs[need][0]][0]
        return tuple(dict.fromkeys(self.pools[self.ids[pool]].party for pool in pools))

    def availabilities(self, need: int) -> list[float]:
        """By alternative: the share of its time that the least available pool gives."""
        first, count = self.needs[need]
        return [
            min(self.pools[self.ids[pool]].availability.value for pool in pools)
            for pools, _, _ in self.alternatives[first : first + count]
        ]

    def paces(self, need: int) -> list[float]:
        """By alternative: what the slowest of its units gets done in an hour, as against what the task states."""
        first, count = self.needs[need]
        return [
            min(pace_of(self.pools[self.ids[pool]]) for pool in pools)
            for pools, _, _ in self.alternatives[first : first + count]
        ]

    def first_pools(self) -> dict[int, Pool]:
        """By need: the first pool of its first alternative."""
        return {
            n: self.pools[self.ids[self.alternatives[first][0][0]]] for n, (first, _) in enumerate(self.needs)
        }

    def owners(self, need: int) -> list[str]:
        """By alternative: the stated pool its units belong to; "" where they belong to several."""
        first, count = self.needs[need]
        return [
            next((name for name in self.stated if {*pools} <= {*self._units[name]}), "")
            for pools, _, _ in self.alternatives[first : first + count]
        ]

    def served_by(self, need: int) -> list[str]:
        """By alternative: its pool, or its pools joined."""
        first, count = self.needs[need]
        return [
            " + ".join(self.ids[pool] for pool in dict.fromkeys(pools))
            for pools, _, _ in self.alternatives[first : first + count]
        ]

    def at_counter(self, need: int) -> bool:
        """Whether only windows and systems can serve it, so that who stands at the counter sees it done."""
        first, count = self.needs[need]
        return all(
            self.pools[self.ids[pool]].kind in ("window", "system")
            for pools, _, _ in self.alternatives[first : first + count]
            for pool in pools
        )

    def at_window(self, need: int) -> bool:
        """Whether a window has a part in it."""
        return any(self.pools[self.ids[pool]].kind == "window" for pool in self._pools_of(need))

    def names_of(self, need: int) -> tuple[str, ...]:
        """The pools it asks for, in the order of their names."""
        return tuple(sorted(self.ids[pool] for pool in self._pools_of(need)))

    def room(self, need: int) -> int:
        """Places for visitors to wait in before its pools, together; -1: as many as come."""
        rooms = self._rooms_of(need)
        return -1 if None in rooms else sum(self._places(room) for room in rooms if room is not None)

    def line_columns(self) -> dict[str, Ints]:
        """By need: those that ask for a pool of its own, whose visitors see each other wait; and the room they have."""
        needs = range(len(self.needs))
        lines = _in_common([self._pools_of(need) for need in needs])
        made = {**sliced("line", lines, "line"), "line_room": ints([self.room(need) for need in needs])}
        if not any(pool.room_of or (pool.room and pool.staff) for pool in self.stated.values()):
            return {**made, **NO_SEATS}
        both = sliced("line", lines + _in_common([self._rooms_of(need) - {None} for need in needs]), "line")
        count = len(lines)
        return {
            **made,
            "line": both["line"],
            **{f"seat_{part}": both[f"line_{part}"][count:] for part in ("first", "count")},
        }

    def _rooms_of(self, need: int) -> set[str | None]:
        """The pools in whose rooms its visitors wait; None among them: there is always a place."""
        return {room_of(self.stated, self.ids[pool]) for pool in self._pools_of(need)}

    def _places(self, pool: str) -> int:
        stated = self.stated[pool].room
        assert stated is not None
        return stated.value

    def _pools_of(self, need: int) -> set[int]:
        first, count = self.needs[need]
        return {pool for pools, _, _ in self.alternatives[first : first + count] for pool in pools}

    def groups(self) -> list[int]:
        """By pool: its group; pools that some need links are in one."""
        group = list(range(len(self.ids)))

        def root(pool: int) -> int:
            while group[pool] != pool:
                pool = group[pool]
            return pool

        for first, count in self.needs:
            linked = [pool for pools, _, _ in self.alternatives[first : first + count] for pool in pools]
            for pool in linked[1:]:
                a, b = root(linked[0]), root(pool)
                group[max(a, b)] = min(a, b)
        roots = [root(pool) for pool in range(len(group))]
        numbers = {found: number for number, found in enumerate(dict.fromkeys(roots))}
        return [numbers[found] for found in roots]

    def _pool_sets(self, task: Task, path: str) -> Iterator[tuple[int, ...]]:
        """The sets of units that may do a task, in order of preference."""
        if task.all_of:
            return product(*(self._units[pool] for pool in task.all_of))
        if task.skill is None:
            among = [self._units[pool] for pool in task.any_of or (task.pool or "",)]
        else:
            among = [
                tuple(
                    number
                    for number in self._units[name]
                    if task.skill in self.pools[self.ids[number]].skills
                )
                for name in skilled(self.stated, task.skill)
            ]
            if not among:
                raise CompileError(f"{path}.skill", f"no pool has the skill {task.skill!r}")
        return chain.from_iterable(self._together(units, task.units) for units in among)

    def _together(self, units: Sequence[int], number: int) -> Iterator[tuple[int, ...]]:
        """So many units of one pool, as far as there are ever so many of a kind; of a pool of one kind however many."""
        for way in combinations_with_replacement(units, number):
            if len(units) == 1 or all(n <= self._most(unit) for unit, n in Counter(way).items()):
                yield way

    def _most(self, unit: int) -> int:
        """Units there are at most at any time."""
        return max((units for _, units in self.rosters[unit].changes), default=0)

    def _few(self, ways: Iterable[tuple[int, ...]], path: str) -> list[tuple[int, ...]]:
        """The ways to choose units, which must be neither none nor too many."""
        found = list(islice(ways, MOST_WAYS + 1))
        if not found:
            raise CompileError(path, "there are never so many units at once")
        if len(found) > MOST_WAYS:
            raise CompileError(
                path, f"more than {MOST_WAYS:,} choices of units are too many; put alike units together"
            )
        return found

    def _alternative(self, task: Task, pools: tuple[int, ...]) -> Alternative:
        stated = [self.pools[self.ids[pool]] for pool in pools]
        if task.last_start is not None:
            last_start = micros(task.last_start, self.times)
        else:
            last_start = max(
                (micros(pool.last_start, self.times) for pool in stated if pool.last_start is not None),
                default=0,
            )
        closing = task.at_close or (
            "finish" if all(pool.closing == "finish" for pool in stated) else "suspend"
        )
        return pools, last_start, closing == "finish"

    def _calendar(self, hours: OpenHours) -> int:
        if hours in self.calendars:
            return self.calendars.index(hours)
        self.calendars.append(hours)
        return len(self.calendars) - 1

    def _joint_calendar(self, pools: tuple[int, ...], path: str) -> int:
        calendars = sorted({self.pool_calendar[pool] for pool in pools})
        hours = self.calendars[calendars[0]]
        for calendar in calendars[1:]:
            hours = intersect(hours, self.calendars[calendar])
        if len(hours) == 0:
            names = ", ".join(self.ids[pool] for pool in pools)
            raise CompileError(path, f"{names} are never open at the same time")
        return self._calendar(hours)


def pace_of(pool: Pool) -> float:
    """Work of its own that a unit of the pool gets done in an hour, as against what tasks state."""
    return pool.availability.value * pool.speed.value


def _in_common(sets: Sequence[set[Any]]) -> list[list[int]]:
    """By set: those that hold something it holds too."""
    return [[number for number, theirs in enumerate(sets) if own & theirs] for own in sets]
