"""Plain text of a certain width. A Chinese character is two cells wide, and so is what pads it."""

from __future__ import annotations

import shutil
import sys

from rich.cells import cell_len, chop_cells

GAP = 2
_LEAST = 24
"""Cells that text keeps, however narrow the terminal."""


def terminal_width() -> int | None:
    """Cells a line may have on a terminal; None where lines are not shown to anyone and need no wrapping."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def padded(text: str, width: int) -> str:
    """The text and blanks up to `width` cells."""
    return text + " " * (width - cell_len(text))


def wrapped(text: str, width: int | None) -> list[str]:
    """The text in pieces of at most `width` cells, cut at blanks and between Chinese characters where it can be."""
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


_NEVER_FIRST = "，。；：、？！）」》】”’…—％%)]"
_NEVER_LAST = "（「《【“‘(["


def _words(text: str) -> list[str]:
    """What stays together: a word with the blank behind it, a Chinese character with its marks."""
    words = [""]
    for letter in text:
        last = words[-1][-1:]
        may_part = last == " " or (_is_wide(last) or _is_wide(letter))
        if may_part and last not in _NEVER_LAST and letter not in _NEVER_FIRST and letter != " ":
            words.append("")
        words[-1] += letter
    return [word for word in words if word]


def _is_wide(letter: str) -> bool:
    return cell_len(letter) == 2
