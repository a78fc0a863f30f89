"""Points of a sweep: one factor as a line of values with intervals, two as a table of colours, more as dots by factor.

The colour of a point says whether it keeps the promise; so does its shape, or the hatch of its ground. It knows no
experiment: `plots.results.sweep` says what stands where.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from plots.fonts import font
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.palette import (
    BREAKS,
    HAIR,
    INK,
    KEEPS,
    PAPER,
    SMALL,
    SOFT_INK,
    STAYS,
    SUBTITLE,
    THIN,
    VERDICT,
    dress,
    house_style,
)
from plots.sheet import MARGIN, TOP, WIDTH, blank_figure, block, finish, kicker, note, panel, title
from sim.words import formats as words
from sim.words.language import Lang

Verdict = Literal["met", "not_met", "undecided"]
LEFT, HEAD, BELOW = 1.0, 0.45, 0.85
"""Inches: left edge of the panels; room above a panel for its name, and below it for the scale."""
LINE_TALL, DOTS_TALL, ROW_TALL, GAP = 2.4, 1.9, 0.36, 0.55
ACROSS = 3
"""Panels of dots side by side."""
GROUND = {"met": KEEPS, "not_met": BREAKS, "undecided": STAYS}
SHAPE = {"met": "o", "not_met": "X", "undecided": "s"}


@dataclass(frozen=True)
class Dot:
    """A point: its values by factor, and what came of it; None where it was refused or nobody was judged."""

    at: tuple[float, ...]
    """A number, or the place of a value in its list."""
    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    told: str
    ringed: bool = False
    """Whether a ring marks it, where points are dots."""


@dataclass(frozen=True)
class Axis:
    """A factor: its name, and what stands at which number of its scale; none: numbers speak for themselves."""

    name: str
    ticks: tuple[tuple[float, str], ...]
    now: float | None = None
    """Where a broken line stands: what is so today."""


@dataclass(frozen=True)
class Target:
    """A promise over all points."""

    name: str
    required: float
    required_told: str
    share: bool
    """Values are shares from 0 to 1; else times."""
    dots: tuple[Dot, ...]
    stairs: tuple[tuple[float, float], ...] = ()
    """Where points are dots of one factor: the best that can be had, by the factor, as a line of steps."""


def swept_points(
    targets: Sequence[Target],
    axes: Sequence[Axis],
    *,
    name: str,
    sentence: str,
    keys: Sequence[tuple[str, Verdict]],
    value_axis: str,
    grid: bool,
    notes: Sequence[str],
    lang: Lang,
) -> Figure:
    """Draw them; `grid`: whether every combination of two factors is there."""
    table = grid and len(axes) == 2
    alone = grid and len(axes) == 1
    rows = 1 if table or alone else math.ceil(len(axes) / ACROSS)
    tall = ROW_TALL * len(axes[0].ticks) if table else LINE_TALL if alone else DOTS_TALL
    room = HEAD + rows * (tall + BELOW)
    with house_style():
        figure = blank_figure()
        head = block(figure, [kicker(words.typeset(name, lang)), title(_set(sentence, lang))])
        foot = block(figure, [note(_set(one, lang)) for one in notes])
        shades = [(_set(said, lang), GROUND[kind] if table else VERDICT[kind], "") for said, kind in keys]
        legend = swatches(figure, MARGIN, WIDTH - 2 * MARGIN, shades)
        begin = TOP + head.height + 0.15 + SWATCH_ROW * len(legend) + 0.1
        finish(figure, head, foot, begin + room * len(targets))
        draw_swatches(figure, TOP + head.height + 0.15, legend)
        for number, target in enumerate(targets):
            upper = begin + number * room
            figure.text(
                MARGIN / WIDTH, 1 - (upper + 0.12) / figure.get_figheight(), words.typeset(target.name, lang),
                fontproperties=font(SUBTITLE), color=INK, va="top",
            )  # fmt: skip
            if table:
                _table(panel(figure, LEFT + 0.6, upper + HEAD, WIDTH - LEFT - 0.9, tall), target, axes, lang)
                continue
            for place, axis in enumerate(axes):
                across = 1 if alone else min(len(axes), ACROSS)
                wide = (WIDTH - LEFT - MARGIN - GAP * (across - 1) - (0.9 if alone else 0.1)) / across
                left = LEFT + (wide + GAP) * (place % across)
                here = panel(figure, left, upper + HEAD + place // across * (tall + BELOW), wide, tall)
                _dots(here, target, axis, place, lang, bars=alone)
                if place % across == 0:
                    here.set_ylabel(value_axis, fontproperties=font(SMALL), color=SOFT_INK)
        return figure


def _dots(axes: Axes, target: Target, axis: Axis, place: int, lang: Lang, *, bars: bool) -> None:
    dress(axes)
    known = [(dot, dot.value) for dot in target.dots if dot.value is not None]
    for dot, value in known:
        colour = VERDICT[dot.verdict]
        if bars and dot.low is not None and dot.high is not None and math.isfinite(dot.high):
            axes.plot([dot.at[place]] * 2, [dot.low, dot.high], color=colour, linewidth=THIN, zorder=3)
        axes.plot(
            dot.at[place], value, marker=SHAPE[dot.verdict], color=colour, markersize=6 if bars else 3.5,
            markeredgewidth=0, alpha=1.0 if bars else 0.75, linestyle="none", zorder=4,
        )  # fmt: skip
        if dot.ringed:
            axes.plot(
                dot.at[place], value, marker="o", markersize=11, markerfacecolor="none", markeredgecolor=INK,
                markeredgewidth=THIN, linestyle="none", zorder=5,
            )  # fmt: skip
    if target.stairs:
        across, up = zip(*target.stairs, strict=True)
        axes.step(across, up, where="post", color=SOFT_INK, linewidth=THIN, zorder=2)
    if axis.now is not None:
        axes.axvline(axis.now, color=SOFT_INK, linewidth=HAIR, linestyle="--", zorder=1)
    axes.axhline(target.required, color=INK, linewidth=HAIR, zorder=2)
    top = 1.04 if target.share else 1.1 * max([target.required, *(value for _, value in known)])
    axes.set_ylim(0, top)
    ticks = [0, 0.25, 0.5, 0.75, 1] if target.share else [top * part / 4 for part in range(5)]
    axes.set_yticks(ticks)
    said = [f"{tick:.0%}" if target.share else words.number(tick) for tick in ticks]
    axes.set_yticklabels(said if place % ACROSS == 0 else [""] * len(said), fontproperties=font(SMALL))
    if axis.ticks:
        axes.set_xticks([at for at, _ in axis.ticks])
        axes.set_xticklabels(
            [words.typeset(told, lang) for _, told in axis.ticks], fontproperties=font(SMALL - 0.5)
        )
        axes.set_xlim(axis.ticks[0][0] - 0.5, axis.ticks[-1][0] + 0.5)
    else:
        axes.locator_params(axis="x", nbins=4)
        for label in axes.get_xticklabels():
            label.set_fontproperties(font(SMALL))
    axes.set_xlabel(_folded(axis.name, lang, bars), fontproperties=font(SMALL), color=SOFT_INK)
    if bars:
        axes.text(
            1.01, target.required, words.typeset(target.required_told, lang), color=INK, va="center",
            transform=axes.get_yaxis_transform(), fontproperties=font(SMALL - 1),
        )  # fmt: skip


def _table(axes: Axes, target: Target, factors: Sequence[Axis], lang: Lang) -> None:
    """A cell a point: rows are the first factor, columns the second."""
    rows, columns = factors
    axes.set_facecolor("none")
    for side in axes.spines.values():
        side.set_visible(False)
    for dot in target.dots:
        row, column = dot.at
        if dot.value is not None:
            hatch = "//" if dot.verdict == "not_met" else None
            axes.add_patch(
                Rectangle(
                    (column - 0.49, row - 0.46), 0.98, 0.92, facecolor=GROUND[dot.verdict], edgecolor=PAPER,
                    linewidth=0, hatch=hatch,
                )
            )  # fmt: skip
        axes.text(
            column, row, dot.told, ha="center", va="center", fontproperties=font(SMALL), color=INK, zorder=4
        )
    axes.set_xlim(-0.5, len(columns.ticks) - 0.5)
    axes.set_ylim(len(rows.ticks) - 0.5, -0.5)
    axes.tick_params(length=0, labelcolor=SOFT_INK)
    axes.set_xticks([at for at, _ in columns.ticks])
    axes.set_xticklabels([words.typeset(told, lang) for _, told in columns.ticks], fontproperties=font(SMALL))
    axes.set_yticks([at for at, _ in rows.ticks])
    axes.set_yticklabels([words.typeset(told, lang) for _, told in rows.ticks], fontproperties=font(SMALL))
    axes.set_xlabel(words.typeset(columns.name, lang), fontproperties=font(SMALL), color=SOFT_INK)
    axes.set_ylabel(_folded(rows.name, lang, False), fontproperties=font(SMALL), color=SOFT_INK)


def _folded(name: str, lang: Lang, wide: bool) -> str:
    """A name in two lines where its parts would not fit into one."""
    told = words.typeset(name, lang)
    return told if wide or len(told) < 16 else told.replace(" · ", "\n")


def _set(told: str, lang: Lang) -> str:
    return words.close(words.typeset(told, lang), lang)
