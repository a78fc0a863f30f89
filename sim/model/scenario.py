"""A whole scenario: calendar, pools, services, targets, variants. What a file says, checked and immutable.

A `Scenario` comes from `sim.model.read(path).build(variant)`, and from levers, which copy it with changes
(`model_copy(update=…)`). It pickles, and knows where in its file every part stood (`fault_at`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from sim.model.blocks import PARTIES, AtClose, ClockKind, Flow, MilestoneName, Party
from sim.model.distribution import Distribution, NumericDistribution
from sim.model.faults import Fault, listed, shown, wrong
from sim.model.names import names_of, refers_to
from sim.model.quantities import (
    Count,
    Date,
    Duration,
    Flag,
    Id,
    Model,
    Name,
    NotNegative,
    Size,
    SourcedCount,
    SourcedDuration,
    SourcedFactor,
    SourcedNumber,
    SourcedRate,
    SourcedShare,
    SourcedSize,
    SourceKey,
    Text,
    TimeOfDay,
    time_of_day,
)  # fmt: skip
from sim.model.sources import Source
from sim.model.tree import Node, closest_place, path_of

_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
PoolKind = Literal["window", "reviewer", "inspector", "system"]


def _spans(raw: object) -> str:
    """Office hours of a day, "09:00-12:00 13:30-17:00": in order, not overlapping."""
    said = f'{shown(raw)} are not hours; write them as "09:00-12:00 13:30-17:00"'
    if not isinstance(raw, str) or not raw.strip():
        raise wrong(said)
    parts = [_SPAN.fullmatch(part) for part in re.sub(r"\s*-\s*", "-", raw).replace(",", " ").split()]
    ends: list[int] = []
    for part in parts:
        if part is None:
            raise wrong(said)
        ends += [time_of_day(part[1]), time_of_day(part[2])]
    if any(later <= earlier for earlier, later in itertools.pairwise(ends)):
        raise wrong(f"{shown(raw)}: the hours must follow one another, each span ending after it starts")
    return " ".join(f"{part[1]}-{part[2]}" for part in parts if part is not None)


def _pool_hours(raw: object) -> str:
    if raw in ("office", "24h"):
        return str(raw)
    if isinstance(raw, str) and not _SPAN.search(raw):
        raise wrong(f'{shown(raw)} is not allowed; allowed: office, 24h, or hours as in "08:00-20:00"')
    return _spans(raw)


def _month(raw: object) -> int:
    text = str(raw)
    if not text.isdigit() or not 1 <= int(text) <= 12:
        raise wrong(f"{shown(raw)} is not a month; allowed: 1 to 12")
    return int(text)


def _month_day(raw: object) -> str:
    found = re.fullmatch(r"(?:\d{4}-)?(\d{2})-(\d{2})", raw) if isinstance(raw, str) else None
    if found is None or not (1 <= int(found[1]) <= 12 and 1 <= int(found[2]) <= 31):
        raise wrong(f'{shown(raw)} is not a day; write "05-01" (every year) or "2025-05-01"')
    return str(raw)


def _all_parties(raw: object) -> object:
    return PARTIES if raw == "all" else [raw] if isinstance(raw, str) else raw


def _as_text(raw: object) -> object:
    return str(raw) if isinstance(raw, (int, float)) and not isinstance(raw, bool) else raw


Hours = Annotated[str, BeforeValidator(_spans)]
PoolHours = Annotated[str, BeforeValidator(_pool_hours)]
Month = Annotated[int, BeforeValidator(_month)]
MonthDay = Annotated[str, BeforeValidator(_month_day)]
Parties = Annotated[tuple[Party, ...], BeforeValidator(_all_parties), Field(min_length=1)]
"""Parties whose holding a clock counts; "all" in the file."""


class Season(Model):
    """Office hours between two days, every year ("05-01") or once ("2025-05-01")."""

    first: MonthDay = Field(alias="from")
    last: MonthDay = Field(alias="to")
    hours: Hours


class Calendar(Model):
    """When the jurisdiction's offices are open, and how long its working day is."""

    region: Literal["CN", "CN-XJ"] = "CN"
    wd: Duration
    hours: Hours | None = None
    """None: the hours of the region, which only CN-XJ brings with it."""
    seasons: tuple[Season, ...] = ()
    off: tuple[Date, ...] = ()
    work: tuple[Date, ...] = ()
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _wd_in_hours(self) -> Calendar:
        if self.wd.unit not in ("wh", "h") or self.wd.amount <= 0:
            raise wrong(f'wd "{self.wd}" must be working hours above 0, as in "7 wh"')
        if self.hours is None and (self.region != "CN-XJ" or self.seasons):
            raise wrong('hours are missing; write them as in "09:00-12:00 13:30-17:00" (CN-XJ brings its own)')
        if both := sorted(set(self.off) & set(self.work)):
            raise wrong(f"{both[0]} is both off and work")
        return self

    @property
    def wd_hours(self) -> float:
        """Working hours of one working day."""
        return self.wd.amount


