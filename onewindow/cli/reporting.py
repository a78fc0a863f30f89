"""`onewindow report`: one file that a reader takes along: a page, a workbook or a print."""

from __future__ import annotations

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.options import NOTHING_ASKED, Options, ScenarioOrRun, language, takes_what_if


class Languages(StrEnum):
    zh = "zh"
    en = "en"
    both = "both"


@takes_what_if
def report(
    scenario: ScenarioOrRun,
    out: Annotated[Path, typer.Option("--out", help="File to write: .html, .xlsx or .pdf.")] = Path(
        "report.html"
    ),
    vs: Annotated[
        list[str] | None,
        typer.Option(
            "--vs",
            metavar='"LABEL: OPTIONS"',
            help="An alternative, as in compare; of a run, LABEL: FOLDER. Repeatable. [default: the other variants]",
        ),
    ] = None,
    ends: Annotated[
        bool, typer.Option("--ends/--no-ends", help="What is not known, and which number to measure first.")
    ] = True,
    draws: Annotated[
        int, typer.Option("--draws", help="Vectors drawn from the ranges of uncertain numbers.")
    ] = 400,
    compare: Annotated[
        bool, typer.Option("--compare/--no-compare", help="The base beside alternatives.")
    ] = True,
    levers: Annotated[bool, typer.Option("--levers/--no-levers", help="What each lever does.")] = True,
    capacity: Annotated[
        bool, typer.Option("--capacity/--no-capacity", help="Other loads, and one more unit of each pool.")
    ] = True,
    written_in: Annotated[
        Languages, typer.Option("--lang", help="Language of the report; both: with a switch, .html only.")
    ] = Languages.both,
    options: Options = NOTHING_ASKED,
) -> int:
    from onewindow.cli.screen import show, written
    from onewindow.reports import checked_path, languages_of
    from onewindow.reports import report as made_report
    from sim.experiments.runs.read_run import runs_of
    from sim.experiments.runs.run import Result
    from sim.pages.reports.promises import verdict_page

    checked_path(out)
    spoken = language(None).value
    languages = languages_of(spoken if written_in is Languages.both else written_in.value, out)
    languages = languages if written_in is Languages.both else languages[:1]
    base = options.question_or_run(scenario)
    wanted = {"draws": ends, "alternatives": compare, "levers": levers, "capacity": capacity}
    made = made_report(
        base,
        out=out,
        languages=languages,
        vs=runs_of(vs or ()) if isinstance(base, Result) else vs or (),
        leave_out=[part for part, asked in wanted.items() if not asked],  # type: ignore[misc]
        draws=draws,
        command=_typed(out),
        progress=on_terminal,
    )
    show(verdict_page(made, languages[0]), languages[0], details=False)
    written(out, languages[0])
    return 0


def _typed(out: Path) -> str:
    """The command as it was typed, without where files lie on this machine."""
    given = [out.name if word == str(out) else word for word in sys.argv[1:]]
    return shlex.join(["onewindow", *given])
