"""One target's verdict: a frozen record that prints well and turns into JSON."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sim.experiments.load.steady import Steadiness
from sim.experiments.running.shown import Shown
from sim.experiments.statistics.looks import Verdict
from sim.model.quantities import Duration, Name
from sim.model.target import Statistic, Superseded
from sim.results.by_construction import Construction
from sim.results.by_month import Month, worst
from sim.results.pools import PoolUse

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
    construction: Construction | None = None
    """How whoever wrote the flow has set the outcome, if so: then it says nothing of the process."""
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
    worth_asking: tuple[str, ...] = ()
    """Commands that look for what would change the answer, and have something to try here."""
    to_called: tuple[str, str] | None = None
    """What people call `to`, in Chinese and English; its id where nobody named it."""
    uncertain: int = 0
    """Numbers that are assumed, borrowed or without a source."""
    mean: float | None = None
    """In `unit`, where the mean is judged; undetermined cases with the time they have taken so far."""

    @property
    def as_assumed(self) -> bool:
        """Whether the verdict rests on numbers that may be otherwise."""
        return self.doubt is not None or self.uncertain > 0

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
            "margin_steady_up_to": None if self.load_margin is None else self.load_margin.lasts,
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
            "uncertain_numbers": self.uncertain,
            "doubt": None if self.doubt is None else self.doubt.to_dict(),
            **({} if self.sampled is None else {"parameters": self.sampled.to_dict()}),
            **self._months(),
            **self._construction(),
            "steadiness": None if self.steadiness is None else self.steadiness.to_dict(),
            "calendar": self.calendar,
            "digest": self.digest,
            "version": self.version,
        }

    def _construction(self) -> dict[str, Any]:
        """Only where whoever wrote the flow has set the outcome."""
        found = self.construction
        return {} if found is None else {"by_construction": {"kind": found.kind, "step": found.step or None}}

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


def rounded(value: float | None, places: int = 4) -> float | None:
    """As documents print it, so that equal runs print equal bytes; None for what is no number, or has no end."""
    if value is None or not math.isfinite(value):
        return None
    return round(float(value), places)
