"""A whole scenario: calendar, pools, services, targets, variants. What a file says, checked and immutable.

A `Scenario` comes from `sim.model.read(path).build(variant)`, and from levers, which copy it with changes
(`model_copy(update=…)`). It pickles, and knows where in its file every part stood (`fault_at`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from sim.model.blocks import AtClose, Flow, Party, PoolName, Session, Task, Wait, walk
from sim.model.calibrated import Calibrated, OwnSource
from sim.model.channel import AfterHoliday, Channel
from sim.model.composing import Origin
from sim.model.distribution import NumericDistribution
from sim.model.due import Due
from sim.model.faults import Fault, listed, shown, wrong, wrong_at
from sim.model.halls import Halls
from sim.model.money import SourcedHourly, SourcedMoney, of_one_currency
from sim.model.names import names_of, refers_to
from sim.model.quantities import (
    Duration,
    Id,
    Model,
    Name,
    Positive,
    Size,
    SourceKey,
    Text,
    TimeOfDay,
)
from sim.model.rules import Hours, PoolRule, Weekday
from sim.model.sourced import SourcedFactor, SourcedShare, SourcedSize  # fmt: skip
from sim.model.sources import Source
from sim.model.target import Expected, Target, in_natural_days
from sim.model.timetable import Calendar, Meeting, Season, Study
from sim.model.tree import Node, closest_place, path_of
from sim.model.units import Absence, OtherWork, PoolHours, Staff, checked, other_service, unit_name

__all__ = [
    "Absence", "AfterHoliday", "Attribute", "Calendar", "Channel", "Expected", "Fragment", "LeverUse", "LoadStage",
    "Meeting", "OtherWork", "Pool", "PoolHours", "PoolKind", "Scenario", "Season", "Service", "Staff", "Study",
    "Target", "Variant", "Weekday", "other_service", "unit_name",
]  # fmt: skip

PoolKind = Literal["window", "reviewer", "inspector", "system"]
MADE_OF = ("include", "defaults", "override", "source")
"""Keys that say what a scenario is made of; what they say has been put in place when it is built."""


class Pool(Model):
    """Units that do work of one kind: windows, reviewers, inspectors, a system."""

    name: Name
    kind: PoolKind
    party: Party = "government"
    department: Name | None = None
    capacity: SourcedSize | None = None
    profile: Mapping[TimeOfDay, Size] | None = Field(None, min_length=1)
    staff: Mapping[Id, Staff] = Field(default_factory=dict)
    """Units that differ, in order of preference."""
    hours: PoolHours = "office"
    weekend: Hours | None = None
    """Hours on Saturdays and Sundays that are neither worked nor part of a holiday; None: closed."""
    at_close: AtClose | None = None
    last_start: Duration | None = None
    availability: SourcedShare = SourcedShare(value=1.0)
    room: SourcedSize | None = None
    """Places for visitors to wait in before its units; None: as many as come."""
    room_of: PoolName | None = None
    """Pool in whose room its visitors wait, together with that pool's own."""
    speed: SourcedFactor = SourcedFactor(value=1.0)
    """Work done in an hour, as against what tasks state."""
    rules: tuple[PoolRule, ...] = ()
    absence: Absence | None = None
    skills: tuple[Id, ...] = ()
    other_work: OtherWork | None = None
    cost: SourcedHourly | None = None
    """Of an hour of a unit; results tell what is spent, and no verdict looks at it."""
    due: Due | None = None
    """Of all its tasks that have a due date and say nothing of it themselves."""
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _one_size(self) -> Pool:
        if (self.capacity is None) == (self.profile is None) and not self.staff:
            has = "both" if self.capacity is not None else "neither"
            raise wrong(f"a pool needs exactly one of capacity, profile; it has {has}")
        self._counted_once()
        if self.room is not None and self.room_of is not None:
            raise wrong_at(
                ["room_of"],
                "room says how many places there are, room_of whose are shared; take one of the two away",
                self.room_of,
            )
        checked(self.availability, self.speed, self.rules)
        if self.weekend is not None and self.hours == "24h":
            raise wrong("a pool open 24h is open at weekends anyway; take weekend away")
        return self

    def _counted_once(self) -> None:
        """Where units are told apart, each entry says how many of them there are."""
        sized = [key for key in ("capacity", "profile") if self.staff and getattr(self, key) is not None]
        if sized:
            raise wrong_at(sized, f"staff says how many units there are; take {sized[0]} away", self.staff)
        for number, rule in enumerate(self.rules if self.staff else ()):
            if key := next((key for key in ("units", "more", "fewer") if key in rule.said), None):
                message = f"{key} does not say which of the staff; say it in the rules of one of them"
                raise wrong_at(["rules", number, key], message, getattr(rule, key))

    @property
    def every_date(self) -> bool:
        """Whether it is there on every date, whatever the calendar says."""
        return self.hours == "24h"

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


