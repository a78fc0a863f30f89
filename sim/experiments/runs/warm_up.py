"""How long an office that starts empty takes to fill: MSER-5 on weekly totals (SEMANTICS 9.4).

The series is the work in progress of each service, week by week from a Monday on, averaged over replications. Why work
in progress and not the time cases take: it is what an empty office lacks; every week is observed whole, while the time
of a case is known only once it has ended, which censors the last weeks; and once it is steady, Little's law ties the
two. A week's total is over its office hours, as a mean, so that a week of four working days is no dip. Five working
days a week take the place of the batches of five of MSER-5, and a week holds a whole cycle of weekdays, so that no
profile within it looks like a trend. Where even the first week is as full as the others nothing is dropped.

The answer is `reliable` or says why not, and then suggests nothing: where the load itself moves there is no steady
state to find.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.engine.compile.times import Times, times_of
from sim.experiments.questions.whatif import WhatIf, load
from sim.experiments.running.crew import Crew, crew_for
from sim.experiments.running.progress import Progress, silent
from sim.experiments.running.replications import Simulated
from sim.experiments.running.shown import Shown
from sim.experiments.statistics.mser import mser
from sim.experiments.statistics.skewness_t import critical_t
from sim.model import Scenario, Setting
from sim.model.bounds import REPLICATIONS_ALLOWED, Bounds, within
from sim.model.faults import Place
from sim.model.rules import Rule
from sim.results.pools import pool_use
from sim.results.weekly import Weekly, weekly

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]

WORKDAYS = 5
"""Working days of a usual week: what a week of lead-in counts for."""
DEFAULT_WEEKS = 26
DEFAULT_REPLICATIONS = 24
FEWEST_WEEKS, MOST_WEEKS = 8, 520
ENOUGH_WEEKS = 12
"""A shorter series leaves MSER too little to tell a beginning from the rest."""
GROWS = 0.1
"""Growth over the second half of the series, relative to its mean, from which it counts."""
FULL = 0.95
"""Busy share of a pool from which growing work in progress means overload, not an office that still fills."""
LEVEL = 0.05
"""Two-sided level of the tests that the first week is emptier than the others, and that the series grows."""

Cause = Literal["too_short", "second_half", "overloaded", "season", "closure"]


@dataclass(frozen=True)
class Reason:
    """Why it cannot be told how long a lead-in is needed."""

    cause: Cause
    what: str
    """The profile, the pool, the service or the week it is about."""

    def __str__(self) -> str:
        return {
            "too_short": f"{self.what} weeks are too few; take {ENOUGH_WEEKS} or more",
            "second_half": f"the series of {self.what} has not settled within its first half; take more weeks",
            "overloaded": f"work in progress grows to the end and {self.what} is always busy: there is no steady state",
            "season": f"{self.what} moves the load within these weeks: there is no steady state to reach",
            "closure": f"the office is closed for most of the week of {self.what}",
        }[self.cause]


@dataclass(frozen=True)
class ServiceWarmUp:
    """Work in progress of one service: cases open, the mean of each week over its office hours and replications."""

    service: str
    weekly: tuple[float, ...]
    truncated: int
    """Weeks that MSER leaves out, reliable or not; none where the first is as full as the others."""


@dataclass(frozen=True)
class WarmUp(Shown):
    """How long the lead-in should be. Nothing is suggested where the answer is not reliable."""

    PAGE = "sim.pages.starts:warm_up_page"

    whatif: WhatIf = field(repr=False)
    first: date
    """The Monday on which the office started empty."""
    weeks: int
    replications: int
    suggested_weeks: int | None
    suggested_wd: int | None
    stated_wd: int
    """Working days of the scenario's own lead-in."""
    reliable: bool
    reasons: tuple[Reason, ...]
    services: tuple[ServiceWarmUp, ...]
    digest: str
    """Of the longer study that was run."""

    @property
    def scenario(self) -> str:
        """What was simulated."""
        return self.whatif.label

    @property
    def suffices(self) -> bool | None:
        """Whether the stated lead-in is long enough; None where that cannot be told."""
        return None if self.suggested_wd is None else self.stated_wd >= self.suggested_wd

    @property
    def reason(self) -> str | None:
        """Why not reliable, in one line."""
        return "; ".join(map(str, self.reasons)) or None

    @property
    def frame(self) -> pl.DataFrame:
        """One row a week and service: service, week (its Monday), open cases, and whether MSER leaves it out."""
        import polars as pl

        rows = [
            (one.service, self.first + timedelta(weeks=week), value, week < one.truncated)
            for one in self.services
            for week, value in enumerate(one.weekly)
        ]
        kinds = {"service": pl.String, "week": pl.Date, "open": pl.Float64, "truncated": pl.Boolean}
        return pl.DataFrame(rows, schema=kinds, orient="row")

    def to_dict(self) -> dict[str, Any]:
        """As in `warmup --json`."""
        return {
            "scenario": self.scenario,
            "reliable": self.reliable,
            "reasons": [
                {"cause": reason.cause, "what": reason.what, "text": str(reason)} for reason in self.reasons
            ],
            "suggested_weeks": self.suggested_weeks,
            "suggested_wd": self.suggested_wd,
            "stated_wd": self.stated_wd,
            "suffices": self.suffices,
            "first_week": self.first.isoformat(),
            "weeks": self.weeks,
            "replications": self.replications,
            "services": [
                {
                    "service": one.service,
                    "truncated_weeks": one.truncated,
                    "weekly_open": [round(value, 4) for value in one.weekly],
                }
                for one in self.services
            ],
            "load": self.whatif.load_text,
            "seed": self.whatif.seed,
            "digest": self.digest,
        }

    def __str__(self) -> str:
        stated = f"stated: {self.stated_wd} wd"
        if self.suggested_wd is None:
            return f"{self.scenario}: unreliable, {self.reason} ({stated})"
        enough = "suffices" if self.suffices else "is too short"
        suggested = f"lead-in of {self.suggested_weeks} weeks ({self.suggested_wd} wd)"
        return f"{self.scenario}: {suggested}; {stated}, which {enough}"


