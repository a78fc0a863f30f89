"""What-if settings: `pools.window.capacity-=2`, `services.startup.flow.review.work*=1.2`.

A setting changes the raw tree before it is validated. `=` takes any YAML value; `+=`, `-=` and `*=` keep the
unit of what stands there. A number changed this way is the user's own: it loses its source and range.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, cast

from pydantic_core import PydanticCustomError

from sim.frozen import dataclass
from sim.model.faults import Fault, ModelError, Place, listed, nearest, shown
from sim.model.money import HourlyMoney, Money
from sim.model.quantities import Duration, Rate, number_text
from sim.model.tally import Tally
from sim.model.tree import Changes, Node, Step, Unresolved, at, changed, child, plain, replaced, resolve
from sim.model.yaml_tree import parse_value

Operation = Literal["=", "+=", "-=", "*="]
_SETTING = re.compile(r"\s*([^=+*\s]+?)\s*(=|\+=|-=|\*=)\s*(.*?)\s*", re.DOTALL)
_PERCENT = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*%\s*")

DISTRIBUTION_KEYS = frozenset(
    ("mean", "sd", "cv", "median", "min", "mode", "max", "fixed", "family", "values", "table")
)
FREE_KEYS = frozenset(
    (
        "pools",
        "services",
        "targets",
        "fragments",
        "variants",
        "channels",
        "attributes",
        "papers",
        "branches",
        "staff",
    )
)
"""Mappings whose keys are names: a setting may change an entry, not make one."""
PUT_IN_PLACE = {"fragments": "are", "defaults": "are", "include": "is", "override": "is", "source": "is"}
"""What of a file has been put in place before anything is set."""
UNITS = ("capacity", "places", "units", "more", "fewer")
"""Keys, and those below `profile`, that hold whole units: what a setting makes of them is rounded, and told."""
INSTEAD_OF = {"study.year": ("start", "window"), "study.start": ("year",), "study.window": ("year",)}
"""Values that stand instead of their neighbours: setting one drops those the file states, never one that was set."""


@dataclass(frozen=True)
class Rounded:
    """What a setting came to, and the whole number that was taken for it."""

    setting: str
    exact: float
    taken: int


@dataclass(frozen=True)
class Setting:
    """One change of one value. `place` is the file it stands in, for a variant's `set`; else its own text."""

    path: str
    operation: Operation
    value: str
    place: Place | None = None

    @property
    def text(self) -> str:
        return f"{self.path}{self.operation}{self.value}"

    @property
    def stands_at(self) -> Place:
        return self.place or Place(self.text, parameter="set")

    def __str__(self) -> str:
        return self.text


def parse_setting(text: str) -> Setting:
    """Read `path=value`, `path+=value`, `path-=value` or `path*=factor`. Raises `ModelError`."""
    found = _SETTING.fullmatch(text)
    if found is None and "＝" in text:
        raise ModelError([Fault.of("set", text, 'the full-width "＝" cannot stand here; write "="')])
    if found is None or not found[3]:
        allowed = "path=value, path+=value, path-=value, path*=factor"
        raise ModelError([Fault.of("set", text, f"{shown(text)} is not a setting; allowed: {allowed}")])
    return Setting(found[1], cast(Operation, found[2]), found[3])


def applied(
    root: Node, variant: str | None, settings: Sequence[Setting], rounded: list[Rounded] | None = None
) -> tuple[Node, tuple[Fault, ...]]:
    """The tree with the variant's `set` and then the settings applied, and what could not be.

    Paths in the `set` of other variants are checked too. Numbers of units that had to be made whole go to `rounded`.
    """
    stated = root
    root, why_not = _of_variant(root, variant)
    faults = list(why_not)
    edits = _Edits(root, stated, rounded)
    for setting in settings:
        new, why = parse_value(setting.value, setting.stands_at)
        if new is not None:
            why = edits.make(setting, new)
        if why:
            faults.append(Fault.at(setting.stands_at, why))
    return edits.tree(), tuple(faults)


@lru_cache(maxsize=16)
def _of_variant(root: Node, variant: str | None) -> tuple[Node, tuple[Fault, ...]]:
    """The tree with the variant's `set`. Kept: settings come by the hundred upon the same."""
    faults: list[Fault] = []
    stated = root
    for name, path, value in _variant_sets(root):
        place = root.place if value.place is None else value.place
        tried, why = set_at(root, path, "=", value)
        if why:
            faults.append(Fault.at(place, why))
        elif name == variant:
            root = without_replaced(tried, path, stated)
    return root, tuple(faults)


