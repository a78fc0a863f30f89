"""Closed forms of queueing theory. Rates are per unit of time, works are means in that unit.

Sources: Kleinrock, Queueing Systems I (M/M/c, M/G/1, GI/M/1, batches, tandem) and II (Cobham's priorities); Eick,
Massey and Whitt, "The physics of the M_t/G/infinity queue", Operations Research 41, 1993.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp


def erlang_c(servers: int, offered: float) -> float:
    """Chance that a case must wait in M/M/c; `offered` = rate x mean work < servers."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered * blocked / (n + offered * blocked)
    return blocked / (1.0 - offered / servers * (1.0 - blocked))


def mmc_wait(servers: int, rate: float, work: float) -> float:
    """Mean wait in M/M/c."""
    return erlang_c(servers, rate * work) * work / (servers - rate * work)


def mmc_waits_longer(servers: int, rate: float, work: float, than: float) -> float:
    """Chance of waiting longer than `than` in M/M/c, first come first served."""
    return erlang_c(servers, rate * work) * exp(-(servers / work - rate) * than)


def mg1_wait(rate: float, work: float, cv: float) -> float:
    """Pollaczek and Khinchine: mean wait in M/G/1 with coefficient of variation `cv`."""
    load = rate * work
    return load * work * (1.0 + cv * cv) / (2.0 * (1.0 - load))


def batch_wait(rate: float, size: int, work: float) -> float:
    """Mean wait in M/D/1 with batches of one size: the batch's own wait, then those ahead inside it."""
    return mg1_wait(rate, size * work, 0.0) + (size - 1) * work / 2.0


def random_batch_wait(rate: float, sizes: Mapping[int, float], work: float, cv: float) -> float:
    """Mean wait in M[X]/G/1: a batch waits like one long piece of work, then each case for those ahead inside it."""
    mean = sum(size * share for size, share in sizes.items())
    square = sum(size * size * share for size, share in sizes.items())
    whole = (mean * cv * cv + square) * work * work
    return rate * whole / (2 * (1 - rate * mean * work)) + (square - mean) / (2 * mean) * work


def gim1_root(rate: float, work: float, cv: float) -> float:
    """The share that waits in GI/M/1 with gamma gaps of mean 1 / rate: the root of s = A*((1 - s) / work) below 1."""
    root = 0.0
    for _ in range(10_000):
        asked = (1 - root) / work / rate
        root = exp(-asked) if cv == 0 else (1 + cv * cv * asked) ** (-1 / (cv * cv))
    return root


def gim1_wait(rate: float, work: float, cv: float) -> float:
    """Mean wait in GI/M/1 with gamma gaps."""
    root = gim1_root(rate, work, cv)
    return root * work / (1 - root)


def cobham_waits(rates: Sequence[float], works: Sequence[float]) -> list[float]:
    """Mean wait of each class in non-preemptive M/M/1 priorities, the first class first."""
    residual = sum(rate * work * work for rate, work in zip(rates, works, strict=True))
    waits, ahead = [], 0.0
    for rate, work in zip(rates, works, strict=True):
        below = ahead + rate * work
        waits.append(residual / ((1.0 - ahead) * (1.0 - below)))
        ahead = below
    return waits


def mean_of_longest(branches: int, work: float) -> float:
    """Mean of the longest of independent exponentials: the harmonic sum."""
    return work * sum(1.0 / k for k in range(1, branches + 1))


def longest_exceeds(branches: int, work: float, than: float) -> float:
    """Chance that the longest of independent exponentials is longer than `than`."""
    return 1.0 - (1.0 - exp(-than / work)) ** branches


def mean_numbers_two_halves(low: float, high: float, half: float, work: float) -> tuple[float, float]:
    """Time-averaged mean numbers in M_t/M/infinity: the rate is `low`, then `high`, each for `half`, for ever.

    In a half of rate r the mean goes from m0 to r w + (m0 - r w) e^(-half / w), and the two meet.
    """
    decay = exp(-half / work)
    a, b = low * work, high * work
    start = (b * (1.0 - decay) + a * (1.0 - decay) * decay) / (1.0 - decay * decay)
    turn = a + (start - a) * decay
    share = work / half * (1.0 - decay)
    return a + (start - a) * share, b + (turn - b) * share
