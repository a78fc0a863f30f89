"""On-time share against the size of the hall: a line a staffing, over the middle eight tenths of the halls.

The level line is the required share. A band is as wide as halls of one size and staffing differ by luck alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from plots.fonts import font
from plots.legend import heading
from plots.palette import (
    BAND_ALPHA,
    BODY,
    FINISHED,
    HAIR,
    INK,
    LINE,
    MAKEUP,
    OVERDUE,
    SMALL,
    dress,
    house_style,
)
from plots.sheet import MARGIN, TOP, blank_figure, block, finish, kicker, note, panel, subtitle, title
from sim.words import formats as words
from sim.words.hall_sizes import SAID, Said
from sim.words.language import Lang

COLOURS = (OVERDUE, FINISHED, MAKEUP)
"""By staffing, the leanest first; more than three begin again."""
LEFT, SPAN, HEIGHT = 0.95, 8.1, 3.4
"""Inches: left edge, width and height of the panel."""


@dataclass(frozen=True)
class SizePoint:
    """Halls of one size and staffing."""

    cases_a_day: float
    share: float
    low: float
    """The share that a tenth of these halls do not exceed, and that nine tenths do not."""
    high: float
    halls: int


@dataclass(frozen=True)
class Staffed:
    """Halls of one staffing, by size. `factor` is on the usual number of units."""

    factor: float
    points: Sequence[SizePoint]


def hall_sizes(
    staffed: Sequence[Staffed],
    *,
    name: str,
    share: float,
    required: float,
    lang: Lang,
    notes: Sequence[str] = (),
    provenance: str | None = None,
) -> Figure:
    """Draw a target called `name`, of which `share` of all halls' cases are on time.

    Raises ValueError for nothing to draw, shares outside 0 to 1, and an unknown language.
    """
    words.words(lang)
    points = [(one.factor, point) for one in staffed for point in one.points]
    if not points:
        raise ValueError("staffed is empty: there is nothing to draw")
    for value in (share, required, *(v for _, p in points for v in (p.share, p.low, p.high))):
        if not 0 <= value <= 1:
            raise ValueError(f"share {value}: must be from 0 to 1")
    said = SAID[lang]
    halls = sum(point.halls for _, point in points)
    with house_style():
        figure = blank_figure()
        head = block(
            figure,
            [
                kicker(words.typeset(name, lang)),
                title(said.title.format(halls=words.count(halls), share=words.share(share))),
                subtitle(_range(points, said)),
            ],
        )
        foot = block(figure, [note(one) for one in (*notes, *([provenance] if provenance else []))])
        middle = TOP + head.height + 0.3
        top = middle + 0.25
        end = top + HEIGHT + 0.95
        finish(figure, head, foot, end)
        series = [
            (said.staff.format(factor=words.number(one.factor)), COLOURS[i % len(COLOURS)])
            for i, one in enumerate(staffed)
        ]
        heading(figure, MARGIN, middle, said.share, series)
        _draw(figure, top, staffed, required, said, lang)
        return figure


def _range(points: Sequence[tuple[float, SizePoint]], said: Said) -> str:
    low = min(points, key=lambda found: found[1].share)
    high = max(points, key=lambda found: found[1].share)
    told = {}
    for word, (factor, point) in (("low", low), ("high", high)):
        told[word] = words.share(point.share)
        told[f"{word}_size"] = _cases(point.cases_a_day)
        told[f"{word}_staff"] = words.number(factor)
    return said.range.format(**told)


def _cases(value: float) -> str:
    return f"{value:.0f}"


def _draw(
    figure: Figure, top: float, staffed: Sequence[Staffed], required: float, said: Said, lang: Lang
) -> None:
    axes = panel(figure, LEFT, top, SPAN, HEIGHT)
    dress(axes)
    axes.set_xscale("log")
    sizes: dict[int, list[SizePoint]] = {}
    for number, one in enumerate(staffed):
        colour = COLOURS[number % len(COLOURS)]
        points = sorted(one.points, key=lambda point: point.cases_a_day)
        at = [point.cases_a_day for point in points]
        lows, highs = [point.low for point in points], [point.high for point in points]
        axes.fill_between(at, lows, highs, facecolor=colour, alpha=BAND_ALPHA, linewidth=0, zorder=4)
        axes.plot(
            at, [point.share for point in points], color=colour, linewidth=LINE, marker="o", markersize=3.2,
            markeredgewidth=0, zorder=5,
        )  # fmt: skip
        for place, point in enumerate(points):
            sizes.setdefault(place, []).append(point)
    ticks = [sum(p.cases_a_day * p.halls for p in own) / sum(p.halls for p in own) for own in sizes.values()]
    halls = [sum(point.halls for point in own) for own in sizes.values()]
    axes.set_xticks(ticks)
    axes.set_xticklabels(
        [f"{_cases(tick)}\n{said.halls.format(n=words.count(n))}" for tick, n in zip(ticks, halls, strict=True)],
        fontproperties=font(SMALL), linespacing=1.5,
    )  # fmt: skip
    axes.minorticks_off()
    axes.set_xlim(ticks[0] / 1.25, ticks[-1] * 1.25)
    axes.set_ylim(0, 1.03)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.set_yticklabels(["0%", "25%", "50%", "75%", "100%"], fontproperties=font(SMALL))
    axes.axhline(required, color=INK, linewidth=HAIR, zorder=3)
    axes.text(
        1.01, required, said.required.format(share=words.required(required)), transform=axes.get_yaxis_transform(),
        fontproperties=font(SMALL - 1), color=INK, va="center", ha="left", parse_math=False,
    )  # fmt: skip
    axes.text(
        0.5, -0.62 / HEIGHT, words.typeset(said.size, lang), transform=axes.transAxes, fontproperties=font(BODY),
        color=INK, ha="center", va="center_baseline", parse_math=False,
    )  # fmt: skip
