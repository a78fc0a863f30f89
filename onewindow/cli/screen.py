"""A page on a terminal: the answer, what supports it, and the details if they are asked for.

Lines are wrapped to the terminal. A table that does not fit stands as a list: each row under what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.cells import cell_len

from onewindow.cli.console import console
from onewindow.cli.layout import GAP, terminal_width, wrapped
from sim.pages.page import Entry, Page, Part, Section, Table
from sim.words.marks import in_parts, marked, plain, strong
from sim.words.verdict_page import ANSWER
from sim.words.verdicts import WORDS

INDENT = "  "


def show(page: Page, lang: str, *, details: bool = False) -> None:
    """Print a page. Without its details it says how to see them."""
    paper = console()
    for line in lines_of(page, lang, details=details, width=terminal_width()):
        paper.print(line)


def written(what: object, lang: str) -> None:
    """Say which file or folder was written, if one was."""
    if what is not None:
        console().print(WORDS[lang]["written"].format(path=what))


def lines_of(page: Page, lang: str, *, details: bool, width: int | None) -> Iterator[str]:
    """The lines of a page, at most so many cells wide."""
    w = ANSWER[lang]
    yield from _folded(strong(page.answer), "", width)
    yield from _folded(marked("faint", page.title), "", width)
    for section in (*page.sections, *(page.details if details else ())):
        yield ""
        yield from _section(section, width)
    if not details:
        yield ""
        steps = "; ".join(page.next_steps)
        more = [w["next"].format(steps=steps)] if steps else []
        for line in [*more, *([w["details"]] if page.details else [])]:
            yield from _folded(marked("faint", line), "", width)


def _section(section: Section, width: int | None) -> Iterator[str]:
    if section.heading:
        yield from _folded(strong(section.heading), "", width)
    for part in section.parts:
        yield from _part(part, INDENT if section.heading else "", width)


def _part(part: Part, indent: str, width: int | None) -> Iterator[str]:
    if isinstance(part, str):
        yield from _folded(part, indent, width)
    elif isinstance(part, Entry):
        yield from _folded(part.head, indent, width)
        for line in part.lines:
            yield from _folded(line, indent + INDENT, width)
    else:
        yield from _table(part, indent, width)


def _table(table: Table, indent: str, width: int | None) -> Iterator[str]:
    """The table in columns, or stacked where the terminal is too narrow for them."""
    rows = [tuple(strong(column.name) for column in table.columns), *table.rows]
    widths = [max(cell_len(plain(row[place])) for row in rows) for place in range(len(table.columns))]
    if width is not None and cell_len(indent) + sum(widths) + GAP * (len(widths) - 1) > width:
        for first, *cells in table.rows:
            yield from _folded(strong(first), indent, width)
            for column, cell in zip(table.columns[1:], cells, strict=True):
                if plain(cell):
                    yield from _folded(f"{column.name}: {cell}", indent + INDENT, width)
    else:
        for row in rows:
            cells = [
                _cell(text, room, column.number)
                for text, room, column in zip(row, widths, table.columns, strict=True)
            ]
            yield (indent + (" " * GAP).join(cells)).rstrip()
    if table.caption:
        yield from _folded(marked("faint", table.caption), indent, width)


def _cell(text: str, room: int, number: bool) -> str:
    blank = " " * (room - cell_len(plain(text)))
    return blank + text if number else text + blank


def _folded(text: str, indent: str, width: int | None) -> Iterator[str]:
    """A line in as many lines as it needs, marks and all; those after the first are set in."""
    said = plain(text)
    if width is None or cell_len(indent + said) <= width:
        yield indent + text
        return
    tones = [tone for tone, part in in_parts(text) for _ in part]
    begin = 0
    for number, line in enumerate(wrapped(said, width - len(indent) - len(INDENT))):
        begin = said.index(line, begin)
        letters = zip(tones[begin : begin + len(line)], line, strict=True)
        begin += len(line)
        again = "".join(
            marked(tone, "".join(letter for _, letter in run))
            for tone, run in groupby(letters, key=lambda one: one[0])
        )
        yield (indent if number == 0 else indent + INDENT) + again
