"""What is wrong, in Chinese: the book of faults.

A fault is made where it is found, as an English sentence with its values in it, and that is what tests, JSON and Python
see. The Chinese of it is looked up here when it is shown, by the form of the sentence: the English text with `{holes}` for
the values, and the Chinese text with the same holes. What stands in a hole is looked up in its turn, so that half
sentences ("nothing", "; did you mean …") are said once. A message that no form fits stays as it is; a test reads every
sentence of the code and finds those without Chinese.

What a hole may hold follows from its name: `near` is the end of a message that asks "did you mean", which any message may
have, `meant` the same amid one, or a semicolon, `n`, `m`, `low`, `high` are numbers, `id` is a plain name, `kind` a word of
`kinds.KINDS`; any other holds any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
    "meant": r";|; did you mean [^?]*\?",
    "id": r"[^\W\d][\w.\-]*",
    "kind": r"[a-z_0-9 ]+",
    **dict.fromkeys(("n", "m", "low", "high"), r"[^\s;]+"),
}
"""What stands in a hole of this name (digits behind it are no part of the name)."""


@dataclass(frozen=True)
class Reading:
    """A text as some form reads it."""

    letters: int
    """How many letters outside holes the forms account for."""
    tells: bool
    said: str


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
        """Of the text outside holes."""
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

    @property
    def tells(self) -> bool:
        """Whether it only says whose message it is."""
        return any(hole == "message" for _, hole in self.parts)

    def read(self, text: str) -> Reading | None:
        """A text of this form."""
        if self.fixed not in text or (found := self.pattern.fullmatch(text)) is None:
            return None
        filled = {hole: _filled(hole, part) for hole, part in found.groupdict().items()}
        said = self.chinese if self.asks else f"{self.chinese}{{near}}"
        letters = self.letters + sum(part.letters for part in filled.values())
        return Reading(letters, self.tells, _put_in(said, {hole: part.said for hole, part in filled.items()}))


def _holds(hole: str) -> str:
    return HOLDS.get(hole.rstrip("0123456789"), ".*?")


def _put_in(said: str, filled: Mapping[str, str]) -> str:
    """A sentence with its holes filled; where Chinese comes to stand beside Chinese the blank between them goes."""
    made = ""
    for text, hole, *_ in Formatter().parse(said):
        for part in (text, filled[hole] if hole is not None else ""):
            if made.endswith(" ") and _chinese(made[-2:-1]) and _chinese(part[:1]):
                made = made[:-1]
            blank = part[:1] == " " and _chinese(made[-1:]) and _chinese(part[1:2])
            made += part[1:] if blank else part
    return made


def _chinese(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or letter in ("（", "）")


@lru_cache(maxsize=10_000)
def _read(text: str) -> Reading:
    """The reading that explains most of a text; of two that explain as much, the one that says whose it is."""
    readings = (reading for form in _forms() if (reading := form.read(text)) is not None)
    return max(
        readings, key=lambda reading: (reading.letters, reading.tells), default=Reading(0, False, text)
    )


def in_chinese(message: str) -> str:
    """A message of a fault, in Chinese; as it is where no form fits."""
    return _read(message).said


def _filled(hole: str, text: str) -> Reading:
    """What stood in a hole, in Chinese; what somebody wrote stays as it was written."""
    from sim.words.faults.kinds import KINDS

    if re.fullmatch(r'"[^"]*"', text):
        return Reading(0, False, text)
    if hole.rstrip("0123456789") == "kind":
        return Reading(0, False, KINDS.get(text, text))
    return _read(text)


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(Form(*pair) for pair in pairs())


def pairs() -> Iterator[tuple[str, str]]:
    """Every form of the book: English, Chinese."""
    for room in ROOMS:
        yield from import_module(f"sim.words.faults.{room}").SAID.items()
