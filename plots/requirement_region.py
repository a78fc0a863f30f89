"""Where a promise holds: hours of work a case against cases a person and day, a boundary a number of sign-offs.

Both scales are logarithmic, as the hours that staff have make boundaries hyperbolas. Left of a boundary the promise
holds with so many sign-offs; what holds with more of them is the darker ground. A hollow point is where the staff's
hours are used up, not where the promise gives way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from plots.fonts import font
from plots.legend import heading
from plots.palette import BODY, FINISHED, INK, KEEPS, LINE, MAKEUP, OVERDUE, PAPER, SMALL, dress, house_style
from plots.sheet import MARGIN, TOP, blank_figure, block, finish, kicker, note, panel, subtitle, title
from sim.words import formats as words
from sim.words.language import Lang
from sim.words.promises import called
from sim.words.regions import REGION, answer, part_of_day, times

if TYPE_CHECKING:
    from sim.experiments.searches.region import Bound, Boundary, Region

COLOURS = (FINISHED, MAKEUP, OVERDUE)
"""By number of sign-offs; more than three begin again."""
LEFT, SPAN, HEIGHT = 0.95, 8.1, 3.6
"""Inches: left edge, width and height of the panel."""
HOURS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)


def requirement_region(made: Region, lang: Lang, provenance: str | None = None) -> Figure:
    """Draw one promise. Raises ValueError for another language."""
    words.words(lang)
    w = REGION[lang]
    held = [one for one in made.boundaries if _points(one)]
    load = w["load"].format(
        cases=words.number(made.cases_a_day),
        day=words.number(made.day_hours),
        part=part_of_day(made.availability),
    )
    with house_style():
        figure = blank_figure()
        told = words.close(words.typeset(answer(made, lang, "figure"), lang), lang)
        lines = [kicker(words.typeset(called(made, lang), lang)), title(told)]
        head = block(figure, [*lines, subtitle(words.close(w["no_verdict"], lang))])
        hollow = [w["hollow"]] if any(bound.used_up for one in held for _, bound in _points(one)) else []
        notes = (*hollow, load, w["note"], *([provenance] if provenance else []))
        foot = block(figure, [note(words.close(words.typeset(one, lang), lang)) for one in notes])
        middle = TOP + head.height + 0.3
        top = middle + 0.25
        end = top + HEIGHT + 0.8
        finish(figure, head, foot, end)
        series = [(times(one.sign_offs, lang), _colour(one)) for one in held]
        heading(figure, MARGIN, middle, w["y"], series)
        _draw(panel(figure, LEFT, top, SPAN, HEIGHT), made, held, lang)
        return figure


def _colour(one: Boundary) -> str:
    return COLOURS[one.sign_offs % len(COLOURS)]


def _points(one: Boundary) -> list[tuple[float, Bound]]:
    """Bounds where the promise holds, with their hours."""
    return [(bound.kept, bound) for bound in one.bounds if bound.kept is not None]


def _draw(axes: Axes, made: Region, held: list[Boundary], lang: Lang) -> None:
    dress(axes)
    axes.set_xscale("log")
    axes.set_yscale("log")
    cases = [bound.cases for bound in made.boundaries[0].bounds]
    hours = [kept for one in held for kept, _ in _points(one)] or [0.1, 1.0]
    low, high = 0.5 * min(hours), 1.4 * max(hours)
    axes.set_xlim(low, high)
    axes.set_ylim(0.85 * min(cases), 1.18 * max(cases))
    for one in held:
        points = _points(one)
        at, up = [kept for kept, _ in points], [bound.cases for _, bound in points]
        axes.fill_betweenx(up, low, at, facecolor=KEEPS, linewidth=0, alpha=0.55, zorder=1)
        axes.plot(at, up, color=_colour(one), linewidth=LINE, zorder=3)
        for kept, bound in points:
            axes.plot(
                [kept], [bound.cases], linestyle="none", marker="o", markersize=4.5, color=_colour(one),
                markerfacecolor=PAPER if bound.used_up else _colour(one), zorder=4,
            )  # fmt: skip
    axes.yaxis.set_major_locator(FixedLocator(cases))
    axes.set_yticklabels([words.number(each) for each in cases], fontproperties=font(SMALL))
    ticks = [tick for tick in HOURS if low <= tick <= high]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.set_xticklabels([words.number(tick) for tick in ticks], fontproperties=font(SMALL))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    axes.text(
        0.5, -0.4 / HEIGHT, REGION[lang]["x"], transform=axes.transAxes, fontproperties=font(BODY), color=INK,
        ha="center", va="center_baseline",
    )  # fmt: skip
