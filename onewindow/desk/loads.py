"""How much load each promise of a what-if bears: the curve of `capacity`, asked for on demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onewindow.desk.asked import from_request
from onewindow.desk.kinds import Part
from onewindow.desk.what_if import LANGUAGES
from plots.charts.loads import load_curve
from sim.experiments.running.progress import Progress
from sim.experiments.searches.capacity import capacity


def answer(request: Mapping[str, Any], progress: Progress, _part: Part) -> Mapping[str, Any]:
    """`found` as `capacity --json` has it, `chart` by language. Raises ModelError."""
    asked = from_request(request)
    targets = [asked.target] if asked.target else None
    made = capacity(asked.question(), targets=targets, draws=0, progress=progress)
    return {
        "found": made.to_dict(),
        "chart": {lang: load_curve(made, lang).to_dict() for lang in LANGUAGES},
    }
