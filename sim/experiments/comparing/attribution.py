"""The parts that levers have in a change: frozen records that print well, turn into JSON and into a frame."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from sim.experiments.comparing.comparison import ComparedTarget, Measure
from sim.experiments.running.shown import Shown
from sim.experiments.verdicts.verdict import rounded
from sim.model.quantities import Name

if TYPE_CHECKING:
    import polars as pl

Sign = Literal["better", "worse", "unclear", "nothing"]


@dataclass(frozen=True)
class Part:
    """What one lever earns, or what two levers earn by each other, in the measure's unit; after minus before.

    None for an end: it cannot be told. nothing: no replication shows any difference.
    """

    levers: tuple[str, ...]
    change: float
    low: float | None
    high: float | None
    judgement: Sign


@dataclass(frozen=True)
class Attributed:
    """One measure of one target, without the levers and with all of them, and the levers' parts of the change."""

    target: str
    measure: Measure
    unit: str
    before: float | None
    after: float | None
    parts: tuple[Part, ...]
    """In the order of the levers; empty where a coalition has no case to tell from."""
    interactions: tuple[Part, ...]
    """Of the pairs whose interaction is sure and a tenth of the whole change; the largest first."""

    @property
    def change(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Attribution(Shown):
    """The parts of every lever in every measure of every target. Intervals hold together at `confidence`."""

    PAGE = "sim.pages.attribution:page_of"
    FIGURE = "plots.results.attribution:draw_lever_parts"

    scenario: str
    title: Name
    asked: str
    load: str
    seed: int
    engine: str
    replications: int
    confidence: float
    critical: float
    levers: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    """(lever, why): those that do not fit with the others."""
    coalitions: int
    """Sets of levers that were simulated."""
    orders: int | None
    """Orders drawn; None where all of them count."""
    targets: tuple[ComparedTarget, ...]
    found: tuple[Attributed, ...]
    """By target, then by measure."""
    calendar: str
    digest: str
    version: str

    def of(self, target: str, measure: Measure) -> Attributed:
        """Raises KeyError for a target that was not asked for."""
        for one in self.found:
            if (one.target, one.measure) == (target, measure):
                return one
        raise KeyError((target, measure))

    @property
    def frame(self) -> pl.DataFrame:
        """One row a target, measure and lever."""
        import polars as pl

        return pl.DataFrame(
            [
                {"target": one.target, "measure": one.measure, "unit": one.unit, "lever": part.levers[0]}
                | {key: value for key, value in asdict(part).items() if key != "levers"}
                for one in self.found
                for part in one.parts
            ]
        )

    def to_dict(self) -> dict[str, Any]:
        """As in `attribute --json`."""
        return {
            "scenario": self.scenario,
            "asked": self.asked,
            "load": self.load,
            "seed": self.seed,
            "engine": self.engine,
            "replications": self.replications,
            "confidence": self.confidence,
            "critical": self.critical,
            "levers": list(self.levers),
            "refused": [{"lever": lever, "reason": why} for lever, why in self.refused],
            "coalitions": self.coalitions,
            "orders": self.orders,
            "targets": [_attributed(self, one.target) for one in self.targets],
            "calendar": self.calendar,
            "digest": self.digest,
            "version": self.version,
        }

    def __str__(self) -> str:
        lines = [f"{self.asked}: {len(self.levers)} levers, {self.coalitions} sets of them"]
        for one in self.found:
            told = ", ".join(f"{part.levers[0]} {part.change:+.4g}" for part in one.parts)
            lines.append(f"{one.target} {one.measure} ({one.unit}): {told or 'cannot be told'}")
        return "\n".join(lines)


def _attributed(made: Attribution, target: str) -> dict[str, Any]:
    return {
        "target": target,
        "measures": {
            one.measure: {
                "unit": one.unit,
                "before": one.before,
                "after": one.after,
                "levers": {part.levers[0]: _told(part) for part in one.parts},
                "interactions": [{"levers": list(part.levers)} | _told(part) for part in one.interactions],
            }
            for one in made.found
            if one.target == target
        },
    }


def _told(part: Part) -> dict[str, Any]:
    return {
        "change": rounded(part.change, 12),
        "ci": None if part.low is None else [rounded(part.low, 12), rounded(part.high, 12)],
        "judgement": part.judgement,
    }
