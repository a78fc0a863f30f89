"""YAML 1.2 text to a raw tree with positions.

Only plain data is accepted: no tags of one's own, no merge keys, one document. A duplicate key, a key that is
not plain text, and every syntax error become faults. The tree is built from the parser's events one after another,
so that a text nested without end, or aliases that multiply, stop at the first value that is too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import ScalarNode

from sim.frozen import dataclass
from sim.model.bounds import DEPTH, NUMBER, VALUES
from sim.model.faults import Fault, Place, shown
from sim.model.tree import Node, Scalar
from sim.visible import visible

_CORE = "tag:yaml.org,2002:"
_PLAIN_TAGS = {MappingStartEvent: (None, "!", _CORE + "map"), SequenceStartEvent: (None, "!", _CORE + "seq")}

N = TypeVar("N", int, float)


@lru_cache(maxsize=64)
def parse_yaml(text: str, file: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """The tree and the faults that do not stop reading; no tree when the syntax is broken.

    Kept for the texts read last: a scenario of many files is read anew for every variant and every lever left out.
    """
    if (
        found := re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]|[\ud800-\udfff\ufffe\uffff]", text)
    ) is not None:
        line, column = (
            text.count("\n", 0, found.start()) + 1,
            found.start() - text.rfind("\n", 0, found.start()),
        )
        message = f"the character U+{ord(found[0]):04X} cannot stand in YAML"
        return None, (Fault(file, line, column, message),)
    reader = _Reader(file, text)
    try:
        root = reader.document()
    except _TooMuchError as error:
        return None, (error.fault,)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        if (mark_found := _wide(text, line)) is not None:
            return None, (Fault(file, *mark_found),)
        problem = " ".join(str(part) for part in (error.context, error.problem) if part)
        return None, (Fault(file, line, column, f"this is not YAML: {problem}"),)
    except (YAMLError, ValueError) as error:
        return None, (Fault(file, 1, 1, f"this is not YAML: {str(error).splitlines()[0]}"),)
    if root is None:
        return None, (Fault(file, 1, 1, "the file is empty; a scenario starts with onewindow: 1"),)
    return root, tuple(reader.faults)


_NARROW = {"：": ": ", "，": ", ", "［": "[", "］": "]", "｛": "{", "｝": "}", "\t": "spaces"}
_QUOTED = re.compile(r"(?:^|[:\[{,-])\s*([“”])")
"""A full-width quotation mark at the beginning of a value."""


def _wide(text: str, line: int) -> tuple[int, int, str] | None:
    """A full-width mark or a tab at or just above the line where reading failed: its line, column and message."""
    lines = text.splitlines()
    for number in range(min(line, len(lines)), max(line - 2, 0), -1):
        for column, mark in enumerate(lines[number - 1].partition(" #")[0], start=1):
            if mark in _NARROW:
                if mark == "\t":
                    return number, column, "a tab cannot stand here; write spaces"
                message = f'the full-width "{mark}" cannot stand here; write "{_NARROW[mark]}"'
                return number, column, message
        if (found := _QUOTED.search(lines[number - 1])) is not None:
            return (
                number,
                found.start(1) + 1,
                f"{found[1]} cannot quote a text; write a straight quotation mark",
            )
    return None


_WHOLE = re.compile(r"0|[1-9]\d{0,15}")
_DECIMAL = re.compile(r"(?:0|[1-9]\d{0,9})\.\d{1,12}")
_QUANTITY = re.compile(r"\d{1,10}(?:\.\d{1,12})?(?:%| ?/?[a-z]+)")


def parse_value(text: str, place: Place) -> tuple[Node | None, str]:
    """A value written on its own (a setting), every part of it at one place; or None and what is wrong.

    Plain numbers and quantities, of which searches set hundreds at a time, need no reader of YAML.
    """
    if _WHOLE.fullmatch(text):
        return Node(int(text), place), ""
    if _DECIMAL.fullmatch(text):
        return Node(float(text), place), ""
    if _QUANTITY.fullmatch(text) and not text.lower().lstrip("0123456789.").startswith("e"):
        return Node(text, place), ""
    root, faults = parse_yaml(text, "") if text.strip() else (Node(None, place), ())
    if root is None or faults:
        return None, faults[0].message
    return _moved(root, place), ""


def _moved(node: Node, place: Place) -> Node:
    keys = dict.fromkeys(node.keys, place)
    if isinstance(node.value, dict):
        return Node({key: _moved(below, place) for key, below in node.value.items()}, place, keys)
    if isinstance(node.value, tuple):
        return Node(tuple(_moved(below, place) for below in node.value), place)
    return Node(node.value, place)


class _TooMuchError(Exception):
    """The text cannot be read any further."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.fault = Fault.at(place, message)


@dataclass(frozen=True)
class _Built:
    """A value of the tree, with how many values it holds and how many levels."""

    node: Node
    values: int = 1
    levels: int = 0


