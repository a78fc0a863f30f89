"""`onewindow capacity`: what loads each target bears, and what one more of a pool would do."""

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
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw share against load: a file (.png, .svg, .pdf), or a stem for two."
        ),
    ] = None,
    details: Annotated[
        bool,
        typer.Option(
            "--details", help="Also loads with their cases, pools with their intervals, and how to read them."
        ),
    ] = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.screen import show
    from sim.experiments.searches.capacity import capacity as searched
    from sim.pages.capacity import page_of

    spoken = language(lang)
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)
    made = searched(
        options.question(scenario),
        service=service,
        targets=target or None,
        replications=replications,
        draws=draws,
        progress=on_terminal,
    )
    # What took minutes is told first: a file that cannot be written must not lose it.
    if json_:
        print_json(made.to_dict())
    else:
        show(page_of(made, spoken.value), spoken.value, details=details)
    if figure is not None:
        from plots.capacity_curve import capacity_curve
        from plots.figure_file import write
        from sim.words.provenance import provenance

        drawn = capacity_curve(made, spoken.value, provenance(made.whatif, spoken.value))
        written = write(drawn, figure)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0
