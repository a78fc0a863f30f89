"""Cases counted by day from a case table: arrived, finished, and open at the end of each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class DailyCounts:
    """`arrived`, `finished`: replications × days. `open`: replications × (days + 1), from the start on."""

    arrived: Counts
    finished: Counts
    open: Counts


def daily_counts(cases: pl.DataFrame, first: date, end: date, replications: int | None = None) -> DailyCounts:
    """Count the days of [first, end). Open = arrived so far and not finished, those from before included.

    `replications` is how many were run; by default those in `cases`, which misses any without a case.
    Raises ValueError when a column is missing or `cases` holds more replications than stated.
    """
    missing = {"replication", "arrived", "finished"} - set(cases.columns)
    if missing:
        raise ValueError(f"the case table lacks {', '.join(sorted(missing))}")
    seen = cases["replication"].unique().sort().to_list()
    rows = max(len(seen), 1) if replications is None else replications
    if rows < max(len(seen), 1):
        raise ValueError(f"replications {replications}: the case table holds {len(seen)}")
    row_of = {replication: row for row, replication in enumerate(seen)}
    arrived, arrived_before = _by_day(cases, "arrived", row_of, rows, first, end)
    finished, finished_before = _by_day(cases, "finished", row_of, rows, first, end)
    at_start = arrived_before - finished_before
    moved = np.concatenate([np.zeros((rows, 1)), np.cumsum(arrived - finished, axis=1)], axis=1)
    return DailyCounts(arrived, finished, at_start[:, None] + moved)


def _by_day(
    cases: pl.DataFrame, column: str, row_of: dict[int, int], rows: int, first: date, end: date
) -> tuple[Counts, Counts]:
    """Counts of each day (rows × days), and of everything before the first day (rows)."""
    counted = (
        cases.lazy()
        .select("replication", pl.col(column).cast(pl.Date).alias("day"))
        .filter(pl.col("day") < end)
        .group_by("replication", "day")
        .len()
        .collect()
    )
    days = np.zeros((rows, (end - first).days))
    before = np.zeros(rows)
    for replication, when, number in counted.iter_rows():
        row, column_of_day = row_of[replication], (when - first).days
        if column_of_day < 0:
            before[row] += number
        else:
            days[row, column_of_day] = number
    return days, before
