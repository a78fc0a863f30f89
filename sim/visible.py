"""Names are data. Whatever somebody wrote as a name is shown as text: it commands no terminal, table or diagram.

The home of that rule. `visible` holds where text is read (scenario files, sources) and where it is printed: a control
character, a terminal's escape, a mark that turns the direction of writing or that nobody can see is written as a
programmer would write it, `\\x1b`, `\\u202e`. Letters of every script stay, those written from right to left as well.
`for_table` keeps a spreadsheet from reading a text as a formula. Styles, Mermaid and mathematics have escapes of
their own where these are drawn: `onewindow.cli.console`, `onewindow.cli.mermaid`, `plots.palette.house_style`.
"""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Controls, formats (directions, joiners, marks of no width), halves of pairs, separators of lines and paragraphs."""
_JOINERS = "\u200c\u200d"
"""Formats that some scripts cannot be written without."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def visible(text: str, *, keep: str = "\n\t") -> str:
    """The text with what cannot be seen written out; line breaks and tabs stay unless `keep` says otherwise."""
    if text.isprintable():
        return text
    return "".join(_written_out(letter) if hidden(letter, keep) else letter for letter in text)


def hidden(letter: str, keep: str = "\n\t") -> bool:
    """Whether a character would be obeyed rather than seen, or not be seen at all."""
    if letter.isprintable() or letter in keep or letter in _JOINERS:
        return False
    return unicodedata.category(letter) in _HIDDEN or _noncharacter(ord(letter))


def one_line(text: str) -> str:
    """A name: visible, and without line breaks."""
    return visible(" ".join(text.split()) if "\n" in text or "\t" in text else text)


def for_table(text: str) -> str:
    """A text as the cell of a table that a spreadsheet opens: never a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _written_out(letter: str) -> str:
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
