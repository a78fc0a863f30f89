"""From a question to a figure in one line: run what the figure needs, draw it, save it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from onewindow.drawn.asked import Asked, service_of, target_of
from onewindow.drawn.figure_file import checked_path, write
from sim import load
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.progress import Progress, silent
from sim.experiments.unknowns.draws import DRAWS
from sim.model import Fault, ModelError
from sim.model.bounds import DRAWS_ALLOWED, REPLICATIONS_ALLOWED, within
from sim.model.names import unknown
from sim.words.language import Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS = {
    "throughput": "onewindow.drawn.pools",
    "finish_time": "onewindow.drawn.verdicts",
    "target_board": "onewindow.drawn.verdicts",
    "where_days_go": "onewindow.drawn.cases",
    "case_gantt": "onewindow.drawn.cases",
    "utilisation": "onewindow.drawn.pools",
    "process_map": "onewindow.drawn.process",
}
"""Kind of figure, and the module whose `draw_<kind>` draws it; loaded when asked for."""
REPLICATIONS = 24
OF_A_TARGET = ("finish_time", "target_board")
"""Kinds that a scenario without targets has no use for."""


def plot(
    question: WhatIf | str,
    *,
    kind: str = "throughput",
    out: str | Path | None = None,
    lang: Lang = "en",
    service: str | None = None,
    target: str | None = None,
    replications: int = REPLICATIONS,
    against: WhatIf | str | None = None,
    case: int | None = None,
    draws: int = DRAWS,
    progress: Progress = silent,
) -> Figure:
    """Draw `kind` for a scenario and save it (PNG, SVG, PDF, or PNG and SVG when `out` has no suffix).

    throughput: arrived, finished and open cases of a service on real dates. finish_time: a target's clock
    against its limit. target_board: all targets with their verdicts. where_days_go: mean time by cause and step,
    beside that of `against`. case_gantt: the story of `case`, a slow one unless stated. utilisation: how busy
    each pool is. process_map: the flow with waiting and work. `service` and `target` default to those of the first
    headline. finish_time and target_board take `draws` vectors of what is not known, as `check` does. Raises
    ModelError.
    """
    whatif = load(question) if isinstance(question, str) else question
    if kind not in KINDS:
        raise ModelError([Fault.of("kind", kind, unknown("kind of figure", kind, KINDS))])
    within("replications", replications, REPLICATIONS_ALLOWED)
    within("draws", draws, DRAWS_ALLOWED)
    for name, (used, fits) in {
        "against": (against is not None, "where_days_go"),
        "case": (case is not None, "case_gantt"),
    }.items():
        if used and kind != fits:
            raise ModelError([Fault.of(name, "", f"{kind} has no use for it; it belongs to {fits}")])
    if out is not None:
        checked_path(Path(out), "out")
    scenario = whatif.scenario
    headline = target_of(scenario, target)
    asked = Asked(
        whatif=whatif,
        lang=lang,
        service=service_of(scenario, service, headline),
        target=headline,
        replications=replications,
        against=load(against) if isinstance(against, str) else against,
        case=case,
        draws=draws,
        progress=progress,
    )
    draw: Callable[[Asked], Figure] = getattr(import_module(KINDS[kind]), f"draw_{kind}")
    figure = draw(asked)
    if out is not None:
        write(figure, Path(out), "out")
    return figure


def kinds_of(question: WhatIf) -> tuple[str, ...]:
    """The kinds that fit a question: all, or without those that need a target."""
    return tuple(kind for kind in KINDS if question.scenario.targets or kind not in OF_A_TARGET)
