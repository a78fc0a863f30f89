"""The raw tree of a scenario file: plain values, each with the place it was written at.

A path is what people write: mapping keys joined by dots, list entries by number, and blocks of a flow by id
wherever they are nested (`services.startup.flow.make_seal.work.mean`). Steps are the exact way: keys and
indices. Trees are immutable; `replaced` and `with_key` share what they do not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, TypeAlias, Union

from sim.frozen import dataclass
from sim.model.faults import Place
from sim.model.names import keyword_of


class Whole:
    """A value that was read from elsewhere and is taken as it stands: nothing of the tree lies below it."""


Scalar: TypeAlias = str | int | float | bool | Whole | None
Step: TypeAlias = str | int
STAMPS = ("milestone", "end", "require")
"""Blocks whose id is the name of a stamp, which a step may bear too."""


@dataclass(frozen=True, eq=False)
class Node:
    """One value of the tree. `keys` holds the places of a mapping's keys."""

    value: Scalar | dict[str, Node] | tuple[Node, ...]
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)

    def __getstate__(self) -> dict[str, Any]:
        """What it says, without what was found out about it: that hangs on the identity of objects here."""
        return {"value": self.value, "place": self.place, "keys": self.keys}

    @cached_property
    def blocks(self) -> tuple[tuple[str, str, tuple[Step, ...]], ...]:
        """(keyword, id, steps from here) of every block nested in here, outer before inner.

        Kept, because a changed tree shares what was not changed, and settings come by the hundred.
        """
        found: list[tuple[str, str, tuple[Step, ...]]] = []
        if isinstance(self.value, dict):
            keyword = keyword_of(self.value)
            if keyword is not None and isinstance(name := self.value[keyword].value, str):
                found.append((keyword, name, ()))
        for step, node in self.below:
            if isinstance(node.value, (dict, tuple)):
                found += [(kind, name, (step, *steps)) for kind, name, steps in node.blocks]
        return tuple(found)

    @property
    def below(self) -> Iterable[tuple[Step, Node]]:
        """(step, value) of what stands in it."""
        if isinstance(self.value, dict):
            return self.value.items()
        return enumerate(self.value) if isinstance(self.value, tuple) else ()

    @cached_property
    def steps_to(self) -> Mapping[str, tuple[Step, ...]]:
        """Steps to the block of each id in here: the first that is no stamp, else the first."""
        stamps = [(name, steps) for keyword, name, steps in reversed(self.blocks) if keyword in STAMPS]
        others = [(name, steps) for keyword, name, steps in reversed(self.blocks) if keyword not in STAMPS]
        return dict(stamps + others)

    @cached_property
    def ways(self) -> dict[str, tuple[Step, ...]]:
        """Steps of paths that were looked up from here: a note for whoever looks them up again."""
        return {}

    @cached_property
    def tables(self) -> tuple[tuple[Step, ...], ...]:
        """Steps to every mapping in here that names a table of values (`sim.model.measured`)."""
        found: list[tuple[Step, ...]] = []
        if isinstance(self.value, dict) and "table" in self.value:
            found.append(())
        for step, node in self.below:
            if isinstance(node.value, (dict, tuple)):
                found += [(step, *steps) for steps in node.tables]
        return tuple(found)

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text in here, of values."""
        if isinstance(self.value, str):
            return frozenset((self.value,))
        own = [node.value for _, node in self.below if isinstance(node.value, str)]
        nested = [node.texts for _, node in self.below if isinstance(node.value, (dict, tuple))]
        return frozenset(own).union(*nested)

    @cached_property
    def raw(self) -> Any:
        """As `plain`, the same object at each call: not to be changed."""
        value = self.value
        if isinstance(value, dict):
            return {
                key: node.raw if isinstance(node.value, (dict, tuple)) else node.value
                for key, node in value.items()
            }
        if isinstance(value, tuple):
            return [node.raw if isinstance(node.value, (dict, tuple)) else node.value for node in value]
        return value


Changes: TypeAlias = dict[Step, Union[Node, "Changes"]]
"""New values by their steps, one mapping in the other."""


@dataclass(frozen=True)
class Unresolved:
    """A path that leads nowhere: the part that does not exist, and what could stand there."""

    word: str
    allowed: tuple[str, ...]
    parent: tuple[Step, ...]
    last: bool
    """Whether everything before the last key of the path exists."""


def plain(node: Node) -> Any:
    """The value alone: dicts, lists and scalars."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(child) for child in node.value]
    return node.value


def values_in(node: Node, most: int) -> int:
    """How many values a tree holds, each as often as it stands; more than `most` are not counted."""
    below: Iterable[Node] = ()
    if isinstance(node.value, dict):
        below = node.value.values()
    elif isinstance(node.value, tuple):
        below = node.value
    counted = 1
    for one in below:
        counted += values_in(one, most - counted)
        if counted > most:
            break
    return counted


