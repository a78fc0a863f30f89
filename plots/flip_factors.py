"""How wrong a number may be until a verdict flips: one row a number, the nearest on top, on a scale of factors.

The pale bar of a row is the number's whole range, with its stated value at 1. Grey: the verdict stays; coloured: it
has changed. The mark between the two is the flip, the thin line around it what fresh seeds confirm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots.canvas import bar, fitted, line, paint, stacked, text
from plots.flip_words import SAID, FlipRow, FlipSection, beside, checked, factor, sentence
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.palette import (
    BODY,
    GRID,
    HAIR,
    INK,
    LINE,
    PAPER,
    RULE,
    SMALL,
    SOFT_INK,
    VERDICT,
    house_style,
)
from plots.sheet import MARGIN, WIDTH, Line, blank_figure, block, note, text_width, title, write
from sim.words import formats as words
from sim.words.language import Lang

TOP, LEFT, SPAN = 0.3, 4.05, 5.3
"""Inches: upper margin; left edge and length of the scale of factors."""
HEAD, HEAD_ALONE, ROW, FOOT, AXIS = 0.62, 0.52, 0.52, 0.34, 0.62
ALONE, TOGETHER = 15, 6
"""Rows of a target that stands alone, and of one among others."""
STAYS = "#DDE2E6"
CHANGED = {"met": "#B9DDD0", "not_met": "#F0C2B6"}
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


class Scale:
    """Factors from 1/most to most on a logarithmic axis with 1 in the middle."""

    def __init__(self, rows: Sequence[FlipRow]) -> None:
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


def flip_factors(
    sections: Sequence[FlipSection],
    *,
    name: str,
    lang: Lang,
    notes: Sequence[str] = (),
    provenance: str | None = None,
) -> Figure:
    """Draw the targets in the order given, each with its numbers in the order given.

    `notes` stand below, before the line of provenance. Raises ValueError for no section, an unknown verdict or
    language, shares outside 0 to 1, and factors outside their ranges.
    """
    known = words.words(lang).verdicts
    if not sections:
        raise ValueError("sections is empty: there is nothing to draw")
    for section in sections:
        _checked(section, known)
    said = SAID[lang]
    most = ALONE if len(sections) == 1 else TOGETHER
    drawn = [row for section in sections for row in section.rows[:most]]
    scale = Scale(drawn)
    with house_style():
        figure = blank_figure()
        told = title(words.typeset(sentence(sections, lang), lang))
        head = block(figure, [Line(words.typeset(name, lang), BODY, SOFT_INK), told])
        foot = block(figure, [note(one) for one in (*notes, *([provenance] if provenance else []))])
        keys = swatches(figure, MARGIN, WIDTH - 2 * MARGIN, _shades(sections, most, lang))
        key_top = TOP + head.height + 0.14
        top = key_top + (SWATCH_ROW * (len(keys) + 1) if drawn else 0.0) + 0.06
        last = max((number for number, section in enumerate(sections) if section.rows), default=None)
        heights = [
            _height(section, most) + (AXIS if number == last else 0.0)
            for number, section in enumerate(sections)
        ]
        below = top + sum(heights) + 0.1
        figure.set_figheight(below + foot.height + 0.3)
        write(figure, head, TOP)
        write(figure, foot, below)
        axes = paint(figure)
        if drawn:
            draw_swatches(figure, key_top, keys)
            _marks(figure, axes, key_top + SWATCH_ROW * (len(keys) + 0.5), drawn, lang)
        for number, (section, height) in enumerate(zip(sections, heights, strict=True)):
            axis = said.axis if number == last else ""
            _section(figure, axes, top, section, section.rows[:most], scale, axis, lang)
            top += height
        return figure


def _checked(section: FlipSection, known: dict[str, str]) -> None:
    for verdict in (section.verdict, section.flipped, section.decided):
        if verdict not in known:
            raise ValueError(f"verdict {verdict!r} of {section.name}: must be one of {', '.join(known)}")
    for share in (section.required, *([] if section.share is None else [section.share])):
        if not 0 <= share <= 1:
            raise ValueError(f"share {share} of {section.name}: must be from 0 to 1")
    for row in section.rows:
        checked(row)


def _height(section: FlipSection, most: int) -> float:
    rows = len(section.rows[:most])
    return (HEAD if rows else HEAD_ALONE) + ROW * rows + FOOT


def _shades(sections: Sequence[FlipSection], most: int, lang: Lang) -> list[tuple[str, str, str]]:
    """The key of the bars: for each verdict there is, that it stays and what it becomes."""
    said = SAID[lang]
    turned = [section for section in sections if section.rows]
    stays = dict.fromkeys(said.stays[section.verdict] for section in turned)
    both = "、".join(stays) if lang == "zh" else " / ".join(stays)
    shades = [(both, STAYS, "")] if stays else []
    shades += [
        (said.flips[new], CHANGED[new], "") for new in dict.fromkeys(section.flipped for section in turned)
    ]
    if any(not row.exact for section in turned for row in section.rows[:most]):
        shades.append((said.unknown, RULE, "////"))
    return shades


def _marks(figure: Figure, axes: Axes, middle: float, rows: Sequence[FlipRow], lang: Lang) -> None:
    """The key of the marks, those that are used."""
    said = SAID[lang]
    x = MARGIN
    line(axes, [x + 0.13, x + 0.13], [middle - 0.085, middle + 0.085], INK, 1.2 * LINE)
    x = _told(figure, axes, x + 0.34, middle, said.point)
    if any(row.fresh is not None and not row.in_doubt for row in rows):
        _whisker(axes, x, x + 0.36, middle, (x, x + 0.36))
        x = _told(figure, axes, x + 0.44, middle, said.fresh)
    if any(row.in_doubt for row in rows):
        bar(axes, x, middle - 0.065, 0.26, 0.13, RULE, "////")
        text(axes, x + 0.32, middle, "?", size=BODY, colour=INK)
        _told(figure, axes, x + 0.46, middle, said.doubt)


def _told(figure: Figure, axes: Axes, x: float, middle: float, said: str) -> float:
    text(axes, x, middle, said, colour=SOFT_INK)
    return x + text_width(figure, said, SMALL) + 0.3


def _section(
    figure: Figure,
    axes: Axes,
    top: float,
    section: FlipSection,
    rows: Sequence[FlipRow],
    scale: Scale,
    axis: str,
    lang: Lang,
) -> None:
    """A target's numbers; `axis` names the scale below them, where it has its numbers."""
    said = SAID[lang]
    line(axes, [MARGIN, WIDTH - MARGIN], [top + 0.04, top + 0.04], RULE, zorder=1)
    called = " · ".join(part for part in (section.name, section.reading) if part)
    known = words.words(lang).verdicts
    verdict = said.nobody
    if section.share is not None:
        pattern = said.verdict if section.decided == section.verdict else said.sample
        verdict = pattern.format(
            verdict=known[section.verdict],
            decided=known[section.decided].lower(),
            share=words.share(section.share, section.required),
            required=words.required(section.required),
        )
    room = WIDTH - 2 * MARGIN
    text(
        axes,
        MARGIN,
        top + 0.2,
        fitted(figure, words.typeset(called, lang), BODY + 1, room, 1)[0],
        size=BODY + 1,
    )
    text(
        axes,
        MARGIN,
        top + 0.42,
        verdict,
        colour=VERDICT[section.verdict] if section.share is not None else SOFT_INK,
    )
    first = top + (HEAD if rows else HEAD_ALONE)
    end = first + ROW * len(rows)
    if rows:
        for tick in scale.ticks(0.42):
            line(axes, [scale(tick)] * 2, [first - 0.04, end], GRID if tick != 1 else RULE, zorder=1)
    for number, row in enumerate(rows):
        _row(figure, axes, first + ROW * number, row, section.flipped, scale, lang)
    if axis:
        _axis(axes, end + 0.02, scale, axis)
        end += AXIS
    told = beside(section, len(section.rows) - len(rows), lang)
    if told:
        text(axes, MARGIN, end + 0.14, fitted(figure, told, SMALL, room, 1)[0], colour=SOFT_INK)


def _row(
    figure: Figure, axes: Axes, top: float, row: FlipRow, flipped: str, scale: Scale, lang: Lang
) -> None:
    room = LEFT - MARGIN - 0.25
    lines = [(one, BODY, INK) for one in fitted(figure, words.typeset(row.name, lang), BODY, room, 1)]
    lines += [
        (one, SMALL - 0.5, SOFT_INK)
        for one in fitted(figure, words.typeset(row.under, lang), SMALL - 0.5, room, 1)
    ]
    stacked(axes, MARGIN, top + ROW / 2, lines)
    middle = top + 0.36
    up = row.new > row.old
    end = row.high if up else row.low
    _stretch(axes, scale, row.low, row.high, middle, STAYS)
    _stretch(axes, scale, row.new, end, middle, CHANGED[flipped], "////" if row.in_doubt else "", z=2.2)
    colour = VERDICT[flipped]
    label = f"{row.label} ?" if row.in_doubt else row.label
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
        _whisker(axes, *sorted(scale(side) for side in sides), middle, capped)
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
            factor(tick) if tick != 1 else "1",
            colour=INK if tick == 1 else SOFT_INK,
            ha="center",
        )
    text(axes, LEFT + SPAN / 2, top + 0.36, said, size=BODY, ha="center")
