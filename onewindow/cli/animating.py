"""`onewindow animate`: one replication of a run as a page that plays it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import LangOption, Options, ScenarioOrRun, language


@takes_what_if
def animate(
    scenario: ScenarioOrRun,
    out: Annotated[Path, typer.Option("--out", help="File to write: .html.")] = Path("animation.html"),
    replication: Annotated[
        int, typer.Option("--replication", metavar="R", help="Which replication, from 0.")
    ] = 0,
    *,
    options: Options,
    lang: LangOption = None,
) -> int:
    from onewindow.cli.screen import written
    from onewindow.out.animation_html import html_of
    from onewindow.reports import checked_path, save
    from plots.results.asked import target_of
    from plots.results.replayed import replay_of
    from sim.experiments.runs.run import Result, run
    from sim.model.bounds import REPLICATION, within

    checked_path(out, (".html",))
    within("replication", replication, REPLICATION)
    spoken = language(lang)
    asked = options.question_or_run(scenario)
    made = (
        asked if isinstance(asked, Result) else run(asked, replications=replication + 1, progress=on_terminal)
    )
    target = target_of(made.whatif.scenario, None)
    save(html_of(replay_of(made, replication, target, spoken.value), spoken.value).encode(), out)
    written(out, spoken.value)
    return 0
