"""Which keys a scenario file may have where somebody types: the mapping around the cursor, and the keys of its part.

A text that is being typed is no YAML yet, so it is read by its indentation and its brackets, up to the cursor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from onewindow.desk.key_list import Key, keys
from sim.words.language import Lang

FLOW = "flow"
"""What the list of keys calls a list of blocks, and the key of a service that holds one."""
ANY = ("NAME", "KEY")
"""Segments of a place that stand for whatever somebody calls it."""
MOST = 1_000_000
"""Characters that are looked at before the cursor."""


@dataclass
class Mapping:
    """A mapping that is open at the cursor."""

    indent: int
    """Of its keys; -1 between brackets."""
    keys: list[str] = field(default_factory=list)
    """Those it has already: the last one is that whose value is open, if a mapping is inside."""


_LINE = re.compile(r"(?P<lead>\s*(?:- +)*)(?P<key>[\w.-]+)\s*:(?=\s|$)(?P<rest>.*)")
_COMMENT = re.compile(r"(^|\s)#.*")
_MARKS = re.compile(r"[{}\[\],]|[\w.-]+(?=\s*:(?:\s|$))|\"[^\"]*\"?|'[^']*'?")


def open_at(before: str) -> list[Mapping]:
    """The mappings around the cursor, the outermost first; the last is the one in which a key may stand."""
    around: list[Mapping] = [Mapping(0)]
    brackets: list[str] = []
    lines = before[-MOST:].split("\n")
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        text = _COMMENT.sub("", line)
        if not brackets:
            found = _LINE.match(text)
            if found is None and not last:
                continue
            lead = found["lead"] if found else re.match(r"\s*(?:- +)*", text)[0]  # type: ignore[index]
            _step(around, len(lead), new="-" in lead)
            if found is None:
                _within(text[len(lead) :], around, brackets)
                continue
            around[-1].keys.append(found["key"])
            text = found["rest"]
        _within(text, around, brackets)
    return around


def _step(around: list[Mapping], indent: int, *, new: bool) -> None:
    """To the mapping whose keys stand at an indent; `new` where a dash begins one."""
    while len(around) > 1 and around[-1].indent > indent:
        around.pop()
    if around[-1].indent == indent and new and len(around) > 1:
        around.pop()
    if around[-1].indent < indent:
        around.append(Mapping(indent))


def _within(text: str, around: list[Mapping], brackets: list[str]) -> None:
    """What brackets in a line open and close."""
    for mark in _MARKS.findall(text):
        if mark == "{":
            brackets.append(mark)
            around.append(Mapping(-1))
        elif mark == "[":
            brackets.append(mark)
        elif mark in ("}", "]") and brackets:
            if brackets.pop() == "{" and len(around) > 1:
                around.pop()
        elif brackets and brackets[-1] == "{" and re.fullmatch(r"[\w.-]+", mark):
            around[-1].keys.append(mark)


def completions(before: str, lang: Lang) -> list[Key]:
    """The keys that may be typed at the cursor, those that must be there first; none twice."""
    around = open_at(before)
    here = around[-1]
    path = [one.keys[-1] for one in around[:-1] if one.keys]
    found = list(_of_place(path, around, lang))
    left = {one.key: one for one in reversed(found) if one.key not in here.keys}
    required = _required(lang)
    order = [one for one in found if left.get(one.key) is one]
    return sorted(order, key=lambda one: one.unless not in required)


def _required(lang: Lang) -> tuple[str, ...]:
    return ({"zh": "必填", "en": "required"}[lang],)


def _of_place(path: Sequence[str], around: Sequence[Mapping], lang: Lang) -> Iterator[Key]:
    if (path and path[-1] in _holders("")) or (len(path) > 1 and path[-2] in _holders(", by name")):
        yield from _of_block(around[-1].keys, lang)
        return
    whole, *written = dict.fromkeys(one.part for one in keys(lang) if one.at == "")
    if not path:
        yield from (one for one in keys(lang) if one.at == "" and one.part == whole)
        return
    places = _places(path, around)
    found = [one for one in keys(lang) if one.at and any(_fits(place, one.at) for place in places)]
    yield from found or [one for one in keys(lang) if one.part in written[: _forms(path[-1])]]


def _of_block(there: Sequence[str], lang: Lang) -> Iterator[Key]:
    """The kinds of blocks; of one whose kind is told already, its keys."""
    by_part: dict[str, list[Key]] = {}
    for one in keys(lang):
        if one.at == FLOW:
            by_part.setdefault(one.part, []).append(one)
    told = [own for own in by_part.values() if own[0].key in there]
    if told:
        yield from told[0]
        return
    for own in by_part.values():
        yield own[0]


def _places(path: Sequence[str], around: Sequence[Mapping]) -> list[tuple[str, ...]]:
    """The whole path, and from each block on: its kind, then the way inside it."""
    found = [tuple(path)]
    kinds = _kinds()
    for number, one in enumerate(around[:-1]):
        kind = next((key for key in one.keys if key in kinds), None)
        if kind is not None:
            found.append((kind, *path[number:]))
    return found


def _fits(place: Sequence[str], pattern: str) -> bool:
    """Whether a pattern of the list ("pools.NAME.due, task.due", "rules") is this place."""
    for one in pattern.split(", "):
        wanted = one.split(".") if one else []
        own = place[-len(wanted) :] if wanted and wanted[0] in _LOOSE else place
        if len(own) == len(wanted) and all(w in ANY or w == had for w, had in zip(wanted, own, strict=True)):
            return True
    return False


_LOOSE = ("rules", "due", "table")
"""First segments of places that are found wherever they stand."""


@cache
def _holders(how: str) -> frozenset[str]:
    """Keys whose value is a list of blocks, or ", by name" several."""
    return frozenset(one.key for one in keys("en") if one.written == f"list: a block{how}")


@cache
def _kinds() -> frozenset[str]:
    """The keys that say what kind a block is: the first of each part."""
    parts: dict[str, str] = {}
    for one in keys("en"):
        if one.at == FLOW:
            parts.setdefault(one.part, one.key)
    return frozenset(parts.values())


@cache
def _forms(key: str) -> int:
    """How many of the parts that stand anywhere tell how a key's value is written: of a number one, of a time two."""
    told = [one.written for one in keys("en") if one.key == key]
    return 2 if any("distribution" in one for one in told) else int(any(_NUMBER.match(one) for one in told))


_NUMBER = re.compile(
    r"a share|a rate|a(n amount of)? money|money|a factor|a (whole )?number|a length of time"
)
