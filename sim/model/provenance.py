"""Where every number of a scenario comes from, and which of them are assumptions.

A number has its own source, or that of the nearest block, pool, channel, service, … around it that states
one, or else of the file it stands in. A number a user set has none: it is theirs. Assumed and borrowed numbers with a
range have a favourable end (the one that helps to keep the promise): by default short times, few cases, few faults,
many units.

An estimate that names no source, or an assumed one without a range, is no surer than one that does: it is taken to
lie within a default range. What a planner decides (staff, places, limits, required shares) has none by default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from sim.frozen import dataclass
from sim.model.blocks import Block, Documents, Paper, Repeat, Session, Task, Wait
from sim.model.channel import Appointments, Channel, RandomBatch, Shock
from sim.model.distribution import Distribution, Spread
from sim.model.due import Due, Hurry
from sim.model.effort import WorkFactor
from sim.model.faults import Fault, shown
from sim.model.listing import Listing
from sim.model.money import SourcedHourly, SourcedMoney
from sim.model.quantities import Duration, Favourable, Model, Rate, number_text
from sim.model.rules import MeetingRule, PoolRule
from sim.model.scenario import MADE_OF, Absence, Meeting, OtherWork, Pool, Scenario, Service, Staff, Target
from sim.model.settings import Setting
from sim.model.sourced import Sourced, SourcedCount, SourcedShare, SourcedSize
from sim.model.sources import Source
from sim.model.tree import Node, at, path_of

__all__ = [
    "DEFAULT_RANGE", "UNSOURCED", "Assumption", "NumberAt", "Sort", "Source", "assumptions", "numbers",
    "strict_faults", "uncertain_numbers", "unsourced_numbers",
]  # fmt: skip

DEFAULT_FAVOURABLE: Mapping[tuple[type[Model], str], Favourable] = {
    (Pool, "capacity"): "high",
    (Pool, "availability"): "high",
    (Pool, "speed"): "high",
    (Staff, "capacity"): "high",
    (Staff, "availability"): "high",
    (Staff, "speed"): "high",
    (PoolRule, "units"): "high",
    (PoolRule, "more"): "high",
    (PoolRule, "fewer"): "low",
    (PoolRule, "absence"): "low",
    (Absence, "share"): "low",
    (MeetingRule, "places"): "high",
    (OtherWork, "share"): "low",
    (OtherWork, "work"): "low",
    (Channel, "rate"): "low",
    (Channel, "growth"): "low",
    (Channel, "batch"): "low",
    (Channel, "off_days"): "low",
    (Channel, "cv"): "low",
    (Channel, "scale"): "low",
    (RandomBatch, "mean"): "low",
    (Shock, "factor"): "low",
    (Appointments, "booked"): "low",
    (Appointments, "no_show"): "high",
    (Channel, "transfer"): "low",
    (Task, "work"): "low",
    (Due, "left"): "high",
    (Hurry, "factor"): "low",
    (Task, "work_by"): "low",
    (WorkFactor, "factor"): "low",
    (Session, "work"): "low",
    (Wait, "length"): "low",
    (Meeting, "places"): "high",
    (Paper, "missing"): "low",
    (Paper, "supply"): "low",
    (Documents, "again"): "low",
    (Documents, "prepare"): "low",
    (Repeat, "again"): "low",
    (Pool, "cost"): "low",
    (Staff, "cost"): "low",
    (Service, "cost"): "low",
    (Task, "cost"): "low",
    (Session, "cost"): "low",
    (Wait, "cost"): "low",
    (Target, "limit"): "high",
    (Target, "apart"): "high",
    (Target, "required_share"): "low",
}

Sort = Literal["factor", "duration", "rate", "share", "count", "number", "cost"]
"""What a number is: a factor on a whole distribution, or a value in its own unit."""

UNCERTAIN = ("assumed", "borrowed")
SET_BY_USER = "set"
UNSOURCED = "unsourced"
"""Kind of an uncertain number that names no source, or one that no sources.csv has."""
DEFAULT_RANGE = (2 / 3, 3 / 2)
"""What an estimate without a range may be: a third less to half as much again. Of a share: of its odds."""
_DECIDED = ("targets.", "study.", "calendar.")
"""Where numbers are decided, not estimated."""
_SAID_OF_A_NUMBER = ("source", "range", "favourable", "note")
_NOT_NUMBERS = ("fragments", "variants", "levers", "onewindow", "own_sources", "calibration", *MADE_OF)


@dataclass(frozen=True)
class NumberAt:
    """One number. `kind` is its source's, "set" for one a user set, "law" for one left to the law (the source is then
    the law itself), None when no source resolves.

    `range` is in the number's own text, or factors when `by_factor` (distributions). `ranged` says whether
    such a number can have a range at all: calendar, study, profiles and shares that sum to 1 cannot.
    """

    path: str
    value: str
    source: str | None
    kind: str | None
    range: tuple[str, str] | None
    favourable: Favourable | None
    by_factor: bool = False
    ranged: bool = True
    sort: Sort = "number"
    by_default: bool = False
    """Whether `range` is the default one, as none is stated."""


@dataclass(frozen=True)
class Assumption:
    """An uncertain number and the settings that put it at its ends."""

    path: str
    kind: str
    value: str
    favourable_setting: Setting
    unfavourable_setting: Setting


def numbers(scenario: Scenario) -> list[NumberAt]:
    """Every quantity of the scenario in the file's order, with its source resolved."""
    found: list[NumberAt] = []
    walk = _Walk(scenario)
    for field, info in Scenario.model_fields.items():
        if field not in _NOT_NUMBERS:
            found += walk.below(getattr(scenario, field), (info.alias or field,), None, None)
    for use in scenario.lever_uses:
        path = tuple(str(step) for step in use.path)
        found += walk.raw(dict(use.parameters), path, None, scenario.parameters_of(use))
    return found