def levels_in(node: Node) -> int:
    """How many mappings and lists stand in each other."""
    below = node.value.values() if isinstance(node.value, dict) else node.value
    return 1 + max(map(levels_in, below), default=0) if isinstance(node.value, (dict, tuple)) else 0  # type: ignore[arg-type]


def child(node: Node, step: Step) -> Node | None:
    """The value one step down, or None."""
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, tuple) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step]
    return None


def at(root: Node, steps: Sequence[Step]) -> Node | None:
    """The value at the end of the steps, or None."""
    node: Node | None = root
    for step in steps:
        node = child(node, step) if node is not None else None
    return node


def replaced(node: Node, steps: Sequence[Step], new: Node) -> Node:
    """The tree with `new` at the end of the steps; a last key that is not there is added."""
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(node.value, dict):
        key = str(step)
        below = node.value.get(key)
        changed = new if below is None or not rest else replaced(below, rest, new)
        keys = node.keys if key in node.keys else {**node.keys, key: new.place}
        return Node({**node.value, key: changed}, node.place, keys)
    if isinstance(node.value, tuple) and isinstance(step, int):
        entries = tuple(replaced(e, rest, new) if i == step else e for i, e in enumerate(node.value))
        return Node(entries, node.place, node.keys)
    raise KeyError(step)


def changed(node: Node, changes: Changes) -> Node:
    """The tree with other values in the places of some that are there, all at once."""
    new = {
        step: below if isinstance(below, Node) else changed(_there(node, step), below)
        for step, below in changes.items()
    }
    if isinstance(node.value, dict):
        return Node(
            {**node.value, **{str(step): below for step, below in new.items()}}, node.place, node.keys
        )
    assert isinstance(node.value, tuple)
    return Node(tuple(new.get(i, entry) for i, entry in enumerate(node.value)), node.place, node.keys)


def _there(node: Node, step: Step) -> Node:
    below = child(node, step)
    assert below is not None
    return below


def resolve(root: Node, path: str) -> tuple[Step, ...] | Unresolved:
    """The exact steps of a dotted path."""
    words = path.split(".")
    steps: tuple[Step, ...] = ()
    node = root
    position = 0
    while position < len(words):
        found = _next(node, words[position:])
        if found is None:
            last = position == len(words) - 1 and isinstance(node.value, dict)
            return Unresolved(words[position], _choices(node), steps, last)
        taken, used = found
        steps = (*steps, *taken)
        below = at(node, taken)
        assert below is not None
        node, position = below, position + used
    return steps


def _next(node: Node, words: Sequence[str]) -> tuple[tuple[Step, ...], int] | None:
    """Steps to the next value of a path, and how many words they use. Ids and keys may hold dots."""
    if isinstance(node.value, dict):
        for used in range(1, len(words) + 1):
            if (key := ".".join(words[:used])) in node.value:
                return (key,), used
        return None
    if not isinstance(node.value, tuple):
        return None
    for used in range(len(words), 0, -1):
        if (steps := node.steps_to.get(".".join(words[:used]))) is not None:
            return steps, used
    if words[0].isdigit() and int(words[0]) < len(node.value):
        return (int(words[0]),), 1
    for index, entry in enumerate(node.value):
        if isinstance(entry.value, dict) and list(entry.value) == [words[0]]:
            return (index, words[0]), 1
    return None


def _choices(node: Node) -> tuple[str, ...]:
    if isinstance(node.value, dict):
        return tuple(node.value)
    if isinstance(node.value, tuple):
        ids = tuple(dict.fromkeys(block for _, block, _ in node.blocks))
        return ids or tuple(str(index) for index in range(len(node.value)))
    return ()


def path_of(root: Node, path: str) -> tuple[Step, ...]:
    """Steps of as much of a dotted path as exists."""
    found = resolve(root, path)
    return (*found.parent, found.word) if isinstance(found, Unresolved) else found


def closest_place(root: Node, steps: Sequence[object], at_key: bool = False) -> Place:
    """Where the value at the end of the steps stands; steps that lead nowhere are passed over.

    With `at_key` the key is meant, not its value.
    """
    node, place = root, root.place
    for step in steps:
        if isinstance(node.value, dict) and str(step) in node.value:
            key = node.keys.get(str(step), node.place)
            node = node.value[str(step)]
            # A mapping or list is best named by the key that leads to it.
            place = key if at_key or isinstance(node.value, (dict, tuple)) else node.place
        elif isinstance(step, int) and (below := child(node, step)) is not None:
            node, place = below, below.place
    return place
