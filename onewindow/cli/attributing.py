"""`onewindow attribute`: which lever earns what of the change they make together."""

from __future__ import annotations

from typing import Annotated

import typer

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import ScenarioName, Targets, how_many


@takes_what_if
def attribute(
    scenario: ScenarioName,
    lever: Annotated[
        list[str] | None,
        typer.Option("--lever", help="A lever to divide among; may be repeated. [default: those in force]"),
    ] = None,
    target: Targets = None,
    replications: Annotated[
        int | None, how_many("How many replications of each set of levers. [default: 30]")
    ] = None,
    orders: Annotated[
        int | None,
        typer.Option("--orders", help="Orders that are drawn of more than eight levers. [default: 32]"),
    ] = None,
    *,
    asked: Asked,
) -> int:
    from sim.experiments.comparing.attribute import ORDERS, REPLICATIONS
    from sim.experiments.comparing.attribute import attribute as divided

    made = divided(
        asked.question(scenario),
        levers=lever or None,
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        orders=ORDERS if orders is None else orders,
        progress=on_terminal,
    )
    asked.answer(made)
    return 0
