"""`onewindow compare`: what each alternative does to each target, whether that is sure, and which cases changed."""

from __future__ import annotations

from typing import Annotated

import typer

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import ScenarioOrRun, Targets, how_many


@takes_what_if
def compare(
    scenario: ScenarioOrRun,
    vs: Annotated[
        list[str] | None,
        typer.Option(
            "--vs",
            metavar='"LABEL: OPTIONS"',
            help="An alternative: @VARIANT and what-if options on top of the base's. May be repeated. "
            "Of a run: LABEL: FOLDER of another run. [default: the other variants]",
        ),
    ] = None,
    replications: Annotated[int | None, how_many("How many replications of each. [default: 48]")] = None,
    target: Targets = None,
    *,
    asked: Asked,
) -> int:
    from sim.experiments.comparing.compare import compare as compared
    from sim.experiments.runs.read_run import runs_of
    from sim.experiments.runs.run import Result

    base = asked.options.question_or_run(scenario)
    made = compared(
        base,
        runs_of(vs or ()) if isinstance(base, Result) else vs or (),
        targets=target or None,
        replications=replications,
        progress=on_terminal,
    )
    asked.answer(made)
    return 0
