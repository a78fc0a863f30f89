"""One scenario out of its files: what each defines is put together, and nothing is defined twice.

Names are united: pools, sessions, targets, variants, … of all files stand in one scenario, in the order in which the
files are included, the file's own last. A service may be stated in several files (its flow in one, its channels in
another). Everything else is stated once; two files that state the same are a fault, unless the file that includes
says under `override` what changes, by its path.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import Path

from sim.frozen import dataclass
from sim.model.defaults import with_defaults
from sim.model.expansion import expanded, fragments_used
from sim.model.faults import Fault, Place, shown
from sim.model.includes import Written, called, gathered
from sim.model.overriding import Overridden, overridden
from sim.model.tree import Node, child

OWN = ("onewindow", "title", "include", "source")
"""What every file says of itself alone."""
JOINED = (
    ("pools",), ("sessions",), ("services",), ("services", "*"), ("services", "*", "channels"),
    ("services", "*", "attributes"), ("targets",), ("fragments",), ("variants",), ("load_stages",), ("defaults",),
    ("sources",), ("override",),
)  # fmt: skip
"""Mappings to which several files may add."""
LISTED = ("levers", "calibration")
"""Lists to which several files may add."""


@dataclass(frozen=True)
class Origin:
    """What a scenario was made of."""

    files: tuple[Written, ...] = ()
    """In the order in which they count; the scenario's own file last."""
    fragments_used: frozenset[str] = frozenset()
    defaults_taken: frozenset[str] = frozenset()
    overridden: tuple[Overridden, ...] = ()

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """By file, the source of its numbers that name none."""
        return {one.file: str(one.source.value) for one in self.files if one.source is not None}

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The files it includes, as they would be named: of the library, or from its own folder."""
        return tuple(called(written.file, self.files[-1].file) for written in self.files[:-1])

    def told(self, place: Place) -> str:
        """A place of one of the files, named as they are."""
        return f"{called(place.file, self.files[-1].file)}:{place.line}:{place.column}"


def composed(root: Node, text: str, file: str, tree: Path) -> tuple[Node, Origin, tuple[Fault, ...]]:
    """The scenario of a file that was read, all put in place; what it was made of; and what is wrong.

    `tree` is the folder from which it may include others.
    """
    files, faults = gathered(root, text, file, tree)
    union = _Union()
    for _, part in files[:-1]:
        union.add(part, own=False)
    made = union.add(root, own=True) if len(files) > 1 else root
    made, unlike, taken = with_defaults(made)
    used = fragments_used(made)
    made, unused = expanded(made)
    made, changed, undone = overridden(made)
    origin = Origin(tuple(written for written, _ in files), used, taken, changed)
    return made, origin, (*faults, *union.faults, *unlike, *unused, *undone)


@dataclass
class _Union:
    values: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, root: Node, *, own: bool) -> Node:
        """One more file; what there is with it."""
        if not isinstance(root.value, dict):
            return root
        for key, node in root.value.items():
            if not own and key in OWN:
                continue
            if key not in self.values:
                self.values[key], self.keys[key] = node, root.keys[key]
            else:
                self.values[key] = self.both((key,), self.values[key], self.keys[key], node, root.keys[key])
        return Node(dict(self.values), root.place, dict(self.keys))

    def both(self, path: tuple[str, ...], first: Node, first_key: Place, then: Node, key: Place) -> Node:
        """What two files say at one path."""
        if isinstance(first.value, tuple) and isinstance(then.value, tuple) and path[0] in LISTED:
            return Node((*first.value, *then.value), first.place)
        if not isinstance(first.value, dict) or not isinstance(then.value, dict) or not _joined(path):
            self.faults.append(Fault.at(key, _twice(path, first_key)))
            return first
        values, keys = dict(first.value), dict(first.keys)
        for name, node in then.value.items():
            if name in values and path != ("override",):
                below = (*path, name)
                values[name] = self.both(below, values[name], keys[name], node, then.keys[name])
            else:
                values[name], keys[name] = node, then.keys[name]
        return Node(values, first.place, keys)


def _joined(path: Sequence[str]) -> bool:
    return any(
        len(path) == len(one) and all(part in ("*", word) for part, word in zip(one, path, strict=True))
        for one in JOINED
    )


def _twice(path: Sequence[str], first: Place) -> str:
    dotted = ".".join(path)
    return (
        f"{shown(dotted)} stands already at {first}; leave one of the two out, or say here what changes: "
        f"override: {{{dotted}: …}}"
    )


# -- what a scenario does not use -----------------------------------------------------------------------

IDLE = ("pools", "sessions")
NAMING = ("services", "levers", "variants", "halls")
"""Where pools and sessions are asked for, besides sessions, which ask for pools."""


def without_idle(root: Node, file: str) -> Node:
    """The scenario without the pools and sessions of other files that nothing here asks for.

    A jurisdiction describes its hall once; each of its scenarios shows the part it uses. What the scenario's own file
    defines stays, to be told if nothing asks for it.
    """
    named: set[str] | None = None
    for section in reversed(IDLE):
        stated = child(root, section)
        if stated is None or not isinstance(stated.value, dict):
            continue
        theirs = [name for name, place in stated.keys.items() if place.file != file]
        if not theirs:
            continue
        if named is None:
            named = {word for key in NAMING for word in _texts(child(root, key))}
        if section == "pools":
            named |= _texts(child(root, "sessions"))
            rooms = [child(pool, "room_of") for name, pool in stated.value.items() if name in named]
            named |= {word for room in rooms for word in _texts(room)}
        idle = {name for name in theirs if name not in named and not named & _skills(stated.value[name])}
        if idle:
            kept = {name: node for name, node in stated.value.items() if name not in idle}
            assert isinstance(root.value, dict)
            root = Node({**root.value, section: Node(kept, stated.place, stated.keys)}, root.place, root.keys)
    return root


def _skills(pool: Node) -> frozenset[str]:
    return _texts(child(pool, "skills"))


def _texts(node: Node | None) -> frozenset[str]:
    return frozenset() if node is None else node.texts
