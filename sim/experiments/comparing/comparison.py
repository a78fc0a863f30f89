"""Alternatives beside a base: frozen records that print well, turn into JSON and into a frame."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sim.experiments.comparing.costs import ComparedCost
from sim.experiments.load.steady import Steadiness, lasting
from sim.experiments.questions.moved_along import MovedAlong
from sim.experiments.running.shown import Shown
from sim.experiments.verdicts.verdict import rounded
from sim.model.quantities import Duration, Name

if TYPE_CHECKING:
    import polars as pl

Measure = Literal["on_time_share", "mean", "p95"]
Judgement = Literal["better", "worse", "unclear", "same", "identical", "unknown"]
"""same: no difference in any replication; identical: the same program; unknown: no case to tell from."""

MEASURES: tuple[Measure, ...] = ("on_time_share", "mean", "p95")
SHARE = "share"
"""Unit of the on-time share and of its differences: parts of 1."""


@dataclass(frozen=True)
class Difference:
    """One measure of one target in the base and in one alternative; the difference is alternative minus base.

    None: no case, no end (an interval may be open), or, of a P95, not reached by enough cases.
    """

    measure: Measure
    unit: str
    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None
    judgement: Judgement
    cases: tuple[int, int]
    """Cases it is told from, in the base and in the alternative: a mean leaves out those without a value."""
    correlation: float | None
    """Of the replications in the base and in the alternative: what common random numbers achieved."""
    worth: float | None
    """How many pairs of independent replications a pair was worth."""

    @property
    def told_in(self) -> float:
        """What values are multiplied by to be told: shares are told in percent and points."""
        return 100.0 if self.unit == SHARE else 1.0

    @property
    def decimals(self) -> int:
        """Decimals that show the interval's half-width: 1 or 2 of a share in points, 2 to 4 of a time."""
        least, most = (1, 2) if self.unit == SHARE else (2, 4)
        if self.low is None or self.high is None or self.high <= self.low:
            return least
        half = self.told_in * (self.high - self.low) / 2
        return min(most, max(least, math.ceil(-math.log10(half / 2))))

    def level_text(self, value: float | None) -> str:
        """ "68.3%", or a time with three digits that count; "–" for none."""
        if value is None:
            return "–"
        if self.unit == SHARE:
            return f"{value:.1%}"
        first = math.floor(math.log10(abs(value))) if value else 0
        return f"{value:.{min(4, max(0, 2 - first))}f}"

    @property
    def change_text(self) -> str:
        """ "−57.1 [−61.5, −52.6]"; "…" is an end that is open."""
        ends = [self._signed(end) for end in (self.low, self.high)]
        said = self._signed(self.difference)
        return said if self.low is None and self.high is None else f"{said} [{', '.join(ends)}]"

    def _signed(self, value: float | None) -> str:
        return "…" if value is None else signed(self.told_in * value, self.decimals)


def signed(value: float, decimals: int) -> str:
    """A number with its sign and a proper minus: −0.0 is a little below zero, 0.0 is zero."""
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{abs(value):.{decimals}f}"


@dataclass(frozen=True)
class MovedCase:
    """A case judged in both, in the target's unit; None: it did not reach the target's end."""

    replication: int
    case: int
    """Its number in the base, as in `show --case`."""
    case_after: int
    """Its number in the alternative."""
    arrived: datetime
    """In the base."""
    before: float | None
    after: float | None
    on_time: tuple[bool, bool]


@dataclass(frozen=True)
class Change:
    """What an alternative does to one target."""

    alternative: str
    target: str
    differences: tuple[Difference, ...]
    """By measure, in the order of MEASURES."""
    matched: int
    """Cases judged in both."""
    only_before: int
    only_after: int
    turned_on_time: int
    turned_late: int
    without_value: tuple[int, int]
    """Judged cases that did not reach the target's end, in the base and in the alternative."""
    replications_changed: int
    """Replications in which anything of the target changed for any case."""
    gained: tuple[MovedCase, ...]
    """The cases that gained most, most first."""
    lost: tuple[MovedCase, ...]
    steadiness: Steadiness | None = None
    """Whether the alternative lasts, or holds for the judged window only."""

    def of(self, measure: Measure) -> Difference:
        return next(one for one in self.differences if one.measure == measure)


@dataclass(frozen=True)
class ComparedTarget:
    """A target as the base states it."""

    target: str
    name: Name | None
    reading: Name | None
    limit: Duration
    unit: str
    clock: str
    required_share: float | None
    """None where the mean is judged."""
    steadiness: Steadiness | None = None
    """Whether the base lasts, or holds for the judged window only."""

    @property
    def on_mean(self) -> bool:
        return self.required_share is None


@dataclass(frozen=True)
class ComparedAlternative:
    """An alternative: what was typed, and what it came to."""

    label: str
    options: str
    scenario: str
    load: str
    digest: str
    identical: bool
    """Whether it is the base's own program."""
    along: tuple[MovedAlong, ...] = ()


