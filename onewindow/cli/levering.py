"""`onewindow levers`: what every lever of a scenario does, alone and together; or which levers there are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import print_json
from onewindow.cli.options import (
    NOTHING_ASKED,
    Json,
    LangOption,
    Options,
    ScenarioName,
    language,
    takes_what_if,
)
from sim.words.verdicts import WORDS


@takes_what_if
def levers(
    scenario: ScenarioName,
    replications: Annotated[
        int | None, typer.Option("--replications", "-n", help="How many replications of each. [default: 48]")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw the differences: a file (.png, .svg, .pdf), or a stem for .png and .svg."
        ),
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Also means and P95, and how to read them.")
    ] = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.screen import show
    from sim.experiments.comparing.compare import REPLICATIONS
    from sim.experiments.comparing.lever_effects import lever_effects
    from sim.pages.comparisons import levers_page

    spoken = language(lang)
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)
    made = lever_effects(
        options.question(scenario),
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        progress=on_terminal,
    )
    if json_:
        print_json(made.to_dict())
    else:
        show(levers_page(made, spoken.value), spoken.value, details=details)
    if figure is not None:
        from plots.results.comparisons import as_a_lever, saved

        written = saved(made.comparison, figure, spoken.value, as_a_lever)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0
