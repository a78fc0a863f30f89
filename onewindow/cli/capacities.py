"""`onewindow capacity`: what loads each target bears, and which pool binds there."""

from __future__ import annotations

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
from sim.words.doubt import sentences as doubt_sentences
from sim.words.load import BORNE
from sim.words.margins import factor, load_and_cases, pool_that_binds, sentences
from sim.words.marks import strong
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from rich.table import Table

    from sim.experiments.searches.capacity import Capacity


@takes_what_if
def capacity(
    scenario: ScenarioName,
    service: Annotated[
        str | None, typer.Option("--service", help="Change the load of this service only. [default: of all]")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    replications: Annotated[
        int,
        typer.Option(
            "--replications", "-n", help="Size of the sample, on which the turn of a verdict is found."
        ),
    ] = 24,
    draws: Annotated[
        int, typer.Option("--draws", help="Vectors drawn to tell what to measure first, as in check.")
    ] = 400,
    figure: Annotated[
        Path | None,
        typer.Option(
            "--figure", help="Draw share against load: a file (.png, .svg, .pdf), or a stem for two."
        ),
    ] = None,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from sim.experiments.searches.capacity import capacity as searched

    spoken = language(lang)
    if figure is not None:
        from onewindow.drawn.figure_file import checked_path

        checked_path(figure)
    made = searched(
        options.question(scenario),
        service=service,
        targets=target or None,
        replications=replications,
        draws=draws,
        progress=on_terminal,
    )
    # What took minutes is told first: a file that cannot be written must not lose it.
    if json_:
        print_json(made.to_dict())
    else:
        tell(made, spoken)
    if figure is not None:
        from onewindow.drawn.capacities import saved

        written = saved(made, figure, spoken.value)
        if not json_:
            console().print(WORDS[spoken]["written"].format(path=", ".join(str(path) for path in written)))
    return 0


def tell(made: Capacity, lang: str) -> None:
    """Print the brackets as a table, and what each means in a sentence."""
    from sim.words.number_names import NumberWords

    w = BORNE[lang]
    names = NumberWords(made.whatif.stated, lang)
    paper = console()
    head = w["head"].format(
        scenario=made.whatif.label,
        load=made.whatif.load_text,
        whose=w["all"] if made.service is None else w["only"].format(service=made.service),
        seed=made.whatif.seed,
        n=made.replications,
    )
    paper.print(strong(head))
    paper.print(_table(made, lang))
    for margin in made.margins:
        name = margin.name.in_language(lang) if margin.name is not None else ""  # type: ignore[arg-type]
        told = [f"{strong(margin.target)}  {name}".rstrip(), *sentences(margin, lang)]
        if margin.target in made.doubts:
            told += doubt_sentences(made.doubts[margin.target], lang, names, margin.target)
        paper.print("\n    ".join(["  " + told[0], *told[1:]]))
    paper.print(w["note"])


def _table(made: Capacity, lang: str) -> Table:
    from rich import box
    from rich.table import Table

    w, words = BORNE[lang], WORDS[lang]
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(words["target"], no_wrap=True)
    for column in ("required", "met", "sample", "not_met"):
        table.add_column(w[column], justify="right", no_wrap=True)
    table.add_column(w["binds"])
    for margin in made.margins:
        table.add_row(
            margin.target,
            f"≥ {margin.required_share:.0%}",
            load_and_cases(margin.met, lang) + (w["growing"] if margin.growing else ""),
            f"{factor(margin.kept)} … {factor(margin.broken)}",
            load_and_cases(margin.not_met, lang),
            pool_that_binds(margin.binding, lang),
        )
    return table
