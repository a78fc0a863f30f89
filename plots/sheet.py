"""The sheet a figure stands on: heading lines at the top, notes at the foot, panels in between.

All measures are inches from the left and the top edge; text is wrapped by its measured width, so long Chinese
and English headings take as many lines as they need and the sheet grows downward with them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure

from plots.fonts import font, strong
from plots.palette import BODY, INK, PAPER, SMALL, SOFT_INK, SUBTITLE, TITLE

WIDTH = 10.0
A3 = 16.0
"""Inches no figure is taller than, so that it fits on a page of A3."""
MARGIN = 0.45
TOP = 0.3
"""Inches above the heading, and below the notes."""
LINE_HEIGHT = 1.38
"""Line height as a multiple of the type size."""

CLOSING = "，。；：、！？）」》”"
HALTS, PAUSES = "；：。;:", "，、,"
"""Where a title breaks first, and where next."""
OPENING = "（「《“("
PIECES = re.compile(
    rf"[{OPENING}]*[+−×]?[0-9A-Za-z][0-9A-Za-z.,%–\-/'+]*[{CLOSING};:)]*\s*|[{OPENING}]*.[{CLOSING}]*\s*"
)
"""What stays on one line: a Latin word or number, or a Chinese character, and the punctuation at it."""


@dataclass(frozen=True)
class Line:
    """One paragraph of heading or note: its text, size in points, colour, and whether it is thickened."""

    text: str
    size: float
    colour: str
    strong: bool = False


def kicker(text: str) -> Line:
    """What the figure is of, above its title."""
    return Line(text, BODY, SOFT_INK)


def title(text: str) -> Line:
    return Line(text, TITLE, INK, strong=True)


def subtitle(text: str, colour: str = SOFT_INK) -> Line:
    return Line(text, SUBTITLE, colour)


def note(text: str) -> Line:
    return Line(text, SMALL, SOFT_INK)


def blank_figure() -> Figure:
    """An empty figure with its own Agg canvas; pyplot never hears of it."""
    figure = Figure(figsize=(WIDTH, 1.0), facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def text_width(figure: Figure, text: str, size: float) -> float:
    """Inches the widest line of `text` takes at `size` points."""
    return max(_line_width(line, size, figure.dpi) for line in text.split("\n")) / figure.dpi


@lru_cache(maxsize=100_000)
def _line_width(line: str, size: float, dpi: float) -> float:
    """Pixels a line takes. Kept: wrapping asks for the same lines again and again, and each costs a millisecond."""
    return float(_renderer(dpi).get_text_width_height_descent(line, font(size), ismath=False)[0])  # type: ignore[no-untyped-call]


@cache
def _renderer(dpi: float) -> RendererAgg:
    return RendererAgg(1, 1, dpi)  # type: ignore[no-untyped-call]


def wrap(figure: Figure, text: str, size: float, width: float) -> list[str]:
    """Break `text` into lines of at most `width` inches; a single wider piece keeps a line of its own."""
    pieces = PIECES.findall(text)
    lines: list[str] = []
    first = 0

    def wide(end: int) -> float:
        return text_width(figure, "".join(pieces[first:end]).rstrip(), size)

    while first < len(pieces):
        # A line is the wider the more pieces it holds, and each measure costs by its length: the last one that fits is
        # searched for, among as few as may be.
        most = 16
        while first + most < len(pieces) and wide(first + most) <= width:
            most *= 2
        ends = range(first + 1, min(first + most, len(pieces)) + 1)
        end = ends[max(0, bisect_right(ends, width, key=wide) - 1)]
        lines.append("".join(pieces[first:end]).rstrip())
        first = end
    return lines or [""]


def narrowed(figure: Figure, text: str, size: float, width: float) -> Iterator[list[str]]:
    """All ways to `wrap` into as few lines as `width` allows, the widest first."""
    first = found = wrap(figure, text, size, width)
    while len(found) == len(first):
        yield found
        if len(first) == 1:
            return
        width -= 0.05
        found = wrap(figure, text, size, width)


def phrased(figure: Figure, text: str, size: float, width: float) -> list[str]:
    """`wrap` for a title: lines that end where the sentence pauses if they can, and are of about equal length."""
    ways = list(narrowed(figure, text, size, width))
    lines = len(ways[0])
    if lines > 1:
        for pause in re.finditer(rf"[{HALTS}{PAUSES}]\s*", text):
            first, rest = text[: pause.end()].rstrip(), text[pause.end() :]
            if rest and text_width(figure, first, size) <= width:
                ways.append([first, *wrap(figure, rest, size, width)])

    def ragged(way: list[str]) -> tuple[int, float]:
        widths = [text_width(figure, line, size) for line in way]
        broken = sum(0 if line[-1] in HALTS else 1 if line[-1] in PAUSES else 2 for line in way[:-1])
        return broken, max(widths) - min(widths)

    return min((way for way in ways if len(way) == lines), key=ragged)


def flowing(figure: Figure, text: str, size: float, width: float) -> list[str]:
    """`wrap` for a note: as wide as may be, but no word alone on the last line if that can be helped."""
    ways = narrowed(figure, text, size, width)
    return next(
        (way for way in ways if text_width(figure, way[-1], size) >= 0.15 * width),
        wrap(figure, text, size, width),
    )


@dataclass(frozen=True)
class Block:
    """Wrapped lines ready to be written, with their height in inches."""

    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return sum(line.size * LINE_HEIGHT for line in self.lines) / 72


def block(figure: Figure, paragraphs: list[Line]) -> Block:
    """Wrap paragraphs to the sheet's width, each as suits its kind."""
    width = WIDTH - 2 * MARGIN
    return Block(
        tuple(
            Line(text, each.size, each.colour, each.strong)
            for each in paragraphs
            for text in (phrased if each.strong else flowing)(figure, each.text, each.size, width)
        )
    )


def write(figure: Figure, written: Block, top: float) -> None:
    """Write a block with its upper edge `top` inches below the top of the (finally sized) sheet."""
    height = figure.get_figheight()
    for line in written.lines:
        middle = top + line.size * LINE_HEIGHT / 144
        text = figure.text(
            MARGIN / WIDTH,
            1 - middle / height,
            line.text,
            fontproperties=font(line.size),
            color=line.colour,
            va="center_baseline",
            parse_math=False,
        )
        if line.strong:
            text.set_path_effects(strong(line.colour))
        top += line.size * LINE_HEIGHT / 72


def finish(figure: Figure, head: Block, notes: Block, foot: float) -> None:
    """Give the sheet its height, and write the heading at its top and the notes `foot` inches below it."""
    figure.set_figheight(foot + notes.height + TOP)
    write(figure, head, TOP)
    write(figure, notes, foot)


def panel(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at a place in inches, `top` from the top edge of the (finally sized) sheet."""
    sheet = figure.get_figheight()
    return figure.add_axes((left / WIDTH, 1 - (top + height) / sheet, width / WIDTH, height / sheet))
