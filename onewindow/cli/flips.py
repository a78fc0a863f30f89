"""`onewindow robustness`: which uncertain number flips which verdict, and at what value."""

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
def robustness(
    scenario: ScenarioName,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    replications: Annotated[
        int, typer.Option("--replications", "-n", help="Size of the sample, on which flips are found.")
    ] = 24,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget", help="How much work it may take, in seconds of the reference engine. [default: 3000s]"
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", help="Vectors drawn to tell what to measure first, as in check.")
    ] = 400,
    figure: FigureFile = None,
    details: Details = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.searches.robustness import DEFAULT_BUDGET
    from sim.experiments.searches.robustness import robustness as searched
    from sim.experiments.verdicts.check import parse_budget
    from sim.pages.robustness import page_of

    spoken = in_language(lang)
    can_be_drawn(figure)
    made = searched(
        options.question(scenario),
        targets=target or None,
        replications=replications,
        budget=DEFAULT_BUDGET if budget is None else parse_budget(budget),
        draws=draws,
        progress=on_terminal,
    )

    def draw() -> Figure:
        from plots.flip_factors import flip_factors
        from sim.words.provenance import provenance

        return flip_factors(made, spoken, provenance(made.whatif, spoken))

    answer(made, page_of, spoken, details=details, json_=json_, figure=figure, draw=draw)
    return 0
