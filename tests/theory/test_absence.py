"""M/M/c whose servers are each absent on a date with a share, by its own, against a chain that is solved numerically.

Between two midnights the system is a Markov chain on (which servers hold a case, how many wait); at midnight it is
drawn who is there. A case in the hands of an absent server stays there; the others go on. The chain's distribution at
midnight is the fixed point of the mean over who is there; time in the system follows by Little's law.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import expm

from sim.engine.engines import ENGINES
from sim.engine.program import ARRIVED, FINISHED, Program
from sim.worktime import NEVER

from .estimates import one_sample
from .programs import exponential, program_of, steady, task
from .systems import SEED, window_of

Floats = NDArray[np.float64]

SERVICE = 60.0
"""Mean work in minutes: 24 cases a day a server."""
DAY_MINUTES = 1440.0


@cache
def mean_cases(servers: int, rate: float, absent: float, most: int) -> float:
    """Mean number of cases in the system, over time; `rate` in cases a minute, waiting ones cut off at `most`."""
    hands = list(product((0, 1), repeat=servers))
    states = [(held, waiting) for held in hands for waiting in range(most)]
    number = {state: n for n, state in enumerate(states)}
    sizes = np.array([sum(held) + waiting for held, waiting in states], dtype=np.float64)
    whole = np.zeros((len(states), len(states)))
    mean = np.zeros(len(states))
    for there in product((False, True), repeat=servers):
        chance = float(np.prod([1 - absent if is_there else absent for is_there in there]))
        if chance == 0:
            continue
        settled = np.zeros_like(whole)
        for state, n in number.items():
            settled[n, number[_settled(state, there)]] = 1
        within, spent = _day(_generator(states, number, there, rate), sizes)
        whole += chance * settled @ within
        mean += chance * settled @ spent
    balance = (whole - np.eye(len(states))).T
    balance[-1] = 1
    found = np.linalg.solve(balance, np.eye(len(states))[-1])
    assert found[np.array([waiting == most - 1 for _, waiting in states])].sum() < 1e-6
    return float(found @ mean)


def _settled(state: tuple[tuple[int, ...], int], there: tuple[bool, ...]) -> tuple[tuple[int, ...], int]:
    """Free servers that are there take who waits, the first one first."""
    held, waiting = list(state[0]), state[1]
    for server, is_there in enumerate(there):
        if is_there and not held[server] and waiting:
            held[server], waiting = 1, waiting - 1
    return tuple(held), waiting


def _generator(
    states: list[tuple[tuple[int, ...], int]],
    number: dict[tuple[tuple[int, ...], int], int],
    there: tuple[bool, ...],
    rate: float,
) -> Floats:
    rates = np.zeros((len(states), len(states)))
    for (held, waiting), n in number.items():
        if (held, waiting + 1) in number:
            rates[n, number[_settled((held, waiting + 1), there)]] += rate
        for server, is_there in enumerate(there):
            if is_there and held[server]:
                left = tuple(0 if other == server else holds for other, holds in enumerate(held))
                rates[n, number[_settled((left, waiting), there)]] += 1 / SERVICE
    return rates - np.diag(rates.sum(axis=1))


def _day(rates: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """(transitions of a day, mean size over it) from each state at its beginning."""
    size = len(rates)
    block = np.zeros((size + 1, size + 1))
    block[:size, :size], block[:size, size] = rates * DAY_MINUTES, sizes
    found = expm(block)
    return found[:size, :size], found[:size, size]


def hall(servers: int, rate: float, absent: float, days: int) -> Program:
    desk = {
        "name": "desk", "kind": "reviewer", "party": "government", "capacity": servers, "hours": "24h",
        "absence": {"share": absent},
    }  # fmt: skip
    return program_of(
        {"desk": desk},
        {"s": (steady(rate * 60), [task("serve", exponential(SERVICE))])},
        days=days,
        lead_in=20,
        follow_up=60,
    )


def times(program: Program, engine: str, replication: int) -> Floats:
    """Minutes in the system of those who came in the window."""
    made = ENGINES[engine](program, seed=SEED, replication=replication, events=False, stop_when_judged=False)
    begin, end = window_of(program)
    arrived, finished = made.stamps[:, ARRIVED], made.stamps[:, FINISHED]
    inside = (arrived >= begin) & (arrived < end)
    assert (finished[inside] != NEVER).all()
    return (finished[inside] - arrived[inside]) / 6e7


def test_nobody_absent_is_erlang() -> None:
    # M/M/1 at 0.5: one case in the system on average.
    assert mean_cases(1, 0.5 / SERVICE, 0.0, 30) == pytest.approx(1.0, rel=1e-6)
    # M/M/2 at 0.5: 2ρ / (1 - ρ²) = 4/3.
    assert mean_cases(2, 1.0 / SERVICE, 0.0, 30) == pytest.approx(4 / 3, rel=1e-6)


@pytest.mark.parametrize(("servers", "load", "absent"), [(1, 0.4, 0.2), (2, 0.5, 0.25)])
def test_the_chain_is_what_the_engine_does(servers: int, load: float, absent: float) -> None:
    check(servers, load, absent, days=1200, replications=24, within=0.1)


def check(
    servers: int, load: float, absent: float, days: int, replications: int, within: float, most: int = 160
) -> None:
    """`most`: waiting cases at which the chain is cut off."""
    rate = load * servers / SERVICE
    program = hall(servers, rate, absent, days)
    found = np.array([times(program, "compiled", n).mean() for n in range(replications)])
    estimate = one_sample("time in the system", mean_cases(servers, rate, absent, most) / rate, found)
    assert estimate.agrees, str(estimate)
    assert estimate.is_within(within), str(estimate)


def test_both_engines_serve_the_same() -> None:
    program = hall(2, 1.0 / SERVICE, 0.25, 20)
    np.testing.assert_array_equal(times(program, "compiled", 0), times(program, "reference", 0))


@pytest.mark.verification
@pytest.mark.parametrize(("servers", "load", "absent"), [(1, 0.4, 0.2), (2, 0.5, 0.25), (2, 0.6, 0.2)])
def test_the_chain_to_two_percent(servers: int, load: float, absent: float) -> None:
    check(servers, load, absent, days=6000, replications=120, within=0.025, most=240)
