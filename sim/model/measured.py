"""Measured values: an empirical distribution, in the file as `values` or in a CSV file beside it as `table`.

`values` maps a value ("12 min") or a class ("10-15 min") to its weight, a count or a share. A table has a header and a
row for each value or class; `read_in` puts what it holds beside its name, before anything is validated, with the place
of every faulty cell. Equal values are added up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sim.frozen import dataclass
from sim.model.bounds import DISTINCT, WEIGHT
from sim.model.faults import Fault, listed, nearest, shown, wrong
from sim.model.quantities import Duration, Model, Text, Unit, number, number_text, share
from sim.model.sourced import magnitude
from sim.model.table import Table, contents_beside, file_named, table_of
from sim.model.tree import Node, Step, Whole, at, child, plain, replaced

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

COLUMNS = ("value", "from", "to", "weight")
COLUMNS_ZH: Mapping[str, str] = {
    "数值": "value", "用时": "value", "时长": "value", "自": "from", "下限": "from", "至": "to", "上限": "to",
    "权重": "weight", "件数": "weight", "次数": "weight", "频数": "weight",
}  # fmt: skip
TABLE = "table"

_CLASS = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([^\W\d]*)\s*[-–—~～至]\s*(\d+(?:\.\d+)?)\s*([^\W\d]*)\s*")

Amount = Duration | float
Row = tuple[Amount, Amount, float]
"""(low, high, weight); low is high for one value."""
Read = Callable[[str], Amount]


@dataclass(frozen=True)
class Measured(Whole):
    """Values and classes with their weights, and the table they were read from."""

    rows: tuple[Row, ...]
    named: str = ""

    @property
    def ends(self) -> tuple[Amount, Amount]:
        """The least and the largest value; of durations that mix units, by their order of 8-hour days."""
        low = min(self.rows, key=lambda row: magnitude(row[0]))[0]
        return low, max(self.rows, key=lambda row: magnitude(row[1]))[1]

    @property
    def mean(self) -> Amount | None:
        """The mean, where all are in one unit."""
        units = {
            end.unit if isinstance(end, Duration) else "" for low, high, _ in self.rows for end in (low, high)
        }
        total = sum(weight for _, _, weight in self.rows)
        if len(units) > 1 or not total:
            return None

        def amount(end: Amount) -> float:
            return end.amount if isinstance(end, Duration) else end

        mean = sum((amount(low) + amount(high)) / 2 * weight for low, high, weight in self.rows) / total
        first = self.rows[0][0]
        return Duration(mean, first.unit) if isinstance(first, Duration) else mean

    def __str__(self) -> str:
        low, high = (number_text(end) if isinstance(end, float) else str(end) for end in self.ends)
        table = f"{self.named}: " if self.named else ""
        return f"{table}{len(self.rows):,} values from {low} to {high}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        weight = {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*%\s*$"},
            ]
        }
        return {"type": "object", "additionalProperties": weight, "minProperties": 1}


class TableUse(Model):
    """A CSV file of values: which of its columns and rows, and the unit of numbers that have none."""

    file: Text
    column: Text | None = None
    weight: Text | None = None
    unit: Unit | None = None
    only: Mapping[str, Text] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _file_alone(cls, raw: object) -> object:
        return {"file": raw} if isinstance(raw, str) else raw


# -- values in the scenario ---------------------------------------------------------------------------------


def duration(text: object) -> Amount:
    """A value of a distribution over durations."""
    return Duration.parse(text)


def plain_number(text: object) -> Amount:
    """A value of a distribution over numbers."""
    try:
        return number(float(text)) if isinstance(text, str) else number(text)
    except ValueError:
        raise wrong(f"{shown(text)} is not a number") from None


def stated(raw: object, read: Callable[[object], Amount]) -> Measured:
    """The `values` of a distribution. Raises a fault that names the entry."""
    if isinstance(raw, Measured):
        return raw
    if not isinstance(raw, Mapping) or not raw:
        raise wrong(
            f"{shown(raw)} are no values; write each with its weight, as in {{10 min: 3, 15-20 min: 5}}"
        )
    rows = tuple((*_class_of(str(key), read), _weight(weight, key)) for key, weight in raw.items())
    total = sum(weight for _, _, weight in rows)
    if not total:
        raise wrong("every value has the weight 0; give one of them more")
    shares = sum(isinstance(weight, str) for weight in raw.values())
    if 0 < shares < len(rows):
        raise wrong("the weights are shares and counts; write all of them in one way")
    if shares and abs(total - 1) > 1e-9:
        raise wrong(
            f"the shares of the values sum to {round(100 * total, 6):g}%; allowed: exactly 100%, or counts"
        )
    return Measured(rows)


def _class_of(text: str, read: Callable[[object], Amount]) -> tuple[Amount, Amount]:
    """From and to of "10-15 min", the value itself twice of "12 min"."""
    found = _CLASS.fullmatch(text)
    if found is None:
        value = read(text)
        return value, value
    low, unit, high, last = found.groups()
    return read(f"{low} {unit or last}".strip()), read(f"{high} {last or unit}".strip())


def _weight(raw: object, of: object) -> float:
    """A count, or a share in percent."""
    if isinstance(raw, str):
        return share(raw)
    weight = number(raw)
    if weight not in WEIGHT:
        raise wrong(f"the weight of {shown(of)}, {shown(raw)}, is not allowed; allowed: {WEIGHT}")
    return weight


# -- a table ------------------------------------------------------------------------------------------------


def tables_named(root: Node) -> Iterator[tuple[tuple[Step, ...], Node]]:
    """(steps, value) of every value that names the file of a distribution's table."""
    for steps in root.tables:
        own: tuple[Step, ...] = (*steps, TABLE)
        table = at(root, own)
        if table is not None and isinstance(table.value, dict):
            own, table = (*own, "file"), child(table, "file")
        if table is not None and isinstance(table.value, str):
            yield own, table


