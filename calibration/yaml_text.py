"""Writing YAML into YAML: a text without some of its blocks, and where every value of it begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML

from sim.model.tree import Node


def without(text: str, blocks: Sequence[str]) -> str:
    """The text without some of its top-level blocks; comments at the margin stay."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        comment = line.startswith("#")
        if line[:1].strip() and not comment and not (inside and line.startswith("-")):
            inside = line.partition(":")[0].strip(" \"'") in blocks
        if not inside or comment:
            kept.append(line)
    return "".join(kept)


class Spans:
    """Where every value of a YAML text begins and ends."""

    def __init__(self, text: str) -> None:
        self.starts = [0]
        for line in text.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.found: dict[tuple[int, int, bool], tuple[int, int]] = {}
        self._enter(YAML(typ="safe", pure=False).compose(text))

    def of(self, node: Node) -> tuple[int, int]:
        return self.found[node.place.line, node.place.column, isinstance(node.value, (dict, tuple))]

    def _enter(self, raw: Any) -> int:
        """Note a value and all below it; where it ends."""
        start = self._index(raw.start_mark)
        if isinstance(raw.value, str):
            end = self._index(raw.end_mark)
        else:
            pairs = [
                part for entry in raw.value for part in (entry if isinstance(entry, tuple) else (entry,))
            ]
            ends = [self._enter(part) for part in pairs]
            # A block ends with its last value; its own mark lies at the next token.
            end = self._index(raw.end_mark) if raw.flow_style or not ends else ends[-1]
        self.found[raw.start_mark.line + 1, raw.start_mark.column + 1, not isinstance(raw.value, str)] = (
            start,
            end,
        )
        return end

    def _index(self, mark: Any) -> int:
        return int(self.starts[mark.line] + mark.column)
