"""How wrong a number may be until a verdict flips: one row a number, the nearest on top, on a scale of factors.

The pale bar of a row is the number's whole range, with its stated value at 1. Grey: the verdict stays; coloured: it
has changed. The mark between the two is the flip, the thin line around it what fresh seeds confirm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots.canvas import bar, fitted, line, paint, stacked, text
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.palette import (
    BODY,
    CHANGED,
    GRID,
    HAIR,
    INK,
    LINE,
    PAPER,
    RULE,
    SMALL,
    SOFT_INK,
    STAYS,
    VERDICT,
    house_style,
)
from plots.sheet import MARGIN, TOP, WIDTH, blank_figure, block, finish, kicker, note, text_width, title
from sim.words import formats as words
from sim.words.flips import FLIPPED, answer, at, beside, judged, stated
from sim.words.language import Lang
from sim.words.number_names import NumberWords
from sim.words.promises import called

if TYPE_CHECKING:
    from sim.experiments.searches.flip import Flip, TargetFlips
    from sim.experiments.searches.robustness import Robustness

LEFT, SPAN = 4.05, 5.3
"""Inches: left edge and length of the scale of factors."""
HEAD, HEAD_ALONE, ROW, FOOT, AXIS = 0.62, 0.52, 0.52, 0.34, 0.62
ALONE, TOGETHER = 15, 6
"""Rows of a target that stands alone, and of one among others."""
TICKS = (
    0.05,
    0.1,
    0.2,
    0.3,
    0.4,
    0.5,
    0.6,
    0.7,
    0.8,
    0.9,
    1.0,
    1.1,
    1.2,
    1.4,
    1.6,
    2.0,
    2.5,
    3.0,
    4.0,
    5.0,
    10.0,
    20.0,
)
LEAST, MOST = 1.06, 20.0
"""Bounds of the largest factor on the scale; a range beyond it is cut off."""


@dataclass(frozen=True)
class Row:
    """One number that flips the verdict; all places are factors on its stated value, above 0."""

    name: str
    under: str
    label: str
    low: float
    high: float
    old: float
    new: float
    exact: bool
    """Else the flip lies somewhere between `old` and `new`."""
    fresh: tuple[float | None, float | None] | None
    """Factors that fresh seeds call the old and the new verdict, None where they call it nowhere; None: not asked."""

    @property
    def in_doubt(self) -> bool:
        """Fresh seeds were asked and call the new verdict nowhere in the range."""
        return self.fresh is not None and self.fresh[1] is None


SMALLEST = 0.25
"""What a range that begins at 0 is drawn from, as a part of where it flips."""


def rows_of(found: TargetFlips, names: NumberWords) -> list[Row]:
    """The numbers that flip a target, without those of which a factor says nothing."""
    return [_row_of(flip, found.target, names) for flip in found.flips if flip.gap is not None]


def _row_of(flip: Flip, target: str, names: NumberWords) -> Row:
    number, w = flip.number, FLIPPED[names.lang]
    old, new = flip.old.factor or 1.0, flip.new.factor or 1.0
    joint = names.w["joint"]
    *service, step, what = ["", "", *names.name(number.path, target).split(joint)][-3:]
    kind = w["kind_and_stated"].format(kind=w[number.kind], stated=stated(number, names))
    ends = (flip.fresh_old, flip.fresh_new)
    return Row(
        name=joint.join(part for part in (step, what) if part),
        under=joint.join(part for part in (*service, kind) if part),
        label=at(flip, names),
        low=number.low.factor or SMALLEST * min(1.0, new),
        high=number.high.factor or 1.0,
        old=old,
        new=new,
        exact=flip.exact,
        fresh=None
        if flip.fresh == "not_asked"
        else tuple(None if end is None else end.factor or None for end in ends),  # type: ignore[arg-type]
    )


class Scale:
    """Factors from 1/most to most on a logarithmic axis with 1 in the middle."""

    def __init__(self, rows: Sequence[Row]) -> None:
        ends = [end for row in rows for end in (row.low, row.high)]
        self.most = min(max([LEAST, *(max(end, 1 / end) for end in ends)]) ** 1.04, MOST)

    def __call__(self, value: float) -> float:
        """Inches from the left edge of the sheet."""
        part = math.log(value) / math.log(self.most)
        return LEFT + SPAN * (1 + min(max(part, -1.0), 1.0)) / 2

    def ticks(self, apart: float) -> list[float]:
        """1 and round factors on both sides, at least so many inches apart."""
        chosen = [1.0]
        for side in ([t for t in TICKS if t > 1], [t for t in reversed(TICKS) if t < 1]):
            last = 1.0
            for tick in side:
                inside = 1 / self.most <= tick <= self.most
                if inside and abs(self(tick) - self(last)) >= apart:
                    chosen.append(tick)
                    last = tick
        return sorted(chosen)


def flip_factors(made: Robustness, lang: Lang, provenance: str | None = None) -> Figure:
    """Draw the targets in the order given, each with its numbers, the nearest first, and a line of provenance below.

    Raises ValueError for another language.
    """
    words.words(lang)
    w, names = FLIPPED[lang], NumberWords(made.whatif.stated, lang)
    most = ALONE if len(made.targets) == 1 else TOGETHER
    sections = [(found, rows_of(found, names)[:most]) for found in made.targets]
    drawn = [row for _, rows in sections for row in rows]
    scale = Scale(drawn)
    name = made.whatif.stated.title.in_language(lang)
    with house_style():
        figure = blank_figure()
        told = title(_set(answer(made.targets, names), lang))
        head = block(figure, [kicker(words.typeset(name, lang)), told])
        notes = [
            _set(w["drawn_note"].format(n=made.replications), lang),
            *([provenance] if provenance else []),
        ]
        foot = block(figure, [note(one) for one in notes])
        keys = swatches(figure, MARGIN, WIDTH - 2 * MARGIN, _shades(sections, lang))
        key_top = TOP + head.height + 0.14
        top = key_top + (SWATCH_ROW * (len(keys) + 1) if drawn else 0.0) + 0.06
        last = max((number for number, (_, rows) in enumerate(sections) if rows), default=None)
        heights = [
            _height(rows) + (AXIS if number == last else 0.0) for number, (_, rows) in enumerate(sections)
        ]
        below = top + sum(heights) + 0.1
        finish(figure, head, foot, below)
        axes = paint(figure)
        if drawn:
            draw_swatches(figure, key_top, keys)
            _marks(figure, axes, key_top + SWATCH_ROW * (len(keys) + 0.5), drawn, lang)
        for number, ((found, rows), height) in enumerate(zip(sections, heights, strict=True)):
            axis = _set(w["axis"], lang) if number == last else ""
            _section(figure, axes, top, found, rows, scale, axis, lang)
            top += height
        return figure


def _set(told: str, lang: Lang) -> str:
    """A sentence as figures show it."""
    return words.close(words.typeset(told, lang), lang)


def _height(rows: Sequence[Row]) -> float:
    return (HEAD if rows else HEAD_ALONE) + ROW * len(rows) + FOOT


def _shades(sections: Sequence[tuple[TargetFlips, list[Row]]], lang: Lang) -> list[tuple[str, str, str]]:
    """The key of the bars: for each verdict there is, that it stays and what it becomes."""
    w = FLIPPED[lang]
    turned = [(found, rows) for found, rows in sections if rows]
    stays = dict.fromkeys(w[f"stays_{found.old}"] for found, _ in turned)
    shades = [(words.listed(list(stays), lang), STAYS, "")] if stays else []
    shades += [
        (w[f"becomes_{new}"], CHANGED[new], "") for new in dict.fromkeys(found.new for found, _ in turned)
    ]
    if any(not row.exact for _, rows in turned for row in rows):
        shades.append((w["somewhere"], RULE, "////"))
    return shades


def _marks(figure: Figure, axes: Axes, middle: float, rows: Sequence[Row], lang: Lang) -> None:
    """The key of the marks, those that are used."""
    w = FLIPPED[lang]
    x = MARGIN
    line(axes, [x + 0.13, x + 0.13], [middle - 0.085, middle + 0.085], INK, 1.2 * LINE)
    x = _told(figure, axes, x + 0.34, middle, w["point"])
    if any(row.fresh is not None and not row.in_doubt for row in rows):
        _whisker(axes, x, x + 0.36, middle, (x, x + 0.36))
        x = _told(figure, axes, x + 0.44, middle, w["whisker"])
    if any(row.in_doubt for row in rows):
        bar(axes, x, middle - 0.065, 0.26, 0.13, RULE, "////")
        text(axes, x + 0.32, middle, "?", size=BODY, colour=INK)
        _told(figure, axes, x + 0.46, middle, w["doubt"])


def _told(figure: Figure, axes: Axes, x: float, middle: float, said: str) -> float:
    text(axes, x, middle, said, colour=SOFT_INK)
    return x + text_width(figure, said, SMALL) + 0.3


def _section(
    figure: Figure,
    axes: Axes,
    top: float,
    found: TargetFlips,
    rows: Sequence[Row],
    scale: Scale,
    axis: str,
    lang: Lang,
) -> None:
    """A target's numbers; `axis` names the scale below them, where it has its numbers."""
    line(axes, [MARGIN, WIDTH - MARGIN], [top + 0.04, top + 0.04], RULE, zorder=1)
    room = WIDTH - 2 * MARGIN
    name = fitted(figure, words.typeset(called(found, lang), lang), BODY + 1, room, 1)[0]
    text(axes, MARGIN, top + 0.2, name, size=BODY + 1)
    verdict = fitted(figure, _set(judged(found, lang), lang), SMALL, room, 1)[0]
    colour = SOFT_INK if found.value is None else VERDICT[found.old]
    text(axes, MARGIN, top + 0.42, f"{verdict[0].upper()}{verdict[1:]}", colour=colour)
    first = top + (HEAD if rows else HEAD_ALONE)
    end = first + ROW * len(rows)
    if rows:
        for tick in scale.ticks(0.42):
            line(axes, [scale(tick)] * 2, [first - 0.04, end], GRID if tick != 1 else RULE, zorder=1)
    for number, row in enumerate(rows):
        _row(figure, axes, first + ROW * number, row, found.new, scale, lang)
    if axis:
        _axis(axes, end + 0.02, scale, axis)
        end += AXIS
    hidden = sum(flip.gap is not None for flip in found.flips) - len(rows)
    if told := _set(beside(found, hidden, lang), lang):
        text(axes, MARGIN, end + 0.14, fitted(figure, told, SMALL, room, 1)[0], colour=SOFT_INK)


