"""Case and event tables for a spreadsheet or a process-mining tool: CSV that both open as it is meant.

Times stand as 2025-04-07 09:00:00.000000, spans in hours, absent as nothing. The file begins with the mark by which a
spreadsheet knows UTF-8, and no text of it is read as a formula.
"""

from __future__ import annotations

from io import BytesIO

import polars as pl

from sim.visible import for_table
from sim.worktime import HOUR


def csv_of(frame: pl.DataFrame) -> bytes:
    """The frame as CSV."""
    columns = []
    for name, kind in frame.schema.items():
        column = pl.col(name)
        if isinstance(kind, pl.Duration):
            column = column.dt.total_microseconds() / HOUR
        elif kind == pl.String:
            texts = frame[name].unique().drop_nulls().to_list()
            guarded = {text: safe for text in texts if (safe := for_table(text)) != text}
            column = column.replace(guarded) if guarded else column
        columns.append(column)
    buffer = BytesIO()
    frame.select(columns).write_csv(buffer, include_bom=True, datetime_format="%Y-%m-%d %H:%M:%S%.6f")
    return buffer.getvalue()
