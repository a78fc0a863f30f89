"""Quantiles of the standard normal distribution: scipy's, from a table where quantile tables ask for them.

scipy takes a third of a second to load, longer than reading a scenario and simulating a month of it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.chance.quantile_table import CENTRE, GRID, Reals

TABLE = Path(__file__).with_name("normal_quantiles.npy")
"""Those of GRID up to its centre; the other half mirrors it."""


@lru_cache(maxsize=1)
def _known() -> Reals:
    made: Reals = np.load(TABLE, allow_pickle=False)
    return made


def ndtri(q: Any) -> Any:
    """The quantile of q, a number or an array."""
    asked = np.asarray(q)
    if asked.shape == (CENTRE + 1,) and np.array_equal(asked, GRID[: CENTRE + 1]):
        return _known().copy()
    if asked.shape == (CENTRE,) and np.array_equal(asked, GRID[CENTRE - 1 :: -1]):
        return _known()[CENTRE - 1 :: -1].copy()
    if asked.shape == () and asked == 0.5:
        return 0.0

    from scipy.special import ndtri as of_any

    return of_any(q)
