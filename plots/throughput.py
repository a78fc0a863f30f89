"""Throughput on real dates: what arrived and was finished each day, and what stayed open.

Upper panel: steps from midnight to midnight (mean over replications, light band lowest to highest).
Lower panel: open cases at the end of each day, same dates. Closed days are shaded in both, holidays named.
The title says whether open cases rise.
Windows over 200 days show the mean a day of each whole week, since single days would be one grey comb.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from plots.daily_counts import DailyCounts, daily_counts
from plots.date_axis import WEEKENDS_UP_TO, label_dates, mark_makeup, shade_days
from plots.days import DayInfo, holiday_runs, within
from plots.fonts import font
from plots.legend import heading, key
from plots.palette import (
    ARRIVED,
    BAND_ALPHA,
    FINISHED,
    HOLIDAY,
    HOLIDAY_INK,
    LINE,
    MAKEUP,
    OPEN,
    SMALL,
    WEEKEND,
    dress,
    house_style,
)
from plots.sheet import MARGIN, TOP, WIDTH, Line, blank_figure, block, finish, kicker, note, panel, subtitle
from plots.sheet import title as title_line
from plots.strip import ROOM, Label, draw_strip
from sim.words import formats as words
from sim.words.figures import FIGURES
from sim.words.language import Lang

LEFT = 0.95
UPPER, LOWER = 2.45, 1.35
HEAD, DATES, KEY = 0.3, 0.55, 0.36
"""Inches: left edge and heights of the panels, of a heading, date labels and the key."""
KEEPS_UP = 0.05
"""Of what came: open cases that change by less neither rise nor fall."""


def throughput(
    cases: pl.DataFrame,
    days: Sequence[DayInfo],
    *,
    lang: Lang,
    title: str | None,
    window: tuple[date, date] | None = None,
    replications: int | None = None,
    provenance: str | None = None,
) -> Figure:
    """Draw the throughput of a case table (columns `replication`, `arrived`, `finished`) as a figure.

    `window` is [from, to), by default all of `days`; each of its dates must be in `days`, else ValueError.
    `title` names what was simulated; below it stand the finding and a sentence with the totals.
    `replications`: how many were run, if some may have had no case at all. `provenance` is the last line.
    """
    said = words.words(lang)
    if not days:
        raise ValueError("days is empty: there is nothing to draw")
    first, end = window or (min(d.date for d in days), max(d.date for d in days) + timedelta(days=1))
    shown = within(days, first, end)
    counts = daily_counts(cases, first, end, replications)
    with house_style():
        return _draw(counts, shown, first, end, said, lang, title, provenance)


def sentence(counts: DailyCounts, first: date, end: date, lang: Lang) -> str:
    """What the figure shows, in one sentence with the (mean) totals."""
    said = words.words(lang)
    arrived = float(counts.arrived.sum(axis=1).mean())
    return said.throughput.format(
        period=words.period(first, end - timedelta(days=1), lang),
        arrived=words.cases(arrived, lang),
        finished=words.count(float(counts.finished.sum(axis=1).mean())),
        open=words.count(float(counts.open[:, -1].mean())),
    )


def finding(counts: DailyCounts, lang: Lang) -> str:
    """Whether open cases rise, fall or neither: the last week against the first, so that each weekday counts once.

    Neither, where they change by less than a twentieth of what came; unclear, where by less than two standard errors.
    """
    said = FIGURES[lang]
    arrived = float(counts.arrived.sum(axis=1).mean())
    if not arrived and not counts.open.any():
        return said["nobody_came"]
    days = compared_days(counts)
    before, after = counts.open[:, 1 : days + 1].mean(axis=1), counts.open[:, -days:].mean(axis=1)
    change = after - before
    noise = float(change.std(ddof=1)) / len(change) ** 0.5 if len(change) > 1 else 0.0
    grown = float(change.mean())
    told = "rises" if grown > 0 else "falls"
    if abs(grown) <= KEEPS_UP * arrived:
        told = "keeps_up"
    elif abs(grown) <= 2 * noise:
        told = "unclear"
    return said[told].format(before=_open(before), after=_open(after))


def _open(values: NDArray[np.float64]) -> str:
    """A mean of open cases, whole from ten on."""
    mean = float(values.mean())
    return words.count(float(round(mean)) if mean >= 9.5 else mean)


def compared_days(counts: DailyCounts) -> int:
    """A week; of windows shorter than two, half."""
    return max(1, min(7, int(counts.arrived.shape[1]) // 2))


def _draw(
    counts: DailyCounts,
    days: Sequence[DayInfo],
    first: date,
    end: date,
    said: words.Words,
    lang: Lang,
    name: str | None,
    provenance: str | None,
) -> Figure:
    figure = blank_figure()
    named = [kicker(words.typeset(name, lang))] if name else []
    told = [title_line(finding(counts, lang)), subtitle(sentence(counts, first, end, lang) + said.stop)]
    head = block(figure, [*named, *told])
    notes = block(figure, _notes(counts, said, lang) + ([note(provenance)] if provenance else []))
    upper_top = TOP + head.height + 0.2 + HEAD + ROOM
    lower_top = upper_top + UPPER + 0.25 + HEAD
    key_top = lower_top + LOWER + DATES
    finish(figure, head, notes, key_top + KEY)

    weekly = len(days) > WEEKENDS_UP_TO
    width = WIDTH - LEFT - MARGIN
    upper = panel(figure, LEFT, upper_top, width, UPPER)
    lower = panel(figure, LEFT, lower_top, width, LOWER)
    for axes in (upper, lower):
        dress(axes)
        axes.set_xlim(first.toordinal(), end.toordinal())
        shade_days(axes, days)
    edges = week_edges(first, end) if weekly else np.arange(first.toordinal(), end.toordinal() + 1)
    _steps(upper, edges, means_a_day(counts.arrived, first, edges), ARRIVED)
    _steps(upper, edges, means_a_day(counts.finished, first, edges), FINISHED)
    _level(lower, first, counts.open)
    _count_axis(upper, 5)
    _count_axis(lower, 3)
    upper.set_xticks([])
    mark_makeup(upper, days)
    label_dates(lower, first, end, lang)

    counted = said.cases_a_day_weekly if weekly else said.cases_a_day
    series = [(said.arrived, ARRIVED), (said.finished, FINISHED)]
    heading(figure, LEFT, upper_top - ROOM - HEAD / 2, counted, series)
    heading(figure, LEFT, lower_top - HEAD / 2, said.open_cases, [])
    left_out = draw_strip(figure, upper, _labels(days, said, lang))
    makeup = said.makeup if any(day.kind == "makeup" for day in days) else None
    key(figure, LEFT, key_top + KEY / 3, _shades(days, said, weekly, left_out, lang), makeup)
    return figure


def _notes(counts: DailyCounts, said: words.Words, lang: Lang) -> list[Line]:
    runs = counts.arrived.shape[0]
    means = [said.runs.format(n=runs), said.band] if runs > 1 else []
    compared = FIGURES[lang]["compared"].format(n=compared_days(counts))
    return [note(words.joined([*means, compared], lang))]


def _count_axis(axes: Axes, most: int) -> None:
    """Whole numbers from 0 up, at most `most` of them."""
    axes.set_ylim(bottom=0, top=max(axes.get_ylim()[1], 1.0))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=most, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    for tick in axes.get_yticklabels():
        tick.set_fontproperties(font(SMALL))


def week_edges(first: date, end: date) -> NDArray[np.int64]:
    """The Mondays of [first, end] as ordinals, edges of its whole weeks; part weeks would mislead."""
    days = range(first.toordinal(), end.toordinal() + 1)
    return np.array([day for day in days if date.fromordinal(day).weekday() == 0])


def means_a_day(daily: NDArray[np.float64], first: date, edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean a day between edges (ordinals), for each replication; `daily` begins with `first`."""
    until = np.concatenate([np.zeros((len(daily), 1)), np.cumsum(daily, axis=1)], axis=1)
    return np.diff(until[:, edges - first.toordinal()], axis=1) / np.diff(edges)


