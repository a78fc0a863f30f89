"""A fault: what is wrong in a scenario file, and where.

`Fault` is one line for a person: `file:line:column  message`, or the parameter and its value in place of the file.
`ModelError` carries all faults of a file at once, in order of position. Each front end says in its own way how a
parameter is written (`--budget` on a command line), and in which language a message is said (`sim.words.faults`).
`wrong` makes the exception that a validator of the model raises; its text is already ours. `nearest` ends a message
with the closest allowed word.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError, ValidationError

from sim.frozen import dataclass
from sim.visible import visible

_QUOTED = 200
"""Characters of a value that a message quotes."""
_TOLD = 200
"""Faults that are told of one file; the rest are counted."""
_COMPARED = 1000
"""Allowed words among which the nearest is looked for."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something was written: in a file, or as a parameter. Lines and columns count from 1; 0: all of it."""

    file: str
    line: int = 0
    column: int = 0
    parameter: str = ""
    """Name of the parameter whose value `file` is, if it is no file: "budget", "set"."""

    def __str__(self) -> str:
        return self.told(str)

    def told(self, spelling: Callable[[str], str]) -> str:
        """As text; `spelling` says how a parameter's name is written."""
        if self.parameter:
            return f"{spelling(self.parameter)} {self.file}".rstrip()
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong, at one place; see `Place`."""

    file: str
    line: int
    column: int
    message: str
    parameter: str = ""

    @classmethod
    def at(cls, place: Place, message: str) -> Fault:
        return cls(place.file, place.line, place.column, message, place.parameter)

    @classmethod
    def of(cls, parameter: str, value: object, message: str) -> Fault:
        """A fault of a parameter's value, as it was given."""
        return cls(str(value), 0, 0, message, parameter)

    @property
    def place(self) -> Place:
        return Place(self.file, self.line, self.column, self.parameter)

    def __str__(self) -> str:
        return self.told(str)

    def told(self, spelling: Callable[[str], str], said: Callable[[str], str] = str) -> str:
        """As one line; `spelling` says how a parameter's name is written, `said` the message in another language."""
        return visible(f"{self.place.told(spelling)}  {said(self.message)}", keep="")


class ModelError(Exception):
    """A scenario cannot be built. `faults` holds every reason."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults)))
        super().__init__(self.told(str))

    def told(self, spelling: Callable[[str], str], said: Callable[[str], str] = str) -> str:
        """A line for each fault; see `Fault.told`."""
        told = [fault.told(spelling, said) for fault in self.faults[:_TOLD]]
        more = len(self.faults) - len(told)
        return "\n".join([*told, said(f"… and {more:,} more")] if more else told)

    def __reduce__(self) -> tuple[type[ModelError], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


class UnfitError(ValueError):
    """A scenario that reads well but does not hold together; `path` names the place, as in `--set` paths."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


def wrong(message: str) -> PydanticCustomError:
    """The exception a validator raises; `message` reaches the reader unchanged."""
    return PydanticCustomError("fault", "{message}", {"message": message})


def wrong_at(place: Sequence[str | int], message: str, value: object) -> ValidationError:
    """The exception a validator raises for something below it, at `place`."""
    told = InitErrorDetails(type=wrong(message), loc=tuple(place), input=value)
    return ValidationError.from_exception_data("", [told])


def in_our_words(error: ValidationError, title: str, keys: Sequence[str]) -> ValidationError:
    """The same errors in the model's language; `keys` are those of the model that found them.

    A key a mapping cannot have keeps its own type, so that its place is the key's and not the value's.
    """
    lines: list[InitErrorDetails] = []
    for detail in error.errors(include_url=False):
        # A faulty entry makes its list shorter; only a list written too short is a fault of its own.
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue
        kind, message = _worded(detail, keys)
        told = PydanticCustomError(kind, "{message}", {"message": message})
        lines.append(InitErrorDetails(type=told, loc=detail["loc"], input=detail["input"]))
    return ValidationError.from_exception_data(title, lines)


def _worded(detail: ErrorDetails, keys: Sequence[str]) -> tuple[Literal["fault", "key_fault"], str]:
    kind, value = detail["type"], shown(detail["input"])
    last = detail["loc"][-1] if detail["loc"] else ""
    if kind == "extra_forbidden":
        return (
            "key_fault",
            f"{shown(last)} is not a key here; allowed: {listed(keys, 30)}{nearest(last, keys)}",
        )
    if kind == "key_fault" or last == "[key]":
        return "key_fault", detail["msg"] if kind in ("fault", "key_fault") else _allowed(detail, value)
    if kind == "fault":
        return "fault", detail["msg"]
    if kind == "missing":
        two = "a range needs two ends, as in [0.7, 1.5]"
        return "fault", two if isinstance(last, int) else f"{shown(last)} is missing"
    return "fault", _allowed(detail, value)


def _allowed(detail: ErrorDetails, value: str) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(context["expected"])) or [str(context["expected"])]
        return f"{value} is not allowed; allowed: {listed(allowed)}{nearest(detail['input'], allowed)}"
    if kind in ("model_type", "model_attributes_type", "dict_type", "mapping_type"):
        return f"{value} is not a mapping of keys and values"
    if kind in ("tuple_type", "list_type"):
        return f"{value} is not a list"
    if kind == "too_short":
        return f"{value} is too short; allowed: at least {context['min_length']}"
    if kind == "too_long":
        return f"{value} is too long; allowed: at most {context['max_length']}"
    return f"{value} is not allowed here"


def shown(value: object) -> str:
    """A value as a message quotes it: text in double quotes, everything else as YAML would write it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{_cut(value)}"'
    if isinstance(value, dict):
        return f"a mapping ({_cut(listed(map(str, value)))})" if value else "an empty mapping"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    if isinstance(value, int) and value.bit_length() > 1000:
        return "a number of hundreds of digits"
    return _cut(str(value))


def _cut(text: str) -> str:
    """A text short enough to be quoted."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 20]}… ({len(text):,} characters)"


def nearest(word: object, allowed: Iterable[str]) -> str:
    """The end of a message: `; did you mean "window"?`, or nothing when no allowed word is close."""
    if len(str(word)) > _QUOTED:
        return ""
    close = difflib.get_close_matches(str(word), itertools.islice(allowed, _COMPARED), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def meant(word: object, allowed: Iterable[str]) -> str:
    """`nearest` amid a message, before a list: where no word is close, the semicolon between the two."""
    return nearest(word, allowed) or ";"


def listed(words: Iterable[str], most: int = 12) -> str:
    """Allowed words in their order, cut after `most`."""
    words = [_cut(word) for word in words]
    if not words:
        return "(none)"
    return ", ".join(words[:most]) + (f", … ({len(words)} in all)" if len(words) > most else "")
