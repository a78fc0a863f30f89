"""Every budget on one scale: what was reached as a multiple of what must be, 1 being just enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.rows import Row
from benchmarks.table import limits, said, with_unit
from benchmarks.words import Lang
from plots.canvas import bar, fitted, line, paint, stacked, text
from plots.palette import BODY, FINISHED, GRID, INK, LINE, OVERDUE, PAPER, RULE, SMALL, SOFT_INK, house_style
from plots.sheet import MARGIN, WIDTH, Line, blank_figure, block, note, subtitle, title, write
from sim.words import formats as plot_words

TOP, LEFT, SPAN, ROW, AXIS = 0.3, 4.6, 3.55, 0.44, 0.5
"""Inches: upper margin, left edge and length of the scale, height of a row and of the scale's numbers."""
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Said:
    """Sentences of one language."""

    kicker: str
    all_kept: str
    missed: str
    under: str
    axis: str
    key: str


SAID: dict[Lang, Said] = {
    "zh": Said(
        kicker="一窗 · 性能与功效",
        all_kept="测得的{all}项预算全部达到",
        missed="测得的{all}项预算中，{kept}项达到，{missed}项未达到",
        under="{absent}项未测",
        axis="为必须值的多少倍（越靠右越好）",
        key="圆点为各轮中位数，横线为各轮范围，竖线为必须值，短竖线为目标值；横轴为对数刻度",
    ),
    "en": Said(
        kicker="onewindow · speed and power",
        all_kept="All {all} budgets that were measured are kept",
        missed="{kept} of {all} measured budgets are kept, {missed} missed",
        under="{absent} not measured",
        axis="Multiple of what must be reached (more is better)",
        key="dot: median of the rounds; bar: their range; upright line: must; tick: aim; the scale is logarithmic",
    ),
}  # fmt: skip


def factor(row: Row, value: float) -> float:
    """1 at the limit, more is better."""
    assert row.budget.must is not None
    return row.budget.must / value if row.budget.most else value / row.budget.must


def budget_figure(rows: Sequence[Row], lang: Lang, provenance: str) -> Figure:
    """Rows with a budget, in the order given. Raises ValueError where none was measured."""
    asked = [row for row in rows if row.budget.must is not None]
    shown = [row for row in asked if row.skipped is None]
    if not shown:
        raise ValueError("no budget was measured: there is nothing to draw")
    told = SAID[lang]
    missed = [row for row in shown if factor(row, row.value) < 1]
    sentence = (told.missed if missed else told.all_kept).format(
        all=len(shown), kept=len(shown) - len(missed), missed=len(missed)
    )
    absent = len(asked) - len(shown)
    ends = [factor(row, value) for row in shown for value in (*row.range, *_aims(row))]
    scale = Scale(min(*ends, 0.9), max(*ends, 1.1))
    with house_style():
        figure = blank_figure()
        under = [subtitle(told.under.format(absent=absent))] if absent else []
        head = block(figure, [Line(told.kicker, BODY, SOFT_INK), title(sentence), *under])
        notes = block(figure, [note(plot_words.joined([told.key], lang)), note(provenance)])
        top = TOP + head.height + 0.2
        end = top + ROW * len(shown)
        figure.set_figheight(end + AXIS + notes.height + 0.35)
        write(figure, head, TOP)
        write(figure, notes, end + AXIS + 0.1)
        axes = paint(figure)
        for tick in scale.ticks():
            strong = tick == 1
            line(axes, [scale(tick)] * 2, [top - 0.04, end], INK if strong else GRID, 0.6 * LINE if strong else 0.7,
                 zorder=1.5 if strong else 1)  # fmt: skip
            text(axes, scale(tick), end + 0.12, f"{tick:g}×", colour=INK if strong else SOFT_INK, ha="center")
        text(axes, LEFT + SPAN / 2, end + 0.34, told.axis, size=BODY, ha="center")
        for number, row in enumerate(shown):
            _row(figure, axes, top + ROW * (number + 0.5), row, scale, lang)
        return figure


def _aims(row: Row) -> tuple[float, ...]:
    return () if row.budget.aim is None else (row.budget.aim,)


class Scale:
    """Logarithmic, in inches."""

    def __init__(self, low: float, high: float) -> None:
        room = (high / low) ** 0.04
        self._low, self._high = math.log(low / room), math.log(high * room)

    def __call__(self, value: float) -> float:
        return LEFT + SPAN * (math.log(value) - self._low) / (self._high - self._low)

    def ticks(self) -> list[float]:
        kept: list[float] = []
        for tick in sorted(TICKS, key=lambda one: (one != 1, one)):
            inside = self._low <= math.log(tick) <= self._high
            if inside and all(abs(self(tick) - self(other)) >= 0.4 for other in kept):
                kept.append(tick)
        return sorted(kept)


def _row(figure: Figure, axes: Axes, middle: float, row: Row, scale: Scale, lang: Lang) -> None:
    room = LEFT - MARGIN - 0.2
    what = fitted(figure, plot_words.typeset(said(row.what, lang), lang), SMALL, room, 2)
    stacked(axes, MARGIN, middle, [(one, SMALL, INK) for one in what])
    kept = factor(row, row.value) >= 1
    colour = FINISHED if kept else OVERDUE
    low, high = sorted(scale(factor(row, value)) for value in row.range)
    line(axes, [LEFT, LEFT + SPAN], [middle, middle], GRID, zorder=1)
    if len(row.values) > 1:
        bar(axes, low, middle - 0.02, max(high - low, 0.02), 0.04, colour, z=2.5)
    for aim in _aims(row):
        x = scale(factor(row, aim))
        line(axes, [x, x], [middle - 0.1, middle + 0.1], RULE, LINE, zorder=2)
    line(axes, [scale(factor(row, row.value))], [middle], colour, marker="o", markersize=7.5, markeredgecolor=PAPER,
         zorder=4)  # fmt: skip
    reached = with_unit(row.value, row.unit, lang), BODY, colour
    stacked(axes, WIDTH - MARGIN, middle, [reached, (limits(row, lang)[0], SMALL - 1, SOFT_INK)], ha="right")
