"""What takes time: work at a pool, a scheduled meeting, and waiting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from sim.model.block import AtClose, Block, ClockName, Party, UnitName, distinct, one_time
from sim.model.bounds import LINE
from sim.model.distribution import Distribution
from sim.model.due import Due
from sim.model.effort import WorkFactor
from sim.model.faults import listed, nearest, shown, wrong, wrong_at
from sim.model.money import SourcedMoney
from sim.model.names import refers_to
from sim.model.quantities import Count, Duration, Flag, Id, Integer, Model, SourceKey, Text
from sim.model.sourced import SourcedCount, SourcedShare


def _pause(raw: object) -> object:
    if raw is True:
        raise wrong("true is not a reason; write why the clock stops, as in pause: public notice, or false")
    return None if raw is False else raw


Pause = Annotated[Text | None, BeforeValidator(_pause)]
"""Why the clock stops, or false."""


def _percent(raw: object) -> float:
    """A part of a limit: "50%" or 0.5."""
    if isinstance(raw, str) and (found := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%\s*", raw)):
        raw = float(found[1]) / 100
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not 0 < raw <= 1:
        raise wrong(f'{shown(raw)} is not a part of a limit; write it above 0% up to 100%, as in "50%"')
    return float(raw)


if TYPE_CHECKING:
    from sim.model.blocks import Flow

MOST_VISITS = 20
"""How often a visitor may come back for one step."""

PartOfLimit = Annotated[float, BeforeValidator(_percent)]


def _waiting(raw: object) -> int:
    text = str(raw)
    if not text.isdigit() or int(text) not in LINE:
        raise wrong(f"{shown(raw)} is not a number of people waiting; allowed: whole numbers from {LINE}")
    return int(text)


Waiting = Annotated[int, BeforeValidator(_waiting)]


class Urgency(Model):
    """Queue classes a waiting request gets when a clock has used these parts of its limit (yellow and red card)."""

    clock: ClockName
    classes: Mapping[PartOfLimit, Integer] = Field(min_length=1)


NO_QUEUE = (
    "units", "queue_class", "at_close", "last_start", "urgency", "due", "patience", "ticket", "balks",
    "comes_back", "stay",
)  # fmt: skip
"""What a task cannot say whose unit is kept by another one."""


class ComesBack(Model):
    """Who comes back another day, having gone away unserved: which share, after how long, and how often at most."""

    share: SourcedShare
    after: Distribution
    most: SourcedCount = SourcedCount(value=1)
    source: SourceKey | None = None

    @model_validator(mode="after")
    def _fits(self) -> ComesBack:
        one_time(self, "comes_back", self.after)
        if self.most.value > MOST_VISITS:
            message = f"{self.most.value:,} times are too many; allowed: 1 to {MOST_VISITS}"
            raise wrong_at(["most"], message, self.most.value)
        return self


class Task(Block):
    """Seize a unit, work, release. Exactly one of `pool`, `any_of`, `all_of`, `skill`, `at` says whose unit.

    With `stay` the unit is kept until that is done; a task `at` it, by the id of the task that keeps it, is done by it.
    Who finds the queue too long (`balks`, a pool's `room`), or whose `patience` ends in it, goes away: the case ends
    with the outcome `gives_up`, unless it `comes_back` another day.
    """

    keyword = "task"
    id: Id = Field(alias="task")
    pool: UnitName | None = None
    any_of: tuple[UnitName, ...] = ()
    all_of: tuple[UnitName, ...] = ()
    skill: Annotated[Id, refers_to("skill")] | None = None
    at: Id | None = None
    """The task around it whose unit does it."""
    work: Distribution
    work_by: Mapping[UnitName, Distribution] = Field(default_factory=dict)
    """The work where a unit of this pool does it."""
    units: Count = 1
    """Units of the pool that do it together."""
    factors: tuple[WorkFactor, ...] = ()
    """Factors on the work; all that fit are multiplied."""
    party: Party | None = None
    parties: tuple[Party, ...] = ()
    queue_class: Integer = Field(0, alias="class")
    at_close: AtClose | None = None
    last_start: Duration | None = None
    pause: Pause = None
    commissioned_by: Party | None = None
    intake: Flag = False
    urgency: Urgency | None = None
    due: Due | None = None
    in_person: Flag = False
    """The visitor must be there, to wait and to be served."""
    ticket: Literal["kept", "anew"] | None = None
    """A number is taken, so the visitor need not stand there; what becomes of a number that is called in vain."""
    balks: Mapping[Waiting, SourcedShare] = Field(default_factory=dict)
    """Share of visitors that goes away at once, by how many they find waiting."""
    patience: Distribution | None = None
    gives_up: Id = "abandoned"
    comes_back: ComesBack | None = None
    stay: Flow = ()
    """What is done while the unit is kept."""
    cost: SourcedMoney | None = None
    """Of each time it is done, besides the work: a fee."""

    @model_validator(mode="after")
    def _whole(self) -> Task:
        ways = ("pool", "any_of", "all_of", "skill", "at")
        used = [way for way in ways if getattr(self, way)]
        if len(used) != 1:
            raise wrong(f'task "{self.id}" needs exactly one of {listed(ways)}; it has {listed(used)}')
        for way in ("any_of", "all_of"):
            distinct(getattr(self, way), way)
        _one_holder(self)
        _in_opening_hours(self, self.work)
        if self.units > 1 and self.all_of:
            raise wrong_at(["units"], f'task "{self.id}": all_of takes one unit of each pool', self.units)
        if self.work_by and self.all_of:
            raise wrong(f'task "{self.id}": work_by says who of several does it alone; all_of works together')
        among = (self.pool,) if self.pool else self.any_of
        for pool, work in self.work_by.items():
            if among and not any(pool == one or pool.startswith(f"{one}.") for one in among):
                said = f'task "{self.id}" is never done by pool "{pool}"; allowed: {listed(among)}'
                raise wrong_at(["work_by", pool], said + nearest(pool, among), pool)
            _in_opening_hours(self, work)
        if self.patience is not None:
            one_time(self, f'task "{self.id}": patience', self.patience)
        self._visitor_fits()
        for key in NO_QUEUE if self.at is not None else ():
            if getattr(self, key) not in (Task.model_fields[key].default, {}):
                said = (
                    f'task "{self.id}" stands in no queue: its unit is kept by "{self.at}"; take {key} away'
                )
                raise wrong_at(["class" if key == "queue_class" else key], said, getattr(self, key))
        return self

    def inner(self) -> Mapping[str, Flow]:
        return {"stay": self.stay} if self.stay else {}

    def with_inner(self, flows: Mapping[str, Flow]) -> Block:
        return self.model_copy(update={"stay": flows["stay"]}) if "stay" in flows else self

    def _visitor_fits(self) -> None:
        leaves = self.patience is not None or self.in_person
        if "gives_up" in self.model_fields_set and not leaves:
            raise wrong(
                f'task "{self.id}": gives_up needs patience, the time after which it is given up, or in_person: true'
            )
        if self.balks and not self.in_person:
            said = f'task "{self.id}": balks needs in_person: true; only who is there sees the queue'
            raise wrong_at(["balks"], said, dict(self.balks))
        if self.in_person and self.due is not None:
            said = f'task "{self.id}": due leaves files lying, and a visitor does not lie; take due or in_person away'
            raise wrong_at(["due"], said, self.due)
        if self.ticket is not None and not self.in_person:
            said = f'task "{self.id}": ticket needs in_person: true; a file takes no number'
            raise wrong_at(["ticket"], said, self.ticket)
        if self.comes_back is not None and not self.in_person:
            said = f'task "{self.id}": comes_back needs in_person: true; a file does not go away'
            raise wrong_at(["comes_back"], said, self.comes_back)

    @property
    def stated_parties(self) -> tuple[Party, ...]:
        """Parties named by the task itself; empty when its pool's party holds."""
        return self.parties or (() if self.party is None else (self.party,))

    @property
    def drawn_as(self) -> str:
        """Id of the step whose draws it takes: its own."""
        return self.id


class Twin(Task):
    """The task `twin_of` done another way: a case that takes this way has the same luck. Made by levers only."""

    twin_of: Id

    @property
    def drawn_as(self) -> str:
        return self.twin_of


class Session(Block):
    """Wait for a meeting of `meeting`, a place in it and its staff, and take part for `work`."""

    keyword = "session"
    id: Id = Field(alias="session")
    meeting: Annotated[Id, refers_to("session")] = Field(alias="of")
    work: Distribution | None = None
    """None: over at once, as a batch that is picked up."""
    party: Party | None = None
    parties: tuple[Party, ...] = ()
    pause: Pause = None
    commissioned_by: Party | None = None
    cost: SourcedMoney | None = None

    @model_validator(mode="after")
    def _whole(self) -> Session:
        _one_holder(self)
        if self.work is not None:
            _in_opening_hours(self, self.work)
        return self

    @property
    def stated_parties(self) -> tuple[Party, ...]:
        """Parties named by the block itself; empty when the meeting's pools decide."""
        return self.parties or (() if self.party is None else (self.party,))


class Wait(Block):
    """Time that needs nobody of ours. In wd or wh it runs on the office calendar, else it is elapsed time."""

    keyword = "wait"
    id: Id = Field(alias="wait")
    length: Distribution = Field(alias="for")
    party: Party = "applicant"
    in_person: Flag = False
    """The visitor must be there."""
    pause: Pause = None
    commissioned_by: Party | None = None
    cost: SourcedMoney | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Wait:
        return one_time(self, f'wait "{self.id}"', self.length)


def _one_holder(block: Task | Session) -> None:
    if block.party is not None and block.parties:
        raise wrong(f'{block.keyword} "{block.id}" states both party and parties; state one')
    distinct(block.parties, "parties")


def _in_opening_hours(block: Task | Session, work: Distribution) -> None:
    if "cd" in work.units:
        raise wrong(
            f'{block.keyword} "{block.id}": work "{work}" is in calendar days; work is done in opening hours; '
            "allowed: s, min, h, wh, wd (use a wait for elapsed time)"
        )
