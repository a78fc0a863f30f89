"""Worlds: one for each combination of the attributes that conditions read, with the cases expected in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.chance.listed import points_of
from sim.chance.quantile_table import look_up_many
from sim.engine.conditions import holds
from sim.engine.expected import expected_arrivals
from sim.engine.program import ATTRIBUTE, Program

Reals = NDArray[np.float64]

QUANTILES = 512
"""Places at which a numeric attribute that some condition reads is looked at."""
MOST_WORLDS = 200_000


def streams_of(program: Program, service: int) -> list[int]:
    return np.flatnonzero(program.stream_service == service).tolist()


def operations_of(program: Program, condition: int) -> slice:
    first = int(program.code_first[condition])
    return slice(first, first + int(program.code_count[condition]))


@dataclass(frozen=True, eq=False)
class Worlds:
    """Combinations of the attributes that conditions read, with the cases expected in each."""

    cases: Reals
    holds: dict[int, NDArray[np.bool_]]
    """By condition, whether it holds in each world."""

    @classmethod
    def of(cls, program: Program, service: int, conditions: Sequence[int]) -> Worlds | None:
        """None where there would be too many of them."""
        streams = streams_of(program, service)
        came = [expected_arrivals(program, s, program.judged_from, program.judged_until) for s in streams]
        own = np.flatnonzero(program.attribute_service == service).tolist()
        read = sorted(
            {
                int(value)
                for condition in conditions
                for operation, value in zip(
                    program.code_operation[operations_of(program, condition)].tolist(),
                    program.code_value[operations_of(program, condition)].tolist(),
                    strict=True,
                )
                if operation == ATTRIBUTE
            }
        )
        if not read:
            return cls(np.array([sum(came)]), {c: held_in(program, c, [[]]) for c in conditions})
        axes = [_values(program, own[local], streams, came) for local in read]
        if math.prod(len(values) for values, _ in axes) > MOST_WORLDS:
            return None
        grids = np.meshgrid(*(values for values, _ in axes), indexing="ij")
        shares = np.array([1.0])
        for _, weights in axes:
            shares = np.multiply.outer(shares, weights).ravel()
        columns = [grid.ravel().tolist() for grid in grids]
        worlds = []
        for row in zip(*columns, strict=True):
            attributes = [0] * len(own)
            for local, value in zip(read, row, strict=True):
                attributes[local] = int(value)
            worlds.append(attributes)
        return cls(sum(came) * shares, {c: held_in(program, c, worlds) for c in conditions})


def held_in(program: Program, condition: int, worlds: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    operation, value = program.code_operation.tolist(), program.code_value.tolist()
    first, count = int(program.code_first[condition]), int(program.code_count[condition])
    stack = [0] * count
    return np.array([holds(operation, value, first, count, world, (), stack) == 1 for world in worlds])


def _values(program: Program, attribute: int, streams: list[int], came: list[float]) -> tuple[Reals, Reals]:
    """Values of an attribute and the share of the cases that have each."""
    kind = int(program.attribute_kind[attribute])
    if kind == 2:
        total = sum(came) or 1.0
        channels = program.attribute_channel[attribute, streams].astype(np.float64)
        return channels, np.array([cases / total for cases in came])
    if kind == 1:
        if (listed := points_of(program.tables[program.attribute_table[attribute]])) is not None:
            return listed
        middles = ((np.arange(QUANTILES) + 0.5) / QUANTILES * 2.0**52).astype(np.int64)
        values = look_up_many(program.tables[program.attribute_table[attribute]], middles)
        return values.astype(np.float64), np.full(QUANTILES, 1.0 / QUANTILES)
    first = int(program.attribute_first[attribute])
    reach = program.attribute_threshold[first : first + int(program.attribute_count[attribute])] / 2.0**52
    return 1e6 * np.arange(len(reach), dtype=np.float64), np.diff(reach, prepend=0.0)
