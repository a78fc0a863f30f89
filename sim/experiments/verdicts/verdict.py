"""One target's verdict: a frozen record that prints well and turns into JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim.engine.compile.times import Times
from sim.engine.program import Ints
from sim.experiments.load.steady import Steadiness
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.evidence import Evidence
from sim.experiments.running.requirement import requirement, unit_in_clock
from sim.experiments.running.shown import Shown
from sim.experiments.statistics.looks import ALPHAS, Decision, Verdict
from sim.model.quantities import Duration, Name
from sim.model.scenario import Target
from sim.model.staff import pools_as_run
from sim.model.target import Statistic, Superseded
from sim.results.by_month import Month, worst
from sim.results.judged import Judged
from sim.results.pools import PoolUse
from sim.worktime import HOUR

if TYPE_CHECKING:
    from sim.experiments.load.margin import Margin
    from sim.experiments.unknowns.doubt import Doubt
    from sim.experiments.verdicts.fitted_verdict import Sampled
    from sim.experiments.verdicts.two_ends import Dependence

WhyUndecided = Literal[
    "nobody", "open_cases", "backwards", "deemed", "parameters", "budget", "replications", "at_requirement"
]  # fmt: skip
"""Why a verdict is undecided: nobody was judged; cases still open decide, or mostly such as came to the end before the
start, or, of a mean, such as were granted by silence; published figures leave too much open; a larger budget would
likely decide; so many replications were asked for and no more; too close to what is required for the last look."""
TIMES_CONFIDENCE = 0.95
HOURS_PROJECTED = "office hours projected"


@dataclass(frozen=True)
class Quantile:
    """A quantile of a target's clock with its interval, in the limit's unit; None: not reached by enough cases."""

    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class TargetVerdict(Shown):
    """Everything that stands beside a verdict. Times are in `unit` unless their name says otherwise."""

    PAGE = "sim.pages.verdicts:page_of_one"

    target: str
    scenario: str
    name: Name | None
    reading: Name | None
    verdict: Verdict
    expected: Verdict | None
    start: str
    to: str
    limit: Duration
    unit: str
    clock: str
    limit_working_hours: float | None
    limit_office_days: float | None
    """The limit as a part of the office day, which may be shorter or longer than a working day."""
    required_share: float | None
    """None where the mean is judged, which is held against the limit."""
    on_time_share: float | None
    """None where nobody was judged, and where the mean is."""
    low: float
    high: float
    """Interval of the share on time, or of the mean in `unit`; a mean with undetermined cases has no upper end."""
    confidence: float
    p50: Quantile
    p90: Quantile
    p95: Quantile
    cases: int
    replications: int
    replications_below: int
    unseen: float | None
    open: int
    open_over_limit: int
    undetermined: int
    deemed_share: float | None
    not_judged: tuple[tuple[str, int], ...]
    before_acceptance_p50: float | None
    """Hours of the calendar from arrival to acceptance."""
    paused_p50: float | None
    elapsed_p50: float | None
    elapsed_p90: float | None
    elapsed_p95: float | None
    attempts: float | None
    """Mean number of submissions."""
    judged_dates: tuple[str, str]
    """The first and the last judged date."""
    load: str
    seed: int
    engine: str
    pools: tuple[PoolUse, ...]
    windows: tuple[str, ...]
    """Pools that are windows of a hall."""
    calendar: str
    digest: str
    version: str
    likely_more: int | None = None
    asked_replications: int | None = None
    """The single look that was asked for instead of the planned ones."""
    dependence: Dependence | None = None
    """At the two ends of all ranges; None where nobody looked."""
    doubt: Doubt | None = None
    """Under vectors drawn from the ranges of all that is not known; None where none was drawn."""
    load_margin: Margin | None = None
    """Between which loads the verdict turns, and what binds there; None where nobody looked."""
    superseded: Superseded | None = None
    """Later law that had replaced the promise when the window began."""
    sampled: Sampled | None = None
    """Under parameter vectors that fit published figures; verdict and interval are then these."""
    backwards_share: float | None = None
    """Of the judged: stamped `to` before `from`, so that nothing was measured; they count as undetermined."""
    stamped_again_share: float | None = None
    """Of the judged: stamped `to` once more after the stamp that counted."""
    by_month: tuple[Month, ...] = ()
    """The judged year, January first; empty unless a calendar year is judged."""
    steadiness: Steadiness | None = None
    """Whether the verdict lasts, or holds for the judged window only; None where nobody looked."""
    judged: Statistic = "share"
    """What is held against the requirement."""
    mean: float | None = None
    """In `unit`, where the mean is judged; undetermined cases with the time they have taken so far."""

    @property
    def value(self) -> float | None:
        """The share on time or the mean, whichever is judged; None where nobody was."""
        return self.mean if self.judged == "mean" else self.on_time_share

    @property
    def on_mean(self) -> bool:
        return self.judged == "mean"

    @property
    def growing(self) -> bool:
        """Somewhere a queue has no steady state, so that the verdict holds for the judged window only."""
        return self.steadiness is not None and not self.steadiness.steady

    @property
    def judged_any(self) -> bool:
        return self.cases > 0

    @property
    def margin(self) -> float | None:
        """The largest load found that is confirmed met, a factor on what was asked; None also where nobody looked."""
        return None if self.load_margin is None else self.load_margin.met

    @property
    def binding_pool(self) -> str | None:
        """The pool of which one more unit helps most where the target breaks; None also where nobody looked."""
        return None if self.load_margin is None else self.load_margin.pool

    @property
    def busiest(self) -> PoolUse | None:
        """The pool at work for most of its time, whether or not it is in anybody's way."""
        return max(self.pools, key=lambda use: use.utilisation, default=None)

    @property
    def times_confidence(self) -> float:
        """Level of the quantiles' intervals."""
        return TIMES_CONFIDENCE

    @property
    def worst_month(self) -> Month | None:
        """The month with the lowest on-time share of a judged year."""
        return worst(self.by_month)

    @property
    def hangs_on(self) -> str | None:
        """The uncertain number to measure first, if one stands out."""
        first = None if self.doubt is None else self.doubt.first
        return None if first is None else first.path

    @property
    def why_undecided(self) -> WhyUndecided | None:
        """What keeps an undecided verdict open; None for one that is decided."""
        if self.verdict != "undecided":
            return None
        if not self.judged_any:
            return "nobody"
        if self.sampled is not None:
            return "parameters"
        if self.likely_more:
            return "budget"
        if self._open_tips():
            backwards = (self.backwards_share or 0.0) * self.cases
            deemed = (self.deemed_share or 0.0) * self.cases if self.on_mean else 0.0
            if 2 * deemed >= self.undetermined:
                return "deemed"
            return "backwards" if 2 * backwards >= self.undetermined else "open_cases"
        return "at_requirement" if self.asked_replications is None else "replications"

    def _open_tips(self) -> bool:
        """Whether undetermined cases may tip the verdict: a mean always, while it is within the limit with them."""
        if self.mean is not None:
            return self.undetermined > 0 and self.mean <= self.limit.amount
        if self.on_time_share is None or self.required_share is None:
            return False
        perhaps = self.on_time_share + self.undetermined / self.cases
        return self.on_time_share < self.required_share <= perhaps

    def to_dict(self) -> dict[str, Any]:
        """As in `check --json`; shares rounded to 6 places, times to 4, so that equal runs print equal bytes."""
        dependence = self.dependence
        return {
            "target": self.target,
            "scenario": self.scenario,
            "reading": None if self.reading is None else {"zh": self.reading.zh, "en": self.reading.en},
            "verdict": self.verdict,
            "steady": None if self.steadiness is None else self.steadiness.steady,
            "expected": self.expected,
            "from": self.start,
            "to": self.to,
            "limit": self.limit.amount,
            "unit": self.unit,
            "clock": self.clock,
            "limit_working_hours": rounded(self.limit_working_hours),
            "limit_office_days": rounded(self.limit_office_days),
            "required_share": self.required_share,
            "on_time_share": rounded(self.on_time_share, 6),
            "ci": [None, None] if self.on_mean else [rounded(self.low, 6), rounded(self.high, 6)],
            "judged": self.judged,
            "mean": rounded(self.mean),
            "mean_ci": [rounded(self.low), rounded(self.high)] if self.on_mean else [None, None],
            "confidence": self.confidence,
            **{
                key: rounded(value)
                for p in ("p50", "p90", "p95")
                for key, value in ((p, getattr(self, p).estimate),)
            },
            "times_confidence": self.times_confidence,
            "times_replications": self.replications,
            **{
                f"{p}_ci": [rounded(getattr(self, p).low), rounded(getattr(self, p).high)]
                for p in ("p50", "p90", "p95")
            },
            "cases": self.cases,
            "replications": self.replications,
            "replications_below": self.replications_below,
            "unseen_disaster_bound": rounded(self.unseen, 6),
            "likely_more_replications": self.likely_more,
            "why_undecided": self.why_undecided,
            "open": self.open,
            "open_over_limit": self.open_over_limit,
            "undetermined": self.undetermined,
            "deemed_share": rounded(self.deemed_share, 6),
            "backwards_share": rounded(self.backwards_share, 6),
            "stamped_again_share": rounded(self.stamped_again_share, 6),
            "superseded": None
            if self.superseded is None
            else {"since": self.superseded.since.isoformat(), "by": self.superseded.by},
            "not_judged": dict(self.not_judged),
            "before_acceptance_p50": rounded(self.before_acceptance_p50),
            "paused_p50": rounded(self.paused_p50),
            "elapsed_p50": rounded(self.elapsed_p50),
            "elapsed_p90": rounded(self.elapsed_p90),
            "elapsed_p95": rounded(self.elapsed_p95),
            "elapsed_unit": "h",
            "attempts": rounded(self.attempts),
            "judged_dates": list(self.judged_dates),
            "load": self.load,
            "seed": self.seed,
            "engine": self.engine,
            "margin": self.margin,
            "margin_not_met": None if self.load_margin is None else self.load_margin.not_met,
            "binding_pool": self.binding_pool,
            "load_margin": None if self.load_margin is None else self.load_margin.to_dict(),
            "pools": [
                {
                    "pool": use.pool,
                    "busy_share": rounded(use.utilisation),
                    "tasks_per_unit_day": rounded(use.served_per_unit_day, 2),
                }
                for use in self.pools
            ],
            "hangs_on": self.hangs_on,
            "hangs_on_assumptions": None if dependence is None else dependence.hangs,
            "at_favourable": None if dependence is None else dependence.favourable.to_dict(self.judged),
            "at_unfavourable": None if dependence is None else dependence.unfavourable.to_dict(self.judged),
            "assumptions": [] if self.doubt is None else self.doubt.to_dict()["numbers"],
            "doubt": None if self.doubt is None else self.doubt.to_dict(),
            **({} if self.sampled is None else {"parameters": self.sampled.to_dict()}),
            **self._months(),
            "steadiness": None if self.steadiness is None else self.steadiness.to_dict(),
            "calendar": self.calendar,
            "digest": self.digest,
            "version": self.version,
        }

    def _months(self) -> dict[str, Any]:
        """Only of a judged year, so that every other document stays as it was."""
        if not self.by_month:
            return {}
        told = [
            {"month": month.month, "cases": month.cases, "on_time_share": rounded(month.share, 6)}
            for month in self.by_month
        ]
        return {"by_month": told, "worst_month": None if self.worst_month is None else self.worst_month.month}

    def __str__(self) -> str:
        share = "nobody judged"
        if self.on_time_share is not None:
            share = (
                f"{self.on_time_share:.1%} on time [{self.low:.1%}, {self.high:.1%}], "
                f"required {self.required_share:.0%}"
            )
        elif self.mean is not None:
            share = f"mean {self.mean:.3g} [{self.low:.3g}, {self.high:.3g}] {self.unit}, limit {self.limit}"
        verdict = f"{self.verdict}, but growing" if self.growing else self.verdict
        return f"{self.target}: {verdict}, {share} ({self.replications} replications, {self.cases} cases)"


