"""How a command answers: a page, or one document; then its figure, where one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onewindow.cli.console import print_json
from onewindow.cli.options import Details, Json, LangOption, Options, in_language
from sim.words.language import Lang

if TYPE_CHECKING:
    from sim.experiments.questions.whatif import WhatIf
    from sim.pages.page import Page


def tell(
    document: Callable[[], object],
    page: Callable[[], Page],
    lang: str,
    *,
    json_: bool,
    details: bool = False,
    file: object = None,
) -> None:
    """Print the document, or show the page and say which file or folder was written; only one of both is made."""
    if json_:
        print_json(document())
    else:
        from onewindow.cli.screen import show, written

        show(page(), lang, details=details)
        written(file, lang)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a command is asked that finds something out and shows it; each field is an option, in this order.

    Raises ModelError for what no figure can be written to, before anything is simulated.
    """

    figure: Annotated[
        Path | None,
        typer.Option("--figure", help="Draw it too: a file (.png, .svg, .pdf), or a stem for .png and .svg."),
    ] = None
    details: Details = False
    options: Options
    lang: LangOption = None
    json_: Json = False

    def __post_init__(self) -> None:
        if self.figure is not None:
            from plots.figure_file import checked_path

            checked_path(self.figure)

    @property
    def spoken(self) -> Lang:
        return in_language(self.lang)

    def question(self, scenario: str) -> WhatIf:
        """The what-if options as a question to a scenario. Raises ModelError."""
        return self.options.question(scenario)

    def answer(self, made: Any) -> None:
        """Show or print what was found, and draw it. Raises ModelError for a file that cannot be written."""
        from sim.experiments.running.shown import looked_up

        # What took minutes is told first: a file that cannot be written must not lose it.
        page = partial(looked_up(made.PAGE), made, self.spoken)
        tell(made.to_dict, page, self.spoken, json_=self.json_, details=self.details)
        if self.figure is not None:
            from onewindow.cli.screen import written
            from plots.figure_file import write

            paths = write(looked_up(made.FIGURE)(made, self.spoken), self.figure)
            if not self.json_:
                written(", ".join(map(str, paths)), self.spoken)
