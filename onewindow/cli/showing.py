"""`onewindow list` and `onewindow show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf


def list_scenarios(lang: LangOption = None, json_: Json = False) -> int:
    from sim.experiments.questions.library import library_names
    from sim.experiments.questions.whatif import load

    spoken = language(lang)
    found = [load(name).stated for name in library_names()]
    if json_:
        rows = [
            {
                "scenario": name,
                "title": {"zh": stated.title.zh, "en": stated.title.en},
                "variants": list(stated.variants),
                "default_variant": stated.default_variant,
                "targets": list(stated.targets),
            }
            for name, stated in zip(library_names(), found, strict=True)
        ]
        print_json({"scenarios": rows})
        return 0
    from rich import box
    from rich.table import Table

    w = WORDS[spoken]
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("scenario", "title", "variants", "targets"):
        table.add_column(w[column])
    for name, stated in zip(library_names(), found, strict=True):
        table.add_row(
            name,
            stated.title.in_language(spoken.value),
            ", ".join(stated.variants),
            "\n".join(stated.targets),
        )
    console().print(table)
    return 0


@takes_what_if
def show(
    scenario: ScenarioName,
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
        int | None, typer.Option("--case", metavar="N", help="The story of case N, simulated.")
    ] = None,
    replication: Annotated[
        int, typer.Option("--replication", metavar="R", help="The replication of --case.")
    ] = 0,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    _one_page({"--sources": sources, "--mermaid": mermaid, "--case": case is not None})
    _one_page({"--sources": sources, "--expanded": expanded, "--case": case is not None})
    asked = options.question(scenario)
    spoken = language(lang).value
    if case is not None:
        document, lines = _case(asked, case, replication, spoken)
    elif sources:
        document, lines = _sources(asked)
    elif mermaid:
        from onewindow.cli.mermaid import flowchart

        chart = flowchart(asked.scenario, spoken, expanded=expanded)
        document, lines = {"scenario": asked.label, "mermaid": chart}, chart.splitlines()
    else:
        document, lines = _overview(asked, spoken, expanded=expanded, json_=json_)
    if json_:
        print_json(document)
    else:
        print("\n".join(lines))
    return 0


Shown = tuple[dict[str, Any], list[str]]
"""What to print, as a JSON document and as lines."""


def _one_page(asked: dict[str, bool]) -> None:
    """Raises ModelError when two pages are asked for at once."""
    named = [option for option, stated in asked.items() if stated]
    if len(named) > 1:
        from sim.model import Fault, ModelError

        raise ModelError([Fault(" ".join(named), 0, 0, "these are different pages; ask for one of them")])


def _case(asked: WhatIf, case: int, replication: int, lang: str) -> Shown:
    from onewindow.cli.case_story import CaseStory
    from onewindow.cli.layout import terminal_width

    told = CaseStory(asked, case, replication)
    return told.to_dict(), told.lines(lang, terminal_width())


def _overview(asked: WhatIf, lang: str, *, expanded: bool, json_: bool) -> Shown:
    from onewindow.cli.layout import terminal_width
    from onewindow.cli.overview import Overview

    page = Overview(asked, lang, terminal_width())
    if json_:
        return page.to_dict() if expanded else asked.scenario.model_dump(mode="json", by_alias=True), []
    return {}, page.lines(expanded=expanded)


def _sources(asked: WhatIf) -> Shown:
    from dataclasses import asdict

    from sim.model.by_law import left_to_law
    from sim.model.provenance import NumberAt, numbers

    lines = []
    found = numbers(asked.stated)
    for path, time in left_to_law(asked.stated):
        law = NumberAt(path, str(time.value), time.note, "law", None, None, ranged=False, sort="duration")
        found.append(law)
    for number in found:
        span = "" if number.range is None else f"  [{number.range[0]} … {number.range[1]}]"
        if number.by_factor and span:
            span = f"  [× {number.range[0]} … {number.range[1]}]"  # type: ignore[index]
        lines.append(
            f"{number.path} = {number.value}{span}  {number.kind or '?'}: {number.source or 'no source'}"
        )
    return {"scenario": asked.label, "numbers": [asdict(number) for number in found]}, lines
