"""Open cases a study begins with: which service, at which steps each stands, since when (SEMANTICS 8.1).

`study.backlog` holds the rows themselves, or the name of a CSV file beside the scenario, which `read_in` puts in
their place with the row and column of every cell. A table has a header; columns that are none of `COLUMNS` are
attributes of the service, or `missing.<paper>`. Which steps there are is known only once the flow is put together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from sim.frozen import dataclass
from sim.model.faults import Fault, Place, shown, wrong, wrong_at
from sim.model.quantities import Count, Id, Model, Size, Text
from sim.model.table import contents_of, file_named, table_of
from sim.model.tree import Node, at, replaced

COLUMNS = ("service", "at", "arrived", "since", "cases", "channel", "attempts", "stamped", "levers")
COLUMNS_ZH: Mapping[str, str] = {
    "服务": "service", "环节": "at", "收件": "arrived", "收件时间": "arrived", "到达": "arrived", "进入环节": "since",
    "件数": "cases", "渠道": "channel", "提交次数": "attempts", "已过里程碑": "stamped", "举措": "levers",
}  # fmt: skip
NEEDED = ("service", "at")
BACKLOG = ("study", "backlog")
"""Where a scenario states it, or names its table."""
NUMBERS = ("cases", "attempts")

FINISHED = "finished"
"""Position of a case that has ended while a background of it goes on."""

_PLUS = re.compile(r"[+＋]")
_POSITION = re.compile(r"(require\s+)?([^\W\d][\w.-]*)(?:\s+(\d+))?\s*(?:#\s*(\d+(?:\.\d+)*))?")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?"
)


@dataclass(frozen=True)
class Position:
    """One place a case stands at: a step, or a `require` (the n-th one of a background)."""

    step: str
    require: int = 0
    """0: the step itself; else which of the places that require the background `step`, counted from 1."""
    rounds: tuple[int, ...] = ()
    """Which round of each repeat around it, outermost first, counted from 1; empty: not stated."""

    @classmethod
    def parse(cls, raw: str) -> Position:
        found = _POSITION.fullmatch(raw.strip())
        if found is None or (found[3] and not found[1]):
            raise wrong(
                f'{shown(raw)} is not a place a case stands at; write a step, as in "review", "tax+seal", '
                '"review#2" (its second round) or "require survey"'
            )
        rounds = tuple(int(number) for number in found[4].split(".")) if found[4] else ()
        return cls(found[2], int(found[3] or 1) if found[1] else 0, rounds)

    @property
    def place(self) -> str:
        """Without the rounds."""
        which = f" {self.require}" if self.require > 1 else ""
        return f"require {self.step}{which}" if self.require else self.step

    def __str__(self) -> str:
        return self.place + (f"#{'.'.join(map(str, self.rounds))}" if self.rounds else "")


def moment(raw: object) -> datetime:
    """A date (its first instant) or a date with a time, as people and spreadsheets write them."""
    if isinstance(raw, datetime):
        return raw
    found = _MOMENT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    said = f'{shown(raw)} is not a date; write it as 2025-03-03 or "2025-03-03 09:30"'
    if found is None:
        raise wrong(said)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        return datetime(year, month, day, hour, minute, second, int((found[7] or "0").ljust(6, "0")))
    except ValueError:
        raise wrong(said) from None


def _places(raw: str) -> str:
    stated = [Position.parse(part) for part in _PLUS.split(raw)]
    for index, position in enumerate(stated):
        if position in stated[:index]:
            raise wrong(f'{shown(raw)} names "{position}" twice')
    return raw


def _moments(raw: str) -> str:
    for part in _PLUS.split(raw):
        if part.strip():
            moment(part)
    return raw


def _value(raw: object) -> str | float:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise wrong(f"{shown(raw)} is no value of an attribute; write one of its values, or a number")
    return raw


Value = Annotated[str | float, BeforeValidator(_value)]
Places = Annotated[Text, AfterValidator(_places)]
Moment = Annotated[datetime, BeforeValidator(moment)]
Moments = Annotated[Text, AfterValidator(_moments)]


class OpenCases(Model):
    """One row: so many cases of a service that stand at the same place."""

    service: Id
    at: Places
    arrived: Moment | None = None
    since: Moments | None = None
    cases: Size = 1
    channel: Id | None = None
    attributes: Mapping[str, Value] = Field(default_factory=dict)
    attempts: Count | None = None
    """Submissions so far; None: counted by the rounds it is in."""
    stamped: Text | None = None
    """Milestones it has besides those that every way to its place passes, joined by +."""
    levers: Text | None = None

    @model_validator(mode="after")
    def _since_fits(self) -> OpenCases:
        sinces = self.sinces
        if len(sinces) != len(self.positions):
            raise wrong_at(
                ["since"],
                f'"{self.since}" holds {len(sinces)} instants for {len(self.positions)} steps; '
                "write one for all of them, or one each, joined by +",
                self.since,
            )
        early = [since for since in sinces if since is not None and self.arrived and since < self.arrived]
        if early:
            raise wrong_at(["since"], f"{early[0]} is before the case arrived, {self.arrived}", self.since)
        return self

    @property
    def positions(self) -> tuple[Position, ...]:
        """Where each case of the row stands; several in branches that run at the same time."""
        return tuple(Position.parse(part) for part in _PLUS.split(self.at))

    @property
    def sinces(self) -> tuple[datetime | None, ...]:
        """Since when it stands there, by position; None where nothing is said."""
        parts = [part.strip() for part in _PLUS.split(self.since or "")]
        found = tuple(self._not_before_arrival(part) if part else None for part in parts)
        return found * len(self.positions) if len(found) == 1 else found

    def _not_before_arrival(self, said: str) -> datetime:
        """A moment; a date without a time is that day, on the day of the arrival the arrival itself."""
        stated = moment(said)
        on_arrival = self.arrived is not None and ":" not in said and stated.date() == self.arrived.date()
        return self.arrived if on_arrival and self.arrived is not None else stated

    @property
    def made_under(self) -> frozenset[str]:
        """Levers that were in force where the row was drawn up."""
        return frozenset(_words(self.levers))

    @property
    def milestones(self) -> tuple[str, ...]:
        """The words of `stamped`."""
        return _words(self.stamped)


def _words(joined: str | None) -> tuple[str, ...]:
    return tuple(word for part in _PLUS.split(joined or "") if (word := part.strip()))


def read_in(root: Node) -> tuple[Node, tuple[Fault, ...]]:
    """The tree with the rows of the CSV file that `study.backlog` names, if it names one, and what is wrong there.

    A name in a scenario file counts from its folder, one in a what-if setting from where the command runs.
    """
    stated = at(root, BACKLOG)
    if stated is None or not isinstance(stated.value, str):
        return root, ()
    rows, faults = _table(file_named(stated), stated.place)
    return replaced(root, BACKLOG, Node(rows, stated.place)), faults


def column_named(path: Sequence[object], message: str) -> str:
    """The message of a fault, after the column it is about where it stands in the backlog."""
    return f"{path[3]}: {message}" if tuple(path[:2]) == BACKLOG and len(path) > 3 else message


def _table(path: Path, named_at: Place) -> tuple[tuple[Node, ...], tuple[Fault, ...]]:
    text, unreadable = contents_of(path, named_at, "the backlog")
    if unreadable:
        return (), unreadable
    table, faults = table_of(text, str(path), COLUMNS_ZH, NEEDED)
    if table is None:
        return (), faults
    rows = (_row(table.header, cells, Place(table.file, line, 1)) for line, cells in table.rows)
    return tuple(rows), faults


def _row(header: Sequence[str], cells: list[str], place: Place) -> Node:
    values: dict[str, Node] = {}
    attributes: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    for number, (name, cell) in enumerate(zip(header, cells, strict=False), start=1):
        text = cell.strip()
        if not text:
            continue
        here = Place(place.file, place.line, number)
        if not name:
            values[f"column {number}"] = Node(text, here)
        elif name in COLUMNS:
            values[name] = Node(_whole(text) if name in NUMBERS else text, here)
        else:
            attributes[name] = Node(text, here)
        keys[name or f"column {number}"] = here
    if attributes:
        values["attributes"] = Node(attributes, place, {name: keys[name] for name in attributes})
        keys["attributes"] = place
    return Node(values, place, keys)


def _whole(text: str) -> int | float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
