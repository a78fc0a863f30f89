"""Colours, sizes and the house style of every figure.

What must be told apart differs in lightness or in its hatch as well as in hue, so it holds for every kind of
colour blindness and in grey print. Sizes are points, measures of the sheet inches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib import style
from matplotlib.axes import Axes

PAPER = "#FFFFFF"
INK = "#22282E"
SOFT_INK = "#5C6670"
RULE = "#9AA3AB"
GRID = "#E4E8EB"

ARRIVED = "#8FB4D3"
FINISHED = "#1F4E79"
OPEN = "#6B6280"
ON_TIME = "#3B6E9C"
OVERDUE = "#C8553D"
UNKNOWN = "#A9AFB5"

WEEKEND = "#ECEFF1"
HOLIDAY = "#F6DFBD"
HOLIDAY_INK = "#8A5A14"
MAKEUP = "#2E7D6B"

KEEPS, BREAKS = "#E2F0EB", "#F6DDD6"
STAYS = "#E6E9EC"
CHANGED = {"met": "#A5D3C3", "not_met": "#D98D7B"}
"""Grounds of loads at which a promise is kept or broken, and of values at which a verdict stays or becomes another."""
HATCHED = {HOLIDAY: "//", BREAKS: "//"}
"""Grounds that lie beside another of about their lightness."""

VERDICT = {"met": "#2E7D6B", "not_met": "#B5432F", "undecided": "#8A6A14"}

TITLE, SUBTITLE, BODY, SMALL = 15.0, 11.0, 9.5, 8.5

LINE, THIN, HAIR = 1.9, 1.0, 0.7

TICK = 4.0

BAND_ALPHA = 0.22


@contextmanager
def house_style() -> Iterator[None]:
    """matplotlib's own defaults inside, the caller's rcParams again after: the same picture everywhere.

    Text is drawn as paths in SVG, and element names in SVG come from a fixed salt. A name with $ in it is no formula.
    """
    ours: dict[Any, Any] = {"svg.fonttype": "path", "svg.hashsalt": "onewindow", "text.parse_math": False}
    with style.context("default"), mpl.rc_context(ours):
        yield


def ground(axes: Axes, left: float, right: float, colour: str) -> None:
    """A ground of panel height behind everything, hatched in the paper's colour where it needs to be."""
    hatch = HATCHED.get(colour)
    axes.axvspan(left, right, facecolor=colour, hatch=hatch, edgecolor=PAPER, linewidth=0, zorder=0)


def dress(axes: Axes) -> None:
    """Horizontal grid behind the data, a base line, no box, short quiet ticks."""
    axes.set_facecolor("none")
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=GRID, linewidth=HAIR)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.spines["bottom"].set_linewidth(THIN)
    axes.tick_params(axis="y", length=0, pad=5, colors=SOFT_INK)
    axes.tick_params(axis="x", length=TICK, width=HAIR, pad=4, color=RULE, labelcolor=SOFT_INK)
