"""Plain text in columns. A Chinese character is two cells wide, and so is what pads it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from rich.cells import cell_len, chop_cells

GAP = 2
_LEAST = 24
"""Cells a last column keeps, however narrow the terminal."""


def terminal_width() -> int | None:
    """Cells a line may have on a terminal; None where lines are not shown to anyone and need no wrapping."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def padded(text: str, width: int) -> str:
    """The text and blanks up to `width` cells."""
    return text + " " * (width - cell_len(text))


def columns(rows: Sequence[Sequence[str]], indent: str = "", width: int | None = None) -> list[str]:
    """Rows as lines of aligned columns; the last one is wrapped to `width`. Empty columns are left out."""
    if not rows:
        return []
    kept = [i for i in range(len(rows[0])) if any(row[i] for row in rows[1:] or rows)]
    cells = [[row[i] for i in kept] for row in rows]
    widths = [max(cell_len(row[i]) for row in cells) for i in range(len(kept))]
    left = cell_len(indent) + sum(w + GAP for w in widths[:-1])
    lines: list[str] = []
    for row in cells:
        head = indent + "".join(padded(text, w + GAP) for text, w in zip(row[:-1], widths[:-1], strict=True))
        for number, part in enumerate(wrapped(row[-1], None if width is None else width - left)):
            lines.append(((head if number == 0 else " " * left) + part).rstrip())
    return lines


def wrapped(text: str, width: int | None) -> list[str]:
    """The text in pieces of at most `width` cells, cut at blanks and after Chinese marks where it can be."""
    if width is None or cell_len(text) <= width:
        return [text]
    width = max(width, _LEAST)
    lines = [""]
    for word in _words(text):
        for piece in [word] if cell_len(word) <= width else chop_cells(word, width):
            if cell_len(lines[-1] + piece.rstrip()) > width and lines[-1]:
                lines.append("")
            lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]


def _words(text: str) -> list[str]:
    """Words with the blank or Chinese mark behind them."""
    words = [""]
    for letter in text:
        words[-1] += letter
        if letter in " ，；：。、）":
            words.append("")
    return [word for word in words if word]
