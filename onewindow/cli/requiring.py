"""`onewindow requirement`: what would have to be true for a promise whose process no source tells."""

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
    language,
    takes_what_if,
)
from sim.words.verdicts import WORDS


@takes_what_if
def requirement(
    what: Annotated[str, typer.Argument(help="A scenario, or a target of the library.")],
    target: Annotated[
        str | None, typer.Option("--target", help="Which target. [default: the first answered so]")
    ] = None,
    cases: Annotated[
        list[float] | None,
        typer.Option("--cases", help="Cases a person and day; may be repeated. [default: 1, 3, 6, 10, 15]"),
    ] = None,
    replications: Annotated[int, typer.Option("--replications", "-n", help="Size of the sample.")] = 6,
    figure: Annotated[
        Path | None,
        typer.Option("--figure", help="Draw the region: a file (.png, .svg, .pdf), or a stem for two."),
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Also the staff that it means, and what fresh seeds confirm.")
    ] = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.screen import show
    from sim.experiments.searches.region import CASES, scenario_of
    from sim.experiments.searches.region import requirement as asked
    from sim.pages.region import page_of

    spoken = language(lang)
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)
    scenario, named = scenario_of(what, target)
    made = asked(
        options.question(scenario),
        named,
        cases=cases or CASES,
        replications=replications,
        progress=on_terminal,
    )
    if json_:
        print_json(made.to_dict())
    else:
        show(page_of(made, spoken.value), spoken.value, details=details)
    if figure is not None:
        from plots.figure_file import write
        from plots.requirement_region import requirement_region
        from sim.words.provenance import provenance

        drawn = requirement_region(made, spoken.value, provenance(made.whatif, spoken.value))
        written = write(drawn, figure)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0 if made.holds_somewhere else 1
