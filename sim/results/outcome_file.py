"""An outcome as one row of a table, and back, without loss: every array a list, beside it its shape.

Lists hold arrays column after column: neighbours are alike then, which packs well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome

_SHAPE = ".shape"
_NUMBERS = {field.name for field in dataclasses.fields(Outcome) if field.type == "int"}


def outcome_frame(outcome: Outcome) -> pl.DataFrame:
    """One row: numbers as they are, arrays as lists; absent rows are null."""
    columns: list[pl.Series] = []
    for field in dataclasses.fields(Outcome):
        value = getattr(outcome, field.name)
        if field.name in _NUMBERS:
            columns.append(pl.Series(field.name, [value], dtype=pl.UInt64))
            continue
        table = _table(value)
        columns.append(_listed(field.name, None if table is None else table.ravel(order="F")))
        columns.append(_listed(field.name + _SHAPE, None if table is None else np.array(table.shape)))
    return pl.DataFrame(columns)


def outcome_of(frame: pl.DataFrame) -> Outcome:
    """The outcome that `outcome_frame` made a row of. Raises ValueError for any other frame."""
    if frame.schema != _SCHEMA or frame.height != 1:
        raise ValueError("this is not the outcome of a replication")
    found: dict[str, Any] = {}
    for field in dataclasses.fields(Outcome):
        value = frame[field.name][0]
        if field.name in _NUMBERS:
            found[field.name] = value
            continue
        shape = frame[field.name + _SHAPE][0]
        table = None if value is None else _array(value, shape)
        if table is None and field.name != "rows":
            raise ValueError(f"the outcome of a replication lacks {field.name}")
        found[field.name] = tuple(table) if field.name == "attributes" and table is not None else table
    return Outcome(**found)


def _table(value: Ints | tuple[Ints, ...] | None) -> Ints | None:
    """Attributes, one array each, as one array."""
    if isinstance(value, tuple):
        return np.stack(value) if value else np.zeros((0, 0), dtype=np.int64)
    return value


def _listed(name: str, values: Ints | None) -> pl.Series:
    """One list, or null."""
    if values is None:
        return pl.Series(name, [None], dtype=pl.List(pl.Int64))
    return pl.Series(name, values, dtype=pl.Int64).implode()


def _array(value: pl.Series, shape: Sequence[int]) -> Ints:
    array: Ints = value.to_numpy().astype(np.int64, copy=False).reshape(tuple(shape), order="F")
    return np.ascontiguousarray(array)


_SCHEMA = pl.Schema(
    {
        name: kind
        for field in dataclasses.fields(Outcome)
        for name, kind in (
            [(field.name, pl.UInt64())]
            if field.name in _NUMBERS
            else [(field.name, pl.List(pl.Int64)), (field.name + _SHAPE, pl.List(pl.Int64))]
        )
    }
)
