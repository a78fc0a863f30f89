"""`onewindow sweep`: every promise over a grid, or a Latin hypercube, of loads, levers, staffings and other numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import ScenarioName, Targets, how_many
from onewindow.cli.sharding import Shard, part_of

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
    target: Targets = None,
    replications: Annotated[
        int | None, how_many("How many replications of each point. [default: 24]")
    ] = None,
    shard: Shard = None,
    table: Annotated[
        Path | None, typer.Option("--table", help="Write a row a point and target: a file (.csv, .parquet).")
    ] = None,
    *,
    asked: Asked,
) -> int:
    from onewindow.cli.screen import written
    from sim.experiments.running.sample_problem import REPLICATIONS
    from sim.experiments.searches.sweep import sweep as swept

    _checked_table(table)
    made = swept(
        asked.question(scenario),
        over,
        lhs=lhs,
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        shard=part_of(shard) or (1, 1),
        progress=on_terminal,
    )

    if table is not None:
        _write(made, table)
    asked.answer(made)
    if table is not None and not asked.json_:
        written(table, asked.spoken)
    return 0


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


def _write(made: Sweep, path: Path) -> None:
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
        frame.write_csv(buffer, include_bom=True)  # by which spreadsheets know the encoding
    else:
        frame.write_parquet(buffer)
    write(path, buffer.getvalue())