class Study(Model):
    """First day, lead-in before judging, judged window, and how long open cases are followed after it."""

    start: Date
    lead_in: Duration
    window: Duration
    follow_up: Duration
    source: SourceKey | None = None


class OtherWork(Model):
    """What else a pool does: the share of its open unit-time, and the length of one such case."""

    share: SourcedShare
    work: Distribution
    source: SourceKey | None = None


class Pool(Model):
    """Units that do work of one kind: windows, reviewers, inspectors, a system."""

    name: Name
    kind: PoolKind
    party: Party = "government"
    department: Name | None = None
    capacity: SourcedSize | None = None
    profile: Mapping[TimeOfDay, Size] | None = Field(None, min_length=1)
    hours: PoolHours = "office"
    at_close: AtClose | None = None
    last_start: Duration | None = None
    availability: SourcedShare = SourcedShare(value=1.0)
    skills: tuple[Id, ...] = ()
    other_work: OtherWork | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_size(self) -> Pool:
        if (self.capacity is None) == (self.profile is None):
            has = "both" if self.capacity is not None else "neither"
            raise wrong(f"a pool needs exactly one of capacity, profile; it has {has}")
        if self.availability.value <= 0:
            raise wrong("availability 0 means the pool never works; allowed: above 0 to 1")
        return self

    @property
    def closing(self) -> AtClose:
        """What happens to work under way at closing: windows finish it, desks suspend it, unless stated."""
        return self.at_close or ("finish" if self.kind == "window" else "suspend")


class Attribute(Model):
    """A property of a case, drawn at arrival: one of named values by share, or a number."""

    name: Name | None = None
    values: Mapping[Id, SourcedShare] | None = Field(None, min_length=1)
    number: NumericDistribution | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_sort(self) -> Attribute:
        if (self.values is None) == (self.number is None):
            raise wrong("an attribute needs exactly one of values (shares), number (a distribution)")
        if self.values is not None:
            total = sum(stated.value for stated in self.values.values())
            if any(stated.range is not None for stated in self.values.values()):
                raise wrong("a share of an attribute's value has no range: the shares must sum to 1")
            if abs(total - 1) > 1e-9:
                raise wrong(
                    f"the shares of {listed(self.values)} sum to {round(total, 6):g}; allowed: exactly 1"
                )
        return self


class AfterHoliday(Model):
    """Factors on the rate of the first working days after a closure of at least `closed_days`."""

    closed_days: Count
    factors: tuple[NotNegative, ...] = Field(min_length=1)
    source: SourceKey | None = None


class Channel(Model):
    """A way cases come in: how many, and when. Profiles are factors; their mean does not matter."""

    name: Name | None = None
    rate: SourcedRate
    hours: Mapping[TimeOfDay, NotNegative] | None = Field(None, min_length=1)
    weekdays: Mapping[Weekday, NotNegative] | None = Field(None, min_length=1)
    months: Mapping[Month, NotNegative] | None = Field(None, min_length=1)
    after_holiday: AfterHoliday | None = None
    batch: SourcedCount = SourcedCount(value=1)
    growth: SourcedNumber | None = None
    around_the_clock: Flag = False
    off_days: SourcedFactor | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _off_days_online(self) -> Channel:
        if self.off_days is not None and not self.around_the_clock:
            raise wrong("off_days (factor of days the office is closed) needs around_the_clock: true")
        if self.around_the_clock and self.off_days is None:
            raise wrong("around_the_clock needs off_days, the factor of days the office is closed, as in 0.3")
        if self.growth is not None and self.growth.value <= -1:
            raise wrong(f"growth {self.growth.value:g} is too small; allowed: above -1 (a share a year)")
        return self


