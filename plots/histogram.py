"""The histogram of a tally: bars up to the body's end, then apart the gathered tail and the open cases.

x is in the unit people read; the apart bars stand in slots to the right of the axis proper, whose base line
stops before them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from plots.bins import Bins
from plots.date_axis import label_ticks
from plots.fonts import font
from plots.palette import (
    FINISHED,
    HAIR,
    INK,
    LINE,
    ON_TIME,
    OVERDUE,
    PAPER,
    RULE,
    SMALL,
    SOFT_INK,
    SUBTITLE,
    THIN,
    UNKNOWN,
)
from plots.strip import Label, draw_strip
from plots.tally import Tally
from sim.words import formats as words
from sim.words.counted import of_counted
from sim.words.language import Lang
from sim.words.means import MEANS

PERCENTILES = (50, 90, 95)

EXACT = 6
"""Significant digits of limits and edges, which are stated, not measured."""

SLOT = 0.085
"""Width of an apart bar's slot, as a part of the axis proper."""


@dataclass(frozen=True)
class Apart:
    """A bar outside the scale: its place, how many cases, its label under the axis, its colour."""

    x: float
    cases: int
    label: str
    colour: str


@dataclass(frozen=True)
class Scale:
    """From µs to the axis: `one` µs a unit, ends of the axis proper, the apart bars."""

    bins: Bins
    one: int
    tail: Apart | None
    open: Apart | None

    @property
    def start(self) -> float:
        return self.bins.start / self.one

    @property
    def end(self) -> float:
        return self.bins.end / self.one

    @property
    def slot(self) -> float:
        return SLOT * (self.end - self.start)

    @property
    def apart(self) -> list[Apart]:
        return [bar for bar in (self.tail, self.open) if bar is not None]

    def place(self, value: int | None) -> float:
        """Where a value stands: amid its bar if values are whole units, in an apart bar if beyond or open."""
        if value is None and self.open is not None:
            return self.open.x
        if value is None or (value > self.bins.end and self.tail is not None):
            return self.tail.x if self.tail is not None else self.end
        shift = self.bins.width / 2 if self.bins.whole and self.bins.width == self.one else 0.0
        return (value - shift) / self.one


def scale(tally: Tally, bins: Bins, one: int, still_open: str) -> Scale:
    """Lay the apart bars out to the right of the bins."""
    end, slot = bins.end / one, SLOT * (bins.end - bins.start) / one
    tail = opened = None
    place = end - 0.1 * slot
    if bins.beyond:
        place += slot
        colour = OVERDUE if tally.mean is None else ON_TIME
        tail = Apart(place, bins.beyond, f">{words.number(end, EXACT)}", colour)
    if tally.open:
        place += slot
        opened = Apart(place, tally.open, still_open, UNKNOWN)
    return Scale(bins, one, tail, opened)


def draw_histogram(
    figure: Figure, axes: Axes, tally: Tally, scale: Scale, unit: words.Unit, lang: Lang
) -> None:
    """Fill dressed axes; the strip above them takes the labels of the limit and the percentiles."""
    bins = scale.bins
    edges = bins.start + bins.width * np.arange(len(bins.counts))
    # Where the mean is judged no case is overdue by itself.
    colours = [OVERDUE if edge >= tally.limit and tally.mean is None else ON_TIME for edge in edges]
    width = bins.width / scale.one
    heights = bins.counts / tally.cases
    axes.bar(edges / scale.one + width / 2, heights, 0.9 * width, color=colours, linewidth=0)
    apart_width = min(max(0.9 * width, 0.3 * scale.slot), 0.6 * scale.slot)
    for bar in scale.apart:
        _apart_bar(axes, bar, tally.cases, apart_width, scale.slot)

    right = scale.apart[-1].x + scale.slot / 2 if scale.apart else scale.end
    axes.set_xlim(scale.start, right)
    axes.spines["bottom"].set_bounds(scale.start, scale.end)
    highest = max([int(bins.counts.max()), *(bar.cases for bar in scale.apart)]) / tally.cases
    axes.set_ylim(0, 1.17 * highest)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.6g}%"))
    for tick in axes.get_yticklabels():
        tick.set_fontproperties(font(SMALL))
    places, labels = _ticks(scale)
    axes.set_xticks([*places, *(bar.x for bar in scale.apart)])
    texts = [*labels, *(bar.label for bar in scale.apart)]
    label_ticks(axes, texts)
    for apart in axes.xaxis.get_major_ticks()[len(places) :]:
        apart.tick1line.set_visible(False)
    _marks(figure, axes, tally, scale, unit, lang)


