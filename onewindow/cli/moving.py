"""`onewindow sensitivity`: how a promise moves with every number that is not known."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import ScenarioName, Targets, how_many


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
    target: Targets = None,
    samples: Annotated[
        int | None,
        typer.Option("--samples", help="Trajectories of morris, places of sobol. [default: 8; 64 of sobol]"),
    ] = None,
    replications: Annotated[int | None, how_many("How many replications of each point. [default: 8]")] = None,
    *,
    asked: Asked,
) -> int:
    from sim.experiments.searches.sensitivity import REPLICATIONS
    from sim.experiments.searches.sensitivity import sensitivity as moved

    made = moved(
        asked.question(scenario),
        method=method.value,
        numbers=number or None,
        targets=target or None,
        samples=samples,
        replications=REPLICATIONS if replications is None else replications,
        progress=on_terminal,
    )
    asked.answer(made)
    return 0
