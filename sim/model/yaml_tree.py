"""YAML 1.2 text to a raw tree with positions.

Only plain data is accepted: no tags of one's own, no merge keys, one document. A duplicate key, a key that is
not plain text, and every syntax error become faults.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from sim.model.faults import Fault, Place
from sim.model.tree import Node, Scalar

_CORE = "tag:yaml.org,2002:"
_DEPTH = 60


def parse_yaml(text: str, file: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """The tree and the faults that do not stop reading; no tree when the syntax is broken."""
    if (
        found := re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    ) is not None:
        line, column = (
            text.count("\n", 0, found.start()) + 1,
            found.start() - text.rfind("\n", 0, found.start()),
        )
        message = f"the character U+{ord(found[0]):04X} cannot stand in YAML"
        return None, (Fault(file, line, column, message),)
    loader = YAML(typ="safe", pure=False)
    try:
        root = loader.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        if (mark_found := _wide(text, line)) is not None:
            return None, (Fault(file, *mark_found),)
        problem = " ".join(str(part) for part in (error.context, error.problem) if part)
        return None, (Fault(file, line, column, f"this is not YAML: {problem}"),)
    except (YAMLError, RecursionError, ValueError) as error:
        return None, (Fault(file, 1, 1, f"this is not YAML: {str(error).splitlines()[0]}"),)
    if root is None:
        return None, (Fault(file, 1, 1, "the file is empty; a scenario starts with onewindow: 1"),)
    reader = _Reader(file)
    return reader.node(root, 0), tuple(reader.faults)


_NARROW = {"：": ": ", "，": ", ", "［": "[", "］": "]", "｛": "{", "｝": "}", "\t": "spaces"}


def _wide(text: str, line: int) -> tuple[int, int, str] | None:
    """A full-width mark or a tab at or just above the line where reading failed: its line, column and message."""
    lines = text.splitlines()
    for number in range(min(line, len(lines)), max(line - 2, 0), -1):
        for column, mark in enumerate(lines[number - 1].partition(" #")[0], start=1):
            if mark in _NARROW:
                shown = "a tab" if mark == "\t" else f'the full-width "{mark}"'
                wanted = _NARROW[mark] if mark == "\t" else f'"{_NARROW[mark]}"'
                return number, column, f"{shown} cannot stand here; write {wanted}"
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


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def node(self, raw: Any, depth: int) -> Node:
        place = self.place(raw)
        if depth > _DEPTH:
            self.faults.append(
                Fault.at(place, f"nested deeper than {_DEPTH} levels, or an alias inside itself")
            )
            return Node(None, place)
        if isinstance(raw, MappingNode):
            return self.mapping(raw, place, depth)
        if isinstance(raw, SequenceNode):
            return Node(tuple(self.node(entry, depth + 1) for entry in raw.value), place)
        return Node(self.scalar(raw, place), place)

    def mapping(self, raw: MappingNode, place: Place, depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key, value in raw.value:
            at = self.place(key)
            name = key.value if isinstance(key, ScalarNode) else None
            if not name:
                self.faults.append(Fault.at(at, "a key must be plain text"))
            elif name in values:
                message = f'the key "{name}" stands twice in one mapping; the first is at {keys[name]}'
                self.faults.append(Fault.at(at, message))
            else:
                values[name], keys[name] = self.node(value, depth + 1), at
        return Node(values, place, keys)

    def scalar(self, raw: ScalarNode, place: Place) -> Scalar:
        text: str = raw.value
        tag = str(raw.tag) if raw.tag is not None else _CORE + "str"
        try:
            match tag.removeprefix(_CORE):
                case "str" | "timestamp":
                    return text
                case "null":
                    return None
                case "bool":
                    return text.lower() == "true"
                case "int":
                    digits = text.replace("_", "")
                    return (
                        int(digits, 0)
                        if digits.lstrip("+-")[:2].lower() in ("0x", "0o", "0b")
                        else int(digits)
                    )
                case "float":
                    return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
        except ValueError:
            self.faults.append(Fault.at(place, f'"{text[:40]}" is not a number that can be read'))
            return None
        self.faults.append(Fault.at(place, f'the tag "{tag}" is not allowed; write plain values'))
        return None

    def place(self, raw: Any) -> Place:
        return Place(self.file, raw.start_mark.line + 1, raw.start_mark.column + 1)
