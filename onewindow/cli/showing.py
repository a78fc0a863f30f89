"""`onewindow list` and `onewindow show`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onewindow.cli.answering import tell
from onewindow.cli.command import takes_what_if
from onewindow.cli.console import print_json
from onewindow.cli.options import Json, LangOption, Options, ScenarioOrRun, language

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf


def list_scenarios(lang: LangOption = None, json_: Json = False) -> int:
    from onewindow.cli.listing import tell

    tell(None if lang is None else lang.value, json_=json_)
    return 0


@takes_what_if
def show(
    scenario: ScenarioOrRun,
    sources: Annotated[
        bool, typer.Option("--sources", help="Every number with its source and range.")
    ] = False,
    expanded: Annotated[
        bool, typer.Option("--expanded", help="The flow in the blocks an engine runs: documents expanded.")
    ] = False,
    mermaid: Annotated[
        bool, typer.Option("--mermaid", help="The flow as a Mermaid flowchart, with --expanded too.")
    ] = False,
    case: Annotated[
        int | None, typer.Option("--case", metavar="N", help="The story of case N, simulated, or of a run.")
    ] = None,
    replication: Annotated[
        int, typer.Option("--replication", metavar="R", help="The replication of --case.")
    ] = 0,
    *,
    options: Options,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.runs.read_run import question_of

    _one_page({"--sources": sources, "--mermaid": mermaid, "--case": case is not None})
    _one_page({"--sources": sources, "--expanded": expanded, "--case": case is not None})
    made = options.question_or_run(scenario)
    asked, spoken = question_of(made), language(lang).value
    if case is not None:
        from sim.experiments.runs.case_story import case_story
        from sim.pages.case_stories import page_of

        told = case_story(made, case, replication)
        tell(told.to_dict, lambda: page_of(told, spoken), spoken, json_=json_)
    elif sources:
        document, lines = _sources(asked, spoken)
        print_json(document) if json_ else print("\n".join(lines))
    elif mermaid:
        from onewindow.cli.mermaid import flowchart

        chart = flowchart(asked.scenario, spoken, expanded=expanded)
        print_json({"scenario": asked.label, "mermaid": chart}) if json_ else print(chart, end="")
    else:
        from sim.pages.overviews import Overview

        view = Overview(asked, spoken)
        stated = partial(asked.scenario.model_dump, mode="json", by_alias=True)
        as_json = view.to_dict if expanded else stated
        tell(as_json, partial(view.page, expanded=expanded), spoken, json_=json_)
    return 0


def _one_page(asked: dict[str, bool]) -> None:
    """Raises ModelError when two pages are asked for at once."""
    named = [option for option, stated in asked.items() if stated]
    if len(named) > 1:
        from sim.model import Fault, ModelError

        raise ModelError([Fault(" ".join(named), 0, 0, "these are different pages; ask for one of them")])


def _sources(asked: WhatIf, lang: str) -> tuple[dict[str, Any], list[str]]:
    from dataclasses import asdict

    from sim.model.by_law import left_to_law
    from sim.model.provenance import NumberAt, numbers
    from sim.words.report import REPORT
    from sim.words.scenario import OVERVIEW

    w, kinds = OVERVIEW[lang], REPORT[lang]
    lines = []
    found = numbers(asked.stated)
    for path, time in left_to_law(asked.stated):
        law = NumberAt(path, str(time.value), time.note, "law", None, None, ranged=False, sort="duration")
        found.append(law)
    origin = asked.stated.origin
    changed = {one.path: one for one in origin.overridden}
    for number in found:
        over = changed.get(number.path)
        stood = None if over is None or over.stood_at is None else origin.told(over.stood_at)
        said = "" if stood is None else w["instead_of"].format(stood=stood)
        span = "" if number.range is None else f"  [{number.range[0]} … {number.range[1]}]"
        if number.by_factor and span:
            span = f"  [× {number.range[0]} … {number.range[1]}]"  # type: ignore[index]
        kind = kinds[f"kind_{number.kind}"] if number.kind else "?"
        source = number.source or kinds["kind_unsourced"]
        lines.append(f"{number.path} = {number.value}{span}  {kind}{w['colon']}{source}{said}")
    table = asked.stated.sources or {}
    named = [table[key] for key in dict.fromkeys(one.source or "" for one in found) if key in table]
    if named:
        lines += ["", w["behind"]]
    for row in named:
        told = " ".join(part for part in (row.document_in(lang), row.note_in(lang)) if part)
        lines.append(f"  {row.key}  {kinds[f'kind_{row.kind}']}{w['colon']}{told}")
    return {"scenario": asked.label, "numbers": [asdict(number) for number in found]}, lines
