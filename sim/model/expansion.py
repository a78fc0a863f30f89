"""Fragments put in place of `use`, on the raw tree, so that every position is kept.

Ids of the fragment's blocks get the prefix `<as>.` (the fragment's own name without `as`), and so do its
references to backgrounds it holds. Milestones and outcomes are shared names and keep theirs. "$pool" becomes
the argument `pool`, whole values of any kind, or inside a longer text ("${name}" where letters follow).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.model.bounds import STEPS, VALUES
from sim.model.faults import Fault, nearest
from sim.model.names import keyword_of
from sim.model.tree import Node, child

_KEPT = ("milestone", "end", "require")
_PARAMETER = re.compile(r"\$(?:\{([^\W\d]\w*)\}|([^\W\d]\w*))")
_DEEPEST = 20


def expanded(root: Node) -> tuple[Node, tuple[Fault, ...]]:
    """The tree with every well-formed `use` of its services expanded. A faulty one stays, to be reported."""
    if not isinstance(root.value, dict) or not isinstance(root.value.get("services"), Node):
        return root, ()
    declared = root.value.get("fragments")
    fragments = declared.value if declared is not None and isinstance(declared.value, dict) else {}
    work = _Expansion(fragments)
    services = root.value["services"]
    try:
        put = work.inside(services, ())
    except _TooMuchError as error:
        return root, (*work.faults, error.fault)
    made = Node({**root.value, "services": put}, root.place, root.keys)
    return made, tuple(work.faults)


class _TooMuchError(Exception):
    """The flows hold more than can be simulated."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def fragments_used(root: Node) -> frozenset[str]:
    """Names of all fragments that some `use` of the file names."""
    return frozenset(name for keyword, name, _ in root.blocks if keyword == "use")


class _Expansion:
    def __init__(self, fragments: Mapping[str, Node]) -> None:
        self.fragments = fragments
        self.faults: list[Fault] = []
        self._values = 0
        self._blocks = 0

    def inside(self, node: Node, within: tuple[str, ...]) -> Node:
        if isinstance(node.value, dict):
            return Node(
                {key: self.inside(below, within) for key, below in node.value.items()}, node.place, node.keys
            )
        if not isinstance(node.value, tuple):
            return node
        entries: list[Node] = []
        for entry in node.value:
            entries += self.used(entry, within)
        return Node(tuple(entries), node.place)

    def used(self, entry: Node, within: tuple[str, ...]) -> tuple[Node, ...]:
        """What stands in place of one list entry."""
        if isinstance(entry.value, dict) and keyword_of(entry.value) is not None:
            self._blocks += 1
            if self._blocks > STEPS:
                message = f"the flows hold more than {STEPS:,} blocks here, with those that use repeats"
                raise _TooMuchError(Fault.at(entry.place, message))
        if not isinstance(entry.value, dict) or keyword_of(entry.value) != "use":
            return (self.inside(entry, within),)
        name = entry.value["use"].value
        fragment = self.fragments.get(name) if isinstance(name, str) else None
        body = child(fragment, "do") if fragment is not None else None
        given = entry.value.get("with")
        arguments = given.value if given is not None and isinstance(given.value, dict) else {}
        if body is None or fragment is None or set(arguments) != set(_parameters(fragment)):
            return (entry,)
        if set(entry.value) - {"use", "as", "with", "name", "source"} or not isinstance(body.value, tuple):
            return (entry,)
        if name in within or len(within) > _DEEPEST:
            chain = " → ".join((*within, str(name)))
            self.faults.append(
                Fault.at(entry.value["use"].place, f"fragments use each other in a circle: {chain}")
            )
            return ()
        prefix = entry.value["as"].value if "as" in entry.value else name
        if not isinstance(prefix, str):
            return (entry,)
        filled = self.inside(self.filled(body, arguments), (*within, str(name)))
        own = {block for keyword, block, _ in filled.blocks if keyword in ("background", "task")}
        source = entry.value.get("source")
        assert isinstance(filled.value, tuple)
        return tuple(_with_source(_prefixed(block, prefix, own), source) for block in filled.value)

    def filled(self, node: Node, arguments: Mapping[str, Node]) -> Node:
        self._values += 1
        if self._values > VALUES:
            message = f"fragments put in place hold more than {VALUES:,} values: they multiply"
            raise _TooMuchError(Fault.at(node.place, message))
        if isinstance(node.value, dict):
            below = {key: self.filled(value, arguments) for key, value in node.value.items()}
            return Node(below, node.place, node.keys)
        if isinstance(node.value, tuple):
            return Node(tuple(self.filled(value, arguments) for value in node.value), node.place)
        if not isinstance(node.value, str) or "$" not in node.value:
            return node
        whole = _PARAMETER.fullmatch(node.value)
        if whole is not None and _named(whole) in arguments:
            return arguments[_named(whole)]
        for found in _PARAMETER.finditer(node.value):
            if (word := _named(found)) not in arguments:
                self.faults.append(Fault.at(node.place, _no_parameter(word, tuple(arguments))))
        text = _PARAMETER.sub(
            lambda m: str(arguments[_named(m)].value) if _named(m) in arguments else m[0], node.value
        )
        return Node(text, node.place)


def _no_parameter(word: str, known: tuple[str, ...]) -> str:
    """The message for a name that is none; letters that follow a name at once, Chinese ones too, belong to it."""
    said = f'"${word}" is not a parameter; allowed: {", ".join(known) or "(none)"}'
    meant = max((name for name in known if word.startswith(name)), key=len, default=None)
    if meant is None:
        return said + nearest(word, known)
    braced = "${" + meant + "}"
    return f'{said}; where letters follow the name, write {braced}, as in "{braced}{word[len(meant) :]}"'


def _named(found: re.Match[str]) -> str:
    return found[1] or found[2]


def _parameters(fragment: Node) -> tuple[str, ...]:
    stated = child(fragment, "parameters")
    entries = stated.value if stated is not None and isinstance(stated.value, tuple) else ()
    return tuple(str(entry.value) for entry in entries)


def _prefixed(node: Node, prefix: str, own: set[str]) -> Node:
    """Ids of blocks under a node with the prefix; `own` are those a `require`, or the `at` of a task, may mean."""
    if isinstance(node.value, tuple):
        return Node(tuple(_prefixed(below, prefix, own) for below in node.value), node.place)
    if not isinstance(node.value, dict):
        return node
    keyword = keyword_of(node.value)
    values = {key: _prefixed(below, prefix, own) for key, below in node.value.items()}
    if keyword is not None:
        named = node.value[keyword]
        if isinstance(named.value, str) and (
            keyword not in _KEPT or (keyword == "require" and named.value in own)
        ):
            values[keyword] = Node(f"{prefix}.{named.value}", named.place)
        kept = node.value.get("at") if keyword == "task" else None
        if kept is not None and isinstance(kept.value, str) and kept.value in own:
            values["at"] = Node(f"{prefix}.{kept.value}", kept.place)
    return Node(values, node.place, node.keys)


def _with_source(block: Node, source: Node | None) -> Node:
    """A use's own source counts for its blocks that state none."""
    if source is None or not isinstance(block.value, dict) or "source" in block.value:
        return block
    return Node({**block.value, "source": source}, block.place, {**block.keys, "source": source.place})
