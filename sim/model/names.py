"""Every name a scenario file declares, collected from the raw data before anything is validated.

A reference (to a pool, skill, milestone, paper, …) is checked against these names while the models are
validated, so that a fault elsewhere in the file never hides it. `Names` travels as the validation context;
without one (models made by code, not from a file) references are not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from sim.model.faults import listed, nearest, shown, wrong

M = TypeVar("M")

KEYWORDS: tuple[str, ...] = (
    "task", "session", "parallel", "race", "until", "choice", "repeat", "wait", "documents", "background",
    "require", "item", "stage", "milestone", "end", "use",
)  # fmt: skip
"""The keys that make a mapping a block; the value is the block's id."""
_KEYWORDS = frozenset(KEYWORDS)

STAMPED_ALWAYS: tuple[str, ...] = ("arrived", "finished")
"""Milestones every case has."""
STAMPED_BY_THE_HOUSE: Mapping[str, str] = {
    "arrived": "every case bears it already, from when it comes",
    "finished": "every case bears it already, from when it ends",
    "deemed": "it says that something was granted by silence (until … deemed), which counts as late",
}
"""Milestones that no author stamps, and why."""

Kind = Literal["pool", "pool or unit", "skill", "session", "target", "service", "fragment", "source", "lever",
               "variant", "milestone", "background", "paper", "attribute", "item", "stage", "step",
               "clock"]  # fmt: skip


def keyword_of(raw: object) -> str | None:
    """The keyword of a raw block: its first key that is one, or None."""
    if isinstance(raw, Mapping):
        for key in raw:
            if key in _KEYWORDS:
                return str(key)
    return None


def raw_blocks(raw: object) -> Iterator[Mapping[str, Any]]:
    """Every raw block nested anywhere under `raw`, outer before inner, in file order."""
    left = [raw]
    while left:
        here = left.pop()
        if isinstance(here, dict):
            if keyword_of(here) is not None:
                yield here
            left += [value for value in reversed(here.values()) if isinstance(value, (dict, list, tuple))]
        elif isinstance(here, (list, tuple)):
            left += [value for value in reversed(here) if isinstance(value, (dict, list, tuple))]


@dataclass
class ServiceNames:
    """What one service declares. `attributes` gives each attribute its values, or None for a number."""

    name: str
    milestones: tuple[str, ...] = STAMPED_ALWAYS
    backgrounds: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    """Tasks."""
    clocks: tuple[str, ...] = ()
    """Targets of the service that add no others up and end with a first stamp, and promised items and stages."""
    channels: tuple[str, ...] = ()
    attributes: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    stamped: dict[str, str] = field(default_factory=dict)
    """Milestones that its parts, notices and judged steps stamp, and when."""

    @classmethod
    def collect(cls, name: str, raw: object, targets: object = None) -> ServiceNames:
        if not isinstance(raw, Mapping):
            return cls(name)
        found: dict[str, list[str]] = {
            word: [] for word in ("milestone", "background", "item", "stage", "task")
        }
        papers: list[str] = []
        notices: list[str] = []
        clocks = [
            target
            for target in _keys(targets)
            if isinstance(stated := targets[target], Mapping)  # type: ignore[index]
            and stated.get("service") == name
            and not stated.get("sum_of")
            and stated.get("measure", "time") == "time"
            and stated.get("stamp") != "last"
        ]
        for block in raw_blocks(raw.get("flow")):
            for word, names in found.items():
                if isinstance(block.get(word), str):
                    names.append(block[word])
                    if word in ("item", "stage") and "promised" in block:
                        clocks.append(block[word])
            papers += _keys(block.get("papers")) if "documents" in block else []
            if isinstance(block.get("documents"), str) and block.get("notice") is not None:
                notices.append(f"{block['documents']}.notice")
            if isinstance(block.get("documents"), str) and block.get("mode") == "tolerate":
                # The papers still to come are supplied in a background of the block's own name.
                found["background"].append(block["documents"])
        judged = [step for target in _keys(targets) if (step := _step(targets[target], name)) is not None]  # type: ignore[index]
        parts = found["item"] + found["stage"]
        stamps = [*found["milestone"], *(f"{part}.{end}" for part in parts for end in ("started", "done"))]
        attributes: dict[str, tuple[str, ...] | None] = {}
        for attribute in _keys(raw.get("attributes")):
            stated = raw["attributes"][attribute]
            values = stated.get("values") if isinstance(stated, Mapping) else None
            attributes[attribute] = tuple(_keys(values)) if isinstance(values, Mapping) else None
        return cls(
            name,
            milestones=_unique(STAMPED_ALWAYS, stamps),
            backgrounds=_unique(found["background"]),
            papers=_unique(papers),
            items=_unique(found["item"]),
            stages=_unique(found["stage"]),
            steps=_unique(found["task"]),
            clocks=_unique(clocks),
            channels=tuple(_keys(raw.get("channels"))),
            attributes=attributes,
            stamped={
                f"{part}.{end}": f'"{part}" stamps it itself, {when}'
                for end, of, when in (
                    ("started", [*parts, *notices], "when it begins"),
                    ("done", [*parts, *notices], "when it is done"),
                    ("joined", judged, "when its queue is joined"),
                    ("done", judged, "when it is done"),
                )
                for part in of
            },
        )


