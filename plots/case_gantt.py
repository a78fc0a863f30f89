"""One case's story on real dates: a row a step, and below it how two clocks went.

Waiting is a thin light bar, work a full one, a pause is hatched; closed hours and days are shaded. The elapsed
clock never stands; the clock of a target is flat while nobody it counts holds the case, and while it is paused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from plots.canvas import fitted
from plots.case_clocks import HEAD, ClockLine, draw_clocks
from plots.causes import WAITING, Shade, shades
from plots.date_axis import label_dates, label_ticks, mark_makeup, ordinal, shade_days
from plots.days import DayInfo, holiday_runs, within
from plots.fonts import font
from plots.legend import SWATCH_ROW, draw_swatches, swatches
from plots.palette import (
    BODY,
    GRID,
    HAIR,
    HOLIDAY,
    HOLIDAY_INK,
    INK,
    OVERDUE,
    PAPER,
    SMALL,
    SOFT_INK,
    WEEKEND,
    dress,
    ground,
    house_style,
)
from plots.sheet import (
    A3,
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
    title,
)
from plots.strip import ROOM, Label, draw_strip
from sim.words import formats as words
from sim.words.case_gantt import SAID, Said
from sim.words.figures import FIGURES
from sim.words.language import Lang

LEFT, RIGHT = 2.75, 1.55
ROW, GAP, CLOCKS, DATES = 0.42, 0.12, 2.0, 0.55
"""Inches: height of a step's row, between the panels, of the clocks, of the dates."""

SHORT_DAYS = 4
"""Up to so many days hours are named and the closed ones shaded."""
NIGHTS_UP_TO = 14
TICKS = 9
MANY, DENSE, TIGHT = 25, 0.23, 0.17
"""More rows than this are set closer, in one line each."""
THIN = 0.34


@dataclass(frozen=True)
class Stretch:
    """[begin, end) of a step; cause as in a critical path, `queue` meaning all time from enqueue to start."""

    cause: str
    begin: datetime
    end: datetime


@dataclass(frozen=True)
class StepRow:
    """One step with all its visits; `who` is the pool or the party."""

    name: str
    who: str
    stretches: tuple[Stretch, ...]