def warm_up(
    question: WhatIf | str,
    *,
    weeks: int = DEFAULT_WEEKS,
    replications: int = DEFAULT_REPLICATIONS,
    progress: Progress = silent,
    crew: Crew | None = None,
) -> WarmUp:
    """The lead-in that an empty office needs, from a study of its own: so many weeks, from the Monday of its start.

    The longest one any service needs. Raises ModelError for bad input.
    """
    within("weeks", weeks, Bounds(FEWEST_WEEKS, MOST_WEEKS))
    within("replications", replications, REPLICATIONS_ALLOWED.above(2))
    whatif = load(question) if isinstance(question, str) else question
    times = times_of(whatif.scenario)
    first = times.study.start - timedelta(days=times.study.start.weekday())
    longer = _longer(whatif, first, weeks)
    run = Simulated(weekly, longer.seed, longer.engine_name, stop_when_judged=False)
    with (
        crew_for(whatif.engine_name, crew) as own,
        progress(longer.label, "replications", replications) as bar,
    ):
        runs = list(own.replicate(run, longer.program, range(replications), bar.advance))
    names = longer.program.names.services
    series = {
        service: np.stack([one.open[names.index(service)] for one in runs])
        for service in longer.scenario.services
    }
    services = tuple(
        ServiceWarmUp(service, tuple(values.mean(axis=0).tolist()), _truncated(values))
        for service, values in series.items()
    )
    reasons = tuple(_reasons(longer, series, services, runs))
    longest = max(one.truncated for one in services)
    return WarmUp(
        whatif=whatif,
        first=first,
        weeks=weeks,
        replications=replications,
        suggested_weeks=None if reasons else longest,
        suggested_wd=None if reasons else longest * WORKDAYS,
        stated_wd=sum(
            times.workdays.is_workday(day) for day in times.days() if day < times.study.judged_from
        ),
        reliable=not reasons,
        reasons=reasons,
        services=services,
        digest=longer.program.digest,
    )


