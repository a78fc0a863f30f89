"""A page on a terminal: the answer, what supports it, and the details if they are asked for.

Lines are wrapped to the terminal. A table that does not fit stands as a list: each row under what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len

from onewindow.cli.console import console
from onewindow.cli.layout import GAP, padded, terminal_width, wrapped
from onewindow.commands import typed
from sim.pages.page import Branch, Column, Entry, Page, Part, Section, Table, Tree
from sim.words.comparing import COMPARED
from sim.words.marks import in_parts, marked, plain, strong
from sim.words.verdict_page import ANSWER
from sim.words.verdicts import WORDS

INDENT = "  "
LEAST = 24
"""Cells that a folded column keeps."""
WIDEST = 56
"""Cells a tree itself may take before what is said of a branch moves out of its column."""


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
        yield from _section(section, lang, width)
    if not details:
        steps = "; ".join(page.next_steps)
        more = [w["next"].format(steps=steps)] if steps else []
        more += [w["details"]] if page.details else []
        for line in ["", *more] if more else []:
            yield from _folded(marked("faint", line), "", width)


def _section(section: Section, lang: str, width: int | None) -> Iterator[str]:
    if section.heading:
        yield from _folded(strong(section.heading), "", width)
    for part in section.parts:
        yield from _part(part, INDENT if section.heading else "", lang, width)


def _part(part: Part, indent: str, lang: str, width: int | None) -> Iterator[str]:
    if isinstance(part, str):
        yield from _folded(part, indent, width)
    elif isinstance(part, Entry):
        yield from _folded(part.head, indent, width)
        for line in part.lines:
            yield from _folded(line, indent + INDENT, width)
    elif isinstance(part, Tree):
        yield from (indent + line for line in tree_lines(part.branches, width and width - len(indent)))
    else:
        yield from _table(part, indent, lang, width)


def _table(table: Table, indent: str, lang: str, width: int | None) -> Iterator[str]:
    """The table in columns, its widest text in several lines if it must be; stacked where even that does not fit."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.name or any(r[place] for r in table.rows)
    ]
    columns = [table.columns[place] for place in kept]
    rows = [[typed(row[place]) for place in kept] for row in table.rows]
    head = [strong(column.name) for column in columns]
    widths = [max(cell_len(plain(row[place])) for row in (head, *rows)) for place in range(len(columns))]
    if width is not None and (over := len(indent) + sum(widths) + GAP * (len(widths) - 1) - width) > 0:
        texts = [place for place, column in enumerate(columns) if place and not column.number]
        widest = max(texts, key=lambda place: widths[place], default=0)
        if not widest or widths[widest] - over < LEAST:
            yield from _stacked(columns, rows, indent, lang, width)
            return
        widths[widest] -= over
    for row in (head, *rows):
        cells = [list(_folded(text, "", room)) for text, room in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            line = [
                _cell(cell[number] if number < len(cell) else "", room, column.number)
                for cell, room, column in zip(cells, widths, columns, strict=True)
            ]
            yield (indent + (" " * GAP).join(line)).rstrip()
    if table.caption:
        yield from _folded(marked("faint", table.caption), indent, width)


def _stacked(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], indent: str, lang: str, width: int
) -> Iterator[str]:
    """Each row under what it is about."""
    for first, *cells in rows:
        yield from _folded(strong(first), indent, width)
        for column, cell in zip(columns[1:], cells, strict=True):
            if plain(cell):
                said = f"{column.name}{COMPARED[lang]['colon']}{cell}" if column.name else cell
                yield from _folded(said, indent + INDENT, width)


def _cell(text: str, room: int, number: bool) -> str:
    blank = " " * (room - cell_len(plain(text)))
    return blank + text if number else text + blank


def tree_lines(tree: Sequence[Branch], width: int | None = None) -> Iterator[str]:
    """The tree in box-drawing characters; what is said of each branch stands in a column of its own."""
    rows = list(_guided(tree, ""))
    most = WIDEST if width is None else min(WIDEST, width // 2)
    left = min(max((cell_len(guide + branch.label) for guide, _, branch in rows), default=0), most) + GAP
    for guide, below, branch in rows:
        labels = wrapped(branch.label, None if width is None else width - cell_len(f"{below}│{INDENT}"))
        heads = [guide + labels[0], *(below + INDENT + label for label in labels[1:])]
        pieces = wrapped(branch.said, None if width is None else width - left)
        if branch.said and cell_len(heads[-1]) <= left - GAP:
            heads[-1] = padded(heads[-1], left) + pieces.pop(0)
        yield from heads
        if branch.said:
            yield from (padded(below, left) + piece for piece in pieces)


def _guided(tree: Sequence[Branch], before: str) -> Iterator[tuple[str, str, Branch]]:
    """Every branch with what stands before its first line, and before the others."""
    for number, branch in enumerate(tree):
        last = number == len(tree) - 1
        onward = before + ("   " if last else "│  ")
        guide = before + ("└─ " if last else "├─ ")
        yield guide, onward + ("│" if branch.inner else ""), branch
        yield from _guided(branch.inner, onward)


def _folded(text: str, indent: str, width: int | None) -> Iterator[str]:
    """A line in as many lines as it needs, marks and all; those after the first are set in."""
    text = typed(text)
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
