"""What each number does to a promise, as bars: one a number, or two side by side, the largest on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots.fonts import font
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.palette import GRID, HAIR, INK, RULE, SMALL, SOFT_INK, SUBTITLE, THIN, house_style
from plots.sheet import MARGIN, TOP, WIDTH, blank_figure, block, finish, kicker, note, panel, title, wrap
from sim.words import formats as words
from sim.words.language import Lang

LEFT, HEAD, BELOW, ROW = 4.3, 0.45, 0.75, 0.42
"""Inches: left edge of the bars; room above and below a panel; height of a number's row."""


@dataclass(frozen=True)
class Bar:
    """Its length, what the interval of it reaches, its colour, and what is told behind it."""

    value: float
    low: float
    high: float
    colour: str
    told: str


@dataclass(frozen=True)
class Bars:
    """A promise: its name, and its numbers with one bar or two."""

    name: str
    rows: tuple[tuple[str, tuple[Bar, ...]], ...]
    axis: str


def number_bars(
    targets: Sequence[Bars],
    *,
    name: str,
    sentence: str,
    keys: Sequence[tuple[str, str]],
    notes: Sequence[str],
    lang: Lang,
) -> Figure:
    """Draw them; `keys` say what a colour means."""
    with house_style():
        figure = blank_figure()
        head = block(figure, [kicker(words.typeset(name, lang)), title(_set(sentence, lang))])
        foot = block(figure, [note(_set(one, lang)) for one in notes])
        legend = swatches(
            figure, MARGIN, WIDTH - 2 * MARGIN, [(_set(said, lang), colour, "") for said, colour in keys]
        )
        begin = TOP + head.height + 0.15 + SWATCH_ROW * len(legend) + 0.1
        heights = [HEAD + ROW * len(one.rows) + BELOW for one in targets]
        finish(figure, head, foot, begin + sum(heights))
        draw_swatches(figure, TOP + head.height + 0.15, legend)
        upper = begin
        for one, height in zip(targets, heights, strict=True):
            sheet = figure.get_figheight()
            figure.text(
                MARGIN / WIDTH, 1 - (upper + 0.1) / sheet, words.typeset(one.name, lang),
                fontproperties=font(SUBTITLE), color=INK, va="top",
            )  # fmt: skip
            tall = ROW * len(one.rows)
            axes = panel(figure, LEFT, upper + HEAD, WIDTH - LEFT - MARGIN - 0.6, tall)
            _draw(axes, one, lang)
            for number, (said, _) in enumerate(one.rows):
                lines = wrap(figure, words.typeset(said, lang), SMALL, LEFT - MARGIN - 0.15)
                figure.text(
                    (LEFT - 0.1) / WIDTH, 1 - (upper + HEAD + ROW * (number + 0.5)) / sheet, "\n".join(lines[:2]),
                    fontproperties=font(SMALL), color=INK, ha="right", va="center", linespacing=1.1,
                )  # fmt: skip
            upper += height
        return figure


def _draw(axes: Axes, one: Bars, lang: Lang) -> None:
    axes.set_facecolor("none")
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(RULE)
    axes.grid(axis="x", color=GRID, linewidth=HAIR)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", length=0, labelcolor=SOFT_INK)
    axes.set_yticks([])
    for number, (_, bars) in enumerate(one.rows):
        thick = 0.62 / len(bars)
        for place, bar in enumerate(bars):
            at = number + (place - (len(bars) - 1) / 2) * thick
            axes.barh(at, bar.value, height=0.92 * thick, color=bar.colour, linewidth=0, zorder=2)
            axes.plot([bar.low, bar.high], [at, at], color=INK, linewidth=THIN, zorder=3)
            axes.annotate(
                bar.told, (max(bar.high, bar.value), at), xytext=(4, 0), textcoords="offset points", va="center",
                fontproperties=font(SMALL - 1), color=INK, zorder=4,
            )  # fmt: skip
    axes.set_ylim(len(one.rows) - 0.5, -0.5)
    axes.set_xlim(left=0)
    axes.locator_params(axis="x", nbins=5)
    for label in axes.get_xticklabels():
        label.set_fontproperties(font(SMALL))
    axes.set_xlabel(_set(one.axis, lang), fontproperties=font(SMALL), color=SOFT_INK)


def _set(told: str, lang: Lang) -> str:
    return words.close(words.typeset(told, lang), lang)
