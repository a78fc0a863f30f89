"""Streams: how the cases of each channel come, put into the terms of the program."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from sim.chance import first_gap_table, gap_table, name_words, threshold
from sim.chance.keys import MEMBER_LIMIT
from sim.chance.shares import WHOLE
from sim.engine.compile.columns import Draws, Tables, ints, joined_arrays
from sim.engine.compile.faults import CompileError
from sim.engine.compile.plans import Plan, PlanRow, appointment_plan, list_plan
from sim.engine.compile.rates import channel_knots
from sim.engine.compile.times import Times
from sim.engine.compile.work import NoTables, TableOf, work_table
from sim.engine.nodes import Ints
from sim.engine.program import COMING_DRAWS
from sim.model.channel import Channel, RandomBatch
from sim.model.distribution import Distribution
from sim.model.sourced import magnitude
from sim.worktime.arithmetic import dates_counted

NOWHEN = ints([]), ints([])


class Coming(NamedTuple):
    """How the cases of a stream come: by a rate (knots), or by a plan."""

    knots: tuple[Ints, Ints] = NOWHEN
    batch: int = 1
    sizes: tuple[tuple[int, int], ...] = ()
    """Of a random batch: (cases, threshold), the thresholds rising."""
    gaps: tuple[int, int] = (-1, -1)
    """Tables of the first gap and of all others; -1: Poisson."""
    plan: Plan | None = None
    no_show: int = -1
    late: int = -1
    late_by: int = -1
    early: int = -1
    """Thresholds and tables of appointments; -1: none."""


class Stream(NamedTuple):
    """Cases that come in by one channel of a service."""

    name: str
    channel: str
    number: int
    """Of the channel within its service."""
    service: int
    luck: str
    """What the draws of its cases are named by."""
    coming: Coming = Coming()


class Streams:
    """Makes what comes by the channels of a scenario."""

    def __init__(self, times: Times, tables: Tables, table_of: TableOf) -> None:
        self.times = times
        self.tables = tables
        self.table_of = table_of

    def coming(self, channel: Channel, load: Fraction, path: str) -> Coming:
        """How the cases of a channel come. Raises CompileError for more than can be simulated."""
        if channel.list is not None:
            plan = list_plan(channel, self.times, load, path)
            return Coming(plan.knots, plan=plan)
        if channel.appointments is not None:
            return self._appointments(channel, load, path)
        knots = channel_knots(channel, self.times, load, path)
        gaps = self._gaps(channel)
        if isinstance(channel.batch, RandomBatch):
            return Coming(knots, sizes=sizes_of(channel.batch), gaps=gaps)
        if channel.batch.value > MEMBER_LIMIT:
            message = f"a batch of {channel.batch.value:,} is too large; allowed: {MEMBER_LIMIT:,}"
            raise CompileError(f"{path}.batch", message)
        return Coming(knots, channel.batch.value, gaps=gaps)

    def _appointments(self, channel: Channel, load: Fraction, path: str) -> Coming:
        asked = channel.appointments
        assert asked is not None
        path = f"{path}.appointments"
        late = asked.late
        return Coming(
            plan=appointment_plan(channel, self.times, load, path.removesuffix(".appointments")),
            no_show=threshold(Fraction(str(asked.no_show.value))) if asked.no_show.value else -1,
            late=threshold(Fraction(str(late.share.value))) if late is not None else -1,
            late_by=self._table(late.by, f"{path}.late.by") if late is not None else -1,
            early=self._table(asked.early, f"{path}.early") if asked.early is not None else -1,
        )

    def _table(self, length: Distribution, path: str) -> int:
        key, made = work_table(length, self.times, 1.0, path, self.table_of)
        return self.tables.number(key, made)

    def _gaps(self, channel: Channel) -> tuple[int, int]:
        cv = 1.0 if channel.cv is None else channel.cv.value
        if cv == 1 or isinstance(self.table_of, NoTables):
            return -1, -1
        return (
            self.tables.number(("first gap", cv), first_gap_table(cv)),
            self.tables.number(("gap", cv), gap_table(cv)),
        )


def sizes_of(batch: RandomBatch) -> tuple[tuple[int, int], ...]:
    """(cases, threshold) by size: a draw below the threshold, and not below the one before, makes so many."""
    if batch.mean is None:
        stated = sorted((batch.sizes or {}).items())
        reached = accumulate((Fraction(str(share)) for _, share in stated), initial=Fraction(0))
        ends = [threshold(min(total, Fraction(1))) for total in reached][1:]
        return tuple(zip((size for size, _ in stated), [*ends[:-1], WHOLE], strict=True))
    more = 1 - 1 / Fraction(str(batch.mean.value))
    left, made = Fraction(1), []
    for size in range(1, MEMBER_LIMIT + 1):
        left = (left * more).limit_denominator(10**30)
        made.append((size, threshold(1 - left)))
        if made[-1][1] == WHOLE:
            break
    return (*made[:-1], (made[-1][0], WHOLE))


def came_a_day(channel: Channel, coming: Coming, times: Times, judged: tuple[int, int]) -> float:
    """Cases a working day by a channel: its rate, or what its plan holds in the judged window."""
    if coming.plan is None:
        return magnitude(channel.cases)
    days = (int(dates_counted(times.dates.first_day, times.dates.counted, at - 1)) for at in judged)
    before, until = days
    return coming.plan.cases_within(*judged) / max(1, until - before)


def number_draws(streams: Sequence[Stream], draws: Draws) -> Ints:
    """Numbers of the draws that decide who comes and when, besides the gaps; none where nothing asks for them."""
    asked = any(stream.coming.sizes or stream.coming.plan is not None for stream in streams)
    return ints([draws.number("", purpose) for purpose in COMING_DRAWS] if asked else [])


def stream_columns(streams: Sequence[Stream]) -> dict[str, Ints]:
    coming = [stream.coming for stream in streams]
    knots = [one.knots for one in coming]
    sizes = [one.sizes for one in coming]
    plans: list[tuple[PlanRow, ...] | None] = [None if one.plan is None else one.plan.rows for one in coming]
    rows = [row for plan in plans for row in plan or ()]
    return {
        "stream_service": ints([stream.service for stream in streams]),
        "stream_batch": ints([one.batch for one in coming]),
        "stream_knot_first": _firsts([len(at) for at, _ in knots]),
        "stream_knot_count": ints([len(at) for at, _ in knots]),
        "knot_at": joined_arrays([at for at, _ in knots]),
        "knot_value": joined_arrays([values for _, values in knots]),
        "stream_words": ints([name_words(stream.luck) for stream in streams]),
        "stream_first_gap": ints([one.gaps[0] for one in coming]),
        "stream_gap": ints([one.gaps[1] for one in coming]),
        "stream_size_first": _where(_firsts([len(each) for each in sizes]), sizes),
        "stream_size_count": ints([len(each) or -1 for each in sizes]),
        "size_cases": ints([cases for each in sizes for cases, _ in each]),
        "size_threshold": ints([reach for each in sizes for _, reach in each]),
        "stream_plan_first": _where(_firsts([len(plan or ()) for plan in plans]), plans),
        "stream_plan_count": ints([-1 if plan is None else len(plan) for plan in plans]),
        **{f"plan_{name}": ints([getattr(row, name) for row in rows]) for name in PlanRow._fields},
        **{
            f"stream_{name}": ints([getattr(one, name) for one in coming])
            for name in ("no_show", "late", "late_by", "early")
        },
    }


def _firsts(lengths: Sequence[int]) -> Ints:
    return ints(list(accumulate(lengths, initial=0))[:-1])


def _where(firsts: Ints, asked: Sequence[object]) -> Ints:
    """-1 for those that have none."""
    return ints([first if own else -1 for first, own in zip(firsts.tolist(), asked, strict=True)])
