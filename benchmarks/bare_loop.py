"""The bare loop: an event heap, a FIFO queue and (where asked) draws, in numba, and nothing else.

No calendar, no ledger, no rows, no flow: what the same machine does when it only moves events. It is M/M/5 on a clock
of nanoseconds. An arrival, a start and a completion are an event each, as the engine counts them (SEMANTICS 11.2).
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.mm5 import LOAD, SERVERS

Ints = NDArray[np.int64]

CELLS = 1024
RING = 1 << 16
EVENTS_A_CASE = 3


def exponential_table(mean: float) -> Ints:
    """Quantiles of an exponential at CELLS + 1 equal steps, the last one cut where the tail would never end."""
    steps = np.arange(CELLS + 1) / CELLS
    steps[-1] = 1 - 1 / (8 * CELLS)
    table: Ints = (-mean * np.log1p(-steps)).astype(np.int64)
    return table


def tables() -> tuple[Ints, Ints]:
    """Gaps between arrivals, and work."""
    return exponential_table(1e9 / (SERVERS * LOAD)), exponential_table(1e9)


def ready_made() -> tuple[Ints, Ints]:
    """A ring of gaps and one of works, for the loop that draws nothing."""
    rng = np.random.default_rng(1)
    gaps = rng.exponential(1e9 / (SERVERS * LOAD), RING).astype(np.int64)
    return gaps, rng.exponential(1e9, RING).astype(np.int64)


def _inline(function: Any) -> Any:
    return numba.njit(nogil=True, inline="always")(function)


@_inline
def _push(when, who, count, at, whom):  # type: ignore[no-untyped-def]
    place = count
    while place > 0:
        above = (place - 1) // 2
        if when[above] <= at:
            break
        when[place], who[place] = when[above], who[above]
        place = above
    when[place], who[place] = at, whom


@_inline
def _drop_first(when, who, count):  # type: ignore[no-untyped-def]
    """The heap of `count` entries without its first one."""
    at, whom, place = when[count - 1], who[count - 1], 0
    while True:
        below = 2 * place + 1
        if below >= count - 1:
            break
        if below + 1 < count - 1 and when[below + 1] < when[below]:
            below += 1
        if when[below] >= at:
            break
        when[place], who[place] = when[below], who[below]
        place = below
    when[place], who[place] = at, whom


@_inline
def _draw(table, key):  # type: ignore[no-untyped-def]
    """A uniform by SplitMix64, read from a quantile table by interpolation."""
    z = key * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    cell = np.int64(z >> np.uint64(54))
    part = np.int64((z >> np.uint64(34)) & np.uint64(0xFFFFF))
    return table[cell] + (((table[cell + 1] - table[cell]) * part) >> 20)


@numba.njit(nogil=True)
def with_draws(cases, seed, gaps, works):  # type: ignore[no-untyped-def]
    """Serve so many cases, every time drawn when it is needed. The sum of waits in ns."""
    when, who = np.zeros(64, np.int64), np.zeros(64, np.int64)
    queue = np.zeros(RING, np.int64)
    key = np.uint64(seed) << np.uint64(40)
    head = tail = busy = served = waited = arrived = 0
    _push(when, who, 0, _draw(gaps, key), -1)
    count = 1
    while served < cases:
        now, whom = when[0], who[0]
        _drop_first(when, who, count)
        count -= 1
        if whom < 0:
            arrived += 1
            queue[tail & (RING - 1)] = now
            tail += 1
            _push(when, who, count, now + _draw(gaps, key + np.uint64(2 * arrived)), -1)
            count += 1
        else:
            busy -= 1
            served += 1
        while busy < SERVERS and head < tail:
            waited += now - queue[head & (RING - 1)]
            _push(when, who, count, now + _draw(works, key + np.uint64(2 * head + 1)), head)
            head += 1
            count += 1
            busy += 1
    return waited


@numba.njit(nogil=True)
def without_draws(cases, seed, gaps, works):  # type: ignore[no-untyped-def]
    """The same with gaps and works taken from rings, from place `seed` on: heap and queue only."""
    when, who = np.zeros(64, np.int64), np.zeros(64, np.int64)
    queue = np.zeros(RING, np.int64)
    head = tail = busy = served = waited = arrived = 0
    _push(when, who, 0, gaps[seed & (RING - 1)], -1)
    count = 1
    while served < cases:
        now, whom = when[0], who[0]
        _drop_first(when, who, count)
        count -= 1
        if whom < 0:
            arrived += 1
            queue[tail & (RING - 1)] = now
            tail += 1
            _push(when, who, count, now + gaps[(seed + arrived) & (RING - 1)], -1)
            count += 1
        else:
            busy -= 1
            served += 1
        while busy < SERVERS and head < tail:
            waited += now - queue[head & (RING - 1)]
            _push(when, who, count, now + works[(seed + head) & (RING - 1)], head)
            head += 1
            count += 1
            busy += 1
    return waited
