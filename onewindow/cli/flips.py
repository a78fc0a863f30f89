"""`onewindow robustness`: which uncertain number flips which verdict, and at what value."""

from __future__ import annotations

from typing import Annotated

import typer

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import ScenarioName, Targets, how_many


@takes_what_if
def robustness(
    scenario: ScenarioName,
    target: Targets = None,
    replications: Annotated[int, how_many("Size of the sample, on which flips are found.")] = 24,
    budget: Annotated[
        str | None,
        typer.Option(
            "--budget", help="How much work it may take, in seconds of the reference engine. [default: 3000s]"
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", help="Vectors drawn to tell what to measure first, as in check.")
    ] = 400,
    *,
    asked: Asked,
) -> int:
    from sim.experiments.searches.robustness import DEFAULT_BUDGET
    from sim.experiments.searches.robustness import robustness as searched
    from sim.experiments.verdicts.check import parse_budget

    made = searched(
        asked.question(scenario),
        targets=target or None,
        replications=replications,
        budget=DEFAULT_BUDGET if budget is None else parse_budget(budget),
        draws=draws,
        progress=on_terminal,
    )
    asked.answer(made)
    return 0
