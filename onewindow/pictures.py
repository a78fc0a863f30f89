"""From a question to a figure in one line: run what the figure needs, draw it, save it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from plots.figure_file import checked_path, write
from plots.results.asked import Asked, service_of, target_of
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.progress import Progress, silent
from sim.experiments.runs.read_run import asked as asked_of
from sim.experiments.runs.read_run import question_of
from sim.experiments.runs.run import Result
from sim.experiments.unknowns.draws import DRAWS
from sim.model import Fault, ModelError
from sim.model.bounds import DRAWS_ALLOWED, REPLICATIONS_ALLOWED, within
from sim.model.names import unknown
from sim.words.language import Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS = {
    "throughput": "plots.results.pools",
    "finish_time": "plots.results.verdicts",
    "target_board": "plots.results.verdicts",
    "where_days_go": "plots.results.cases",
    "case_gantt": "plots.results.cases",
    "utilisation": "plots.results.pools",
    "process_map": "plots.results.process",
}
"""Kind of figure, and the module whose `draw_<kind>` draws it; loaded when asked for."""
REPLICATIONS = 24
OF_A_TARGET = ("finish_time", "target_board")
"""Kinds that a scenario without targets has no use for."""


def plot(
    question: WhatIf | Result | str,
    *,
    kind: str = "throughput",
    out: str | Path | None = None,
    lang: Lang = "en",
    service: str | None = None,
    target: str | None = None,
    replications: int | None = None,
    against: WhatIf | Result | str | None = None,
    case: int | None = None,
    draws: int = DRAWS,
    progress: Progress = silent,
) -> Figure:
    """Draw `kind` for a scenario or a run and save it (PNG, SVG, PDF, or PNG and SVG when `out` has no suffix).

    A run, or the folder of one, is drawn as it is, without simulating; it gives every kind but verdicts. A scenario is
    simulated `replications` times, 24 unless stated.

    throughput: arrived, finished and open cases of a service on real dates. finish_time: a target's clock
    against its limit. target_board: all targets with their verdicts. where_days_go: mean time by cause and step,
    beside that of `against`. case_gantt: the story of `case`, a slow one unless stated. utilisation: how busy
    each pool is. process_map: the flow with waiting and work. `service` and `target` default to those of the first
    headline. finish_time and target_board take `draws` vectors of what is not known, as `check` does. Raises
    ModelError.
    """
    made = asked_of(question)
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
    if isinstance(made, Result):
        if kind in OF_A_TARGET:
            message = "shows verdicts, which a run does not hold; draw it from the scenario"
            raise ModelError([Fault.of("kind", kind, message)])
        if replications is not None:
            message = "a run is drawn as it is; leave it out"
            raise ModelError([Fault.of("replications", replications, message)])
    if out is not None:
        checked_path(Path(out), "out")
    scenario = question_of(made).scenario
    headline = target_of(scenario, target)
    asked = Asked(
        question=made,
        lang=lang,
        service=service_of(scenario, service, headline),
        target=headline,
        replications=REPLICATIONS if replications is None else replications,
        against=None if against is None else asked_of(against),
        case=case,
        draws=draws,
        progress=progress,
    )
    draw: Callable[[Asked], Figure] = getattr(import_module(KINDS[kind]), f"draw_{kind}")
    figure = draw(asked)
    if out is not None:
        write(figure, Path(out), "out")
    return figure


def kinds_of(question: WhatIf | Result) -> tuple[str, ...]:
    """The kinds that fit: all; of a run, or of a scenario without targets, those that show no verdicts."""
    verdicts = not isinstance(question, Result) and question.scenario.targets
    return tuple(kind for kind in KINDS if verdicts or kind not in OF_A_TARGET)
