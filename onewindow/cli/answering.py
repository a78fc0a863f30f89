"""How a command answers: a page, or one document; then its figure, where one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onewindow.cli.console import print_json
from sim.words.language import Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.pages.page import Page

FigureFile = Annotated[
    Path | None,
    typer.Option("--figure", help="Draw it too: a file (.png, .svg, .pdf), or a stem for .png and .svg."),
]


def can_be_drawn(figure: Path | None) -> None:
    """Raises ModelError for what no figure can be written to, before anything is simulated."""
    if figure is not None:
        from plots.figure_file import checked_path

        checked_path(figure)


def answer(
    made: Any,
    page_of: Callable[[Any, Lang], Page],
    lang: Lang,
    *,
    details: bool,
    json_: bool,
    figure: Path | None = None,
    draw: Callable[[], Figure] | None = None,
) -> None:
    """Show or print what was found, and draw it. Raises ModelError for a file that cannot be written."""
    # What took minutes is told first: a file that cannot be written must not lose it.
    if json_:
        print_json(made.to_dict())
    else:
        from onewindow.cli.screen import show

        show(page_of(made, lang), lang, details=details)
    if figure is not None and draw is not None:
        from plots.figure_file import write
        from sim.words.verdicts import WORDS

        written = write(draw(), figure)
        if not json_:
            print(WORDS[lang]["written"].format(path=", ".join(map(str, written))))