def verdict_of(
    whatif: WhatIf, evidence: Evidence, target: str, decision: Decision, times: Times
) -> TargetVerdict:
    """The record of a decision: share, counts and times over the replications it used, so that they never disagree."""
    stated = whatif.scenario.targets[target]
    used = decision.replications
    judged = evidence.of(target, used)
    cases = sum(j.judged for j in judged)
    needed = requirement(whatif.scenario, target)
    unit = unit_in_clock(stated, times.wd_hours)

    def quantile(p: float) -> Quantile:
        found = evidence.quantile(target, p, 1 - TIMES_CONFIDENCE, used)
        return Quantile(*(None if v is None else v / unit for v in (found.estimate, found.low, found.high)))

    unfinished = sum(j.not_finished for j in judged)
    not_judged: dict[str, int] = {}
    for j in judged:
        for outcome, count in j.not_judged:
            not_judged[outcome] = not_judged.get(outcome, 0) + count
    return replace(
        _frame(whatif, evidence, target, times, used),
        verdict=decision.verdict,
        on_time_share=decision.value if needed.statistic == "share" else None,
        mean=decision.value if needed.statistic == "mean" else None,
        low=decision.low,
        high=decision.high,
        confidence=1 - decision.alpha,
        p50=quantile(0.5),
        p90=quantile(0.9),
        p95=quantile(0.95),
        cases=cases,
        replications=used,
        replications_below=decision.replications_below,
        unseen=decision.unseen,
        open=sum(j.open for j in judged),
        open_over_limit=sum(j.open_over_limit for j in judged),
        undetermined=sum(needed.counted(j)[2] for j in judged),
        deemed_share=sum(j.deemed for j in judged) / cases if cases else None,
        backwards_share=sum(j.backwards for j in judged) / cases if cases else None,
        stamped_again_share=sum(j.stamped_again for j in judged) / cases if cases else None,
        not_judged=tuple(sorted(not_judged.items())),
        before_acceptance_p50=_hours(
            [j.before_acceptance for j in judged], 0.5, sum(j.not_accepted for j in judged)
        ),
        paused_p50=_hours([j.paused for j in judged], 0.5),
        elapsed_p50=_hours([j.elapsed for j in judged], 0.5, unfinished),
        elapsed_p90=_hours([j.elapsed for j in judged], 0.9, unfinished),
        elapsed_p95=_hours([j.elapsed for j in judged], 0.95, unfinished),
        attempts=_attempts(judged),
        by_month=evidence.months(target, used) if needed.statistic == "share" else (),
    )