def _step(target: object, service: str) -> str | None:
    """The step of a service that a raw target looks at, if it is about one."""
    step = target.get("step") if isinstance(target, Mapping) and target.get("service") == service else None
    return step if isinstance(step, str) else None


class Validated:
    """Models that were made of the parts of a tree, for other trees that share parts of it.

    A part is known by the identity of its raw value, which is kept here so that it stays the only one of that identity.
    What was met twice is not kept: each place has a model of its own.
    """

    def __init__(self) -> None:
        self.names: Names | None = None
        """What the tree declares; None while it is being validated."""
        self._made: dict[tuple[type, int, str], tuple[object, Any]] = {}

    def keep(self, kind: type, raw: object, service: str, made: object) -> None:
        key = kind, id(raw), service
        self._made[key] = (raw, None if key in self._made else made)

    def of(self, kind: type, raw: object, service: str) -> Any:
        """The model, or None."""
        _, made = self._made.get((kind, id(raw), service), (None, None))
        return made


@dataclass
class Names:
    """All declared names, and the service whose models are being validated just now (`current`).

    `sources` and `levers` are None where they are not known; then such references are not checked.
    """

    pools: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """Units of pools: "window.li"."""
    skills: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    fragments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    services: dict[str, ServiceNames] = field(default_factory=dict)
    sources: Collection[str] | None = None
    levers: Collection[str] | None = None
    raw_levers: Sequence[object] = field(default=(), repr=False, compare=False)
    """The file's levers with their parameters."""
    taken_from_levers: set[str] = field(default_factory=set, repr=False, compare=False)
    """Names that were allowed only because a lever may add them."""
    called: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """Ids of pools, services, sessions and targets by what people call them, in either language."""
    wd_hours: float = 8.0
    current: ServiceNames | None = field(default=None, compare=False)
    by_raw: dict[int, ServiceNames] = field(default_factory=dict, repr=False, compare=False)
    known: Validated | None = field(default=None, repr=False, compare=False)
    """Models of parts that stood in another tree under equal names, where there are some."""

    @classmethod
    def collect(
        cls,
        raw: Mapping[str, Any],
        sources: Collection[str] | None = None,
        levers: Collection[str] | None = None,
        wd_hours: float = 8.0,
    ) -> Names:
        pools = raw.get("pools")
        skills: list[str] = []
        units: list[str] = []
        fragments: dict[str, tuple[str, ...]] = {}
        for pool in _keys(pools):
            skills += _skills(pools[pool])  # type: ignore[index]
            staff = pools[pool].get("staff") if isinstance(pools[pool], Mapping) else None  # type: ignore[index]
            for unit in _keys(staff):
                units.append(f"{pool}.{unit}")
                skills += _skills(staff[unit])  # type: ignore[index]
        for fragment in _keys(raw.get("fragments")):
            body = raw["fragments"][fragment]
            parameters = body.get("parameters") if isinstance(body, Mapping) else None
            fragments[fragment] = (
                tuple(str(word) for word in parameters) if isinstance(parameters, list) else ()
            )
        services = {
            name: ServiceNames.collect(name, raw["services"][name], raw.get("targets"))
            for name in _keys(raw.get("services"))
        }
        return cls(
            pools=tuple(_keys(pools)),
            units=tuple(units),
            skills=_unique(skills),
            sessions=tuple(_keys(raw.get("sessions"))),
            targets=tuple(_keys(raw.get("targets"))),
            variants=tuple(_keys(raw.get("variants"))),
            fragments=fragments,
            services=services,
            by_raw={id(raw["services"][name]): names for name, names in services.items()},
            sources=sources,
            levers=levers,
            raw_levers=[raw.get("levers"), *_lever_lists(raw.get("variants"))],
            called=_called(raw),
            wd_hours=wd_hours,
        )

    @cached_property
    def lever_words(self) -> frozenset[str]:
        """Every text among the parameters of the file's levers: milestones, items and stages they may add."""
        return frozenset(_texts(self.raw_levers))

    @contextmanager
    def within(self, service: object) -> Iterator[None]:
        """While one service, given by its raw mapping or its name, is being validated."""
        before = self.current
        found = self.services.get(service) if isinstance(service, str) else self.by_raw.get(id(service))
        self.current = found
        try:
            yield
        finally:
            self.current = before

    def allowed(self, kind: Kind) -> Collection[str] | None:
        """Names a reference of this kind may take, or None when that is not known here."""
        if kind in ("milestone", "background", "paper", "attribute", "item", "stage", "step", "clock"):
            if self.current is None:
                return None
            allowed: Collection[str] = getattr(self.current, f"{kind}s")
            return allowed
        if kind == "pool or unit":
            return (*self.pools, *self.units)
        known: Collection[str] | None = getattr(self, f"{kind}s")
        return known

    def added_by_levers(self, name: str) -> bool:
        """Whether some lever of the file may add this milestone, item or stage: its own name, or one below it."""
        added = any(name == word or name.startswith(f"{word}.") for word in self.lever_words)
        if added:
            self.taken_from_levers.add(name)
        return added

    def allow_all_of(self, other: Names) -> bool:
        """Whether what was valid under other names is so under these, and what it refers to is the same."""
        return self == other and all(map(self.added_by_levers, tuple(other.taken_from_levers)))


