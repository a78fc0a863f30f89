"""`onewindow robustness`: which uncertain number flips which verdict, and at what value."""

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
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw the factors: a file (.png, .svg, .pdf), or a stem for .png and .svg."
        ),
    ] = None,
    details: Annotated[
        bool,
        typer.Option("--details", help="Also every number that flips a verdict, its source, and all others."),
    ] = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.screen import show
    from sim.experiments.searches.robustness import DEFAULT_BUDGET
    from sim.experiments.searches.robustness import robustness as searched
    from sim.experiments.verdicts.check import parse_budget
    from sim.pages.robustness import page_of

    spoken = language(lang)
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)
    made = searched(
        options.question(scenario),
        targets=target or None,
        replications=replications,
        budget=DEFAULT_BUDGET if budget is None else parse_budget(budget),
        draws=draws,
        progress=on_terminal,
    )
    # What took minutes is told first: a file that cannot be written must not lose it.
    if json_:
        print_json(made.to_dict())
    else:
        show(page_of(made, spoken.value), spoken.value, details=details)
    if figure is not None:
        from plots.figure_file import write
        from plots.flip_factors import flip_factors
        from sim.words.provenance import provenance

        drawn = flip_factors(made, spoken.value, provenance(made.whatif, spoken.value))
        written = write(drawn, figure)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0