def read_in(root: Node) -> tuple[Node, tuple[Fault, ...]]:
    """The tree with what the tables hold beside their names, and what is wrong there."""
    faults: list[Fault] = []
    for own, named in list(tables_named(root)):
        steps = own[:-1] if own[-1] == TABLE else own[:-2]
        if at(root, (*steps, "values")) is not None:
            continue  # told as one thing too many
        use = _use_of(at(root, (*steps, TABLE)))
        if use is None:
            continue  # told where it is validated
        text, unread = contents_beside(named, "the table of values")
        numeric = bool(steps) and steps[-1] == "number"
        found: tuple[Measured | None, tuple[Fault, ...]] = None, unread
        if not unread:
            found = _read(text, str(file_named(named)), use, numeric)
        measured, wrongs = found
        faults += wrongs
        if measured is None:
            # What cannot be read is told; the rest of the file is checked as if it were some value.
            measured = Measured(((1.0 if numeric else Duration(1, "min"),) * 2 + (1.0,),), use.file)
        root = replaced(root, (*steps, "values"), Node(measured, named.place))
    return root, tuple(faults)


@dataclass(frozen=True)
class _Use:
    """What is said of a table, as far as it is needed to read it."""

    file: str
    column: str
    weight: str
    unit: str
    only: tuple[tuple[str, str], ...]


def _use_of(node: Node | None) -> _Use | None:
    try:
        use = TableUse.model_validate(plain(node)) if node is not None else None
    except ValueError:
        return None
    if use is None:
        return None
    only = tuple((str(column), value.strip()) for column, value in use.only.items())
    return _Use(use.file, _own(use.column or "value"), _own(use.weight or "weight"), use.unit or "", only)


def _own(column: str) -> str:
    return COLUMNS_ZH.get(column.strip(), column.strip())


@lru_cache(maxsize=16)
def _read(text: str, file: str, use: _Use, numeric: bool) -> tuple[Measured | None, tuple[Fault, ...]]:
    """Kept by its text, since a question builds its scenario many times."""
    table, faults = table_of(text, file, COLUMNS_ZH)
    if table is None:
        return None, faults
    faults += tuple(_wrong_columns(table, use))
    if faults:
        return None, faults
    read = _reader(use.unit, numeric)
    found: dict[tuple[Amount, Amount], float] = {}
    more: list[Fault] = []
    for line, cells in table.rows:
        said = {name: cell.strip() for name, cell in zip(table.header, cells, strict=False)}
        if any(said.get(_own(column), "") != value for column, value in use.only):
            continue
        column = ""
        try:
            ends = []
            for column in ("from", "to") if use.column not in table.header else (use.column,):
                ends.append(read(said.get(column, "")))
            low, high = ends[0], ends[-1]
            column = use.weight
            counted = _count(said.get(use.weight, "")) if use.weight in table.header else 1.0
            found[low, high] = found.get((low, high), 0.0) + counted
        except PydanticCustomError as fault:
            more.append(Fault(file, line, table.header.index(column) + 1, f"{column}: {fault.message()}"))
    if not more and not any(found.values()):
        more.append(Fault(file, 1, 1, "the table holds no value" + (" that only picks" if use.only else "")))
    if len(found) > DISTINCT:
        why = f"the table holds {len(found):,} different values; allowed: {DISTINCT:,}; round them, to seconds for one"
        more.append(Fault(file, 1, 1, why))
    if more:
        return None, tuple(more)
    return Measured(tuple((low, high, weight) for (low, high), weight in found.items()), use.file), ()


def _wrong_columns(table: Table, use: _Use) -> Iterator[Fault]:
    picked = [_own(column) for column, _ in use.only]
    for column in picked:
        if column not in table.header:
            message = f'only asks for the column "{column}"; columns: {listed(table.header)}'
            yield Fault(table.file, 1, 1, message + nearest(column, table.header))
    classes = {"from", "to"} <= set(table.header)
    if use.column not in table.header and not (use.column == "value" and classes):
        message = f'neither "{use.column}" nor from and to are columns; columns: {listed(table.header)}'
        yield Fault(table.file, 1, 1, message + nearest(use.column, table.header))
        return
    if use.weight != "weight" and use.weight not in table.header:
        message = f'there is no column "{use.weight}"; columns: {listed(table.header)}'
        yield Fault(table.file, 1, 1, message + nearest(use.weight, table.header))
    known = (*COLUMNS, use.column, use.weight)
    for place, column in enumerate(table.header, start=1):
        if column and column not in known and not picked and use.column == "value":
            message = (
                f'"{column}" is no column of values; allowed: {listed(COLUMNS)}{nearest(column, COLUMNS)}'
            )
            yield Fault(table.file, 1, place, message)


def _reader(unit: str, numeric: bool) -> Read:
    """How a cell is read: with its own unit, or a bare number in the unit stated for the table."""

    @lru_cache(maxsize=4096)
    def read(text: str) -> Amount:
        bare = text.replace(",", "")
        if numeric:
            return plain_number(bare)
        if unit and re.fullmatch(r"\d*\.?\d+(?:[eE][+-]?\d+)?", bare):
            return Duration.parse(f"{bare} {unit}" if bare[0] != "." else f"0{bare} {unit}")
        return Duration.parse(bare)

    return read


def _count(text: str) -> float:
    return _weight(text, text) if text.endswith("%") else _weight(plain_number(text.replace(",", "")), text)