def case_gantt(
    rows: Sequence[StepRow],
    clock: ClockLine | None,
    days: Sequence[DayInfo],
    *,
    arrived: datetime,
    end: datetime,
    finished: bool,
    case: str,
    name: str,
    lang: Lang,
    open_hours: Sequence[tuple[datetime, datetime]] = (),
    provenance: str | None = None,
) -> Figure:
    """Draw the rows in the order given; `end` is when the case finished or was last seen.

    `days` must hold every date from `arrived` to `end`; `open_hours` are the office's, for the shading of short
    stories. `case` names the case, `name` what was simulated. Raises ValueError for no row, an unknown language,
    a missing date.
    """
    words.words(lang)
    if not rows:
        raise ValueError("rows is empty: there is nothing to draw")
    said = SAID[lang]
    first, last = arrived.date(), end.date() + timedelta(days=1)
    shown = within(days, first, last)
    short = (end - arrived) <= timedelta(days=SHORT_DAYS)
    nights = len(shown) <= NIGHTS_UP_TO and bool(open_hours)
    found = _shades(rows, said, lang)
    with house_style():
        figure = blank_figure()
        heads = [
            kicker(words.typeset(f"{name} · {said.kicker.format(case=case)}", lang)),
            title(sentence(rows, arrived, end, finished, lang)),
        ]
        if clock is not None:
            told = _counted(clock, finished, said, lang)
            heads.append(subtitle(told, OVERDUE if clock.crossed else SOFT_INK))
        head = block(figure, heads)
        entries = [(shade.name, shade.colour, shade.hatch) for shade in found.values()]
        entries += _backgrounds(shown, nights, said, lang)
        keys = swatches(figure, MARGIN, WIDTH - 2 * MARGIN, entries)
        key_top = TOP + head.height + 0.18
        strip = ROOM if any(day.holiday for day in shown) else 0.1
        upper = key_top + SWATCH_ROW * len(keys) + 0.1 + strip
        room = A3 - upper - GAP - HEAD - CLOCKS - DATES - 0.9
        row = ROW if len(rows) <= MANY else max(TIGHT, min(DENSE, room / len(rows)))
        drawn = _longest(rows, int(room / row + 1e-6))
        less = len(rows) - len(drawn)
        shorter = [FIGURES[lang]["shorter"].format(n=less)] if less else []
        notes = block(figure, [note(one) for one in (*shorter, *([provenance] if provenance else []))])
        lower = upper + row * len(drawn) + GAP + HEAD
        foot = lower + CLOCKS + DATES
        finish(figure, head, notes, foot)
        draw_swatches(figure, key_top, keys)
        width = WIDTH - LEFT - RIGHT
        steps = panel(figure, LEFT, upper, width, row * len(drawn))
        clocks = panel(figure, LEFT, lower, width, CLOCKS)
        span = ordinal(end) - ordinal(arrived)
        ends = (
            (ordinal(arrived) - 0.02 * span, ordinal(end) + 0.02 * span)
            if short
            else (ordinal(first), ordinal(last))
        )
        for axes in (steps, clocks):
            dress(axes)
            axes.set_xlim(*ends)
            shade_days(axes, shown)
            if nights:
                _shade_nights(axes, open_hours, shown, ends)
        _steps(figure, steps, drawn, found, row)
        steps.set_xticks([])
        if not short:
            mark_makeup(steps, shown)
        runs = holiday_runs(shown, lang, words.words(lang).closed)
        labels = [
            Label((ordinal(run.first) + ordinal(run.last) + 1) / 2, run.name, HOLIDAY_INK, rank=2)
            for run in runs
        ]
        draw_strip(figure, steps, [label for label in labels if ends[0] < label.x < ends[1]])
        draw_clocks(figure, clocks, arrived, end, clock, lang)
        if short:
            _label_hours(clocks, ends, lang)
        else:
            label_dates(clocks, first, last, lang, TICKS)
        height = figure.get_figheight()
        figure.text(
            LEFT / WIDTH, 1 - (lower - HEAD / 2) / height, said.days, fontproperties=font(BODY), color=INK,
            va="center_baseline",
        )  # fmt: skip
        return figure


def sentence(rows: Sequence[StepRow], arrived: datetime, end: datetime, finished: bool, lang: Lang) -> str:
    """How long the case took, and how much of that somebody worked on it."""
    spent = [part.end - part.begin for row in rows for part in row.stretches if part.cause == "work"]
    return (SAID[lang].took if finished else SAID[lang].open).format(
        elapsed=_spoken(end - arrived, lang), work=_spoken(sum(spent, timedelta()), lang, days=False)
    )


def _ends(arrived: datetime, end: datetime, short: bool) -> tuple[float, float]:
    """Ends of the x axis: a little around a short story, whole days around a long one."""
    if not short:
        return ordinal(arrived.date()), ordinal(end.date() + timedelta(days=1))
    around = 0.02 * (ordinal(end) - ordinal(arrived))
    return ordinal(arrived) - around, ordinal(end) + around


def _spoken(span: timedelta, lang: Lang, *, days: bool = True) -> str:
    hours = span / timedelta(hours=1)
    if hours < 1:
        return words.quantity(60 * hours, "min", lang, 2)
    return (
        words.quantity(hours, "h", lang) if hours < 48 or not days else words.quantity(hours / 24, "cd", lang)
    )


def _counted(clock: ClockLine, finished: bool, said: Said, lang: Lang) -> str:
    verdict = said.late if clock.crossed else said.on_time if finished else said.going
    return said.counted.format(
        name=clock.name, value=words.quantity(clock.value, clock.unit, lang),
        limit=words.quantity(clock.limit, clock.unit, lang, 6), verdict=verdict,
    )  # fmt: skip


def _longest(rows: Sequence[StepRow], most: int) -> list[StepRow]:
    """As many rows as fit, those that took longest, in the order given."""

    def took(row: StepRow) -> timedelta:
        return sum((part.end - part.begin for part in row.stretches), timedelta())

    kept = sorted(range(len(rows)), key=lambda number: took(rows[number]), reverse=True)[:most]
    return [rows[number] for number in sorted(kept)]