def _apart_bar(axes: Axes, bar: Apart, cases: int, width: float, slot: float) -> None:
    share = bar.cases / cases
    axes.bar(bar.x, share, width, color=bar.colour, linewidth=0)
    ends = [bar.x - 0.38 * slot, bar.x + 0.38 * slot]
    axes.plot(ends, [0, 0], color=RULE, linewidth=THIN, clip_on=False, zorder=3)
    axes.annotate(
        words.share(share), (bar.x, share), (0, 3), textcoords="offset points", ha="center", va="bottom",
        fontproperties=font(SMALL), color=OVERDUE if bar.colour == OVERDUE else SOFT_INK,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}, zorder=6,
    )  # fmt: skip


def _ticks(scale: Scale) -> tuple[list[float], list[str]]:
    """Round numbers along the axis proper; with one bar a whole number, under the middle of its bar."""
    locator = MaxNLocator(nbins=9, steps=[1, 2, 2.5, 5, 10], integer=scale.bins.whole)
    values = [float(value) for value in locator.tick_values(0, scale.end)]
    single = scale.bins.whole and scale.bins.width == scale.one
    if single and scale.bins.start == 0:
        values = [1.0, *(value for value in values if value > 1)]
    values = [value for value in values if 0 <= value <= scale.end + 1e-9]
    shift = 0.5 if single else 0.0
    return [value - shift for value in values], [words.number(value, EXACT) for value in values]


def _marks(figure: Figure, axes: Axes, tally: Tally, scale: Scale, unit: words.Unit, lang: Lang) -> None:
    """The limit, the percentiles, and the overdue share in the headroom to the right of the limit."""
    said = words.words(lang)
    limit = tally.limit / scale.one
    labels = [Label(limit, said.limit.format(value=words.quantity(limit, unit, lang, EXACT)), INK, rank=9)]
    axes.axvline(limit, color=INK, linewidth=0.8 * LINE, zorder=5)
    named: dict[int | None, list[str]] = {}
    for p in PERCENTILES:
        named.setdefault(tally.percentile(p), []).append(f"P{p}")
    for value, names in named.items():
        text = (
            f" {said.open}"
            if value is None
            else f"\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{words.number(value / scale.one)}"
        )
        x = scale.place(value)
        labels.append(Label(x, said.equal.join(names) + text, SOFT_INK, rank=5))
        axes.axvline(x, color=SOFT_INK, linewidth=HAIR, linestyle=(0, (4, 3)), zorder=4)
    if tally.mean is not None:
        x = tally.mean / scale.one
        labels.append(Label(x, MEANS[lang]["line"].format(mean=words.quantity(x, unit, lang)), INK, rank=8))
        axes.axvline(x, color=FINISHED, linewidth=LINE, zorder=5)
        draw_strip(figure, axes, labels)
        return
    draw_strip(figure, axes, labels)
    over = of_counted(said.overdue, lang) if unit in words.OF_COUNTS else said.overdue
    axes.annotate(
        over.format(share=words.share(tally.overdue)), (limit, 1.0), (7, -3),
        xycoords=axes.get_xaxis_transform(), textcoords="offset points", ha="left", va="top",
        fontproperties=font(SUBTITLE), color=OVERDUE, zorder=6,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.0},
    )  # fmt: skip