class Service(Model):
    """What people come for: its cases' attributes, the ways they come in, and the flow they go through."""

    name: Name
    attributes: Mapping[Id, Attribute] = Field(default_factory=dict)
    channels: Mapping[Id, Channel] = Field(min_length=1)
    flow: Flow = Field(min_length=1)
    cost: SourcedMoney | None = None
    """Of every case that comes, besides the work on it."""
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


class LoadStage(Model):
    """How much of the stated arrivals comes in such a time: `--load peak` takes the one named peak.

    It is a what-if to be asked for, not an estimate: it has a source, and no range.
    """

    name: Name
    factor: Positive
    """On what every service and all other work of pools is stated to bring."""
    services: Mapping[Annotated[Id, refers_to("service")], Positive] = Field(default_factory=dict)
    """Services that differ."""
    source: SourceKey | None = None


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


def costs_of(scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], SourcedMoney | SourcedHourly]]:
    """Every cost that is stated, with its path; a step's as it is addressed."""
    for name, pool in scenario.pools.items():
        if pool.cost is not None:
            yield ("pools", name, "cost"), pool.cost
        for unit, stated in pool.staff.items():
            if stated.cost is not None:
                yield ("pools", name, "staff", unit, "cost"), stated.cost
    for name, service in scenario.services.items():
        if service.cost is not None:
            yield ("services", name, "cost"), service.cost
        for block in walk(service.flow):
            if isinstance(block, (Task, Session, Wait)) and block.cost is not None:
                yield ("services", name, "flow", block.id, "cost"), block.cost