class _Reader:
    """Builds the tree of one text. An alias shares the node of its anchor, and is counted as often as it stands."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self._yaml = YAML(typ="safe", pure=False)
        self._events: Iterator[Any] = self._yaml.parse(text)
        self._anchored: dict[str, _Built | None] = {}
        """None while the anchored value is being read."""
        self._tags: dict[str, str] = {}
        self._values = 0

    def document(self) -> Node | None:
        """The only document; None where there is none."""
        next(self._events)
        if not isinstance(next(self._events), DocumentStartEvent):
            return None
        root = self.built(next(self._events), 0).node
        next(self._events)
        if isinstance(more := next(self._events), DocumentStartEvent):
            raise _TooMuchError(self.place(more), "a second document begins here; a file holds one scenario")
        return root

    def built(self, event: Any, depth: int) -> _Built:
        place = self.place(event)
        if isinstance(event, AliasEvent):
            return self.alias(event, place, depth)
        self.count(1, place)
        if depth > DEPTH:
            raise _TooMuchError(place, f"nested deeper than {DEPTH} levels")
        anchor = event.anchor
        if anchor is not None:
            if anchor in self._anchored:
                raise _TooMuchError(place, f"the anchor {shown('&' + anchor)} stands twice")
            self._anchored[anchor] = None
        if event.tag not in _PLAIN_TAGS.get(type(event), (event.tag,)):
            self.faults.append(
                Fault.at(place, f"the tag {shown(event.tag)} is not allowed; write plain values")
            )
        if isinstance(event, MappingStartEvent):
            made = self.mapping(place, depth)
        elif isinstance(event, SequenceStartEvent):
            made = self.sequence(place, depth)
        else:
            made = _Built(Node(self.scalar(event, place), place))
        if anchor is not None:
            self._anchored[anchor] = made
        return made

    def alias(self, event: Any, place: Place, depth: int) -> _Built:
        made = self._anchored.get(event.anchor)
        if made is None:
            inside = event.anchor in self._anchored
            said = (
                "is an alias inside itself" if inside else "repeats an anchor that does not stand before it"
            )
            raise _TooMuchError(place, f"{shown('*' + event.anchor)} {said}")
        self.count(made.values, place)
        if depth + made.levels > DEPTH:
            raise _TooMuchError(place, f"nested deeper than {DEPTH} levels")
        return made

    def count(self, values: int, place: Place) -> None:
        self._values += values
        if self._values > VALUES:
            said = f"the file holds more than {VALUES:,} values, with those that aliases repeat"
            raise _TooMuchError(place, said)

    def sequence(self, place: Place, depth: int) -> _Built:
        entries = []
        while not isinstance(event := next(self._events), CollectionEndEvent):
            entries.append(self.built(event, depth + 1))
        return _joined(Node(tuple(entry.node for entry in entries), place), entries)

    def mapping(self, place: Place, depth: int) -> _Built:
        values: dict[str, _Built] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self._events), CollectionEndEvent):
            at = self.place(event)
            key = self.built(event, depth + 1)
            name = self.key(event, key)
            value = self.built(next(self._events), depth + 1)
            if not name:
                self.faults.append(Fault.at(at, "a key must be plain text"))
            elif name in values:
                message = f"the key {shown(name)} stands twice in one mapping; the first is at {keys[name]}"
                self.faults.append(Fault.at(at, message))
            else:
                values[name], keys[name] = value, at
        below = {name: value.node for name, value in values.items()}
        return _joined(Node(below, place, keys), list(values.values()))

    def key(self, event: Any, made: _Built) -> str | None:
        """The text of a key as it was written, or None for one that is not plain text."""
        if isinstance(event, ScalarEvent):
            return visible(event.value)
        return made.node.value if isinstance(event, AliasEvent) and isinstance(made.node.value, str) else None

    def scalar(self, event: Any, place: Place) -> Scalar:
        text: str = event.value
        tag = self.tag(event)
        try:
            match tag.removeprefix(_CORE):
                case "str" | "timestamp":
                    return visible(text)
                case "null":
                    return None
                case "bool":
                    return text.lower() == "true"
                case "int":
                    digits = text.replace("_", "")
                    based = digits.lstrip("+-")[:2].lower() in ("0x", "0o", "0b")
                    return self.number(int(digits, 0) if based else int(digits), text, place)
                case "float":
                    plain = text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")
                    return self.number(float(plain), text, place)
        except ValueError:
            self.faults.append(Fault.at(place, f"{shown(text)} is not a number that can be read"))
            return None
        self.faults.append(Fault.at(place, f'the tag "{tag}" is not allowed; write plain values'))
        return None

    def number(self, value: N, text: str, place: Place) -> N | None:
        if value in NUMBER:
            return value
        self.faults.append(Fault.at(place, f"{shown(text)} is no number that can be used; allowed: {NUMBER}"))
        return None

    def tag(self, event: Any) -> str:
        if event.tag is not None and event.tag != "!":
            return str(event.tag)
        if not event.implicit[0]:
            return _CORE + "str"
        if (known := self._tags.get(event.value)) is None:
            known = str(self._yaml.resolver.resolve(ScalarNode, event.value, event.implicit))
            self._tags[event.value] = known
        return known

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)


def _joined(node: Node, entries: list[_Built]) -> _Built:
    return _Built(
        node, 1 + sum(entry.values for entry in entries), 1 + max((e.levels for e in entries), default=0)
    )
