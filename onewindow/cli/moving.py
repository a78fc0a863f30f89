"""`onewindow sensitivity`: how a promise moves with every number that is not known."""

from __future__ import annotations

from enum import StrEnum
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


class Method(StrEnum):
    morris = "morris"
    sobol = "sobol"


@takes_what_if
def sensitivity(
    scenario: ScenarioName,
    method: Annotated[
        Method,
        typer.Option(
            "--method",
            help="morris screens all numbers; sobol divides the variance among few, at more cost.",
        ),
    ] = Method.morris,
    number: Annotated[
        list[str] | None,
        typer.Option(
            "--number", metavar="PATH", help="An uncertain number; may be repeated. [default: all of them]"
        ),
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option("--samples", help="Trajectories of morris, places of sobol. [default: 8; 64 of sobol]"),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option("--replications", "-n", help="How many replications of each point. [default: 8]"),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option("--figure", help="Draw it: a file (.png, .svg, .pdf), or a stem for .png and .svg."),
    ] = None,
    details: Details = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.screen import show
    from sim.experiments.searches.sensitivity import REPLICATIONS
    from sim.experiments.searches.sensitivity import sensitivity as moved
    from sim.pages.sensitivity import page_of

    spoken = language(lang)
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)
    made = moved(
        options.question(scenario),
        method=method.value,
        numbers=number or None,
        targets=target or None,
        samples=samples,
        replications=REPLICATIONS if replications is None else replications,
        progress=on_terminal,
    )
    if json_:
        print_json(made.to_dict())
    else:
        show(page_of(made, spoken.value), spoken.value, details=details)
    if figure is not None:
        from plots.results.sensitivity import saved

        written = saved(made, figure, spoken.value)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0
