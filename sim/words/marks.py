"""Parts of a text that stand out. A part is marked with a tone here; each medium shows tones in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

Tone = Literal["", "strong", "good", "bad", "doubtful", "faint"]

_OPEN, _SHUT, _END = "\ufdd0", "\ufdd1", "\ufdd2"
"""Noncharacters of Unicode: no text of anybody's holds them once it is made visible."""


def marked(tone: Tone, text: str) -> str:
    """A part of a text, to be shown in a tone."""
    return f"{_OPEN}{tone}{_SHUT}{text}{_END}" if tone else text


def strong(text: str) -> str:
    """A part of a text, to be shown in bold."""
    return marked("strong", text)


def in_parts(text: str) -> Iterator[tuple[Tone, str]]:
    """The parts of a text, each with its tone, "" for none."""
    for number, part in enumerate(text.split(_OPEN)):
        tone, shut, rest = part.partition(_SHUT)
        if number and shut:
            inside, _, part = rest.partition(_END)
            yield cast(Tone, tone), inside
        if part:
            yield "", part


def plain(text: str) -> str:
    """The text without its marks."""
    return "".join(part for _, part in in_parts(text))
