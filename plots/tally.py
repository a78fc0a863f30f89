"""The judged cases of one target: the clock's values, the limit, and how many cases have no value yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Tally:
    """`values`: ascending, µs. `open`: cases without a value. `limit`: µs. `mean`: where that is judged, µs.

    Raises ValueError for a negative value, limit or count, and when there is no case at all.
    """

    values: NDArray[np.int64]
    open: int
    limit: int
    mean: float | None = None

    def __post_init__(self) -> None:
        if len(self.values) and self.values[0] < 0:
            raise ValueError(f"values_us holds {self.values[0]}: a clock's value is never negative")
        if self.limit < 0 or self.open < 0:
            raise ValueError(f"limit_us {self.limit}, open_cases {self.open}: neither may be negative")
        if self.cases == 0:
            raise ValueError("no values and no open cases: there is nothing to draw")

    @property
    def cases(self) -> int:
        return len(self.values) + self.open

    @property
    def overdue(self) -> float:
        """Share of all cases whose value is over the limit; a value equal to the limit is on time."""
        return int(np.count_nonzero(self.values > self.limit)) / self.cases

    def percentile(self, p: int) -> int | None:
        """Smallest value that at least p% of all cases do not exceed; None when that case is still open."""
        rank = -(-p * self.cases // 100)
        return int(self.values[rank - 1]) if rank <= len(self.values) else None
