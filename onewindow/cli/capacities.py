"""`onewindow capacity`: what loads each target bears, and what one more of a pool would do."""

from __future__ import annotations

from typing import Annotated

import typer

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import ScenarioName, Targets, how_many


@takes_what_if
def capacity(
    scenario: ScenarioName,
    service: Annotated[
        str | None, typer.Option("--service", help="Change the load of this service only. [default: of all]")
    ] = None,
    target: Targets = None,
    replications: Annotated[
        int, how_many("Size of the sample, on which it is found where a verdict changes.")
    ] = 24,
    draws: Annotated[
        int, typer.Option("--draws", help="Vectors drawn to tell what to measure first, as in check.")
    ] = 400,
    *,
    asked: Asked,
) -> int:
    from sim.experiments.searches.capacity import capacity as searched

    made = searched(
        asked.question(scenario),
        service=service,
        targets=target or None,
        replications=replications,
        draws=draws,
        progress=on_terminal,
    )
    asked.answer(made)
    return 0
