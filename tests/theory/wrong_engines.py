"""Deliberately wrong engines: each breaks one rule of the reference engine while its context lasts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from sim.chance import look_up, uniform52
from sim.engine.arrivals import Arrival, arrivals
from sim.engine.program import Program
from sim.engine.reference import draws, replication
from sim.engine.reference.desks import Desks
from sim.engine.reference.tokens import Case, Token
from sim.worktime import NEVER
from sim.worktime.arithmetic import add_work

WrongEngine = Callable[[], AbstractContextManager[object]]


def one_unit_short() -> AbstractContextManager[object]:
    """Every pool has one unit less than it says."""
    right = Desks.capacity
    return patch.object(Desks, "capacity", lambda desks, pool, now: max(0, right(desks, pool, now) - 1))


def _joining(order: Callable[[int, int], tuple[int, int]]) -> AbstractContextManager[object]:
    """Queues ordered by (class, joined) as `order` changes them."""

    right = Desks.ask

    def ask(desks: Desks, token: Token, queue_class: int, joined: int) -> None:
        right(desks, token, *order(queue_class, joined))

    return patch.object(Desks, "ask", ask)


def last_come_first_served() -> AbstractContextManager[object]:
    return _joining(lambda queue_class, now: (queue_class, -now))


def priority_ignored() -> AbstractContextManager[object]:
    return _joining(lambda _class, now: (0, now))


def squared_draw() -> AbstractContextManager[object]:
    """Uniforms lean to the small side."""

    def squared(k0: int, k1: int, epoch: int, visit: int, hi: int, lo: int) -> int:
        u = uniform52(k0, k1, epoch, visit, hi, lo)
        return u * u >> 52

    return patch.object(draws, "uniform52", squared)


def work_two_per_cent_long() -> AbstractContextManager[object]:
    return patch.object(draws, "look_up", lambda table, offset, u: look_up(table, offset, u) * 51 // 50)


def one_draw_for_all_tasks() -> AbstractContextManager[object]:
    """A case has the same luck at every task: each work is right by itself, together they are not."""
    right = draws.Draws.uniform

    def shared(self: draws.Draws, case: Case, _draw: int, visit: int) -> int:
        return right(self, case, 0, visit)

    return patch.object(draws.Draws, "uniform", shared)


def profile_ignored() -> AbstractContextManager[object]:
    """Arrivals at one constant rate: nothing is thinned at night or in the morning."""

    def flat(program: Program, key: tuple[int, int]) -> Iterator[Arrival]:
        last = program.stream_knot_first + program.stream_knot_count - 1
        ends = [row for pair in zip(program.stream_knot_first, last, strict=True) for row in pair]
        yield from arrivals(
            dataclasses.replace(
                program,
                knot_at=program.knot_at[ends],
                knot_value=program.knot_value[ends],
                stream_knot_first=2 * (program.stream_knot_first * 0 + range(len(last))),
                stream_knot_count=program.stream_knot_count * 0 + 2,
            ),
            key,
        )

    return patch.object(replication, "arrivals", flat)


def nights_worked() -> AbstractContextManager[object]:
    """Work under way at closing goes on through the night."""
    return patch.object(replication, "add_work", lambda _open, _close, _before, start, work: start + work)


def overnight_work_lost() -> AbstractContextManager[object]:
    """What was done before closing is forgotten: work starts over at the next opening."""
    right = add_work

    def lost(opens: list[int], closes: list[int], before: list[int], start: int, work: int) -> int:
        done = right(opens, closes, before, start, work)
        if done - start == work:
            return done
        later = next((at for at in opens if at > start), NEVER)
        return right(opens, closes, before, later, work)

    return patch.object(replication, "add_work", lost)


@contextmanager
def batch_split() -> Iterator[None]:
    """Only the first member of a batch comes."""
    with patch.object(
        replication, "arrivals", lambda program, key: (a for a in arrivals(program, key) if a.member == 0)
    ):
        yield