class _Edits:
    """A tree that is being edited. Numbers are put in place together, as settings come by the hundred."""

    def __init__(self, root: Node, stated: Node, rounded: list[Rounded] | None) -> None:
        self._root = root
        self._stated = stated
        self._rounded = rounded
        self._ways = _Ways(root)
        self._numbers: Changes = {}
        """Not in the tree yet; none stands in another."""

    def tree(self) -> Node:
        """The tree with everything that was set so far."""
        if self._numbers:
            self._root, self._numbers = changed(self._root, self._numbers), {}
        return self._root

    def make(self, setting: Setting, new: Node) -> str:
        """Make one change; why it cannot be made, or nothing."""
        path, operation = setting.path, setting.operation
        steps = self._ways.to(self._root, path, new)
        if not isinstance(steps, Unresolved) and _is_number(new) and not _stands_alone(path):
            level = self._level(steps)
            if level is not None:
                old = at(self._root, steps)
                assert old is not None
                made, why = _made(old, steps, path, operation, new, self._rounded)
                if not why:
                    level[steps[-1]] = made
                return why
        root = self.tree()
        made, why = set_at(root, path, operation, new, self._rounded, self._ways.to(root, path, new))
        self._root = root if why else without_replaced(made, path, self._stated)
        return why

    def _level(self, steps: tuple[Step, ...]) -> Changes | None:
        """Where the number at the end of the steps is kept until then; None where one stands there, or around it."""
        level = self._numbers
        for step in steps[:-1]:
            below = level.setdefault(step, {})
            if isinstance(below, Node):
                return None
            level = below
        return None if steps[-1] in level else level


def _is_number(node: Node) -> bool:
    """A number, or a quantity with its unit: nothing that could be the name of something."""
    value = node.value
    return value[:1].isdigit() if isinstance(value, str) else isinstance(value, (int, float))


def _stands_alone(path: str) -> bool:
    """Whether setting it changes more than its own place, or nothing."""
    return path in INSTEAD_OF or path.split(".")[0] in PUT_IN_PLACE


class _Ways:
    """Steps of paths, looked up once for all who set something upon the same tree.

    They hold as long as only single values are put in the place of others: then ids and keys stay where they are.
    """

    def __init__(self, stated: Node) -> None:
        self._known = stated.ways
        self._hold = True

    def to(self, root: Node, path: str, new: Node) -> tuple[Step, ...] | Unresolved:
        """The steps of a path in `root`, where `new` is to be put."""
        steps: tuple[Step, ...] | Unresolved | None = self._known.get(path) if self._hold else None
        if steps is None or isinstance(steps, Unresolved) or at(root, steps) is None:
            steps = resolve(root, path)
            if self._hold and not isinstance(steps, Unresolved):
                self._known[path] = steps
        if isinstance(steps, Unresolved) or isinstance(new.value, (dict, tuple)):
            self._hold = False
        return steps


def _variant_sets(root: Node) -> Iterator[tuple[str, str, Node]]:
    variants = child(root, "variants")
    for name, variant in (
        variants.value.items() if variants is not None and isinstance(variants.value, dict) else ()
    ):
        stated = child(variant, "set")
        if stated is not None and isinstance(stated.value, dict):
            for path, value in stated.value.items():
                yield name, path, value


def set_at(
    root: Node,
    path: str,
    operation: Operation,
    new: Node,
    rounded: list[Rounded] | None = None,
    steps: tuple[Step, ...] | Unresolved | None = None,
) -> tuple[Node, str]:
    """The changed tree, or the same one and why not. `steps`: those of the path, where they are known."""
    if (section := path.split(".")[0]) in PUT_IN_PLACE:
        return (
            root,
            f"{section} {PUT_IN_PLACE[section]} put in place first, so this would change nothing; set the number "
            "where it is used",
        )
    steps = resolve(root, path) if steps is None else steps
    if isinstance(steps, Unresolved):
        fixed = operation == "=" and steps.last and not (steps.parent and steps.parent[-1] in FREE_KEYS)
        if not fixed or not steps.parent:
            if steps.last and steps.parent and operation != "=" and steps.parent[-1] not in FREE_KEYS:
                close = nearest(steps.word, steps.allowed)
                return root, f'"{path}" has no value to change; write "=" to give it one{close}'
            where = ".".join(str(step) for step in steps.parent) or "the scenario"
            known = f"allowed: {listed(steps.allowed)}{nearest(steps.word, steps.allowed)}"
            return root, f"there is no {shown(steps.word)} in {where}; {known}"
        return replaced(root, (*steps.parent, steps.word), new), ""
    old = at(root, steps)
    assert old is not None
    made, why = _made(old, steps, path, operation, new, rounded)
    return (root, why) if why else (replaced(root, steps, made), "")


def _made(
    old: Node,
    steps: tuple[Step, ...],
    path: str,
    operation: Operation,
    new: Node,
    rounded: list[Rounded] | None,
) -> tuple[Node, str]:
    """What stands at the end of the steps afterwards, or the same and why not."""
    tried, why = _changed(old, path, operation, new)
    if why or operation == "=":
        return tried, why
    return _whole(tried, steps, f"{path}{operation}{plain(new)}", rounded), ""


