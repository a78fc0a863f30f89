"""Where text is printed: any text on any terminal. What a terminal's encoding lacks is replaced, and nothing is markup.

Tables are as wide as the terminal, or wide enough when the text goes to a file or a pipe. What stands out is marked by
`sim.words.marks`; names, paths and options that stand in a text are shown as they are, whatever they hold.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from sim.visible import hidden, visible
from sim.words.marks import in_parts

if TYPE_CHECKING:
    from rich.console import Console

STYLED = ("FORCE_COLOR", "TTY_COMPATIBLE")
"""Variables of the environment that ask for styles where there is no terminal."""

PIPED = 140
"""Columns of a table that no terminal limits."""

PLAIN = {
    "−": "-", "–": "-", "—": "-", "…": "...", "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "≈": "~", "×": "x", "·": "-",
    "±": "+-", "µ": "u", "²": "2", "³": "3", "↺": "@", "✓": "v", "✕": "x",
    "“": '"', "”": '"', "‘": "'", "’": "'", "α": "alpha",
}  # fmt: skip
"""What stands for a mark where an encoding lacks it; anything else becomes "?"."""


def show_anything() -> None:
    """From now on printing never fails for a character that the terminal's encoding lacks."""
    codecs.register_error("onewindow", _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="onewindow")


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(letter, "?") for letter in error.object[error.start : error.end]), error.end


class Plain:
    """Where lines are printed that nobody sees in colour: to a file or a pipe."""

    def print(self, text: str) -> None:
        print("".join(visible(part) for _, part in in_parts(text)))


def console() -> Console | Plain:
    """Where tables and styled text are printed. What styles them is loaded only for a terminal, or where asked for."""
    if not sys.stdout.isatty() and not any(os.environ.get(name) for name in STYLED):
        return Plain()
    from onewindow.cli.paper import Paper

    return Paper(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else PIPED)


def print_json(document: object) -> None:
    """One JSON document on stdout. What the terminal's encoding lacks, or nobody could see, stands there escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if not text.isprintable():
        text = "".join(json.dumps(letter)[1:-1] if hidden(letter) else letter for letter in text)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document, indent=2)
    print(text)
