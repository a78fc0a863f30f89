"""`onewindow run` and `onewindow plot`."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onewindow.cli.answering import tell
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import (
    Details,
    Json,
    Lang,
    LangOption,
    Options,
    ScenarioName,
    ScenarioOrRun,
    how_many,
    in_language,
    language,
)
from onewindow.cli.sharding import Shard, no_files, one_part, part_of
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf
    from sim.experiments.runs.run import Result


@takes_what_if
def run(
    scenario: ScenarioName,
    replications: Annotated[int, how_many("How many replications.")] = 1,
    detail: Annotated[
        Literal["events", "cases", "summary"],
        typer.Option(
            "--detail", help="Which tables --out holds; summary: none, in memory that does not grow."
        ),
    ] = "events",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Folder for manifest and Parquet tables.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a folder of the same run.")] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="With --out: the tables as CSV too, a file a replication.")
    ] = False,
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Of many halls: draw share against size, a file (.png, .svg, .pdf) or a stem."
        ),
    ] = None,
    shard: Shard = None,
    details: Details = False,
    *,
    options: Options,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.runs.run import run as simulate
    from sim.pages.runs import page_of

    asked, spoken = options.question(scenario), language(lang)
    if (part := part_of(shard)) is not None:
        halls = detail == "summary" and asked.scenario.halls is not None
        no_files(
            shard, out=out, resume=resume, csv=csv, figure=figure, detail=detail != "events" and not halls
        )
        return one_part(
            asked, part, replications, "halls" if halls else "run", in_language(lang), json_=json_
        )
    if figure is not None:
        _can_be_drawn(asked, detail, figure)
    if detail == "summary" and asked.scenario.halls is not None and not csv:
        return _all_halls(asked, replications, out, resume, figure, details, spoken, json_)
    made = simulate(
        asked,
        replications=replications,
        detail=detail,
        keep=False,
        out=out,
        resume=resume,
        csv=csv,
        progress=on_terminal,
    )
    page = partial(page_of, made, spoken)
    tell(made.to_dict, page, spoken, json_=json_, details=details, file=made.folder)
    return 0


def _can_be_drawn(asked: WhatIf, detail: str, figure: Path) -> None:
    from plots.figure_file import checked_path
    from sim.model import Fault, ModelError

    checked_path(figure)
    if asked.scenario.halls is None:
        message = f"{asked.label} states no halls, whose sizes the figure compares; plot draws other figures"
        raise ModelError([Fault.of("figure", figure, message)])
    if detail != "summary":
        message = f"needs all halls: --detail summary, not {detail}"
        raise ModelError([Fault.of("figure", figure, message)])


def _all_halls(
    asked: WhatIf,
    years: int,
    out: Path | None,
    resume: bool,
    figure: Path | None,
    details: bool,
    lang: Lang,
    json_: bool,
) -> int:
    from onewindow.cli.screen import written
    from sim.experiments.runs.many_halls import run_halls
    from sim.pages.halls import page_of

    made = run_halls(asked, years=years, out=out, resume=resume, progress=on_terminal)
    page = partial(page_of, made, lang)
    tell(made.to_dict, page, lang, json_=json_, details=details, file=made.folder)
    if figure is not None:
        from plots.results.halls import saved

        paths = saved(made, figure, lang.value)
        if not json_:
            written(", ".join(map(str, paths)), lang)
    return 0


@takes_what_if
def plot(
    scenario: ScenarioOrRun,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="What is drawn: throughput (cases a day), finish_time (times against the limit), target_board (all "
            "verdicts), where_days_go, case_gantt (one case), utilisation (of pools), process_map, or all.",
        ),
    ] = "throughput",
    out: Annotated[
        Path | None, typer.Option("--out", help="File (.png, .svg, .pdf), or a stem for two.")
    ] = None,
    service: Annotated[str | None, typer.Option("--service", help="Whose figure.")] = None,
    target: Annotated[str | None, typer.Option("--target", help="Whose time to finish.")] = None,
    against: Annotated[
        str | None, typer.Option("--against", help="A second SCENARIO@VARIANT or run, for where_days_go.")
    ] = None,
    case: Annotated[
        int | None, typer.Option("--case", help="Whose story case_gantt tells; a slow case unless stated.")
    ] = None,
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage",
            help="Whose steps where_days_go and process_map show: a stage or item, or all (where_days_go).",
        ),
    ] = None,
    replications: Annotated[int | None, how_many("How many replications. [default: 24]")] = None,
    draws: Annotated[
        int, typer.Option("--draws", help="Of verdicts: vectors drawn of what is not known, as in check.")
    ] = 400,
    *,
    options: Options,
    lang: LangOption = None,
) -> int:
    from onewindow.pictures import OF_STAGES, kinds_of
    from onewindow.pictures import plot as draw
    from plots.save import BOTH

    asked = options.question_or_run(scenario)
    spoken = language(lang)
    other = replace(options, with_=None, without=None).question_or_run(against) if against else None
    if out is not None:
        from plots.figure_file import checked_path

        checked_path(out, "out")
    stem = out or _stem(asked)
    for each in kinds_of(asked) if kind == "all" else (kind,):
        path = (
            stem if out is not None and kind != "all" else stem.with_name(f"{stem.stem}-{each}{stem.suffix}")
        )
        draw(
            asked, kind=each, out=path, lang=spoken.value, service=service, target=target,
            replications=replications, draws=draws, progress=on_terminal,
            # With --kind all each option goes to the figure it belongs to.
            against=other if kind != "all" or each == "where_days_go" else None,
            case=case if kind != "all" or each == "case_gantt" else None,
            stage=stage if kind != "all" or each in OF_STAGES else None,
        )  # fmt: skip
        written = path if path.suffix else ", ".join(f"{path}{suffix}" for suffix in BOTH)
        print(WORDS[spoken]["written"].format(path=written))
        if each in OF_STAGES and stage is None:
            _tell_stages(asked, service, target, spoken)
    return 0


def _tell_stages(asked: WhatIf | Result, service: str | None, target: str | None, lang: Lang) -> None:
    """What one may name with --stage."""
    from plots.results.asked import service_of, target_of
    from plots.results.stages import stages_of
    from sim.experiments.runs.read_run import question_of
    from sim.words.figures import FIGURES

    whatif = question_of(asked)
    found = stages_of(whatif, service_of(whatif.scenario, service, target_of(whatif.scenario, target)))
    if found:
        print(FIGURES[lang]["one_stage"].format(stages=", ".join(found)))


def _stem(asked: WhatIf | Result) -> Path:
    """What the files of figures are called where nobody says: after the scenario, or after the run's folder."""
    from sim.experiments.runs.run import Result

    if isinstance(asked, Result):
        return Path(asked.folder.name if asked.folder is not None else "run")
    return Path(asked.reference.replace("/", "-").removesuffix(".yaml").rpartition("/")[2])
