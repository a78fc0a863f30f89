"""Worked examples: small scenarios with the figures published for them, and what calibration makes of these.

    uv run python -m calibration.examples [NAME ...]

runs them (all, or those named) and writes beside each figures file its report (`*.report.json`) and,
where the scenario is calibrated by it, `*.calibrated.yaml`. Numbers of the library's scenarios are taken from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """One figures file, the scenario it is for, and how many replications of every point are simulated."""

    figures: str
    scenario: str
    replications: int
    written: bool = True
    """Whether a calibrated scenario is written: not where an example shows that it should not be used."""

    @property
    def path(self) -> Path:
        return HERE / self.figures

    @property
    def reference(self) -> str:
        """The scenario as `calibrate` takes it."""
        return str(HERE / self.scenario) if self.scenario.endswith(".yaml") else self.scenario

    def beside(self, ending: str) -> Path:
        """A file that belongs to it."""
        return self.path.with_name(f"{self.path.stem}.{ending}")


EXAMPLES = (
    Example("joint_acceptance/figures.yaml", "joint_acceptance/scenario.yaml", 96),
    Example("joint_acceptance/figures_low_risk.yaml", "joint_acceptance/scenario.yaml", 96),
    Example("joint_acceptance/figures_2019.yaml", "joint_acceptance/scenario.yaml", 96, written=False),
    Example("joint_acceptance/figures_chengdu.yaml", "chengdu/construction", 24, written=False),
    Example("drawing_review/figures_first.yaml", "drawing_review/scenario.yaml", 96, written=False),
    Example("drawing_review/figures.yaml", "drawing_review/scenario.yaml", 96),
    Example("visit_times/figures.yaml", "visit_times/scenario.yaml", 48),
    Example("pooled_counters/figures_xicheng.yaml", "pooled_counters/scenario.yaml", 24, written=False),
    Example("pooled_counters/figures.yaml", "pooled_counters/scenario.yaml", 24),
)
