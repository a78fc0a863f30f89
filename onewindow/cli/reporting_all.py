"""`onewindow report --all`: the whole table as a report. What it judges is what `check --all` judges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onewindow.cli.bar import on_terminal
from onewindow.cli.options import Options

if TYPE_CHECKING:
    from sim.experiments.verdicts.whole_table import Answered, Judged
    from sim.words.language import Lang


def whole(options: Options, *, ends: bool, draws: int) -> list[Answered]:
    """Every row of the registry, with the verdicts of those that a scenario answers. Raises ModelError."""
    from onewindow.cli.whole_table import judged_of
    from sim.engine.engines import engine_name
    from sim.experiments.questions.headlines import questions_of
    from sim.experiments.running.crew import crew_for
    from sim.experiments.verdicts.check import check, turned_round
    from sim.experiments.verdicts.whole_table import answered

    questions = questions_of([], everything=True)
    judged: dict[tuple[str, str], Judged] = {}
    with crew_for(engine_name(options.engine.value)) as crew:
        for reference, targets in questions:
            asked = options.question(reference)
            if len(turned_round(asked)) == len(asked.scenario.targets):
                continue  # the table says what would have to be true
            found = check(asked, targets, ends=ends, draws=draws, progress=on_terminal, crew=crew)
            judged |= {(reference, one.verdict.target): one for one in judged_of(found, asked)}
    return answered(judged)


def write(
    table: Sequence[Answered], out: Path, languages: Sequence[Lang], command: str, options: Options
) -> None:
    """Write the report of a whole table. Raises ModelError."""
    from onewindow.reports import put
    from sim.experiments.questions.origin import package_version
    from sim.pages.reports.whole import whole_document

    rows = [row.to_dict() for row in table]
    load, version = ", ".join(options.load or ["1"]), package_version()
    documents = {lang: whole_document(rows, command, lang, load, options.seed, version) for lang in languages}
    put(documents, out)