def _steps(axes: Axes, edges: NDArray[np.int64], values: NDArray[np.float64], colour: str) -> None:
    if values.shape[0] > 1:
        axes.stairs(
            values.max(axis=0), edges, baseline=values.min(axis=0),
            fill=True, facecolor=colour, alpha=BAND_ALPHA, edgecolor="none", linewidth=0,
        )  # fmt: skip
    axes.stairs(values.mean(axis=0), edges, baseline=None, color=colour, linewidth=LINE)


def _level(axes: Axes, first: date, values: NDArray[np.float64]) -> None:
    x = first.toordinal() + np.arange(values.shape[1])
    mean = values.mean(axis=0)
    if values.shape[0] > 1:
        axes.fill_between(
            x, values.min(axis=0), values.max(axis=0),
            facecolor=OPEN, alpha=BAND_ALPHA, edgecolor="none", linewidth=0,
        )  # fmt: skip
    axes.plot(x, mean, color=OPEN, linewidth=LINE, solid_joinstyle="round")


def _labels(days: Sequence[DayInfo], said: words.Words, lang: Lang) -> list[Label]:
    labels = [
        Label((run.first.toordinal() + run.last.toordinal() + 1) / 2, run.name, HOLIDAY_INK, rank=2)
        for run in holiday_runs(days, lang, said.closed)
    ]
    if len(days) <= WEEKENDS_UP_TO:
        extra = [day.date.toordinal() + 0.5 for day in days if day.kind == "makeup"]
        labels += [Label(x, said.makeup, MAKEUP, rank=1) for x in extra]
    return labels


def _shades(
    days: Sequence[DayInfo], said: words.Words, weekly: bool, left_out: Sequence[Label], lang: Lang
) -> list[tuple[str, str]]:
    """The shadings that occur in the window, with their names, and the holidays the strip had no room for."""
    shades = []
    if not weekly and any(not day.working and day.kind == "weekend" for day in days):
        shades.append((said.weekend, WEEKEND))
    if any(day.holiday for day in days):
        unnamed = list(dict.fromkeys(label.text for label in left_out if label.colour == HOLIDAY_INK))
        text = words.listed(unnamed, lang)
        shades.append((said.unlabelled.format(names=text) if unnamed else said.holiday, HOLIDAY))
    return shades