def _longer(whatif: WhatIf, first: date, weeks: int) -> WhatIf:
    """The question with a study that starts empty and is looked at from its first day on."""
    study = f"{{start: {first}, lead_in: 0 wd, window: {7 * weeks} cd, follow_up: 0 wd}}"
    return whatif.with_settings([Setting("study", "=", study, Place("the study of the warm-up"))])


def _reasons(
    asked: WhatIf, series: dict[str, Floats], services: Sequence[ServiceWarmUp], runs: Sequence[Weekly]
) -> Iterator[Reason]:
    times = times_of(asked.scenario)
    weeks = len(services[0].weekly)
    if weeks < ENOUGH_WEEKS:
        yield Reason("too_short", str(weeks))
    for what in _seasons(asked.scenario, times):
        yield Reason("season", what)
    for monday in _closed_weeks(times):
        yield Reason("closure", monday.isoformat())
    grown = [one.service for one in services if _grows(series[one.service])]
    full = [use.pool for use in pool_use(asked.program, runs) if use.utilisation >= FULL]
    if grown:
        yield from (Reason("overloaded", pool) for pool in full)
    for one in services:
        grows = one.service in grown
        if (grows or 2 * one.truncated > weeks) and not (grows and full):
            yield Reason("second_half", one.service)


def _seasons(scenario: Scenario, times: Times) -> Iterator[str]:
    """Profiles that move the load within the study, by path."""
    months = {day.month for day in times.days()}
    for name, service in scenario.services.items():
        for way, channel in service.channels.items():
            path = f"services.{name}.channels.{way}"
            if channel.months and len({channel.months.get(month, 1.0) for month in months}) > 1:
                yield f"{path}.months"
            if channel.after_holiday is not None:
                yield f"{path}.after_holiday"
            if channel.growth is not None and channel.growth.value != 0:
                yield f"{path}.growth"
            for number, shock in enumerate(channel.shocks):
                if any(shock.holds(day) for day in times.days()):
                    yield f"{path}.shocks.{number}"
    worked = [day for day in times.days() if times.workdays.is_workday(day)]
    if len({times.office.hours.day_hours(day).length for day in worked}) > 1:
        yield "calendar.seasons"
    ruled: dict[str, Sequence[Rule]] = {
        "calendar.rules": scenario.calendar.rules,
        **{f"pools.{name}.rules": pool.rules for name, pool in scenario.pools.items()},
        **{
            f"services.{name}.channels.{way}.rules": channel.rules
            for name, service in scenario.services.items()
            for way, channel in service.channels.items()
        },
    }
    for path, rules in ruled.items():
        if any(len({rule.when().within(day) for day in worked}) > 1 for rule in rules):
            yield path


def _closed_weeks(times: Times) -> Iterator[date]:
    """Mondays of weeks in which the office works less than half of a usual week."""
    days = list(times.days())
    for monday in days[::7]:
        worked = sum(times.workdays.is_workday(monday + timedelta(days=n)) for n in range(7))
        if 2 * worked < WORKDAYS:
            yield monday


def _truncated(values: Floats) -> int:
    """MSER's weeks; none where even the first week is as full as those that stay, so that chance alone chose them."""
    weeks = mser(values.mean(axis=0))
    return weeks if weeks and _above_zero(values[:, weeks:].mean(axis=1) - values[:, 0]) else 0


def _grows(values: Floats) -> bool:
    """Whether the second half of the series rises, by its slopes over replications, and not just a little."""
    half = values[:, values.shape[1] // 2 :]
    n = half.shape[1]
    centred = np.arange(n) - (n - 1) / 2
    slopes = half @ centred / float((centred**2).sum())
    level = float(half.mean())
    if level <= 0 or float(slopes.mean()) * n < GROWS * level:
        return False
    return _above_zero(slopes)


def _above_zero(values: Floats) -> bool:
    """Whether a quantity of each replication is positive, by its mean."""
    mean, error = float(values.mean()), float(values.std(ddof=1)) / math.sqrt(len(values))
    return mean > 0 and (error == 0 or mean / error > critical_t(len(values), LEVEL))
