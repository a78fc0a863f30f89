"""Figures measured on simulated cases: each replication's part of every figure, and what they come to together.

A share, mean or count is a sum over another sum; a quantile is taken of all values together. The variance of either
comes from leaving out one replication after another (jackknife).
Judged are the cases that arrived in the judged window of the study, and tasks asked for in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.figures import Figure, Like, Span
from sim.engine.nodes import Ints
from sim.engine.outcome import Outcome
from sim.engine.program import ARRIVED, FIXED_POINT, Program
from sim.results.pools import duty
from sim.worktime import DAY, NEVER

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
MONTHS_A_YEAR = 12


@dataclass(frozen=True, eq=False)
class Part:
    """One replication's part of a figure: a sum over another, or the values a quantile is taken of."""

    above: float
    below: float
    values: Floats | None = None


@dataclass(frozen=True)
class Measured:
    """A simulated figure: its value, the variance of that over replications, and the cases it was counted over."""

    value: float
    variance: float
    cases: float

    @property
    def known(self) -> bool:
        return bool(np.isfinite(self.value))


UNKNOWN = Measured(float("nan"), float("nan"), 0.0)


def parts(
    program: Program, outcome: Outcome, figures: Mapping[str, Figure], wd_hours: float
) -> dict[str, Part]:
    """What one replication adds to every figure that is not a ratio of others. Times are in µs."""
    world = _World(program, outcome, wd_hours)
    return {key: world.part(figure) for key, figure in figures.items() if figure.ratio is None}


def together(figure: Figure, found: Sequence[Part]) -> Measured:
    """A figure from its parts of all replications."""
    if figure.quantile is not None:
        assert figure.quantile.p is not None
        return _quantile([part.values for part in found if part.values is not None], figure.quantile.p)
    above = np.array([part.above for part in found])
    below = np.array([part.below for part in found])
    if not below.sum():
        return UNKNOWN
    value = above.sum() / below.sum()
    left = below.sum() - below
    without = np.divide(above.sum() - above, left, out=np.full(len(found), value), where=left > 0)
    return Measured(float(value), _jackknife(without), float(below.sum()))


def _jackknife(without: Floats) -> float:
    """The variance of what all replications come to, from what it is without each of them.

    In crowded replications more cases wait longer; spread around a ratio alone, as linearised, tells too little then.
    """
    n = len(without)
    return (n - 1) / n * float(((without - without.mean()) ** 2).sum()) if n > 1 else float("nan")


def divided(of: Measured, to: Measured) -> Measured:
    """The ratio of two figures; common random numbers make its variance smaller than what is given here."""
    if not of.known or not to.known or to.value == 0:
        return UNKNOWN
    value = of.value / to.value
    relative = of.variance / of.value**2 + to.variance / to.value**2 if of.value else 0.0
    return Measured(value, value**2 * relative, min(of.cases, to.cases))


def _quantile(found: Sequence[Floats], p: float) -> Measured:
    every = np.concatenate(found) if found else np.zeros(0)
    if not len(every):
        return UNKNOWN
    value = float(np.quantile(every, p, method="inverted_cdf"))
    n = len(found)
    if n < 2:
        return Measured(value, float("nan"), float(len(every)))
    order = np.argsort(every, kind="stable")
    owner = np.repeat(np.arange(n), [len(values) for values in found])[order]
    ranked = every[order]
    without = np.empty(n)
    for replication in range(n):
        left = ranked[owner != replication]
        without[replication] = (
            left[min(len(left) - 1, int(np.ceil(p * len(left))) - 1)] if len(left) else value
        )
    return Measured(value, _jackknife(without), float(len(every)))


