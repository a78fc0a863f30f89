"""Promises by name, and how many of them hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sim.words.marks import Tone, marked, strong
from sim.words.verdict_page import ANSWER

if TYPE_CHECKING:
    from sim.model.quantities import Name

SIGNS = {"met": "●", "not_met": "✕", "undecided": "?"}
TONES: Mapping[str, Tone] = {"met": "good", "not_met": "bad", "undecided": "doubtful"}


class Promise(Protocol):
    """Whatever is said of one target."""

    @property
    def target(self) -> str: ...
    @property
    def name(self) -> Name | None: ...
    @property
    def reading(self) -> Name | None: ...


def reading(one: Promise, lang: str) -> str:
    """The name and the reading, as far as they are stated."""
    names = (one.name, one.reading)
    return " · ".join(name.in_language(lang) for name in names if name is not None)  # type: ignore[arg-type]


def called(one: Promise, lang: str) -> str:
    """What readers call the promise: its id only where it has no name."""
    return reading(one, lang) or one.target


@dataclass(frozen=True)
class Stated:
    """A target as it stands in its file."""

    target: str
    name: Name | None
    reading: Name | None


def names_of(several: Sequence[Promise], lang: str) -> dict[str, str]:
    """By target, its name; with the reading only where others have the same name."""
    alike = Counter(_name(one, lang) for one in several)
    return {
        one.target: called(one, lang) if alike[_name(one, lang)] > 1 else _name(one, lang) for one in several
    }


def _name(one: Promise, lang: str) -> str:
    return one.target if one.name is None else one.name.in_language(lang)  # type: ignore[arg-type]


def headed(target: str, name: str, verdict: str, tone: Tone = "") -> str:
    """The line above what is said of a promise: a sign, its name and its id."""
    sign = marked(tone or TONES[verdict], SIGNS[verdict])
    return f"{sign} {strong(name)}" + ("" if name == target else f"  {marked('faint', target)}")


def counted(verdicts: Iterable[str], lang: str, *, assumed: bool) -> str:
    """ "2 met as assumed, 1 NOT met"."""
    w, found = ANSWER[lang], Counter(verdicts)
    parts: list[str] = []
    for verdict in ("met", "not_met", "undecided"):
        if found[verdict]:
            first = assumed and not parts
            parts.append(w[f"count_{verdict}{'_assumed' if first else ''}"].format(n=found[verdict]))
    return w["comma"].join(parts)