def uncertain_numbers(scenario: Scenario) -> list[NumberAt]:
    """Assumed, borrowed and unsourced numbers with what each may be: the range it states, else the default one."""
    found = []
    for number in numbers(scenario):
        if (number.kind is not None and number.kind not in UNCERTAIN) or number.sort == "cost":
            continue  # no verdict depends on what something costs
        kind = number.kind or UNSOURCED
        if number.range is not None:
            found.append(replace(number, kind=kind))
        elif _estimated(number) and (ends := _default_ends(number)) is not None:
            found.append(replace(number, kind=kind, range=ends, by_default=True))
    return found


def unsourced_numbers(scenario: Scenario) -> list[NumberAt]:
    """Numbers that can have a range and name no source, or one that no sources.csv has."""
    return [number for number in numbers(scenario) if number.kind is None and number.ranged]


def _estimated(number: NumberAt) -> bool:
    """Whether a number is an estimate: a time, a share, cases coming in. Staff, places and limits are decided."""
    if not number.ranged or number.path.startswith(_DECIDED):
        return False
    known = number.favourable is not None
    return number.sort in ("factor", "rate", "share") or (number.sort == "duration" and known)


def _default_ends(number: NumberAt) -> tuple[str, str] | None:
    """Default ends as the file would write them; None where the number leaves no room, as 0 or 100% do."""
    if number.by_factor:
        low, high = DEFAULT_RANGE
        return number_text(round(low, 4)), number_text(round(high, 4))
    if number.sort == "share":
        share = float(number.value[:-1]) / 100 if number.value.endswith("%") else float(number.value)
        if not 0 < share < 1:
            return None
        odds = share / (1 - share)
        ends = (odds * factor / (1 + odds * factor) for factor in DEFAULT_RANGE)
        first, last = (f"{100 * end:.4g}%" for end in ends)
        return first, last
    amount, _, unit = number.value.partition(" ")
    if float(amount) <= 0:
        return None
    first, last = (number_text(float(f"{float(amount) * factor:.4g}")) for factor in DEFAULT_RANGE)
    return f"{first} {unit}", f"{last} {unit}"


def assumptions(scenario: Scenario) -> list[Assumption]:
    """The uncertain numbers that know which end is favourable, with the settings that put each at its ends."""
    made: list[Assumption] = []
    for number in uncertain_numbers(scenario):
        if number.favourable is None:
            continue
        assert number.range is not None
        low, high = (Setting(number.path, "*=" if number.by_factor else "=", end) for end in number.range)
        best, worst = (low, high) if number.favourable == "low" else (high, low)
        made.append(Assumption(number.path, str(number.kind), number.value, best, worst))
    return made


