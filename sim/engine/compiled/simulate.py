"""One replication on the kernel, and the tables it leaves."""

from __future__ import annotations

import ctypes
import itertools
import weakref
from typing import Any

import numpy as np

from sim.engine.absence import as_run, folded
from sim.engine.compiled import records as r
from sim.engine.compiled.machine_code import freed, kernel, resized
from sim.engine.compiled.world import World
from sim.engine.limits import TooManyRoundsError
from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome, UnderWay
from sim.engine.program import Program
from sim.engine.summary import Advance, Summary, unheard
from sim.engine.sums import add_up, put_together


def simulate(
    program: Program,
    *,
    seed: int,
    replication: int,
    events: bool = True,
    stop_when_judged: bool = False,
    advance: Advance = unheard,
) -> Outcome:
    """Run one replication; see `sim.engine.reference.simulate`, whose tables these are."""
    run = as_run(program, seed, replication)
    world = World(run, seed=seed, replication=replication, rows=events, stop_when_judged=stop_when_judged)
    try:
        _run(run, world, advance)
        return folded(program, _outcome(run, world, seed, replication, events))
    finally:
        kernel().give_back(world.address)


def summarise(
    program: Program,
    *,
    seed: int,
    replication: int,
    stop_when_judged: bool = False,
    advance: Advance = unheard,
) -> Summary:
    """Run one replication in memory that does not grow with its cases; `advance` hears of it slice by slice."""
    run = as_run(program, seed, replication)
    world = World(
        run, seed=seed, replication=replication, rows=False, stop_when_judged=stop_when_judged, summing=True
    )
    try:
        _run(run, world, advance)
        return folded(program, Summary(**_told(world), **world.summed()))
    finally:
        kernel().give_back(world.address)


def _run(program: Program, world: World, advance: Advance) -> None:
    """Slice by slice to the end, and what is open then."""
    while (how := kernel().run_slice(world.address)) == r.GOES_ON:
        advance((world["now"] - program.start) / (program.horizon - program.start))
    if how == r.NO_REST:
        raise TooManyRoundsError(program.names.steps[world["stuck"]])


def _outcome(program: Program, world: World, seed: int, replication: int, events: bool) -> Outcome:
    lines = _taken(world, "out", world["case_count"], world["out_words"])
    stamps, attributes, clocks = (world[name] for name in ("stamp_count", "attribute_count", "clock_count"))
    service, stream, epoch, member, outcome, later, attempts, finished_by = lines.T[: r.CASE_WORDS]
    ends = np.cumsum([r.CASE_WORDS, stamps, attributes, clocks, clocks, clocks]).tolist()
    stamped, known, value, late_at, again = (lines[:, first:last] for first, last in itertools.pairwise(ends))
    ended_at = world["ended_at"]
    add_up(program, stamped, value, late_at, ended_at)
    put_together(program, service, value, late_at, again)
    return Outcome(
        replication=replication,
        seed=seed,
        ended_at=ended_at,
        rows=_taken(world, "rows", world["row_count"], r.ROW_WORDS) if events else None,
        under_way=_under_way(world),
        service=service,
        stream=stream,
        epoch=epoch,
        member=member,
        stamps=stamped,
        outcome=outcome,
        later_outcome=later,
        attempts=attempts,
        finished_by=finished_by,
        attributes=tuple(known.T),
        clock_value=value,
        clock_late_at=late_at,
        stamped_again=again,
        **_told(world),
    )


def _told(world: World) -> dict[str, Any]:
    """What an outcome and a summary tell alike."""
    pools, sessions = world.pools, world.sessions
    return {
        "tasks": world["row_count"],
        "void_work": world["void_work"],
        "busy": pools["worked"].copy(),
        "overtime": pools["overtime"].copy(),
        "held": pools["held"].copy(),
        "served": pools["served"].copy(),
        "visitors": world.visitors.copy(),
        "session_taken": sessions["taken"].copy(),
        "session_short": sessions["short"].copy(),
    }


def _taken(world: World, field: str, count: int, width: int) -> Ints:
    """A table of the kernel's, not copied: its memory is Python's from now on, and goes with the last array on it."""
    if count == 0:
        return np.zeros((0, width), dtype=np.int64)
    fitting = resized(world[field], count * width * r.WORD)
    world[field] = 0
    words = (ctypes.c_int64 * (count * width)).from_address(fitting)
    weakref.finalize(words, freed, fitting).atexit = False
    table: Ints = np.ctypeslib.as_array(words).reshape(count, width)
    return table


def _under_way(world: World) -> Ints:
    count = kernel().under_way(world.address, 0, 0)
    found = np.zeros((count, r.UNDER_WAY_WORDS), dtype=np.int64)
    kernel().under_way(world.address, found.ctypes.data, count)
    found = found[np.lexsort((found[:, 3], found[:, 1], found[:, 0]))]
    return np.ascontiguousarray(found[:, [0, 2, 3, 4, 5]]).reshape(-1, len(UnderWay._fields))
