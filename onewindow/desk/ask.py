"""The questions a planner asks next, as jobs: each ends in a sentence, what supports it, and a figure.

Every one is asked as its command asks it; the numbers are the command's. The page of `sim.pages` says the answer, a
chart of `plots.charts` shows it, or else the figure that `--figure` draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from onewindow.desk.asked import Asked, from_request
from onewindow.desk.kinds import Part
from onewindow.desk.told import LANGUAGES, charted, told
from plots.charts.chart import Chart
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.progress import Progress
from sim.experiments.running.shown import looked_up
from sim.experiments.verdicts.check import chosen, turned_round
from sim.model import ModelError
from sim.pages.by_name import levers_of, promises_of
from sim.words.language import Lang

NO_DRAWS = 0
"""Of a capacity: which number matters is what `robustness` tells, and takes as long again."""
KINDS: Mapping[str, tuple[str, str]] = {
    "levers": ("levers", ""),
    "staffing": ("staffing", ""),
    "capacity": ("capacity", f"--draws {NO_DRAWS}"),
    "robustness": ("robustness", ""),
    "attribution": ("attribute", ""),
    "requirement": ("requirement", ""),
}
"""By kind of job, the command and the options that ask the same, in the order in which planners ask."""


def command(kind: str, asked: Asked) -> str:
    """The command that asks the same."""
    verb, options = KINDS[kind]
    words = [asked.command(verb), f"--target {asked.target}" if asked.target else "", options]
    return " ".join(word for word in words if word)


def _said(whatif: WhatIf, made: Any, chart: Callable[[Any, Lang], Chart] | None = None) -> dict[str, Any]:
    """By language: the page, and what it shows, a chart or else the figure. One that does not fit is left out."""
    said, charts, stills = {}, {}, {}
    for lang in LANGUAGES:
        names = promises_of(whatif, lang) | levers_of(lang)
        said[lang] = told(looked_up(made.PAGE)(made, lang), names)
        try:
            if chart is not None:
                charts[lang] = charted(chart(made, lang), names)
            else:
                from plots.save import inline

                stills[lang] = inline(looked_up(made.FIGURE)(made, lang), f"{lang}-asked")
        except (ModelError, ValueError):
            continue
    return {"said": said, "charts": charts, "stills": stills, "found": made.to_dict()}


def _asked(request: Mapping[str, Any]) -> tuple[WhatIf, list[str] | None]:
    """The question, and the promise it is about; None: all. Raises ModelError."""
    asked: Asked = from_request(request)
    whatif = asked.question()
    return whatif, chosen(whatif, [asked.target]) if asked.target else None


def capacity(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """How many more cases each promise bears. Raises ModelError."""
    from plots.charts.loads import load_curve
    from sim.experiments.searches.capacity import capacity as searched

    whatif, targets = _asked(request)
    made = searched(whatif, targets=targets, draws=NO_DRAWS, progress=progress)
    return _said(whatif, made, load_curve)


def levers(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """What every lever does, alone and together. Raises ModelError."""
    from sim.experiments.comparing.lever_effects import LeverEffects, lever_effects

    def chart(made: LeverEffects, lang: Lang) -> Chart:
        from plots.charts.promises import comparison
        from plots.results.comparisons import as_a_lever, first_on_a_share, groups_of
        from sim.words.comparison_page import CHANGED

        (group,) = groups_of(first_on_a_share(made.comparison), lang, as_a_lever)
        return comparison(group, CHANGED[lang]["on_time"])

    whatif, targets = _asked(request)
    return _said(whatif, lever_effects(whatif, targets=targets, progress=progress), chart)


def robustness(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """Which uncertain number turns which verdict. Raises ModelError."""
    from sim.experiments.searches.robustness import robustness as searched

    whatif, targets = _asked(request)
    return _said(whatif, searched(whatif, targets=targets, progress=progress))


def staffing(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """The fewest people that keep the promises. Raises ModelError."""
    from plots.charts.people import staffing as chart
    from sim.experiments.searches.staffing import staffing as searched

    whatif, targets = _asked(request)
    return _said(whatif, searched(whatif, targets=targets, progress=progress), chart)


def attribution(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """Which lever earns what of the change they make together. Raises ModelError."""
    from sim.experiments.comparing.attribute import attribute

    whatif, targets = _asked(request)
    return _said(whatif, attribute(whatif, targets=targets, progress=progress))


def requirement(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """What would have to be true, where no source tells the process. Raises ModelError."""
    from sim.experiments.searches.region import requirement as searched

    asked = from_request(request)
    whatif = asked.question()
    target = asked.target if asked.target in turned_round(whatif) else None
    return _said(whatif, searched(whatif, target, progress=progress))
