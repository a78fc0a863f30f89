"""What is stated once for many: `like: NAME` takes from `defaults.NAME` every key that a mapping does not state itself.

`defaults` are mappings by name, for anything in the file: a pool, a channel, a target, a paper, the range and source of
a time, the parameters of a lever. They may be `like` each other. A key that is stated beside `like` counts alone: what
it holds is not mixed with what the default says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.frozen import dataclass
from sim.model.bounds import DEPTH, VALUES
from sim.model.faults import Fault, Place
from sim.model.names import unknown
from sim.model.tree import Node, child, levels_in, values_in

if TYPE_CHECKING:
    from collections.abc import Mapping

LIKE = "like"
LONGEST = 20
"""Defaults that are like each other in a row."""


def with_defaults(root: Node) -> tuple[Node, tuple[Fault, ...], frozenset[str]]:
    """The tree with every `like` put in place, what is wrong, and the names of the defaults that were taken.

    `defaults` itself stays as it is written.
    """
    if not isinstance(root.value, dict):
        return root, (), frozenset()
    stated = child(root, "defaults")
    work = _Filling(stated.value if stated is not None and isinstance(stated.value, dict) else {})
    try:
        below = {key: one if key == "defaults" else work.inside(one, 1) for key, one in root.value.items()}
    except _TooMuchError as error:
        return root, (*work.faults, error.fault), frozenset(work.taken)
    return Node(below, root.place, root.keys), tuple(work.faults), frozenset(work.taken)


class _TooMuchError(Exception):
    """What is put in place multiplies."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def _too_deep(place: Place) -> _TooMuchError:
    return _TooMuchError(Fault.at(place, f"with defaults in place, nested deeper than {DEPTH} levels"))


@dataclass(frozen=True)
class _Default:
    """A default with its own `like` put in place."""

    node: Node
    values: int
    levels: int


class _Filling:
    def __init__(self, defaults: Mapping[str, Node]) -> None:
        self.defaults = defaults
        self.faults: list[Fault] = []
        self.taken: set[str] = set()
        self._made: dict[str, _Default | None] = {}
        self._open: list[str] = []
        self._values = 0

    def inside(self, node: Node, depth: int) -> Node:
        """A value with every `like` in it put in place; itself where there is none."""
        if depth > DEPTH:
            raise _TooMuchError(
                Fault.at(node.place, f"with defaults in place, nested deeper than {DEPTH} levels")
            )
        if isinstance(node.value, tuple):
            entries = tuple(self.inside(entry, depth + 1) for entry in node.value)
            same = all(one is other for one, other in zip(entries, node.value, strict=True))
            return node if same else Node(entries, node.place)
        if not isinstance(node.value, dict):
            return node
        below = {key: self.inside(one, depth + 1) for key, one in node.value.items()}
        named = node.value.get(LIKE)
        if named is not None and isinstance(named.value, str):
            del below[LIKE]
            keys = {key: place for key, place in node.keys.items() if key != LIKE}
            default = self.default(named.value, named)
            if default is not None and depth + default.levels > DEPTH:
                raise _too_deep(named.place)
            if default is None:
                return Node(below, node.place, keys)
            assert isinstance(default.node.value, dict)
            return Node({**default.node.value, **below}, node.place, {**default.node.keys, **keys})
        same = all(one is node.value[key] for key, one in below.items())
        return node if same else Node(below, node.place, node.keys)

    def default(self, name: str, at: Node) -> _Default | None:
        """A default that something is like; None where there is none, which is told."""
        stated = self.defaults.get(name)
        if stated is None:
            self.faults.append(Fault.at(at.place, unknown("default", name, self.defaults)))
            return None
        if name in self._open:
            circle = " → ".join((*self._open[self._open.index(name) :], name))
            self.faults.append(Fault.at(at.place, f"defaults are like each other in a circle: {circle}"))
            return None
        if len(self._open) >= LONGEST:
            message = f"more than {LONGEST} defaults are like each other in a row"
            self.faults.append(Fault.at(at.place, message))
            return None
        self.taken.add(name)
        if name not in self._made:
            self._open.append(name)
            made = self.inside(stated, 1)
            self._open.pop()
            whole = isinstance(made.value, dict)
            self._made[name] = _Default(made, values_in(made, VALUES), levels_in(made)) if whole else None
        if (found := self._made[name]) is not None:
            self._values += found.values
            if self._values > VALUES:
                message = f"defaults put in place hold more than {VALUES:,} values: they multiply"
                raise _TooMuchError(Fault.at(at.place, message))
        return found
