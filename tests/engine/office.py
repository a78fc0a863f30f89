"""A small office for hand-made timelines: scenarios of a few lines, stated arrivals, instants as "Mon 09:00".

Weeks count from Monday 3 March 2025 (`Mon 09:00`, a week later `Mon2 09:00`); no holiday falls in that month.
The office is open from 9 to 17 and a working day has 8 hours, unless a test says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.agreement import both
from sim.chance import replication_key, running_sums
from sim.engine.compile import compile_program
from sim.engine.outcome import Outcome, Row
from sim.engine.program import COUNTS, Program
from sim.model.scenario import Scenario
from sim.worktime import DAY, MINUTE, NEVER, SECOND, instant, to_datetime

Raw = dict[str, Any]
Timeline = list[tuple[str, str, str, str]]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CALENDAR: Raw = {"wd": "8 wh", "hours": "09:00-17:00"}
STUDY: Raw = {"start": "2025-03-03", "lead_in": "0 wd", "window": "10 wd", "follow_up": "20 wd"}
FIRST_MONDAY = instant(to_datetime(20150 * DAY))
assert to_datetime(FIRST_MONDAY).isoformat() == "2025-03-03T00:00:00"

_INSTANT = re.compile(r"([A-Z][a-z]{2})(\d*) (\d\d):(\d\d)(?::(\d\d))?")


def at(text: str) -> int:
    """The instant of "Tue 10:30", "Tue2 10:30" a week later; "24:00" ends the day."""
    found = _INSTANT.fullmatch(text)
    assert found is not None, text
    day = WEEKDAYS.index(found[1]) + 7 * (int(found[2] or 1) - 1)
    minutes = 60 * int(found[3]) + int(found[4])
    return FIRST_MONDAY + day * DAY + minutes * MINUTE + int(found[5] or 0) * SECOND


def said(t: int) -> str:
    """The text of an instant, "-" for NEVER."""
    if t >= NEVER:
        return "-"
    days, rest = divmod(t - FIRST_MONDAY, DAY)
    week, day = divmod(days, 7)
    moment = to_datetime(rest).time()
    text = moment.isoformat("minutes") if rest % MINUTE == 0 else moment.isoformat()
    return f"{WEEKDAYS[day]}{week + 1 if week else ''} {text}"


def pool(capacity: int | Mapping[str, Any] = 1, **more: object) -> Raw:
    """A pool of reviewers (work is suspended at closing); a mapping is a capacity profile, or its staff by name."""
    size = "profile" if isinstance(capacity, Mapping) else "capacity"
    if isinstance(capacity, Mapping) and not all(key[:1].isdigit() for key in capacity):
        size = "staff"
    return {"name": "pool", "kind": "reviewer", size: capacity, **more}


def window(capacity: int = 1, **more: object) -> Raw:
    """A pool of windows (work is finished after closing)."""
    return pool(capacity, **{"kind": "window", **more})


def task(name: str, pool: str = "desk", work: object = "60 min", rank: int = 0, **more: object) -> Raw:
    """A task; `rank` is its class in the queue."""
    asked = {} if {"any_of", "all_of", "skill"} & more.keys() else {"pool": pool}
    return {"task": name, "work": work, "class": rank, **asked, **more}


def wait(name: str, length: object, **more: object) -> Raw:
    return {"wait": name, "for": length, **more}


def service(flow: Sequence[Any], **more: object) -> Raw:
    return {"name": "service", "channels": {"hall": {"rate": "1 /wd"}}, "flow": list(flow), **more}


def target(start: str, to: str, limit: str, clock: str = "working", **more: object) -> Raw:
    return {
        "service": "main", "from": start, "to": to, "limit": limit, "clock": clock, "required_share": 0.95, **more
    }  # fmt: skip


def mean_target(start: str, to: str, limit: str, clock: str = "working", **more: object) -> Raw:
    """A target on the mean."""
    return {
        "service": "main", "from": start, "to": to, "limit": limit, "clock": clock, "judged": "mean", **more
    }  # fmt: skip


def counted_target(measure: str, limit: object = None, **more: object) -> Raw:
    """A target that counts something, from arrival to end unless stated."""
    stated = {} if limit is None else {"limit": limit}
    return {
        "service": "main", "from": "arrived", "to": "finished", "measure": measure, **stated,
        **({} if more.get("judged") == "mean" else {"required_share": 0.95}), **more,
    }  # fmt: skip


def scenario(
    flow: Sequence[Any] = (),
    *,
    pools: Mapping[str, Raw] | None = None,
    others: Mapping[str, Raw] | None = None,
    calendar: Raw | None = None,
    study: Raw | None = None,
    targets: Mapping[str, Raw] | None = None,
    **of_service: object,
) -> Raw:
    """A raw scenario with the service `main`, one pool `desk` unless stated, and `others` beside it."""
    return {
        "onewindow": 1,
        "title": "office",
        "jurisdiction": "testland",
        "calendar": {**CALENDAR, **(calendar or {})},
        "study": {**STUDY, **(study or {})},
        "pools": dict(pools or {"desk": pool()}),
        "services": {"main": service(flow, **of_service), **(others or {})},
        "targets": dict(targets or {}),
    }


def compiled(raw: Raw) -> Program:
    return compile_program(Scenario.model_validate(raw), load=1)


@dataclass(frozen=True)
class Played:
    """A program that has run, and what to ask about it."""

    program: Program
    outcome: Outcome

    @property
    def events(self) -> list[Row]:
        """Event rows as they are, numbers and all."""
        assert self.outcome.rows is not None
        return [Row(*row) for row in self.outcome.rows.tolist()]

    def rows(self, case: int | None = None) -> Timeline:
        """(activity, enqueued, started, completed) in row order; "x <instant>" if withdrawn."""
        return [
            (
                self.activity(row),
                said(row.enqueued),
                said(row.started),
                said(row.completed) if row.withdrawn == NEVER else f"x {said(row.withdrawn)}",
            )
            for row in self.events
            if case is None or row.case == case
        ]

    def activity(self, row: Row) -> str:
        return self.program.names.steps[int(self.program.nodes.step[row.node])]

    def row(self, activity: str, case: int = 0) -> tuple[str, str, str]:
        """(enqueued, started, completed) of the only row of an activity of a case."""
        (found,) = [row[1:] for row in self.rows(case) if row[0] == activity]
        return found

    def unit(self, activity: str, case: int = 0) -> str:
        """Pools that served the only row of an activity."""
        (found,) = [
            row.alternative for row in self.events if row.case == case and self.activity(row) == activity
        ]
        return self.program.names.alternatives[found]

    def ends(self, case: int = 0) -> tuple[str, str]:
        """(outcome, instant); ("open", "-") while it goes on."""
        code = int(self.outcome.outcome[case])
        return self.program.names.outcomes[code] if code >= 0 else "open", self.stamp("finished", case)

    def later(self, case: int = 0) -> str:
        code = int(self.outcome.later_outcome[case])
        return self.program.names.outcomes[code] if code >= 0 else "-"

    def stamp(self, milestone: str, case: int = 0) -> str:
        return said(int(self.outcome.stamps[case, self.program.names.stamps.index(milestone)]))

    def clock(self, name: str, case: int = 0) -> int:
        """Value of a clock in minutes (dates for a statutory one, or what it counts); -1 if it never began."""
        clock = self.program.names.clocks.index(name)
        value = int(self.outcome.clock_value[case, clock])
        if value < 0 or self.program.clock_coordinate[clock] in COUNTS:
            return value
        assert value % MINUTE == 0
        return value // MINUTE

    def late_at(self, name: str, case: int = 0) -> str:
        return said(int(self.outcome.clock_late_at[case, self.program.names.clocks.index(name)]))

    def pool(self, column: str, name: str = "desk") -> int:
        """busy or overtime (minutes), or served, of a pool."""
        value = int(getattr(self.outcome, column)[self.program.names.pools.index(name)])
        return value if column == "served" else value // MINUTE


Coming = str | int | tuple[str, str]
"""When a case comes: an instant (as text, or as a number), or an instant and the stream."""


def play(
    raw: Raw | Program,
    *coming: Coming,
    seed: int = 1,
    until: str | None = None,
    stop_when_judged: bool = False,
) -> Played:
    """Run a scenario on both engines, with cases that come when stated (to the first stream unless one is named)."""
    program = raw if isinstance(raw, Program) else compiled(raw)
    if until is not None:
        program = replace(program, horizon=at(until))
    coming_by_stream: dict[int, list[int]] = {}
    for entry in coming:
        when, stream = entry if isinstance(entry, tuple) else (entry, program.names.streams[0])
        instants = coming_by_stream.setdefault(program.names.streams.index(stream), [])
        instants.append(at(when) if isinstance(when, str) else when)
    program = with_arrivals(program, coming_by_stream, seed)
    outcome = both(program, seed=seed, stop_when_judged=stop_when_judged)
    return Played(program, outcome)


def with_arrivals(program: Program, coming: Mapping[int, Sequence[int]], seed: int) -> Program:
    """The program with one case at each of these instants, by stream, in replication 0 of this seed.

    A knot stands at each sum of the stream's own draws, so the inverted rate is exactly the instant.
    """
    knot_at: list[int] = []
    knot_value: list[int] = []
    first: list[int] = []
    for stream, (hi, lo) in enumerate(program.stream_words.tolist()):
        d_hi, d_lo = program.draw_words[program.arrival_draw].tolist()
        instants = sorted(coming.get(stream, ()))
        sums = running_sums(*replication_key(seed, 0), hi ^ d_hi, lo ^ d_lo, 0, len(instants), 0).tolist()
        first.append(len(knot_at))
        if instants:
            knot_at.append(min(program.start, instants[0]) - 1)
            knot_value.append(0)
        for place, (when, total) in enumerate(zip(instants, sums, strict=True)):
            if when not in instants[:place]:
                knot_at.append(when)
                knot_value.append(total)
            if when not in instants[place + 1 :]:
                knot_at.append(when + 1)
                knot_value.append(total + 1)
    return replace(
        program,
        knot_at=np.array(knot_at, dtype=np.int64),
        knot_value=np.array(knot_value, dtype=np.int64),
        stream_knot_first=np.array(first, dtype=np.int64),
        stream_knot_count=np.diff([*first, len(knot_at)]).astype(np.int64),
        stream_batch=np.ones_like(program.stream_batch),
        stream_size_count=np.full_like(program.stream_size_count, -1),
        stream_plan_count=np.full_like(program.stream_plan_count, -1),
        stream_first_gap=np.full_like(program.stream_first_gap, -1),
        stream_gap=np.full_like(program.stream_gap, -1),
    )
