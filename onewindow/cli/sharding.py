"""`--shard I/N`: a part of the work, on as many machines as there are parts; see `onewindow runs merge`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from onewindow.cli.bar import on_terminal
from onewindow.cli.console import print_json

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf
    from sim.experiments.runs.part import Of
    from sim.words.language import Lang

Shard = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="I/N",
        help="Only the I-th of N parts of the work, kept in --store; see runs merge.",
    ),
]


def part_of(shard: str | None) -> tuple[int, int] | None:
    """Which part of how many. Raises ModelError for what is none."""
    from sim.model import Fault, ModelError

    if shard is None:
        return None
    found = re.fullmatch(r"\s*(\d{1,6})\s*/\s*(\d{1,6})\s*", shard)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        message = f'"{shard}" is not a part; write the second of four as 2/4'
        raise ModelError([Fault.of("shard", shard, message)])
    return int(found[1]), int(found[2])


def no_files(shard: str | None, **asked: object) -> None:
    """Raises ModelError for options whose answer needs the whole."""
    from sim.model import Fault, ModelError

    for name, stated in asked.items():
        if stated:
            message = f"--{name.replace('_', '-')} needs the whole; ask for it when all parts are merged"
            raise ModelError([Fault.of("shard", f"{shard}", message)])


def one_part(
    asked: WhatIf, part: tuple[int, int], replications: int, of: Of, lang: Lang, *, json_: bool
) -> int:
    """Simulate a part, and say that it is done."""
    from onewindow.cli.screen import show
    from sim.experiments.runs.part import run_part
    from sim.pages.part import page_of

    made = run_part(asked, part, replications=replications, of=of, progress=on_terminal)
    if json_:
        print_json(made.to_dict())
    else:
        show(page_of(made, lang), lang)
    return 0
