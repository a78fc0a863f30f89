"""`onewindow run` and `onewindow plot`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import console, print_json, strong
from onewindow.cli.options import (
    NOTHING_ASKED,
    Json,
    Lang,
    LangOption,
    Options,
    ScenarioName,
    language,
    takes_what_if,
)
from onewindow.cli.summing import targets_table
from onewindow.cli.words import HALLS, STUDY, WORDS

if TYPE_CHECKING:
    from sim.experiments.mean_interval import MeanInterval
    from sim.experiments.run import Result
    from sim.experiments.whatif import WhatIf


@takes_what_if
def run(
    scenario: ScenarioName,
    replications: Annotated[int, typer.Option("--replications", "-n", help="How many replications.")] = 1,
    detail: Annotated[
        Literal["events", "cases", "summary"],
        typer.Option("--detail", help="Which tables --out holds; summary: none, in memory that does not grow."),
    ] = "events",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for manifest and Parquet tables.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a folder of the same run.")] = False,
    figure: Annotated[
        Path | None,
        typer.Option("--figure", help="Of many halls: draw share against size, a file (.png, .svg, .pdf) or a stem."),
    ] = None,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.run import run as simulate

    asked, spoken = options.question(scenario), language(lang)
    if figure is not None:
        _can_be_drawn(asked, detail, figure)
    if detail == "summary" and asked.scenario.halls is not None:
        return _all_halls(asked, replications, out, resume, figure, spoken, json_)
    made = simulate(
        asked,
        replications=replications,
        detail=detail,
        keep=False,
        out=out,
        resume=resume,
        progress=on_terminal,
    )
    if json_:
        print_json(made.to_dict())
    else:
        _tell(made, spoken)
        if asked.scenario.halls is not None:
            console().print(HALLS[spoken]["one_of"].format(n=f"{asked.scenario.halls.number.value:,}"))
    return 0


def _can_be_drawn(asked: WhatIf, detail: str, figure: Path) -> None:
    from onewindow.drawn.figure_file import checked_path
    from sim.model import Fault, ModelError

    checked_path(figure)
    if asked.scenario.halls is None:
        message = f"{asked.label} states no halls, whose sizes the figure compares; plot draws other figures"
        raise ModelError([Fault(f"--figure {figure}", 0, 0, message)])
    if detail != "summary":
        message = f"needs all halls: --detail summary, not {detail}"
        raise ModelError([Fault(f"--figure {figure}", 0, 0, message)])


def _all_halls(
    asked: WhatIf, years: int, out: Path | None, resume: bool, figure: Path | None, lang: Lang, json_: bool
) -> int:
    from onewindow.cli.halls import tell
    from sim.experiments.halls import run_halls

    made = run_halls(asked, years=years, out=out, resume=resume, progress=on_terminal)
    if json_:
        print_json(made.to_dict())
    else:
        tell(made, lang)
    if figure is not None:
        from onewindow.drawn.halls import saved

        written = saved(made, figure, lang.value)
        if not json_:
            console().print(WORDS[lang]["written"].format(path=", ".join(str(path) for path in written)))
    return 0


def _tell(made: Result, lang: str) -> None:
    from rich import box
    from rich.table import Table

    from onewindow.cli.amounts import clock_word
    from sim.model.quantities import Duration

    w = WORDS[lang]
    names = _Names(made, lang)
    paper = console()
    facts = made.to_dict()
    window = " – ".join(facts["window"])
    said = [strong(facts['scenario']), window, f"n = {facts['replications']}"]
    said += [f"{w[word]} {facts[word]}" for word in ("seed", "load")]
    paper.print(" · ".join(said))
    services = Table(box=box.SIMPLE_HEAD)
    services.add_column(w["service"])
    told = [column for column in ("backlog", "arrived", "finished", "open") if column in facts["services"][0]]
    for column in told:
        services.add_column(w[column] if column in w else STUDY[lang][column], justify="right")
    for row in facts["services"]:
        services.add_row(names("service", row["service"]), *(f"{row[column]:,}" for column in told))
    targets = Table() if made.summary is None else targets_table(made.targets, lang)
    activities = Table(box=box.SIMPLE_HEAD)
    for column in ("service", "activity"):
        activities.add_column(w[column])
    for column in ("count", "wait", "served"):
        activities.add_column(w[column], justify="right")
    for use in made.activities:
        activities.add_row(
            names("service", use.service), names("step", use.activity), f"{use.count:,.1f}",
            _mean(use.wait), _mean(use.served),
        )  # fmt: skip
    parts = Table(box=box.SIMPLE_HEAD)
    for column in ("service", "part"):
        parts.add_column(w[column])
    for column in ("promised", "clock", "count", "on_time", "mean"):
        parts.add_column(w[column], justify="right")
    for kept in made.promises:
        clock = w[f"clock_{clock_word(kept.clock, Duration.parse(kept.limit))}"]
        parts.add_row(
            names("service", kept.service), names("step", kept.part), kept.limit, clock,
            f"{kept.count:,.1f}", _percent(kept.on_time), _mean(kept.mean),
        )  # fmt: skip
    meetings = Table(box=box.SIMPLE_HEAD)
    meetings.add_column(w["session"])
    for column in ("taken", "short"):
        meetings.add_column(w[column], justify="right")
    for held in made.sessions:
        meetings.add_row(names("session", held.session), f"{held.taken:,.1f}", f"{held.short:,.1f}")
    windows = any(pool.kind == "window" for pool in made.whatif.scenario.pools.values())
    caption = w["documented_range"] if windows else None
    pools = Table(box=box.SIMPLE_HEAD, caption=caption, caption_justify="left")
    pools.add_column(w["pool"])
    for column in ("busy", "per_day", "overtime"):
        pools.add_column(w[column], justify="right")
    for pool in made.pool_use:
        pools.add_row(
            names("pool", pool.pool),
            f"{pool.utilisation:.0%}",
            f"{pool.served_per_unit_day:.1f}",
            f"{pool.overtime_hours_per_day:.2f}",
        )
    for table in (services, targets, activities, parts, meetings, pools):
        if table.row_count:
            paper.print(table)
    still_open = sum(row["open"] for row in facts["services"])
    if still_open and activities.row_count:
        paper.print(w["left_out"].format(open=f"{still_open:,}"))
    elif still_open and not any(pool.served_per_unit_day for pool in made.pool_use):
        paper.print(w["nothing_done"].format(open=f"{still_open:,}"))
    if made.folder is not None:
        paper.print(w["written"].format(path=made.folder))


class _Names:
    """What people call services, steps, pools and sessions; their id where they have no name."""

    def __init__(self, made: Result, lang: str) -> None:
        self._labels = made.program.names.labels
        self._language = 0 if lang == "zh" else 1

    def __call__(self, kind: str, known_as: str) -> str:
        label = self._labels.get(f"{kind}:{known_as}")
        return label[self._language] if label is not None else known_as


def _percent(interval: MeanInterval) -> str:
    if interval.low == float("-inf"):
        return f"{interval.estimate:.1%}"
    return f"{interval.estimate:.1%} [{max(0, interval.low):.1%}, {min(1, interval.high):.1%}]"


def _mean(interval: MeanInterval) -> str:
    if interval.low == float("-inf"):
        return f"{interval.estimate:.3f}"
    return f"{interval.estimate:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


@takes_what_if
def plot(
    scenario: ScenarioName,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="throughput, finish_time, target_board, where_days_go, case_gantt, utilisation, process_map or all.",
        ),
    ] = "throughput",
    out: Annotated[Path | None, typer.Option("--out", help="File (.png, .svg, .pdf), or a stem for two.")] = None,
    service: Annotated[str | None, typer.Option("--service", help="Whose figure.")] = None,
    target: Annotated[str | None, typer.Option("--target", help="Whose time to finish.")] = None,
    against: Annotated[
        str | None, typer.Option("--against", help="A second SCENARIO@VARIANT, for where_days_go.")
    ] = None,
    case: Annotated[
        int | None, typer.Option("--case", help="Whose story case_gantt tells; a slow case unless stated.")
    ] = None,
    replications: Annotated[int, typer.Option("--replications", "-n", help="How many replications.")] = 24,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
) -> int:
    from onewindow.pictures import kinds_of
    from onewindow.pictures import plot as draw
    from plots.save import BOTH

    asked = options.question(scenario)
    spoken = language(lang)
    other = replace(options, with_=None, without=None).question(against) if against else None
    if out is not None:
        from onewindow.drawn.figure_file import checked_path

        checked_path(out, "out")
    stem = out or Path(asked.reference.replace("/", "-").removesuffix(".yaml").rpartition("/")[2])
    for each in kinds_of(asked) if kind == "all" else (kind,):
        path = (
            stem if out is not None and kind != "all" else stem.with_name(f"{stem.stem}-{each}{stem.suffix}")
        )
        draw(
            asked, kind=each, out=path, lang=spoken.value, service=service, target=target,
            replications=replications, progress=on_terminal,
            # With --kind all each option goes to the figure it belongs to.
            against=other if kind != "all" or each == "where_days_go" else None,
            case=case if kind != "all" or each == "case_gantt" else None,
        )  # fmt: skip
        written = path if path.suffix else ", ".join(f"{path}{suffix}" for suffix in BOTH)
        print(WORDS[spoken]["written"].format(path=written))
    return 0
