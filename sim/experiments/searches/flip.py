"""What moving one number does to one verdict: it flips at a value, it does not, or nobody looked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from sim.experiments.load.steady import Steadiness, lasting
from sim.experiments.running.requirement import Requirement
from sim.experiments.statistics.looks import Verdict
from sim.experiments.unknowns.number_line import NumberLine, Value
from sim.model.provenance import Sort
from sim.model.quantities import Favourable, Name

Fresh = Literal["confirmed", "in_doubt", "not_asked"]
"""What fresh seeds say of a flip: `in_doubt` when they call the new verdict nowhere in the range."""
Cleared = Literal["alone", "group", "unused", "at_its_end"]
"""How a number was found not to flip: moved alone, or with others; the program does not use it, or no room is left."""
BUDGET = "budget"
NO_GOOD_END = "no favourable end stated"
"""Why a number was not examined; else the rule that does not let it move."""


@dataclass(frozen=True)
class Uncertain:
    """A number that is not known for certain: assumed, borrowed, or without a source."""

    path: str
    tied: tuple[str, ...]
    """Other paths that state the same number and had to move with it."""
    kind: str
    source: str
    sort: Sort
    favourable: Favourable | None
    stated: Value
    """Its text is what the file says: for a factor, the distribution it multiplies."""
    low: Value
    high: Value

    @property
    def decided(self) -> bool:
        """Part of what a target asks for: somebody decides it, nobody measures it."""
        return self.path.startswith("targets.")

    @classmethod
    def of(cls, line: NumberLine) -> Uncertain:
        number = line.number
        ends = line.value(0), line.value(line.last)
        low, high = ends if number.favourable == "low" else reversed(ends)
        return cls(
            path=number.path,
            tied=tuple(other.path for other in line.tied),
            kind=str(number.kind),
            source=number.source or "–",
            sort=number.sort,
            favourable="low" if number.favourable == "low" else "high",
            stated=replace(line.value(line.stated), text=number.value)
            if number.by_factor
            else line.value(line.stated),
            low=low,
            high=high,
        )


@dataclass(frozen=True)
class Flip:
    """A number that turns a verdict within its range, all other numbers as stated."""

    number: Uncertain
    end: Value
    """The end of the range that works against the verdict."""
    old: Value
    """On the sample: the farthest value found that leaves the verdict as it is…"""
    new: Value
    """…and the nearest one that changes it."""
    exact: bool
    """Whether no step of the number lies between the two; else the budget ended before it was known better."""
    fresh: Fresh
    fresh_old: Value | None
    """Values around the flip that fresh seeds call the old and the new verdict; None where there is none."""
    fresh_new: Value | None
    value_at_end: float
    distance: float
    """|ln factor| of `new`, or what stands for it where there is no factor."""

    @property
    def gap(self) -> float | None:
        """How wrong the stated value may be, as a part of it; None where 0 is stated, or where it flips."""
        return abs(self.new.factor - 1) if self.old.factor and self.new.factor else None


@dataclass(frozen=True)
class Steady:
    """A number that does not turn the verdict anywhere in its range."""

    number: Uncertain
    end: Value
    cleared: Cleared
    group: int
    """How many numbers were moved together when it was cleared; 1: it alone, 0: nothing had to be simulated."""
    value_at_end: float | None
    """On-time share with it alone at the end, where that was simulated."""


@dataclass(frozen=True)
class Unexamined:
    """A number nothing is known of: the budget ended before its turn, it cannot move alone, or has no good end."""

    number: Uncertain
    why: str
    """`BUDGET`, `NO_GOOD_END`, or why it cannot move."""


@dataclass(frozen=True)
class TargetFlips:
    """All uncertain numbers as one target sees them."""

    target: str
    name: Name | None
    required: Requirement
    value: float | None
    """On-time share or mean of the sample, at stated values; None when nobody was judged."""
    kept: bool
    """Whether the sample keeps the target; the verdict that numbers are moved against."""
    verdict: Verdict
    """That of `check`, at stated values…"""
    checked: float | None
    """…and the on-time share or mean that it tells, which may be of more replications than the sample's."""
    flips: tuple[Flip, ...]
    """Nearest first."""
    steady: tuple[Steady, ...]
    """Those moved alone first, by how close they come; then the others as the file has them."""
    unexamined: tuple[Unexamined, ...]
    reading: Name | None = None
    steadiness: Steadiness | None = None
    """Whether the verdict at stated values lasts, or holds for the judged window only; None where nobody looked."""

    @property
    def growing(self) -> bool:
        """Somewhere a queue has no steady state."""
        return self.steadiness is not None and not self.steadiness.steady

    @property
    def old(self) -> Verdict:
        """What the sample says at stated values."""
        return "met" if self.kept else "not_met"

    @property
    def new(self) -> Verdict:
        return "not_met" if self.kept else "met"

    @property
    def to_measure(self) -> tuple[Flip, ...]:
        """Flips of numbers that can be measured: what a target requires is decided."""
        return tuple(flip for flip in self.flips if not flip.number.decided)

    @property
    def closest(self) -> tuple[Steady, ...]:
        """Numbers that were moved alone and flip nothing, the closest first. What is required moves no share."""
        return tuple(
            one
            for one in self.steady
            if one.cleared == "alone" and one.value_at_end is not None and not one.number.decided
        )

    @property
    def all_examined(self) -> bool:
        """Whether no number is left that a larger budget, or a stated good end, would let move."""
        return not any(one.why in (BUDGET, NO_GOOD_END) for one in self.unexamined)

    def to_dict(self) -> dict[str, Any]:
        return {
            "target": self.target,
            **self.required.to_dict(),
            **self._told(self.value),
            "sample_verdict": self.old if self.value is not None else "undecided",
            "verdict": self.verdict,
            **self._told(self.checked, "_checked"),
            **lasting(self.steadiness),
            "flips": [
                {**_number(flip.number), **_flip(flip), **self._told(flip.value_at_end, "_at_end")}
                for flip in self.flips
            ],
            "does_not_flip": [
                {
                    **_number(one.number),
                    "end": one.end.text,
                    "cleared": one.cleared,
                    "moved_together": one.group,
                    **self._told(one.value_at_end, "_at_end"),
                }
                for one in self.steady
            ],
            "not_examined": [{**_number(one.number), "why": one.why} for one in self.unexamined],
        }

    def _told(self, value: float | None, at: str = "") -> dict[str, float | None]:
        """A value as documents say it."""
        if self.required.share is None:
            return {f"on_time_share{at}": None, f"mean{at}": _rounded(value)}
        return {f"on_time_share{at}": _rounded(value)}

    def _columns_at_end(self, value: float | None) -> dict[str, float | None]:
        share = self.required.share is not None
        return {"share_at_end": value if share else None, "mean_at_end": None if share else value}

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row a number, for a table."""
        for flip in self.flips:
            yield {
                "target": self.target, **_columns(flip.number), "outcome": "flips", "end": flip.end.text,
                "old": flip.old.text, "new": flip.new.text, "factor_old": flip.old.factor,
                "factor_new": flip.new.factor, "exact": flip.exact, "fresh": flip.fresh,
                "fresh_old": _text(flip.fresh_old), "fresh_new": _text(flip.fresh_new), "cleared": None,
                "moved_together": None, **self._columns_at_end(flip.value_at_end),
            }  # fmt: skip
        for one in self.steady:
            yield {
                "target": self.target, **_columns(one.number), "outcome": "does_not_flip", "end": one.end.text,
                "cleared": one.cleared, "moved_together": one.group, **self._columns_at_end(one.value_at_end),
            }  # fmt: skip
        for left in self.unexamined:
            yield {"target": self.target, **_columns(left.number), "outcome": "not_examined"}

    def __str__(self) -> str:
        if self.checked is None:
            return f"{self.target}: nobody was judged"
        verdict = f"{self.verdict}, but growing" if self.growing else self.verdict
        needed = self.required
        told = (
            f"mean {self.checked:.3g} of at most {needed.level:g} {needed.unit_name}"
            if needed.share is None
            else f"{self.checked:.1%} on time of {needed.share:.1%} required"
        )
        head = (
            f"{self.target}: {verdict}, {told}; "
            f"{len(self.flips)} numbers flip it, {len(self.steady)} do not, {len(self.unexamined)} not examined"
        )
        return "\n".join([head, *(f"  {_told(flip)}" for flip in self.flips)])


def _told(flip: Flip) -> str:
    number = flip.number
    at = flip.new.text if flip.exact else f"between {flip.old.text} and {flip.new.text}"
    factor = "" if number.sort == "factor" or flip.new.factor is None else f" (× {flip.new.factor:.3g})"
    doubt = "" if flip.fresh == "confirmed" else f", {flip.fresh.replace('_', ' ')}"
    return (
        f"{number.path} = {number.stated.text} [{number.low.text} … {number.high.text}]: {at}{factor}{doubt}"
    )


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "end": flip.end.text,
        "flips_between": [flip.old.text, flip.new.text],
        "factors": [_rounded(flip.old.factor), _rounded(flip.new.factor)],
        "exact": flip.exact,
        "fresh_seeds": {
            "said": flip.fresh,
            "between": [_text(flip.fresh_old), _text(flip.fresh_new)],
            "factors": [_factor(flip.fresh_old), _factor(flip.fresh_new)],
        },
    }


def _number(number: Uncertain) -> dict[str, Any]:
    return {
        "number": number.path,
        "tied": list(number.tied),
        "kind": number.kind,
        "source": number.source,
        "stated": number.stated.text,
        "range": [number.low.text, number.high.text],
        "favourable": number.favourable,
    }


def _columns(number: Uncertain) -> dict[str, Any]:
    """The number's own cells of a table."""
    return {
        "number": number.path, "kind": number.kind, "source": number.source, "stated": number.stated.text,
        "low": number.low.text, "high": number.high.text,
    }  # fmt: skip


def _text(value: Value | None) -> str | None:
    return None if value is None else value.text


def _factor(value: Value | None) -> float | None:
    return None if value is None else _rounded(value.factor)


def _rounded(value: float | None) -> float | None:
    return None if value is None or value != value else round(value, 6)
