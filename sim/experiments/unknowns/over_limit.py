"""A target's clock over its limit, at the required share or in the mean: up to 1 the promise is kept.

Unlike the share on time it still moves when everything is on time, or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from sim.engine.nodes import Ints
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.requirement import requirement
from sim.results.judged import Judged
from sim.worktime import HOUR

LONGEST = 4.0
"""What a case that has not come to its end counts as, in limits, and the most that any counts."""


def over_limit(whatif: WhatIf, judged: Sequence[Judged], target: str) -> float:
    """The clock's quantile at the required share, over the limit; what has not ended counts as `LONGEST`.

    Where the mean is judged: the mean over the limit, what has not ended with what it has taken so far.
    """
    needed = requirement(whatif.scenario, target)
    if needed.share is None:
        mean = needed.value(judged) / needed.level
        return min(LONGEST, mean) if mean == mean else LONGEST
    program = whatif.program
    limit = int(program.clock_limit[program.names.clocks.index(target)])
    unfinished = sum(one.missing for one in judged)
    values = over(np.sort(np.concatenate([one.against_limit for one in judged])), limit)
    rank = ceil(needed.share * (len(values) + unfinished)) - 1
    return min(LONGEST, float(values[rank])) if 0 <= rank < len(values) else LONGEST


def over(values: Ints, limit: int) -> NDArray[np.float64]:
    """Clock values over their limit: at most 1 in time. Under a limit of 0 every hour away counts as one limit more."""
    return values / limit if limit else 1.0 + values / HOUR
