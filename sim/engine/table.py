"""A table as columns of int64: what becomes a frame, or lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.engine.nodes import Ints

NUMBER, INSTANT, NAME = range(3)
"""Kinds of columns: whole numbers; instants in µs, of which NEVER is none; places in a list of names, of which -1 is
none."""


class Column(NamedTuple):
    """A column of a table. Its values may lie apart in memory."""

    name: str
    kind: int
    values: Ints
    names: Sequence[str] = ()
    """Of a NAME: what its values stand for."""
