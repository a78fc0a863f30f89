"""All targets at a glance: share on time with its interval against the required share, and the verdict.

The verdict has a colour, a shape and a word, so that it is read without colour too. Where numbers are uncertain it is
called "as assumed", and how likely the promise is kept within their ranges stands under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from plots.canvas import fitted, line, paint, stacked, text
from plots.legend import SWATCH_ROW
from plots.palette import BODY, GRID, HAIR, INK, LINE, PAPER, RULE, SMALL, SOFT_INK, VERDICT, house_style
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
    text_width,
    title,
)
from sim.words import formats as words
from sim.words.counted import of_counted
from sim.words.doubt import share_kept
from sim.words.language import Lang
from sim.words.target_board import SAID, Said

SHAPE = {"met": "o", "not_met": "X", "undecided": "D"}
LEFT, SPAN = 3.55, 3.65
COLUMN = 7.5
"""Inches: left edge and length of the scale of shares; left edge of the verdict's words."""
HEAD, ROW, SCALE = 0.36, 0.62, 0.32


@dataclass(frozen=True)
class TargetRow:
    """One target's verdict. `limit` is text; `share` is None where no case was judged. Where the mean is judged,
    `mean` is its text, and `required` and `share` are None: it has no place on the scale of shares.

    `kept`: in which share of the draws from all that is not known the promise is kept, and its interval; None where
    nothing is uncertain, or nobody looked.
    """

    name: str
    reading: str
    limit: str
    required: float | None
    share: float | None
    interval: tuple[float, float]
    verdict: str
    kept: tuple[float, float, float] | None = None
    growing: bool = False
    """The verdict holds for its window only: a queue has no steady state."""
    mean: str = ""
    counted: bool = False
    """Something is counted, and no time measured."""


WORDS_EN = {"met": "met", "not_met": "not met", "undecided": "undecided"}


def target_board(
    rows: Sequence[TargetRow], *, name: str, lang: Lang, confidence: str = "", provenance: str | None = None
) -> Figure:
    """Draw the targets in the order given. `confidence` is a sentence on the intervals, for the notes.

    Raises ValueError for no row, an unknown verdict or language, and shares outside 0 to 1.
    """
    verdicts = words.words(lang).verdicts
    said = said_of(rows, lang)
    if not rows:
        raise ValueError("rows is empty: there is nothing to draw")
    for row in rows:
        _checked(row, verdicts)
    with house_style():
        figure = blank_figure()
        head = block(figure, [kicker(words.typeset(name, lang)), title(sentence(rows, lang))])
        notes = block(figure, [note(one) for one in (confidence, provenance) if one])
        key_top = TOP + head.height + 0.18
        top = key_top + SWATCH_ROW + 0.12 + HEAD
        end = top + ROW * len(rows)
        finish(figure, head, notes, end + SCALE + 0.15)
        axes = paint(figure)
        _key(figure, axes, key_top + SWATCH_ROW / 2, said)
        low = _floor(rows)
        text(axes, LEFT, top - HEAD / 2, said.share, size=BODY)
        text(axes, COLUMN, top - HEAD / 2, said.verdict, size=BODY)
        for number in range(11):
            value = low + (1 - low) * number / 10
            if round(100 * value, 6) % (20 if low == 0 else 10 if low < 0.65 else 5) < 1e-6:
                x = _at(value, low)
                line(axes, [x, x], [top, end], GRID, zorder=1)
                text(axes, x, end + 0.13, f"{100 * value:.0f}%", colour=SOFT_INK, ha="center")
        for number, row in enumerate(rows):
            _row(figure, axes, top + ROW * number, row, low, said, lang)
            if number:
                y = top + ROW * number
                line(axes, [MARGIN, WIDTH - MARGIN], [y, y], GRID, zorder=1)
        return figure


def said_of(rows: Sequence[TargetRow], lang: Lang) -> Said:
    """Sentences of a board: on shares on time, or on shares that keep a promise where one counts."""
    said = SAID[lang]
    if not any(row.counted for row in rows):
        return said
    shares = {name: of_counted(getattr(said, name), lang) for name in ("share", "interval", "required")}
    return replace(said, **shares)


def sentence(rows: Sequence[TargetRow], lang: Lang) -> str:
    """How many targets have which verdict, and whether that holds only as assumed."""
    parts = []
    for verdict, word in words.words(lang).verdicts.items():
        own = [row for row in rows if row.verdict == verdict]
        if own:
            called = word if lang == "zh" else WORDS_EN[verdict]
            if verdict != "undecided" and any(row.kept is not None for row in own):
                called = SAID[lang].assumed.format(verdict=called)
            parts.append(SAID[lang].none.format(n=len(own), verdict=called))
    told = words.listed(parts, lang)
    if growing := sum(row.growing for row in rows):
        told = SAID[lang].growing.format(parts=told, n=growing)
    return SAID[lang].counted.format(n=len(rows), parts=told)


