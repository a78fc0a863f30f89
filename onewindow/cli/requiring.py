"""`onewindow requirement`: what would have to be true for a promise whose process no source tells."""

from __future__ import annotations

from typing import Annotated

import typer

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import how_many


@takes_what_if
def requirement(
    what: Annotated[
        str,
        typer.Argument(metavar="SCENARIO[@VARIANT]|TARGET", help="A scenario, or a target of the library."),
    ],
    target: Annotated[
        str | None, typer.Option("--target", help="Which target. [default: the first answered so]")
    ] = None,
    cases: Annotated[
        list[float] | None,
        typer.Option("--cases", help="Cases a person and day; may be repeated. [default: 1, 3, 6, 10, 15]"),
    ] = None,
    replications: Annotated[int, how_many("Size of the sample.")] = 6,
    *,
    asked: Asked,
) -> int:
    from sim.experiments.searches.region import CASES, scenario_of
    from sim.experiments.searches.region import requirement as searched

    scenario, named = scenario_of(what, target)
    made = searched(
        asked.question(scenario),
        named,
        cases=cases or CASES,
        replications=replications,
        progress=on_terminal,
    )
    asked.answer(made)
    return 0 if made.holds_somewhere else 1