def _attempts(judged: Sequence[Judged]) -> float | None:
    cases = sum(j.judged for j in judged)
    return sum(j.attempts for j in judged) / cases if cases else None


def undecidable(whatif: WhatIf, evidence: Evidence, target: str, times: Times) -> TargetVerdict:
    """Nobody was judged: no share, the widest interval, undecided."""
    return _frame(whatif, evidence, target, times, len(evidence.summaries))


def _frame(whatif: WhatIf, evidence: Evidence, target: str, times: Times, used: int) -> TargetVerdict:
    stated = whatif.scenario.targets[target]
    start, to = stated.scope
    limit = stated.limit.value
    use = evidence.pools(used)
    in_hours = limit.working and stated.clock == "working" and not stated.at_once
    hours = limit.micros(times.wd_hours) / HOUR if in_hours else None
    nothing = Quantile(None, None, None)
    return TargetVerdict(
        target=target,
        scenario=whatif.label,
        name=stated.name,
        reading=stated.reading,
        verdict="undecided",
        expected=stated.expected.verdict if stated.expected is not None and whatif.as_stated else None,
        start=start,
        to=to,
        limit=limit,
        unit=stated.unit,
        clock=stated.measure if stated.counted else "at_once" if stated.at_once else stated.clock,
        limit_working_hours=hours,
        limit_office_days=None if hours is None else hours / _office_day_hours(times),
        required_share=None if stated.required_share is None else stated.required_share.value,
        on_time_share=None,
        judged=stated.judged,
        low=0.0,
        high=math.inf if stated.judged == "mean" else 1.0,
        confidence=1 - ALPHAS[0],
        p50=nothing,
        p90=nothing,
        p95=nothing,
        cases=0,
        replications=used,
        replications_below=0,
        unseen=None,
        open=0,
        open_over_limit=0,
        undetermined=0,
        deemed_share=None,
        not_judged=(),
        before_acceptance_p50=None,
        paused_p50=None,
        elapsed_p50=None,
        elapsed_p90=None,
        elapsed_p95=None,
        attempts=None,
        judged_dates=(str(times.study.judged_from), str(times.study.judged_until - timedelta(days=1))),
        load=whatif.load_text,
        superseded=_superseded(stated, times),
        seed=whatif.seed,
        engine=whatif.engine_name,
        pools=tuple(use),
        windows=tuple(
            name for name, pool in pools_as_run(whatif.scenario.pools).items() if pool.kind == "window"
        ),
        calendar=calendar_status(times),
        digest=evidence.program.digest,
        version=package_version(),
    )


