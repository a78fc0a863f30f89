"""The attributes of cases as columns: which there are, and from which draw each takes its value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from sim.chance import threshold
from sim.engine.compile.code import MISSING
from sim.engine.compile.columns import Numbered, ints
from sim.engine.compile.faults import CompileError
from sim.engine.compile.papers import papers_of
from sim.engine.compile.shared import Shared
from sim.engine.compile.streams import Stream
from sim.engine.compile.work import number_table
from sim.engine.nodes import Ints
from sim.engine.program import FIXED_POINT
from sim.model.conditions import CHANNEL
from sim.model.scenario import Service

WORD, NUMBER, WAY_IN = 0, 1, 2
"""Kinds of attribute: a value by its share, a number by its distribution, the channel."""
SURE = 2**52
"""The threshold that every uniform lies below."""


class Attribute(NamedTuple):
    """One row of the attribute columns."""

    name: str
    service: int
    kind: int
    first: int
    length: int
    table: int
    draw: int
    values: tuple[str, ...]


class Attributes:
    """The attributes of all services, in the order in which they are stated."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.rows: list[Attribute] = []
        self._thresholds: list[int] = []

    def of_service(self, number: int, name: str, service: Service) -> Numbered:
        """Takes in the attributes of a service, and gives their numbers within it. Raises CompileError."""
        local, codes = Numbered(), self.shared.codes
        codes.values = {CHANNEL: {channel: i for i, channel in enumerate(service.channels)}}
        self._add(number, local, CHANNEL, WAY_IN, values=tuple(service.channels))
        for attribute, stated in service.attributes.items():
            path = f"services.{name}.attributes.{attribute}"
            if attribute == CHANNEL:
                raise CompileError(path, f"every case has {CHANNEL!r}, the way it came in; take another name")
            if stated.values is not None:
                codes.values[attribute] = {value: i for i, value in enumerate(stated.values)}
                total, reached = Fraction(0), []
                for value_share in stated.values.values():
                    total += Fraction(str(value_share.value))
                    reached.append(threshold(min(total, Fraction(1))))
                reached[-1] = SURE
                self._add(number, local, attribute, WORD, reached, values=tuple(stated.values))
            else:
                assert stated.number is not None
                key, table = number_table(stated.number, path, self.shared.quantiles)
                row = self.shared.tables.number(("number", key), table)
                self._add(number, local, attribute, NUMBER, table=row)
        for paper, share in papers_of(name, service).items():
            missing = threshold(1 - share)
            self._add(number, local, MISSING + paper, WORD, [missing, SURE], values=("no", "yes"))
        return local

    def columns(self, streams: Sequence[Stream]) -> dict[str, Ints]:
        rows = self.rows
        columns = {
            f"attribute_{name}": ints([getattr(row, name) for row in rows])
            for name in ("service", "kind", "first", "table", "draw")
        }
        columns["attribute_count"] = ints([row.length for row in rows])
        columns["attribute_threshold"] = ints(self._thresholds)
        channel_number = [stream.number * FIXED_POINT for stream in streams]
        columns["attribute_channel"] = ints([channel_number for _ in rows]).reshape(len(rows), len(streams))
        return columns

    def names(self, services: Sequence[str]) -> tuple[str, ...]:
        """What each is called; with its service where two services have one of the same name."""
        names = [row.name for row in self.rows]
        return tuple(
            name if names.count(name) == 1 else f"{services[row.service]}.{name}"
            for name, row in zip(names, self.rows, strict=True)
        )

    def _add(
        self,
        service: int,
        local: Numbered,
        name: str,
        kind: int,
        thresholds: Sequence[int] = (),
        table: int = -1,
        values: tuple[str, ...] = (),
    ) -> None:
        local.number(name)
        first = len(self._thresholds)
        self._thresholds += thresholds
        draw = self.shared.draws.number("", f"attribute {name}")
        self.rows.append(Attribute(name, service, kind, first, len(thresholds), table, draw, values))
