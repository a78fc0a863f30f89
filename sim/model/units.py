"""What units of a pool are like: when they are there, how fast they are, how often absent, what else they do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from sim.model.bounds import EFFORT
from sim.model.distribution import Distribution
from sim.model.faults import shown, wrong, wrong_at
from sim.model.money import SourcedHourly
from sim.model.quantities import Duration, Id, Model, Name, SourceKey
from sim.model.rules import Hours, PoolRule, hour_spans
from sim.model.sourced import SourcedFactor, SourcedShare, SourcedSize


def _pool_hours(raw: object) -> str:
    if raw in ("office", "24h"):
        return str(raw)
    if isinstance(raw, str) and not re.search(r"\d:\d", raw):
        raise wrong(f'{shown(raw)} is not allowed; allowed: office, 24h, or hours as in "08:00-20:00"')
    return hour_spans(raw)


PoolHours = Annotated[str, BeforeValidator(_pool_hours)]


class OtherWork(Model):
    """What else a pool does: the share of its open unit-time, and the length of one such case."""

    share: SourcedShare
    work: Distribution
    source: SourceKey | None = None


def other_service(pool: str) -> str:
    """Service id of what else a pool does."""
    return f"{pool}.other"


class Absence(Model):
    """How often units are absent at random, each on its own: sickness, leave at short notice."""

    share: SourcedShare
    """Of the days a unit would be there."""
    spell: Duration | None = None
    """Mean length of one absence in days of duty; None: each day for itself."""
    source: SourceKey | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_its_key(cls, raw: object) -> object:
        if not isinstance(raw, (Absence, Mapping)):
            raise wrong(f"{shown(raw)} is not an absence; write it as {{share: 5%}}")
        return raw

    @model_validator(mode="after")
    def _in_bounds(self) -> Absence:
        if self.share.value >= 1:
            raise wrong_at(["share"], "nobody would ever be there; allowed: 0 to below 1", self.share.value)
        if self.spell is None:
            return self
        if self.spell.unit != "wd" or not 1 <= self.spell.amount <= 260:
            raise wrong_at(["spell"], f'spell "{self.spell}" must be 1 to 260 wd (days of duty)', self.spell)
        if self.share.value > self.spell.amount / (1 + self.spell.amount):
            message = (
                f"absences of {self.spell} cannot make {self.share.value:g} of all days; longer ones can"
            )
            raise wrong_at(["spell"], message, self.spell)
        return self


def unit_name(pool: str, unit: str) -> str:
    """What the unit of a pool is called, where pools are named."""
    return f"{pool}.{unit}"


class Staff(Model):
    """A unit of a pool by name, or several that are alike. What is not stated is as the pool has it."""

    name: Name | None = None
    capacity: SourcedSize = SourcedSize(value=1)
    """How many they are."""
    hours: PoolHours | None = None
    weekend: Hours | None = None
    last_start: Duration | None = None
    availability: SourcedShare | None = None
    absence: Absence | None = None
    speed: SourcedFactor | None = None
    rules: tuple[PoolRule, ...] = ()
    """After those of the pool."""
    skills: tuple[Id, ...] = ()
    """Besides those of the pool."""
    cost: SourcedHourly | None = None
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _in_bounds(self) -> Staff:
        checked(self.availability, self.speed, self.rules)
        return self


def checked(
    availability: SourcedShare | None, speed: SourcedFactor | None, rules: Sequence[PoolRule]
) -> None:
    """Refuse what would be nobody, or nobody's pace."""
    if availability is not None and availability.value <= 0:
        raise wrong("availability 0 means the pool never works; allowed: above 0 to 1")
    for end in () if speed is None else (speed.value, *(speed.range or ())):
        if end not in EFFORT:
            raise wrong_at(["speed"], f"the speed {end:g} is not allowed; allowed: {EFFORT}", end)
    for number, rule in enumerate(rules):
        if rule.absence is not None and rule.absence.value >= 1:
            raise wrong_at(["rules", number, "absence"], "nobody would be there; write closed: true", 1)
