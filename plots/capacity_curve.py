"""How much load each promise bears: share on time against the number of cases, one panel a target.

Green ground: loads confirmed to keep the promise; red ground: loads confirmed to break it; plain ground between
the two: nobody can tell for sure. The load that was asked is the dashed line, the required share the level one.
Loads are factors on what was asked, shown as the change of the number of cases.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory

from plots.canvas import fitted
from plots.fonts import font
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.palette import (
    BAND_ALPHA,
    BODY,
    BREAKS,
    FINISHED,
    HAIR,
    INK,
    KEEPS,
    LINE,
    PAPER,
    SMALL,
    SOFT_INK,
    SUBTITLE,
    VERDICT,
    dress,
    ground,
    house_style,
)
from plots.sheet import (
    LINE_HEIGHT,
    MARGIN,
    TOP,
    WIDTH,
    blank_figure,
    block,
    finish,
    kicker,
    note,
    panel,
    subtitle,
    text_width,
    title,
)
from sim.words import formats as words
from sim.words.amounts import unit_amount
from sim.words.counted import of_counted
from sim.words.language import Lang
from sim.words.load import BORNE
from sim.words.margins import answer, bears, change, frequency, gives_way, lasting, one_more_now, whose
from sim.words.means import MEANS
from sim.words.promises import called

if TYPE_CHECKING:
    from sim.experiments.load.margin import Margin
    from sim.experiments.searches.capacity import Capacity, Point

LEFT, SPAN, COLUMN = 0.95, 5.2, 6.9
"""Inches: left edge and width of the panels; left edge of the words beside them."""
HEAD, SCALE = 0.74, 0.66
ALONE, TOGETHER = 3.1, 1.35
"""Heights of a panel that stands alone, and of one among others."""
STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0)


def capacity_curve(made: Capacity, lang: Lang, provenance: str | None = None) -> Figure:
    """Draw the targets in the order given, with a line of provenance below. Raises ValueError for another language."""
    words.words(lang)
    w = BORNE[lang]
    margins = made.margins
    height = ALONE if len(margins) == 1 else TOGETHER
    low, high = scope(margins, made.curves)
    told, *more = answer(margins, lang, made.doubts)
    name = made.whatif.scenario.title.in_language(lang)
    with house_style():
        figure = blank_figure()
        lines = [kicker(words.typeset(name, lang)), title(_set(told.rstrip("。."), lang))]
        lines += [subtitle(_set(one, lang)) for one in more]
        head = block(figure, lines)
        notes = [*_notes(made, lang), *([provenance] if provenance else [])]
        foot = block(figure, [note(one) for one in notes])
        shades = (
            (w["keeps"], KEEPS),
            (w["between"], PAPER),
            (w["breaks"], BREAKS),
            (_curve_said(margins, lang), FINISHED),
        )
        keys = swatches(
            figure, MARGIN, WIDTH - 2 * MARGIN, [(_set(key, lang), shade, "") for key, shade in shades]
        )
        key_top = TOP + head.height + 0.16
        top = key_top + SWATCH_ROW * len(keys) + 0.1
        end = top + len(margins) * (HEAD + height)
        finish(figure, head, foot, end + SCALE)
        draw_swatches(figure, key_top, keys)
        for number, margin in enumerate(margins):
            upper = top + number * (HEAD + height)
            axes = panel(figure, LEFT, upper + HEAD, SPAN, height)
            axes.set_xlim(low, high)
            _draw(axes, margin, made.curves[margin.target], lang)
            _scale(axes, low, high, margins, lang, named=number == len(margins) - 1)
            _named(figure, upper, margin, lang)
            _beside(figure, upper + HEAD, margin, made.value_as_asked(margin.target), lang)
        return figure


def _curve_said(margins: Sequence[Margin], lang: Lang) -> str:
    """What the curves are of: shares on time, means, or some of both."""
    kinds = {margin.required.statistic for margin in margins}
    both = {**MEANS[lang], "curve_shares": BORNE[lang]["curve"]}
    said = both["curve_shares" if kinds == {"share"} else "curve" if kinds == {"mean"} else "curve_both"]
    return said if all(margin.required.of_time for margin in margins) else of_counted(said, lang)


def scope(margins: Sequence[Margin], curves: Mapping[str, Sequence[Point]]) -> tuple[float, float]:
    """The loads the panels show: around every turn and the load asked."""
    ends = [
        end
        for margin in margins
        if margin.kind == "turns"
        for end in (margin.met, margin.not_met, margin.kept, margin.broken)
        if end is not None
    ]
    if not ends:
        return 0.0, max([1.3, *(point.load for margin in margins for point in curves[margin.target])])
    return 0.8 * min([*ends, 1.0]), 1.2 * max([*ends, 1.0])


def _notes(made: Capacity, lang: Lang) -> list[str]:
    """How the figure was made, and of what is met for its window only, up to which load it lasts."""
    w = BORNE[lang]
    how = w["curve_note"].format(whose=whose(made, lang), n=made.replications)
    lasts = [
        w["one"].format(name=called(margin, lang), told=told)
        for margin in made.margins
        if margin.growing
        for told in lasting(margin, lang)
    ]
    return [_set(one, lang) for one in (f"{how[0].upper()}{how[1:]}", w["note"], *dict.fromkeys(lasts))]


def _set(told: str, lang: Lang) -> str:
    """A sentence as figures show it: Chinese leaves no blank beside a figure."""
    return words.close(words.typeset(told, lang), lang)


def _draw(axes: Axes, row: Margin, curve: Sequence[Point], lang: Lang) -> None:
    """Grounds, curve, required share and the load that was asked."""
    low, high = axes.get_xlim()
    dress(axes)
    _value_scale(axes, row, curve)
    if row.met is not None:
        ground(axes, low, row.met, KEEPS)
        axes.axvline(row.met, color=VERDICT["met"], linewidth=HAIR, zorder=2)
    if row.not_met is not None:
        ground(axes, row.not_met, max(high, row.not_met), BREAKS)
        axes.axvline(row.not_met, color=VERDICT["not_met"], linewidth=HAIR, zorder=2)
    axes.set_xlim(low, high)
    axes.axvline(1.0, color=INK, linewidth=0.6 * LINE, linestyle=(0, (4, 3)), zorder=3)
    axes.axhline(row.required.level, color=INK, linewidth=HAIR, zorder=3)
    points = sorted((point.load, point.value, point.low, point.high) for point in curve)
    if points:
        loads, shares, lows, highs = zip(*points, strict=True)
        shown = np.minimum(highs, 2 * axes.get_ylim()[1])  # a mean with cases still open has no upper end
        axes.fill_between(loads, lows, shown, facecolor=FINISHED, alpha=BAND_ALPHA, linewidth=0, zorder=4)
        axes.plot(
            loads, shares, color=FINISHED, linewidth=LINE, marker="o", markersize=2.6, markeredgewidth=0,
            solid_joinstyle="round", zorder=5,
        )  # fmt: skip
    axes.text(
        high + 0.05 * (high - low) / SPAN, row.required.level, _asked(row, lang),
        fontproperties=font(SMALL - 1), color=INK, va="center", ha="left", parse_math=False, zorder=6,
        linespacing=1.05,
    )  # fmt: skip
    _ends(axes, row)


def _value_scale(axes: Axes, row: Margin, curve: Sequence[Point]) -> None:
    """Shares from 0 to 1; means from 0 to twice the limit, or the largest mean near the load asked."""
    if row.required.share is not None:
        axes.set_ylim(0, 1.04)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.set_yticklabels(["0%", "25%", "50%", "75%", "100%"], fontproperties=font(SMALL))
        return
    asked = [point.value for point in curve if point.load <= 1]
    top = max([2 * row.required.level, *asked])
    axes.set_ylim(0, 1.04 * top)
    ticks = [top * quarter / 4 for quarter in range(5)]
    axes.set_yticks(ticks)
    axes.set_yticklabels([words.number(tick) for tick in ticks], fontproperties=font(SMALL))


def _asked(row: Margin, lang: Lang) -> str:
    """What is required, behind its line."""
    if row.required.share is not None:
        return BORNE[lang]["required"].format(share=words.required(row.required.share))
    limit = unit_amount(row.required.level, row.required.unit_name, lang)
    return _set(MEANS[lang]["at_most"].format(limit=limit), lang)


def _ends(axes: Axes, row: Margin) -> None:
    """The confirmed ends, written above the panel on the outer side of each."""
    low, high = axes.get_xlim()
    place = blended_transform_factory(axes.transData, axes.transAxes)
    for end, colour, ha in ((row.met, "met", "right"), (row.not_met, "not_met", "left")):
        if end is None or not low <= end <= high:
            continue
        room = 0.16 * (high - low)
        side = (
            "left"
            if ha == "right" and end - low < room
            else "right"
            if ha == "left" and high - end < room
            else ha
        )
        if (
            side != ha
            and row.met is not None
            and row.not_met is not None
            and row.not_met - row.met < 2 * room
        ):
            side = ha
        axes.text(
            end, 1.025, change(end), transform=place, fontproperties=font(SMALL), color=VERDICT[colour],
            ha=side, va="bottom", parse_math=False,
        )  # fmt: skip


def _scale(axes: Axes, low: float, high: float, rows: Sequence[Margin], lang: Lang, *, named: bool) -> None:
    """Changes at round numbers; their words only under the last panel."""
    w = BORNE[lang]
    step = next((step for step in STEPS if (high - low) / step <= 7), STEPS[-1])
    ticks = [
        load
        for number in range(math.ceil((low - 1) / step - 1e-9), math.floor((high - 1) / step + 1e-9) + 1)
        if (load := 1 + number * step) >= 0
    ]
    axes.set_xticks(ticks)
    axes.set_xticklabels(
        [w["asked_tick"] if tick == 1 else change(tick) for tick in ticks] if named else [],
        fontproperties=font(SMALL),
    )
    if not named:
        return
    counts = {round(row.cases_a_day, 6) for row in rows if row.cases_a_day > 0}
    told = w["axis"]
    if len(counts) == 1:
        told += f" · {_set(w['asked'].format(cases=frequency(counts.pop(), lang)), lang)}"
    height = axes.get_position().height * axes.figure.get_figheight()  # type: ignore[union-attr]
    axes.text(
        0.5, -0.46 / height, told, transform=axes.transAxes, fontproperties=font(BODY), color=INK,
        ha="center", va="center_baseline", parse_math=False,
    )  # fmt: skip


def _named(figure: Figure, top: float, row: Margin, lang: Lang) -> None:
    """The target's name and reading over its panel."""
    sheet = figure.get_figheight()
    said = words.typeset(row.target if row.name is None else row.name.in_language(lang), lang)
    named = fitted(figure, said, BODY, WIDTH - 2 * MARGIN, 1)[0]
    y = 1 - (top + 0.34) / sheet
    figure.text(
        LEFT / WIDTH, y, named, fontproperties=font(BODY), color=INK, va="center_baseline", parse_math=False
    )
    left = LEFT + text_width(figure, named, BODY) + 0.15
    room = WIDTH - MARGIN - left
    if row.reading is not None and room > 1:
        under = fitted(figure, words.typeset(row.reading.in_language(lang), lang), SMALL - 0.5, room, 1)[0]
        figure.text(
            left / WIDTH, y, under, fontproperties=font(SMALL - 0.5), color=SOFT_INK,
            va="center_baseline", parse_math=False,
        )  # fmt: skip