def _checked(row: TargetRow, verdicts: dict[str, str]) -> None:
    if row.verdict not in verdicts:
        raise ValueError(f"verdict {row.verdict!r} of {row.name}: must be one of {', '.join(verdicts)}")
    known = [share for share in (row.required, row.share) if share is not None]
    shares = [*known, *row.interval, *(row.kept or ())]
    for share in shares:
        if not 0 <= share <= 1:
            raise ValueError(f"share {share} of {row.name}: must be from 0 to 1")


def _floor(rows: Sequence[TargetRow]) -> float:
    """Where the scale begins: 0, 50% or 80%, whatever shows every share."""
    least = min(
        min(row.required or 0.0, *row.interval, 1.0 if row.share is None else row.share)
        for row in rows
        if row.share is not None or len(rows) == 1
    ) if any(row.share is not None for row in rows) else 0.0  # fmt: skip
    return 0.8 if least >= 0.82 else 0.5 if least >= 0.52 else 0.0


def _at(share: float, low: float) -> float:
    return LEFT + SPAN * (max(share, low) - low) / (1 - low)


def _row(figure: Figure, axes: Axes, top: float, row: TargetRow, low: float, said: Said, lang: Lang) -> None:
    middle = top + ROW / 2
    colour = VERDICT[row.verdict]
    room = LEFT - MARGIN - 0.3
    under = " · ".join(part for part in (row.limit, row.reading) if part)
    lines = [(one, BODY, INK) for one in fitted(figure, words.typeset(row.name, lang), BODY, room, 2)]
    lines += [
        (one, SMALL - 0.5, SOFT_INK)
        for one in fitted(figure, words.typeset(under, lang), SMALL - 0.5, room, 1)
    ]
    stacked(axes, MARGIN, middle, lines)
    if row.required is not None:
        tick = _at(row.required, low)
        line(axes, [tick, tick], [middle - 0.2, middle + 0.2], INK, 0.9 * LINE, zorder=3)
    else:
        text(
            axes, LEFT + SPAN / 2, middle, said.on_mean.format(limit=row.limit), colour=SOFT_INK, ha="center"
        )
    if row.share is not None:
        ends = [_at(end, low) for end in row.interval]
        line(axes, ends, [middle, middle], colour, 1.3 * LINE, zorder=4)
        for x in ends:
            line(axes, [x, x], [middle - 0.07, middle + 0.07], colour, 0.8 * LINE, zorder=4)
        _mark(axes, _at(row.share, low), middle, row.verdict)
    verdict = words.words(lang).verdicts[row.verdict] if lang == "zh" else WORDS_EN[row.verdict].capitalize()
    told = said.nobody if row.share is None else words.share(row.share, row.required)
    if row.mean:
        told = said.mean.format(mean=row.mean)
    gap = " · " if lang == "en" else "　"
    lines = [(f"{verdict}{gap}{told}", BODY, colour), *_beside(row, said)]
    stacked(axes, COLUMN + 0.2, middle, lines)
    first = middle - sum(size for _, size, _ in lines[1:]) * LINE_HEIGHT / 144
    _mark(axes, COLUMN + 0.07, first, row.verdict)


def _beside(row: TargetRow, said: Said) -> list[tuple[str, float, str]]:
    """The interval, and in how much of what may be true the promise is kept."""
    lines = []
    if row.share is not None:
        low, high = (words.share(end) for end in row.interval)
        lines.append((said.range.format(low=low, high=high), SMALL - 1, SOFT_INK))
    if row.growing:
        lines.append((said.window, SMALL - 1, VERDICT["undecided"]))
    if row.kept is not None:
        share, low, high = (share_kept(end) for end in row.kept)
        lines.append((said.kept.format(share=share, low=low, high=high), SMALL - 1, VERDICT["undecided"]))
    return lines


def _mark(axes: Axes, x: float, y: float, verdict: str) -> None:
    axes.plot(
        [x], [y], linestyle="none", marker=SHAPE[verdict], markersize=7.5 if verdict == "not_met" else 6.5,
        color=VERDICT[verdict], markeredgecolor=PAPER, markeredgewidth=HAIR, zorder=6,
    )  # fmt: skip


def _key(figure: Figure, axes: Axes, middle: float, said: Said) -> None:
    x = MARGIN
    line(axes, [x + 0.03, x + 0.03], [middle - 0.08, middle + 0.08], INK, 0.9 * LINE)
    x = _told(figure, axes, x + 0.14, middle, said.required)
    line(axes, [x, x + 0.34], [middle, middle], RULE, 1.5 * LINE)
    axes.plot([x + 0.17], [middle], linestyle="none", marker="o", markersize=6, color=SOFT_INK, zorder=6)
    _told(figure, axes, x + 0.42, middle, said.interval)


def _told(figure: Figure, axes: Axes, x: float, middle: float, said: str) -> float:
    text(axes, x, middle, said, colour=SOFT_INK)
    return x + text_width(figure, said, SMALL) + 0.35