class _World:
    """One replication, asked figure by figure."""

    def __init__(self, program: Program, outcome: Outcome, wd_hours: float) -> None:
        self.program, self.outcome, self.names = program, outcome, program.names
        self.wd_hours = wd_hours
        office = program.office_calendar
        rows = slice(
            program.calendar_first[office], program.calendar_first[office] + program.calendar_count[office]
        )
        self.open_at, self.close_at = program.open_at[rows], program.close_at[rows]
        self.worked_before = program.worked_before[rows]
        arrived = outcome.stamps[:, ARRIVED]
        self.inside: Mask = (arrived >= program.judged_from) & (arrived < program.judged_until)

    def part(self, figure: Figure) -> Part:
        if figure.per_unit_day is not None:
            pool = self.names.pools.index(figure.per_unit_day)
            on_duty, open_for, dates = duty(self.program, pool)
            unit_days = on_duty / open_for * dates if open_for else 0.0
            return Part(float(self.outcome.served[pool]), unit_days)
        among = self.cases(figure.service, figure.among)
        if figure.count is not None:
            assert figure.count.per is not None
            return Part(float((among & self.like(figure.count)).sum()), self.periods(figure.count.per))
        if figure.share is not None:
            return Part(float((among & self.like(figure.share)).sum()), float(among.sum()))
        assert figure.span is not None
        values = (
            self.waits(figure.span, among)
            if figure.span.wait
            else self.spans(figure.span, figure.clock, among)
        )
        if figure.quantile is not None:
            return Part(0.0, 0.0, values)
        return Part(float(values.sum()), float(len(values)))

    def cases(self, service: str | None, among: Like | None) -> Mask:
        mask = self.inside
        if service is not None:
            mask = mask & (self.outcome.service == self.names.services.index(service))
        return mask if among is None else mask & self.like(among)

    def like(self, like: Like) -> Mask:
        outcome, names = self.outcome, self.names
        mask: Mask = np.ones(len(outcome.service), dtype=bool)
        if like.outcome is not None:
            mask &= np.isin(outcome.outcome, [names.outcomes.index(name) for name in like.outcome])
        if like.channel is not None:
            of_stream = np.array([channel in like.channel for channel in names.channels], dtype=bool)
            mask &= of_stream[outcome.stream]
        if like.attempts is not None:
            mask &= np.isin(outcome.attempts, like.attempts)
        if like.returned is not None:
            mask &= (outcome.attempts > 1) == like.returned
        for attribute, wanted in like.attribute.items():
            number = names.attributes.index(attribute)
            known = names.attribute_values[number]
            codes = [known.index(value) * FIXED_POINT for value in wanted]
            mask &= np.isin(outcome.attributes[number], codes)
        if like.reached is not None:
            mask &= self.stamp(like.reached) != NEVER
        if like.not_reached is not None:
            mask &= self.stamp(like.not_reached) == NEVER
        if like.within is not None:
            assert like.start is not None
            assert like.to is not None
            begun, ended = self.stamp(like.start), self.stamp(like.to)
            clock = like.clock or "working"
            limit = like.within.micros(self.wd_hours)
            mask &= (begun != NEVER) & (ended != NEVER) & (self.between(begun, ended, clock) <= limit)
        return mask

    def spans(self, span: Span, clock: str, among: Mask) -> Floats:
        assert span.start is not None
        assert span.to is not None
        begun, ended = self.stamp(span.start), self.stamp(span.to)
        both = among & (begun != NEVER) & (ended != NEVER)
        return self.between(begun[both], ended[both], clock)

    def waits(self, span: Span, among: Mask) -> Floats:
        assert span.wait is not None
        assert self.outcome.rows is not None
        rows = self.outcome.rows
        steps = [self.names.steps.index(name) for name in span.wait]
        case, node, enqueued, started = rows[:, 0], rows[:, 1], rows[:, 4], rows[:, 5]
        wanted = np.isin(self.program.nodes.step[node], steps) & among[case] & (started != NEVER)
        return self.between(enqueued[wanted], started[wanted], span.clock or "elapsed")

    def between(self, begun: Ints, ended: Ints, clock: str) -> Floats:
        if clock == "elapsed":
            return (ended - begun).astype(np.float64)
        return self.worked(ended) - self.worked(begun)

    def worked(self, at: Ints) -> Floats:
        """Office µs worked before each instant."""
        place = np.maximum(np.searchsorted(self.open_at, at, side="right") - 1, 0)
        opens, closes = self.open_at[place], self.close_at[place]
        made: Floats = (self.worked_before[place] + np.clip(at, opens, closes) - opens).astype(np.float64)
        return made

    def stamp(self, milestone: str) -> Ints:
        made: Ints = self.outcome.stamps[:, self.names.stamps.index(milestone)]
        return made

    def periods(self, per: str) -> float:
        """Working days, months or years of the judged window."""
        program = self.program
        if per == "wd":
            opens = self.open_at
            inside = opens[(opens >= program.judged_from) & (opens < program.judged_until)]
            return float(len(np.unique(inside // DAY)))
        years = (program.judged_until - program.judged_from) / (365.25 * DAY)
        return years * (MONTHS_A_YEAR if per == "month" else 1)
