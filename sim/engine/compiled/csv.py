"""A table as CSV for a spreadsheet or a process-mining tool, in machine code: a log is soon longer than its simulation.

The text is what `sim.results.spreadsheet` would make of a frame with the same columns.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cache
from typing import BinaryIO

import numpy as np

from sim.engine.compiled import records as r
from sim.engine.compiled.machine_code import kernel
from sim.engine.nodes import Ints
from sim.engine.table import NAME, Column
from sim.visible import for_table

MARK = b"\xef\xbb\xbf"
"""By which a spreadsheet knows UTF-8."""
ROOM = 2**18
"""Letters that are written at once."""
_LONGEST = 32
"""Letters that a number or an instant may write, those included that are written over."""
_NO_DAY = -(2**40)


def write_csv(file: BinaryIO, columns: Sequence[Column]) -> None:
    """Write the table to a file that is open. Raises OSError."""
    parted = [b","] * (len(columns) - 1) + [b"\n"]
    heads = (_cell(column.name) + end for column, end in zip(columns, parted, strict=True))
    file.write(MARK + b"".join(heads))
    names = [_names(column, end) for column, end in zip(columns, parted, strict=True)]
    laid_out = np.zeros(len(columns), dtype=r.COLUMN)
    laid_out["kind"] = [column.kind for column in columns]
    laid_out["values"] = [column.values.ctypes.data for column in columns]
    laid_out["stride"] = [column.values.strides[0] // r.WORD for column in columns]
    laid_out["separator"] = [ord(end) for end in parted]
    laid_out["names"] = [table.ctypes.data for table in names]
    laid_out["width"] = [table.shape[1] for table in names]
    laid_out["day"] = _NO_DAY
    longest = sum(max(_LONGEST, table.shape[1] * r.WORD) for table in names)
    room = ctypes.create_string_buffer(ROOM + longest)
    minutes, thousands = _digits()
    table = np.zeros(1, dtype=r.TABLE)
    table["columns"], table["column_count"] = laid_out.ctypes.data, len(columns)
    table["rows"] = len(columns[0].values)
    table["out"], table["room"], table["longest"] = ctypes.addressof(room), len(room), longest
    table["minutes"], table["thousands"] = minutes.ctypes.data, thousands.ctypes.data
    whole = memoryview(room)
    while table["row"][0] < table["rows"][0]:
        file.write(whole[: kernel().write_lines(table.ctypes.data)])


def _cell(text: str) -> bytes:
    safe = for_table(text)
    if any(letter in safe for letter in ',"\r\n'):
        safe = '"' + safe.replace('"', '""') + '"'
    return safe.encode()


def _names(column: Column, end: bytes) -> Ints:
    """(names, 1 + words): how many letters, and they; first of what -1 stands for."""
    if column.kind != NAME:
        return np.zeros((1, 1), dtype=np.int64)
    texts = [end, *(_cell(name) + end for name in column.names)]
    longest = -(-max(map(len, texts)) // r.WORD) * r.WORD
    letters = np.array(texts, dtype=f"S{longest}").view(np.int64).reshape(len(texts), -1)
    return np.column_stack([[len(text) for text in texts], letters])


@cache
def _digits() -> tuple[Ints, Ints]:
    """Of each minute of a day "09:30:", of each number below a thousand "007"; as words."""
    minutes = [f"{minute // 60:02}:{minute % 60:02}:" for minute in range(24 * 60)]
    thousands = [f"{number:03}" for number in range(1000)]
    return np.array(minutes, dtype="S8").view(np.int64), np.array(thousands, dtype="S8").view(np.int64)
