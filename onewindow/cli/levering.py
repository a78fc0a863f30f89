"""`onewindow levers`: what every lever of a scenario does, alone and together; or which levers there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.answering import FigureFile, answer, can_be_drawn
from onewindow.cli.bar import on_terminal
from onewindow.cli.options import (
    NOTHING_ASKED,
    Details,
    Json,
    LangOption,
    Options,
    ScenarioName,
    in_language,
    takes_what_if,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@takes_what_if
def levers(
    scenario: ScenarioName,
    replications: Annotated[
        int | None, typer.Option("--replications", "-n", help="How many replications of each. [default: 48]")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    figure: FigureFile = None,
    details: Details = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.comparing.compare import REPLICATIONS
    from sim.experiments.comparing.lever_effects import lever_effects
    from sim.pages.comparisons import levers_page

    spoken = in_language(lang)
    can_be_drawn(figure)
    made = lever_effects(
        options.question(scenario),
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        progress=on_terminal,
    )

    def draw() -> Figure:
        from plots.results.comparisons import as_a_lever, draw_paired_differences

        return draw_paired_differences(made.comparison, spoken, as_a_lever)

    answer(made, levers_page, spoken, details=details, json_=json_, figure=figure, draw=draw)
    return 0
