"""What is wrong, in Chinese: the book of faults.

A fault is made where it is found, as an English sentence with its values in it, and that is what tests, JSON and Python
see. The Chinese of it is looked up here when it is shown, by the form of the sentence: the English text with `{holes}` for
the values, and the Chinese text with the same holes. What stands in a hole is looked up in its turn, so that half
sentences ("nothing", "; did you mean …") are said once. A message that no form fits stays as it is; a test reads every
sentence of the code and finds those without Chinese.

What a hole may hold follows from its name: `near` is the end of a message that asks "did you mean", which any message may
have, `n`, `m`, `low`, `high` are numbers, `id` is a plain name, `kind` a word of `kinds.KINDS`; any other holds any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import import_module
from string import Formatter

ROOMS = (
    "calibrating",
    "command_line",
    "hours_and_chance",
    "levers",
    "putting_together",
    "questions",
    "scenario_file",
    "values",
    "yaml_text",
)
"""Modules of the book; each has its forms in `SAID`."""
HOLDS = {
    "near": r"(?:; did you mean .*)?",
    "id": r"[^\W\d][\w.\-]*",
    "kind": r"[a-z_0-9 ]+",
    **dict.fromkeys(("n", "m", "low", "high"), r"[^\s;]+"),
}
"""What stands in a hole of this name (digits behind it are no part of the name)."""


@dataclass(frozen=True)
class Form:
    """A sentence with holes, and how it is said."""

    english: str
    chinese: str

    @cached_property
    def parts(self) -> tuple[tuple[str, str | None], ...]:
        """Each fixed text and the hole behind it."""
        return tuple((text, hole) for text, hole, *_ in Formatter().parse(self.english))

    @cached_property
    def fixed(self) -> str:
        """The longest text between two holes: a message without it is of another form."""
        return max((text for text, _ in self.parts), key=len)

    @cached_property
    def letters(self) -> int:
        """Of the text outside holes: where several forms fit, the one with most is meant."""
        return sum(len(text) for text, _ in self.parts)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        holds = [f"(?P<{hole}>{_holds(hole)})" if hole is not None else "" for _, hole in self.parts]
        told = "".join(re.escape(text) + held for (text, _), held in zip(self.parts, holds, strict=True))
        return re.compile(told if self.asks else f"{told}(?P<near>{HOLDS['near']})", re.DOTALL)

    @property
    def asks(self) -> bool:
        """Whether the form itself says where "did you mean" stands; else it may stand at the end."""
        return any(hole == "near" for _, hole in self.parts)

    def said(self, message: str) -> str | None:
        """A message of this form in Chinese."""
        if self.fixed not in message or (found := self.pattern.fullmatch(message)) is None:
            return None
        filled = {hole: _filled(hole, text) for hole, text in found.groupdict().items()}
        return (self.chinese if self.asks else f"{self.chinese}{{near}}").format(**filled)


def _holds(hole: str) -> str:
    return HOLDS.get(hole.rstrip("0123456789"), ".*?")


@lru_cache(maxsize=10_000)
def in_chinese(message: str) -> str:
    """A message of a fault, in Chinese; as it is where no form fits."""
    for form in _forms():
        if (said := form.said(message)) is not None:
            return said
    return message


def _filled(hole: str, text: str) -> str:
    """What stood in a hole, in Chinese; what somebody wrote stays as it was written."""
    from sim.words.faults.kinds import KINDS

    if re.fullmatch(r'"[^"]*"', text):
        return text
    return KINDS.get(text, text) if hole.rstrip("0123456789") == "kind" else in_chinese(text)


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(sorted((Form(*pair) for pair in pairs()), key=lambda form: -form.letters))


def pairs() -> Iterator[tuple[str, str]]:
    """Every form of the book: English, Chinese."""
    for room in ROOMS:
        yield from import_module(f"sim.words.faults.{room}").SAID.items()
