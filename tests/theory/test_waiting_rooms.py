"""Birth-death chains: a finite waiting room (Erlang B, M/M/c/K) and visitors who go away by the length of the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from sim.engine.engines import ENGINES
from sim.engine.program import CAME, WENT_AWAY, Program

from .estimates import Estimate, one_sample
from .programs import desk, exponential, program_of, steady, task
from .systems import SEED
from .test_loss import erlang_b

DESKS, RATE, WORK = 2, 24.0, 5.0
"""Desks, visitors an hour, mean work in minutes: they bring as much work as the desks can do."""
BALKS = {0: 0.2, 1: 0.5, 3: 0.8, 6: 1.0}


def stay(balks: dict[int, float]) -> Callable[[int], float]:
    """The share of visitors who stay, by the number waiting, when no desk is free."""
    return lambda waiting: (
        1 - max((share for length, share in balks.items() if length <= waiting), default=0.0)
    )


def chain(servers: int, offered: float, stays: Callable[[int], float], most: int) -> Sequence[float]:
    """Probabilities of 0, 1, 2 ... at the desks and waiting: balance across every cut."""
    weight = [1.0]
    for n in range(most):
        joins = 1.0 if n < servers else stays(n - servers)
        weight.append(weight[-1] * offered * joins / min(n + 1, servers))
    return [one / sum(weight) for one in weight]


def lost(servers: int, offered: float, stays: Callable[[int], float], most: int = 60) -> float:
    """Share of visitors that goes away (arrivals see time averages)."""
    found = chain(servers, offered, stays, most)
    return sum(p * (1 - stays(n - servers)) for n, p in enumerate(found) if n >= servers)


def office(room: int | None, balks: dict[int, float], days: int) -> Program:
    more = {"balks": {str(n): share for n, share in balks.items()}} if balks else {}
    serve = task("serve", exponential(WORK), in_person=True, **more)
    desks = desk(DESKS) if room is None else desk(DESKS, room=room)
    return program_of({"desk": desks}, {"s": (steady(RATE), [serve])}, days=days)


SYSTEMS = {
    "Erlang B": (0, {}),
    "M/M/2/5": (3, {}),
    "balking": (None, BALKS),
    "balking in a room": (2, {0: 0.3}),
}


def theory(name: str) -> float:
    room, balks = SYSTEMS[name]
    by_length = dict(balks)
    if room is not None:
        by_length[room] = 1.0
    return lost(DESKS, RATE * WORK / 60, stay(by_length))


def measured(name: str, days: int, replications: int) -> Estimate:
    room, balks = SYSTEMS[name]
    program = office(room, balks, days)
    shares = []
    for replication in range(replications):
        made = ENGINES["compiled"](
            program, seed=SEED, replication=replication, events=False, stop_when_judged=False
        )
        shares.append(float(made.visitors[0, WENT_AWAY] / made.visitors[0, CAME]))
    return one_sample(name, theory(name), np.array(shares))


def test_the_chain_by_hand() -> None:
    assert abs(lost(2, 4 / 3, stay({0: 1.0})) - erlang_b(2, 4 / 3)) < 1e-12
    # Two desks and three places at as much work as the desks can do: 1, 2, 2, 2, 2, 2 parts of 11.
    assert abs(lost(2, 2.0, stay({3: 1.0})) - 2 / 11) < 1e-12


@pytest.mark.parametrize("name", SYSTEMS)
def test_as_many_go_away_as_theory_says(name: str) -> None:
    estimate = measured(name, 14, 20)
    assert estimate.agrees, str(estimate)
    assert estimate.is_within(0.06), str(estimate)


@pytest.mark.verification
@pytest.mark.parametrize("name", SYSTEMS)
def test_as_many_go_away_as_theory_says_closely(name: str) -> None:
    estimate = measured(name, 60, 100)
    assert estimate.agrees, str(estimate)
    assert estimate.is_within(0.01), str(estimate)
