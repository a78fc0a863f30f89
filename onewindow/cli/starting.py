"""`onewindow backlog` and `onewindow warmup`: how a study begins, from open cases or after a lead-in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onewindow.cli.answering import tell
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import Json, LangOption, Options, ScenarioName, how_many, language


@takes_what_if
def backlog(
    scenario: ScenarioName,
    at: Annotated[str, typer.Option("--at", metavar="DATE", help="The morning on which cases are counted.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="CSV file that study.backlog of a scenario can name.")
    ] = None,
    replication: Annotated[
        int, typer.Option("--replication", metavar="R", help="Which replication is the warm run.")
    ] = 0,
    *,
    options: Options,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.runs.backlog import backlog as open_cases
    from sim.pages.starts import backlog_page

    asked = options.question(scenario)
    found = open_cases(asked, at, replication=replication)
    if out is not None:
        found.write(out)
    spoken = language(lang)
    tell(found.to_dict, lambda: backlog_page(found, spoken, out), spoken, json_=json_, file=out)
    return 0


@takes_what_if
def warmup(
    scenario: ScenarioName,
    weeks: Annotated[
        int, typer.Option("--weeks", help="How many weeks the office is watched, from empty on.")
    ] = 26,
    replications: Annotated[int, how_many("How many replications.")] = 24,
    *,
    options: Options,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.runs.warm_up import warm_up
    from sim.pages.starts import warm_up_page

    asked = options.question(scenario)
    found = warm_up(asked, weeks=weeks, replications=replications, progress=on_terminal)
    spoken = language(lang)
    tell(found.to_dict, lambda: warm_up_page(found, spoken), spoken, json_=json_)
    return 0
