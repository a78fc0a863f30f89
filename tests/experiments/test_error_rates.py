"""How often verdicts are wrong at the boundary, and how often they decide two points from it.

The bound at the boundary is the 99.9% point of a binomial of rate .025, one side at a time. To see the rates:

    uv run pytest tests/experiments/test_error_rates.py -m verification -s
"""

from __future__ import annotations

import numpy as np
import pytest
from batches import most, peeking, planned
from replication_worlds import WORLDS, Draw

from sim.experiments.statistics.looks import LOOKS

SHAPE = (2000, LOOKS[-1])
FULL = 20000


def rates(world: Draw, share: float, experiments: int, seed: int) -> tuple[float, float]:
    """Shares of met and not_met against a requirement of 90%, in blocks of 2,000 to bound memory."""
    met = missed = 0
    rng = np.random.default_rng(seed)
    for _ in range(experiments // SHAPE[0]):
        verdicts = planned(*world(rng, share, SHAPE), 0.9)
        met += int((verdicts > 0).sum())
        missed += int((verdicts < 0).sum())
    return met / experiments, missed / experiments


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_errors_at_the_boundary(world: Draw) -> None:
    met, missed = rates(world, 0.9, 2000, seed=21)
    assert met <= most(2000, 0.025)
    assert missed <= most(2000, 0.025)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_decides_two_points_away(world: Draw) -> None:
    assert rates(world, 0.92, 2000, seed=22)[0] >= 0.9
    assert rates(world, 0.88, 2000, seed=23)[1] >= 0.9


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_peeking_with_ordinary_intervals_fails(world: Draw) -> None:
    verdicts = peeking(*world(np.random.default_rng(24), 0.9, (1000, LOOKS[-1])), 0.9)
    assert max(np.mean(verdicts > 0), np.mean(verdicts < 0)) > 2 * most(1000, 0.025)


@pytest.mark.verification
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_rates_in_full(world: Draw) -> None:
    met, missed = rates(world, 0.9, FULL, seed=31)
    above = rates(world, 0.92, FULL, seed=32)[0]
    below = rates(world, 0.88, FULL, seed=33)[1]
    print(
        f"\n{world.__name__}: at the boundary met {met:.2%}, not_met {missed:.2%}; "
        f"2 points above met {above:.2%}, 2 points below not_met {below:.2%}"
    )
    assert max(met, missed) <= most(FULL, 0.025)
    assert min(above, below) >= 0.9


@pytest.mark.verification
@pytest.mark.parametrize("one_in", [6, 12, 24, 48, 96])
def test_rare_disasters_are_the_known_blind_spot(one_in: int) -> None:
    """One replication in so many has nobody on time, which brings a share just above 90% down to it."""
    rng = np.random.default_rng(34)
    judged = np.full((4000, LOOKS[-1]), 200)
    usual = 0.9 * one_in / (one_in - 1)
    if usual > 1.0:
        pytest.skip("no usual share is high enough")
    own = np.where(rng.random(judged.shape) < 1.0 / one_in, 0.0, usual)
    verdicts = planned(rng.binomial(judged, own), judged, 0.9)
    met, missed = np.mean(verdicts > 0), np.mean(verdicts < 0)
    print(f"\na disaster in one of {one_in} replications: met {met:.1%}, not_met {missed:.1%}")
    assert missed <= most(4000, 0.025)
