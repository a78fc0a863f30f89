"""`onewindow compare`: what each alternative does to each target, whether that is sure, and which cases changed."""

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
    ScenarioOrRun,
    language,
    takes_what_if,
)
from sim.words.verdicts import WORDS


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
    replications: Annotated[
        int | None, typer.Option("--replications", "-n", help="How many replications of each. [default: 48]")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw the differences: a file (.png, .svg, .pdf), or a stem for .png and .svg."
        ),
    ] = None,
    details: Annotated[
        bool,
        typer.Option(
            "--details", help="Also means and P95, the cases behind the differences, and how they pair."
        ),
    ] = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.screen import show
    from sim.experiments.comparing.compare import compare as compared
    from sim.experiments.runs.read_run import runs_of
    from sim.experiments.runs.run import Result
    from sim.pages.comparisons import page_of

    spoken = language(lang)
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)
    base = options.question_or_run(scenario)
    made = compared(
        base,
        runs_of(vs or ()) if isinstance(base, Result) else vs or (),
        targets=target or None,
        replications=replications,
        progress=on_terminal,
    )
    if json_:
        print_json(made.to_dict())
    else:
        show(page_of(made, spoken.value), spoken.value, details=details)
    if figure is not None:
        from plots.results.comparisons import saved

        written = saved(made, figure, spoken.value)
        if not json_:
            print(WORDS[spoken]["written"].format(path=", ".join(map(str, written))))
    return 0