class Service(Model):
    """What people come for: its cases' attributes, the ways they come in, and the flow they go through."""

    name: Name
    attributes: Mapping[Id, Attribute] = Field(default_factory=dict)
    channels: Mapping[Id, Channel] = Field(min_length=1)
    flow: Flow = Field(min_length=1)
    source: SourceKey | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _with_its_names(
        cls, raw: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        names = names_of(info)
        if names is None:
            return handler(raw)
        with names.within(raw):
            return handler(raw)


class Expected(Model):
    """The verdict the maintainer expects, and why; a change of it is news."""

    verdict: Literal["met", "not_met", "undecided"]
    reason: Text | None = None


class Target(Model):
    """A promise: from one milestone to another within a limit, for a share of cases."""

    name: Name | None = None
    service: Annotated[Id, refers_to("service")]
    start: MilestoneName | None = Field(None, alias="from")
    to: MilestoneName | None = None
    item: Annotated[Id, refers_to("item")] | None = None
    stage: Annotated[Id, refers_to("stage")] | None = None
    limit: SourcedDuration
    clock: ClockKind = "statutory"
    parties: Parties = PARTIES
    commissioned_by: Party | None = None
    required_share: SourcedShare
    reading: Name | None = None
    headline: Flag = False
    expected: Expected | None = None
    clause: Annotated[Text, BeforeValidator(_as_text)] | None = None
    source: SourceKey | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _with_its_service(
        cls, raw: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        names = names_of(info)
        if names is None or not isinstance(raw, Mapping):
            return handler(raw)
        with names.within(raw.get("service")):
            return handler(raw)

    @model_validator(mode="after")
    def _one_scope(self) -> Target:
        span = self.start is not None and self.to is not None
        half = (self.start is None) != (self.to is None)
        ways = [span, self.item is not None, self.stage is not None]
        if half or sum(ways) != 1:
            raise wrong("a target needs exactly one of: from and to, item, stage")
        check_limit(self.limit.value, self.clock)
        return self

    @property
    def scope(self) -> tuple[str, str]:
        """The milestones it runs between."""
        if self.start is not None and self.to is not None:
            return self.start, self.to
        part = self.item or self.stage
        return f"{part}.started", f"{part}.done"


def check_limit(limit: Duration, clock: ClockKind) -> None:
    """A limit must be in the units its clock counts; the statutory clock counts whole working days."""
    allowed = {"working": ("wh", "wd"), "elapsed": ("s", "min", "h", "cd"), "statutory": ("wd",)}[clock]
    if limit.unit not in allowed:
        raise wrong(f'limit "{limit}" does not fit clock {clock}; allowed units: {listed(allowed)}')
    if clock == "statutory" and limit.amount != int(limit.amount):
        raise wrong(f'limit "{limit}": the statutory clock counts whole working days; use clock: working')


class LeverUse(Model):
    """A lever by name and its raw parameters; `path` is where its parameters stand in the file."""

    name: Annotated[Id, refers_to("lever")]
    parameters: Mapping[str, Any] = Field(default_factory=dict)
    path: tuple[str | int, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _name_and_parameters(cls, raw: object) -> object:
        if isinstance(raw, LeverUse) or (isinstance(raw, Mapping) and "name" in raw and "parameters" in raw):
            return raw
        if isinstance(raw, str):
            return {"name": raw, "parameters": {}}
        if isinstance(raw, Mapping) and len(raw) == 1:
            ((name, parameters),) = raw.items()
            return {"name": name, "parameters": {} if parameters is None else parameters}
        raise wrong(f"{shown(raw)} is not a lever; write its name, or one key with its parameters")


class Fragment(Model):
    """A part of a flow with parameters ("$pool"), put in place by `use`."""

    parameters: tuple[Id, ...] = ()
    do: tuple[Any, ...] = Field(min_length=1)
    name: Name | None = None


class Variant(Model):
    """A version of the scenario: levers in force, and values set before everything else."""

    title: Name | None = None
    levers: tuple[LeverUse, ...] = ()
    set: Mapping[str, Any] = Field(default_factory=dict)


class Scenario(Model):
    """See the module's text."""

    onewindow: Literal[1]
    title: Name
    jurisdiction: Id
    default_variant: Annotated[Id, refers_to("variant")] | None = None
    calendar: Calendar
    study: Study
    pools: Mapping[Id, Pool] = Field(min_length=1)
    services: Mapping[Id, Service] = Field(min_length=1)
    targets: Mapping[Id, Target] = Field(default_factory=dict)
    fragments: Mapping[Id, Fragment] = Field(default_factory=dict)
    variants: Mapping[Id, Variant] = Field(default_factory=dict)
    levers: tuple[LeverUse, ...] = ()

    _file: str = PrivateAttr("")
    _variant: str | None = PrivateAttr(None)
    _root: Node | None = PrivateAttr(None)
    _sources: Mapping[str, Source] | None = PrivateAttr(None)
    _used_fragments: frozenset[str] = PrivateAttr(frozenset())

    @classmethod
    def from_file(
        cls,
        validated: Scenario,
        file: str,
        variant: str | None,
        root: Node,
        sources: Mapping[str, Source] | None,
        used_fragments: frozenset[str] = frozenset(),
    ) -> Scenario:
        """A validated scenario that knows where it came from."""
        made = validated.model_copy()
        made._file, made._variant, made._root = file, variant, root
        made._sources, made._used_fragments = sources, used_fragments
        return made

    def __eq__(self, other: object) -> bool:
        """Equal when they say the same, wherever they were read from."""
        if not isinstance(other, Scenario):
            return NotImplemented
        return all(getattr(self, field) == getattr(other, field) for field in Scenario.model_fields)

    @property
    def file(self) -> str:
        """The file it was read from, as given."""
        return self._file

    @property
    def variant(self) -> str | None:
        """The variant it was built as."""
        return self._variant

    @property
    def sources(self) -> Mapping[str, Source] | None:
        """Rows of the sources.csv that belongs to the file, by key; None when there is none."""
        return self._sources

    @property
    def used_fragments(self) -> frozenset[str]:
        """Fragments the file uses somewhere."""
        return self._used_fragments

    @property
    def root(self) -> Node | None:
        """The raw tree it was built from (settings applied), for positions; None when made by code."""
        return self._root

    @property
    def lever_uses(self) -> tuple[LeverUse, ...]:
        """Levers to apply: the file's own, then the variant's, each with its path."""
        uses = [(use, ("levers", index)) for index, use in enumerate(self.levers)]
        if self.variant is not None:
            stated = self.variants[self.variant].levers
            uses += [(use, ("variants", self.variant, "levers", i)) for i, use in enumerate(stated)]  # type: ignore[misc]
        return tuple(use.model_copy(update={"path": (*path, use.name)}) for use, path in uses)

    def fault_at(self, path: str | Sequence[str | int], message: str) -> Fault:
        """A fault at the place of `path` (dotted, or its steps), or of the nearest part of it that stands."""
        if self._root is None:
            return Fault(self._file or "(scenario)", 0, 0, message)
        steps = path_of(self._root, path) if isinstance(path, str) else tuple(path)
        return Fault.at(closest_place(self._root, steps), message)

    def as_variant(self, name: str) -> Scenario | None:
        """The same scenario as another variant; None where either sets values, so that it must be built anew."""
        stated = [self.variants[v] for v in (self.variant, name) if v is not None]
        if any(variant.set for variant in stated):
            return None
        made = self.model_copy()
        made._variant = name
        return made

    @property
    def wd_hours(self) -> float:
        """Working hours of one working day here."""
        return self.calendar.wd_hours
