"""A tidy axis of dates, and the shading of closed days. x is a date's ordinal; midnights are whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from matplotlib.axes import Axes

from plots.days import DayInfo
from plots.fonts import font
from plots.palette import HOLIDAY, MAKEUP, SMALL, SOFT_INK, TICK, WEEKEND, ground
from sim.words import formats as words
from sim.words.language import Lang

MOST_TICKS = 13
PAD = 4 + SMALL
"""Points from the end of a tick to the base line of its label."""
WEEKENDS_UP_TO = 200
"""Days beyond which weekends are too thin to be shaded one by one."""


def ordinal(when: date | datetime) -> float:
    """x of a date (its midnight) or an instant."""
    if not isinstance(when, datetime):
        return float(when.toordinal())
    return when.toordinal() + (when - datetime.combine(when.date(), datetime.min.time())) / timedelta(days=1)


def tick_dates(first: date, end: date, most: int = MOST_TICKS) -> tuple[list[date], bool]:
    """The dates to label in [first, end), and whether they are months (day number left out).

    The finest of: each day, Mondays, every second Monday, months, quarters, years, every 2, 5, 10, … years.
    """
    days = [first + timedelta(days=i) for i in range((end - first).days)]
    mondays = [when for when in days if when.weekday() == 0]
    months = [when for when in days if when.day == 1]
    quarters = [when for when in months if when.month in (1, 4, 7, 10)]
    years = [when for when in months if when.month == 1]
    for choice in (days, mondays, mondays[::2]):
        if len(choice) <= most:
            return choice, False
    choices = [months, quarters] + [years[::step] for step in (1, 2, 5, 10, 20, 50, 100)]
    return next((choice for choice in choices if len(choice) <= most), choices[-1]), True


def label_dates(axes: Axes, first: date, end: date, lang: Lang, most: int = MOST_TICKS) -> None:
    """Ticks and labels for [first, end); the year stands under the first tick and wherever it changes."""
    ticks, months = tick_dates(first, end, most)
    daily = len(ticks) == (end - first).days
    labels = []
    shown = None
    for when in ticks:
        text = words.month(when, lang) if months else words.day(when, lang)
        labels.append(text if when.year == shown else f"{text}\n{words.year(when, lang)}")
        shown = when.year
    axes.set_xticks([when.toordinal() + (0.5 if daily else 0.0) for when in ticks])
    label_ticks(axes, labels)


def label_ticks(axes: Axes, labels: Sequence[str]) -> None:
    """Write labels under ticks already set, their first lines on one base line whatever letters they hold."""
    # matplotlib aligns several lines by the last one, so only first lines are tick labels.
    axes.tick_params(axis="x", pad=PAD)
    first = [label.split("\n")[0] for label in labels]
    axes.set_xticklabels(first, fontproperties=font(SMALL), color=SOFT_INK, va="baseline", parse_math=False)
    for x, label in zip(axes.get_xticks(), labels, strict=True):
        for row, line in enumerate(label.split("\n")[1:], start=1):
            axes.annotate(
                line, (x, 0), (0, -TICK - PAD - 1.3 * row * SMALL),
                xycoords=axes.get_xaxis_transform(), textcoords="offset points", ha="center", va="baseline",
                fontproperties=font(SMALL), color=SOFT_INK, parse_math=False, annotation_clip=False,
            )  # fmt: skip


def shade_days(axes: Axes, days: Sequence[DayInfo]) -> None:
    """Weekends grey, holidays and other closures warm and hatched."""
    weekends = len(days) <= WEEKENDS_UP_TO
    for first, last, holiday in _spans(days):
        if holiday or weekends:
            colour = HOLIDAY if holiday else WEEKEND
            ground(axes, first, last + 1, colour)


def mark_makeup(axes: Axes, days: Sequence[DayInfo]) -> None:
    """A triangle at the top edge over each make-up workday."""
    extra = [day.date.toordinal() + 0.5 for day in days if day.kind == "makeup"]
    if extra:
        axes.plot(
            extra, [1.0] * len(extra), transform=axes.get_xaxis_transform(),
            linestyle="none", marker="v", markersize=6, color=MAKEUP, markeredgewidth=0,
            clip_on=False, zorder=5,
        )  # fmt: skip


def _spans(days: Sequence[DayInfo]) -> list[tuple[int, int, bool]]:
    """Runs of closed days as (first, last, holiday) ordinals: one patch a run, so that no seams show."""
    spans: list[tuple[int, int, bool]] = []
    for day in days:
        if day.working:
            continue
        when = day.date.toordinal()
        if spans and spans[-1][1] == when - 1 and spans[-1][2] == day.holiday:
            spans[-1] = (spans[-1][0], when, day.holiday)
        else:
            spans.append((when, when, day.holiday))
    return spans
