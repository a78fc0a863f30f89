"""A sheet to draw on in inches from its left and top edge: bars, lines and text where no axis fits.

x grows to the right, y downward. `paint` must be called once the sheet has its final height.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from plots.fonts import font
from plots.palette import BODY, GRID, HAIR, INK, PAPER, SMALL, SOFT_INK
from plots.sheet import LINE_HEIGHT, WIDTH, text_width, wrap
from sim.words import formats as words
from sim.words.language import Lang


def paint(figure: Figure) -> Axes:
    """Axes over the whole (finally sized) sheet whose data coordinates are inches."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(figure.get_figheight(), 0)
    axes.axis("off")
    return axes


def bar(
    axes: Axes, left: float, top: float, width: float, height: float, colour: str, hatch: str = "",
    edge: str = "none", z: float = 2,
) -> None:  # fmt: skip
    """A filled rectangle; a hatch is drawn in the paper's colour."""
    axes.add_patch(
        Rectangle(
            (left, top), width, height, facecolor=colour, edgecolor=PAPER if hatch else edge,
            hatch=hatch, linewidth=0 if hatch or edge == "none" else HAIR, zorder=z,
        )
    )  # fmt: skip


def line(
    axes: Axes, xs: Sequence[float], ys: Sequence[float], colour: str, width: float = HAIR, **how: Any
) -> None:
    axes.plot(xs, ys, color=colour, linewidth=width, solid_capstyle="butt", **how)


def text(
    axes: Axes, x: float, y: float, said: str, *, size: float = SMALL, colour: str = INK, ha: str = "left",
    z: float = 6,
) -> None:  # fmt: skip
    """One line of text with its middle at `y`."""
    axes.text(
        x, y, said, fontproperties=font(size), color=colour, ha=ha, va="center_baseline", parse_math=False,
        zorder=z,
    )  # fmt: skip


def fitted(figure: Figure, said: str, size: float, width: float, most: int) -> list[str]:
    """`said` in at most `most` lines; what does not fit ends in an ellipsis."""
    lines = wrap(figure, said, size, width)
    while len(lines) > most or text_width(figure, lines[-1], size) > width:
        lines = lines[:most]
        last = lines[-1].removesuffix("…").rstrip("，、,;； ")
        if len(last) < 2:
            break
        lines[-1] = last[:-1].rstrip() + "…"
    return lines


def stacked(
    axes: Axes, x: float, middle: float, lines: Sequence[tuple[str, float, str]], ha: str = "left"
) -> None:
    """Lines (text, size, colour) one under another around `middle`."""
    y = middle - sum(size * LINE_HEIGHT for _, size, _ in lines) / 144
    for said, size, colour in lines:
        text(axes, x, y + size * LINE_HEIGHT / 144, said, size=size, colour=colour, ha=ha)
        y += size * LINE_HEIGHT / 72


def ticks(most: float, number: int = 6) -> list[float]:
    """Round numbers from 0 to at most `most`."""
    locator = MaxNLocator(nbins=number, steps=[1, 2, 2.5, 5, 10])
    return [float(value) for value in locator.tick_values(0, most) if -1e-12 <= value <= most * (1 + 1e-9)]


def scale_lines(
    axes: Axes,
    left: float,
    width: float,
    top: float,
    bottom: float,
    most: float,
    unit: words.Unit,
    lang: Lang,
) -> None:
    """Upright grid lines at round numbers of 0 … `most`, with their numbers and the unit below."""
    places = ticks(most)
    for value in places:
        x = left + width * value / most
        line(axes, [x, x], [top, bottom], GRID, zorder=1)
        text(axes, x, bottom + 0.12, words.number(value, 6), colour=SOFT_INK, ha="center")
    text(axes, left + width / 2, bottom + 0.33, words.unit_name(unit, lang), size=BODY, ha="center")


SCALE = 0.5
"""Inches that `scale_lines` takes below `bottom`."""
