"""Growing columns: lists that become int64 arrays once the program is complete."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import fields
from itertools import accumulate

import numpy as np

from sim.chance import name_words
from sim.engine.compile.faults import CompileError
from sim.engine.nodes import Ints, Nodes
from sim.model.law import PAUSE_KINDS, kind_of


def ints(values: Sequence[int] | Sequence[Sequence[int]] | Ints) -> Ints:
    """A read-only int64 array."""
    array = np.array(values, dtype=np.int64)
    array.flags.writeable = False
    return array


def joined_arrays(arrays: Sequence[Ints]) -> Ints:
    """One after the other, read-only."""
    array = np.concatenate([np.zeros(0, dtype=np.int64), *arrays])
    array.flags.writeable = False
    return array


PLACES = {field.name: place for place, field in enumerate(fields(Nodes))}
NONE_GIVEN = [-1] * len(PLACES)


class Numbered:
    """Names numbered in the order they were first met."""

    def __init__(self, *names: str) -> None:
        self.names: list[str] = list(names)
        self._numbers = {name: number for number, name in enumerate(names)}

    def number(self, name: str) -> int:
        """The number of `name`, a new one if it has none yet."""
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]

    def known(self, name: str) -> int:
        return self._numbers[name]

    def __contains__(self, name: str) -> bool:
        return name in self._numbers


class Tables:
    """Distinct quantile tables, one a row."""

    def __init__(self) -> None:
        self.rows: list[Ints] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable, made: Ints) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(made)
        return self._numbers[key]


class Draws:
    """Draw points: name words of (step, purpose), and of streams, with a check that no two agree."""

    def __init__(self) -> None:
        self.words: list[tuple[int, int]] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, step: str, purpose: str) -> int:
        key = step, purpose
        if key not in self._numbers:
            self._numbers[key] = len(self.words)
            self.words.append(name_words(step, purpose))
        return self._numbers[key]

    def check(self, streams: Sequence[str]) -> None:
        """Raise if two draws of one program would share their luck (about once in 10^14 programs)."""
        seen: dict[tuple[int, int], tuple[str, str, str]] = {}
        for stream in streams:
            high, low = name_words(stream)
            for (step, purpose), (step_high, step_low) in zip(self._numbers, self.words, strict=True):
                words = high ^ step_high, low ^ step_low  # sim.chance.keys.draw_words
                if words in seen:
                    raise CompileError(
                        step or stream,
                        f"the draws {seen[words]} and {(stream, step, purpose)} fall on one key; rename a step",
                    )
                seen[words] = stream, step, purpose


class NodeColumns:
    """Rows of `Nodes` under construction; a column not given is -1."""

    def __init__(self) -> None:
        self._rows: list[list[int]] = []

    def add(self, **values: int) -> int:
        """Append a node and return its number."""
        row = NONE_GIVEN.copy()
        for name, value in values.items():
            row[PLACES[name]] = value
        self._rows.append(row)
        return len(self._rows) - 1

    def copy(self, node: int, **values: int) -> int:
        """Append a node like another one but for some values; its number."""
        self._rows.append(self._rows[node].copy())
        self.set(len(self._rows) - 1, **values)
        return len(self._rows) - 1

    def set(self, node: int, **values: int) -> None:
        row = self._rows[node]
        for name, value in values.items():
            row[PLACES[name]] = value

    def get(self, node: int, name: str) -> int:
        return self._rows[node][PLACES[name]]

    def __len__(self) -> int:
        return len(self._rows)

    def nodes(self) -> Nodes:
        columns = np.ascontiguousarray(np.array(self._rows, dtype=np.int64).reshape(-1, len(PLACES)).T)
        columns.flags.writeable = False
        return Nodes(**dict(zip(PLACES, columns, strict=True)))


def sliced(prefix: str, rows: list[list[int]], column: str) -> dict[str, Ints]:
    """Rows of unequal length as `<prefix>_first`, `<prefix>_count` and one flat column."""
    lengths = [len(row) for row in rows]
    return {
        f"{prefix}_first": ints(list(accumulate(lengths, initial=0))[:-1]),
        f"{prefix}_count": ints(lengths),
        column: ints([value for row in rows for value in row]),
    }


def pause_columns(reason: str | None) -> dict[str, int]:
    """The columns of a pause, or of none."""
    return {} if reason is None else {"pause": 1, "pause_kind": PAUSE_KINDS.index(kind_of(reason))}
