"""How the clocks of one case went: calendar days since its arrival, and the clock of a target against its limit.

The first never stands; the second is flat while nobody it counts holds the case, and while it is paused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from plots.canvas import fitted
from plots.date_axis import ordinal
from plots.fonts import font
from plots.palette import FINISHED, HAIR, INK, LINE, OPEN, OVERDUE, PAPER, SMALL
from plots.sheet import MARGIN, WIDTH, text_width
from sim.words import formats as words
from sim.words.case_clocks import SAID
from sim.words.language import Lang

HEAD = 0.3
"""Inches of the heading above the clocks, in which their lines are named."""


@dataclass(frozen=True)
class ClockLine:
    """The clock of a target: (instant, value) in its unit, with limit and the instant that was reached, if it was."""

    name: str
    points: tuple[tuple[datetime, float], ...]
    whole_days: bool
    unit: words.Unit
    a_day: float
    """Units that make a day of the scale: 1 for days, the hours of a working day for hours."""
    limit: float
    crossed: datetime | None

    @property
    def value(self) -> float:
        return self.points[-1][1]


def draw_clocks(
    figure: Figure, axes: Axes, arrived: datetime, end: datetime, clock: ClockLine | None, lang: Lang
) -> None:  # fmt: skip
    """Fill dressed axes whose x is set: both lines, the limit, where it was reached, values at the right edge."""
    said = SAID[lang]
    elapsed = ordinal(end) - ordinal(arrived)
    axes.plot([ordinal(arrived), ordinal(end)], [0, elapsed], color=OPEN, linewidth=LINE, zorder=3)
    labels = [(elapsed, words.quantity(elapsed, "cd", lang), OPEN)]
    most = elapsed
    if clock is not None:
        xs = [ordinal(at) for at, _ in clock.points]
        ys = [value / clock.a_day for _, value in clock.points]
        axes.plot(
            xs, ys, color=FINISHED, linewidth=LINE, zorder=4,
            drawstyle="steps-post" if clock.whole_days else "default",
        )  # fmt: skip
        labels.append((ys[-1], words.quantity(clock.value, clock.unit, lang), FINISHED))
        limit = clock.limit / clock.a_day
        most = max(most, limit, *ys)
        axes.axhline(limit, color=INK, linewidth=0.6 * LINE, linestyle=(0, (4, 3)), zorder=2)
        shown = said.limit.format(value=words.quantity(clock.limit, clock.unit, lang, 6))
        above = limit < 0.8 * most
        axes.annotate(
            shown, (0, limit), (4, 3 if above else -3), xycoords=axes.get_yaxis_transform(),
            textcoords="offset points", fontproperties=font(SMALL), color=INK, ha="left",
            va="bottom" if above else "top", parse_math=False, zorder=6,
        )  # fmt: skip
        if clock.crossed is not None:
            axes.plot(
                [ordinal(clock.crossed)], [limit], linestyle="none", marker="X", markersize=8, color=OVERDUE,
                markeredgecolor=PAPER, markeredgewidth=HAIR, zorder=7,
            )  # fmt: skip
            when = f"{words.day(clock.crossed.date(), lang)} {clock.crossed:%H:%M}"
            low, high = axes.get_xlim()
            # The line comes from the left below the limit and goes on to the right above it.
            left = ordinal(clock.crossed) < low + 0.7 * (high - low)
            axes.annotate(
                said.crossed.format(when=when), (ordinal(clock.crossed), limit), (7, -5) if left else (-7, 5),
                textcoords="offset points", fontproperties=font(SMALL), color=OVERDUE,
                ha="left" if left else "right", va="top" if left else "bottom", parse_math=False, zorder=8,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8, "alpha": 0.75},
            )  # fmt: skip
    axes.set_ylim(0, 1.12 * most)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, 6)))
    for tick in axes.get_yticklabels():
        tick.set_fontproperties(font(SMALL))
    _at_the_end(axes, labels, 1.12 * most)
    series = [(said.elapsed, OPEN)] + ([(clock.name, FINISHED)] if clock is not None else [])
    _series(figure, axes, series)


def _at_the_end(axes: Axes, labels: list[tuple[float, str, str]], top: float) -> None:
    """Values at the right edge, moved apart where they would touch."""
    least = top * 0.11
    placed: list[float] = []
    for value, said, colour in sorted(labels):
        y = max(value, placed[-1] + least) if placed else value
        placed.append(y)
        axes.annotate(
            said, (1, y), (5, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
            fontproperties=font(SMALL), color=colour, va="center", ha="left", parse_math=False,
            annotation_clip=False,
        )  # fmt: skip


def _series(figure: Figure, axes: Axes, series: Sequence[tuple[str, str]]) -> None:
    """Names of the lines beside strokes of their colour, in the heading of the panel."""
    box = axes.get_position()
    width, height = WIDTH * box.width, figure.get_figheight() * box.height
    at = 0.6
    y = 1 + HEAD / 2 / height
    for said, colour in series:
        room = WIDTH - MARGIN - WIDTH * box.x0 - at - 0.4
        shown = fitted(figure, said, SMALL + 0.5, room, 1)[0]
        axes.plot(
            [at / width, (at + 0.28) / width], [y, y], transform=axes.transAxes, color=colour, linewidth=1.4 * LINE,
            clip_on=False,
        )  # fmt: skip
        axes.text(
            (at + 0.36) / width, y, shown, transform=axes.transAxes, fontproperties=font(SMALL + 0.5),
            color=INK, va="center_baseline", parse_math=False,
        )  # fmt: skip
        at += 0.36 + text_width(figure, shown, SMALL + 0.5) + 0.3
