"""`onewindow calibrate`: published figures made into parameters, with regions, and what they leave open."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onewindow.cli.answering import tell
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import Details, Json, LangOption, Options, ScenarioName, how_many, language


@takes_what_if
def calibrate(
    scenario: ScenarioName,
    figures: Annotated[
        Path,
        typer.Option(
            "--figures",
            metavar="FILE",
            help="YAML of published figures and what may move, or a worked example.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the calibrated scenario here.")
    ] = None,
    replications: Annotated[
        int | None,
        how_many("How many of every point tried. [default: 24, up to 96 where the figures are exact]"),
    ] = None,
    details: Details = False,
    *,
    options: Options,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from calibration.calibrate import calibrate as calibrated
    from calibration.checking import example_or_own
    from calibration.page import page_of
    from calibration.writing import writable, write

    name, at, variant = scenario.partition("@")
    found = example_or_own(name)
    asked = options.question(scenario if found == Path(name) else f"{found}{at}{variant}")
    if out is not None:
        writable(asked, out)
    made = calibrated(asked, figures, replications=replications, progress=on_terminal)
    if out is not None:
        write(made, out)
    spoken = language(lang)
    tell(made.to_dict, lambda: page_of(made, spoken, out), spoken, json_=json_, details=details, file=out)
    return 0
