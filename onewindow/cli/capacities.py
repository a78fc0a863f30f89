"""`onewindow capacity`: what loads each target bears, and what one more of a pool would do."""

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
def capacity(
    scenario: ScenarioName,
    service: Annotated[
        str | None, typer.Option("--service", help="Change the load of this service only. [default: of all]")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    replications: Annotated[
        int,
        typer.Option(
            "--replications", "-n", help="Size of the sample, on which it is found where a verdict changes."
        ),
    ] = 24,
    draws: Annotated[
        int, typer.Option("--draws", help="Vectors drawn to tell what to measure first, as in check.")
    ] = 400,
    figure: FigureFile = None,
    details: Details = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.searches.capacity import capacity as searched
    from sim.pages.capacity import page_of

    spoken = in_language(lang)
    can_be_drawn(figure)
    made = searched(
        options.question(scenario),
        service=service,
        targets=target or None,
        replications=replications,
        draws=draws,
        progress=on_terminal,
    )

    def draw() -> Figure:
        from plots.capacity_curve import capacity_curve
        from sim.words.provenance import provenance

        return capacity_curve(made, spoken, provenance(made.whatif, spoken))

    answer(made, page_of, spoken, details=details, json_=json_, figure=figure, draw=draw)
    return 0
