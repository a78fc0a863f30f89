"""A promise: from one milestone to another within a limit, for a share of cases, on a clock.

Besides time a target may measure what a process makes of its cases: visits in person, windows that take a case in, and
whether it gets to a milestone at all (`measure`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticKnownError

from sim.model.block import PARTIES, ClockKind, Party
from sim.model.conditions import Condition, stamps_in
from sim.model.faults import listed, wrong, wrong_at
from sim.model.law import RULES, RuleSet, rules_for
from sim.model.names import STAMPED_ALWAYS, judged_name, names_of, refers_to, unknown
from sim.model.quantities import (
    Date,
    Duration,
    Flag,
    Id,
    Model,
    Name,
    SourceKey,
    Text,
    Unit,
)
from sim.model.sourced import SourcedDuration, SourcedShare
from sim.model.tally import COUNTED, Measure, OneOrSeveral, SourcedLimit, Tally, counts


def _all_parties(raw: object) -> object:
    return PARTIES if raw == "all" else [raw] if isinstance(raw, str) else raw


def _as_text(raw: object) -> object:
    return str(raw) if isinstance(raw, (int, float)) and not isinstance(raw, bool) else raw


Parties = Annotated[tuple[Party, ...], BeforeValidator(_all_parties), Field(min_length=1)]
"""Parties whose holding a clock counts; "all" in the file."""


class Expected(Model):
    """The verdict the maintainer expects, and why; a change of it is news."""

    verdict: Literal["met", "not_met", "undecided"]
    reason: Text | None = None


class Superseded(Model):
    """Later law that replaced a promise: from when, and what."""

    since: Date
    by: Text


def _rules(raw: object) -> object:
    if raw != "auto" and raw not in RULES:
        raise wrong(unknown("rule set", str(raw), ("auto", *RULES)))
    return raw


VISITS_APART = Duration(1.0, "h")
"""Unless a target says otherwise: who is needed again within the hour has waited for it in the hall."""

Statistic = Literal["share", "mean"]
"""What is held against a requirement: the share of cases within the limit, or their mean time against the limit."""


class Target(Model):
    """A promise: from one milestone to another within a limit, for a share of cases or in the mean of them."""

    name: Name | None = None
    services: Annotated[
        tuple[Annotated[Id, refers_to("service")], ...], OneOrSeveral, Field(min_length=1, alias="service")
    ]
    """One service, or several whose cases are judged together."""
    start: Annotated[Id, judged_name("milestone")] | None = Field(None, alias="from")
    to: Annotated[Id, judged_name("milestone")] | None = None
    item: Annotated[Id, judged_name("item")] | None = None
    stage: Annotated[Id, judged_name("stage")] | None = None
    step: Annotated[Id, refers_to("step")] | None = None
    """A task, from joining its queue for the first time to its completion."""
    stamp: Literal["first", "last"] = "first"
    """Which stamp of `to` counts where a case may bear it more than once: the last one before the case ends."""
    when: Condition | None = None
    """Only cases for which it holds are judged."""
    measure: Measure = "time"
    """What is measured of every case; the limit is in what it counts."""
    limit: SourcedLimit
    """Not stated under `measure: reached`, nor where `statutory` and `compressed` make it."""
    statutory: SourcedDuration | None = None
    compressed: SourcedShare | None = None
    """The time of the law, and the part of it that is promised away: together they make the limit."""
    apart: SourcedDuration | None = Field(None, validate_default=True)
    """Under `measure: visits`: a visitor needed again within this time has waited for it, later is another visit."""
    clock: ClockKind = "statutory"
    parties: Parties = PARTIES
    commissioned_by: Party | None = None
    sum_of: tuple[Annotated[Id, refers_to("target")], ...] = ()
    """Targets whose clocks are added, overlaps counted in each; they run between the same milestones."""
    rules: Annotated[str, BeforeValidator(_rules)] | None = None
    """The rule set of its clock (`sim.model.law`), or `auto`; None: every pause stops it."""
    superseded: Superseded | None = None
    judged: Statistic = "share"
    """`mean`: the mean time of the judged cases is to be within the limit, whatever single cases take."""
    required_share: SourcedShare | None = Field(None, validate_default=True)
    """Needed unless `judged: mean`."""
    reading: Name | None = None
    headline: Flag = False
    answered_by: Literal["verdict", "requirement"] = "verdict"
    """`requirement`: no source gives the process, so that no verdict is given but told what would have to be true."""
    expected: Expected | None = None
    clause: Annotated[Text, BeforeValidator(_as_text)] | None = None
    source: SourceKey | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _with_its_service(
        cls, raw: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        names = names_of(info)
        if not isinstance(raw, Mapping):
            return handler(raw)
        raw = _with_limit(raw)
        if names is None:
            return handler(raw)
        services = raw.get("service")
        for service in services if isinstance(services, (list, tuple)) and services else [services]:
            with names.within(service):
                made = handler(raw)
        return made

    @field_validator("services")
    @classmethod
    def _different(cls, services: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(services)) < len(services):
            raise wrong(f"{listed(services)}: a service is named twice")
        return services

    @field_validator("apart")
    @classmethod
    def _of_visits(cls, apart: SourcedDuration | None, info: ValidationInfo) -> SourcedDuration | None:
        if apart is None:
            return None
        if info.data.get("measure", "visits") != "visits":
            raise wrong("apart tells one visit from the next, and this target counts none; take it away")
        if apart.value.working:
            raise wrong(f'apart "{apart.value}" is time by the clock; allowed units: s, min, h, cd')
        return apart

    @field_validator("required_share", mode="before")
    @classmethod
    def _of_shares_alone(cls, raw: object, info: ValidationInfo) -> object:
        judged = info.data.get("judged")  # not there where it is at fault itself
        if raw is None and judged == "share":
            raise PydanticKnownError("missing")
        if raw is not None and judged == "mean":
            raise wrong("judged: mean holds the mean time against the limit and has no required_share")
        return raw

    @model_validator(mode="after")
    def _one_scope(self) -> Target:
        span = self.start is not None and self.to is not None
        half = (self.start is None) != (self.to is None)
        ways = [span, self.item is not None, self.stage is not None, self.step is not None]
        if half or sum(ways) != 1:
            raise wrong("a target needs exactly one of: from and to, item, stage, step")
        if "sum_of" in self.model_fields_set and len(set(self.sum_of)) < max(2, len(self.sum_of)):
            raise wrong_at(["sum_of"], "sum_of adds the clocks of two or more different targets", self.sum_of)
        if self.sum_of and (self.parties != PARTIES or self.commissioned_by is not None or not span):
            raise wrong("a target with sum_of states from and to, and neither parties nor commissioned_by")
        if self.at_once and (self.sum_of or self.rules is not None):
            raise wrong_at(
                ["limit"],
                f'limit "{self.limit.value}" means at once, within one visit; sum_of and rules change nothing there',
                self.limit,
            )
        if len(self.services) > 1 and (not span or self.sum_of):
            raise wrong("a target of several services states from and to, and no sum_of")
        self._measure_fits()
        if self.answered_by == "requirement" and self.expected is not None:
            raise wrong_at(
                ["expected"],
                "a target answered by a requirement has no verdict that could be expected",
                self.expected.verdict,
            )
        if self.at_once and self.judged == "mean":
            raise wrong_at(
                ["limit"],
                f'limit "{self.limit.value}" means at once, within one visit: an event, of which there is no mean',
                self.limit,
            )
        if self.sum_of and in_natural_days(self.clock, self.limit.value):
            raise wrong_at(
                ["sum_of"],
                "sum_of adds working days or time; natural days have no sum, as each clock's last day may move on",
                self.sum_of,
            )
        if self.when is not None and (asked := next(stamps_in(self.when.tree), None)) is not None:
            message = (
                f"when may ask for attributes, channel and missing papers; stamped.{asked} changes with time"
            )
            raise wrong_at(["when"], message, self.when.text)
        if self.measure == "time":
            check_limit(self.limit.value, self.clock)
        return self

    def _measure_fits(self) -> None:
        """A limit in what is measured, and no word of a clock where none runs."""
        limit, needed = self.limit.value, COUNTED.get(self.measure)
        if needed is None:
            if counts(limit):
                said = f'limit "{limit}" is no time; with measure: {limit.unit}s it counts them'
                raise wrong_at(["limit"], said, limit)
            return
        if limit.unit != needed:
            said = f'limit "{limit}" does not fit measure: {self.measure}; write "1 {needed}"'
            raise wrong_at(["limit"], said, limit)
        for field in (
            "clock",
            "parties",
            "commissioned_by",
            "sum_of",
            "rules",
            "step",
            "compressed",
            "statutory",
        ):
            if field in self.model_fields_set and getattr(self, field) not in (None, ()):
                said = f"measure: {self.measure} counts no time; take {field} away"
                raise wrong_at([field], said, getattr(self, field))
        if self.judged == "mean" and self.measure == "reached":
            raise wrong_at(["judged"], "measure: reached is a share of cases; there is no mean of it", "mean")
        if self.measure == "reached" and self.start is None:
            raise wrong("measure: reached needs from and to")
        if self.judged == "share" and isinstance(limit, Tally) and not limit.whole:
            said = f'limit "{limit}": a case makes whole {needed}s; a part of one needs judged: mean'
            raise wrong_at(["limit"], said, limit)

    @property
    def service(self) -> str:
        """The service, or the first of several."""
        return self.services[0]

    @property
    def counted(self) -> bool:
        """Whether something is counted instead of time."""
        return self.measure != "time"

    @property
    def visits_apart(self) -> Duration:
        """What tells one visit from the next."""
        return VISITS_APART if self.apart is None else self.apart.value

    def rule_set(self, jurisdiction: str, day: date) -> RuleSet | None:
        """The rules of its clock in a place on a date; None where every pause stops it."""
        name = rules_for(jurisdiction, day) if self.rules == "auto" else self.rules
        return None if name is None else RULES[name]

    @property
    def at_once(self) -> bool:
        """Whether it asks for a decision within one visit (即办)."""
        return at_once(self.limit.value)

    @property
    def unit(self) -> Unit:
        """What its times are told in: the limit's unit; hours of the calendar where the limit is 0."""
        return "h" if self.at_once else self.limit.value.unit

    @property
    def counts(self) -> str:
        """What its clock counts, in words."""
        if self.counted:
            told = {"visits": "visits in person", "windows": "windows that take it in"}.get(self.measure, "")
            return f"the mean of {told}" if self.judged == "mean" else told or "whether it gets there"
        if self.at_once:
            return "time away from the counter"
        if self.clock == "queue":
            told = "time in queues"
        elif self.clock != "statutory":
            told = f"{self.clock} time"
        else:
            told = "natural days" if in_natural_days(self.clock, self.limit.value) else "working days"
        return f"the mean of {told}" if self.judged == "mean" else told

    @property
    def last(self) -> bool:
        """Whether a later stamp of `to` puts an earlier one aside."""
        return self.stamp == "last" and self.scope[1] not in STAMPED_ALWAYS

    @property
    def scope(self) -> tuple[str, str]:
        """The milestones it runs between."""
        if self.start is not None and self.to is not None:
            return self.start, self.to
        if self.step is not None:
            return joined(self.step), left(self.step)
        part = self.item or self.stage
        return f"{part}.started", f"{part}.done"


