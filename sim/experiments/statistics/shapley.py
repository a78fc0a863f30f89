"""Shapley's parts of a change: what each of several players adds, on the average over all orders of adding them.

A coalition is a whole number whose bit i says whether player i is in it. Every part is a weighted sum of the values of
coalitions, so that pseudo-values of these give pseudo-values of the parts. Exact: L. S. Shapley 1953, Contributions
to the Theory of Games II, 307-317. By orders drawn: Castro, Gómez and Tejada 2009, Comput. Oper. Res. 36, 1726-1730,
each order with its reverse. Interaction of two players: Grabisch and Roubens 1999, Int. J. Game Theory 28, 547-565.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb, factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def exact_weights(players: int) -> Floats:
    """Weights of all 2^n coalitions (columns) in every player's part (rows)."""
    weights = np.zeros((players, 1 << players))
    for coalition in range(1 << players):
        size = coalition.bit_count()
        for player in range(players):
            if coalition >> player & 1:
                weights[player, coalition] = 1 / (players * comb(players - 1, size - 1))
            else:
                weights[player, coalition] = -1 / (players * comb(players - 1, size))
    return weights


def interaction_weights(players: int) -> tuple[list[tuple[int, int]], Floats]:
    """Pairs of players, and the weights of all coalitions in the interaction of each: above 0, they help each other."""
    pairs = list(combinations(range(players), 2))
    weights = np.zeros((len(pairs), 1 << players))
    for row, (one, other) in enumerate(pairs):
        for coalition in range(1 << players):
            both = (coalition >> one & 1) + (coalition >> other & 1)
            rest = coalition.bit_count() - both
            weight = factorial(rest) * factorial(players - rest - 2) / factorial(players - 1)
            weights[row, coalition] = -weight if both == 1 else weight
    return pairs, weights


def drawn_orders(players: int, pairs: int, seed: int) -> list[tuple[int, ...]]:
    """Orders of adding the players: random ones, each followed by its reverse."""
    rng = np.random.Generator(np.random.PCG64([seed, players]))
    found: list[tuple[int, ...]] = []
    for _ in range(pairs):
        order = tuple(int(player) for player in rng.permutation(players))
        found += [order, order[::-1]]
    return found


def met_on(orders: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The coalitions that each order meets, from none to all."""
    found = []
    for order in orders:
        met = [0]
        for player in order:
            met.append(met[-1] | 1 << player)
        found.append(tuple(met))
    return found


def order_weights(orders: Sequence[tuple[int, ...]], coalitions: Sequence[int]) -> Floats:
    """Weights of these coalitions in every player's part, one layer a pair of an order and its reverse.

    Shape (pairs, players, coalitions); the parts are the mean over the layers, their spread is the error of drawing.
    """
    place = {coalition: number for number, coalition in enumerate(coalitions)}
    weights = np.zeros((len(orders) // 2, len(orders[0]), len(coalitions)))
    for number, (order, met) in enumerate(zip(orders, met_on(orders), strict=True)):
        for player, before, after in zip(order, met, met[1:], strict=False):
            weights[number // 2, player, place[after]] += 0.5
            weights[number // 2, player, place[before]] -= 0.5
    return weights