@dataclass(frozen=True)
class Comparison(Shown):
    """Alternatives against a base under common random numbers. Intervals hold together at `confidence`."""

    PAGE = "sim.pages.comparisons:page_of"
    FIGURE = "plots.results.comparisons:draw_paired_differences"

    scenario: str
    title: Name
    asked: str
    """The base's scenario and options as one would type them."""
    load: str
    seed: int
    engine: str
    replications: int
    confidence: float
    together: int
    """Differences whose intervals hold together."""
    critical: float
    """What each |t| was compared with."""
    targets: tuple[ComparedTarget, ...]
    alternatives: tuple[ComparedAlternative, ...]
    changes: tuple[Change, ...]
    """By alternative, then by target."""
    calendar: str
    digest: str
    version: str
    costs: tuple[ComparedCost, ...] = ()
    """By alternative; none where a question states no costs."""

    @property
    def unseen(self) -> float:
        """Bound, at the confidence, of how many periods may differ where none of the replications did."""
        return 1.0 - float((1 - self.confidence) ** (1 / self.replications))

    def change(self, alternative: str, target: str) -> Change:
        """Raises KeyError for a label or a target that was not compared."""
        for change in self.changes:
            if (change.alternative, change.target) == (alternative, target):
                return change
        raise KeyError((alternative, target))

    def show_command(self, moved: MovedCase) -> str:
        """What tells the case's story in the base."""
        return f"onewindow show {self.asked} --case {moved.case} --replication {moved.replication}"

    def to_dict(self) -> dict[str, Any]:
        """As in `compare --json`; shares rounded to 6 places, times to 4, so that equal runs print equal bytes."""
        return {
            "scenario": self.scenario,
            "title": _names(self.title),
            "asked": self.asked,
            "load": self.load,
            "seed": self.seed,
            "engine": self.engine,
            "replications": self.replications,
            "confidence": self.confidence,
            "together": self.together,
            "critical": rounded(self.critical),
            "unseen_difference_bound": rounded(self.unseen, 6),
            "targets": [
                {
                    **asdict(replace(target, steadiness=None)),
                    "limit": target.limit.amount,
                    **lasting(target.steadiness),
                    "name": _names(target.name),
                    "reading": _names(target.reading),
                }
                for target in self.targets
            ],
            "alternatives": [
                {
                    **asdict(one),
                    "targets": [
                        _change(change) for change in self.changes if change.alternative == one.label
                    ],
                }
                for one in self.alternatives
            ],
            **({"costs": [one.to_dict() for one in self.costs]} if self.costs else {}),
            "calendar": self.calendar,
            "digest": self.digest,
            "version": self.version,
        }

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row an alternative, target and measure, with the columns of `Difference`."""
        import polars as pl

        texts = dict.fromkeys(("alternative", "target", "measure", "unit"), pl.String)
        numbers = dict.fromkeys(("before", "after", "difference", "low", "high"), pl.Float64)
        counts = dict.fromkeys(("cases_before", "cases_after"), pl.Int64)
        paired = dict.fromkeys(("correlation", "worth"), pl.Float64)
        rows = [
            (
                change.alternative, change.target, d.measure, d.unit, d.before, d.after, d.difference, d.low, d.high,
                d.judgement, *d.cases, d.correlation, d.worth,
            )
            for change in self.changes
            for d in change.differences
        ]  # fmt: skip
        schema = {**texts, **numbers, "judgement": pl.String, **counts, **paired}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def __str__(self) -> str:
        told = (
            f"{self.scenario}: {self.replications} replications, {self.together} intervals that hold together "
            f"at {self.confidence:.0%}"
        )
        lines = [told]
        for change in self.changes:
            said = "; ".join(_said(difference) for difference in change.differences)
            lines.append(f"  {change.alternative} · {change.target}: {said}")
        return "\n".join(lines)


def _names(name: Name | None) -> dict[str, str] | None:
    return None if name is None else {"zh": name.zh, "en": name.en}


def _change(change: Change) -> dict[str, Any]:
    return {
        "target": change.target,
        **lasting(change.steadiness),
        "differences": [_difference(difference) for difference in change.differences],
        "replications_changed": change.replications_changed,
        "matched": change.matched,
        "only_in_base": change.only_before,
        "only_in_alternative": change.only_after,
        "turned_on_time": change.turned_on_time,
        "turned_late": change.turned_late,
        "turned_on_time_share": _part(change.turned_on_time, change.matched),
        "turned_late_share": _part(change.turned_late, change.matched),
        "without_value": list(change.without_value),
        "gained_most": [_moved(moved) for moved in change.gained],
        "lost_most": [_moved(moved) for moved in change.lost],
    }


def _difference(d: Difference) -> dict[str, Any]:
    places = 6 if d.unit == SHARE else 4
    return {
        "measure": d.measure,
        "unit": d.unit,
        "before": rounded(d.before, places),
        "after": rounded(d.after, places),
        "difference": rounded(d.difference, places),
        "ci": [rounded(d.low, places), rounded(d.high, places)],
        "judgement": d.judgement,
        "cases": list(d.cases),
        "correlation": rounded(d.correlation),
        "worth": rounded(d.worth, 2),
    }


def _moved(moved: MovedCase) -> dict[str, Any]:
    return {
        "replication": moved.replication,
        "case": moved.case,
        "case_in_alternative": moved.case_after,
        "arrived": moved.arrived.isoformat(),
        "before": rounded(moved.before),
        "after": rounded(moved.after),
        "on_time": list(moved.on_time),
    }


def _part(count: int, of: int) -> float | None:
    return round(count / of, 6) if of else None


def _said(d: Difference) -> str:
    """ "mean 0.41 → 0.55 wd, +0.14 [+0.10, +0.18] worse"."""
    unit = "" if d.unit == SHARE else f" {d.unit}"
    said = f"{d.measure.replace('_', ' ')} {d.level_text(d.before)} → {d.level_text(d.after)}{unit}"
    return (
        f"{said}, {d.judgement}" if d.judgement == "identical" else f"{said}, {d.change_text} {d.judgement}"
    )