def names_of(info: ValidationInfo) -> Names | None:
    """The names handed to this validation, if any."""
    return info.context if isinstance(info.context, Names) else None


def validated(kind: type, raw: Any, handler: Callable[[Any], M], info: ValidationInfo) -> M:
    """A model of a raw value: the one that was made of it before, or a new one."""
    names = names_of(info)
    known = None if names is None else names.known
    if names is None or known is None:
        return handler(raw)
    service = "" if names.current is None else names.current.name
    if known.names is None:
        made = handler(raw)
        known.keep(kind, raw, service, made)
        return made
    found: M | None = known.of(kind, raw, service)
    return handler(raw) if found is None else found


class Known:
    """Of a field whose text is a name: a check that sees the names of the file, after the field's own."""

    def __init__(self, check: Callable[[str, ValidationInfo], str]) -> None:
        self._check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._check, handler(source))


def refers_to(kind: Kind) -> Known:
    """Validator of a field that names something declared elsewhere in the file."""

    def check(name: str, info: ValidationInfo) -> str:
        names = names_of(info)
        allowed = names.allowed(kind) if names is not None else None
        if allowed is not None and name not in allowed:
            raise wrong(unknown(kind.removesuffix(" or unit"), name, allowed, names.called if names else {}))
        return name

    return Known(check)


def unknown(
    kind: str, name: str, allowed: Iterable[str], called: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The message for a reference to nothing. `called`: ids by what people call them."""
    allowed = list(allowed)
    named = called.get(name)
    meant = f'; did you mean "{named}"?' if named in allowed else nearest(name, allowed)
    return f"there is no {kind} {shown(name)}; allowed: {listed(allowed)}{meant}"


def judged_name(kind: Kind) -> Known:
    """Validator of what a target is judged by: the flow has it, or a lever may add it."""

    def check(name: str, info: ValidationInfo) -> str:
        names = names_of(info)
        allowed = names.allowed(kind) if names is not None else None
        if (
            names is not None
            and allowed is not None
            and name not in allowed
            and not names.added_by_levers(name)
        ):
            raise wrong(unknown(kind, name, allowed))
        return name

    return Known(check)


def _called(raw: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("pools", "services", "sessions", "targets"):
        for key in _keys(stated := raw.get(kind)):
            name = stated[key].get("name") if isinstance(stated[key], Mapping) else None  # type: ignore[index]
            for text in name.values() if isinstance(name, Mapping) else (name,):
                if isinstance(text, str):
                    found.setdefault(text, key)
    return found


def _lever_lists(variants: object) -> list[object]:
    stated = variants.values() if isinstance(variants, Mapping) else ()
    return [variant.get("levers") for variant in stated if isinstance(variant, Mapping)]


def _texts(raw: object) -> Iterator[str]:
    """Every text below, of values; keys that name something stand for it too."""
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, Mapping):
        for key, value in raw.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(raw, (list, tuple)):
        for value in raw:
            yield from _texts(value)


def _skills(raw: object) -> list[str]:
    """Skills that a raw pool, or a unit of one, states."""
    stated = raw.get("skills") if isinstance(raw, Mapping) else None
    return [skill for skill in stated if isinstance(skill, str)] if isinstance(stated, list) else []


def _keys(raw: object) -> list[str]:
    return [str(key) for key in raw] if isinstance(raw, Mapping) else []


def _unique(*groups: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for group in groups for word in group))
