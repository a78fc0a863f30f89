"""`onewindow report`: one file that a reader takes along: a page, a workbook or a print."""

from __future__ import annotations

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import Options, language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.words.language import Lang

ScenarioOrRunIfAny = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO[@VARIANT]|RUN",
        help="A scenario of the library, a YAML file, or the folder of a run; none with --all.",
    ),
]


class Languages(StrEnum):
    zh = "zh"
    en = "en"
    both = "both"


@takes_what_if
def report(
    scenario: ScenarioOrRunIfAny = None,
    all_: Annotated[
        bool,
        typer.Option("--all", help="All promises of the library, instead of one scenario: .html or .pdf."),
    ] = False,
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
        int | None,
        typer.Option("--draws", help="Vectors drawn from uncertain numbers. [default: 400; 40 with --all]"),
    ] = None,
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
    *,
    options: Options,
) -> int:
    from onewindow.cli.screen import show, written
    from onewindow.reports import checked_path, languages_of
    from onewindow.reports import report as made_report
    from sim.experiments.runs.read_run import runs_of
    from sim.experiments.runs.run import Result
    from sim.experiments.unknowns.draws import DRAWS
    from sim.pages.reports.promises import verdict_page

    checked_path(out)
    spoken = language(None).value
    languages = languages_of(spoken if written_in is Languages.both else written_in.value, out)
    languages = languages if written_in is Languages.both else languages[:1]
    if scenario is None and not all_:
        raise typer.BadParameter("name a scenario or a run, or ask for --all")
    if all_:
        return _all(scenario, out, languages, vs, ends, draws, options)
    assert scenario is not None
    base = options.question_or_run(scenario)
    wanted = {"draws": ends, "alternatives": compare, "levers": levers, "capacity": capacity}
    made = made_report(
        base,
        out=out,
        languages=languages,
        vs=runs_of(vs or ()) if isinstance(base, Result) else vs or (),
        leave_out=[part for part, asked in wanted.items() if not asked],  # type: ignore[misc]
        draws=DRAWS if draws is None else draws,
        command=_typed(out),
        progress=on_terminal,
    )
    show(verdict_page(made, languages[0]), languages[0], details=False)
    written(out, languages[0])
    return 0


def _typed(out: Path) -> str:
    """The command as it was typed, without where files lie on this machine."""
    given = [word.replace(str(out), out.name) if str(out) in word else word for word in sys.argv[1:]]
    named = [Path(word).name if "/" in word and Path(word).exists() else word for word in given]
    return shlex.join(["onewindow", *named])


def _all(
    scenario: str | None, out: Path, languages: Sequence[Lang], vs: Sequence[str] | None, ends: bool, draws: int | None,
    options: Options,
) -> int:  # fmt: skip
    """The report of the whole table. Raises ModelError for what does not fit it."""
    from onewindow.cli import reporting_all
    from onewindow.cli.screen import written
    from sim.experiments.unknowns.draws import DRAWS_OF_ALL
    from sim.model import Fault, ModelError

    if scenario is not None or vs:
        other = scenario or "--vs"
        raise ModelError([Fault("--all", 0, 0, f"reports everything; leave out {other}")])
    if out.suffix.lower() == ".xlsx":
        message = "all promises are written as .html or .pdf; check --all --csv writes their table"
        raise ModelError([Fault.of("out", out.name, message)])
    table = reporting_all.whole(options, ends=ends, draws=DRAWS_OF_ALL if draws is None else draws)
    reporting_all.write(table, out, languages, _typed(out), options)
    written(out, languages[0])
    return 0
