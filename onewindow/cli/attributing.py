"""`onewindow attribute`: which lever earns what of the change they make together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import print_json
from onewindow.cli.options import (
    NOTHING_ASKED,
    Details,
    Json,
    LangOption,
    Options,
    ScenarioName,
    language,
    takes_what_if,
)
from sim.words.verdicts import WORDS


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
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw the parts: a file (.png, .svg, .pdf), or a stem for .png and .svg."
        ),
    ] = None,
    details: Details = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.screen import show
    from sim.experiments.comparing.attribute import ORDERS, REPLICATIONS
    from sim.experiments.comparing.attribute import attribute as divided
    from sim.pages.attribution import page_of

    spoken = language(lang)
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)
    made = divided(
        options.question(scenario),
        levers=lever or None,
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        orders=ORDERS if orders is None else orders,
        progress=on_terminal,
    )
    if json_:
        print_json(made.to_dict())
    else:
        show(page_of(made, spoken.value), spoken.value, details=details)
    if figure is not None:
        from plots.results.attribution import saved

        written = saved(made, figure, spoken.value)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0
