"""MSER: where to cut off the beginning of a series.

It drops the first d of n points where (n - d)^-2 Σ (Z_i - mean)² of the others is smallest, the squared standard error
of their mean: more points are worth the bias of the beginning only so far.

Sources: K. P. White (1997), An effective truncation heuristic for bias reduction in simulation output, *Simulation* 69,
323-334; K. P. White, M. J. Cobb, S. C. Spratt (2000), A comparison of five steady-state truncation heuristics for
simulation, *Proc. Winter Simulation Conference*, 755-760.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEWEST = 5
"""Points that stay at least, and at least a quarter of them all: of a few, above all where neighbours are alike, the
spread is small by chance."""


def mser(series: Sequence[float] | NDArray[np.float64]) -> int:
    """How many points to drop at the beginning; the first of several that are equally good.

    Raises ValueError for a series of fewer than FEWEST points.
    """
    values = np.asarray(series, dtype=np.float64)
    n = len(values)
    if n < FEWEST:
        raise ValueError(f"a series of {n} points is too short; {FEWEST} are needed")
    cuts = range(n - max(FEWEST, math.ceil(n / 4)) + 1)
    errors = [float(((values[d:] - values[d:].mean()) ** 2).sum()) / (n - d) ** 2 for d in cuts]
    return int(np.argmin(errors))
