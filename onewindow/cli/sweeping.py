"""`onewindow sweep`: every promise over a grid, or a Latin hypercube, of loads, levers, staffings and other numbers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import print_json
from onewindow.cli.options import (
    NOTHING_ASKED,
    Details,
    Json,
    LangOption,
    Options,
    ScenarioName,
    language,
    takes_what_if,
)
from sim.words.verdicts import WORDS

if TYPE_CHECKING:
    from sim.experiments.searches.sweep import Sweep

TABLES = (".csv", ".parquet")


@takes_what_if
def sweep(
    scenario: ScenarioName,
    over: Annotated[
        list[str],
        typer.Option(
            "--over",
            metavar="NAME=VALUES",
            help="What is varied: a path as --set takes it, load, load.SERVICE or lever.NAME; "
            "values a,b,c, or a range a:b:n. May be repeated.",
        ),
    ],
    lhs: Annotated[
        int | None,
        typer.Option("--lhs", help="So many points of a Latin hypercube. [default: every combination]"),
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", help="Which target; may be repeated. [default: all]")
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option("--replications", "-n", help="How many replications of each point. [default: 24]"),
    ] = None,
    shard: Annotated[
        str,
        typer.Option(
            "--shard", metavar="I/N", help="Only the I-th of N parts of the points; see runs merge."
        ),
    ] = "1/1",
    table: Annotated[
        Path | None, typer.Option("--table", help="Write a row a point and target: a file (.csv, .parquet).")
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option("--figure", help="Draw it: a file (.png, .svg, .pdf), or a stem for .png and .svg."),
    ] = None,
    details: Details = False,
    options: Options = NOTHING_ASKED,
    lang: LangOption = None,
    json_: Json = False,
) -> int:
    from onewindow.cli.screen import show
    from sim.experiments.running.sample_problem import REPLICATIONS
    from sim.experiments.searches.sweep import sweep as swept
    from sim.pages.sweep import page_of

    spoken = language(lang)
    _checked_table(table)
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)
    made = swept(
        options.question(scenario),
        over,
        lhs=lhs,
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        shard=_shard(shard),
        progress=on_terminal,
    )
    if json_:
        print_json(made.to_dict())
    else:
        show(page_of(made, spoken.value), spoken.value, details=details)
    files = [] if table is None else [_written(made, table)]
    if figure is not None:
        from plots.results.sweep import saved

        files += saved(made, figure, spoken.value)
    if files and not json_:
        print(WORDS[spoken]["written"].format(path=", ".join(map(str, files))))
    return 0


def _shard(text: str) -> tuple[int, int]:
    """Raises ModelError for what is no part."""
    from sim.model import Fault, ModelError

    found = re.fullmatch(r"\s*(\d{1,6})\s*/\s*(\d{1,6})\s*", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise ModelError(
            [Fault.of("shard", text, f'"{text}" is not a part; write the second of four as 2/4')]
        )
    return int(found[1]), int(found[2])


def _checked_table(path: Path | None) -> None:
    """Raises ModelError for a file that cannot be written, before anything is simulated."""
    from sim.model import Fault, ModelError
    from sim.model.faults import listed
    from sim.model.files import spelt, unwritable

    if path is None:
        return
    if path.suffix not in TABLES:
        message = f'"{path.suffix}" is no kind of table; allowed: {listed(TABLES)}'
        raise ModelError([Fault.of("table", spelt(path), message)])
    if why := unwritable(path):
        raise ModelError([Fault.of("table", spelt(path), why)])


def _written(made: Sweep, path: Path) -> Path:
    """Write the table."""
    import io

    import polars as pl

    from sim.visible import for_table
    from sim.whole_file import write

    rows = [
        {key: for_table(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in made.table()
    ]
    frame, buffer = pl.DataFrame(rows, infer_schema_length=None), io.BytesIO()
    if path.suffix == ".csv":
        frame.write_csv(buffer)
    else:
        frame.write_parquet(buffer)
    write(path, buffer.getvalue())
    return path
