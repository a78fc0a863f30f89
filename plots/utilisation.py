"""How busy each pool is: its open hours filled by its own cases, by other work, and by nothing.

Every bar is one pool's open hours a working day, so that pools of any size compare; what that is in hours is
written and drawn beside it. Above the guide line of 80% queues grow fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots.canvas import bar, fitted, line, paint, stacked, text
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.palette import ARRIVED, BODY, FINISHED, GRID, INK, LINE, OVERDUE, SMALL, SOFT_INK, house_style
from plots.sheet import MARGIN, TOP, WIDTH, blank_figure, block, finish, kicker, note, subtitle, title
from sim.words import formats as words
from sim.words.figures import FIGURES
from sim.words.language import Lang
from sim.words.utilisation import SAID, Said

GUIDE = 0.8
LEFT, SPAN = 2.75, 4.3
COLUMN = 7.75
"""Inches: left edge and length of a full bar, left edge of the hours' bars."""
ROW, HEAD, SCALE = 0.5, 0.36, 0.32
MOST_ROWS = 24
"""So many pools fit on an A3 page."""
IDLE = "#EEF1F3"
LATE_HATCH = "////"


@dataclass(frozen=True)
class PoolBar:
    """One pool: unit-hours of an open day. `units` are on duty on average while it is open."""

    name: str
    department: str
    units: float
    available: float
    own: float
    other: float
    overtime: float

    @property
    def busy(self) -> float:
        return (self.own + self.other) / self.available


def utilisation(pools: Sequence[PoolBar], *, name: str, lang: Lang, provenance: str | None = None) -> Figure:
    """Draw the pools, the busiest first, as many as fit on a page; those that never open are left out.

    Raises ValueError when no pool is open and for an unknown language.
    """
    words.words(lang)
    shown = sorted((pool for pool in pools if pool.available > 0), key=lambda pool: -pool.busy)
    if not shown:
        raise ValueError("no pool is ever open: there is nothing to draw")
    idler = len(shown[MOST_ROWS:])
    shown = shown[:MOST_ROWS]
    said = SAID[lang]
    late = any(pool.overtime >= 0.005 for pool in shown)
    entries = [(said.own, FINISHED, ""), (said.other, ARRIVED, ""), (said.idle, IDLE, "")]
    if late:
        entries.append((said.overtime, OVERDUE, LATE_HATCH))
    with house_style():
        figure = blank_figure()
        head = block(figure, [
            kicker(words.typeset(name, lang)), title(sentence(shown, lang)), subtitle(above(shown, lang)),
        ])  # fmt: skip
        remark = words.joined([said.reading.format(guide=words.required(GUIDE)), said.stretched], lang)
        told = [remark, *([FIGURES[lang]["idler"].format(n=idler)] if idler else [])]
        notes = block(figure, [note(one) for one in (*told, *([provenance] if provenance else []))])
        keys = swatches(figure, MARGIN, WIDTH - 2 * MARGIN, entries)
        key_top = TOP + head.height + 0.18
        top = key_top + SWATCH_ROW * len(keys) + 0.12 + HEAD
        end = top + ROW * len(shown)
        finish(figure, head, notes, end + SCALE + 0.15)
        axes = paint(figure)
        draw_swatches(figure, key_top, keys)
        text(axes, LEFT, top - HEAD / 2, said.share, size=BODY)
        text(axes, COLUMN, top - HEAD / 2, said.hours, size=BODY)
        for tenth in range(0, 11, 2):
            x = LEFT + SPAN * tenth / 10
            line(axes, [x, x], [top, end], GRID, zorder=1)
            text(axes, x, end + 0.13, f"{10 * tenth}%", colour=SOFT_INK, ha="center")
        x = LEFT + SPAN * GUIDE
        line(axes, [x, x], [top, end + 0.04], INK, 0.6 * LINE, linestyle=(0, (4, 3)), zorder=5)
        most = max(pool.available + pool.overtime for pool in shown)
        for number, pool in enumerate(shown):
            _row(figure, axes, top + ROW * number, pool, (WIDTH - MARGIN - COLUMN - 1.05) / most, said)
        return figure


def sentence(pools: Sequence[PoolBar], lang: Lang) -> str:
    """The busiest pool, which comes first."""
    return SAID[lang].busiest.format(name=pools[0].name, share=words.share(pools[0].busy))


def above(pools: Sequence[PoolBar], lang: Lang) -> str:
    """The pools above the guide line, busiest first."""
    said = SAID[lang]
    guide = words.required(GUIDE)
    over = [pool.name for pool in pools if pool.busy > GUIDE]
    told = (
        said.above.format(guide=guide, names=words.listed(over, lang))
        if over
        else said.none_above.format(guide=guide)
    )
    return words.joined([told], lang)


def _row(figure: Figure, axes: Axes, top: float, pool: PoolBar, scale: float, said: Said) -> None:
    middle = top + ROW / 2
    room = LEFT - MARGIN - 0.15
    named = fitted(figure, pool.name, BODY, room, 1)
    lines = [(one, BODY, INK) for one in named]
    if pool.department and pool.department != pool.name:
        lines += [(one, SMALL - 1, SOFT_INK) for one in fitted(figure, pool.department, SMALL - 1, room, 1)]
    stacked(axes, LEFT - 0.12, middle, lines, ha="right")
    height = ROW - 0.2
    bar(axes, LEFT, top + 0.1, SPAN, height, IDLE)
    own, other = (SPAN * hours / pool.available for hours in (pool.own, pool.other))
    bar(axes, LEFT, top + 0.1, own, height, FINISHED)
    bar(axes, LEFT + own, top + 0.1, other, height, ARRIVED)
    colour = OVERDUE if pool.busy > GUIDE else INK
    text(axes, LEFT + SPAN + 0.07, middle, words.share(pool.busy), size=BODY, colour=colour)
    length = pool.available * scale
    bar(axes, COLUMN, top + 0.17, length, ROW - 0.34, "#D5DCE1")
    end = COLUMN + length
    if pool.overtime >= 0.005:
        bar(axes, end, top + 0.17, max(pool.overtime * scale, 0.03), ROW - 0.34, OVERDUE, LATE_HATCH)
        end += max(pool.overtime * scale, 0.03)
    each = words.number(pool.available / pool.units) if pool.units else "0"
    sum_ = f"{words.number(pool.units)} × {each} = {words.number(pool.available)}"
    shown = [(sum_, SMALL - 1, INK)]
    if pool.overtime >= 0.005:
        shown.append((said.extra.format(hours=f"{pool.overtime:.2f}"), SMALL - 1, OVERDUE))
    stacked(axes, end + 0.06, middle, shown)
