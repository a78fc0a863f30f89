"""Every key of a scenario file, to be looked up: what it means, how it is written, what holds where it is not.

`keys.json` is written by `docs/reference/keys.py` from the model; a test holds it fresh.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sim.words.language import Lang

SHOWN = 12
"""Keys that are listed at most."""


@dataclass(frozen=True)
class Key:
    """One key, in one language."""

    key: str
    at: str
    part: str
    means: str
    written: str
    unless: str


@cache
def keys(lang: Lang) -> tuple[Key, ...]:
    told = json.loads((Path(__file__).parent / "keys.json").read_bytes())
    return tuple(Key(one["key"], one["at"], one["part"][lang], *one[lang]) for one in told)


def looked_up(text: str, lang: Lang) -> list[Key]:
    """Keys that begin with a text, then those that hold it, then those whose meaning does."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    ranks = {}
    for number, one in enumerate(keys(lang)):
        told = f"{one.means} {one.part} {one.written}".lower()
        if one.key == wanted:
            ranks[number] = 0
        elif one.key.startswith(wanted):
            ranks[number] = 1
        elif wanted in one.key:
            ranks[number] = 2
        elif wanted in told:
            ranks[number] = 3
    known = keys(lang)
    return [known[number] for number in sorted(ranks, key=lambda number: (ranks[number], number))]