def _beside(figure: Figure, top: float, row: Margin, share: float | None, lang: Lang) -> None:
    """What the target bears, in words."""
    room = WIDTH - MARGIN - COLUMN
    told = _set(bears(row, lang), lang)
    lines = [
        (one, SUBTITLE, VERDICT[row.standing])
        for one in fitted(figure, f"{told[0].upper()}{told[1:]}", SUBTITLE, room, 2)
    ]
    lines += [
        (part, SMALL, colour)
        for text, colour in _details(row, share, lang)
        for part in fitted(figure, _set(text, lang), SMALL, room, 2)
    ]
    sheet = figure.get_figheight()
    y = top
    for text, size, colour in lines:
        middle = y + size * LINE_HEIGHT / 144
        figure.text(
            COLUMN / WIDTH, 1 - middle / sheet, text, fontproperties=font(size), color=colour,
            va="center_baseline", parse_math=False,
        )  # fmt: skip
        y += size * LINE_HEIGHT / 72


def _details(row: Margin, share: float | None, lang: Lang) -> list[tuple[str, str]]:
    w = BORNE[lang]
    cases = (
        w["up_to"].format(cases=frequency(row.met * row.cases_a_day, lang))
        if row.met and row.cases_a_day
        else ""
    )
    told = [
        (cases, SOFT_INK),
        (gives_way(row, lang), SOFT_INK),
        (one_more_now(row, lang, share), INK),
    ]
    return [(text, colour) for text, colour in told if text]