def calendar_status(times: Times) -> str:
    """ "published", or which years are projected and in what: a projected calendar knows no make-up days.

    Office hours that no notice has published yet are named behind it.
    """
    last = times.study.horizon - timedelta(days=1)
    projected = [
        f"{year.year} {' and '.join(year.projected)}"
        for year in times.workdays.statuses(times.study.start, last)
        if year.status == "projected"
    ]
    days = f"projected: {', '.join(projected)}" if projected else "published"
    hours = any(times.office.hours.status(day) == "projected" for day in times.days())
    return f"{days}; {HOURS_PROJECTED}" if hours else days


def _superseded(target: Target, times: Times) -> Superseded | None:
    later = target.superseded
    return later if later is not None and later.since <= times.study.judged_from else None


def package_version() -> str:
    try:
        return version("onewindow")
    except PackageNotFoundError:
        return "unknown"


def _office_day_hours(times: Times) -> float:
    """Office hours of the study's first working day."""
    day = next(day for day in times.days() if times.works(day))
    return sum(end - start for start, end in times.office.spans(day)) / HOUR


def _hours(spans: list[Ints], p: float, longer: int = 0) -> float | None:
    """Quantile in hours of all spans and of so many longer ones; None when it falls among these, or of nothing."""
    pooled = np.sort(np.concatenate(spans)) if spans else np.zeros(0)
    rank = math.ceil(p * (len(pooled) + longer))
    return float(pooled[rank - 1]) / HOUR if 0 < rank <= len(pooled) else None


def rounded(value: float | None, places: int = 4) -> float | None:
    """As documents print it, so that equal runs print equal bytes; None for what is no number, or has no end."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), places)