def strict_faults(scenario: Scenario) -> tuple[Fault, ...]:
    """Faults of the library's own scenarios: numbers without a source, uncertain ones without a range."""
    faults: list[Fault] = []
    table = scenario.sources or {}
    for number in numbers(scenario):
        if number.kind == SET_BY_USER:
            continue
        said = f"{number.path} ({number.value})"
        if number.source is None:
            message = f"{said} has no source; give it, or a block around it, a key of sources.csv"
        elif number.source not in table:
            message = (
                f"{said} names the source {shown(number.source)}, which no sources.csv above the file has"
            )
        elif number.kind in UNCERTAIN and number.ranged and number.range is None:
            message = f"{said} is {number.kind} and states no range; say what it may be: range: [low, high]"
        elif number.kind in UNCERTAIN and number.range is not None and number.favourable is None:
            message = f"{said} is {number.kind} with a range; say which end is favourable: low or high"
        else:
            continue
        faults.append(scenario.fault_at(number.path, message))
    return tuple(sorted(set(faults)))


class _Walk:
    def __init__(self, scenario: Scenario) -> None:
        self.root = scenario.root
        self.sources = scenario.sources or {}
        self.by_file = scenario.origin.sources
        self.overridden = {one.place for one in scenario.origin.overridden}

    def below(
        self, value: object, path: tuple[str, ...], source: str | None, favourable: Favourable | None
    ) -> Iterator[NumberAt]:
        """Numbers at or under a validated value; `source` is the nearest one around it.

        What one file changes of another does not come from where that has its numbers.
        """
        if self.overridden and (node := self.node_at(path)) is not None and node.place in self.overridden:
            source = None
        match value:
            case Sourced() | Spread():
                yield self.number(value, path, source, favourable)
            case Listing():
                yield self.made(path, str(value.cases), source, ranged=False)
            case Duration() | Rate():
                yield self.made(path, str(value), source, ranged=False)
            case BaseModel():
                yield from self.fields(value, path, source)
            case Mapping() if value and all(_is_number(entry) for entry in value.values()):
                text = ", ".join(f"{_key(key)}: {number_text(entry)}" for key, entry in value.items())
                yield self.made(path, text, source, ranged=False)
            case Mapping():
                for key, entry in value.items():
                    yield from self.below(entry, (*path, str(key)), source, favourable)
            case tuple() if value and all(_is_number(entry) for entry in value):
                yield self.made(path, ", ".join(map(_entry, value)), source, ranged=False)
            case tuple():
                single = len(value) == 1 and not isinstance(self.raw_at(path), (tuple, list))
                for index, entry in enumerate(value):
                    if isinstance(entry, Block):
                        yield from self.below(entry, (*_flow_of(path), entry.id), source, None)
                    else:
                        yield from self.below(
                            entry, path if single else (*path, str(index)), source, favourable
                        )

    def fields(self, model: BaseModel, path: tuple[str, ...], source: str | None) -> Iterator[NumberAt]:
        source = getattr(model, "source", None) or source
        for field, info in type(model).model_fields.items():
            if field not in model.model_fields_set:
                continue
            default = DEFAULT_FAVOURABLE.get((type(model), field))  # type: ignore[arg-type]
            yield from self.below(getattr(model, field), (*path, info.alias or field), source, default)

    def number(
        self, value: Sourced[Any] | Spread[Any], path: tuple[str, ...], source: str | None,
        favourable: Favourable | None,
    ) -> NumberAt:  # fmt: skip
        spread = isinstance(value, Spread)
        plain = value if isinstance(value, Spread) else value.value
        ends = None if value.range is None else (_text(value.range[0]), _text(value.range[1]))
        own = value.source or source
        stated = value.favourable or favourable
        return self.made(
            path, _text(plain), own, range=ends, favourable=stated, by_factor=spread, sort=_sort(value),
            ranged=not (_sums_to_one(path) or (spread and self.scaled_by_user(path))),
        )  # fmt: skip

    def made(
        self, path: tuple[str, ...], value: str, source: str | None, *, range: tuple[str, str] | None = None,
        favourable: Favourable | None = None, by_factor: bool = False, ranged: bool = True, sort: Sort = "number",
    ) -> NumberAt:  # fmt: skip
        dotted = ".".join(path)
        if self.set_by_user(path):
            return NumberAt(dotted, value, None, SET_BY_USER, range, favourable, by_factor, ranged, sort)
        source = source or self.of_its_file(path)
        known = self.sources.get(source) if source is not None else None
        kind = known.kind if known is not None else None
        return NumberAt(dotted, value, source, kind, range, favourable, by_factor, ranged, sort)

    def raw(
        self, value: object, path: tuple[str, ...], source: str | None, read: object
    ) -> Iterator[NumberAt]:
        """Numbers among a lever's raw parameters: values with their source, and distributions.

        `read` is the same as the lever's own model reads it, None where it does not: it tells what a number is.
        """
        if isinstance(value, (list, tuple)):
            for index, entry in enumerate(value):
                yield from self.raw(entry, (*path, str(index)), source, _below(read, index))
            return
        if not isinstance(value, Mapping):
            return
        if isinstance(read, Sourced):
            yield self.number(read, path, source, None)
            return
        own = value.get("source") if isinstance(value.get("source"), str) else None
        if "value" in value and not isinstance(value["value"], (Mapping, list)):
            stated = value.get("range")
            two = isinstance(stated, (list, tuple)) and len(stated) == 2
            ends = (_text(stated[0]), _text(stated[1])) if two else None  # type: ignore[index]
            yield self.made(
                path, _text(value["value"]), own or source, range=ends, ranged=not _sums_to_one(path)
            )
            return
        try:
            spread = Distribution.model_validate(value, by_alias=True, by_name=False)
        except (ValidationError, PydanticCustomError):
            for key, entry in value.items():
                yield from self.raw(entry, (*path, str(key)), own or source, _below(read, key))
        else:
            yield self.number(spread, path, source, "low")

    def of_its_file(self, path: Sequence[str]) -> str | None:
        """The source that the file a number stands in states for all of it."""
        node = self.node_at(path) if self.by_file else None
        if node is None:
            return None
        if isinstance(node.value, dict):  # the value may be a default's, of another file
            said = (below for key, below in node.value.items() if key not in _SAID_OF_A_NUMBER)
            node = next(said, node)
        return self.by_file.get(node.place.file)

    def set_by_user(self, path: Sequence[str]) -> bool:
        node = self.node_at(path)
        if node is not None and isinstance(node.value, dict) and "value" in node.value:
            node = node.value["value"]
        return node is not None and node.place.line == 0

    def scaled_by_user(self, path: Sequence[str]) -> bool:
        """Whether a user multiplied a distribution: its range went with that, and it is as certain as they say."""
        node = self.node_at(path)
        factor = node.value.get("factor") if node is not None and isinstance(node.value, dict) else None
        return factor is not None and factor.place.line == 0

    def raw_at(self, path: Sequence[str]) -> object:
        node = self.node_at(path)
        return node.value if node is not None else None

    def node_at(self, path: Sequence[str]) -> Node | None:
        return None if self.root is None else at(self.root, path_of(self.root, ".".join(path)))


