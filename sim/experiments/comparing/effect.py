"""What an alternative does to one target: the judged cases of both questions, paired by replication and matched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.engine.nodes import Ints
from sim.experiments.comparing.comparison import (
    MEASURES,
    SHARE,
    Change,
    Difference,
    Judgement,
    Measure,
    MovedCase,
)
from sim.experiments.statistics.paired import (
    Critical,
    Paired,
    Spans,
    Sums,
    least_share_error,
    paired_quantile,
    paired_ratio,
)
from sim.model.target import Statistic
from sim.results.case_values import CaseValues, matched
from sim.worktime import to_datetime

FEW = 3
"""Cases told of that gained most, and that lost most."""


@dataclass(frozen=True, eq=False)
class Effect:
    """An alternative on one target: the cases of both questions, and what they say."""

    alternative: str
    target: str
    replications: int
    before: CaseValues
    after: CaseValues
    streams: tuple[Sequence[str], Sequence[str]]
    dates: bool
    identical: bool
    statistic: Statistic = "share"

    @cached_property
    def match(self) -> tuple[Ints, Ints]:
        """Places of the cases judged in both."""
        return matched(self.before, self.streams[0], self.after, self.streams[1])

    @cached_property
    def pairs(self) -> dict[Measure, Paired]:
        before, after = self.before, self.after
        timely = (self._on_time(before), self._on_time(after))
        least = least_share_error(self.turned, len(self.match[0]), *timely)
        first, second = self.match
        match = (_last_without(before)[first], _last_without(after)[second])
        p95 = paired_quantile(self._spans(before), self._spans(after), match, 0.95, dates=self.dates)
        return {
            "on_time_share": paired_ratio(*timely, least),
            "mean": paired_ratio(self._values(before), self._values(after)),
            "p95": p95,
        }

    def _count(self, side: CaseValues, chosen: NDArray[np.bool_]) -> Ints:
        """Cases chosen, by replication."""
        return np.bincount(side.replication[chosen], minlength=self.replications)

    def _on_time(self, side: CaseValues) -> Sums:
        return self._count(side, side.on_time), np.bincount(side.replication, minlength=self.replications)

    def _values(self, side: CaseValues) -> Sums:
        own = side.valued
        sums = np.bincount(side.replication[own], side.value[own], minlength=self.replications)
        return sums, self._count(side, own)

    def _spans(self, side: CaseValues) -> Spans:
        own = side.valued
        ends = np.cumsum(self._count(side, own))[:-1]
        return [np.sort(values) for values in np.split(side.value[own], ends)], self._count(side, ~own)

    @cached_property
    def turned(self) -> tuple[int, int]:
        """Matched cases that turned from late to on time, and from on time to late."""
        first, second = self.before.on_time[self.match[0]], self.after.on_time[self.match[1]]
        return int((~first & second).sum()), int((first & ~second).sum())

    @cached_property
    def changed(self) -> int:
        """Replications in which a case changed its value, or is judged in one question only."""
        left, right = self.match
        differs = (self.before.value[left] != self.after.value[right]) | (
            self.before.on_time[left] != self.after.on_time[right]
        )
        alone = [
            np.delete(side.replication, places) for side, places in ((self.before, left), (self.after, right))
        ]
        return len(np.unique(np.concatenate([self.before.replication[left][differs], *alone])))

    def same(self, measure: Measure) -> bool:
        """Whether no replication shows a difference."""
        if self.changed == 0:
            return True
        if measure != "on_time_share":
            return False
        counts = zip(self._on_time(self.before), self._on_time(self.after), strict=True)
        return self.turned == (0, 0) and all(np.array_equal(*own) for own in counts)

    def claimed(self) -> list[Paired]:
        """The pairs for which an interval is claimed, which must hold together."""
        if self.identical:
            return []
        return [self.pairs[measure] for measure in MEASURES if self._claims(measure)]

    def _untold(self, measure: Measure) -> bool:
        """Where the mean is judged nobody is on time or late, and the mean is told only if every case has a time."""
        if self.statistic == "share":
            return False
        whole = self.before.valued.all() and self.after.valued.all()
        return measure == "on_time_share" or (measure == "mean" and not whole)

    def _claims(self, measure: Measure) -> bool:
        """A time that never differed has no scale on which to say by how much it may."""
        if self._untold(measure):
            return False
        return self.pairs[measure].telling and (measure == "on_time_share" or not self.same(measure))

    @property
    def judged(self) -> bool:
        return bool(len(self.before.case) and len(self.after.case))

    def change(self, critical: Critical, scale: float, unit: str) -> Change:
        """The record, in the target's unit."""
        left, right = self.match
        gained, lost = self._moved(scale)
        return Change(
            alternative=self.alternative,
            target=self.target,
            differences=tuple(
                self._difference(
                    measure, critical, *((1.0, SHARE) if measure == "on_time_share" else (scale, unit))
                )
                for measure in MEASURES
            ),
            matched=len(left),
            only_before=len(self.before.case) - len(left),
            only_after=len(self.after.case) - len(right),
            turned_on_time=self.turned[0],
            turned_late=self.turned[1],
            without_value=(int((~self.before.valued).sum()), int((~self.after.valued).sum())),
            replications_changed=self.changed,
            gained=gained,
            lost=lost,
        )

    def _difference(self, measure: Measure, critical: Critical, scale: float, unit: str) -> Difference:
        pair = self.pairs[measure]
        low, high = math.nan, math.nan
        if self.identical:
            low, high = 0.0, 0.0
        elif self._claims(measure):
            low, high = pair.interval(critical)
        if measure == "on_time_share":
            low, high = max(low, -1.0), min(high, 1.0)
        before, after = (
            int(side.valued.sum()) if measure == "mean" else len(side.case)
            for side in (self.before, self.after)
        )
        if measure == "on_time_share" and self._untold(measure):
            scale = math.nan
        return Difference(
            measure=measure,
            unit=unit,
            before=_finite(pair.before / scale),
            after=_finite(pair.after / scale),
            difference=_finite(pair.difference / scale),
            low=_finite(low / scale),
            high=_finite(high / scale),
            judgement=self._judgement(measure, low, high),
            cases=(before, after),
            correlation=pair.correlation,
            worth=pair.worth,
        )

    def _judgement(self, measure: Measure, low: float, high: float) -> Judgement:
        if not self.judged or self._untold(measure):
            return "unknown"
        if self.identical:
            return "identical"
        if self.same(measure) or low == high == 0:
            return "same"
        if not self._claims(measure):
            return "unknown"
        if low <= 0 <= high:
            return "unclear"
        return "better" if (low > 0) == (measure == "on_time_share") else "worse"

    def _moved(self, scale: float) -> tuple[tuple[MovedCase, ...], tuple[MovedCase, ...]]:
        """The matched cases that gained most and lost most, earliest first among equals."""
        left, right = self.match
        before, after = (
            np.where(side.valued[places], side.value[places], np.inf)
            for side, places in ((self.before, left), (self.after, right))
        )
        with np.errstate(invalid="ignore"):
            grown = np.where(before == after, 0.0, after - before)
        order = np.argsort(grown, kind="stable")
        later = np.argsort(-grown, kind="stable")

        def told(places: Ints) -> tuple[MovedCase, ...]:
            return tuple(
                MovedCase(
                    replication=int(self.before.replication[left[i]]),
                    case=int(self.before.case[left[i]]),
                    case_after=int(self.after.case[right[i]]),
                    arrived=to_datetime(int(self.before.arrived[left[i]])),
                    before=_finite(before[i] / scale),
                    after=_finite(after[i] / scale),
                    on_time=(bool(self.before.on_time[left[i]]), bool(self.after.on_time[right[i]])),
                )
                for i in places[:FEW].tolist()
            )

        return told(order[grown[order] < 0]), told(later[grown[later] > 0])


def _last_without(side: CaseValues) -> Ints:
    """Values, where a case without one comes last."""
    return np.where(side.valued, side.value, np.iinfo(np.int64).max)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
