"""Arrivals from a list: moments at which cases came, or how many came on a date or in an hour.

A channel's `list` holds the rows themselves, or names a CSV file in the scenario's folder, which `read_in` puts in
their place. Three forms, told by their columns: `at` (a moment), `date` and `cases` (a count of the day), `date`,
`hour` and `cases`. A file may have more columns only where `only` picks rows by them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from sim.frozen import dataclass
from sim.model.backlog import moment
from sim.model.bounds import LISTED, WHOLE
from sim.model.faults import Fault, listed, nearest, shown, wrong
from sim.model.quantities import time_of_day
from sim.model.table import Table, contents_beside, file_named, table_of
from sim.model.tree import Node, Whole, at, child, plain, replaced
from sim.worktime import DAY, HOUR, instant

COLUMNS = ("at", "date", "hour", "cases")
COLUMNS_ZH: Mapping[str, str] = {
    "时间": "at", "到达时间": "at", "取号时间": "at", "收件时间": "at", "日期": "date", "时段": "hour", "小时": "hour",
    "件数": "cases", "人数": "cases",
}  # fmt: skip

_HOUR = re.compile(r"(\d{1,2})(?:\.0+|[时点])?")
_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–~—至]\s*(\d{1,2}:\d{2})")

Row = tuple[int, int, int]
"""The instant at which it begins, for how long (0: a moment), and how many cases."""


@dataclass(frozen=True)
class Listing(Whole):
    """What came, in order of time. Two are equal when they say the same, whatever file they stood in."""

    rows: tuple[Row, ...]
    file: str = field(default="", compare=False)
    """The file it was read from, as it was named; "": stated in the scenario."""

    def __repr__(self) -> str:
        return f"Listing({self.file}: {self.cases:,} cases)"

    __str__ = __repr__

    @property
    def cases(self) -> int:
        return sum(cases for _, _, cases in self.rows)

    @property
    def moments(self) -> bool:
        """Whether each case has its moment; else cases are counted by date or hour."""
        return all(length == 0 for _, length, _ in self.rows)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_stated)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        cell = {"type": ["string", "number"]}
        row = {"type": "object", "properties": dict.fromkeys(COLUMNS, cell), "additionalProperties": False}
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": row, "minItems": 1}]}


class _Wrong(Exception):  # noqa: N818 - becomes a fault at its column
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message


# -- one row ----------------------------------------------------------------------------------------------


def _row(cells: Mapping[str, object]) -> Row:
    """A row by its columns. Raises _Wrong."""
    cases = _count(cells["cases"]) if "cases" in cells else 1
    if "at" in cells:
        if more := [column for column in ("date", "hour") if column in cells]:
            raise _Wrong(
                more[0], f"{more[0]} is for counts; a row with at says one moment, as in 2025-03-03 09:30"
            )
        came = _moment("at", cells["at"])
        if isinstance(cells["at"], str) and ":" not in cells["at"]:
            message = f"{shown(cells['at'])} has no time of day; write 2025-03-03 09:30, or a column date"
            raise _Wrong("at", message)
        return instant(came), 0, cases
    if "date" not in cells:
        raise _Wrong("date", "the row says neither at (a moment) nor date (of a count)")
    if "cases" not in cells:
        raise _Wrong("cases", "the row has a date and no count; write how many came under cases")
    day = _moment("date", cells["date"])
    if (day.hour, day.minute, day.second, day.microsecond) != (0, 0, 0, 0):
        raise _Wrong("date", f"{shown(cells['date'])} is a moment; write moments under at, dates under date")
    if "hour" not in cells:
        return instant(day), DAY, cases
    begin, end = _span(cells["hour"])
    return instant(day) + begin, end - begin, cases


def _moment(column: str, raw: object) -> datetime:
    if isinstance(raw, str) and len(raw) in (16, 19) and raw[4] == raw[7] == "-" and raw.isascii():
        try:
            return datetime.fromisoformat(raw)
        except ValueError:
            pass
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return datetime(raw.year, raw.month, raw.day)
    try:
        return moment(raw)
    except PydanticCustomError as fault:
        raise _Wrong(column, fault.message()) from None


def _count(raw: object) -> int:
    try:
        number = float(raw.replace(",", "")) if isinstance(raw, str) else raw
        whole = isinstance(number, (int, float)) and not isinstance(number, bool) and number == int(number)
    except (ValueError, OverflowError):
        whole = False
    if not whole:
        raise _Wrong("cases", f"{shown(raw)} is not a whole number")
    if number not in WHOLE:  # type: ignore[operator]
        raise _Wrong("cases", f"{shown(raw)} is not allowed; allowed: whole numbers from {WHOLE}")
    return int(number)  # type: ignore[call-overload,no-any-return]


@lru_cache(maxsize=512)
def _span(raw: object) -> tuple[int, int]:
    """From and to, in µs after midnight, of "9" (to 10:00), "09:30" (for an hour) or "09:00-09:30"."""
    said = f'{shown(raw)} is not an hour; write 9, "09:00" (an hour from then) or "09:00-09:30"'
    text = str(raw).strip()
    found = _SPAN.fullmatch(text)
    try:
        if found is not None:
            begin, end = time_of_day(found[1]), time_of_day(found[2])
        else:
            hour = _HOUR.fullmatch(text)
            begin = time_of_day(f"{hour[1]}:00" if hour is not None else text)
            end = begin + HOUR
    except PydanticCustomError:
        raise _Wrong("hour", said) from None
    if not begin < end <= DAY:
        raise _Wrong("hour", said)
    return begin, end


def _in_order(rows: Sequence[Row]) -> tuple[tuple[Row, ...], int | None, str]:
    """The rows by time; the number of one that cannot stand beside the others, and why, or None."""
    order = sorted(range(len(rows)), key=lambda number: rows[number])
    for earlier, later in itertools.pairwise(order):
        (begin, length, _), (then, longer, _) = rows[earlier], rows[later]
        if bool(length) != bool(longer):
            return (), max(earlier, later), "the list holds moments and counts; write two channels for them"
        if begin + length > then:
            return (), max(earlier, later), "the count of this time stands twice, or overlaps another one"
    if sum(cases for _, _, cases in rows) > LISTED:
        return (), 0, f"the list holds more than {LISTED:,} cases"
    return tuple(rows[number] for number in order), None, ""


# -- rows of the scenario -----------------------------------------------------------------------------------


def _stated(raw: object) -> Listing:
    if isinstance(raw, Listing):
        return raw
    if not isinstance(raw, (list, tuple)) or not raw:
        raise wrong(
            f"{shown(raw)} is not a list of arrivals; write the name of a CSV file, or rows as in "
            '{at: "2025-03-03 09:30"} or {date: 2025-03-03, cases: 40}'
        )
    rows: list[Row] = []
    faults: list[InitErrorDetails] = []

    def fault(place: tuple[str | int, ...], message: str, value: object) -> None:
        faults.append(InitErrorDetails(type=wrong(message), loc=place, input=value))

    for number, cells in enumerate(raw):
        if not isinstance(cells, Mapping):
            fault((number,), f'{shown(cells)} is not a row; write it as {{at: "2025-03-03 09:30"}}', cells)
            continue
        for column in cells:
            if column not in COLUMNS:
                known = f"allowed: {listed(COLUMNS)}{nearest(column, COLUMNS)}"
                fault((number, str(column)), f"{shown(column)} is no column of a list; {known}", cells)
        try:
            rows.append(_row(cells))
        except _Wrong as error:
            fault((number, error.column), error.message, cells)
    if not faults:
        ordered, at_fault, why = _in_order(rows)
        if at_fault is None:
            return Listing(ordered)
        fault((at_fault,), why, raw)
    raise ValidationError.from_exception_data("list", faults)


# -- a file -------------------------------------------------------------------------------------------------


def lists_named(root: Node) -> Iterator[tuple[tuple[str, ...], Node]]:
    """(path, value) of every list of a channel that names a file."""
    services = child(root, "services")
    for service in _keys(services):
        for channel in _keys(at(root, ("services", service, "channels"))):
            path = ("services", service, "channels", channel, "list")
            stated = at(root, path)
            if stated is not None and isinstance(stated.value, str):
                yield path, stated


def _keys(node: Node | None) -> Iterator[str]:
    if node is not None and isinstance(node.value, dict):
        yield from node.value


def read_in(root: Node) -> tuple[Node, tuple[Fault, ...]]:
    """The tree with what the CSV files hold that channels name, and what is wrong there."""
    faults: list[Fault] = []
    for path, stated in list(lists_named(root)):
        only = at(root, (*path[:-1], "only"))
        picked = plain(only) if only is not None else {}
        picks = tuple((str(c), str(v)) for c, v in picked.items()) if isinstance(picked, dict) else ()
        text, unread = contents_beside(stated, "the list of arrivals")
        found: tuple[Listing | None, tuple[Fault, ...]] = None, unread
        if not unread:
            found = _read(text, str(file_named(stated)), str(stated.value), picks)
        listing, wrongs = found
        faults += wrongs
        # What cannot be read is told; the rest of the file is checked as if nothing had come.
        root = replaced(root, path, Node(listing or Listing(()), stated.place))
    return root, tuple(faults)


@lru_cache(maxsize=16)
def _read(
    text: str, file: str, named: str, only: tuple[tuple[str, str], ...]
) -> tuple[Listing | None, tuple[Fault, ...]]:
    """Kept by its text, since a question builds its scenario many times."""
    table, faults = table_of(text, file, COLUMNS_ZH)
    if table is None:
        return None, faults
    faults += tuple(_wrong_columns(table, only))
    if faults:
        return None, faults
    rows: list[Row] = []
    lines: list[int] = []
    more: list[Fault] = []
    picks = [(table.header.index(_own(column)), value) for column, value in only]
    places = [(number, name) for number, name in enumerate(table.header) if name in COLUMNS]
    for line, cells in table.rows:
        if any(number >= len(cells) or cells[number].strip() != value for number, value in picks):
            continue
        filled = {
            name: text for number, name in places if number < len(cells) and (text := cells[number].strip())
        }
        try:
            rows.append(_row(filled))
            lines.append(line)
        except _Wrong as error:
            column = table.header.index(error.column) + 1 if error.column in table.header else 1
            more.append(Fault(file, line, column, f"{error.column}: {error.message}"))
    if more:
        return None, tuple(more)
    if not rows:
        picked = f" with {listed(f'{column} = {value}' for column, value in only)}" if only else ""
        message = f"the list holds no row{picked}; a channel of nobody has rate: 0 /wd"
        return None, (Fault(file, 1, 1, message),)
    ordered, at_fault, why = _in_order(rows)
    if at_fault is not None:
        return None, (Fault(file, lines[at_fault], 1, why),)
    return Listing(ordered, named), ()


def _own(column: str) -> str:
    return COLUMNS_ZH.get(column.strip(), column.strip())


def _wrong_columns(table: Table, only: tuple[tuple[str, str], ...]) -> Iterator[Fault]:
    picked = [_own(column) for column, _ in only]
    for column in picked:
        if column not in table.header:
            message = f'only asks for the column "{column}"; columns: {listed(table.header)}'
            yield Fault(table.file, 1, 1, message + nearest(column, table.header))
    if not {"at", "date"} & set(table.header):
        message = f"neither at (moments) nor date (counts) is a column; columns: {listed(table.header)}"
        yield Fault(table.file, 1, 1, message)
        return
    for number, column in enumerate(table.header, start=1):
        if column and column not in COLUMNS and not picked:
            message = (
                f'"{column}" is no column of a list; allowed: {listed(COLUMNS)}{nearest(column, COLUMNS)}'
            )
            yield Fault(table.file, 1, number, message)