def _row(figure: Figure, axes: Axes, top: float, row: Row, flipped: str, scale: Scale, lang: Lang) -> None:
    room = LEFT - MARGIN - 0.25
    lines = [(one, BODY, INK) for one in fitted(figure, _set(row.name, lang), BODY, room, 1)]
    lines += [
        (one, SMALL - 0.5, SOFT_INK) for one in fitted(figure, _set(row.under, lang), SMALL - 0.5, room, 1)
    ]
    stacked(axes, MARGIN, top + ROW / 2, lines)
    middle = top + 0.36
    up = row.new > row.old
    end = row.high if up else row.low
    _stretch(axes, scale, row.low, row.high, middle, STAYS)
    _stretch(axes, scale, row.new, end, middle, CHANGED[flipped], "////" if row.in_doubt else "", z=2.2)
    colour = VERDICT[flipped]
    label = _set(f"{row.label} ?" if row.in_doubt else row.label, lang)
    width = text_width(figure, label, SMALL)
    if not row.exact:
        _stretch(axes, scale, row.old, row.new, middle, RULE, hatch="////", z=2.4)
        place = (scale(row.old) + scale(row.new) - width) / 2
        text(axes, min(max(place, LEFT), LEFT + SPAN - width), top + 0.13, label, colour=colour)
        return
    x = scale(row.new)
    if row.fresh is not None and not row.in_doubt:
        sides = [(row.low if up else row.high) if side is None else side for side in row.fresh]
        capped = [scale(side) for side in row.fresh if side is not None]
        first, last = sorted(scale(side) for side in sides)
        _whisker(axes, first, last, middle, capped)
    line(axes, [x, x], [middle - 0.1, middle + 0.1], colour, 1.4 * LINE, zorder=5)
    # On the side away from 1, as far as there is room.
    place = min(x - 0.03, LEFT + SPAN - width) if up else max(x + 0.03 - width, LEFT)
    text(axes, place, top + 0.13, label, colour=colour)


