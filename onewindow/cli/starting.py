"""`onewindow backlog` and `onewindow warmup`: how a study begins, from open cases or after a lead-in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import console, print_json
from onewindow.cli.options import (
    NOTHING_ASKED,
    Json,
    LangOption,
    Options,
    ScenarioName,
    language,
    takes_what_if,
)
from sim.words.marks import strong
from sim.words.starting import STARTING
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf
    from sim.experiments.runs.backlog import Backlog
    from sim.experiments.runs.warm_up import WarmUp


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
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.runs.backlog import backlog as open_cases

    asked = options.question(scenario)
    found = open_cases(asked, at, replication=replication)
    if out is not None:
        found.write(out)
    if json_:
        print_json(found.to_dict())
    else:
        _tell(found, asked, out, language(lang).value)
    return 0


def _tell(found: Backlog, asked: WhatIf, out: Path | None, lang: str) -> None:
    from rich import box
    from rich.table import Table

    w, said = STARTING[lang], WORDS[lang]
    names, spoken = asked.program.names, 0 if lang == "zh" else 1

    paper = console()
    title = w["open_at"].format(scenario=found.scenario, at=found.at, n=f"{len(found.cases):,}")
    paper.print(f"{strong(title)} · {said['seed']} {found.seed} · {w['replication']} {found.replication}")
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(said["service"])
    table.add_column(w["where"])
    table.add_column(w["cases"], justify="right")
    for service, where, count in found.by_step:
        at = [names.label("step", step.removeprefix("require "), service) for step in where.split("+")]
        steps = " + ".join(label[spoken] for label in at)
        table.add_row(names.label("service", service)[spoken], steps, f"{count:,}")
    if table.row_count:
        paper.print(table)
    if out is not None:
        paper.print(said["written"].format(path=out))
        paper.print(w["start_from"].format(command=_from_there(found, asked, out)))


def _from_there(found: Backlog, asked: WhatIf, out: Path) -> str:
    """What checks the same question from the cases taken down on."""
    from sim.experiments.questions.alternatives import typed

    words = shlex.split(typed(asked))
    for option in ("--start", "--year"):
        while option in words:
            del words[words.index(option) : words.index(option) + 2]
    words += ["--start", str(found.at), "--set", f"study.backlog={out}", "--set", "study.lead_in=0 wd"]
    return shlex.join(["onewindow", "check", *words])


@takes_what_if
def warmup(
    scenario: ScenarioName,
    weeks: Annotated[
        int, typer.Option("--weeks", help="How long the office is watched, from empty on.")
    ] = 26,
    replications: Annotated[int, typer.Option("--replications", "-n", help="How many replications.")] = 24,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.runs.warm_up import warm_up

    asked = options.question(scenario)
    found = warm_up(asked, weeks=weeks, replications=replications, progress=on_terminal)
    if json_:
        print_json(found.to_dict())
    else:
        _tell_warm_up(found, asked, language(lang).value)
    return 0


def _tell_warm_up(found: WarmUp, asked: WhatIf, lang: str) -> None:
    from rich import box
    from rich.table import Table

    w, said = STARTING[lang], WORDS[lang]
    paper = console()
    watched = w["watched"].format(weeks=found.weeks, first=found.first)
    paper.print(
        f"{strong(found.scenario)} · {watched} · n = {found.replications} · {said['seed']} {found.seed}"
    )
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(said["service"])
    for column in ("first_week", "half_way", "last_week", "dropped"):
        table.add_column(w[column], justify="right")
    for one in found.services:
        named = asked.scenario.services[one.service].name
        told = (one.weekly[0], one.weekly[found.weeks // 2], one.weekly[-1])
        name = named.zh if lang == "zh" else named.en
        table.add_row(name, *(f"{value:,.1f}" for value in told), str(one.truncated))
    paper.print(table)
    if found.suggested_wd is None:
        paper.print(w["unreliable"])
        named_so = {
            **{name: service.name for name, service in asked.scenario.services.items()},
            **{name: pool.name for name, pool in asked.scenario.pools.items()},
        }
        for reason in found.reasons:
            called = named_so.get(reason.what)
            what = reason.what if called is None else called.zh if lang == "zh" else called.en
            paper.print(f"  · {w[reason.cause].format(what=what)}")
        paper.print(w["untold"].format(wd=found.stated_wd))
        return
    suggested = w["suggested"].format(weeks=found.suggested_weeks, wd=found.suggested_wd)
    stated = w["suffices" if found.suffices else "too_little"].format(wd=found.stated_wd)
    paper.print(f"{suggested}{stated}")
