"""Alternatives beside a base: the difference of each measure of each target with its interval around no difference.

A block a target, a row an alternative, a column a measure; every column has one scale, so that blocks compare. What is
better, worse or unclear has a colour, a shape and its place left or right of the line, so that it is read without
colour too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from plots.canvas import bar, fitted, line, paint, stacked, text
from plots.legend import SWATCH_ROW
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
    UNKNOWN,
    VERDICT,
    house_style,
)
from plots.sheet import MARGIN, TOP, WIDTH, blank_figure, block, finish, kicker, note, text_width, title
from sim.words import formats as words
from sim.words.counted import any_counted, of_counted
from sim.words.language import Lang
from sim.words.paired_differences import SAID, Said

COLOUR = {
    "better": VERDICT["met"],
    "worse": VERDICT["not_met"],
    "unclear": VERDICT["undecided"],
    "same": SOFT_INK,
    "within": SOFT_INK,
    "identical": SOFT_INK,
    "unknown": UNKNOWN,
}
SHAPE = {"better": "o", "worse": "X", "unclear": "D", "within": "s", "same": "o", "identical": "o"}
HOLLOW = ("same", "within", "identical")
LEFT, GAP = 2.75, 0.3
"""Inches: left edge of the first column, gap between columns."""
HEAD, GROUP, ROW, SCALE = 0.56, 0.4, 0.8, 0.26
"""Inches: height of the columns' headings, of a target's heading, of an alternative, and of a scale's numbers."""
STRIP, BELOW = 0.25, 0.08
"""Inches: height of an interval with its scale near the foot of an alternative's row, and what is free below it."""
INSET = 0.12
"""Inches a scale keeps free on either side of its column."""
SHARE = "share"


@dataclass(frozen=True)
class Cell:
    """One measure. `told`: its values before and after, as text; `change`: its difference and interval, as text.

    None for an end is one that is open.

    `judgement`: better, worse, unclear, within (no change beyond a small bound), same (no difference seen), identical
    (the same program) or unknown.
    """

    told: str
    difference: float | None
    low: float | None
    high: float | None
    judgement: str
    change: str = ""

    @property
    def bound(self) -> float:
        """How far from none the change may be: the farther end of its interval."""
        return max(abs(end) for end in (self.low or 0.0, self.high or 0.0))