def _shades(rows: Sequence[StepRow], said: Said, lang: Lang) -> dict[str, Shade]:
    found = shades((part.cause for row in rows for part in row.stretches), lang)
    return {
        cause: Shade(cause, said.waiting, WAITING) if cause == "queue" else shade
        for cause, shade in found.items()
    }


def _backgrounds(
    shown: Sequence[DayInfo], nights: bool, said: Said, lang: Lang
) -> list[tuple[str, str, str]]:
    fixed = words.words(lang)
    entries = []
    if nights or any(not day.working and not day.holiday for day in shown):
        entries.append((said.night if nights else fixed.weekend, WEEKEND, ""))
    if any(day.holiday for day in shown):
        entries.append((fixed.holiday, HOLIDAY, ""))
    return entries


def _shade_nights(
    axes: Axes,
    open_hours: Sequence[tuple[datetime, datetime]],
    shown: Sequence[DayInfo],
    ends: tuple[float, float],
) -> None:
    """The closed hours of working days; closed days are shaded already."""
    working = {day.date for day in shown if day.working}
    for day in sorted(working):
        at = ordinal(day)
        own = [(ordinal(a), ordinal(b)) for a, b in open_hours if a.date() == day]
        for begin, close in [*own, (at + 1, at + 1)]:
            if begin > at and max(at, ends[0]) < min(begin, ends[1]):
                ground(axes, at, begin, WEEKEND)
            at = close


def _steps(figure: Figure, axes: Axes, rows: Sequence[StepRow], found: dict[str, Shade], step: float) -> None:
    axes.set_ylim(len(rows), 0)
    axes.grid(visible=False)
    axes.set_yticks([])
    room = LEFT - MARGIN - 0.15
    height = step * len(rows)
    for number, row in enumerate(rows):
        axes.axhline(number, color=GRID, linewidth=HAIR, zorder=0.5)
        begun = [min(part.begin for part in row.stretches)] if row.stretches else []
        for at in begun:
            axes.plot(
                [ordinal(at)] * 2, [number + 0.2, number + 0.8], color=SOFT_INK, linewidth=HAIR, zorder=4
            )
        for part in row.stretches:
            shade = found[part.cause]
            tall = 0.64 if part.cause != "queue" and part.cause not in ("session", "closed") else THIN
            axes.add_patch(
                Rectangle(
                    (ordinal(part.begin), number + 0.5 - tall / 2), ordinal(part.end) - ordinal(part.begin), tall,
                    facecolor=shade.colour, hatch=shade.hatch, edgecolor=PAPER if shade.hatch else shade.colour,
                    linewidth=0 if shade.hatch else 0.8, zorder=3,
                )
            )  # fmt: skip
        lines = [(one, SMALL, INK) for one in fitted(figure, row.name, SMALL, room, 1)]
        if step == ROW and row.who:
            lines += [(one, SMALL - 1.5, SOFT_INK) for one in fitted(figure, row.who, SMALL - 1.5, room, 1)]
        tops = [-5.5, 6.0] if len(lines) == 2 else [0.0]
        for (said, size, colour), down in zip(lines, tops, strict=True):
            axes.text(
                -0.12 / (WIDTH - LEFT - RIGHT), 1 - ((number + 0.5) * step + down / 72) / height, said,
                transform=axes.transAxes, fontproperties=font(size), color=colour, ha="right",
                va="center_baseline", parse_math=False,
            )  # fmt: skip


def _label_hours(axes: Axes, ends: tuple[float, float], lang: Lang) -> None:
    """Hours as ticks, the date below the first one of each day."""
    span = 24 * (ends[1] - ends[0])
    step = next((hours for hours in (1, 2, 3, 6, 12) if span / hours <= 14), 24)
    places, labels = [], []
    shown: date | None = None
    hour = int(ends[0] * 24) // step * step
    while hour <= ends[1] * 24:
        if hour >= ends[0] * 24:
            when = date.fromordinal(hour // 24)
            text = f"{hour % 24}:00"
            labels.append(text if when == shown else f"{text}\n{words.day(when, lang)}")
            shown = when
            places.append(hour / 24)
        hour += step
    axes.set_xticks(places)
    label_ticks(axes, labels)