def _stretch(
    axes: Axes,
    scale: Scale,
    first: float,
    last: float,
    middle: float,
    colour: str,
    hatch: str = "",
    z: float = 2.0,
) -> None:
    left, right = sorted((scale(first), scale(last)))
    bar(axes, left, middle - 0.075, max(right - left, 0.015), 0.15, colour, hatch, z=z)


def _whisker(axes: Axes, left: float, right: float, middle: float, capped: Sequence[float]) -> None:
    """A line set off from the bar by paper, with a cap at each end that fresh seeds confirm."""
    line(axes, [left, right], [middle, middle], PAPER, 1.5 * LINE, zorder=3)
    line(axes, [left, right], [middle, middle], INK, 1.2 * HAIR, zorder=4)
    for x in capped:
        line(axes, [x, x], [middle - 0.045, middle + 0.045], INK, 1.2 * HAIR, zorder=4)


def _axis(axes: Axes, top: float, scale: Scale, said: str) -> None:
    line(axes, [LEFT, LEFT + SPAN], [top - 0.02, top - 0.02], RULE)
    for tick in scale.ticks(0.42):
        x = scale(tick)
        line(axes, [x, x], [top - 0.02, top + 0.04], RULE)
        text(
            axes,
            x,
            top + 0.14,
            f"×{tick:.3g}" if tick != 1 else "1",
            colour=INK if tick == 1 else SOFT_INK,
            ha="center",
        )
    text(axes, LEFT + SPAN / 2, top + 0.36, said, size=BODY, ha="center")
