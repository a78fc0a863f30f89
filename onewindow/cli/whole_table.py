"""What `onewindow check --all` does with its verdicts: the whole table, on the screen and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from onewindow.cli.options import Options
from onewindow.cli.screen import show
from sim import whole_file
from sim.experiments.questions.whatif import WhatIf
from sim.experiments.verdicts.verdict import TargetVerdict
from sim.experiments.verdicts.whole_table import Answered, Judged, sources_of, table_of
from sim.library import library
from sim.model import Fault, ModelError
from sim.model.files import spelt
from sim.pages.whole_table import page_of
from sim.words.number_names import NumberWords


def headlines_of(reference: str) -> Sequence[str]:
    """The targets whose margins are looked for: the headlines of a scenario of the library."""
    return library()[reference].headlines if reference in library() else ()


def judged_of(verdicts: Sequence[TargetVerdict], asked: WhatIf) -> list[Judged]:
    """Verdicts of one scenario for the whole table; numbers to measure first are named in both languages."""
    sources = sources_of(asked.scenario)
    names = {lang: NumberWords(asked.stated, lang) for lang in ("zh", "en")}
    told = [
        None if one.hangs_on is None else {lang: said.name(one.hangs_on) for lang, said in names.items()}
        for one in verdicts
    ]
    return [Judged(one, sources, first) for one, first in zip(verdicts, told, strict=True)]


def write(path: Path, table: Sequence[Answered]) -> None:
    """Write the table as CSV; its mark of UTF-8 tells Excel how to read it. Raises ModelError."""
    try:
        whole_file.write(path, table_of(table).encode("utf-8-sig"))
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or error}"
        raise ModelError([Fault.of("csv", spelt(path), message)]) from None


def show_table(table: Sequence[Answered], lang: str, options: Options, *, details: bool) -> None:
    """Print the page of the whole table."""
    load = ", ".join(options.load or ["1"])
    show(page_of([row.to_dict() for row in table], lang, load, options.seed), lang, details=details)
