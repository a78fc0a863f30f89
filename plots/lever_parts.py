"""Which lever saves how much: from the mean time without any lever to that with all of them, one step a lever.

A block a target. The upper bar is the time without levers, each step below takes away what one lever saves or adds what
it costs, and the lowest bar is what remains; the thin line on a step is its interval. Blocks of one unit share a scale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots.canvas import bar, fitted, line, paint, text, ticks
from plots.palette import (
    BODY,
    GRID,
    HAIR,
    INK,
    RULE,
    SMALL,
    SOFT_INK,
    STAYS,
    THIN,
    UNKNOWN,
    VERDICT,
    house_style,
)
from plots.sheet import MARGIN, TOP, WIDTH, blank_figure, block, finish, kicker, note, title
from sim.words import formats as words
from sim.words.language import Lang

COLOUR = {
    "better": VERDICT["met"],
    "worse": VERDICT["not_met"],
    "unclear": UNKNOWN,
    "nothing": UNKNOWN,
}
LEFT, SPAN = 3.1, 4.9
"""Inches: left edge and length of the scale."""
HEAD, ROW, SCALE = 0.5, 0.36, 0.5
THICK = 0.2


@dataclass(frozen=True)
class Step:
    """A bar from `start` to `end`; `low` and `high` are where its end may lie. `judgement` None: a level, no step."""

    name: str
    start: float
    end: float
    told: str
    judgement: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Fall:
    """One target: its name, what is said of it, its axis' name, its limit if it has one, and its steps."""

    name: str
    under: str
    axis: str
    limit: float | None
    limit_told: str
    steps: tuple[Step, ...]

    @property
    def most(self) -> float:
        ends = [one.high if one.high is not None else max(one.start, one.end) for one in self.steps]
        return max([*ends, self.limit or 0.0]) or 1.0


def lever_parts(
    falls: Sequence[Fall],
    *,
    name: str,
    sentence: str,
    lang: Lang,
    notes: Sequence[str] = (),
) -> Figure:
    """Draw the targets in the order given. Raises ValueError for no target, or an unknown judgement or language."""
    words.words(lang)
    if not falls:
        raise ValueError("there is no target to draw")
    for one in (step for fall in falls for step in fall.steps):
        if one.judgement is not None and one.judgement not in COLOUR:
            raise ValueError(f"judgement {one.judgement!r} of {one.name}: must be one of {', '.join(COLOUR)}")
    with house_style():
        figure = blank_figure()
        heading = [
            kicker(words.typeset(name, lang)),
            title(words.typeset(sentence, lang)),
        ]
        head = block(figure, heading)
        foot = block(figure, [note(words.typeset(one, lang)) for one in notes])
        top = TOP + head.height + 0.2
        heights = [HEAD + ROW * len(fall.steps) + SCALE for fall in falls]
        below = top + sum(heights) + 0.1
        finish(figure, head, foot, below)
        axes = paint(figure)
        most: dict[str, float] = {}
        for fall in falls:
            most[fall.axis] = max(fall.most, most.get(fall.axis, 0.0))
        for fall, height in zip(falls, heights, strict=True):
            _fall(figure, axes, top, fall, most[fall.axis], lang)
            top += height
        return figure


def _fall(figure: Figure, axes: Axes, top: float, fall: Fall, most: float, lang: Lang) -> None:
    def place(value: float) -> float:
        return LEFT + SPAN * max(0.0, value) / (1.02 * most)

    room = WIDTH - 2 * MARGIN
    line(axes, [MARGIN, WIDTH - MARGIN], [top, top], RULE, zorder=1)
    text(
        axes,
        MARGIN,
        top + 0.17,
        fitted(figure, words.typeset(fall.name, lang), BODY + 1, room, 1)[0],
        size=BODY + 1,
    )
    text(
        axes,
        MARGIN,
        top + 0.36,
        fitted(figure, words.typeset(fall.under, lang), SMALL, room, 1)[0],
        colour=SOFT_INK,
    )
    first = top + HEAD
    end = first + ROW * len(fall.steps)
    for tick in ticks(most):
        line(axes, [place(tick)] * 2, [first, end + 0.04], GRID, zorder=1)
        text(axes, place(tick), end + 0.13, words.number(tick, 6), colour=SOFT_INK, ha="center")
    line(axes, [LEFT, LEFT + SPAN], [end + 0.04, end + 0.04], RULE)
    text(axes, LEFT, end + 0.32, words.typeset(fall.axis, lang), colour=SOFT_INK)
    if fall.limit is not None:
        line(axes, [place(fall.limit)] * 2, [first - 0.02, end + 0.04], INK, THIN, zorder=3)
        text(axes, LEFT + SPAN * 0.5, end + 0.32, words.typeset(fall.limit_told, lang), colour=INK)
    for number, step in enumerate(fall.steps):
        _step(figure, axes, first + ROW * (number + 0.5), step, place, lang)


def _step(
    figure: Figure, axes: Axes, middle: float, step: Step, place: Callable[[float], float], lang: Lang
) -> None:
    label = fitted(figure, words.typeset(step.name, lang), BODY, LEFT - MARGIN - 0.2, 1)[0]
    text(axes, MARGIN, middle, label, size=BODY)
    left, right = sorted((place(step.start), place(step.end)))
    colour = STAYS if step.judgement is None else COLOUR[step.judgement]
    hatch = "////" if step.judgement == "unclear" else ""
    bar(axes, left, middle - THICK / 2, max(right - left, 0.015), THICK, colour, hatch, z=2.2)
    if step.low is not None and step.high is not None:
        ends = [place(step.low), place(step.high)]
        line(axes, ends, [middle, middle], INK, 1.2 * HAIR, zorder=4)
        for x in ends:
            line(axes, [x, x], [middle - 0.05, middle + 0.05], INK, 1.2 * HAIR, zorder=4)
    ink = INK if step.judgement in (None, "unclear", "nothing") else colour
    text(axes, LEFT + SPAN + 0.15, middle, words.typeset(step.told, lang), size=BODY, colour=ink)
