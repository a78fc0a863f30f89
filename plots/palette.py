"""Colours, sizes and the house style of every figure.

The pairs that must be told apart (arrived/finished, on time/overdue) differ in lightness as well as in hue,
so they hold for red-green blindness and in grey print. Sizes are points, measures of the sheet inches.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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

WEEKEND = "#F0F2F3"
HOLIDAY = "#F8E6CC"
HOLIDAY_INK = "#8A5A14"
MAKEUP = "#2E7D6B"

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
    ours = {"svg.fonttype": "path", "svg.hashsalt": "onewindow", "text.parse_math": False}
    with style.context("default"), mpl.rc_context(ours):
        yield


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