@dataclass(frozen=True)
class Row:
    """One alternative: a cell for every measure."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    """One target: its alternatives in the order of all groups, and the unit of its times."""

    name: str
    under: str
    unit: str
    rows: tuple[Row, ...]


def paired_differences(
    groups: Sequence[Group],
    *,
    name: str,
    lang: Lang,
    notes: Sequence[str] = (),
    provenance: str | None = None,
) -> Figure:
    """Draw the targets in the order given; the first measure is a share in points, the others are times.

    `notes` are sentences below the figure. Raises ValueError for no group, no row, an unknown judgement or language.
    """
    words.words(lang)
    said = _said(groups, lang)
    _check(groups, len(said.measures))
    one_unit = len({group.unit for group in groups}) == 1
    with house_style():
        figure = blank_figure()
        heading = [
            kicker(words.typeset(name, lang)),
            title(words.typeset(sentence(groups, lang), lang)),
        ]
        head = block(figure, heading)
        foot = block(figure, [note(words.typeset(one, lang)) for one in (*notes, provenance) if one])
        key_top = TOP + head.height + 0.16
        top = key_top + SWATCH_ROW + 0.1 + HEAD
        tops = [top]
        for group in groups:
            tops.append(tops[-1] + GROUP + ROW * len(group.rows) + (0.0 if one_unit else SCALE))
        end = tops[-1]
        finish(figure, head, foot, end + (SCALE if one_unit else 0.0) + 0.12)
        axes = paint(figure)
        _key(figure, axes, key_top + SWATCH_ROW / 2, groups, said)
        columns = [_Column(groups, measure) for measure in range(len(said.measures))]
        for column in columns:
            column.heading(axes, top - HEAD, said, groups[0].unit if one_unit else "")
        for number, (group, at) in enumerate(zip(groups, tops[:-1], strict=True)):
            line(axes, [MARGIN, WIDTH - MARGIN], [at, at], RULE, zorder=1)
            _group_heading(figure, axes, at + GROUP / 2, group, lang)
            feet = [at + GROUP + ROW * (place + 1) - BELOW for place in range(len(group.rows))]
            numbers = not one_unit or number == len(groups) - 1
            for column in columns:
                column.scale(figure, axes, group.unit, feet, numbers=numbers)
            for place, row in enumerate(group.rows):
                _row(figure, axes, at + GROUP + ROW * place, row, group.unit, columns, said, lang)
        return figure


def sentence(groups: Sequence[Group], lang: Lang) -> str:
    """In how many targets each alternative makes the share on time better or worse."""
    said = _said(groups, lang)
    parts = []
    for number, row in enumerate(groups[0].rows):
        cells = [group.rows[number].cells[0] for group in groups]
        found = [cell.judgement for cell in cells]
        told = []
        for one, pattern in said.judged.items():
            of_it = [cell for cell in cells if cell.judgement == one]
            if of_it:
                bound = f"{100 * max(cell.bound for cell in of_it):.1f}"
                counted = pattern if len(groups) > 1 else said.one[one]
                told.append(counted.format(n=found.count(one), bound=bound) + _size(of_it, said))
        parts.append(said.alternative.format(label=row.label, judged=words.listed(told, lang)))
    headline = said.headline if len(groups) > 1 else said.headline_one
    return headline.format(n=len(groups), parts=("；" if lang == "zh" else "; ").join(parts))


def _said(groups: Sequence[Group], lang: Lang) -> Said:
    """Sentences on shares on time, or on shares that keep a target where one counts."""
    said = SAID[lang]
    if not any_counted(group.unit for group in groups):
        return said
    return replace(
        said,
        measures=tuple(of_counted(one, lang) for one in said.measures),
        headline=of_counted(said.headline, lang),
        headline_one=of_counted(said.headline_one, lang),
    )


def _size(cells: Sequence[Cell], said: Said) -> str:
    """How many points the share is better or worse by, or the most of several; nothing where that is not known."""
    known = [abs(cell.difference) for cell in cells if cell.difference is not None]
    if not known or cells[0].judgement not in ("better", "worse"):
        return ""
    most = 100 * max(known)
    return (said.by if len(cells) == 1 else said.up_to).format(x=words.number(most, 3 if most >= 1 else 1))


def _check(groups: Sequence[Group], measures: int) -> None:
    if not groups or not groups[0].rows:
        raise ValueError("there is no target, or no alternative, to draw")
    for group in groups:
        for row in group.rows:
            if len(row.cells) != measures:
                raise ValueError(
                    f"{row.label} of {group.name} has {len(row.cells)} cells; allowed: {measures}"
                )
            for cell in row.cells:
                if cell.judgement not in COLOUR:
                    allowed = ", ".join(COLOUR)
                    raise ValueError(f"judgement {cell.judgement!r} of {row.label}: must be one of {allowed}")


class _Column:
    """One measure: where it stands, and for every unit one scale that holds all its intervals."""

    def __init__(self, groups: Sequence[Group], measure: int) -> None:
        self.measure = measure
        room = (WIDTH - MARGIN - LEFT - 2 * GAP) / 3
        self.left = LEFT + measure * (room + GAP)
        self.width = room
        self.ends: dict[str, tuple[float, float]] = {}
        for group in groups:
            unit = self._unit(group.unit)
            known = [0.0, *self.ends.get(unit, ())]
            known += [end for row in group.rows for end in _known(row.cells[measure])]
            self.ends[unit] = (min(known), max(known))
        self.ends = {unit: _roomy(low, high) for unit, (low, high) in self.ends.items()}

    def _unit(self, unit: str) -> str:
        return SHARE if self.measure == 0 else unit

    def at(self, value: float, unit: str) -> float:
        """Place of a difference; what lies beyond the scale is at its edge."""
        low, high = self.ends[self._unit(unit)]
        part = min(1.0, max(0.0, (value - low) / (high - low)))
        return self.left + INSET + part * (self.width - 2 * INSET)

    def heading(self, axes: Axes, top: float, said: Said, unit: str) -> None:
        name = said.measures[self.measure]
        shown = said.points if self.measure == 0 else said.units.get(unit, unit)
        told = said.unit.format(measure=name, unit=shown) if shown else name
        text(axes, self.left, top + 0.16, told, size=BODY)
        side = said.worse_left if self.measure == 0 else said.better_left
        text(axes, self.left, top + 0.39, side, colour=SOFT_INK)

    def scale(self, figure: Figure, axes: Axes, unit: str, feet: Sequence[float], *, numbers: bool) -> None:
        """Lines behind the intervals whose strips end at `feet`; what is written above a strip stays clear of them."""
        for value, told in self._ticks(figure, unit):
            x = self.at(value, unit)
            for foot in feet:
                ends = [foot - STRIP, foot]
                line(axes, [x, x], ends, GRID if value else INK, HAIR * (1 if value else 1.3), zorder=1)
            if numbers:
                text(axes, x, feet[-1] + 0.14, told, colour=SOFT_INK, ha="center", size=SMALL - 0.5)

    def _ticks(self, figure: Figure, unit: str) -> list[tuple[float, str]]:
        """Round differences with their numbers, as many as have room."""
        low, high = self.ends[self._unit(unit)]
        factor = 100.0 if self.measure == 0 else 1.0
        room = (self.width - 2 * INSET) / (high - low)
        for most in (5, 4, 3, 2):
            found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
            places = [0.0 if abs(v) < 1e-12 else float(v) for v in found if low <= v <= high]
            ticks = [(v, _signed(factor * v)) for v in places]
            widths = [text_width(figure, told, SMALL - 0.5) for _, told in ticks]
            gaps = [
                room * (after - before) - (left + right) / 2
                for before, after, left, right in zip(places, places[1:], widths, widths[1:], strict=False)
            ]
            if min(gaps, default=1.0) > 0.1:
                break
        return ticks


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{words.number(abs(value), 6)}"


def _roomy(low: float, high: float) -> tuple[float, float]:
    """Ends with room beyond them for what goes on, on either side of zero."""
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


def _known(cell: Cell) -> Iterator[float]:
    for value in (cell.difference, cell.low, cell.high):
        if value is not None:
            yield value


def _group_heading(figure: Figure, axes: Axes, middle: float, group: Group, lang: Lang) -> None:
    (name,) = fitted(figure, words.typeset(group.name, lang), BODY, 5.6, 1)
    text(axes, MARGIN, middle, name, size=BODY)
    left = MARGIN + text_width(figure, name, BODY) + 0.2
    for under in fitted(figure, words.typeset(group.under, lang), SMALL, WIDTH - MARGIN - left, 1):
        text(axes, left, middle, under, colour=SOFT_INK)


def _row(
    figure: Figure, axes: Axes, top: float, row: Row, unit: str, columns: Sequence[_Column], said: Said, lang: Lang
) -> None:  # fmt: skip
    label = fitted(figure, words.typeset(row.label, lang), BODY, LEFT - MARGIN - 0.35, 2)
    stacked(axes, MARGIN + 0.12, top + ROW / 2, [(one, BODY, INK) for one in label])
    for column, cell in zip(columns, row.cells, strict=True):
        colour = COLOUR[cell.judgement]
        told = cell.told
        if cell.judgement in ("unknown", "same", "identical"):
            told = f"{told}  {said.one[cell.judgement]}"
        (told,) = fitted(figure, words.typeset(told, lang), SMALL, column.width, 1)
        text(axes, column.left, top + 0.15, told, colour=SOFT_INK if cell.judgement == "unknown" else colour)
        change = cell.change
        if cell.judgement == "within":
            change = said.one["within"].format(bound=f"{100 * cell.bound:.1f}")
        if change:
            (change,) = fitted(figure, words.typeset(change, lang), SMALL, column.width, 1)
            text(axes, column.left, top + 0.34, change, colour=colour)
        _interval(axes, top + ROW - BELOW - STRIP / 2, cell, unit, column)


def _interval(axes: Axes, middle: float, cell: Cell, unit: str, column: _Column) -> None:
    colour = COLOUR[cell.judgement]
    if cell.low is not None or cell.high is not None:
        low, high = (
            column.at(beyond if end is None else end, unit)
            for end, beyond in ((cell.low, -math.inf), (cell.high, math.inf))
        )
        line(axes, [low, high], [middle, middle], colour, 1.3 * LINE, zorder=4)
        for x, end, arrow in ((low, cell.low, "<"), (high, cell.high, ">")):
            if end is None:  # goes on beyond the scale
                _mark(axes, x, middle, arrow, colour, 5.5)
            else:
                line(axes, [x, x], [middle - 0.06, middle + 0.06], colour, 0.8 * LINE, zorder=4)
    if cell.judgement in SHAPE and cell.difference is not None:
        hollow = cell.judgement in HOLLOW
        _mark(
            axes, column.at(cell.difference, unit), middle, SHAPE[cell.judgement], colour, 6.5, hollow=hollow
        )


def _mark(
    axes: Axes, x: float, y: float, shape: str, colour: str, size: float, *, hollow: bool = False
) -> None:
    axes.plot(
        [x], [y], linestyle="none", marker=shape, markersize=size + (1 if shape == "X" else 0),
        color=PAPER if hollow else colour, markeredgecolor=colour if hollow else PAPER,
        markeredgewidth=1.6 * HAIR if hollow else HAIR, zorder=6,
    )  # fmt: skip


def _key(figure: Figure, axes: Axes, middle: float, groups: Sequence[Group], said: Said) -> None:
    found = {cell.judgement for group in groups for row in group.rows for cell in row.cells}
    x = MARGIN
    line(axes, [x, x + 0.34], [middle, middle], RULE, 1.5 * LINE)
    bar(axes, x + 0.15, middle - 0.04, 0.04, 0.08, RULE)
    x = _told(figure, axes, x + 0.44, middle, said.interval)
    for judgement in SHAPE:
        if judgement in found:
            hollow = judgement in HOLLOW
            _mark(axes, x + 0.06, middle, SHAPE[judgement], COLOUR[judgement], 6.5, hollow=hollow)
            told = said.hardly if judgement == "within" else said.one[judgement]
            x = _told(figure, axes, x + 0.2, middle, told)


def _told(figure: Figure, axes: Axes, x: float, middle: float, told: str) -> float:
    text(axes, x, middle, told, colour=SOFT_INK)
    return x + text_width(figure, told, SMALL) + 0.35