def _whole(node: Node, steps: tuple[Step, ...], said: str, rounded: list[Rounded] | None) -> Node:
    """What stands at the end of the steps, a number of units made whole, half a unit upwards."""
    inside = steps[-1] == "value"
    if inside:
        steps = steps[:-1]
    if not steps or not (steps[-1] in UNITS or (len(steps) > 1 and steps[-2] == "profile")):
        return node
    if isinstance(node.value, dict) and "value" in node.value and not inside:
        taken = _whole(node.value["value"], (*steps, "value"), said, rounded)
        return Node({**node.value, "value": taken}, node.place, node.keys)
    if not isinstance(node.value, float) or node.value < 0:
        return node
    units = math.floor(node.value + 0.5)
    if rounded is not None:
        rounded.append(Rounded(said, node.value, units))
    return Node(units, node.place)


def without_replaced(root: Node, path: str, stated: Node) -> Node:
    """The tree without what the value just set at `path` stands instead of, as far as `stated` already had it."""
    parent = tuple(path.split(".")[:-1])
    for key in INSTEAD_OF.get(path, ()):
        block, old = at(root, parent), at(stated, (*parent, key))
        if block is None or not isinstance(block.value, dict) or old is None or child(block, key) is not old:
            continue
        rest = {name: below for name, below in block.value.items() if name != key}
        root = replaced(root, parent, Node(rest, block.place, block.keys))
    return root


def _changed(old: Node, path: str, operation: Operation, new: Node) -> tuple[Node, str]:
    """What stands in the place of `old` afterwards, or `old` and why not."""
    mapping = old.value if isinstance(old.value, dict) else {}
    if "value" in mapping and not isinstance(new.value, dict):
        # The number stays where it was, but it is the user's now, so source and range no longer hold.
        kept = {key: below for key, below in mapping.items() if key not in ("source", "range")}
        value, why = _result(mapping["value"], path, operation, new)
        own = Node({**kept, "value": value}, old.place, {key: old.keys.get(key, old.place) for key in kept})
        return (old, why) if why else (own, "")
    if operation == "*=" and (
        DISTRIBUTION_KEYS & set(mapping) or any(re.fullmatch(r"p\d.*", k) for k in mapping)
    ):
        kept = {key: below for key, below in mapping.items() if key != "range"}
        value, why = _result(mapping.get("factor", Node(1, new.place)), path, operation, new)
        own = Node({**kept, "factor": value}, old.place, {**old.keys, "factor": new.place})
        return (old, why) if why else (own, "")
    return _result(old, path, operation, new)


def _result(old: Node, path: str, operation: Operation, new: Node) -> tuple[Node, str]:
    if operation == "=":
        return new, ""
    made = _computed(old.value, operation, new.value)
    if isinstance(made, _No):
        return old, f'"{path}" is {shown(plain(old))}; {made.why}'
    return Node(made, new.place), ""


@dataclass(frozen=True)
class _No:
    why: str


def _computed(old: object, operation: Operation, new: object) -> str | int | float | _No:
    """old (operation) new, in old's unit."""
    if operation == "*=":
        factor = _plain_number(new)
        if factor is None:
            return _No(f"*= needs a plain number, got {shown(new)}")
        number, unit = _split(old)
        if number is None:
            return _No("only a number, duration, rate or share can be multiplied")
        return _joined(number * factor, unit)
    number, unit = _split(old)
    more, same = _split(new)
    if number is None:
        return _No(f"only a number, duration, rate or share can take {operation}")
    if more is None or unit != same:
        needed = f'the unit "{unit}"' if unit else "a plain number"
        return _No(f"{operation} needs {needed}, got {shown(new)}")
    return _joined(number + more if operation == "+=" else number - more, unit)


def _plain_number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _split(value: object) -> tuple[float | None, str]:
    """Number and unit of a raw quantity; the unit is empty for a plain number."""
    if (number := _plain_number(value)) is not None:
        return number, ""
    if not isinstance(value, str):
        return None, ""
    if (percent := _PERCENT.fullmatch(value)) is not None:
        return float(percent[1]), "%"
    if (tally := Tally.read(value)) is not None:
        return tally.amount, tally.unit
    try:
        duration = Duration.parse(value)
        return duration.amount, duration.unit
    except PydanticCustomError:
        pass
    try:
        rate = Rate.parse(value)
        return rate.amount, f"/{rate.per}"
    except PydanticCustomError:
        pass
    for kind in (Money, HourlyMoney):
        try:
            money = kind.parse(value)
            return money.amount, f"{money.currency}{money.per}"
        except PydanticCustomError:
            pass
    return None, ""


def _joined(number: float, unit: str) -> str | int | float:
    if unit:
        return f"{number_text(number)}{'' if unit == '%' else ' '}{unit}"
    tidy = round(number, 12)
    return int(tidy) if tidy == int(tidy) else tidy
