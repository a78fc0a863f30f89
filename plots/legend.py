"""Direct legends: a heading that names a panel's series beside strokes of their colour, and a key of shades.

Places are inches from the left and top edge of the (finally sized) sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from plots.fonts import font
from plots.palette import BODY, HATCHED, INK, LINE, MAKEUP, PAPER, RULE, SMALL, SOFT_INK
from plots.sheet import WIDTH, text_width

STROKE, SWATCH = 0.28, 0.26


def heading(figure: Figure, left: float, middle: float, text: str, series: Sequence[tuple[str, str]]) -> None:
    """The quantity of a panel, then each series (name, colour)."""
    y = 1 - middle / figure.get_figheight()
    left = _write(figure, left, y, text, BODY, INK) + 0.25
    for name, colour in series:
        ends = [left / WIDTH, (left + STROKE) / WIDTH]
        figure.add_artist(Line2D(ends, [y, y], color=colour, linewidth=1.4 * LINE, solid_capstyle="butt"))
        left = _write(figure, left + STROKE + 0.08, y, name, BODY, INK) + 0.25


def key(
    figure: Figure, left: float, middle: float, shades: Sequence[tuple[str, str]], makeup: str | None
) -> None:
    """What each shade (name, colour) means; `makeup` names the triangle, None when there is none."""
    y = 1 - middle / figure.get_figheight()
    for name, colour in shades:
        _swatch(figure, left, y, colour)
        left = _write(figure, left + SWATCH + 0.08, y, name, SMALL, SOFT_INK) + 0.3
    if makeup is not None:
        mark = (left + 0.06) / WIDTH
        figure.add_artist(
            Line2D([mark], [y], linestyle="none", marker="v", markersize=6, color=MAKEUP, markeredgewidth=0)
        )
        _write(figure, left + 0.18, y, makeup, SMALL, SOFT_INK)


def _swatch(figure: Figure, left: float, y: float, colour: str, hatch: str = "") -> None:
    """A patch of a colour with its hatch; a ground has its own."""
    height = figure.get_figheight()
    hatch = hatch or HATCHED.get(colour, "")
    figure.add_artist(
        Rectangle(
            (left / WIDTH, y - 0.065 / height), SWATCH / WIDTH, 0.13 / height, facecolor=colour, hatch=hatch,
            linewidth=0 if hatch else 0.4, edgecolor=PAPER if hatch else RULE,
        )
    )  # fmt: skip


def _write(figure: Figure, left: float, y: float, text: str, size: float, colour: str) -> float:
    """Write at `left` and return the right edge."""
    figure.text(
        left / WIDTH, y, text, fontproperties=font(size), color=colour, va="center_baseline", parse_math=False
    )
    return left + text_width(figure, text, size)


def swatches(
    figure: Figure, left: float, width: float, shades: Sequence[tuple[str, str, str]]
) -> list[list[tuple[float, str, str, str]]]:
    """Lay out (name, colour, hatch) in rows of at most `width`: each entry with its left edge."""
    rows: list[list[tuple[float, str, str, str]]] = [[]]
    at = left
    for name, colour, hatch in shades:
        need = SWATCH + 0.08 + text_width(figure, name, SMALL)
        if rows[-1] and at + need > left + width:
            rows.append([])
            at = left
        rows[-1].append((at, name, colour, hatch))
        at += need + 0.3
    return rows


SWATCH_ROW = 0.24
"""Inches one row of swatches takes."""


def draw_swatches(figure: Figure, top: float, rows: Sequence[Sequence[tuple[float, str, str, str]]]) -> None:
    """Draw rows laid out by `swatches`, the first one beginning at `top`."""
    height = figure.get_figheight()
    for number, row in enumerate(rows):
        y = 1 - (top + (number + 0.5) * SWATCH_ROW) / height
        for left, name, colour, hatch in row:
            _swatch(figure, left, y, colour, hatch)
            _write(figure, left + SWATCH + 0.08, y, name, SMALL, SOFT_INK)
