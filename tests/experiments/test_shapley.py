"""Shapley's parts and interactions, on games whose parts are known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiments.statistics.shapley import (
    drawn_orders,
    exact_weights,
    interaction_weights,
    met_on,
    order_weights,
)


def game(players, value):
    return np.array([value({p for p in range(players) if c >> p & 1}) for c in range(1 << players)])


def test_the_glove_game():
    """One left glove, two right ones, a pair is worth 1: 2/3 and 1/6 each (Shapley 1953)."""
    worth = game(3, lambda team: float(0 in team and len(team) > 1))
    assert exact_weights(3) @ worth == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_parts_add_up_and_who_changes_nothing_earns_nothing():
    worth = np.random.default_rng(7).normal(size=32)
    parts = exact_weights(5) @ worth
    assert parts.sum() == pytest.approx(worth[-1] - worth[0], abs=1e-12)
    idle = game(4, lambda team: len(team - {2}) ** 2.0)
    assert exact_weights(4) @ idle == pytest.approx([3, 3, 0, 3])


def test_interactions():
    pairs, weights = interaction_weights(3)
    assert pairs == [(0, 1), (0, 2), (1, 2)]
    alone = game(3, lambda team: sum((1.0, 2.0, 4.0)[p] for p in team))
    assert weights @ alone == pytest.approx([0, 0, 0])
    both = game(3, lambda team: 5.0 * (team >= {0, 2}))
    assert weights @ both == pytest.approx([0, 5, 0])
    either = game(3, lambda team: 5.0 * bool(team & {0, 2}))
    assert weights @ either == pytest.approx([0, -5, 0])


def test_drawn_orders_come_near_the_exact_parts():
    players = 6
    worth = np.random.default_rng(3).normal(size=1 << players).cumsum()
    exact = exact_weights(players) @ worth
    orders = drawn_orders(players, 400, seed=1)
    assert orders == drawn_orders(players, 400, seed=1) != drawn_orders(players, 400, seed=2)
    assert orders[1] == orders[0][::-1]
    coalitions = sorted({c for met in met_on(orders) for c in met})
    layers = order_weights(orders, coalitions) @ worth[coalitions]
    parts, error = layers.mean(axis=0), layers.std(axis=0, ddof=1) / np.sqrt(len(layers))
    assert parts.sum() == pytest.approx(worth[-1] - worth[0])
    assert (np.abs(parts - exact) < 4 * error).all()
    assert (error > 0).all()


def test_all_orders_are_exact():
    """Two players have two orders, and one is the reverse of the other."""
    worth = np.array([1.0, 4.0, 2.0, 9.0])
    layers = order_weights(drawn_orders(2, 1, seed=5), range(4)) @ worth
    assert layers[0] == pytest.approx(exact_weights(2) @ worth)
