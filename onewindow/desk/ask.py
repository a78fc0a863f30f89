"""The questions a planner asks next, as jobs: each ends in a sentence, what supports it, and a figure.

Every one is asked as its command asks it; the numbers are the command's. The page of `sim.pages` says the answer, a
chart of `plots.charts` shows it, or else the figure that `--figure` draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from onewindow.desk.asked import Asked, from_request
from onewindow.desk.kinds import Part
from onewindow.desk.told import LANGUAGES, charted, told
from plots.charts.chart import Chart
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.running.progress import Progress
from sim.experiments.verdicts.check import chosen, turned_round
from sim.model import ModelError
from sim.pages.by_name import levers_of, promises_of
from sim.pages.page import Page
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


@dataclass(frozen=True)
class Answered:
    """What came of a question, however it was searched."""

    made: Any
    page: Callable[[Any, Lang], Page]
    chart: Callable[[Any, Lang], Chart] | None = None
    figure: Callable[[Any, Lang], Any] | None = None
    """A figure of matplotlib, where there is no chart."""


def _said(whatif: WhatIf, one: Answered) -> dict[str, Any]:
    """By language: the page, and what it shows. A figure that does not fit is left out."""
    said, charts, stills = {}, {}, {}
    for lang in LANGUAGES:
        names = promises_of(whatif, lang) | levers_of(lang)
        said[lang] = told(one.page(one.made, lang), names)
        try:
            if one.chart is not None:
                charts[lang] = charted(one.chart(one.made, lang), names)
            elif one.figure is not None:
                from plots.save import inline

                stills[lang] = inline(one.figure(one.made, lang), f"{lang}-asked")
        except (ModelError, ValueError):
            continue
    return {"said": said, "charts": charts, "stills": stills, "found": one.made.to_dict()}


def _asked(request: Mapping[str, Any]) -> tuple[WhatIf, list[str] | None]:
    """The question, and the promise it is about; None: all. Raises ModelError."""
    asked: Asked = from_request(request)
    whatif = asked.question()
    return whatif, chosen(whatif, [asked.target]) if asked.target else None


def capacity(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """How many more cases each promise bears. Raises ModelError."""
    from plots.charts.loads import load_curve
    from sim.experiments.searches.capacity import capacity as searched
    from sim.pages.capacity import page_of

    whatif, targets = _asked(request)
    made = searched(whatif, targets=targets, draws=NO_DRAWS, progress=progress)
    return _said(whatif, Answered(made, page_of, load_curve))


def levers(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """What every lever does, alone and together. Raises ModelError."""
    from sim.experiments.comparing.lever_effects import LeverEffects, lever_effects
    from sim.pages.levers import page_of as levers_page

    def chart(made: LeverEffects, lang: Lang) -> Chart:
        from plots.charts.promises import comparison
        from plots.results.comparisons import as_a_lever, first_on_a_share, groups_of
        from sim.words.comparison_page import CHANGED

        (group,) = groups_of(first_on_a_share(made.comparison), lang, as_a_lever)
        return comparison(group, CHANGED[lang]["on_time"])

    whatif, targets = _asked(request)
    return _said(
        whatif, Answered(lever_effects(whatif, targets=targets, progress=progress), levers_page, chart)
    )


def robustness(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """Which uncertain number turns which verdict. Raises ModelError."""
    from plots.flip_factors import flip_factors
    from sim.experiments.searches.robustness import robustness as searched
    from sim.pages.robustness import page_of
    from sim.words.provenance import provenance

    whatif, targets = _asked(request)
    made = searched(whatif, targets=targets, progress=progress)
    return _said(
        whatif,
        Answered(made, page_of, figure=lambda one, lang: flip_factors(one, lang, provenance(whatif, lang))),
    )


def staffing(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """The fewest people that keep the promises. Raises ModelError."""
    from plots.charts.people import staffing as chart
    from sim.experiments.searches.staffing import staffing as searched
    from sim.pages.staffing import page_of

    whatif, targets = _asked(request)
    return _said(whatif, Answered(searched(whatif, targets=targets, progress=progress), page_of, chart))


def attribution(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """Which lever earns what of the change they make together. Raises ModelError."""
    from plots.results.attribution import draw_lever_parts
    from sim.experiments.comparing.attribute import attribute
    from sim.pages.attribution import page_of

    whatif, targets = _asked(request)
    return _said(
        whatif,
        Answered(attribute(whatif, targets=targets, progress=progress), page_of, figure=draw_lever_parts),
    )


def requirement(request: Mapping[str, Any], progress: Progress, _: Part) -> Mapping[str, Any]:
    """What would have to be true, where no source tells the process. Raises ModelError."""
    from plots.requirement_region import requirement_region
    from sim.experiments.searches.region import requirement as searched
    from sim.pages.region import page_of
    from sim.words.provenance import provenance

    asked = from_request(request)
    whatif = asked.question()
    target = asked.target if asked.target in turned_round(whatif) else None
    made = searched(whatif, target, progress=progress)
    return _said(
        whatif,
        Answered(
            made, page_of, figure=lambda one, lang: requirement_region(one, lang, provenance(whatif, lang))
        ),
    )
