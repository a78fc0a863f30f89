"""How often a verdict is reached where the true share lies two points from the required one.

Synthetic replications, the project's own `decide` over its planned looks. The worlds are those of
`tests/experiments/test_error_rates.py`: independent cases, replications that differ by 5 points, and by 8 with a tail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.rows import Budget, Measurement, Options, Row, Text
from sim.experiments.statistics.looks import LOOKS, decide

REQUIRED, POINTS, CASES = 0.9, 0.02, 200

Shares = Callable[[np.random.Generator, float], NDArray[np.float64]]


def _beta(spread: float) -> Shares:
    def shares(rng: np.random.Generator, mean: float) -> NDArray[np.float64]:
        size = mean * (1 - mean) / spread**2 - 1
        return np.asarray(rng.beta(mean * size, (1 - mean) * size, LOOKS[-1]), dtype=np.float64)

    return shares


def _equal(_rng: np.random.Generator, mean: float) -> NDArray[np.float64]:
    return np.full(LOOKS[-1], mean, dtype=np.float64)


def _one_in_four(rng: np.random.Generator, mean: float) -> NDArray[np.float64]:
    return mean + 0.04 - 0.16 * (rng.random(LOOKS[-1]) < 0.25)


WORLDS: dict[str, tuple[Shares, Text]] = {
    "equal": (_equal, ("各次重复一样", "equal replications")),
    "spread": (_beta(0.05), ("各次相差 5 个百分点", "replications spread by 5 points")),
    "skewed": (_beta(0.08), ("各次相差 8 个百分点，偏态", "spread by 8 points, skewed")),
    "one in four": (_one_in_four, ("四次中一次差 16 个百分点", "one in four 16 points worse")),
}


def decided(shares: Shares, mean: float, experiments: int, seed: int) -> float:
    """Part of the experiments that end with the right verdict."""
    rng = np.random.default_rng(seed)
    right = "met" if mean > REQUIRED else "not_met"
    judged = np.full(LOOKS[-1], CASES)
    found = (
        decide(rng.binomial(CASES, shares(rng, mean)), judged, REQUIRED).verdict for _ in range(experiments)
    )
    return sum(verdict == right for verdict in found) / experiments


def measure(options: Options) -> Sequence[Row]:
    """Five blocks of experiments on either side; the median over blocks and their range, the worse side first."""
    blocks, experiments = (1, 10) if options.quick else (5, 100)
    rows = []
    for name, (shares, (zh, en)) in WORLDS.items():
        sides = {
            sign: tuple(
                decided(shares, REQUIRED + sign * POINTS, experiments, 7 * block) for block in range(blocks)
            )
            for sign in (1, -1)
        }
        worse = min(sides, key=lambda sign: sum(sides[sign]))
        above, below = (sum(sides[sign]) / blocks for sign in (1, -1))
        note = (
            f"高 2 点 {above:.1%}，低 2 点 {below:.1%}；{2 * blocks * experiments} 次试验",
            f"2 points above {above:.1%}, below {below:.1%}; {2 * blocks * experiments} experiments",
        )
        rows.append(
            Row(
                f"power/{name}",
                (f"离要求 ±2 点时得出结论的比例：{zh}", f"decided at ±2 points: {en}"),
                "",
                sides[worse],
                Budget(0.9),
                note,
            )
        )
    return rows


MEASUREMENT = Measurement("power", ("判定的功效", "Power of verdicts"), measure)
