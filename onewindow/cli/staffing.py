"""`onewindow staffing`: the fewest people at which the promises are kept, and why none of them can be spared."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from onewindow.cli.answering import Asked
from onewindow.cli.bar import on_terminal
from onewindow.cli.command import takes_what_if
from onewindow.cli.options import ScenarioName, Targets, how_many

BOUNDS = re.compile(r"([^=]+)=(\d{1,4}):(\d{1,4})")


@takes_what_if
def staffing(
    scenario: ScenarioName,
    pool: Annotated[
        list[str] | None,
        typer.Option(
            "--pool",
            metavar="POOL[=LEAST:MOST]",
            help="A pool, a part of its day (window@mon 14:00-17:00), or the path of a number of units; may be "
            "repeated. "
            "[default: the government's pools of people that the targets' cases use]",
        ),
    ] = None,
    target: Targets = None,
    replications: Annotated[int | None, how_many("Size of the sample. [default: 24]")] = None,
    *,
    asked: Asked,
) -> int:
    from sim.experiments.running.sample_problem import REPLICATIONS
    from sim.experiments.searches.staffing import staffing as searched

    made = searched(
        asked.question(scenario),
        _bounds(pool or []) or None,
        targets=target or None,
        replications=REPLICATIONS if replications is None else replications,
        progress=on_terminal,
    )
    asked.answer(made)
    return 0 if made.sure else 1 if made.found is None else 3


def _bounds(stated: list[str]) -> dict[str, tuple[int, int] | None]:
    """Pools with their bounds, where stated. Raises ModelError for what cannot be read."""
    from sim.model import Fault, ModelError

    found: dict[str, tuple[int, int] | None] = {}
    for text in stated:
        read = BOUNDS.fullmatch(text)
        if read is None and "=" in text:
            message = f'"{text}" is not a pool with bounds; write it as window=2:8'
            raise ModelError([Fault.of("pool", text, message)])
        found[text if read is None else read[1]] = None if read is None else (int(read[2]), int(read[3]))
    return found
