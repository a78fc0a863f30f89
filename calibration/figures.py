"""What a figures file may say: published figures of a service, and which numbers of a scenario may move.

    onewindow_figures: 1
    title: {zh: 联合验收, en: Completion acceptance}
    source: {kind: borrowed, document: a bulletin, place: Beijing, year: "2022"}
    figures:
      failed:
        service: general
        share: {outcome: failed}
        among: {outcome: [passed, failed]}
        observed: {count: 30, of: 124}
    parameters:
      fail: {path: services.general.flow.result.options.0.share, range: [0.02, 0.6]}

A figure is a share, a mean, a quantile, a count, the tasks of a unit and day, or the ratio of two figures. What was
observed carries its own uncertainty: binomial from counts, rounding, a range, a standard deviation, the number of
cases behind it. `at_most` and `at_least` are for promises, which bound a figure on one side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from sim.model.faults import listed, nearest, shown, wrong, wrong_at
from sim.model.quantities import Count, Duration, Flag, Id, Model, Name, Number, Size, Text, number, share

Amount = Duration | float
"""A span of time, or a plain number: a share, a count, a ratio."""


def _amount(raw: object) -> Amount:
    if isinstance(raw, str) and not raw.rstrip().endswith("%"):
        if raw.strip().replace(".", "", 1).isdecimal():
            raise wrong(
                f'{shown(raw)} is text; write a plain number without quotes, a time with its unit, as in "5.1 wd"'
            )
        if not re.match(r"\s*[+-]?[\d.]", raw):
            raise wrong(
                f"{shown(raw)} is not a number; write a share as 14% or 0.14, a time as 2.1 wd, a count as 320, and a "
                "promise as observed: {at_most: 3 wd}"
            )
        return Duration.parse(raw)
    return share(raw) if isinstance(raw, str) else number(raw)


def _texts(raw: object) -> object:
    return [raw] if isinstance(raw, (str, int, float)) else raw


def _outcomes(raw: object) -> object:
    return [raw] if isinstance(raw, (str, int)) else raw


AmountField = Annotated[Amount, BeforeValidator(_amount)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_texts), Field(min_length=1)]
Clock = Literal["working", "elapsed"]
KINDS = ("statistic", "borrowed")


class Origin(Model):
    """Where a figure comes from. `statistic`: of the very place the scenario describes; `borrowed`: of another."""

    kind: Text = "borrowed"
    document: Text
    place: Text
    year: Annotated[Text, BeforeValidator(lambda raw: str(raw) if isinstance(raw, int) else raw)]
    note: Text | None = None

    @model_validator(mode="after")
    def _of_a_figure(self) -> Self:
        if self.kind not in KINDS:
            message = f"{shown(self.kind)} is no kind of a figure; allowed: {listed(KINDS)}{nearest(self.kind, KINDS)}"
            raise wrong_at(["kind"], message, self.kind)
        return self


class Like(Model):
    """What a case is like: all that is stated must hold; of a list, any."""

    outcome: Texts | None = None
    channel: Texts | None = None
    attempts: Annotated[tuple[Count, ...], BeforeValidator(_outcomes)] | None = None
    returned: Flag | None = None
    """Whether its papers were handed in more than once."""
    attribute: Mapping[Id, Texts] = Field(default_factory=dict)
    reached: Text | None = None
    not_reached: Text | None = None
    start: Text | None = Field(None, alias="from")
    to: Text | None = None
    clock: Clock | None = None
    within: Annotated[Duration, BeforeValidator(Duration.parse)] | None = None
    per: Literal["wd", "month", "year"] | None = None

    @model_validator(mode="after")
    def _whole_span(self) -> Self:
        stated = [self.start is not None, self.to is not None, self.within is not None]
        if any(stated) and not all(stated):
            raise wrong("a time limit of a case needs from, to and within")
        if self.within is not None:
            _fits(self.within, self.clock or "working", "within")
        return self


class Span(Model):
    """A time of each case (from one milestone to another) or of each task (its wait)."""

    start: Text | None = Field(None, alias="from")
    to: Text | None = None
    clock: Clock | None = None
    wait: Texts | None = None
    p: Annotated[float, BeforeValidator(share)] | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        span = self.start is not None and self.to is not None
        if span == (self.wait is not None) or (self.start is None) != (self.to is None):
            raise wrong("state either from and to, or wait with the ids of tasks")
        return self


class Ratio(Model):
    """One figure divided by another."""

    of: Id
    to: Id


class Observed(Model):
    """What was published, and how sure it is."""

    value: AmountField | None = None
    count: Size | None = None
    of: Count | None = None
    at_most: AmountField | None = None
    at_least: AmountField | None = None
    rounded: AmountField | None = None
    """The step it was rounded to: the truth is half a step to either side."""
    range: tuple[AmountField, AmountField] | None = None
    """The truth is somewhere between, each place as likely."""
    sd: AmountField | None = None
    cases: Count | None = None
    """How many cases it was counted over, for what chance adds."""

    @model_validator(mode="before")
    @classmethod
    def _plain_value(cls, raw: object) -> object:
        return {"value": raw} if isinstance(raw, (int, float, str)) and not isinstance(raw, bool) else raw

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        ways = [
            self.value is not None,
            self.count is not None,
            self.at_most is not None,
            self.at_least is not None,
        ]
        if sum(ways) != 1:
            raise wrong("observed needs exactly one of: value, count and of, at_most, at_least")
        if (self.count is None) != (self.of is None):
            raise wrong("count and of belong together: so many of so many")
        if self.count is not None and self.of is not None and self.count > self.of:
            raise wrong_at(["count"], f"{self.count} of {self.of} is impossible", self.count)
        if self.range is not None:
            low, high = (_plain(end) for end in self.range)
            if low > high:
                raise wrong_at(["range"], "the range is the wrong way round", self.range)
            if type(self.range[0]) is not type(self.range[1]):
                raise wrong_at(["range"], "both ends of the range need the same kind of unit", self.range)
        return self

    @property
    def stated(self) -> Amount:
        """The number itself."""
        for amount in (self.value, self.at_most, self.at_least):
            if amount is not None:
                return amount
        assert self.count is not None
        assert self.of is not None
        return self.count / self.of

    @property
    def side(self) -> Literal["both", "below", "above"]:
        """On which sides of the stated number the truth may not be found: both, or only one for a bound."""
        return "above" if self.at_most is not None else "below" if self.at_least is not None else "both"


def _plain(amount: Amount) -> float:
    return amount.amount if isinstance(amount, Duration) else amount


def _fits(length: Duration, clock: Clock, key: str) -> None:
    allowed = ("s", "min", "h", "wh", "wd") if clock == "working" else ("s", "min", "h", "cd")
    if length.unit not in allowed:
        other = "elapsed" if clock == "working" else "working"
        message = f'"{length}" does not fit the {clock} clock; allowed units: {", ".join(allowed)}, or clock: {other}'
        raise wrong_at([key], message, length)


STATISTICS = ("share", "mean", "quantile", "count", "per_unit_day", "ratio")
UNUSED = {"per_unit_day": ("service", "among"), "ratio": ("variant", "service", "among")}
"""What a statistic takes no account of: a pool serves all, and a ratio is of figures that have their own cases."""


class Figure(Model):
    """One published figure: what it measures, on which cases, and what was observed."""

    name: Name | None = None
    variant: Id | None = None
    service: Id | None = None
    share: Like | None = None
    mean: Span | None = None
    quantile: Span | None = None
    count: Like | None = None
    per_unit_day: Id | None = None
    ratio: Ratio | None = None
    among: Like | None = None
    observed: Observed | None = None
    held_back: Flag = False
    source: Origin | None = None

    @model_validator(mode="after")
    def _one_statistic(self) -> Self:
        stated = [name for name in STATISTICS if getattr(self, name) is not None]
        if len(stated) != 1:
            raise wrong(f"a figure needs exactly one of: {', '.join(STATISTICS)}")
        if self.quantile is not None and (self.quantile.p is None or not 0 < self.quantile.p < 1):
            raise wrong_at(["quantile"], "a quantile needs p between 0 and 1, as in p: 0.95", self.quantile)
        if self.mean is not None and self.mean.p is not None:
            raise wrong_at(["mean"], "a mean has no p; write quantile", self.mean)
        if self.count is not None and self.count.per is None:
            raise wrong_at(["count"], "a count needs per: wd, month or year", self.count)
        for key in UNUSED.get(stated[0], ()):
            if getattr(self, key) is not None:
                raise wrong_at([key], f"{key} has no meaning beside {stated[0]}", getattr(self, key))
        for key, like in (("share", self.share), ("among", self.among)):
            if like is not None and like.per is not None:
                raise wrong_at([key, "per"], "per belongs to a count", like.per)
        if self.observed is not None:
            self._observed_fits(self.observed)
        return self

    def _observed_fits(self, observed: Observed) -> None:
        span = self.span
        for key in ("value", "at_most", "at_least", "rounded", "sd", "range"):
            stated = getattr(observed, key)
            for amount in stated if isinstance(stated, tuple) else () if stated is None else (stated,):
                if isinstance(amount, Duration) != (span is not None):
                    wanted = 'a length of time, as in "5.1 wd"' if span is not None else "a plain number"
                    message = f'"{amount}" does not fit a {self.statistic}; write {wanted}'
                    raise wrong_at(["observed", key], message, amount)
                if isinstance(amount, Duration) and span is not None:
                    try:
                        _fits(amount, span.clock or ("elapsed" if span.wait else "working"), key)
                    except ValidationError as error:
                        message = error.errors()[0]["msg"]
                        raise wrong_at(["observed", key], message, amount) from None
        if self.share is not None and isinstance(observed.stated, float) and not 0 <= observed.stated <= 1:
            raise wrong_at(
                ["observed"], f"{observed.stated:g} is not a share; allowed: 0 to 1", observed.stated
            )
        if observed.count is not None and self.share is None:
            raise wrong_at(["observed"], "count and of are for a share; write value", observed.count)
        if observed.cases is not None and self.statistic in ("count", "per_unit_day"):
            message = f"a {self.statistic} has no cases behind it but a time; state sd"
            raise wrong_at(["observed", "cases"], message, observed.cases)
        if _plain(observed.stated) < 0:
            raise wrong_at(["observed"], "a figure is not negative", _plain(observed.stated))
        if observed.range is not None and observed.value is not None:
            low, high = (_in_one_unit(end) for end in observed.range)
            if not low <= _in_one_unit(observed.value) <= high:
                message = f"the range does not hold the value {observed.value}"
                raise wrong_at(["observed", "range"], message, observed.range)

    @property
    def statistic(self) -> str:
        return next(name for name in STATISTICS if getattr(self, name) is not None)

    @property
    def span(self) -> Span | None:
        return self.mean or self.quantile

    @property
    def clock(self) -> Clock:
        """What a time is counted in: working time between milestones, elapsed time in a queue, unless stated."""
        span = self.span
        if span is None:
            return "working"
        return span.clock or ("elapsed" if span.wait else "working")


def _in_one_unit(amount: Amount) -> float:
    return amount.micros(8.0) if isinstance(amount, Duration) else amount


class Parameter(Model):
    """A number of the scenario that may move, or several that move together."""

    name: Name | None = None
    path: Texts
    range: tuple[Text | Number, Text | Number] | None = None
    """Ends in the number's own text, factors for a distribution; without it, the number's own range."""
    scale: Literal["linear", "log"] | None = None
    """How the range is crossed: by steps, or by factors; without it, shares by steps and all else by factors."""


class Figures(Model):
    """A figures file."""

    onewindow_figures: Literal[1]
    title: Name
    source: Origin | None = None
    figures: Mapping[Id, Figure] = Field(min_length=1)
    parameters: Mapping[Id, Parameter] = Field(min_length=1)
