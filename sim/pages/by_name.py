"""Names in place of keys, for readers who know no keys: of promises in sentences and tables, of versions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sim.experiments.comparing.comparison import Comparison
from sim.experiments.questions.whatif import WhatIf
from sim.levers import REGISTRY
from sim.pages.page import Column, Entry, Section, Table
from sim.words.language import Lang
from sim.words.scenario import SHOWN

Piece = TypeVar("Piece")
IDS = tuple(words["id"] for words in SHOWN.values())
"""Heads of columns that are there to show keys."""


def promises_of(whatif: WhatIf, lang: Lang) -> dict[str, str]:
    """What the promises of a question are called, by their keys; those without a name keep it."""
    found = {}
    for key, one in whatif.scenario.targets.items():
        said = [name.in_language(lang) for name in (one.name, one.reading) if name is not None]
        if said:
            found[key] = (" · " if lang == "en" else "·").join(said)
    return found


def levers_of(lang: Lang) -> dict[str, str]:
    """What levers are called, by their keys; a key of one word may be a word of a sentence, and is read as one."""
    return {name: lever.label.in_language(lang) for name, lever in REGISTRY.items() if "_" in name}


def versions_of(whatif: WhatIf, lang: Lang) -> dict[str, str]:
    """What the versions of a scenario are called, by the labels they have in `compare`: short, and each its own."""
    titles = {
        f"@{name}": one.title.in_language(lang)
        for name, one in whatif.stated.variants.items()
        if one.title is not None
    }
    short = {label: re.split("：|: ", title)[0] for label, title in titles.items()}
    return short if len(set(short.values())) == len(short) else titles


def relabelled(made: Comparison, names: Mapping[str, str]) -> Comparison:
    """A comparison whose alternatives are called otherwise, by their labels; those that are not named keep theirs."""
    return replace(
        made,
        alternatives=tuple(replace(one, label=names.get(one.label, one.label)) for one in made.alternatives),
        changes=tuple(
            replace(one, alternative=names.get(one.alternative, one.alternative)) for one in made.changes
        ),
        costs=tuple(
            replace(one, alternative=names.get(one.alternative, one.alternative)) for one in made.costs
        ),
    )


def by_name(text: str, names: Mapping[str, str]) -> str:
    """A text with names in place of keys; where a name stands behind its key already, the key goes. A command keeps its
    keys."""
    if not names:
        return text
    keys = "|".join(re.escape(key) for key in sorted(names, key=len, reverse=True))

    def called(found: re.Match[str]) -> str:
        name = names[found["key"]]
        first = re.split(" · |·", name)[0]
        rest = found.string[found.end() :]
        return "" if found["gap"] and rest.startswith(first) else name + found["gap"]

    return re.sub(
        rf"(?<!--with )(?<!--without )(?<!--target )(?<![\w-])(?P<key>{keys})(?![\w-])(?P<gap> *)",
        called,
        text,
    )


def all_by_name(pieces: Sequence[Piece], names: Mapping[str, str]) -> tuple[Piece, ...]:
    """The parts of a page with names in place of keys; the heads of entries have both, and stay."""
    return tuple(_piece(one, names) for one in pieces)


def _piece(one: Piece, names: Mapping[str, str]) -> Piece:
    made: object = one
    match one:
        case str():
            made = by_name(one, names)
        case Section():
            made = replace(one, heading=by_name(one.heading, names), parts=all_by_name(one.parts, names))
        case Entry():
            made = replace(one, lines=tuple(by_name(line, names) for line in one.lines))
        case Table():
            columns = tuple(Column(by_name(column.name, names), column.number) for column in one.columns)
            rows = (
                one.rows
                if one.columns[0].name in IDS
                else tuple(tuple(by_name(cell, names) for cell in row) for row in one.rows)
            )
            made = Table(columns, rows, one.caption)
    return made  # type: ignore[return-value]
