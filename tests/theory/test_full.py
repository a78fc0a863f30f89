"""The same checks at full length: half-widths of at most 1% of theory, loads up to 0.9, both cores and engines.

The reference engine runs a part of the compiled one's replications: twins are what narrows an interval.

uv run pytest tests/theory/test_full.py -m verification -s
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from sim.engine.engines import make_ready

from .estimates import Floats
from .networks import fork_join, infinite, tandem, two_halls, two_halves
from .stations import batches, gim1, mg1, mmc, overnight, priorities, random_batches
from .systems import System

CORES = 2
CHUNKS = 16
PRECISION = 0.01

PART = {"reference": 4, "compiled": 1}
"""The engine runs one in so many of the replications."""

Case = tuple[Callable[[], System], int, int]
"""(system, replications of engine and twin together, replications of the twin alone)."""

FULL: dict[str, Case] = {
    "mm1": (lambda: mmc(1, 0.9, 60, lead_in=20), 16, 6000),
    "mm3": (lambda: mmc(3, 0.9, 30, lead_in=8), 16, 4000),
    "md1": (lambda: mg1("fixed", 0.0, 0.7, 20), 16, 2400),
    "mg1-lognormal": (lambda: mg1("lognormal", 1.2, 0.6, 20), 16, 6000),
    "mg1-gamma": (lambda: mg1("gamma", 0.5, 0.7, 20), 16, 3000),
    "dm1": (lambda: gim1(0.0, 0.9, 60, lead_in=8), 16, 4000),
    "gamma-m1-even": (lambda: gim1(0.5, 0.9, 60, lead_in=10), 16, 6000),
    "gamma-m1-uneven": (lambda: gim1(1.6, 0.6, 20), 16, 6000),
    "batches": (lambda: batches(4, 0.6, 20), 16, 3500),
    "random-batches": (lambda: random_batches(0.5, 20), 16, 6000),
    "priorities": (lambda: priorities(0.3, 0.4, 20), 16, 6500),
    "overnight": (lambda: overnight(0.6, 56), 16, 5500),
    "tandem": (lambda: tandem(0.6, 0.7, 20), 16, 5000),
    "fork-join": (lambda: fork_join(0.5, 2), 16, 2000),
    "infinite": (lambda: infinite("lognormal", 1.5, 0.5, 4), 16, 2000),
    "two-halves": (lambda: two_halves(0.5, 60.0, 4), 16, 2000),
    "apart": (lambda: two_halls(2, 0.8, 20, pooled=False), 16, 2400),
    "pooled": (lambda: two_halls(2, 0.8, 20, pooled=True), 16, 3000),
}


def _values(name: str, kind: str, replications: range) -> Floats:
    system = alone() if name == "alone" else FULL[name][0]()
    return system.twin_values(replications) if kind == "twin" else system.engine_values(replications, kind)


def spread(name: str, kind: str, replications: int) -> Floats:
    """Values of all replications of an engine or the twin, in order, worked out on both cores."""
    make_ready(kind)
    edges = np.linspace(0, replications, min(CHUNKS, replications) + 1).astype(int).tolist()
    ranges = [range(a, b) for a, b in pairwise(edges)]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(CORES, mp_context=context) as executor:
        parts = executor.map(_values, [name] * len(ranges), [kind] * len(ranges), ranges)
        return np.concatenate(list(parts))


@pytest.mark.verification
@pytest.mark.parametrize("engine", PART)
@pytest.mark.parametrize("name", FULL)
def test_theory_holds(name: str, engine: str) -> None:
    build, both, twins = FULL[name]
    both //= PART[engine]
    for estimate in build().estimates(spread(name, engine, both), twins_of(name)[: both + twins]):
        print(f"\n{estimate}", end="")
        assert estimate.agrees, str(estimate)
        assert estimate.is_within(PRECISION), str(estimate)


@cache
def twins_of(name: str) -> Floats:
    """Of all replications of a system; both engines are held against them."""
    _, both, twins = FULL[name]
    return spread(name, "twin", both + twins)


def alone() -> System:
    return mmc(1, 0.5, 300)


@pytest.mark.verification
@pytest.mark.parametrize("engine", PART)
def test_engine_alone(engine: str) -> None:
    """No twin: seven million cases of M/M/1 through the engine itself; a quarter of them through the reference."""
    for estimate in alone().estimates_alone(spread("alone", engine, 160 // PART[engine])):
        print(f"\n{estimate}", end="")
        assert estimate.agrees, str(estimate)
        # The interval of a quarter of the cases is twice as wide.
        assert estimate.is_within(PRECISION if engine == "compiled" else 2.5 * PRECISION), str(estimate)