def _version(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw != 1:
        raise wrong(f"{shown(raw)} is not a version of the scenario file; allowed: 1, as in onewindow: 1")
    return raw


class Scenario(Model):
    """See the module's text."""

    onewindow: Annotated[Literal[1], BeforeValidator(_version)]
    title: Name
    jurisdiction: Id
    default_variant: Annotated[Id, refers_to("variant")] | None = None
    calendar: Calendar
    study: Study
    pools: Mapping[Id, Pool] = Field(min_length=1)
    sessions: Mapping[Id, Meeting] = Field(default_factory=dict)
    services: Mapping[Id, Service] = Field(min_length=1)
    targets: Mapping[Id, Target] = Field(default_factory=dict)
    fragments: Mapping[Id, Fragment] = Field(default_factory=dict)
    variants: Mapping[Id, Variant] = Field(default_factory=dict)
    levers: tuple[LeverUse, ...] = ()
    load_stages: Mapping[Id, LoadStage] = Field(default_factory=dict)
    """Loads by name: quiet, peak."""
    halls: Halls | None = None
    """How many halls of this kind there are, for a study of all of them."""
    own_sources: Mapping[Id, OwnSource] = Field(default_factory=dict, alias="sources")
    """Sources the file brings with it, besides those of sources.csv."""
    calibration: tuple[Calibrated, ...] = ()
    include: tuple[Text, ...] = ()
    """Files it is made of besides its own: names of the library, and files beside it, which end in .yaml."""
    defaults: Mapping[Id, Mapping[str, Any]] = Field(default_factory=dict)
    """Keys by name, for whatever is `like` that name."""
    override: Mapping[str, Any] = Field(default_factory=dict)
    """What it changes of the files it includes, by path."""
    source: SourceKey | None = None
    """Source of the numbers of its own file that name none, and stand in nothing that names one."""

    _file: str = PrivateAttr("")
    _variant: str | None = PrivateAttr(None)
    _root: Node | None = PrivateAttr(None)
    _sources: Mapping[str, Source] | None = PrivateAttr(None)
    _origin: Origin = PrivateAttr(Origin())
    _unjudged: Mapping[str, str] = PrivateAttr(default_factory=dict)
    _levers: Mapping[str, type[Model]] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _rooms_are_there(self) -> Self:
        for name, pool in self.pools.items():
            shared = None if pool.room_of is None else self.pools.get(pool.room_of)
            if pool.room_of is not None and (shared is None or shared.room is None):
                message = f'"{pool.room_of}" states no room that could be shared; state it there: room: 40'
                raise wrong_at(("pools", name, "room_of"), message, pool.room_of)
        return self

    @model_validator(mode="after")
    def _sums_fit(self) -> Self:
        for name, target in self.targets.items():
            for part in target.sum_of:
                other = self.targets[part]
                place = ("targets", name, "sum_of")
                if other.sum_of:
                    said = "itself" if part == name else "a sum"
                    raise wrong_at(place, f'sum_of names "{part}", which is {said}', target.sum_of)
                if (other.service, other.scope, other.clock, other.stamp) != (
                    target.service, target.scope, target.clock, target.stamp,
                ):  # fmt: skip
                    message = (
                        f'sum_of adds clocks of one service, from, to, stamp and clock kind; "{part}" differs'
                    )
                    raise wrong_at(place, message, target.sum_of)
                if other.at_once:
                    raise wrong_at(
                        place, f'sum_of adds time; "{part}" asks for a decision at once', target.sum_of
                    )
                if in_natural_days(other.clock, other.limit.value):
                    raise wrong_at(
                        place, f'sum_of adds working days; "{part}" counts natural days', target.sum_of
                    )
        return self

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        for name, pool in self.pools.items():
            for unit in pool.staff:
                if unit_name(name, unit) in self.pools:
                    said = f'"{unit_name(name, unit)}" is a pool already; give the unit another name'
                    raise wrong_at(("pools", name, "staff", unit), said, unit)
        return self

    @model_validator(mode="after")
    def _costs_add_up(self) -> Self:
        of_one_currency(costs_of(self))
        return self

    @model_validator(mode="after")
    def _halls_grow(self) -> Self:
        for index, name in enumerate(self.halls.pools if self.halls is not None else ()):
            if self.pools[name].capacity is None:
                size = "staff" if self.pools[name].staff else "a profile"
                message = f'"{name}" has {size}, which does not grow with the hall; give it a capacity'
                raise wrong_at(("halls", "pools", index), message, name)
            if any({"units", "more", "fewer"} & set(rule.said) for rule in self.pools[name].rules):
                message = f'"{name}" has rules that state units, which do not grow with the hall; take one of them away'
                raise wrong_at(("halls", "pools", index), message, name)
        return self

    @classmethod
    def from_file(
        cls,
        validated: Scenario,
        file: str,
        variant: str | None,
        root: Node,
        sources: Mapping[str, Source] | None,
        origin: Origin = Origin(),  # noqa: B008 - immutable
        levers: Mapping[str, type[Model]] | None = None,
    ) -> Scenario:
        """A validated scenario that knows where it came from."""
        made = validated.model_copy()
        made._file, made._variant, made._root = file, variant, root
        made._sources, made._origin = sources, origin
        made._levers = levers or {}
        return made

    def __eq__(self, other: object) -> bool:
        """Equal when they say the same, wherever they were read from and whatever they were made of."""
        if not isinstance(other, Scenario):
            return NotImplemented
        said = [field for field in Scenario.model_fields if field not in MADE_OF]
        return all(getattr(self, field) == getattr(other, field) for field in said)

    def __repr__(self) -> str:
        name = f"{self._file or 'made by code'}{'' if self._variant is None else f'@{self._variant}'}"
        return f"Scenario({name}: {shown(self.title.en)})"

    __str__ = __repr__

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
    def origin(self) -> Origin:
        """The files it was made of, and what they put in place."""
        return self._origin

    @property
    def unjudged(self) -> Mapping[str, str]:
        """Targets that are not judged with the levers in force, each with the milestone that no step stamps."""
        return self._unjudged

    def judged_without(self, unjudged: Mapping[str, str]) -> Scenario:
        """The same scenario without these targets; itself where there are none."""
        if not unjudged:
            return self
        made = self.model_copy(
            update={"targets": {name: t for name, t in self.targets.items() if name not in unjudged}}
        )
        made._unjudged = {**self._unjudged, **unjudged}
        return made

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

    def parameters_of(self, use: LeverUse) -> Model | None:
        """A lever's parameters as its own model reads them; None where they do not fit, or its model is not known."""
        model = self._levers.get(use.name)
        try:
            return None if model is None else model.model_validate(dict(use.parameters))
        except ValidationError:
            return None  # whoever applies the lever tells it, at its place

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