def _with_limit(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """A target as written, with the limit that other keys of it make.

    What is wrong with those is told where they stand: the limit is any that fits then.
    """
    if "limit" in raw:
        return raw
    if raw.get("measure") == "reached":
        return {**raw, "limit": SourcedLimit(value=Tally(1.0, "case"), source=raw.get("source"))}
    if "statutory" not in raw or "compressed" not in raw:
        return raw
    try:
        law = SourcedDuration.model_validate(raw["statutory"])
        cut = SourcedShare.model_validate(raw["compressed"])
    except ValidationError:
        return {**raw, "limit": "1 wd"}
    left = Duration(round(law.value.amount * (1 - cut.value), 9), law.value.unit)
    return {**raw, "limit": SourcedLimit(value=left, source=cut.source or law.source)}


def at_once(limit: Duration) -> bool:
    """Whether a limit is 0, whatever its unit: decided within the same visit, with nothing left to the back office.

    That is an event, not a length of time (SEMANTICS 6.6): no wait, no meeting, and no task at any pool that is neither
    a window nor a system. What windows and systems take, work and queue, is the visit itself.
    """
    return limit.amount == 0 and not counts(limit)


def joined(step: str) -> str:
    """The milestone of a step that a target looks at: its queue is joined."""
    return f"{step}.joined"


def left(step: str) -> str:
    """Likewise: the step is done."""
    return f"{step}.done"


def in_natural_days(clock: ClockKind, limit: Duration) -> bool:
    """Whether a limit is counted in natural dates, its last day moved on from a day off (Civil Code 200-204)."""
    return clock == "statutory" and limit.unit == "cd" and not at_once(limit)


def check_limit(limit: Duration, clock: ClockKind) -> None:
    """A limit must be in the units its clock counts; the statutory clock counts whole days, working or natural."""
    allowed = {
        "working": ("wh", "wd"),
        "elapsed": ("s", "min", "h", "cd"),
        "statutory": ("wd", "cd"),
        "queue": ("s", "min", "h", "wh"),
    }[clock]
    if limit.unit not in allowed:
        raise wrong(f'limit "{limit}" does not fit clock {clock}; allowed units: {listed(allowed)}')
    if clock == "statutory" and limit.amount != int(limit.amount):
        days, other = ("working", "working") if limit.unit == "wd" else ("natural", "elapsed")
        raise wrong(f'limit "{limit}": the statutory clock counts whole {days} days; use clock: {other}')
