"""`onewindow attribute`: which lever earns what of the change they make together."""

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
def attribute(
    scenario: ScenarioName,
    lever: Annotated[
        list[str] | None,
        typer.Option("--lever", help="A lever to divide among; may be repeated. [default: those in force]"),
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(
            "--replications", "-n", help="How many replications of each set of levers. [default: 30]"
        ),
    ] = None,
    orders: Annotated[
        int | None,
        typer.Option("--orders", help="Orders that are drawn of more than eight levers. [default: 32]"),
    ] = None,
    figure: FigureFile = None,
    details: Details = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.comparing.attribute import ORDERS, REPLICATIONS
    from sim.experiments.comparing.attribute import attribute as divided
    from sim.pages.attribution import page_of

    spoken = in_language(lang)
    can_be_drawn(figure)
    made = divided(
        options.question(scenario),
        levers=lever or None,
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        orders=ORDERS if orders is None else orders,
        progress=on_terminal,
    )

    def draw() -> Figure:
        from plots.results.attribution import draw_lever_parts

        return draw_lever_parts(made, spoken)

    answer(made, page_of, spoken, details=details, json_=json_, figure=figure, draw=draw)
    return 0