def _sums_to_one(path: Sequence[str]) -> bool:
    """Whether a share stands among others that sum to 1 with it (of an attribute, of classes): it has no range."""
    return len(path) > 1 and path[-2] in ("values", "classes")


def _flow_of(path: tuple[str, ...]) -> tuple[str, ...]:
    """services.<service>.flow: blocks are addressed from there, however deep they stand."""
    return path[:3]


def _sort(value: Sourced[Any] | Spread[Any]) -> Sort:
    if isinstance(value, Spread):
        return "factor"
    if isinstance(value, SourcedShare):
        return "share"
    if isinstance(value, (SourcedCount, SourcedSize)):
        return "count"
    if isinstance(value, (SourcedMoney, SourcedHourly)):
        return "cost"
    if isinstance(value.value, Duration):
        return "duration"
    return "rate" if isinstance(value.value, Rate) else "number"


def _below(read: object, key: object) -> object:
    """What stands below a key of a model, a mapping or a tuple; a single entry may be written without its list."""
    if isinstance(read, tuple) and not isinstance(key, int) and len(read) == 1:
        return _below(read[0], key)
    if isinstance(read, tuple):
        return read[key] if isinstance(key, int) and key < len(read) else None
    if isinstance(read, BaseModel):
        fields = type(read).model_fields.items()
        field = next((field for field, info in fields if (info.alias or field) == key), None)
        return None if field is None else getattr(read, field)
    return read.get(key) if isinstance(read, Mapping) else None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _entry(entry: float) -> str:
    """A number of a list; a time of day is held in µs."""
    return _key(entry) if isinstance(entry, int) and entry >= 60_000_000 else number_text(entry)


def _key(key: object) -> str:
    """Times of day are held in µs."""
    if isinstance(key, int) and key >= 60_000_000:
        minutes = key // 60_000_000
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return "00:00" if key == 0 else str(key)


def _text(value: object) -> str:
    return (
        number_text(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
    )
